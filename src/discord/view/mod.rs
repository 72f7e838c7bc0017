//! What a member reads: responses, refusals and notices as Discord's messages. Pure; all words come from
//! [`Wording`].

mod amended;
mod blips;
mod body;
mod calendar;
mod candidates;
mod card;
mod card_cache;
mod change;
mod checked;
mod compare;
mod concern;
mod digest;
mod draft;
mod editions;
mod escape;
mod excerpts;
mod files;
mod flow;
mod form;
mod help;
mod history;
mod line;
mod markdown;
mod mine;
mod notice;
mod outcome;
mod overview;
mod pager;
pub mod picture;
mod places;
mod policy;
mod proposals;
mod record;
mod refusal;
mod reworded;
mod rule;
mod schedule;
mod select;
mod setup;
mod trouble;
mod update;
mod usage;
mod vote;
mod voters;
mod words;

use serde_json::Value;

pub use self::body::{Body, Button, Embed, Look, abbreviated};
pub use self::card_cache::CardCache;
pub use self::change::plain as plain_change;
pub use self::form::{Form, TextInput};
pub use self::notice::{left_over, part_marker, render_facts};
pub use self::policy::{plain as plain_policy, plain_duration};
pub use self::select::{MAX_OPTIONS, Select, SelectOption};
pub use self::vote::thread_name;
use super::attempted::Attempted;
use super::commands::Audience;
use super::form_id::FormId;
use super::sender::{File, FormBody};
use super::usage_error::UsageError;
use crate::id::GuildId;
use crate::radar::Blip;
use crate::service::{Error, PlaceError, Refusal, Response};
use crate::vote::PolicyName;
use crate::wording::Wording;

/// What every renderer needs beside the facts.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The words.
    pub wording: &'a Wording,
    /// The guild, for links to its messages.
    pub guild: GuildId,
}

/// A message as an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// `content`, `embeds` and `components`, each always there: as an edit it takes the place of all that was.
    pub body: Value,
    /// Whether only the asking member reads it.
    pub ephemeral: bool,
    /// What goes with it: pictures, or something to download.
    pub files: Vec<File>,
}

/// The answer to a request. Only knowledge is shown to a whole channel; what a member did or may do is theirs.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a response: shorter would be harder to find"
)]
pub fn render(response: &Response, audience: Audience, context: Context<'_>) -> Reply {
    let mut attached = Vec::new();
    let goal = |purpose| candidates::Goal { purpose, audience };
    let (body, shareable) = match response {
        Response::Record(view) => {
            let (body, document) = record::render(view, context);
            attached.push(document);
            (body, false)
        }
        Response::Card(card) => (card::render(card, context), true),
        Response::Overview(overview) => (overview::render(overview, context), true),
        Response::Blips(view) => (blips::render(view, audience, context), view.page.total > 0),
        Response::Compared(cards) => (compare::render(cards, context), true),
        Response::Uncompared(meant) => (compare::unclear(meant, audience, context), false),
        Response::Checked { message, named } => (checked::render(*message, named, context), false),
        Response::Candidates {
            query,
            candidates,
            purpose,
        } => (
            candidates::which(query, candidates, goal(*purpose), context),
            false,
        ),
        Response::NotOnRadar {
            query,
            nearest,
            purpose,
        } => (
            candidates::not_on_radar(query, nearest, goal(*purpose), context),
            false,
        ),
        Response::Proposed {
            number,
            channel,
            title,
            posted,
            similar,
            waiting,
        } => (
            vote::proposed(*number, title, (*channel, *posted), (similar, *waiting), context),
            false,
        ),
        Response::Recorded(recorded) => (vote::recorded(recorded, context), false),
        Response::Proposals { page } => (proposals::list(page, context), false),
        Response::Proposal { view, mine, silent } => {
            (proposals::show(view, *mine, silent.as_ref(), context), false)
        }
        Response::Reworded {
            number,
            title,
            reworded,
            page,
        } => (
            reworded::render((*number, title), reworded.as_deref(), *page, context),
            false,
        ),
        Response::Amended(amended) => (amended::render(amended, context), false),
        Response::Away(away) => (amended::away(*away, context), false),
        Response::Reposted(reposted) => (amended::reposted(reposted, context), false),
        Response::Ended(view) => (proposals::ended(view, context), false),
        Response::Editions { page, scheduled } => (editions::list(page, *scheduled, context), false),
        Response::Schedule(view) => (schedule::render(view, context), false),
        Response::History(view) => (history::render(view, context), false),
        Response::Diff(view) => (history::diff(view, context), false),
        Response::Edition(view) => (digest::render(view, context), false),
        Response::Draft(view) => (draft::render(view, context), false),
        Response::Preview(view) => (draft::preview(view, context), false),
        Response::Redrafted { view, ending } => (words::redrafted(view, ending, context), false),
        Response::EditDropped { number, title } => (words::edit_dropped(*number, title, context), false),
        Response::Words(what) => (words::offered(what, context), false),
        Response::Edited { edit, title } => (words::edited(edit, title, context), false),
        Response::Corrected {
            edition,
            number,
            digest,
        } => (words::corrected(edition, *number, *digest, context), false),
        Response::Published { digest, digests } => (editions::published(digest, *digests, context), false),
        Response::Setup {
            settings,
            changed,
            waiting,
            files,
            lists_members,
        } => (
            setup::render(
                settings,
                *changed,
                (waiting, files.as_deref(), *lists_members),
                context,
            ),
            false,
        ),
        Response::Voters {
            members,
            in_force,
            changed,
        } => (voters::list(members, *in_force, *changed, context), false),
        Response::Policy {
            policy,
            source,
            changed,
        } => (policy::render(policy, *source, *changed, context), false),
        Response::Help { rule } => (help::render(rule, context), false),
    };
    let public = shareable && audience == Audience::Channel;
    Reply {
        body: body.into_json(),
        ephemeral: !public,
        files: attached,
    }
}

/// The answer to a request that failed. `reference` is what the failure is logged under.
pub fn render_error(error: &Error, attempted: Attempted, reference: &str, context: Context<'_>) -> Reply {
    match error {
        Error::Refused(refusal) => render_refusal(refusal, attempted, context),
        Error::Busy(_) => refusal::told(&context.wording.text("failure-busy"), attempted, context),
        Error::Place(PlaceError::Unreachable(_)) => {
            refusal::told(&context.wording.text("failure-unreachable"), attempted, context)
        }
        Error::Place(PlaceError::NotSeen(channel)) => {
            render_refusal(&Refusal::ChannelNotSeen { channel: *channel }, attempted, context)
        }
        Error::Store(_) => internal_error(reference, attempted, context),
    }
}

/// The answer when something broke that the member can do nothing about.
pub fn internal_error(reference: &str, attempted: Attempted, context: Context<'_>) -> Reply {
    let text = context
        .wording
        .with("failure-internal", [("reference", reference.into())]);
    refusal::told(&text, attempted, context)
}

/// The answer to a request that was refused.
pub fn render_refusal(refusal: &Refusal, attempted: Attempted, context: Context<'_>) -> Reply {
    refusal::render(refusal, attempted, context)
}

/// The form that a member fills in.
pub fn render_form(id: &FormId, context: Context<'_>) -> FormBody {
    form::render(id, context)
}

/// The form that changes a policy, with its text as it is.
pub fn render_policy_form(name: &PolicyName, text: &str, context: Context<'_>) -> FormBody {
    form::of_policy(name, text, context)
}

/// The form that changes what is said of a blip, with what is said now.
pub fn render_words_form(id: &FormId, blip: &Blip, context: Context<'_>) -> FormBody {
    form::of_blip(id, blip, context)
}

/// The form that corrects what an edition is called.
pub fn render_title_form(id: &FormId, title: &str, context: Context<'_>) -> FormBody {
    form::of_edition(id, title, context)
}

/// The answer to something that is no request.
pub fn render_usage(error: &UsageError, attempted: Attempted, context: Context<'_>) -> Reply {
    usage::render(error, attempted, context)
}

#[cfg(test)]
mod tests;
