//! What comes of a request: facts for a renderer, without wording.

mod blip;
mod calendar;
mod edition;
mod proposal;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::files::Broken;
use super::trouble::Waiting;
use crate::digest::{Digest, EditionRef};
use crate::edit::{Edit, EditNumber};
use crate::id::{ChannelId, MemberId};
use crate::outbox::Posted;
use crate::radar::Title;
use crate::settings::Settings;
use crate::vote::{Policy, PolicyName, ProposalNumber, Waiting as WaitingFor};

pub use self::blip::{
    BlipRow, BlipsView, Candidate, Card, Matched, Meant, Mentioned, OpenVote, Overview, Purpose, Related,
    Teller, Unclear,
};
pub use self::calendar::{CalendarView, ClosingVote, ScheduleChange, ScheduleView};
pub use self::edition::{DiffView, DigestView, DraftView, EditLine, EditionLine, HistoryView, Words};
pub use self::proposal::{
    Again, Amended, Amendment, Away, Earlier, Mine, ProposalView, Rebased, RecordView, Recorded, Reposted,
    Reposting, Reworded, Why,
};

/// The answer to a [`super::Request`].
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// One blip.
    Card(Box<Card>),
    /// Several blips may be meant.
    Candidates {
        /// What was typed.
        query: String,
        /// The best first.
        candidates: Vec<Candidate>,
        /// What the one that is meant was looked for.
        purpose: Purpose,
    },
    /// Nothing on the radar has that name.
    NotOnRadar {
        /// What was typed.
        query: String,
        /// The nearest names, if any is near.
        nearest: Vec<Candidate>,
        /// What it was looked for.
        purpose: Purpose,
    },
    /// The whole radar.
    Overview(Box<Overview>),
    /// The blips that are wanted.
    Blips(Box<BlipsView>),
    /// Blips side by side.
    Compared(Vec<Card>),
    /// Not every name of those to compare names one blip.
    Uncompared(Vec<Meant>),
    /// The blips that a message names.
    Checked {
        /// The message.
        message: Posted,
        /// In the order in which it names them.
        named: Vec<Mentioned>,
    },
    /// The proposal is stored; its message follows.
    Proposed {
        /// The proposal.
        number: ProposalNumber,
        /// Where its message is posted.
        channel: ChannelId,
        /// What it would change.
        title: Title,
        /// Its message, once it is posted.
        posted: Option<Posted>,
        /// Blips on the radar whose names a new blip's is close to: one of them may have been meant.
        similar: Vec<Candidate>,
        /// What it waits for before it is put to the vote.
        waiting: Option<WaitingFor>,
    },
    /// The ballot is on disk.
    Recorded(Recorded),
    /// The guild's proposals, newest first.
    Proposals {
        /// Those of this page.
        page: Page<ProposalView>,
    },
    /// One proposal.
    Proposal {
        /// It.
        view: Box<ProposalView>,
        /// What the asking member may do in it, and what they answered.
        mine: Mine,
        /// Who has not voted yet, where that is known and may be shown.
        silent: Option<BTreeSet<MemberId>>,
    },
    /// One proposal with all that was done in its vote.
    Record(Box<RecordView>),
    /// What is said of a proposal's blip otherwise than when the vote opened; `None`: nothing.
    Reworded {
        /// The proposal.
        number: ProposalNumber,
        /// Its blip's title.
        title: Title,
        /// What was said, and what is.
        reworded: Option<Box<Reworded>>,
        /// Which page.
        page: u16,
    },
    /// A proposal was withdrawn or cancelled.
    Ended(Box<ProposalView>),
    /// Something about a proposal was changed.
    Amended(Amended),
    /// What became of the wish to have a vote's message posted again.
    Reposted(Reposted),
    /// A member is away, or back.
    Away(Away),
    /// The published editions, newest first.
    Editions {
        /// Those of this page.
        page: Page<EditionLine>,
        /// When the next one comes out by the schedule.
        scheduled: Option<Timestamp>,
    },
    /// The life of a blip.
    History(Box<HistoryView>),
    /// What differs between two editions.
    Diff(Box<DiffView>),
    /// What an edition changed.
    Edition(Box<DigestView>),
    /// What the next edition would change.
    Draft(Box<DraftView>),
    /// The same before publication, with the button that publishes.
    Preview(Box<DraftView>),
    /// A proposal was dropped from the draft, or put back.
    Redrafted {
        /// The proposal.
        view: Box<ProposalView>,
        /// The open votes that end as stale by it.
        ending: Vec<OpenVote>,
    },
    /// An edit was dropped from the draft.
    EditDropped {
        /// Which.
        number: EditNumber,
        /// Of which blip.
        title: Title,
    },
    /// What can be changed, with the forms in which that is done.
    Words(Box<Words>),
    /// An edit of a blip stands in the draft.
    Edited {
        /// Which.
        edit: Box<Edit>,
        /// Of which blip.
        title: Title,
    },
    /// A correction of an edition is stored.
    Corrected {
        /// The edition, as it is called now.
        edition: EditionRef,
        /// Which correction of it this is.
        number: u32,
        /// Where its digest is corrected; `None`: it was not told here.
        digest: Option<ChannelId>,
    },
    /// An edition came out.
    Published {
        /// Which, and what it changed.
        digest: Box<Digest>,
        /// Where its digest is posted; `None`: the guild has no channel for digests.
        digests: Option<ChannelId>,
    },
    /// When editions come out by themselves.
    Schedule(Box<ScheduleView>),
    /// The guild's settings.
    Setup {
        /// As they are now.
        settings: Settings,
        /// Whether this request changed them.
        changed: bool,
        /// What waits and why, if only that was asked.
        waiting: Vec<Waiting>,
        /// Why the radar's files are not taken up, if only that was asked.
        files: Option<Arc<Broken>>,
        /// Whether the bot knows the members of a role by name.
        lists_members: bool,
    },
    /// The list of voters.
    Voters {
        /// Who is on it.
        members: BTreeSet<MemberId>,
        /// Whether it decides who votes.
        in_force: bool,
        /// Whether this request changed it.
        changed: bool,
    },
    /// A policy of the guild.
    Policy {
        /// As it is now, or as a new one of this name would begin.
        policy: Box<Policy>,
        /// Where it comes from.
        source: PolicySource,
        /// Whether this request changed it.
        changed: bool,
    },
    /// What the bot can do.
    Help {
        /// The rule that a vote opened now would follow.
        rule: Rule,
    },
}

/// Where a policy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicySource {
    /// The configuration, or the bot itself.
    Configured,
    /// The guild.
    Guild,
    /// There is none of that name yet.
    Nowhere,
}

/// A page of something longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands on it.
    pub rows: Vec<T>,
    /// Which it is, from 0.
    pub number: u16,
    /// How many there are; 0 if there is nothing.
    pub count: u16,
    /// How many rows all pages have.
    pub total: usize,
}

impl<T> Page<T> {
    /// Cuts page `number` of `size` rows out of `all`; a number past the end gives the last page.
    pub fn of(all: Vec<T>, number: u16, size: usize) -> Self {
        let total = all.len();
        let count = u16::try_from(total.div_ceil(size.max(1))).unwrap_or(u16::MAX);
        let number = number.min(count.saturating_sub(1));
        let rows = all
            .into_iter()
            .skip(usize::from(number) * size)
            .take(size)
            .collect();
        Self {
            rows,
            number,
            count,
            total,
        }
    }
}

/// The rule for new votes, for `/help`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The usual policy.
    pub policy: Policy,
    /// All that a proposer can choose from.
    pub choice: Vec<PolicyName>,
}
