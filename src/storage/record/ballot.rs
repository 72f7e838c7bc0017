//! A ballot as it is stored.
//!
//! Version 1 is JSON, and names the member. A ballot of version 2 is an entry of a trail: there are many of them, each
//! is checked when a store is opened, and so they are stored as bytes, all numbers big-endian. What their keys say is
//! not said again.
//!
//! | bytes | of version 2 | of a ballot of version 1 whose member is forgotten |
//! |---|---|---|
//! | 1 | `2` | `3` |
//! | 1 | choice: 1 in favour, 2 against, 3 abstain | the same |
//! | 4 | voter number | the same |
//! | 4 | number of the entry | none |
//! | 32 | commitment | none |
//! | 32 | hash | none |
//!
//! In dumps both have version 2, and `member` is null once the member is forgotten.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::text::{Entry, Number, Text, VoterNo};
use super::version::Version;
use crate::id::{GuildId, InteractionId, MemberId};
use crate::storage::row::{BallotEntry, BallotRow, BareBallot};
use crate::vote::trail::{Digest, EntryNumber, VoterNumber};
use crate::vote::{Choice, ProposalNumber, Voter};

/// The first byte of an entry of a trail.
const CHAINED: u8 = 2;
/// The first byte of a ballot that names its member no more.
const FORGOTTEN: u8 = 3;

/// Version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    proposal: Number,
    member: Text<MemberId>,
    choice: Text<Choice>,
    interaction: Text<InteractionId>,
    /// What the interaction says, for readers of dumps.
    at: Text<Timestamp>,
}

/// Version 2, in dumps.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotV2 {
    v: Version<2>,
    guild: Text<GuildId>,
    proposal: Number,
    member: Option<Text<MemberId>>,
    choice: Text<Choice>,
    interaction: Text<InteractionId>,
    at: Text<Timestamp>,
    voter: VoterNo,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Entry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commitment: Option<Text<Digest>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<Text<Digest>>,
}

/// A ballot in a dump.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum BallotLine {
    /// Version 1.
    V1(BallotV1),
    /// Version 2.
    V2(BallotV2),
}

/// A ballot with what its line says of the member.
pub struct Said {
    /// Where it is.
    pub at: (GuildId, ProposalNumber),
    /// The ballot.
    pub ballot: BallotRow,
    /// The member, if the line names one.
    pub member: Option<MemberId>,
}

impl BallotLine {
    /// The line of a ballot; `member` cast it, if they are not forgotten.
    pub fn of(
        guild: GuildId,
        proposal: ProposalNumber,
        ballot: &BallotRow,
        member: Option<MemberId>,
    ) -> Self {
        let (guild, proposal) = (Text(guild), Number(proposal));
        let interaction = ballot.interaction();
        let at = Text(interaction.created_at());
        let interaction = Text(interaction);
        match *ballot {
            BallotRow::Bare(BareBallot {
                voter: Voter::Known(member),
                choice,
                ..
            }) => Self::V1(BallotV1 {
                v: Version,
                guild,
                proposal,
                member: Text(member),
                choice: Text(choice),
                interaction,
                at,
            }),
            BallotRow::Bare(BareBallot {
                voter: Voter::Forgotten(voter),
                choice,
                ..
            }) => Self::V2(BallotV2 {
                v: Version,
                guild,
                proposal,
                member: None,
                choice: Text(choice),
                interaction,
                at,
                voter: VoterNo(voter),
                number: None,
                commitment: None,
                hash: None,
            }),
            BallotRow::Chained(entry) => Self::V2(BallotV2 {
                v: Version,
                guild,
                proposal,
                member: member.map(Text),
                choice: Text(entry.choice),
                interaction,
                at,
                voter: VoterNo(entry.voter),
                number: Some(Entry(entry.number)),
                commitment: Some(Text(entry.commitment)),
                hash: Some(Text(entry.hash)),
            }),
        }
    }
}

impl TryFrom<BallotLine> for Said {
    type Error = RecordError;

    fn try_from(line: BallotLine) -> Result<Self, RecordError> {
        let (said, Text(at)) = match line {
            BallotLine::V1(line) => {
                let ballot = BareBallot {
                    voter: Voter::Known(line.member.0),
                    choice: line.choice.0,
                    interaction: line.interaction.0,
                };
                let said = Self {
                    at: (line.guild.0, line.proposal.0),
                    ballot: BallotRow::Bare(ballot),
                    member: None,
                };
                (said, line.at)
            }
            BallotLine::V2(line) => {
                let (choice, interaction) = (line.choice.0, line.interaction.0);
                let member = line.member.map(|Text(member)| member);
                let ballot = match (line.number, line.commitment, line.hash, member) {
                    (Some(Entry(number)), Some(Text(commitment)), Some(Text(hash)), _) => {
                        BallotRow::Chained(BallotEntry {
                            number,
                            voter: line.voter.0,
                            choice,
                            interaction,
                            commitment,
                            hash,
                        })
                    }
                    (None, None, None, None) => BallotRow::Bare(BareBallot {
                        voter: Voter::Forgotten(line.voter.0),
                        choice,
                        interaction,
                    }),
                    _ => {
                        return Err(RecordError::Contradiction(
                            "`number`, `commitment` and `hash` belong together",
                        ));
                    }
                };
                let said = Self {
                    at: (line.guild.0, line.proposal.0),
                    ballot,
                    member,
                };
                (said, line.at)
            }
        };
        if said.ballot.interaction().created_at() == at {
            Ok(said)
        } else {
            Err(RecordError::Contradiction(
                "`at` is not the time that `interaction` carries",
            ))
        }
    }
}

const fn number_of(choice: Choice) -> u8 {
    match choice {
        Choice::InFavor => 1,
        Choice::Against => 2,
        Choice::Abstain => 3,
        Choice::Recuse => 4,
    }
}

/// A ballot that is stored as bytes.
pub fn to_bytes(ballot: &BallotRow) -> Option<Vec<u8>> {
    match ballot {
        BallotRow::Bare(BareBallot {
            voter: Voter::Known(_),
            ..
        }) => None,
        BallotRow::Bare(BareBallot {
            voter: Voter::Forgotten(voter),
            choice,
            ..
        }) => {
            let mut bytes = vec![FORGOTTEN, number_of(*choice)];
            bytes.extend(voter.get().to_be_bytes());
            Some(bytes)
        }
        BallotRow::Chained(entry) => Some(entry_to_bytes(entry)),
    }
}

/// An entry of a trail.
pub fn entry_to_bytes(entry: &BallotEntry) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(74);
    bytes.extend([CHAINED, number_of(entry.choice)]);
    bytes.extend(entry.voter.get().to_be_bytes());
    bytes.extend(entry.number.get().to_be_bytes());
    bytes.extend(entry.commitment.0);
    bytes.extend(entry.hash.0);
    bytes
}

/// The ballot of these bytes, which came with this press; `None` if they are no such ballot.
pub fn from_bytes(interaction: InteractionId, bytes: &[u8]) -> Option<BallotRow> {
    let (&[version, choice], rest) = bytes.split_first_chunk()?;
    let choice = Choice::ALL
        .into_iter()
        .find(|known| number_of(*known) == choice)?;
    let (voter, rest) = rest.split_first_chunk()?;
    let voter = VoterNumber::try_from(u32::from_be_bytes(*voter)).ok()?;
    match version {
        CHAINED => {
            let (number, rest) = rest.split_first_chunk()?;
            let (commitment, rest) = rest.split_first_chunk()?;
            Some(BallotRow::Chained(BallotEntry {
                number: EntryNumber::try_from(u32::from_be_bytes(*number)).ok()?,
                voter,
                choice,
                interaction,
                commitment: Digest(*commitment),
                hash: Digest(rest.try_into().ok()?),
            }))
        }
        FORGOTTEN => rest.is_empty().then_some(BallotRow::Bare(BareBallot {
            voter: Voter::Forgotten(voter),
            choice,
            interaction,
        })),
        _ => None,
    }
}
