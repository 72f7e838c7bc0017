//! What the channel for digests is told of editions that come out by a schedule.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::digest;
use super::escape::escape;
use super::places;
use super::vote;
use crate::digest::Digest;
use crate::service::{CalendarView, ClosingVote};

/// Most votes that are named; the others are counted.
const NAMED: usize = 10;

/// The message.
pub fn announce(view: &CalendarView, footer: String, context: Context<'_>) -> Body {
    let words = context.wording;
    let lines = match view {
        CalendarView::Soon {
            at,
            title,
            digest,
            votes,
        } => {
            let (moment, distance) = (places::moment(*at), places::distance(*at));
            let headline = match title {
                Some(title) => words.with(
                    "calendar-soon-named",
                    [
                        ("title", escape(title).into()),
                        ("at", moment.into()),
                        ("in", distance.into()),
                    ],
                ),
                None => words.with("calendar-soon", [("at", moment.into()), ("in", distance.into())]),
            };
            let mut lines = vec![headline, waiting(digest.as_ref(), context)];
            lines.extend(closing(votes, context));
            lines.push(words.text("calendar-how").into_owned());
            lines
        }
        CalendarView::Moved { date, to } => vec![words.with(
            "calendar-moved",
            [
                ("date", date.to_string().into()),
                ("at", places::moment(*to).into()),
                ("in", places::distance(*to).into()),
            ],
        )],
        CalendarView::CalledOff { date } => {
            vec![words.with("calendar-called-off", [("date", date.to_string().into())])]
        }
        CalendarView::Empty { date, next } => {
            let empty = words.with("calendar-empty", [("date", date.to_string().into())]);
            let next = next.map(|at| words.with("calendar-empty-next", [("at", places::moment(at).into())]));
            [empty].into_iter().chain(next).collect()
        }
        CalendarView::Unannounced { date } => {
            let link = format!("https://discord.com/channels/{}", context.guild);
            vec![
                words.with("calendar-unannounced", [("date", date.to_string().into())]),
                words.with("calendar-server", [("link", link.into())]),
            ]
        }
    };
    Body::framed(None, vec![lines.join("\n")], NEUTRAL, Some(footer))
}

/// What waits, by kind.
pub fn waiting(digest: Option<&Digest>, context: Context<'_>) -> String {
    match digest {
        Some(digest) => {
            let kinds = digest::kinds(&digest.entries, context);
            context
                .wording
                .with("calendar-waiting", [("kinds", kinds.into())])
        }
        None => context.wording.text("calendar-waiting-none").into_owned(),
    }
}

fn closing(votes: &[ClosingVote], context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    if votes.is_empty() {
        return vec![words.text("calendar-votes-none").into_owned()];
    }
    let told = votes.iter().take(NAMED).map(|vote| {
        words.with(
            "calendar-vote",
            [
                ("vote", vote::reference(vote.number, vote.posted, context).into()),
                ("title", places::title(&vote.title).into()),
                ("at", places::moment(vote.closes_at).into()),
            ],
        )
    });
    let heading = words.text("calendar-votes").into_owned();
    let mut lines: Vec<String> = [heading].into_iter().chain(told).collect();
    let more = votes.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(words.with("calendar-votes-more", [("count", more.into())]));
    }
    lines
}
