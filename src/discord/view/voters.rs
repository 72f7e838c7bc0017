//! Who votes: what each kind of electorate can and can not do, the list by name, and who has not voted yet.

use std::collections::BTreeSet;

use super::Context;
use super::body::{Body, NEUTRAL};
use super::change::row;
use super::places;
use super::select::{MAX_OPTIONS, Select};
use crate::discord::select_id::SelectId;
use crate::id::MemberId;
use crate::settings::{MAX_LISTED, Voters};

/// Most names below a vote, which has much to say besides; the others are counted.
const MAX_SILENT: usize = 40;

/// The kind of electorate that new votes get, in plain words.
pub fn kind(voters: &Voters, lists_members: bool, context: Context<'_>) -> String {
    let words = context.wording;
    match voters {
        Voters::Anyone => words.text("setup-voters-none").into_owned(),
        Voters::Listed(members) => words.with("setup-voters-list", [("count", members.len().into())]),
        Voters::Role(role) => {
            let key = if lists_members {
                "setup-voters-members"
            } else {
                "setup-voters"
            };
            words.with(key, [("role", places::role(*role).into())])
        }
    }
}

/// The list, with menus that add to it and take from it.
pub fn list(members: &BTreeSet<MemberId>, in_force: bool, changed: bool, context: Context<'_>) -> Body {
    let words = context.wording;
    let mut lines = Vec::new();
    if changed {
        lines.push(words.text("voters-changed").into_owned());
    }
    lines.push(match (in_force, members.is_empty()) {
        (false, _) => words.text("voters-not-in-force").into_owned(),
        (true, true) => words.text("voters-empty").into_owned(),
        (true, false) => names(members, MAX_LISTED, context),
    });
    lines.push(words.text("voters-how").into_owned());
    let title = words.with("voters-title", [("count", members.len().into())]);
    let menu = |id, key| {
        Select::members(id, [])
            .with_placeholder(&words.text(key))
            .with_count(1..=MAX_OPTIONS)
    };
    let body = Body::framed(Some(title), vec![lines.join("\n")], NEUTRAL, None)
        .with_select(menu(SelectId::ListVoters, "voters-add"));
    if members.is_empty() {
        return body;
    }
    body.with_select(menu(SelectId::UnlistVoters, "voters-remove"))
}

/// Who has not voted yet.
pub fn silent(members: &BTreeSet<MemberId>, context: Context<'_>) -> String {
    if members.is_empty() {
        return context.wording.text("proposal-silent-none").into_owned();
    }
    let names = names(members, MAX_SILENT, context);
    context
        .wording
        .with("proposal-silent", [("members", names.into())])
}

fn names(members: &BTreeSet<MemberId>, max: usize, context: Context<'_>) -> String {
    let names: Vec<String> = members.iter().copied().map(places::member).collect();
    row(&names, max, context)
}
