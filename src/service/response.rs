//! What comes of a request: facts for a renderer, without wording.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::files::Broken;
use super::filter::Sieve;
use super::request::Fingerprint;
use super::trouble::Waiting;
use crate::digest::{Comparison, Digest, EditionRef, VoteBehind};
use crate::draft::Draft;
use crate::edit::{Edit, EditNumber};
use crate::id::{ChannelId, MemberId};
use crate::outbox::Posted;
use crate::prose::Prose;
use crate::radar::{Blip, BlipId, Movement, QuadrantId, RingId, Scheme, Step, Title};
use crate::schedule::{Occurrence, Schedule};
use crate::settings::Settings;
use crate::vote::{
    Choice, ConcernNumber, Count, Policy, PolicyName, Proposal, ProposalNumber, Trail, Voter,
    Waiting as WaitingFor,
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
    },
    /// Nothing on the radar has that name.
    NotOnRadar {
        /// What was typed.
        query: String,
        /// The nearest names, if any is near.
        nearest: Vec<Candidate>,
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
        /// What the asking member voted, if they did.
        mine: Option<Choice>,
        /// Who has not voted yet, where that is known and may be shown.
        silent: Option<BTreeSet<MemberId>>,
    },
    /// One proposal with all that was done in its vote.
    Record(Box<RecordView>),
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
    Redrafted(Box<ProposalView>),
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

/// How the blip was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matched {
    /// By its title, id or alias, or from a button.
    Exactly,
    /// By a name that is near enough: the answer says which blip it shows.
    Nearly {
        /// What was typed.
        query: String,
    },
}

/// A blip that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: BlipId,
    /// Its title.
    pub title: Title,
    /// Its ring's title.
    pub ring: Title,
}

/// Everything about one blip.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The blip as it stands in the current edition.
    pub blip: Arc<Blip>,
    /// The current edition.
    pub edition: EditionRef,
    /// The edition since which it stands in its ring.
    pub since: EditionRef,
    /// How it moved into its ring then.
    pub movement: Movement,
    /// The vote behind that, if it came from one.
    pub vote: Option<VoteBehind>,
    /// Whether it left the radar: then the rest tells how it stood last.
    pub retired: bool,
    /// How it was found.
    pub matched: Matched,
    /// The blips that it is related to, and those that name it.
    pub related: Vec<Related>,
    /// A vote on it that is open now.
    pub open_vote: Option<OpenVote>,
    /// The ring that a passed vote gives it in the next edition; the inner `None`: it retires.
    pub draft: Option<Option<RingId>>,
    /// Which page of the card is asked for, from 0.
    pub page: u16,
}

/// A page of the blips that are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct BlipsView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The current edition.
    pub edition: EditionRef,
    /// What they must have.
    pub sieve: Sieve,
    /// Those of this page.
    pub page: Page<BlipRow>,
    /// Where none is on the radar: how many would fit that left it.
    pub gone: usize,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct BlipRow {
    /// As it stands in the current edition, or stood last.
    pub blip: Arc<Blip>,
    /// How it moved with the current edition.
    pub movement: Option<Movement>,
    /// Whether it left the radar.
    pub retired: bool,
}

/// What a name means, out of several that are to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// This blip.
    One(Candidate),
    /// None, or one of several.
    Unclear(Unclear),
}

/// A text that does not name one blip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// Several may be meant.
    Several {
        /// What was typed.
        query: String,
        /// The best first.
        candidates: Vec<Candidate>,
    },
    /// Nothing on the radar has that name.
    Nothing {
        /// What was typed.
        query: String,
        /// The nearest names, if any is near.
        nearest: Vec<Candidate>,
    },
}

/// A blip that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentioned {
    /// It.
    pub blip: Candidate,
    /// Whether it left the radar.
    pub retired: bool,
    /// A vote on it that is open now.
    pub open_vote: Option<OpenVote>,
}

/// A relation with the other blip's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The other blip.
    pub id: BlipId,
    /// Its title.
    pub title: Title,
    /// Its ring's title.
    pub ring: Title,
    /// How they are related.
    pub how: String,
    /// Whose words these are.
    pub told_by: Teller,
}

/// Which side of a relation tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller {
    /// The blip of the card: "automates" means that it automates the other.
    ThisBlip,
    /// The other blip: "automates" means that the other automates this one.
    OtherBlip,
}

/// An open vote, to be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenVote {
    /// Its number.
    pub number: ProposalNumber,
    /// Its message, once it is posted.
    pub posted: Option<Posted>,
}

/// The whole radar.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The current edition.
    pub edition: EditionRef,
    /// The only quadrant of which is told; absent: of all.
    pub quadrant: Option<QuadrantId>,
    /// Its blips, by ring from the centre outwards, then by title.
    pub blips: Vec<Arc<Blip>>,
    /// The votes that are open; of one quadrant none are told.
    pub open_votes: Vec<ProposalView>,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// What was changed about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// Which.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// Until when it takes ballots now.
    pub closes_at: Timestamp,
    /// What.
    pub what: Amendment,
}

/// A change of a proposal that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amendment {
    /// It is put to the vote.
    Seconded,
    /// A concern was raised.
    Raised(ConcernNumber),
    /// A concern was resolved.
    Resolved(ConcernNumber),
    /// A concern was overridden.
    Overridden(ConcernNumber),
    /// The ballots of a member do not count.
    Voided(MemberId),
    /// The roster was read again: so many were in it, and so many are.
    Refreshed {
        /// Before.
        before: Option<u32>,
        /// Now.
        now: Option<u32>,
    },
    /// Something was added to its reason.
    Added,
}

/// A member is away, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// Until when; absent: they are back.
    pub until: Option<Timestamp>,
    /// In how many votes that go on this changes something.
    pub votes: usize,
}

/// What became of the wish to have a vote's message posted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reposted {
    /// Which vote's.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// What.
    pub what: Reposting,
}

/// Whether a vote's message is posted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reposting {
    /// It was gone: it is queued for this channel.
    Queued(ChannelId),
    /// It is there.
    NotNeeded(Posted),
    /// One is on its way to this channel already, or something stands in its way.
    Waits(ChannelId),
}

/// A ballot that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The proposal.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// What is recorded now.
    pub choice: Choice,
    /// What was before, if the member had voted.
    pub before: Option<Choice>,
    /// Until when it can be changed.
    pub closes_at: Timestamp,
}

/// One proposal with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The proposal.
    pub proposal: Proposal,
    /// How the vote stands: counted now if it is open, at the end if it was counted then.
    pub count: Count,
    /// Its newest message, once it is posted.
    pub posted: Option<Posted>,
    /// That it is not the first one, if it is not.
    pub again: Option<Again>,
    /// How many of its voters by name are away until after the close, while it goes on.
    pub away: usize,
    /// Why members voted as they did, in the order of casting; told only when the vote is over.
    pub reasons: Vec<Why>,
    /// The title of the edition that carried it out.
    pub published: Option<String>,
}

/// That a vote's message was deleted and is posted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// Since when.
    pub at: Timestamp,
    /// The vote's thread, if it has one: it hangs from a message that is gone, and goes on.
    pub thread: Option<ChannelId>,
}

/// One proposal with all that was done in its vote, for a document.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordView {
    /// The proposal.
    pub view: ProposalView,
    /// What was done.
    pub trail: Trail,
    /// The later proposal that asked the same again and was counted.
    pub superseded_by: Option<ProposalNumber>,
}

/// A reason that came with a ballot that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Whose.
    pub voter: Voter,
    /// What they answered.
    pub choice: Choice,
    /// Their words.
    pub text: Prose,
}

/// One line of the list of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionLine {
    /// The edition.
    pub edition: EditionRef,
    /// How many blips are on it.
    pub blips: usize,
    /// How many it changed.
    pub changes: usize,
}

/// What an edition changed, with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct DigestView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// What changed.
    pub digest: Digest,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// The life of a blip, with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The blip as it stands now, or stood last.
    pub blip: Arc<Blip>,
    /// What changed, oldest first, each with the vote behind it if it came from one.
    pub steps: Vec<(Step, Option<VoteBehind>)>,
    /// How it was found.
    pub matched: Matched,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// What differs between two editions, with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// What differs.
    pub comparison: Comparison,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// What can be changed about words.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// What the next edition says of a blip.
    Draft(Blip),
    /// What an edition is called.
    Edition(EditionRef),
    /// What an edition that is out says of a blip.
    Blip(EditionRef, Blip),
}

/// An edit with what is needed to tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditLine {
    /// The edit.
    pub edit: Edit,
    /// What its blip is called.
    pub title: Title,
    /// Whether the next edition carries it out.
    pub fits: bool,
}

/// The next edition as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The passed proposals and the edits that wait for it.
    pub draft: Draft,
    /// The edits, and those that were dropped since the current edition.
    pub edits: Vec<EditLine>,
    /// The proposals that were dropped since the current edition.
    pub dropped: Vec<Proposal>,
    /// What publishing it would post; `None` if it is empty.
    pub digest: Option<Digest>,
    /// What it is to be called, if that was asked for.
    pub title: Option<String>,
    /// What the draft holds, for the button that publishes.
    pub fingerprint: Fingerprint,
    /// When it comes out by the schedule.
    pub scheduled: Option<Timestamp>,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// When editions come out by themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleView {
    /// The schedule, if there is one.
    pub schedule: Option<Schedule>,
    /// The name of the zone in which its times are meant.
    pub zone: String,
    /// The next occurrences, the first one first.
    pub upcoming: Vec<Occurrence>,
    /// What would come out as things stand; `None`: nothing waits.
    pub digest: Option<Digest>,
    /// Where it is announced; `None`: the guild has no channel for digests.
    pub digests: Option<ChannelId>,
    /// What this request did.
    pub what: ScheduleChange,
}

/// What was done with a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleChange {
    /// Nothing: it is shown.
    Shown,
    /// It was set.
    Set,
    /// It was removed.
    Removed,
}

/// What the channel is told of an edition that comes out by a schedule.
#[derive(Debug, Clone, PartialEq)]
pub enum CalendarView {
    /// It comes out soon.
    Soon {
        /// When.
        at: Timestamp,
        /// What it is to be called, if that was said.
        title: Option<String>,
        /// What waits for it so far; `None`: nothing.
        digest: Option<Digest>,
        /// The votes that end before it, the first one first.
        votes: Vec<ClosingVote>,
    },
    /// It comes out at another time than was told.
    Moved {
        /// The day for which it was told.
        date: Date,
        /// When it comes out.
        to: Timestamp,
    },
    /// It does not come out.
    CalledOff {
        /// The day for which it was told.
        date: Date,
    },
    /// There was nothing to publish.
    Empty {
        /// The day.
        date: Date,
        /// When the next one comes out.
        next: Option<Timestamp>,
    },
    /// It came out, and there is no channel for digests.
    Unannounced {
        /// The day.
        date: Date,
    },
}

/// A vote that ends before an edition comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingVote {
    /// Its number.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// When it closes.
    pub closes_at: Timestamp,
    /// Its message, once it is posted.
    pub posted: Option<Posted>,
}

/// The rule for new votes, for `/help`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The usual policy.
    pub policy: Policy,
    /// All that a proposer can choose from.
    pub choice: Vec<PolicyName>,
}
