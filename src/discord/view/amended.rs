//! What was changed about a proposal, for whoever changed it.

use super::Context;
use super::body::{Body, Button, Look};
use super::change;
use super::places;
use super::vote;
use crate::discord::custom_id::CustomId;
use crate::service::{Amended, Amendment, Away, Reposted, Reposting};
use crate::vote::electorate::size_or_unknown;

/// What is stored now, and what follows.
pub fn render(amended: &Amended, context: Context<'_>) -> Body {
    let words = context.wording;
    let proposal = change::named(amended.number, &amended.title, context);
    let number = amended.number.get();
    let deadline = places::moment(amended.closes_at);
    let concern_key = |key: &'static str, concern: u32| {
        words.with(
            key,
            [
                ("proposal", proposal.clone().into()),
                ("number", number.into()),
                ("concern", concern.into()),
                ("deadline", deadline.clone().into()),
            ],
        )
    };
    let text = match amended.what {
        Amendment::Raised(concern) => concern_key("amended-raised", concern.get()),
        Amendment::Resolved(concern) => concern_key("amended-resolved", concern.get()),
        Amendment::Overridden(concern) => concern_key("amended-overridden", concern.get()),
        Amendment::Seconded(Some(waiting)) => words.with(
            "amended-seconded-waits",
            [
                ("proposal", proposal.into()),
                ("waits", vote::waits(waiting, context).into()),
            ],
        ),
        Amendment::Seconded(None) => words.with(
            "amended-seconded",
            [("proposal", proposal.into()), ("deadline", deadline.into())],
        ),
        Amendment::Voided(member) => words.with(
            "amended-voided",
            [
                ("proposal", proposal.into()),
                ("member", places::member(member).into()),
            ],
        ),
        Amendment::Refreshed {
            before,
            now,
            departed,
        } => words.with(
            "amended-refreshed",
            [
                ("proposal", proposal.into()),
                ("before", size_or_unknown(before).into()),
                ("now", size_or_unknown(now).into()),
                ("departed", departed.into()),
                ("deadline", deadline.into()),
            ],
        ),
        Amendment::Added => words.with("amended-added", [("proposal", proposal.into())]),
    };
    match amended.what {
        Amendment::Raised(concern) => Body::text(text).with_buttons([Button::new(
            words.text("button-resolve"),
            Look::Plain,
            CustomId::Resolve(amended.number, concern),
        )]),
        Amendment::Seconded(_)
        | Amendment::Resolved(_)
        | Amendment::Overridden(_)
        | Amendment::Voided(_)
        | Amendment::Refreshed { .. }
        | Amendment::Added => Body::text(text),
    }
}

/// What became of the wish to have a vote's message posted again.
pub fn reposted(reposted: &Reposted, context: Context<'_>) -> Body {
    let (key, place) = match reposted.what {
        Reposting::Queued(channel) => ("reposted", places::channel(channel)),
        Reposting::NotNeeded(posted) => ("reposted-there", places::link(posted, context)),
        Reposting::Waits(channel) => ("reposted-waits", places::channel(channel)),
    };
    let proposal = change::named(reposted.number, &reposted.title, context);
    Body::text(
        context
            .wording
            .with(key, [("proposal", proposal.into()), ("place", place.into())]),
    )
}

/// That a member is away, or back.
pub fn away(away: Away, context: Context<'_>) -> Body {
    let words = context.wording;
    let votes = away.votes;
    Body::text(match away.until {
        Some(until) => words.with(
            "away",
            [("until", places::moment(until).into()), ("votes", votes.into())],
        ),
        None => words.with("away-back", [("votes", votes.into())]),
    })
}
