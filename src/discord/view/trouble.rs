//! What waits and why: for the maintainers in a message of its own, and in the state that `/setup` shows.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::escape::escape;
use super::places;
use crate::outbox::{Missed, Obstacle, Topic, Update};
use crate::service::Waiting;

/// How many things that wait for one cause are named; the others are counted.
const NAMED: usize = 5;
/// How many causes the state tells; the others are counted. Five of the longest fit an embed.
const CAUSES: usize = 5;

/// The message to the maintainers.
pub fn tell(waiting: &Waiting, footer: String, context: Context<'_>) -> Body {
    let words = context.wording;
    let lines = [
        cause(waiting, context),
        words.with("trouble-waits", [("what", named(waiting, context).into())]),
        remedy(waiting, context),
        words.with("trouble-channel", [("link", link(waiting, context).into())]),
        words.text("trouble-state").into_owned(),
    ];
    let title = words.text("trouble-title").into_owned();
    Body::framed(Some(title), vec![lines.join("\n")], NEUTRAL, Some(footer))
}

/// The lines of the state; none if nothing waits.
pub fn lines(waiting: &[Waiting], context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    if waiting.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![words.text("setup-waiting").into_owned()];
    for cause in waiting.iter().take(CAUSES) {
        let values = [
            ("cause", self::cause(cause, context).into()),
            ("what", named(cause, context).into()),
            ("since", places::moment(cause.since).into()),
            ("remedy", remedy(cause, context).into()),
        ];
        lines.push(words.with("setup-waiting-cause", values));
    }
    let more = waiting.len().saturating_sub(CAUSES);
    if more > 0 {
        lines.push(words.with("and-more", [("count", more.into())]));
    }
    lines
}

fn cause(waiting: &Waiting, context: Context<'_>) -> String {
    let key = match waiting.why {
        Obstacle::ChannelGone => "trouble-channel-gone",
        Obstacle::PermissionMissing => "trouble-permission-missing",
        Obstacle::Refused => "trouble-refused",
        Obstacle::Unknown => "trouble-unknown",
        Obstacle::MessageGone => "trouble-message-gone",
    };
    let channel = places::channel(waiting.channel);
    context.wording.with(key, [("channel", channel.into())])
}

/// What to do. A vote stays where it was opened; what tells of editions can go elsewhere.
fn remedy(waiting: &Waiting, context: Context<'_>) -> String {
    let of_votes = waiting.topics.iter().any(|topic| match topic {
        Topic::Vote(_) | Topic::Ending(_) | Topic::Outcome(_) | Topic::Update(..) => true,
        Topic::Digest(_)
        | Topic::Correction(..)
        | Topic::Introduction
        | Topic::Trouble(_)
        | Topic::Calendar(_)
        | Topic::Missed(_)
        | Topic::Followers(_)
        | Topic::Files(_) => false,
    });
    let key = match (waiting.why, of_votes) {
        (Obstacle::ChannelGone, true) => "trouble-channel-gone-vote",
        (Obstacle::ChannelGone, false) => "trouble-channel-gone-digest",
        (Obstacle::PermissionMissing, _) => "trouble-permission-missing-then",
        (Obstacle::Refused, _) => "trouble-refused-then",
        (Obstacle::Unknown, _) => "trouble-unknown-then",
        (Obstacle::MessageGone, _) => "trouble-message-gone-then",
    };
    context.wording.text(key).into_owned()
}

fn named(waiting: &Waiting, context: Context<'_>) -> String {
    let words = context.wording;
    let mut names: Vec<String> = waiting
        .topics
        .iter()
        .take(NAMED)
        .map(|topic| name(topic, context))
        .collect();
    let more = waiting.topics.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(words.with("and-more", [("count", more.into())]));
    }
    names.join(&words.text("comma"))
}

fn name(topic: &Topic, context: Context<'_>) -> String {
    let words = context.wording;
    let of_vote = |key: &str, number: u32| words.with(key, [("number", number.into())]);
    match topic {
        Topic::Vote(number) | Topic::Update(number, Update::Repost(_)) => of_vote("waits-vote", number.get()),
        Topic::Ending(number) => of_vote("waits-ending", number.get()),
        Topic::Outcome(number) => of_vote("waits-outcome", number.get()),
        Topic::Update(number, _) => of_vote("waits-update", number.get()),
        Topic::Digest(edition) | Topic::Missed(Missed { edition, .. }) => {
            words.with("waits-digest", [("edition", escape(edition.as_str()).into())])
        }
        Topic::Followers(edition) => {
            words.with("waits-followers", [("edition", escape(edition.as_str()).into())])
        }
        Topic::Correction(edition, _) => {
            words.with("waits-correction", [("edition", escape(edition.as_str()).into())])
        }
        Topic::Introduction => words.text("waits-introduction").into_owned(),
        Topic::Calendar(_) => words.text("waits-calendar").into_owned(),
        Topic::Trouble(_) | Topic::Files(_) => words.text("waits-trouble").into_owned(),
    }
}

/// The channel's address: in a direct message it also tells which server is meant.
fn link(waiting: &Waiting, context: Context<'_>) -> String {
    format!(
        "https://discord.com/channels/{}/{}",
        context.guild, waiting.channel
    )
}
