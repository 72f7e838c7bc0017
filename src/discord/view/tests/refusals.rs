//! Each refusal, usage error and failure as the member sees it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::SignedDuration;

use super::sample::{at, blip_id, cancelled, candidates, channel, number, passed, posted, role, title};
use super::{readable_reply, with_context};
use crate::blip_text::{Part, Typed};
use crate::discord::attempted::Attempted;
use crate::discord::custom_id::CustomIdError;
use crate::discord::usage_error::UsageError;
use crate::discord::view::{render_error, render_refusal, render_usage};
use crate::edit::EditNumber;
use crate::policy_text::{self, Expects, Fault};
use crate::prose::ProseError;
use crate::radar::TitleError;
use crate::schedule::{CronField, Fault as ScheduleFault};
use crate::service::{Error, Field, Permission, PlaceError, Propose, Refusal};
use crate::storage::StoreError;
use crate::vote::policy::Proposers;
use crate::vote::{Choice, ConcernNumber, PolicyName, Status};

fn asked() -> Box<Propose> {
    Box::new(Propose {
        blip: "Nix".to_owned(),
        ring: "adopt".to_owned(),
        reason: Some("It is *quick*: ``` and `small`.".to_owned()),
        quadrant: Some("Core".to_owned()),
        summary: None,
        policy: Some("lazy".to_owned()),
        duration: Some("3 days".to_owned()),
    })
}

#[expect(clippy::too_many_lines, reason = "a list of samples")]
fn all_refusals() -> Vec<Refusal> {
    let typed = "*nope* <@1>".to_owned();
    let titles = || vec![title("Adopt"), title("C_ore")];
    let needs = |quadrant, summary| Refusal::NewBlipNeeds {
        title: title("Nix"),
        quadrant,
        summary,
        quadrants: titles(),
        nearest: candidates(),
        asked: asked(),
    };
    let same_ring = |in_draft| Refusal::SameRing {
        title: title("Atlantis"),
        ring: title("Trial"),
        in_draft,
    };
    let policy = |name: &str| PolicyName::parse(name).unwrap();
    let concern = |number: u32| ConcernNumber::try_from(number).unwrap();
    let may_not = |who| Refusal::MayNotPropose {
        policy: policy("adopt"),
        who,
    };
    let over = |status| Refusal::VoteOver {
        number: number(12),
        status,
    };
    vec![
        Refusal::UnknownRing {
            typed: typed.clone(),
            rings: titles(),
        },
        Refusal::UnknownQuadrant {
            typed: typed.clone(),
            quadrants: titles(),
        },
        Refusal::NoSuchRing {
            typed: typed.clone(),
            rings: titles(),
        },
        Refusal::WhichRing {
            typed: typed.clone(),
            rings: titles(),
        },
        Refusal::WhichQuadrant {
            typed: typed.clone(),
            quadrants: titles(),
        },
        Refusal::NoName,
        Refusal::NoSuchTag {
            typed: typed.clone(),
            tags: vec!["iac".to_owned(), "git*ops*".to_owned()],
        },
        Refusal::NoSuchTag {
            typed: typed.clone(),
            tags: Vec::new(),
        },
        Refusal::WhichTag {
            typed: "t".to_owned(),
            tags: (0..20).map(|tag| format!("t{tag}")).collect(),
        },
        Refusal::WhichOwner {
            typed: "p".to_owned(),
            owners: vec!["platform".to_owned(), "people".to_owned()],
        },
        Refusal::NoSuchOwner {
            typed: typed.clone(),
            owners: vec!["platform-team".to_owned(), "<@&5>".to_owned()],
        },
        Refusal::NoSuchOwner {
            typed: typed.clone(),
            owners: Vec::new(),
        },
        Refusal::FilterGone,
        Refusal::SameBlip {
            title: title("C_ore"),
        },
        Refusal::ComparedGone,
        same_ring(false),
        same_ring(true),
        Refusal::AlreadyRetired {
            title: title("Pulumi"),
        },
        Refusal::OpenVote {
            title: title("Atlantis"),
            number: number(12),
            posted: Some(posted()),
            waits: false,
        },
        Refusal::OpenVote {
            title: title("Atlantis"),
            number: number(12),
            posted: None,
            waits: true,
        },
        Refusal::Ambiguous {
            typed: typed.clone(),
            candidates: candidates(),
            asked: asked(),
        },
        Refusal::NothingToRetire {
            typed: typed.clone(),
            nearest: candidates().into_iter().take(1).collect(),
            asked: asked(),
        },
        needs(true, true),
        needs(true, false),
        needs(false, true),
        Refusal::BadTitle(TitleError::Empty),
        Refusal::BadTitle(TitleError::TooLong(81)),
        Refusal::BadTitle(TitleError::Control('\u{7}')),
        Refusal::BadTitle(TitleError::Bidi('\u{202E}')),
        Refusal::ReservedName {
            typed: "*".to_owned(),
        },
        Refusal::IdTaken {
            id: blip_id("c-plus-plus"),
            title: title("C plus plus"),
        },
        Refusal::BadText {
            field: Field::Reason,
            error: ProseError::Empty,
        },
        Refusal::BadText {
            field: Field::Summary,
            error: ProseError::TooLong {
                length: 4000,
                max: 1000,
            },
        },
        Refusal::BadText {
            field: Field::EditionTitle,
            error: ProseError::Empty,
        },
        Refusal::AnnouncementChannel { channel: channel(22) },
        Refusal::UnsuitableChannel { channel: channel(22) },
        Refusal::ChannelNotSeen { channel: channel(22) },
        Refusal::MissingPermissions {
            channel: channel(22),
            missing: Permission::FOR_MESSAGES.to_vec(),
        },
        Refusal::NoSuchProposal { number: number(99) },
        over(Status::Open),
        over(passed()),
        over(cancelled()),
        Refusal::VoteHeld {
            number: number(12),
            until: at(60),
        },
        Refusal::VoteNotYet { number: number(12) },
        Refusal::NothingToSecond { number: number(12) },
        Refusal::OwnSecond { number: number(12) },
        Refusal::UnknownPolicy {
            typed: typed.clone(),
            names: vec![policy("adopt"), policy("standard")],
        },
        Refusal::BadReturn {
            typed: "when *I* like".to_owned(),
        },
        Refusal::AwayOfNoUse,
        Refusal::BadDuration {
            typed: typed.clone(),
            least: SignedDuration::from_hours(1),
        },
        Refusal::NeedsElectorate {
            policy: policy("emergency"),
        },
        Refusal::SecretUncounted {
            policy: policy("quiet"),
        },
        Refusal::TooFewForSecrecy {
            policy: policy("quiet"),
            size: 3,
        },
        Refusal::TooFewVoters {
            policy: policy("standard"),
            size: 2,
            least: 3,
        },
        may_not(Proposers::Anyone),
        may_not(Proposers::Voters),
        may_not(Proposers::Maintainers),
        Refusal::TooManyOpen {
            policy: policy("standard"),
            max: 2,
        },
        Refusal::NotListed,
        Refusal::Excluded {
            policy: PolicyName::standard(),
        },
        Refusal::ExcludedUncounted {
            policy: PolicyName::standard(),
        },
        Refusal::RosterUnread,
        Refusal::NoSuchRole { role: role(66) },
        Refusal::ListFull { max: 100 },
        Refusal::NoThreads { channel: channel(22) },
        Refusal::BadPolicyName {
            typed: "Two Thirds".to_owned(),
        },
        Refusal::TooManyPolicies { max: 25 },
        bad_policy(),
        Refusal::NoSuchConcern {
            number: number(12),
            concern: concern(3),
        },
        Refusal::ConcernAnswered {
            number: number(12),
            concern: concern(3),
        },
        Refusal::NotItsAuthor {
            number: number(12),
            concern: concern(3),
            author: super::sample::member(44),
        },
        Refusal::TooManyConcerns { number: number(12) },
        Refusal::NoRoster { number: number(12) },
        Refusal::EnoughConcerns { number: number(12) },
        Refusal::ConcernIsAdvice { number: number(12) },
        Refusal::TooManyAddenda { number: number(12) },
        Refusal::NoRoom { number: number(12) },
        Refusal::NoListNow { number: number(12) },
        Refusal::NotAdmitted { role: role(66) },
        Refusal::NotInChannel { channel: channel(22) },
        Refusal::NotItsProposer { number: number(12) },
        Refusal::NotMaintainer { role: Some(role(67)) },
        Refusal::NotMaintainer { role: None },
        Refusal::NotManager,
        Refusal::NotInDraft {
            number: number(12),
            inside: vec![(number(13), title("Nix")), (number(14), title("C_ore"))],
        },
        Refusal::NotInDraft {
            number: number(12),
            inside: Vec::new(),
        },
        Refusal::BuiltUpon {
            number: number(12),
            later: number(13),
        },
        Refusal::NotDropped {
            number: number(12),
            dropped: vec![(number(13), title("Nix"))],
        },
        Refusal::NotDropped {
            number: number(12),
            dropped: Vec::new(),
        },
        Refusal::RejectedSince {
            number: number(12),
            title: title("Crossplane"),
            later: number(13),
        },
        Refusal::NothingToVoid {
            number: number(12),
            member: super::sample::member(71),
        },
        Refusal::FitsNoMore {
            number: number(12),
            title: title("Nix"),
        },
        Refusal::NoSuchEdit {
            number: edit_number(7),
            inside: vec![(edit_number(8), title("Nix"))],
        },
        Refusal::NoSuchEdit {
            number: edit_number(7),
            inside: Vec::new(),
        },
        Refusal::NotStanding { title: title("Nix") },
        Refusal::NotInEdition {
            typed: typed.clone(),
            edition: "Autumn *2023*".to_owned(),
        },
        bad_words(),
        Refusal::BadNote {
            field: Field::Note,
            error: ProseError::Empty,
            typed: Box::new(words()),
            note: " ".to_owned(),
        },
        Refusal::WordsChanged {
            typed: Box::new(words()),
        },
        Refusal::NothingChanged,
        Refusal::TooManyWords {
            typed: Box::new(words()),
        },
        Refusal::EmptyDraft,
        Refusal::DraftChanged,
        Refusal::UnknownEdition {
            typed: typed.clone(),
            newest: vec!["2024-01-01".to_owned(), "v_1".to_owned()],
        },
        Refusal::UnknownEdition {
            typed,
            newest: Vec::new(),
        },
        Refusal::NoEdition,
        Refusal::NoSchedule,
        Refusal::UnknownZone {
            typed: "Mars/*Base*".to_owned(),
            nearest: Vec::new(),
        },
        Refusal::UnknownZone {
            typed: "york".to_owned(),
            nearest: vec!["America/New_York".to_owned()],
        },
    ]
    .into_iter()
    .chain(bad_schedules())
    .collect()
}

/// One of each thing that can be wrong with a schedule.
fn bad_schedules() -> Vec<Refusal> {
    let field = |field| ScheduleFault::Field {
        field,
        text: "*/99".to_owned(),
    };
    let faults = [
        ScheduleFault::Form,
        ScheduleFault::Date("2026-02-30".to_owned()),
        ScheduleFault::Time("25:00".to_owned()),
        ScheduleFault::Span {
            latest: jiff::civil::date(2028, 11, 26),
        },
        ScheduleFault::TooOften,
        ScheduleFault::Never,
    ];
    let faults = faults.into_iter().chain(CronField::ALL.map(field));
    let refusal = |fault| Refusal::BadSchedule {
        typed: "`every` *full moon*".to_owned(),
        fault,
    };
    faults.map(refusal).collect()
}

fn edit_number(number: u32) -> EditNumber {
    number.try_into().unwrap()
}

/// What somebody typed, all of it wrong.
fn words() -> Typed {
    Typed {
        text: Some("## Tips\n\n## Tips\n\nUse *it*.".to_owned()),
        links: Some("no link\nx | ftp://x\n\u{7} | https://a.example".to_owned()),
        tags: Some("`".repeat(60)),
        owner: Some("a\nb".to_owned()),
        review_by: Some("*tomorrow*".to_owned()),
    }
}

fn bad_words() -> Refusal {
    let typed = words();
    let faults = typed.over(Part::All, &super::sample::atlantis()).unwrap_err();
    Refusal::BadWords {
        faults,
        typed: Box::new(typed),
    }
}

/// A name for each; whoever adds a refusal adds it above.
const fn name(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownRing { .. } => "UnknownRing",
        Refusal::UnknownQuadrant { .. } => "UnknownQuadrant",
        Refusal::NoSuchRing { .. } => "NoSuchRing",
        Refusal::WhichRing { .. } => "WhichRing",
        Refusal::WhichQuadrant { .. } => "WhichQuadrant",
        Refusal::NoName => "NoName",
        Refusal::NoSuchTag { .. } => "NoSuchTag",
        Refusal::WhichTag { .. } => "WhichTag",
        Refusal::NoSuchOwner { .. } => "NoSuchOwner",
        Refusal::WhichOwner { .. } => "WhichOwner",
        Refusal::FilterGone => "FilterGone",
        Refusal::SameBlip { .. } => "SameBlip",
        Refusal::ComparedGone => "ComparedGone",
        Refusal::SameRing { .. } => "SameRing",
        Refusal::AlreadyRetired { .. } => "AlreadyRetired",
        Refusal::OpenVote { .. } => "OpenVote",
        Refusal::Ambiguous { .. } => "Ambiguous",
        Refusal::NothingToRetire { .. } => "NothingToRetire",
        Refusal::NewBlipNeeds { .. } => "NewBlipNeeds",
        Refusal::BadTitle(_) => "BadTitle",
        Refusal::ReservedName { .. } => "ReservedName",
        Refusal::IdTaken { .. } => "IdTaken",
        Refusal::BadText { .. } => "BadText",
        Refusal::AnnouncementChannel { .. } => "AnnouncementChannel",
        Refusal::UnsuitableChannel { .. } => "UnsuitableChannel",
        Refusal::ChannelNotSeen { .. } => "ChannelNotSeen",
        Refusal::MissingPermissions { .. } => "MissingPermissions",
        Refusal::NoSuchProposal { .. } => "NoSuchProposal",
        Refusal::VoteOver { .. } => "VoteOver",
        Refusal::VoteHeld { .. } => "VoteHeld",
        Refusal::VoteNotYet { .. } => "VoteNotYet",
        Refusal::NothingToSecond { .. } => "NothingToSecond",
        Refusal::OwnSecond { .. } => "OwnSecond",
        Refusal::UnknownPolicy { .. } => "UnknownPolicy",
        Refusal::BadReturn { .. } => "BadReturn",
        Refusal::AwayOfNoUse => "AwayOfNoUse",
        Refusal::BadDuration { .. } => "BadDuration",
        Refusal::NeedsElectorate { .. } => "NeedsElectorate",
        Refusal::SecretUncounted { .. } => "SecretUncounted",
        Refusal::TooFewForSecrecy { .. } => "TooFewForSecrecy",
        Refusal::TooFewVoters { .. } => "TooFewVoters",
        Refusal::MayNotPropose { .. } => "MayNotPropose",
        Refusal::TooManyOpen { .. } => "TooManyOpen",
        Refusal::RosterUnread => "RosterUnread",
        Refusal::NoSuchRole { .. } => "NoSuchRole",
        Refusal::ListFull { .. } => "ListFull",
        Refusal::NoThreads { .. } => "NoThreads",
        Refusal::BadPolicyName { .. } => "BadPolicyName",
        Refusal::TooManyPolicies { .. } => "TooManyPolicies",
        Refusal::BadPolicy { .. } => "BadPolicy",
        Refusal::NoSuchConcern { .. } => "NoSuchConcern",
        Refusal::ConcernAnswered { .. } => "ConcernAnswered",
        Refusal::NotItsAuthor { .. } => "NotItsAuthor",
        Refusal::TooManyConcerns { .. } => "TooManyConcerns",
        Refusal::EnoughConcerns { .. } => "EnoughConcerns",
        Refusal::ConcernIsAdvice { .. } => "ConcernIsAdvice",
        Refusal::TooManyAddenda { .. } => "TooManyAddenda",
        Refusal::NoRoom { .. } => "NoRoom",
        Refusal::NoListNow { .. } => "NoListNow",
        Refusal::NoRoster { .. } => "NoRoster",
        Refusal::NotListed => "NotListed",
        Refusal::Excluded { .. } => "Excluded",
        Refusal::ExcludedUncounted { .. } => "ExcludedUncounted",
        Refusal::NotAdmitted { .. } => "NotAdmitted",
        Refusal::NotInChannel { .. } => "NotInChannel",
        Refusal::NotItsProposer { .. } => "NotItsProposer",
        Refusal::NotMaintainer { .. } => "NotMaintainer",
        Refusal::NotManager => "NotManager",
        Refusal::NotInDraft { .. } => "NotInDraft",
        Refusal::BuiltUpon { .. } => "BuiltUpon",
        Refusal::NotDropped { .. } => "NotDropped",
        Refusal::RejectedSince { .. } => "RejectedSince",
        Refusal::NothingToVoid { .. } => "NothingToVoid",
        Refusal::FitsNoMore { .. } => "FitsNoMore",
        Refusal::NoSuchEdit { .. } => "NoSuchEdit",
        Refusal::NotStanding { .. } => "NotStanding",
        Refusal::NotInEdition { .. } => "NotInEdition",
        Refusal::BadWords { .. } => "BadWords",
        Refusal::BadNote { .. } => "BadNote",
        Refusal::WordsChanged { .. } => "WordsChanged",
        Refusal::NothingChanged => "NothingChanged",
        Refusal::TooManyWords { .. } => "TooManyWords",
        Refusal::EmptyDraft => "EmptyDraft",
        Refusal::DraftChanged => "DraftChanged",
        Refusal::UnknownEdition { .. } => "UnknownEdition",
        Refusal::NoEdition => "NoEdition",
        Refusal::BadSchedule { .. } => "BadSchedule",
        Refusal::NoSchedule => "NoSchedule",
        Refusal::UnknownZone { .. } => "UnknownZone",
    }
}

#[test]
fn refusals() {
    let mut text = String::new();
    for refusal in all_refusals() {
        let reply = with_context(|context| render_refusal(&refusal, Attempted::Other, context));
        writeln!(text, "## {}\n{}", name(&refusal), readable_reply(&reply)).unwrap();
    }
    insta::assert_snapshot!("refusals", text);
}

#[test]
fn usage_errors() {
    let errors = [
        UsageError::GuildOnly,
        UsageError::UnknownCommand("dance".to_owned()),
        UsageError::UnknownSubcommand {
            command: "proposal",
            typed: "dance".to_owned(),
        },
        UsageError::MissingOption("ring"),
        UsageError::UnknownMotion("*sideways*".to_owned()),
        UsageError::NoMessage,
        UsageError::OneOf(["proposal", "edit"]),
        UsageError::IllTyped("voters"),
        UsageError::NotANumber(-3),
        UsageError::UnknownChoice("*maybe*".to_owned()),
        UsageError::UnknownTheme("*pink*".to_owned()),
        UsageError::Button(CustomIdError::OtherVersion("0:x".to_owned())),
        UsageError::Button(CustomIdError::Malformed("1:x".to_owned())),
    ];
    let mut text = String::new();
    for error in errors {
        let reply = with_context(|context| render_usage(&error, Attempted::Other, context));
        writeln!(text, "## {error}\n{}", readable_reply(&reply)).unwrap();
        let reply = with_context(|context| render_usage(&error, Attempted::Ballot, context));
        let content = reply.body["content"].as_str().unwrap();
        assert!(content.starts_with("Not recorded"), "{content}");
    }
    insta::assert_snapshot!("usage_errors", text);
}

#[test]
fn failures() {
    let errors = [
        Error::from(Refusal::NotManager),
        Error::Busy(5),
        Error::Place(PlaceError::Unreachable("timed out".to_owned())),
        Error::Place(PlaceError::NotSeen(channel(22))),
        Error::Store(StoreError::Failed("disk".to_owned())),
    ];
    let mut text = String::new();
    for error in errors {
        for attempted in [Attempted::Other, Attempted::Ballot] {
            let reply = with_context(|context| render_error(&error, attempted, "7GQ2", context));
            let content = reply.body["content"].as_str().unwrap();
            assert!(attempted == Attempted::Other || content.starts_with("Not recorded"));
            writeln!(text, "## {attempted:?}, {error:?}\n{}", readable_reply(&reply)).unwrap();
        }
    }
    insta::assert_snapshot!("failures", text);
}

#[test]
fn a_ballot_that_is_refused_says_that_it_is_not_recorded() {
    use crate::service::Request;
    let attempted = Attempted::from(&Request::Cast(number(1), Choice::Abstain));
    for refusal in all_refusals() {
        let reply = with_context(|context| render_refusal(&refusal, attempted, context));
        assert!(
            reply.body["content"]
                .as_str()
                .unwrap()
                .starts_with("Not recorded")
        );
        assert!(reply.ephemeral);
    }
    assert_eq!(Attempted::from(&Request::Help), Attempted::Other);
}

fn shown(refusal: &Refusal) -> String {
    with_context(|context| readable_reply(&render_refusal(refusal, Attempted::Other, context)))
}

/// One of each thing that can be wrong with a policy.
fn bad_policy() -> Refusal {
    let typed = "quorum = 101%\nthreshold = 0\nduration = soon\ntreshold = `1/2`";
    Refusal::BadPolicy {
        policy: "adopt".parse().unwrap(),
        faults: policy_text::read(typed).unwrap_err(),
        typed: typed.to_owned(),
    }
}

#[test]
fn every_range_has_its_words() {
    let week = SignedDuration::from_hours(7 * 24);
    let all = [
        Expects::Key,
        Expects::Line,
        Expects::Once,
        Expects::Rule,
        Expects::Duration(week),
        Expects::Time,
        Expects::MinOpen(week),
        Expects::Quorum,
        Expects::Share,
        Expects::Base,
        Expects::Count,
        Expects::Limit,
        Expects::Concerns,
        Expects::Hold,
        Expects::Tally,
        Expects::Switch,
        Expects::Reminders(week),
        Expects::Cooldown,
        Expects::Proposers,
        Expects::Excluded,
        Expects::Majority,
        Expects::Lazy,
        Expects::Holding,
    ];
    let said: BTreeSet<String> = all
        .into_iter()
        .map(|expects| {
            let fault = Fault {
                key: "key".to_owned(),
                typed: "typed".to_owned(),
                expects,
            };
            let refusal = Refusal::BadPolicy {
                policy: "adopt".parse().unwrap(),
                faults: vec![fault],
                typed: String::new(),
            };
            shown(&refusal)
        })
        .collect();
    assert_eq!(said.len(), all.len(), "two ranges are said in the same words");
}

#[test]
fn what_stands_in_the_place_of_a_key_is_shown_once() {
    let shown = shown(&Refusal::BadPolicy {
        policy: "adopt".parse().unwrap(),
        faults: policy_text::read("foo=1\nhello").unwrap_err(),
        typed: String::new(),
    });
    assert!(shown.contains("• **foo**: there is no such key."), "{shown}");
    assert!(
        shown.contains("• **hello**: write `key = value`, one a line."),
        "{shown}"
    );
}

#[test]
fn what_is_too_long_to_be_repeated_is_left_out_and_the_faults_are_told() {
    let refusal = Refusal::BadPolicy {
        policy: "adopt".parse().unwrap(),
        faults: policy_text::read("hello").unwrap_err(),
        typed: "x".repeat(4_000),
    };
    let shown = shown(&refusal);
    assert!(shown.contains("key = value") && !shown.contains("xxx"), "{shown}");
}
