//! What the store holds: rows, and the keys that name them.

use jiff::Timestamp;

use super::key;
use crate::correction::Correction;
use crate::edit::{Edit, EditNumber};
use crate::guild_edition::GuildEdition;
use crate::id::{GuildId, InteractionId, MemberId};
use crate::outbox::{Notice, Topic};
use crate::prose::Prose;
use crate::radar::EditionId;
use crate::settings::Settings;
use crate::vote::trail::{Act, Digest, Entry, EntryNumber, EventKind, Head, VoterKey, VoterNumber};
use crate::vote::{Choice, Proposal, ProposalNumber, Voter};

/// Names one row. Every key starts with its guild; rows come in the order of guild, kind (as listed here), then number,
/// time or text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A guild's settings.
    Settings(GuildId),
    /// A proposal.
    Proposal(GuildId, ProposalNumber),
    /// A ballot on a proposal.
    Ballot(GuildId, ProposalNumber, InteractionId),
    /// An edition that the guild published.
    Edition(GuildId, EditionId),
    /// Something to be said.
    Notice(GuildId, Topic),
    /// An entry of a proposal's trail that is no ballot.
    Event(GuildId, ProposalNumber, EntryNumber),
    /// Which number stands for a member in a proposal's trail.
    Voter(GuildId, ProposalNumber, MemberId),
    /// The words of a voter with the ballot of this entry.
    Reason(GuildId, ProposalNumber, EntryNumber),
    /// Where a proposal's trail stands.
    Trail(GuildId, ProposalNumber),
    /// What a maintainer changed about a blip's words.
    Edit(GuildId, EditNumber),
    /// What a maintainer corrected in an edition; which correction of it, from 1.
    Correction(GuildId, EditionId, u32),
}

impl Key {
    /// The row's guild.
    pub const fn guild(&self) -> GuildId {
        match self {
            Self::Settings(guild)
            | Self::Proposal(guild, _)
            | Self::Ballot(guild, ..)
            | Self::Edition(guild, _)
            | Self::Notice(guild, _)
            | Self::Event(guild, ..)
            | Self::Voter(guild, ..)
            | Self::Reason(guild, ..)
            | Self::Trail(guild, _)
            | Self::Edit(guild, _)
            | Self::Correction(guild, ..) => *guild,
        }
    }
}

/// A ballot as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotRow {
    /// One that was cast before there were trails: it is under no hash.
    Bare(BareBallot),
    /// An entry of the proposal's trail. It does not name the member.
    Chained(BallotEntry),
}

impl BallotRow {
    /// The press that carried it.
    pub const fn interaction(&self) -> InteractionId {
        match self {
            Self::Bare(ballot) => ballot.interaction,
            Self::Chained(entry) => entry.interaction,
        }
    }
}

/// A ballot that was cast before there were trails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BareBallot {
    /// Who cast it.
    pub voter: Voter,
    /// What they answered.
    pub choice: Choice,
    /// The press that carried it.
    pub interaction: InteractionId,
}

/// A ballot in a trail. Its time is that of its interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BallotEntry {
    /// Its place in the trail.
    pub number: EntryNumber,
    /// Who cast it.
    pub voter: VoterNumber,
    /// What they answered.
    pub choice: Choice,
    /// The press that carried it.
    pub interaction: InteractionId,
    /// Binds the member.
    pub commitment: Digest,
    /// Binds the entry and all before it.
    pub hash: Digest,
}

impl BallotEntry {
    /// When it was cast, by Discord's clock.
    pub fn at(&self) -> Timestamp {
        self.interaction.created_at()
    }
}

impl From<BallotEntry> for Entry {
    fn from(entry: BallotEntry) -> Self {
        Self {
            number: entry.number,
            at: entry.at(),
            act: Act::Cast {
                choice: entry.choice,
                interaction: entry.interaction,
            },
            voter: Some(entry.voter),
            commitment: entry.commitment,
            hash: entry.hash,
        }
    }
}

/// An entry of a trail that is no ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventEntry {
    /// Its place in the trail.
    pub number: EntryNumber,
    /// When, in whole milliseconds.
    pub at: Timestamp,
    /// What happened.
    pub what: EventKind,
    /// The particulars.
    pub detail: String,
    /// By whom, if a member acted.
    pub voter: Option<VoterNumber>,
    /// Binds the member.
    pub commitment: Digest,
    /// Binds the entry and all before it.
    pub hash: Digest,
}

impl From<EventEntry> for Entry {
    fn from(entry: EventEntry) -> Self {
        let EventEntry {
            number,
            at,
            what,
            detail,
            voter,
            commitment,
            hash,
        } = entry;
        Self {
            number,
            at,
            act: Act::Event { what, detail },
            voter,
            commitment,
            hash,
        }
    }
}

/// One row with what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a proposal is what most rows that are kept in memory for long are"
)]
pub enum Row {
    /// A guild's settings.
    Settings(GuildId, Settings),
    /// A proposal.
    Proposal(Proposal),
    /// A ballot on a proposal.
    Ballot(GuildId, ProposalNumber, BallotRow),
    /// An edition that the guild published.
    Edition(GuildEdition),
    /// Something to be said.
    Notice(Notice),
    /// An entry of a proposal's trail that is no ballot.
    Event(GuildId, ProposalNumber, EventEntry),
    /// Which number stands for a member in a proposal's trail.
    Voter(GuildId, ProposalNumber, MemberId, VoterKey),
    /// The words of a voter with the ballot of this entry.
    Reason(GuildId, ProposalNumber, EntryNumber, Prose),
    /// Where a proposal's trail stands.
    Trail(GuildId, ProposalNumber, Head),
    /// What a maintainer changed about a blip's words.
    Edit(Edit),
    /// What a maintainer corrected in an edition.
    Correction(Correction),
}

impl Row {
    /// The row's key.
    pub fn key(&self) -> Key {
        match self {
            Self::Settings(guild, _) => Key::Settings(*guild),
            Self::Proposal(proposal) => Key::Proposal(proposal.guild, proposal.number),
            Self::Ballot(guild, number, ballot) => Key::Ballot(*guild, *number, ballot.interaction()),
            Self::Edition(edition) => Key::Edition(edition.guild, edition.id.clone()),
            Self::Notice(notice) => Key::Notice(notice.guild, notice.topic.clone()),
            Self::Event(guild, number, event) => Key::Event(*guild, *number, event.number),
            Self::Voter(guild, number, member, _) => Key::Voter(*guild, *number, *member),
            Self::Reason(guild, number, entry, _) => Key::Reason(*guild, *number, *entry),
            Self::Trail(guild, number, _) => Key::Trail(*guild, *number),
            Self::Edit(edit) => Key::Edit(edit.guild, edit.number),
            Self::Correction(correction) => {
                Key::Correction(correction.guild, correction.edition.clone(), correction.number)
            }
        }
    }

    /// The row's guild.
    pub const fn guild(&self) -> GuildId {
        match self {
            Self::Settings(guild, _)
            | Self::Ballot(guild, ..)
            | Self::Event(guild, ..)
            | Self::Voter(guild, ..)
            | Self::Reason(guild, ..)
            | Self::Trail(guild, ..) => *guild,
            Self::Proposal(proposal) => proposal.guild,
            Self::Edition(edition) => edition.guild,
            Self::Notice(notice) => notice.guild,
            Self::Edit(edit) => edit.guild,
            Self::Correction(correction) => correction.guild,
        }
    }

    /// The proposal that the row is about, for rows that can not be without theirs.
    pub const fn of_proposal(&self) -> Option<(GuildId, ProposalNumber)> {
        match self {
            Self::Ballot(guild, number, _)
            | Self::Event(guild, number, _)
            | Self::Voter(guild, number, ..)
            | Self::Reason(guild, number, ..)
            | Self::Trail(guild, number, _) => Some((*guild, *number)),
            Self::Settings(..)
            | Self::Proposal(_)
            | Self::Edition(_)
            | Self::Notice(_)
            | Self::Edit(_)
            | Self::Correction(_) => None,
        }
    }

    /// Whether the row belongs to a trail: such rows are not put but come of [`super::Append`].
    pub const fn is_of_a_trail(&self) -> bool {
        match self {
            Self::Ballot(_, _, BallotRow::Chained(_))
            | Self::Event(..)
            | Self::Voter(..)
            | Self::Reason(..)
            | Self::Trail(..) => true,
            Self::Ballot(_, _, BallotRow::Bare(_))
            | Self::Settings(..)
            | Self::Proposal(_)
            | Self::Edition(_)
            | Self::Notice(_)
            | Self::Edit(_)
            | Self::Correction(_) => false,
        }
    }

    /// The row's key as people read it, for errors.
    pub(in crate::storage) fn place(&self) -> String {
        key::describe(&key::encode(&self.key()))
    }
}

/// A row as what its key promises.
macro_rules! into {
    ($($name:ident: $pattern:pat => $value:ident: $kind:ty;)+) => {
        impl Row {$(
            #[doc = concat!("The row as a [`", stringify!($kind), "`], if it is one.")]
            pub(in crate::storage) fn $name(self) -> Option<$kind> {
                if let $pattern = self { Some($value) } else { None }
            }
        )+}
    };
}

into! {
    into_settings: Self::Settings(_, settings) => settings: Settings;
    into_proposal: Self::Proposal(proposal) => proposal: Proposal;
    into_edition: Self::Edition(edition) => edition: GuildEdition;
    into_notice: Self::Notice(notice) => notice: Notice;
    into_voter: Self::Voter(_, _, _, key) => key: VoterKey;
    into_edit: Self::Edit(edit) => edit: Edit;
    into_correction: Self::Correction(correction) => correction: Correction;
    into_head: Self::Trail(_, _, head) => head: Head;
}
