//! What can be asked: the vocabulary of the doors (Discord, command line, scheduler).

use jiff::Timestamp;

use super::actor::Actor;
use super::filter::{Filter, Mark};
use super::place::Place;
use crate::blip_text::{Part, Typed};
use crate::edit::EditNumber;
use crate::fnv::hash64;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, RoleId};
use crate::outbox::Posted;
use crate::radar::{BlipId, EditionId, QuadrantId};
use crate::settings::Theme;
use crate::vote::{Choice, ConcernNumber, ProposalNumber};

/// The circumstances of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The guild that it came from: nothing of another one is read or written.
    pub guild: GuildId,
    /// The channel that it came from.
    pub place: Place,
    /// Who asks.
    pub actor: Actor,
    /// The use of a command or button that carried it.
    pub interaction: InteractionId,
    /// The time, by the bot's clock.
    pub now: Timestamp,
}

/// One request, decoded but not yet judged: texts are as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// `/radar`: one blip by whatever the member calls it, or the whole radar.
    Browse(Browse),
    /// `/blips`: those that have what was typed.
    Blips(Box<Filter<String>>),
    /// This page of them.
    BlipsPage(Box<Filter<Mark>>, u16),
    /// `/compare`: what is said of blips, side by side.
    Compare(CompareRequest),
    /// The message command: which blips a message names.
    Check(Posted, String),
    /// `/history`: the life of a blip.
    History(HistoryRequest),
    /// `/propose`.
    Propose(Propose),
    /// `/vote` or a press of a vote's button.
    Cast(ProposalNumber, Choice),
    /// The same, with a reason.
    Reasoned(ProposalNumber, Choice, String),
    /// `/proposal`.
    Proposal(ProposalRequest),
    /// `/edition`.
    Edition(EditionRequest),
    /// `/setup`.
    Setup(SetupRequest),
    /// A policy of the guild, as it was typed.
    WritePolicy {
        /// Its name.
        name: String,
        /// Its text; an empty one gives the configured policy back.
        text: String,
    },
    /// `/away`: until when, as it was typed; absent: the member is back.
    Away(Option<String>),
    /// `/help`.
    Help,
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Browse {
    /// Whatever this text names.
    Named(String),
    /// This page of a blip's card, from 0.
    Card(BlipId, u16),
    /// The whole radar, this page.
    Whole(u16),
    /// One quadrant of it, this page.
    Quadrant(QuadrantId, u16),
}

/// Which blips are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareRequest {
    /// Those that these texts name.
    Named(Vec<String>),
    /// Those that stood in the answer before.
    Marked(Vec<BlipMark>),
}

/// Of which blip the history is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryRequest {
    /// The one that this text names.
    Named(String),
    /// This page of it.
    Page(BlipId, u16),
}

/// A change as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Propose {
    /// A blip's name, or the title of a new one.
    pub blip: String,
    /// A ring's name, or `retire`.
    pub ring: String,
    /// Why.
    pub reason: Option<String>,
    /// Where a new blip belongs.
    pub quadrant: Option<String>,
    /// What a new blip is.
    pub summary: Option<String>,
    /// The name of a policy; absent: the usual one.
    pub policy: Option<String>,
    /// How long the vote is open; absent: as the policy says.
    pub duration: Option<String>,
}

/// What to do with proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalRequest {
    /// The guild's proposals, newest first, this page.
    List(u16),
    /// One proposal, and what the member voted.
    Show(ProposalNumber),
    /// One proposal as a document.
    Record(ProposalNumber),
    /// What is said of its blip otherwise than when the vote opened, this page.
    Reworded(ProposalNumber, u16),
    /// Its proposer takes it back.
    Withdraw(ProposalNumber),
    /// A maintainer stops it.
    Cancel(ProposalNumber, String),
    /// The same is proposed again, from where the blip stands now.
    Restart(ProposalNumber),
    /// A second voter wants it put to the vote.
    Second(ProposalNumber),
    /// A member objects: a title, and more words if they are needed.
    Raise(ProposalNumber, String, Option<String>),
    /// The author of a concern takes it back.
    Resolve(ProposalNumber, ConcernNumber),
    /// A maintainer goes past a concern, for this reason.
    Override(ProposalNumber, ConcernNumber, String),
    /// A maintainer voids the ballots of a member, for this reason.
    Void(ProposalNumber, MemberId, String),
    /// A maintainer has the roster read again.
    Refresh(ProposalNumber),
    /// The proposer adds to the reason.
    Add(ProposalNumber, String),
    /// Whoever misses the vote's message has it posted again.
    Repost(ProposalNumber),
}

/// What to do with editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditionRequest {
    /// All published editions, newest first, this page.
    List(u16),
    /// What an edition changed, this page.
    Show(EditionName, u16),
    /// What differs between two editions, this page.
    Diff {
        /// One of them.
        from: EditionName,
        /// The other one.
        to: EditionName,
        /// Which page.
        page: u16,
    },
    /// What the next edition would change, this page.
    Draft(u16),
    /// `/edition publish`: preview and ask once more.
    Preview {
        /// What it is to be called.
        title: Option<String>,
        /// Which page of the preview, from 0.
        page: u16,
    },
    /// The button below the preview.
    Publish {
        /// The title that the preview showed.
        title: Option<String>,
        /// The proposals that the preview showed, so that nothing else is published.
        shown: Fingerprint,
    },
    /// `/edition schedule`.
    Schedule(ScheduleRequest),
    /// A maintainer takes what passed out of the draft, for this reason.
    Drop(ProposalNumber, String),
    /// A maintainer takes an edit out of the draft, for this reason.
    DropEdit(EditNumber, String),
    /// A maintainer puts back what was dropped.
    Keep(ProposalNumber),
    /// A maintainer wants to change what the next edition says of the blip that this text names.
    Edit(String),
    /// The form for that.
    WriteEdit(Box<WriteEdit>),
    /// A maintainer wants to correct an edition that is out.
    Correct {
        /// Which.
        edition: EditionName,
        /// What it says of the blip that this text names; absent: the edition itself.
        blip: Option<String>,
    },
    /// The form for that.
    WriteCorrection(Box<WriteCorrection>),
}

/// What was typed about a blip for the next edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteEdit {
    /// The blip.
    pub blip: BlipId,
    /// Which part of its words the form held.
    pub part: Part,
    /// The mark of the words that the form held at first.
    pub shown: u32,
    /// What was typed.
    pub typed: Typed,
}

/// What was typed to correct an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteCorrection {
    /// The edition.
    pub edition: EditionId,
    /// What was wrong.
    pub note: String,
    /// What is right.
    pub right: Right,
}

/// What is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// The edition's title.
    Title(String),
    /// What it says of a blip.
    Blip {
        /// Which.
        blip: BlipMark,
        /// Which part of its words the form held.
        part: Part,
        /// The mark of the words that the form held at first.
        shown: u32,
        /// What was typed.
        typed: Typed,
    },
}

/// Stands for a blip's id where there is no room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlipMark(pub u64);

impl BlipMark {
    /// Of a blip.
    pub fn of(blip: &BlipId) -> Self {
        // On one radar no two ids will ever have the same.
        Self(hash64(blip.as_str().bytes()))
    }
}

/// What to do with the schedule by which editions come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleRequest {
    /// Show it.
    Show,
    /// Remove it.
    Off,
    /// Set it.
    Set {
        /// When, as it was typed; absent: as it is.
        when: Option<String>,
        /// What the editions are to be called.
        title: Option<String>,
    },
}

/// Which edition is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditionName {
    /// The newest published one.
    Current,
    /// The one with this id, as typed.
    Typed(String),
    /// The one with this id.
    Id(EditionId),
}

/// A short digest of what a draft holds: two drafts with the same one carry out the same proposals on the same base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub u32);

/// What to set; all absent shows the state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetupRequest {
    /// Where editions are announced.
    pub digests: Option<ChannelId>,
    /// Where votes are posted.
    pub votes: Option<ChannelId>,
    /// Who may vote; the role @everyone (the guild's own id) means anyone.
    pub voters: Option<RoleId>,
    /// Who may publish and cancel; @everyone means nobody but those with Manage Server.
    pub maintainers: Option<RoleId>,
    /// Whether each vote has its thread from the start.
    pub threads: Option<bool>,
    /// How pictures look.
    pub theme: Option<Theme>,
    /// What is done with the list of voters.
    pub list: Option<ListRequest>,
    /// Show the policy of this name.
    pub policy: Option<String>,
    /// In which zone dates and times are meant, as it was typed.
    pub timezone: Option<String>,
}

/// What to do with the list of voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRequest {
    /// Show it.
    Show,
    /// Put these on it: from then on those on the list vote.
    Add(Vec<MemberId>),
    /// Take these off it.
    Remove(Vec<MemberId>),
}
