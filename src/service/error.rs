//! What can go wrong in a use case, by audience.
//!
//! A [`Refusal`] is the member's to solve: it is typed, shown to them in plain words, and not logged as an error.
//! Everything else is ours: it is logged once, at the door, under an id that the member can quote.

use jiff::{SignedDuration, Timestamp};

use crate::blip_text::{self, Typed};
use crate::edit::EditNumber;
use crate::id::{ChannelId, MemberId, RoleId};
use crate::outbox::Posted;
use crate::policy_text::Fault;
use crate::prose::ProseError;
use crate::radar::{BlipId, Title, TitleError};
use crate::service::place::{Permission, PlaceError};
use crate::service::request::Propose;
use crate::service::response::Candidate;
use crate::storage::{CommitError, StoreError};
use crate::vote::policy::Proposers;
use crate::vote::{ConcernNumber, PolicyName, ProposalNumber, Status};

/// Why a use case gave no [`super::Response`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The member can do something about it.
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Others changed the same thing again and again; trying later helps.
    #[error("others changed the same thing at the same time, {0} times in a row")]
    Busy(usize),
    /// Discord could not be asked about a channel.
    #[error(transparent)]
    Place(PlaceError),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// What [`super::retry`] makes of a commit that did not happen.
#[derive(Debug)]
pub enum Attempt {
    /// Read again and decide again.
    Again,
    /// Give up.
    Fail(Error),
}

impl From<CommitError> for Attempt {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict => Self::Again,
            CommitError::Store(error) => Self::Fail(error.into()),
        }
    }
}

impl From<Error> for Attempt {
    fn from(error: Error) -> Self {
        Self::Fail(error)
    }
}

impl From<StoreError> for Attempt {
    fn from(error: StoreError) -> Self {
        Self::Fail(error.into())
    }
}

impl From<Refusal> for Attempt {
    fn from(refusal: Refusal) -> Self {
        Self::Fail(refusal.into())
    }
}

/// A text that a member types into an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Why something is proposed or cancelled.
    Reason,
    /// What a new blip is.
    Summary,
    /// What an edition is called.
    EditionTitle,
    /// What somebody objects to, in a few words.
    ConcernTitle,
    /// The same in more.
    ConcernText,
    /// What was wrong in an edition.
    Note,
    /// What blips are searched by.
    Words,
}

/// A mistake of the member, with what they need to mend it.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// No ring has that name.
    UnknownRing {
        /// What was typed.
        typed: String,
        /// The rings' titles, from the centre.
        rings: Vec<Title>,
    },
    /// No quadrant has that name.
    UnknownQuadrant {
        /// What was typed.
        typed: String,
        /// The quadrants' titles.
        quadrants: Vec<Title>,
    },
    /// No ring has that name, where none is needed that takes a blip off the radar.
    NoSuchRing {
        /// What was typed.
        typed: String,
        /// The rings' titles, from the centre.
        rings: Vec<Title>,
    },
    /// Several rings begin so.
    WhichRing {
        /// What was typed.
        typed: String,
        /// The titles of those, from the centre.
        rings: Vec<Title>,
    },
    /// Several quadrants begin so.
    WhichQuadrant {
        /// What was typed.
        typed: String,
        /// The titles of those.
        quadrants: Vec<Title>,
    },
    /// A technology was to be named, and nothing was typed.
    NoName,
    /// No blip has that tag.
    NoSuchTag {
        /// What was typed.
        typed: String,
        /// All tags, the most frequent first.
        tags: Vec<String>,
    },
    /// Several tags begin so.
    WhichTag {
        /// What was typed.
        typed: String,
        /// Those, the most frequent first.
        tags: Vec<String>,
    },
    /// No blip has that owner.
    NoSuchOwner {
        /// What was typed.
        typed: String,
        /// All owners, those of most blips first.
        owners: Vec<String>,
    },
    /// Several owners begin so.
    WhichOwner {
        /// What was typed.
        typed: String,
        /// Those, those of most blips first.
        owners: Vec<String>,
    },
    /// What the list was made by is not on the radar any more.
    FilterGone,
    /// Names that are to be compared mean the same blip.
    SameBlip {
        /// The blip.
        title: Title,
    },
    /// A blip that was compared is not on the radar any more.
    ComparedGone,
    /// The blip stands in that ring already, in the current edition or in the draft.
    SameRing {
        /// The blip.
        title: Title,
        /// The ring's title.
        ring: Title,
        /// Whether it stands there only in the draft of the next edition.
        in_draft: bool,
    },
    /// The blip left the radar already.
    AlreadyRetired {
        /// The blip.
        title: Title,
    },
    /// The blip has an open vote.
    OpenVote {
        /// The blip.
        title: Title,
        /// The vote.
        number: ProposalNumber,
        /// Its message, once it is posted.
        posted: Option<Posted>,
        /// Whether it is not put to the vote yet.
        waits: bool,
    },
    /// Several blips may be meant.
    Ambiguous {
        /// What was typed.
        typed: String,
        /// The best first.
        candidates: Vec<Candidate>,
        /// All that was typed.
        asked: Box<Propose>,
    },
    /// A blip that is not on the radar can not be retired.
    NothingToRetire {
        /// What was typed.
        typed: String,
        /// The nearest names.
        nearest: Vec<Candidate>,
        /// All that was typed.
        asked: Box<Propose>,
    },
    /// A blip that is not on the radar needs a quadrant and a summary.
    NewBlipNeeds {
        /// Its title.
        title: Title,
        /// Whether the quadrant is missing.
        quadrant: bool,
        /// Whether the summary is missing.
        summary: bool,
        /// The quadrants' titles.
        quadrants: Vec<Title>,
        /// The nearest names on the radar, in case one of them was meant.
        nearest: Vec<Candidate>,
        /// All that was typed.
        asked: Box<Propose>,
    },
    /// The name can not be a blip's title.
    BadTitle(TitleError),
    /// The name stands for something else: the whole radar.
    ReservedName {
        /// What was typed.
        typed: String,
    },
    /// The new blip's id, made from its title, belongs to another blip.
    IdTaken {
        /// The id.
        id: BlipId,
        /// The blip that has it.
        title: Title,
    },
    /// A typed text is empty or too long.
    BadText {
        /// Which.
        field: Field,
        /// What is wrong with it.
        error: ProseError,
    },
    /// Votes are not posted in announcement channels.
    AnnouncementChannel {
        /// The channel.
        channel: ChannelId,
    },
    /// Nothing can be posted in a channel of that kind.
    UnsuitableChannel {
        /// The channel.
        channel: ChannelId,
    },
    /// The bot can not see the channel.
    ChannelNotSeen {
        /// The channel.
        channel: ChannelId,
    },
    /// The bot lacks permissions.
    MissingPermissions {
        /// Where.
        channel: ChannelId,
        /// Which.
        missing: Vec<Permission>,
    },
    /// The guild has no proposal with that number.
    NoSuchProposal {
        /// What was asked for.
        number: ProposalNumber,
    },
    /// The vote is over.
    VoteOver {
        /// The vote.
        number: ProposalNumber,
        /// How it ended; `Open` if it is being counted right now.
        status: Status,
    },
    /// The deadline has passed, and a concern is open.
    VoteHeld {
        /// The vote.
        number: ProposalNumber,
        /// Until when it is held at most.
        until: Timestamp,
    },
    /// It is not put to the vote yet.
    VoteNotYet {
        /// The proposal.
        number: ProposalNumber,
    },
    /// It is put to the vote already.
    NothingToSecond {
        /// The proposal.
        number: ProposalNumber,
    },
    /// A second is another member than the proposer.
    OwnSecond {
        /// The proposal.
        number: ProposalNumber,
    },
    /// There is no policy of that name.
    UnknownPolicy {
        /// What was typed.
        typed: String,
        /// Those that there are.
        names: Vec<PolicyName>,
    },
    /// A vote can not be open for that time.
    BadDuration {
        /// What was typed.
        typed: String,
        /// The shortest.
        least: SignedDuration,
    },
    /// The policy counts shares of an electorate, and anyone may vote.
    NeedsElectorate {
        /// The policy.
        policy: PolicyName,
    },
    /// The policy keeps names secret, and anyone may vote: nobody knows whether they are enough for that.
    SecretUncounted {
        /// The policy.
        policy: PolicyName,
    },
    /// The policy keeps names secret, and so few may vote that each could be told from the sum.
    TooFewForSecrecy {
        /// The policy.
        policy: PolicyName,
        /// How many may vote.
        size: u32,
    },
    /// So few may vote that it could never pass.
    TooFewVoters {
        /// The policy.
        policy: PolicyName,
        /// How many may vote.
        size: u32,
        /// How many would have to.
        least: u32,
    },
    /// Discord does not tell who may vote.
    RosterUnread,
    /// The server has no such role any more.
    NoSuchRole {
        /// The role.
        role: RoleId,
    },
    /// The list of voters has as many members as one can have.
    ListFull {
        /// So many.
        max: usize,
    },
    /// Messages in that channel have no threads.
    NoThreads {
        /// The channel.
        channel: ChannelId,
    },
    /// The name is none of a policy.
    BadPolicyName {
        /// What was typed.
        typed: String,
    },
    /// There are as many policies as one server can have.
    TooManyPolicies {
        /// So many.
        max: usize,
    },
    /// A policy is wrong.
    BadPolicy {
        /// Which.
        policy: PolicyName,
        /// What is wrong with it.
        faults: Vec<Fault>,
        /// What was typed.
        typed: String,
    },
    /// The policy lets others propose.
    MayNotPropose {
        /// The policy.
        policy: PolicyName,
        /// Who may.
        who: Proposers,
    },
    /// The member has as many open proposals as the policy allows.
    TooManyOpen {
        /// The policy.
        policy: PolicyName,
        /// How many it allows.
        max: u32,
    },
    /// What was typed is no time of a return, or lies too far off.
    BadReturn {
        /// What was typed.
        typed: String,
    },
    /// The member is in no electorate that is known by name, so being away changes nothing.
    AwayOfNoUse,
    /// Only listed members vote.
    NotListed,
    /// The policy leaves the member out of its votes.
    Excluded {
        /// The policy.
        policy: PolicyName,
    },
    /// The policy counts shares and leaves a role out, and of the voters' role only the size is known.
    ExcludedUncounted {
        /// The policy.
        policy: PolicyName,
    },
    /// The vote has no concern of that number.
    NoSuchConcern {
        /// The vote.
        number: ProposalNumber,
        /// What was asked for.
        concern: ConcernNumber,
    },
    /// The concern has its answer.
    ConcernAnswered {
        /// The vote.
        number: ProposalNumber,
        /// The concern.
        concern: ConcernNumber,
    },
    /// Only the member who raised a concern resolves it.
    NotItsAuthor {
        /// The vote.
        number: ProposalNumber,
        /// The concern.
        concern: ConcernNumber,
        /// Who raised it.
        author: MemberId,
    },
    /// The vote takes no more concerns.
    TooManyConcerns {
        /// The vote.
        number: ProposalNumber,
    },
    /// The member has raised as many concerns in the vote as one can.
    EnoughConcerns {
        /// The vote.
        number: ProposalNumber,
    },
    /// The member gained the role after the vote opened: a concern of theirs holds nothing.
    ConcernIsAdvice {
        /// The vote.
        number: ProposalNumber,
    },
    /// The proposer has added to the reason as often as one can.
    TooManyAddenda {
        /// The vote.
        number: ProposalNumber,
    },
    /// The vote holds as much as one can: what is added, or its voters, would be too much.
    NoRoom {
        /// The vote.
        number: ProposalNumber,
    },
    /// The vote goes by a list, and the guild has none any more.
    NoListNow {
        /// The vote.
        number: ProposalNumber,
    },
    /// Anyone may vote: there is no roster to read again.
    NoRoster {
        /// The vote.
        number: ProposalNumber,
    },
    /// Only members with a role vote.
    NotAdmitted {
        /// The role.
        role: RoleId,
    },
    /// Only members who may use the vote's channel vote on it.
    NotInChannel {
        /// The channel.
        channel: ChannelId,
    },
    /// Only its proposer may withdraw a proposal.
    NotItsProposer {
        /// The proposal.
        number: ProposalNumber,
    },
    /// Only maintainers may do that.
    NotMaintainer {
        /// The maintainers' role, if the guild set one.
        role: Option<RoleId>,
    },
    /// Only members with Manage Server may do that.
    NotManager,
    /// Nothing waits for the next edition.
    EmptyDraft,
    /// The proposal does not stand in the draft.
    NotInDraft {
        /// The proposal.
        number: ProposalNumber,
        /// Those that do.
        inside: Vec<(ProposalNumber, Title)>,
    },
    /// A later proposal in the draft goes on from where this one puts its blip.
    BuiltUpon {
        /// The proposal.
        number: ProposalNumber,
        /// The later one.
        later: ProposalNumber,
    },
    /// The proposal was not dropped from the draft.
    NotDropped {
        /// The proposal.
        number: ProposalNumber,
        /// Those that were.
        dropped: Vec<(ProposalNumber, Title)>,
    },
    /// The same change was rejected after it was dropped.
    RejectedSince {
        /// The proposal.
        number: ProposalNumber,
        /// The blip's title.
        title: Title,
        /// The vote that rejected it.
        later: ProposalNumber,
    },
    /// No ballot of the member counts.
    NothingToVoid {
        /// The proposal.
        number: ProposalNumber,
        /// Whose ballots were to be voided.
        member: MemberId,
    },
    /// What was dropped does not fit any more.
    FitsNoMore {
        /// The proposal.
        number: ProposalNumber,
        /// Its blip.
        title: Title,
    },
    /// The edit does not stand in the draft.
    NoSuchEdit {
        /// The edit.
        number: EditNumber,
        /// Those that do.
        inside: Vec<(EditNumber, Title)>,
    },
    /// The blip will not stand on the radar.
    NotStanding {
        /// The blip.
        title: Title,
    },
    /// The edition has no such blip.
    NotInEdition {
        /// What was typed.
        typed: String,
        /// What the edition is called.
        edition: String,
    },
    /// What was typed about a blip is wrong.
    BadWords {
        /// What is wrong with it.
        faults: Vec<blip_text::Fault>,
        /// What was typed.
        typed: Box<Typed>,
    },
    /// What was typed to correct an edition is wrong in another place.
    BadNote {
        /// Which text.
        field: Field,
        /// What is wrong with it.
        error: ProseError,
        /// What was typed about the blip, if it was about one.
        typed: Box<Typed>,
        /// The note, as it was typed.
        note: String,
    },
    /// The words have changed since the form was opened.
    WordsChanged {
        /// What was typed.
        typed: Box<Typed>,
    },
    /// Nothing was changed in the form.
    NothingChanged,
    /// The draft, or the correction, would hold more than an edition can.
    TooManyWords {
        /// What was typed.
        typed: Box<Typed>,
    },
    /// The draft is not the one that the preview showed.
    DraftChanged,
    /// There is no such edition.
    UnknownEdition {
        /// What was typed.
        typed: String,
        /// The newest editions' ids.
        newest: Vec<String>,
    },
    /// No edition has been published yet.
    NoEdition,
    /// What was typed is no schedule.
    BadSchedule {
        /// What was typed.
        typed: String,
        /// Why.
        fault: crate::schedule::Fault,
    },
    /// There is no schedule whose title could be changed.
    NoSchedule,
    /// There is no such time zone.
    UnknownZone {
        /// What was typed.
        typed: String,
        /// Names that hold it.
        nearest: Vec<String>,
    },
}
