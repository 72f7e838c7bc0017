//! How rows are found: the bytes of their keys.
//!
//! | row | key |
//! |---|---|
//! | format of the store | `bot/fmt` |
//! | sequence number, count and checksum of everything | `bot/seq` |
//! | the store is being filled from a dump | `bot/fil` |
//! | until when members were heard | `bot/ear` |
//! | settings | guild, `1` |
//! | proposal | guild, `2`, number |
//! | ballot | guild, `3`, number of its proposal, interaction |
//! | edition of the guild | guild, `4`, id as text |
//! | notice | guild, `5`, its topic ([`topic`]) |
//! | event of a vote | guild, `6`, number of its proposal, number of the entry |
//! | voter | guild, `7`, number of the proposal, member |
//! | reason of a ballot | guild, `8`, number of its proposal, number of the entry |
//! | head of a trail | guild, `9`, number of its proposal |
//! | edit of a blip | guild, `10`, number |
//! | correction of an edition | guild, `11`, the edition's id as text, a zero byte, number |
//!
//! A guild, a member and an interaction are 8 bytes, a number is 4, all big-endian, and the digits above are single bytes of
//! that value: so the order of the bytes is the order in which people count. A key of a guild has at least 9 bytes, a
//! key of the `bot` has 7: no guild's id can make one look like the other.

mod topic;

#[cfg(test)]
mod tests;

use crate::edit::EditNumber;
use crate::id::{GuildId, InteractionId, MemberId};
use crate::radar::EditionId;
use crate::vote::ProposalNumber;
use crate::vote::trail::EntryNumber;

use super::Key;

/// The row that says in which format the others are.
pub const FORMAT: &[u8] = b"bot/fmt";
/// The row that says how many commits there were and what they add up to.
pub const LEDGER: &[u8] = b"bot/seq";

/// The row that is there while the store is filled from a dump.
pub const FILLING: &[u8] = b"bot/fil";
/// The row that says until when the bot heard its members.
pub const HEARD: &[u8] = b"bot/ear";

/// Whether the key is one of those above.
pub fn is_of_the_bot(key: &[u8]) -> bool {
    [FORMAT, LEDGER, FILLING, HEARD].contains(&key)
}

/// What a row of a guild is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Settings.
    Settings = 1,
    /// A proposal.
    Proposal = 2,
    /// A ballot.
    Ballot = 3,
    /// A guild's own edition.
    Edition = 4,
    /// A notice.
    Notice = 5,
    /// An event of a vote.
    Event = 6,
    /// A voter's number.
    Voter = 7,
    /// A voter's words.
    Reason = 8,
    /// The head of a trail.
    Trail = 9,
    /// An edit of a blip.
    Edit = 10,
    /// A correction of an edition.
    Correction = 11,
}

impl Kind {
    /// All of them, in the order of their rows.
    pub const ALL: [Self; 11] = [
        Self::Settings,
        Self::Proposal,
        Self::Ballot,
        Self::Edition,
        Self::Notice,
        Self::Event,
        Self::Voter,
        Self::Reason,
        Self::Trail,
        Self::Edit,
        Self::Correction,
    ];

    /// Those of which the trail of a vote is made.
    pub const OF_TRAILS: [Self; 5] = [Self::Ballot, Self::Event, Self::Voter, Self::Reason, Self::Trail];

    /// The kind that a key is of.
    pub const fn of(key: &Key) -> Self {
        match key {
            Key::Settings(_) => Self::Settings,
            Key::Proposal(..) => Self::Proposal,
            Key::Ballot(..) => Self::Ballot,
            Key::Edition(..) => Self::Edition,
            Key::Notice(..) => Self::Notice,
            Key::Event(..) => Self::Event,
            Key::Voter(..) => Self::Voter,
            Key::Reason(..) => Self::Reason,
            Key::Trail(..) => Self::Trail,
            Key::Edit(..) => Self::Edit,
            Key::Correction(..) => Self::Correction,
        }
    }

    /// The kind's place in [`Kind::ALL`].
    pub const fn index(self) -> usize {
        self as usize - 1
    }
}

/// Guild, kind and the number of the proposal.
const PROPOSAL_PREFIX: usize = 8 + 1 + 4;

/// The key as it is stored.
pub fn encode(key: &Key) -> Vec<u8> {
    let mut bytes = of_kind(key.guild(), Kind::of(key));
    match key {
        Key::Settings(_) => {}
        Key::Proposal(_, number) | Key::Trail(_, number) => bytes.extend(number.get().to_be_bytes()),
        Key::Event(_, number, entry) | Key::Reason(_, number, entry) => {
            bytes.extend(number.get().to_be_bytes());
            bytes.extend(entry.get().to_be_bytes());
        }
        Key::Voter(_, number, member) => {
            bytes.extend(number.get().to_be_bytes());
            bytes.extend(member.get().to_be_bytes());
        }
        Key::Ballot(_, number, interaction) => {
            bytes.extend(number.get().to_be_bytes());
            bytes.extend(interaction.get().to_be_bytes());
        }
        Key::Edition(_, edition) => bytes.extend(edition.as_str().bytes()),
        Key::Notice(_, topic) => topic::encode(&mut bytes, topic),
        Key::Edit(_, number) => bytes.extend(number.get().to_be_bytes()),
        Key::Correction(_, edition, number) => encode_correction(&mut bytes, edition, *number),
    }
    bytes
}

/// An id holds no zero byte: so the corrections of an edition follow each other.
fn encode_correction(bytes: &mut Vec<u8>, edition: &EditionId, number: u32) {
    bytes.extend(edition.as_str().bytes());
    bytes.push(0);
    bytes.extend(number.to_be_bytes());
}

fn decode_correction(bytes: &[u8]) -> Option<(EditionId, u32)> {
    let (rest, number) = bytes.split_last_chunk::<4>()?;
    let (zero, edition) = rest.split_last()?;
    let number = u32::from_be_bytes(*number);
    (*zero == 0 && number > 0).then_some(())?;
    Some((decode_edition(edition)?, number))
}

/// What all keys of a guild start with.
pub fn of_guild(guild: GuildId) -> [u8; 8] {
    guild.get().to_be_bytes()
}

/// What all keys of one kind in a guild start with.
pub fn of_kind(guild: GuildId, kind: Kind) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(24);
    bytes.extend(of_guild(guild));
    bytes.push(kind as u8);
    bytes
}

/// What all keys of one kind on a proposal start with.
pub fn of_proposal(guild: GuildId, kind: Kind, number: ProposalNumber) -> Vec<u8> {
    let mut bytes = of_kind(guild, kind);
    bytes.extend(number.get().to_be_bytes());
    bytes
}

/// What all keys of this key's kind on its proposal start with.
pub fn proposal_of(key: &[u8]) -> &[u8] {
    &key[..key.len().min(PROPOSAL_PREFIX)]
}

/// The key of these bytes, if they are one of a guild.
pub fn decode(bytes: &[u8]) -> Option<Key> {
    let (guild, rest) = take::<8>(bytes)?;
    let guild = GuildId::try_from(u64::from_be_bytes(guild)).ok()?;
    let (&kind, rest) = rest.split_first()?;
    let kind = Kind::ALL.into_iter().find(|known| *known as u8 == kind)?;
    match kind {
        Kind::Settings => rest.is_empty().then_some(Key::Settings(guild)),
        Kind::Proposal => Some(Key::Proposal(guild, decode_number(rest)?)),
        Kind::Ballot => {
            let (number, rest) = take::<4>(rest)?;
            let interaction = u64::from_be_bytes(rest.try_into().ok()?);
            let interaction = InteractionId::try_from(interaction).ok()?;
            Some(Key::Ballot(guild, decode_number(&number)?, interaction))
        }
        Kind::Edition => Some(Key::Edition(guild, decode_edition(rest)?)),
        Kind::Notice => Some(Key::Notice(guild, topic::decode(rest)?)),
        Kind::Event => {
            let (number, entry) = decode_entry(rest)?;
            Some(Key::Event(guild, number, entry))
        }
        Kind::Voter => {
            let (number, rest) = take::<4>(rest)?;
            let member = MemberId::try_from(u64::from_be_bytes(rest.try_into().ok()?)).ok()?;
            Some(Key::Voter(guild, decode_number(&number)?, member))
        }
        Kind::Reason => {
            let (number, entry) = decode_entry(rest)?;
            Some(Key::Reason(guild, number, entry))
        }
        Kind::Trail => Some(Key::Trail(guild, decode_number(rest)?)),
        Kind::Edit => {
            let number = u32::from_be_bytes(rest.try_into().ok()?);
            Some(Key::Edit(guild, EditNumber::try_from(number).ok()?))
        }
        Kind::Correction => {
            let (edition, number) = decode_correction(rest)?;
            Some(Key::Correction(guild, edition, number))
        }
    }
}

fn decode_number(bytes: &[u8]) -> Option<ProposalNumber> {
    let number = u32::from_be_bytes(bytes.try_into().ok()?);
    ProposalNumber::try_from(number).ok()
}

fn decode_entry(bytes: &[u8]) -> Option<(ProposalNumber, EntryNumber)> {
    let (number, rest) = take::<4>(bytes)?;
    let entry = u32::from_be_bytes(rest.try_into().ok()?);
    Some((decode_number(&number)?, EntryNumber::try_from(entry).ok()?))
}

fn decode_edition(bytes: &[u8]) -> Option<EditionId> {
    EditionId::parse(std::str::from_utf8(bytes).ok()?).ok()
}

fn take<const N: usize>(bytes: &[u8]) -> Option<([u8; N], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    Some((*head, rest))
}

/// A key as people read it, for errors.
pub fn describe(bytes: &[u8]) -> String {
    match decode(bytes) {
        Some(Key::Settings(guild)) => format!("guild {guild}, settings"),
        Some(Key::Proposal(guild, number)) => format!("guild {guild}, proposal {number}"),
        Some(Key::Ballot(guild, number, interaction)) => {
            format!("guild {guild}, proposal {number}, ballot {interaction}")
        }
        Some(Key::Edition(guild, edition)) => format!("guild {guild}, edition {edition}"),
        Some(Key::Notice(guild, topic)) => format!("guild {guild}, notice {topic}"),
        Some(Key::Event(guild, number, entry)) => format!("guild {guild}, proposal {number}, entry {entry}"),
        // Whose row it is, is nothing for logs.
        Some(Key::Voter(guild, number, _)) => format!("guild {guild}, proposal {number}, a voter"),
        Some(Key::Reason(guild, number, entry)) => {
            format!("guild {guild}, proposal {number}, reason of entry {entry}")
        }
        Some(Key::Trail(guild, number)) => format!("guild {guild}, proposal {number}, trail"),
        Some(Key::Edit(guild, number)) => format!("guild {guild}, edit {number}"),
        Some(Key::Correction(guild, edition, number)) => {
            format!("guild {guild}, edition {edition}, correction {number}")
        }
        None => format!("key {}", bytes.escape_ascii()),
    }
}
