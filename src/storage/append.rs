//! Adding to the trail of a vote. The store numbers and chains what is added when it is written, so that ballots that
//! come at the same time do not get in each other's way.

use jiff::Timestamp;

use super::record;
use super::row::{BallotEntry, BallotRow, EventEntry, Row};
use super::{Key, StoreError};
use crate::id::{GuildId, InteractionId, MemberId};
use crate::prose::Prose;
use crate::vote::trail::{Act, Digest, EntryNumber, EventKind, Head, Salt, VoterKey};
use crate::vote::{Choice, ProposalNumber};

/// What is added to a trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The proposal's guild.
    pub guild: GuildId,
    /// The proposal.
    pub proposal: ProposalNumber,
    /// What is done.
    pub deed: Deed,
    /// Fresh random bytes ([`draw_salt`]); used at the first act of a member in this vote.
    pub salt: Salt,
}

/// What is done in a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A member casts a ballot. One whose interaction is there already is a conflict.
    Cast {
        /// Who.
        member: MemberId,
        /// What they answer.
        choice: Choice,
        /// The press, which also says when.
        interaction: InteractionId,
        /// Why, if they say.
        reason: Option<Prose>,
    },
    /// Something else happens that all may know.
    Event {
        /// Who did it, if a member did.
        by: Option<MemberId>,
        /// What.
        what: EventKind,
        /// The particulars; they stay when the member is forgotten.
        detail: String,
        /// When.
        at: Timestamp,
    },
}

impl Append {
    /// The same with the member's reason.
    #[must_use]
    pub fn because(mut self, why: Option<Prose>) -> Self {
        if let Deed::Cast { reason, .. } = &mut self.deed {
            *reason = why;
        }
        self
    }

    /// A ballot.
    pub const fn cast(
        guild: GuildId,
        proposal: ProposalNumber,
        (member, choice, interaction): (MemberId, Choice, InteractionId),
        salt: Salt,
    ) -> Self {
        let deed = Deed::Cast {
            member,
            choice,
            interaction,
            reason: None,
        };
        Self {
            guild,
            proposal,
            deed,
            salt,
        }
    }

    /// Something else that happened in a vote at that time, and who did it, if a member did.
    pub fn event(
        guild: GuildId,
        proposal: ProposalNumber,
        (by, what, detail): (Option<MemberId>, EventKind, String),
        at: Timestamp,
        salt: Salt,
    ) -> Self {
        let deed = Deed::Event { by, what, detail, at };
        Self {
            guild,
            proposal,
            deed,
            salt,
        }
    }

    /// Who acts, if a member does.
    pub(in crate::storage) const fn member(&self) -> Option<MemberId> {
        match &self.deed {
            Deed::Cast { member, .. } => Some(*member),
            Deed::Event { by, .. } => *by,
        }
    }

    /// The row that may not be there yet.
    pub(in crate::storage) const fn new_ballot(&self) -> Option<Key> {
        match &self.deed {
            Deed::Cast { interaction, .. } => Some(Key::Ballot(self.guild, self.proposal, *interaction)),
            Deed::Event { .. } => None,
        }
    }

    /// Refuses texts that are too long for a row: found by the caller, before the writer has it.
    pub(in crate::storage) fn check(&self) -> Result<(), StoreError> {
        let (guild, proposal, number) = (self.guild, self.proposal, EntryNumber::LAST);
        let row = match &self.deed {
            Deed::Cast { reason: None, .. } => return Ok(()),
            Deed::Cast {
                reason: Some(reason), ..
            } => Row::Reason(guild, proposal, number, reason.clone()),
            Deed::Event { what, detail, at, .. } => Row::Event(
                guild,
                proposal,
                EventEntry {
                    number,
                    at: *at,
                    what: *what,
                    detail: detail.clone(),
                    voter: None,
                    commitment: Digest::NOBODY,
                    hash: Digest::NOBODY,
                },
            ),
        };
        record::encode(&row).map(drop)
    }

    /// Chains what is done to where the trail stands; `known` is what the trail has of the member who acts.
    pub(in crate::storage) fn chain(self, head: &Head, known: Option<VoterKey>) -> Chained {
        let Self { deed, salt, .. } = self;
        let mut newcomer = None;
        let mut act_as = |member: MemberId| {
            let key = head.voter(known, salt);
            if known.is_none() {
                newcomer = Some((member, key));
            }
            (member, key)
        };
        let (link, head) = match deed {
            Deed::Cast {
                member,
                choice,
                interaction,
                reason,
            } => {
                let by = act_as(member);
                let act = Act::Cast { choice, interaction };
                let (entry, head) = head.append(interaction.created_at(), act, Some(by));
                let ballot = BallotEntry {
                    number: entry.number,
                    voter: by.1.number,
                    choice,
                    interaction,
                    commitment: entry.commitment,
                    hash: entry.hash,
                };
                (Link::Ballot(ballot, reason), head)
            }
            Deed::Event { by, what, detail, at } => {
                let by = by.map(act_as);
                let act = Act::Event {
                    what,
                    detail: detail.clone(),
                };
                let (entry, head) = head.append(at, act, by);
                let event = EventEntry {
                    number: entry.number,
                    at: entry.at,
                    what,
                    detail,
                    voter: entry.voter,
                    commitment: entry.commitment,
                    hash: entry.hash,
                };
                (Link::Event(event), head)
            }
        };
        Chained { newcomer, link, head }
    }
}

/// What an append comes to when its turn comes.
#[derive(Debug)]
pub(in crate::storage) struct Chained {
    /// Who acts for the first time in this vote, and what their acts are bound with from now on.
    pub newcomer: Option<(MemberId, VoterKey)>,
    /// The new entry.
    pub link: Link,
    /// Where the trail stands then.
    pub head: Head,
}

/// An entry with what belongs to it.
#[derive(Debug)]
pub(in crate::storage) enum Link {
    /// A ballot, and the member's reason.
    Ballot(BallotEntry, Option<Prose>),
    /// Something else.
    Event(EventEntry),
}

impl Link {
    /// The rows of this proposal that hold it.
    pub fn rows(self, guild: GuildId, proposal: ProposalNumber) -> Vec<Row> {
        match self {
            Self::Ballot(entry, reason) => {
                let number = entry.number;
                let reason = reason.map(|reason| Row::Reason(guild, proposal, number, reason));
                let ballot = Row::Ballot(guild, proposal, BallotRow::Chained(entry));
                [ballot].into_iter().chain(reason).collect()
            }
            Self::Event(event) => vec![Row::Event(guild, proposal, event)],
        }
    }
}

/// Random bytes for [`Append::salt`], from the system.
pub fn draw_salt() -> Result<Salt, StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| StoreError::Failed(format!("the system gives no random bytes: {error}")))?;
    Ok(Salt(bytes))
}
