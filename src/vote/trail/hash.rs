//! How an entry is hashed.

use jiff::Timestamp;
use ring::digest::{self, SHA256};
use ring::hmac::{self, HMAC_SHA256};

use super::act::Act;
use super::digest::{Digest, Salt};
use super::number::{EntryNumber, VoterNumber};
use crate::id::{GuildId, InteractionId, MemberId};
use crate::vote::ProposalNumber;

/// What stands before the guild and the number of the proposal.
const GENESIS: &[u8; 16] = b"blipbot-trail-v1";
/// What stands before an entry.
const ENTRY: &[u8; 16] = b"blipbot-entry-v1";
/// What stands before what a member is bound to.
const VOTER: &[u8; 16] = b"blipbot-voter-v1";

/// What the first entry of a proposal follows on: a chain fits its own proposal only.
pub fn genesis(guild: GuildId, proposal: ProposalNumber) -> Digest {
    let (guild, proposal) = (guild.get().to_be_bytes(), proposal.get().to_be_bytes());
    Digest::of([&GENESIS[..], &guild, &proposal])
}

/// Binds a member to an act without naming them: only who knows the salt can tell whose it is.
pub fn commitment(salt: Salt, member: MemberId, act: &Act, number: EntryNumber) -> Digest {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(HMAC_SHA256, &salt.0));
    mac.update(VOTER);
    mac.update(&member.get().to_be_bytes());
    mac.update(&number.get().to_be_bytes());
    words(act, |bytes| mac.update(bytes));
    Digest::taken(mac.sign().as_ref())
}

/// The hash of an entry.
pub fn hash(
    previous: Digest,
    number: EntryNumber,
    at: Timestamp,
    voter: Option<VoterNumber>,
    commitment: Digest,
    act: &Act,
) -> Digest {
    let mut hasher = digest::Context::new(&SHA256);
    hasher.update(ENTRY);
    hasher.update(&previous.0);
    hasher.update(&number.get().to_be_bytes());
    hasher.update(&at.as_millisecond().to_be_bytes());
    let interaction = act.interaction().map_or(0, InteractionId::get);
    hasher.update(&interaction.to_be_bytes());
    hasher.update(&voter.map_or(0, VoterNumber::get).to_be_bytes());
    hasher.update(&commitment.0);
    words(act, |bytes| hasher.update(bytes));
    Digest::taken(hasher.finish().as_ref())
}

/// The length of the act's name in one byte, the name, and the detail to the end.
fn words(act: &Act, mut write: impl FnMut(&[u8])) {
    let name = act.name().as_bytes();
    // The longest name has 18 letters.
    write(&[u8::try_from(name.len()).unwrap_or(u8::MAX)]);
    write(name);
    write(act.detail().as_bytes());
}
