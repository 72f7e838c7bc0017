//! Where everything is kept: one small trait, a reference in memory, and sled.
//!
//! Writes happen in batches: all of a batch or nothing, durable when [`Store::commit`] returns. A batch names what it
//! expects to find, so that two that were decided on the same state can not both be written. What was done in a vote is
//! appended to its trail, which the store numbers and chains ([`Append`]). Nothing is ever deleted but all of a guild
//! that the bot has left ([`Store::purge`]), and what tells whose a member's ballots were ([`Store::forget`]). The trait
//! knows no network, closure or guard: a database server with several bots on it fits behind it as well.

mod append;
pub mod audit;
pub mod dump;
mod forget;
mod key;
mod layer;
mod memory;
mod parts;
mod record;
mod row;
mod sled;

#[cfg(test)]
mod contract;
#[cfg(test)]
pub(crate) mod crashing;
#[cfg(test)]
pub(crate) mod sample;

use async_trait::async_trait;
use jiff::Timestamp;

pub use self::append::{Append, Deed, draw_salt};
use self::forget::Forget;
pub use self::forget::{ForgetError, forgettable};
pub use self::layer::Layer;
pub use self::memory::MemoryStore;
pub use self::parts::TrailRows;
pub use self::record::leaves_room;
pub use self::row::{BallotEntry, BallotRow, BareBallot, EventEntry, Key, Row};
pub use self::sled::{OpenError, SledStore};

use crate::correction::Correction;
use crate::edit::Edit;
use crate::guild_edition::GuildEdition;
use crate::id::{GuildId, MemberId};
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::vote::{Ballot, Proposal, ProposalNumber, Trail};

/// The commit that last wrote a row: 0 for a row that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Revision(pub u64);

impl Revision {
    /// Of a row that is not there.
    pub const ABSENT: Self = Self(0);
}

/// A value as it was read, with the revision that a later batch can expect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored<T> {
    /// The commit that wrote it.
    pub revision: Revision,
    /// What it holds.
    pub value: T,
}

/// What a batch expects to find; anything else is a [`CommitError::Conflict`] and nothing is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// The row was last written by this commit ([`Revision::ABSENT`]: it is not there).
    Revision(Key, Revision),
    /// The proposal has exactly this many ballots, replaced ones included: nobody voted since they were read. (That
    /// nothing at all was added to its trail is said by the revision of [`Key::Trail`].)
    Ballots(GuildId, ProposalNumber, usize),
}

/// Writes that belong together, and what they were decided on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// What must hold.
    pub expects: Vec<Expect>,
    /// What is written. Rows replace what is there under their key, the last one of a key counts. Ballots from before
    /// the trails are only ever added, and never after a trail: else it is a [`CommitError::Conflict`].
    pub rows: Vec<Row>,
    /// What is added to trails, in this order, after the rows.
    pub appends: Vec<Append>,
    /// What is forgotten.
    forgets: Vec<Forget>,
}

impl Batch {
    /// A batch that writes nothing and expects nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an expectation.
    #[must_use]
    pub fn expect(mut self, expect: Expect) -> Self {
        self.expects.push(expect);
        self
    }

    /// Adds a row.
    #[must_use]
    pub fn put(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Adds to the trail of a vote. Batches that do so do not conflict with each other.
    #[must_use]
    pub fn append(mut self, append: Append) -> Self {
        self.appends.push(append);
        self
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.appends.is_empty() && self.forgets.is_empty()
    }

    /// Refuses rows of trails, which the store makes itself, and texts that are too long for a row.
    fn check(&self) -> Result<(), StoreError> {
        if let Some(row) = self.rows.iter().find(|row| row.is_of_a_trail()) {
            let place = row.place();
            return Err(StoreError::Failed(format!("{place} can only be appended")));
        }
        self.appends.iter().try_for_each(Append::check)
    }

    /// Adds a row that must not be there yet.
    #[must_use]
    pub fn create(self, row: Row) -> Self {
        self.expect(Expect::Revision(row.key(), Revision::ABSENT))
            .put(row)
    }

    /// Adds a row in place of the one that was read as `revision`.
    #[must_use]
    pub fn replace(self, revision: Revision, row: Row) -> Self {
        self.expect(Expect::Revision(row.key(), revision)).put(row)
    }
}

/// Why nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A row does not hold what its key promises.
    #[error("the store is damaged at {place}: {why}")]
    Damaged {
        /// Which row.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// The disk or the engine failed.
    #[error("the store failed: {0}")]
    Failed(String),
    /// The row is larger than a store takes; nothing was written.
    #[error("{place} has {bytes} bytes; a row has at most {max}")]
    TooLarge {
        /// Which row.
        place: String,
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        max: usize,
    },
    /// A write failed before: nothing is written any more until the bot is started again.
    #[error("the store stopped after a write that failed: {0}")]
    Stopped(String),
}

/// Why a batch was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Something that the batch expected does not hold: read again and decide again.
    #[error("something changed in the meantime")]
    Conflict,
    /// The store failed; whether the batch is there is unknown until the next start.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads, and one way to write. What a read returns is durable.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// The guild's settings; the default ones, absent, for a guild that set nothing.
    async fn settings(&self, guild: GuildId) -> Result<Stored<Settings>, StoreError>;

    /// One proposal.
    async fn proposal(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Stored<Proposal>>, StoreError>;

    /// All proposals of the guild, by number.
    async fn proposals(&self, guild: GuildId) -> Result<Vec<Stored<Proposal>>, StoreError>;

    /// All that was done in a vote, as it was at one moment. The revision is that of [`Key::Trail`].
    async fn trail(&self, guild: GuildId, number: ProposalNumber) -> Result<Stored<Trail>, StoreError>;

    /// All ballots on a proposal, replaced ones included, by interaction, which is the order of casting.
    async fn ballots(&self, guild: GuildId, number: ProposalNumber) -> Result<Vec<Ballot>, StoreError> {
        Ok(self.trail(guild, number).await?.value.ballots())
    }

    /// The guild's own editions, by id.
    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError>;

    /// What the guild's maintainers changed about blips' words, by number.
    async fn edits(&self, guild: GuildId) -> Result<Vec<Stored<Edit>>, StoreError>;

    /// What they corrected in editions, by edition and number.
    async fn corrections(&self, guild: GuildId) -> Result<Vec<Stored<Correction>>, StoreError>;

    /// One notice.
    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError>;

    /// Everything that the guild has been or must be told, by topic.
    async fn notices(&self, guild: GuildId) -> Result<Vec<Stored<Notice>>, StoreError>;

    /// The guilds of which anything is stored, in ascending order.
    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError>;

    /// The rows after `after` in the order of the keys, of one guild or of all, at most `limit`: for dumps.
    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;

    /// Writes the whole batch, durably, or nothing. The revision is that of its rows; a batch without rows is only
    /// checked, and gets the revision of the last commit.
    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError>;

    /// Forgets a guild that the bot has left: all its rows go, durably, or none.
    ///
    /// `left` is the revision of the settings that say so. If they were written since, the bot may be back, and the
    /// answer is [`CommitError::Conflict`]; so it is if they do not say so at all.
    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError>;

    /// Forgets a member in a guild: what tells whose their ballots and acts were goes, durably, and so do the reasons
    /// that they gave; the ballots stay, and the trails still verify. Says in how many votes. Refused while a vote in
    /// which they act is not over.
    async fn forget(&self, guild: GuildId, member: MemberId) -> Result<usize, ForgetError> {
        forget::forget(self, guild, member).await
    }

    /// Until when the bot surely heard its members, as it last noted; `None` if it never did.
    async fn heard(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Notes until when the bot heard its members, durably. It is a fact about the bot: no dump has it, and it has no
    /// revision.
    async fn note_heard(&self, until: Timestamp) -> Result<(), StoreError>;

    /// Fills an empty store with rows that are all different, those of trails among them: for restoring a dump, whose
    /// rows can be too many for one batch. All are there afterwards; a store in which a crash left some of them is
    /// never used.
    async fn fill(&self, rows: Vec<Row>) -> Result<(), CommitError>;
}
