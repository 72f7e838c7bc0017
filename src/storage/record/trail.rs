//! What belongs to the trail of a vote beside its ballots, as it is stored. A voter's row is bytes, like a ballot:
//! version (1), voter number (4, big-endian), salt (16).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::text::{Entry, Number, Text, VoterNo};
use super::version::Version;
use crate::id::{GuildId, MemberId};
use crate::prose::Prose;
use crate::storage::Row;
use crate::storage::row::EventEntry;
use crate::vote::ProposalNumber;
use crate::vote::trail::{Digest, EntryNumber, EventKind, Head, Salt, VoterKey, VoterNumber};

/// The first byte of a voter's row.
const VOTER: u8 = 1;

/// An event, version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    proposal: Number,
    number: Entry,
    event: Text<EventKind>,
    detail: String,
    at: Text<Timestamp>,
    voter: Option<VoterNo>,
    commitment: Text<Digest>,
    hash: Text<Digest>,
}

impl EventV1 {
    /// An event of this proposal.
    pub fn of(guild: GuildId, proposal: ProposalNumber, event: &EventEntry) -> Self {
        Self {
            v: Version,
            guild: Text(guild),
            proposal: Number(proposal),
            number: Entry(event.number),
            event: Text(event.what),
            detail: event.detail.clone(),
            at: Text(event.at),
            voter: event.voter.map(VoterNo),
            commitment: Text(event.commitment),
            hash: Text(event.hash),
        }
    }
}

impl TryFrom<EventV1> for Row {
    type Error = RecordError;

    fn try_from(record: EventV1) -> Result<Self, RecordError> {
        let at = record.at.0;
        if at.subsec_nanosecond() % 1_000_000 != 0 {
            return Err(RecordError::Contradiction("`at` has parts of a millisecond"));
        }
        let event = EventEntry {
            number: record.number.0,
            at,
            what: record.event.0,
            detail: record.detail,
            voter: record.voter.map(|VoterNo(voter)| voter),
            commitment: record.commitment.0,
            hash: record.hash.0,
        };
        Ok(Self::Event(record.guild.0, record.proposal.0, event))
    }
}

/// A voter in a dump, version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoterV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    proposal: Number,
    member: Text<MemberId>,
    voter: VoterNo,
    salt: Text<Salt>,
}

impl VoterV1 {
    /// A voter of this proposal.
    pub fn of(guild: GuildId, proposal: ProposalNumber, member: MemberId, key: VoterKey) -> Self {
        Self {
            v: Version,
            guild: Text(guild),
            proposal: Number(proposal),
            member: Text(member),
            voter: VoterNo(key.number),
            salt: Text(key.salt),
        }
    }
}

impl From<VoterV1> for Row {
    fn from(record: VoterV1) -> Self {
        let key = VoterKey {
            number: record.voter.0,
            salt: record.salt.0,
        };
        Self::Voter(record.guild.0, record.proposal.0, record.member.0, key)
    }
}

/// A voter's row.
pub fn voter_to_bytes(key: VoterKey) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(21);
    bytes.push(VOTER);
    bytes.extend(key.number.get().to_be_bytes());
    bytes.extend(key.salt.0);
    bytes
}

/// The voter's row of these bytes, if they are one.
pub fn voter_from_bytes(bytes: &[u8]) -> Option<VoterKey> {
    let (&[version], rest) = bytes.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let key = VoterKey {
        number: VoterNumber::try_from(u32::from_be_bytes(*number)).ok()?,
        salt: Salt(rest.try_into().ok()?),
    };
    (version == VOTER).then_some(key)
}

/// A voter's words, version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    proposal: Number,
    number: Entry,
    reason: Text<Prose>,
}

impl ReasonV1 {
    /// The words with an entry of this proposal's trail.
    pub fn of(guild: GuildId, proposal: ProposalNumber, number: EntryNumber, reason: &Prose) -> Self {
        Self {
            v: Version,
            guild: Text(guild),
            proposal: Number(proposal),
            number: Entry(number),
            reason: Text(reason.clone()),
        }
    }
}

impl From<ReasonV1> for Row {
    fn from(record: ReasonV1) -> Self {
        Self::Reason(
            record.guild.0,
            record.proposal.0,
            record.number.0,
            record.reason.0,
        )
    }
}

/// Where a trail stands, version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrailV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    proposal: Number,
    entries: u32,
    ballots: u32,
    before: u32,
    voters: u32,
    hash: Text<Digest>,
}

impl TrailV1 {
    /// The head of this proposal's trail.
    pub fn of(guild: GuildId, proposal: ProposalNumber, head: &Head) -> Self {
        Self {
            v: Version,
            guild: Text(guild),
            proposal: Number(proposal),
            entries: head.entries,
            ballots: head.ballots,
            before: head.before,
            voters: head.voters,
            hash: Text(head.hash),
        }
    }
}

impl From<TrailV1> for Row {
    fn from(record: TrailV1) -> Self {
        let head = Head {
            entries: record.entries,
            ballots: record.ballots,
            before: record.before,
            voters: record.voters,
            hash: record.hash.0,
        };
        Self::Trail(record.guild.0, record.proposal.0, head)
    }
}
