//! The trail of a vote: entries that are only ever added, each bound to the one before by a hash, so that whoever
//! has the last hash can tell whether anything was changed, taken away or put in.
//!
//! Who acted is not under the hash itself but behind a commitment, whose salt lies in a row of its own: when a member
//! is forgotten that row goes, the chain still verifies, and nobody can find out whose the entries were.
//!
//! An outsider checks a dump with SHA-256, HMAC and these rules. Numbers are big-endian, texts UTF-8, `‖` joins.
//!
//! ```text
//! act        = length of NAME (1 byte) ‖ NAME ‖ DETAIL (to the end)
//!              a ballot's NAME is its choice (`in_favor`, `against`, `abstain`), and it has no DETAIL
//! genesis    = SHA-256("blipbot-trail-v1" ‖ guild (8 bytes) ‖ proposal (4))
//! commitment = HMAC-SHA-256(key: salt (16), "blipbot-voter-v1" ‖ member (8) ‖ number (4) ‖ act)
//!              32 zero bytes if no member acted
//! hash       = SHA-256("blipbot-entry-v1" ‖ hash of the entry before, or genesis (32) ‖ number (4)
//!                      ‖ milliseconds since 1970 (8, signed) ‖ interaction of a ballot, else 0 (8)
//!                      ‖ voter number, or 0 (4) ‖ commitment (32) ‖ act)
//! ```

mod act;
mod digest;
mod fault;
mod hash;
mod number;
#[cfg(test)]
mod tests;
mod verify;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use act::{Act, EventKind};
pub use digest::{Digest, HexError, Salt};
pub use fault::{Fault, Wrong};
pub use number::{EntryNumber, VoterNumber};

use super::ballot::{Ballot, Voter};
use crate::id::{GuildId, MemberId};
use crate::prose::Prose;
use crate::vote::ProposalNumber;

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place.
    pub number: EntryNumber,
    /// When, in whole milliseconds: by Discord's clock if a member pressed, else by the bot's.
    pub at: Timestamp,
    /// What.
    pub act: Act,
    /// By whom, if a member acted.
    pub voter: Option<VoterNumber>,
    /// Binds the member.
    pub commitment: Digest,
    /// Binds the entry and all before it.
    pub hash: Digest,
}

/// What tells whose a voter number is; taken away when the member is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoterKey {
    /// The number that stands for the member.
    pub number: VoterNumber,
    /// What their commitments are made with.
    pub salt: Salt,
}

/// Where a trail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub entries: u32,
    /// How many of them are ballots.
    pub ballots: u32,
    /// How many ballots on the proposal are older than its trail, and under no hash.
    pub before: u32,
    /// How many voter numbers were given.
    pub voters: u32,
    /// The hash of the last entry; the genesis if there is none.
    pub hash: Digest,
}

impl Head {
    /// Of a trail without entries.
    pub fn genesis(guild: GuildId, proposal: ProposalNumber, before: u32) -> Self {
        Self {
            entries: 0,
            ballots: 0,
            before,
            voters: 0,
            hash: hash::genesis(guild, proposal),
        }
    }

    /// All ballots on the proposal, replaced ones included.
    pub const fn all_ballots(&self) -> u64 {
        self.before as u64 + self.ballots as u64
    }

    /// The voter number of a member, and whether it is a new one. `known` is what the trail has of them; `salt` is
    /// used if it has nothing.
    pub fn voter(&self, known: Option<VoterKey>, salt: Salt) -> VoterKey {
        known.unwrap_or(VoterKey {
            number: VoterNumber::after(self.voters),
            salt,
        })
    }

    /// Adds an entry, and says how the trail stands then. `at` is cut to milliseconds.
    pub fn append(&self, at: Timestamp, act: Act, by: Option<(MemberId, VoterKey)>) -> (Entry, Self) {
        let number = EntryNumber::after(self.entries);
        let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        let voter = by.map(|(_, key)| key.number);
        let commitment = by.map_or(Digest::NOBODY, |(member, key)| {
            hash::commitment(key.salt, member, &act, number)
        });
        let hash = hash::hash(self.hash, number, at, voter, commitment, &act);
        let is_ballot = matches!(act, Act::Cast { .. });
        let head = Self {
            entries: number.get(),
            ballots: self.ballots + u32::from(is_ballot),
            voters: self.voters.max(voter.map_or(0, VoterNumber::get)),
            hash,
            ..*self
        };
        let entry = Entry {
            number,
            at,
            act,
            voter,
            commitment,
            hash,
        };
        (entry, head)
    }
}

/// All that is known of what was done in one vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The proposal's guild.
    pub guild: GuildId,
    /// The proposal.
    pub proposal: ProposalNumber,
    /// The ballots that were cast before there were trails, by interaction.
    pub before: Vec<Ballot>,
    /// What was done, by number.
    pub entries: Vec<Entry>,
    /// The members who acted and are not forgotten.
    pub voters: BTreeMap<MemberId, VoterKey>,
    /// The words that voters gave with their ballots, unless they are forgotten.
    pub reasons: BTreeMap<EntryNumber, Prose>,
    /// Where it stands; absent before the first entry.
    pub head: Option<Head>,
}

impl Trail {
    /// One of a proposal in which nothing was done.
    pub const fn empty(guild: GuildId, proposal: ProposalNumber) -> Self {
        Self {
            guild,
            proposal,
            before: Vec::new(),
            entries: Vec::new(),
            voters: BTreeMap::new(),
            reasons: BTreeMap::new(),
            head: None,
        }
    }

    /// Whether nothing at all was done.
    pub const fn is_empty(&self) -> bool {
        self.before.is_empty() && self.entries.is_empty() && self.head.is_none()
    }

    /// The members by their numbers.
    pub fn members(&self) -> BTreeMap<VoterNumber, MemberId> {
        self.voters
            .iter()
            .map(|(member, key)| (key.number, *member))
            .collect()
    }

    /// All ballots, replaced ones included, by interaction, which is the order of casting.
    pub fn ballots(&self) -> Vec<Ballot> {
        let members = self.members();
        let chained = self.entries.iter().filter_map(|entry| match entry.act {
            Act::Cast { choice, interaction } => Some(Ballot {
                voter: Voter::of(entry.voter?, &members),
                choice,
                interaction,
                reason: self.reasons.get(&entry.number).cloned(),
            }),
            Act::Event { .. } => None,
        });
        let mut ballots: Vec<Ballot> = self.before.iter().cloned().chain(chained).collect();
        ballots.sort_unstable_by_key(|ballot| ballot.interaction);
        ballots
    }
}
