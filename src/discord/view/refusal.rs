//! What was refused: what is wrong, and what to do next.

mod again;
mod typed;

use super::body::{Body, ROOM};
use super::change::row;
use super::escape::{echo, escape};
use super::flow::width;
use super::outcome::status_key;
use super::places;
use super::rule;
use super::schedule;
use super::vote;
use super::{Context, Reply};
use crate::discord::attempted::Attempted;
use crate::policy_text::{Expects, Fault, MAX_COUNT};
use crate::prose::ProseError;
use crate::radar::{Title, TitleError};
use crate::service::{Field, Permission, Refusal};
use crate::vote::policy::{LEAST_SECRET, Proposers};
use crate::vote::{ConcernNumber, PolicyName, ProposalNumber, Status};

/// How many tags or owners are told.
const MAX_NAMED: usize = 15;

/// Most names in a row.
pub(super) const NAMES: usize = 12;

/// The refusal in words.
pub fn render(refusal: &Refusal, attempted: Attempted, context: Context<'_>) -> Reply {
    let mut reply = told(&worded(refusal, context), attempted, context);
    reply.files.extend(typed::file(refusal));
    reply
}

/// A failure in words.
pub fn told(text: &str, attempted: Attempted, context: Context<'_>) -> Reply {
    let text = match attempted {
        Attempted::Ballot => context.wording.with("not-recorded", [("why", text.into())]),
        Attempted::Other => text.to_owned(),
    };
    Reply {
        body: Body::text(text).into_json(),
        ephemeral: true,
        files: Vec::new(),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm a refusal: shorter would be harder to find"
)]
fn worded(refusal: &Refusal, context: Context<'_>) -> String {
    let words = context.wording;
    let plain = |key: &str| words.text(key).into_owned();
    match refusal {
        Refusal::Ambiguous {
            typed,
            candidates,
            asked,
        } => {
            let text = words.with("refused-ambiguous", [("typed", echo(typed).into())]);
            again::with_command(text, "", candidates, asked, context)
        }
        Refusal::NothingToRetire {
            typed,
            nearest,
            asked,
        } => {
            let text = words.with("refused-nothing-to-retire", [("typed", echo(typed).into())]);
            let question = "refused-nothing-to-retire-nearest";
            again::with_command(text, question, nearest, asked, context)
        }
        Refusal::NewBlipNeeds {
            title,
            quadrant,
            summary,
            quadrants,
            nearest,
            asked,
        } => {
            let text = new_blip(title, *quadrant, *summary, quadrants, context);
            again::with_command(text, "refused-new-nearest", nearest, asked, context)
        }
        Refusal::UnknownRing { typed, rings } => words.with(
            "refused-unknown-ring",
            [
                ("typed", echo(typed).into()),
                ("rings", titles(rings, context).into()),
            ],
        ),
        Refusal::NoSuchRing { typed, rings } => words.with(
            "refused-no-such-ring",
            [
                ("typed", echo(typed).into()),
                ("rings", titles(rings, context).into()),
            ],
        ),
        Refusal::WhichRing { typed, rings } => words.with(
            "refused-which-ring",
            [
                ("typed", echo(typed).into()),
                ("rings", titles(rings, context).into()),
            ],
        ),
        Refusal::WhichQuadrant { typed, quadrants } => words.with(
            "refused-which-quadrant",
            [
                ("typed", echo(typed).into()),
                ("quadrants", titles(quadrants, context).into()),
            ],
        ),
        Refusal::NoName => plain("refused-no-name"),
        Refusal::NoSuchTag { tags, .. } if tags.is_empty() => words.text("refused-no-tags").into_owned(),
        Refusal::NoSuchTag { typed, tags } => which("refused-no-such-tag", typed, tags, context),
        Refusal::WhichTag { typed, tags } => which("refused-which-tag", typed, tags, context),
        Refusal::NoSuchOwner { owners, .. } if owners.is_empty() => {
            words.text("refused-no-owners").into_owned()
        }
        Refusal::NoSuchOwner { typed, owners } => which("refused-no-such-owner", typed, owners, context),
        Refusal::WhichOwner { typed, owners } => which("refused-which-owner", typed, owners, context),
        Refusal::FilterGone => words.text("refused-filter-gone").into_owned(),
        Refusal::SameBlip { title } => {
            words.with("refused-same-blip", [("title", places::title(title).into())])
        }
        Refusal::ComparedGone => words.text("refused-compared-gone").into_owned(),
        Refusal::UnknownQuadrant { typed, quadrants } => words.with(
            "refused-unknown-quadrant",
            [
                ("typed", echo(typed).into()),
                ("quadrants", titles(quadrants, context).into()),
            ],
        ),
        Refusal::SameRing {
            title,
            ring,
            in_draft,
        } => {
            let key = if *in_draft {
                "refused-same-ring-draft"
            } else {
                "refused-same-ring"
            };
            let (title, ring) = (places::title(title), places::title(ring));
            words.with(key, [("title", title.into()), ("ring", ring.into())])
        }
        Refusal::AlreadyRetired { title } => words.with(
            "refused-already-retired",
            [("title", places::title(title).into())],
        ),
        Refusal::OpenVote {
            title,
            number,
            posted,
            waits,
        } => words.with(
            if *waits {
                "refused-open-vote-waits"
            } else {
                "refused-open-vote"
            },
            [
                ("number", number.get().into()),
                ("title", places::title(title).into()),
                ("vote", vote::reference(*number, *posted, context).into()),
            ],
        ),
        Refusal::BadTitle(error) => bad_title(error, context),
        Refusal::ReservedName { typed } => words.with("refused-reserved", [("typed", echo(typed).into())]),
        Refusal::IdTaken { id, title } => words.with(
            "refused-id-taken",
            [("id", id.as_str().into()), ("title", places::title(title).into())],
        ),
        Refusal::BadText { field, error } => bad_text(*field, *error, context),
        Refusal::AnnouncementChannel { .. } => plain("refused-announcement"),
        Refusal::UnsuitableChannel { channel } => words.with(
            "refused-unsuitable",
            [("channel", places::channel(*channel).into())],
        ),
        Refusal::ChannelNotSeen { channel } => words.with(
            "refused-not-seen",
            [("channel", places::channel(*channel).into())],
        ),
        Refusal::MissingPermissions { channel, missing } => {
            let text = words.with(
                "refused-permissions",
                [
                    ("channel", places::channel(*channel).into()),
                    ("permissions", permissions(missing, context).into()),
                ],
            );
            if missing.contains(&Permission::SendMessages) {
                [text, plain("permission-send-messages-hint")].join(" ")
            } else {
                text
            }
        }
        Refusal::NoSuchProposal { number } => {
            words.with("refused-no-proposal", [("number", number.get().into())])
        }
        Refusal::VoteOver {
            number,
            status: Status::Open | Status::Held { .. },
        } => words.with("refused-over-counting", [("number", number.get().into())]),
        Refusal::VoteOver { number, status } => {
            let status = plain(status_key(status));
            words.with(
                "refused-over",
                [("number", number.get().into()), ("status", status.into())],
            )
        }
        Refusal::VoteHeld { number, until } => words.with(
            "refused-held",
            [
                ("number", number.get().into()),
                ("until", places::moment(*until).into()),
            ],
        ),
        Refusal::VoteNotYet { number } => words.with("refused-not-yet", [("number", number.get().into())]),
        Refusal::NothingToSecond { number } => {
            words.with("refused-nothing-to-second", [("number", number.get().into())])
        }
        Refusal::OwnSecond { number } => words.with("refused-own-second", [("number", number.get().into())]),
        Refusal::UnknownPolicy { typed, names } => words.with(
            "refused-unknown-policy",
            [
                ("typed", echo(typed).into()),
                ("names", policies(names, context).into()),
            ],
        ),
        Refusal::BadReturn { typed } => words.with("refused-bad-return", [("typed", escape(typed).into())]),
        Refusal::AwayOfNoUse => words.text("refused-away-of-no-use").into_owned(),
        Refusal::BadDuration { typed, least } => words.with(
            "refused-bad-duration",
            [
                ("typed", echo(typed).into()),
                ("least", rule::duration(*least, context).into()),
            ],
        ),
        Refusal::NeedsElectorate { policy } => {
            words.with("refused-needs-electorate", [("policy", policy.as_str().into())])
        }
        Refusal::SecretUncounted { policy } => {
            words.with("refused-secret-uncounted", [("policy", policy.as_str().into())])
        }
        Refusal::TooFewForSecrecy { policy, size } => words.with(
            "refused-too-few-secret",
            [
                ("policy", policy.as_str().into()),
                ("size", (*size).into()),
                ("least", LEAST_SECRET.into()),
            ],
        ),
        Refusal::TooFewVoters { policy, size, least } => words.with(
            "refused-too-few-voters",
            [
                ("policy", policy.as_str().into()),
                ("size", (*size).into()),
                ("least", (*least).into()),
            ],
        ),
        Refusal::RosterUnread => plain("refused-roster-unread"),
        Refusal::NoSuchRole { role } => words.with("refused-no-role", [("role", places::role(*role).into())]),
        Refusal::ListFull { max } => words.with("refused-list-full", [("max", (*max).into())]),
        Refusal::NoThreads { channel } => words.with(
            "refused-no-threads",
            [("channel", places::channel(*channel).into())],
        ),
        Refusal::BadPolicyName { typed } => {
            words.with("refused-policy-name", [("typed", echo(typed).into())])
        }
        Refusal::TooManyPolicies { max } => words.with("refused-many-policies", [("max", (*max).into())]),
        Refusal::BadPolicy {
            policy,
            faults,
            typed,
        } => bad_policy(policy, faults, typed, context),
        Refusal::MayNotPropose { policy, who } => {
            let key = match who {
                Proposers::Anyone => "refused-propose-anyone",
                Proposers::Voters => "refused-propose-voters",
                Proposers::Maintainers => "refused-propose-maintainers",
            };
            words.with(key, [("policy", policy.as_str().into())])
        }
        Refusal::TooManyOpen { policy, max } => words.with(
            "refused-too-many-open",
            [("policy", policy.as_str().into()), ("max", (*max).into())],
        ),
        Refusal::NotListed => plain("refused-not-listed"),
        Refusal::Excluded { policy } => words.with("refused-excluded", [("policy", policy.as_str().into())]),
        Refusal::ExcludedUncounted { policy } => {
            words.with("refused-excluded-uncounted", [("policy", policy.as_str().into())])
        }
        Refusal::NoSuchConcern { number, concern } => {
            concern_refused("refused-no-concern", *number, *concern, context)
        }
        Refusal::ConcernAnswered { number, concern } => {
            concern_refused("refused-concern-answered", *number, *concern, context)
        }
        Refusal::NotItsAuthor {
            number,
            concern,
            author,
        } => words.with(
            "refused-not-author",
            [
                ("number", number.get().into()),
                ("concern", concern.get().into()),
                ("author", places::member(*author).into()),
            ],
        ),
        Refusal::TooManyConcerns { number } => {
            words.with("refused-too-many-concerns", [("number", number.get().into())])
        }
        Refusal::EnoughConcerns { number } => {
            words.with("refused-enough-concerns", [("number", number.get().into())])
        }
        Refusal::ConcernIsAdvice { number } => {
            words.with("refused-concern-is-advice", [("number", number.get().into())])
        }
        Refusal::TooManyAddenda { number } => {
            words.with("refused-too-many-addenda", [("number", number.get().into())])
        }
        Refusal::NoRoom { number } => words.with("refused-no-room", [("number", number.get().into())]),
        Refusal::NoListNow { number } => words.with("refused-no-list-now", [("number", number.get().into())]),
        Refusal::NoRoster { number } => words.with("refused-no-roster", [("number", number.get().into())]),
        Refusal::NotAdmitted { role } => {
            words.with("refused-not-admitted", [("role", places::role(*role).into())])
        }
        Refusal::NotInChannel { channel } => words.with(
            "refused-not-in-channel",
            [("channel", places::channel(*channel).into())],
        ),
        Refusal::NotItsProposer { number } => {
            words.with("refused-not-proposer", [("number", number.get().into())])
        }
        Refusal::NotMaintainer { role: Some(role) } => {
            words.with("refused-not-maintainer", [("role", places::role(*role).into())])
        }
        Refusal::NotMaintainer { role: None } => plain("refused-not-maintainer-bare"),
        Refusal::NotManager => plain("refused-not-manager"),
        Refusal::NotInDraft { number, inside } => {
            typed::listed("refused-not-in-draft", number.get(), inside, context)
        }
        Refusal::BuiltUpon { number, later } => words.with(
            "refused-built-upon",
            [("number", number.get().into()), ("later", later.get().into())],
        ),
        Refusal::NotDropped { number, dropped } => {
            typed::listed("refused-not-dropped", number.get(), dropped, context)
        }
        Refusal::RejectedSince { number, title, later } => words.with(
            "refused-rejected-since",
            [
                ("number", number.get().into()),
                ("title", escape(title.as_str()).into()),
                ("later", later.get().into()),
            ],
        ),
        Refusal::NothingToVoid { number, member } => words.with(
            "refused-nothing-to-void",
            [
                ("number", number.get().into()),
                ("member", places::member(*member).into()),
            ],
        ),
        Refusal::FitsNoMore { number, title } => words.with(
            "refused-fits-no-more",
            [
                ("number", number.get().into()),
                ("title", places::title(title).into()),
            ],
        ),
        Refusal::NoSuchEdit { number, inside } => {
            typed::listed("refused-no-edit", number.get(), inside, context)
        }
        Refusal::NotStanding { title } => {
            words.with("refused-not-standing", [("title", places::title(title).into())])
        }
        Refusal::NotInEdition { typed, edition } => words.with(
            "refused-not-in-edition",
            [("typed", echo(typed).into()), ("edition", escape(edition).into())],
        ),
        Refusal::BadWords { faults, .. } => typed::faults(faults, context),
        Refusal::BadNote { field, error, .. } => {
            let text = bad_text(*field, *error, context);
            [text, plain("refused-typed-kept")].join(" ")
        }
        Refusal::WordsChanged { .. } => plain("refused-words-changed"),
        Refusal::NothingChanged => plain("refused-nothing-changed"),
        Refusal::TooManyWords { .. } => plain("refused-too-many-words"),
        Refusal::EmptyDraft => plain("refused-empty-draft"),
        Refusal::DraftChanged => plain("refused-draft-changed"),
        Refusal::UnknownEdition { typed, newest } => unknown_edition(typed, newest, context),
        Refusal::NoEdition => plain("refused-no-edition"),
        Refusal::BadSchedule { typed, fault } => schedule::refused(typed, fault, context),
        Refusal::NoSchedule => plain("refused-no-schedule"),
        Refusal::UnknownZone { typed, nearest } => unknown_zone(typed, nearest, context),
    }
}

fn concern_refused(
    key: &str,
    number: ProposalNumber,
    concern: ConcernNumber,
    context: Context<'_>,
) -> String {
    context.wording.with(
        key,
        [("number", number.get().into()), ("concern", concern.get().into())],
    )
}

/// What is wrong with a policy, and what was typed, so that nothing is lost.
fn bad_policy(policy: &PolicyName, faults: &[Fault], typed: &str, context: Context<'_>) -> String {
    let words = context.wording;
    let mut lines = vec![words.with("refused-policy", [("policy", policy.as_str().into())])];
    lines.extend(faults.iter().take(NAMES).map(|fault| {
        let bound = fault.expects.bound().unwrap_or_default();
        let expects = words.with(
            "policy-expects",
            [
                ("what", fault.expects.name().into()),
                ("bound", rule::duration(bound, context).into()),
                ("max", MAX_COUNT.into()),
            ],
        );
        let line = match fault.expects {
            // What is wrong is what stands in the place of the key.
            Expects::Key | Expects::Line => "refused-policy-line",
            Expects::Once
            | Expects::Rule
            | Expects::Duration(_)
            | Expects::Time
            | Expects::MinOpen(_)
            | Expects::Quorum
            | Expects::Share
            | Expects::Base
            | Expects::Count
            | Expects::Limit
            | Expects::Concerns
            | Expects::Hold
            | Expects::Tally
            | Expects::Switch
            | Expects::Reminders(_)
            | Expects::Cooldown
            | Expects::Proposers
            | Expects::Excluded
            | Expects::ServerRole
            | Expects::Majority
            | Expects::Lazy
            | Expects::Holding => "refused-policy-key",
        };
        words.with(
            line,
            [
                ("key", echo(&fault.key).into()),
                ("typed", echo(&fault.typed).into()),
                ("expects", expects.into()),
            ],
        )
    }));
    let text = lines.join("\n");
    let again = format!("```toml\n{}\n```", typed.trim().replace('`', "ˋ"));
    if width(&text) + width(&again) + 1 > ROOM {
        return text;
    }
    format!("{text}\n{again}")
}

fn policies(names: &[PolicyName], context: Context<'_>) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    row(&names, NAMES, context)
}

fn new_blip(
    title: &Title,
    quadrant: bool,
    summary: bool,
    quadrants: &[Title],
    context: Context<'_>,
) -> String {
    let key = match (quadrant, summary) {
        (true, true) => "refused-new-both",
        (false, true) => "refused-new-summary",
        (true | false, false) => "refused-new-quadrant",
    };
    let text = context
        .wording
        .with(key, [("title", places::title(title).into())]);
    if !quadrant {
        return text;
    }
    let quadrants = context.wording.with(
        "refused-new-quadrants",
        [("quadrants", titles(quadrants, context).into())],
    );
    [text, quadrants].join(" ")
}

fn bad_title(error: &TitleError, context: Context<'_>) -> String {
    let words = context.wording;
    match error {
        TitleError::Empty => words.text("refused-title-empty").into_owned(),
        TitleError::TooLong(length) => words.with("refused-title-long", [("length", (*length).into())]),
        TitleError::Control(_) | TitleError::Bidi(_) => words.text("refused-title-characters").into_owned(),
    }
}

/// A tag or an owner that is not clear, with those that there are; past some they are counted.
fn which(key: &str, typed: &str, names: &[String], context: Context<'_>) -> String {
    let names: Vec<String> = names.iter().map(|name| echo(name)).collect();
    let names = row(&names, MAX_NAMED, context);
    context
        .wording
        .with(key, [("typed", echo(typed).into()), ("names", names.into())])
}

fn bad_text(field: Field, error: ProseError, context: Context<'_>) -> String {
    let words = context.wording;
    let field = words.text(match field {
        Field::Reason => "field-reason",
        Field::Summary => "field-summary",
        Field::EditionTitle => "field-edition-title",
        Field::ConcernTitle => "field-concern-title",
        Field::ConcernText => "field-concern-text",
        Field::Note => "field-note",
        Field::Words => "field-words",
    });
    let field = field.into_owned();
    match error {
        ProseError::Empty => words.with("refused-text-empty", [("field", field.into())]),
        ProseError::TooLong { length, max } => words.with(
            "refused-text-long",
            [
                ("field", field.into()),
                ("length", length.into()),
                ("max", max.into()),
            ],
        ),
    }
}

fn permissions(missing: &[Permission], context: Context<'_>) -> String {
    let names: Vec<String> = missing
        .iter()
        .map(|permission| {
            let key = match permission {
                Permission::ViewChannel => "permission-view-channel",
                Permission::SendMessages => "permission-send-messages",
                Permission::EmbedLinks => "permission-embed-links",
                Permission::ReadMessageHistory => "permission-read-message-history",
                Permission::CreatePublicThreads => "permission-create-public-threads",
                Permission::SendMessagesInThreads => "permission-send-messages-in-threads",
            };
            format!("**{}**", context.wording.text(key))
        })
        .collect();
    row(&names, NAMES, context)
}

fn unknown_edition(typed: &str, newest: &[String], context: Context<'_>) -> String {
    let words = context.wording;
    let text = words.with("refused-unknown-edition", [("typed", echo(typed).into())]);
    if newest.is_empty() {
        return [text.as_str(), &words.text("editions-empty")].join(" ");
    }
    let newest: Vec<String> = newest.iter().map(|id| escape(id)).collect();
    let editions = row(&newest, NAMES, context);
    let newest = words.with("refused-unknown-edition-newest", [("editions", editions.into())]);
    [text, newest].join(" ")
}

fn unknown_zone(typed: &str, nearest: &[String], context: Context<'_>) -> String {
    let words = context.wording;
    let text = words.with("refused-zone", [("typed", echo(typed).into())]);
    if nearest.is_empty() {
        return text;
    }
    let names: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
    let nearest = words.with(
        "refused-zone-near",
        [("zones", row(&names, NAMES, context).into())],
    );
    [text, nearest].join(" ")
}

fn titles(titles: &[Title], context: Context<'_>) -> String {
    let titles: Vec<String> = titles.iter().map(places::title).collect();
    row(&titles, NAMES, context)
}
