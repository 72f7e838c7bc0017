//! What is suggested while an option is typed: ids as values, titles as names. Pure and in memory, since Discord
//! drops what comes late.

mod calendar;
mod votes;

use jiff::Timestamp;
use serenity::model::application::CommandData;

use super::commands::{PROPOSAL, Topic, find};
use super::sender::{Choice, ChoiceValue};
use super::view::{abbreviated, plain_change};
use crate::edit::Edit;
use crate::radar::{Answer, Blip, BlipId, Title, fold};
use crate::service::{Counted, Current, Joined, RETIRE, WHOLE, begins_a_word, owners_of, tags_of};
use crate::vote::{Policies, Proposal, ProposalNumber};
use crate::wording::Wording;

/// Most suggestions that Discord takes.
const MAX_CHOICES: usize = 25;
/// Longest name and longest text value.
const MAX_CHARS: usize = 100;

/// What is typed, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus<'a> {
    /// What suggestions are wanted for.
    pub topic: Topic,
    /// What stands there so far.
    pub typed: &'a str,
    /// The proposal that another option names.
    pub proposal: Option<ProposalNumber>,
    /// What stands in the other options that take a text.
    pub beside: Vec<&'a str>,
}

/// What suggestions are made of.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The edition that counts now; without one there is nothing to suggest but proposals.
    pub current: Option<Current<'a>>,
    /// What joins it with the draft, needed for [`Topic::Drafted`] and [`Topic::Edit`] alone.
    pub joined: Option<&'a Joined>,
    /// The guild's proposals, needed for [`Topic::Proposal`] and [`Topic::Concern`] alone.
    pub proposals: &'a [Proposal],
    /// The edits that wait for the next edition, needed for [`Topic::Edit`] alone.
    pub edits: &'a [Edit],
    /// The policies that the guild can choose from.
    pub policies: &'a Policies,
    /// The time, from which dates are proposed.
    pub now: Timestamp,
}

fn text(name: &str, value: impl Into<String>) -> Choice {
    Choice {
        name: abbreviated(name, MAX_CHARS),
        value: ChoiceValue::Text(value.into()),
    }
}

/// What is being typed; `None` if nothing that has suggestions is.
pub fn focus(data: &CommandData) -> Option<Focus<'_>> {
    let (action, options) = find(data).ok()?;
    let (name, typed) = options.focused()?;
    let parameter = action
        .parameters
        .iter()
        .find(|parameter| parameter.name == name)?;
    let topic = parameter.kind.topic()?;
    let proposal = options.proposal(PROPOSAL).ok();
    Some(Focus {
        topic,
        typed,
        proposal,
        beside: options.texts().collect(),
    })
}

/// What to suggest, the likeliest first.
pub fn choices(focus: &Focus<'_>, sources: Sources<'_>, wording: &Wording) -> Vec<Choice> {
    let typed = focus.typed.trim();
    let with_joined = |current| sources.joined.map_or(current, |joined| joined.over(current));
    let mut suggestions = match (focus.topic, sources.current) {
        (Topic::Proposal, current) => proposals(typed, sources.proposals, current, wording),
        (Topic::Concern, _) => votes::concerns(typed, focus.proposal, sources.proposals, wording),
        (Topic::Edit, current) => edits(typed, sources.edits, current.map(with_joined), wording),
        (Topic::Policy, _) => votes::policies(typed, sources.policies, wording),
        (Topic::Duration, _) => votes::durations(typed, wording),
        (Topic::Schedule, _) => calendar::schedules(typed, sources.now, wording),
        (Topic::Zone, _) => calendar::zones(typed),
        (
            Topic::Radar
            | Topic::Known
            | Topic::Compared
            | Topic::Drafted
            | Topic::Blip
            | Topic::Ring
            | Topic::RingOnly
            | Topic::Tag
            | Topic::Owner
            | Topic::Quadrant
            | Topic::Edition,
            None,
        ) => Vec::new(),
        (Topic::Radar, Some(current)) => blips_and_whole(typed, current, wording),
        (Topic::Known, Some(current)) => blips(typed, current, MAX_CHOICES, wording),
        (Topic::Compared, Some(current)) => others(typed, &focus.beside, current, wording),
        (Topic::Drafted, Some(current)) => drafted(typed, current, with_joined(current), wording),
        (Topic::Blip, Some(current)) => blips_or_new(typed, current, wording),
        (Topic::Ring, Some(current)) => rings_or_off(typed, current, wording),
        (Topic::RingOnly, Some(current)) => rings(typed, current).collect(),
        (Topic::Tag, Some(current)) => named_so(typed, &Counted::of(&current, tags_of)),
        (Topic::Owner, Some(current)) => named_so(typed, &Counted::of(&current, owners_of)),
        (Topic::Quadrant, Some(current)) => quadrants(typed, current),
        (Topic::Edition, Some(current)) => editions(typed, current, wording),
    };
    suggestions.truncate(MAX_CHOICES);
    suggestions
}

/// The blips, and the whole radar: first where nothing is typed, after them where a word of its name is begun. Whoever
/// begins the name of a blip is to get that: Discord takes the first one.
fn blips_and_whole(typed: &str, current: Current<'_>, wording: &Wording) -> Vec<Choice> {
    let name = wording.text("suggest-whole");
    let whole = text(&name, WHOLE);
    if typed.is_empty() || typed == WHOLE {
        let found = blips(typed, current, MAX_CHOICES - 1, wording);
        return std::iter::once(whole).chain(found).collect();
    }
    let is_begun = begins_a_word(&fold(typed), &fold(&name));
    let mut found = blips(typed, current, MAX_CHOICES - usize::from(is_begun), wording);
    found.extend(is_begun.then_some(whole));
    found
}

/// The blips but those that stand in the other options already.
fn others(typed: &str, beside: &[&str], current: Current<'_>, wording: &Wording) -> Vec<Choice> {
    let there: Vec<BlipId> = beside
        .iter()
        .filter_map(|name| match current.index.answer(name) {
            Answer::Clear { id, exact: _ } => Some(id),
            Answer::Several(_) | Answer::Unknown { .. } => None,
        })
        .collect();
    let found = current.index.suggest(typed, MAX_CHOICES + there.len());
    let found = found.iter().filter(|id| !there.contains(id));
    found
        .filter_map(|id| suggested(id, current, wording))
        .take(MAX_CHOICES)
        .collect()
}

fn blips(typed: &str, current: Current<'_>, limit: usize, wording: &Wording) -> Vec<Choice> {
    let found = current.index.suggest(typed, limit);
    found
        .iter()
        .filter_map(|id| suggested(id, current, wording))
        .collect()
}

fn suggested(id: &BlipId, current: Current<'_>, wording: &Wording) -> Option<Choice> {
    let blip = current.edition.blip(id)?;
    let name = named(blip, current, wording);
    Some(text(&name, blip.id.as_str()))
}

/// The blips of the next edition: those that are not in the current one are told to be new.
fn drafted(typed: &str, current: Current<'_>, joined: Current<'_>, wording: &Wording) -> Vec<Choice> {
    let found = joined.index.suggest(typed, MAX_CHOICES);
    let blip = |id: &BlipId| {
        let blip = joined.edition.blip(id)?;
        let mut name = named(blip, joined, wording);
        if current.edition.blip(id).is_none() {
            name = wording.with("suggest-joins", [("name", name.into())]);
        }
        Some(text(&name, blip.id.as_str()))
    };
    found.iter().filter_map(blip).collect()
}

fn named(blip: &Blip, current: Current<'_>, wording: &Wording) -> String {
    let title = blip.title.as_str();
    let scheme = current.timeline.scheme();
    let ring = scheme.ring_name(&blip.ring);
    let key = if current.edition.is_retired(&blip.id) {
        "suggest-retired"
    } else {
        "suggest-blip"
    };
    wording.with(key, [("title", title.into()), ("ring", ring.into())])
}

/// The blips, and what is typed as the title of a new one unless a blip bears it.
fn blips_or_new(typed: &str, current: Current<'_>, wording: &Wording) -> Vec<Choice> {
    let key = fold(typed);
    let borne = |title: &Title| title.key() == key;
    let known = current
        .edition
        .blips
        .values()
        .chain(current.edition.retired.values())
        .any(|blip| borne(&blip.title) || blip.aliases.iter().any(borne) || blip.id.as_str() == typed);
    let new = Title::parse(typed).ok().filter(|_| !known).map(|title| {
        let name = wording.with("suggest-new", [("title", title.as_str().into())]);
        text(&name, title.as_str())
    });
    let mut suggestions = blips(typed, current, MAX_CHOICES - usize::from(new.is_some()), wording);
    suggestions.extend(new);
    suggestions
}

fn rings<'a>(typed: &'a str, current: Current<'a>) -> impl Iterator<Item = Choice> + 'a {
    let rings = current.timeline.scheme().rings().iter();
    rings
        .filter(|ring| matches(typed, ring.id.as_str(), &ring.title, &ring.aliases))
        .map(|ring| text(ring.title.as_str(), ring.id.as_str()))
}

/// Tags or owners, the most frequent first. One that is too long for a value of Discord's can be typed.
fn named_so(typed: &str, names: &Counted<'_>) -> Vec<Choice> {
    names
        .starting(typed)
        .filter(|name| name.chars().count() <= MAX_CHARS)
        .take(MAX_CHOICES)
        .map(|name| text(name, name))
        .collect()
}

fn rings_or_off(typed: &str, current: Current<'_>, wording: &Wording) -> Vec<Choice> {
    let offered = rings(typed, current);
    let retire = wording.text("suggest-retire");
    let retire = fold(&retire)
        .contains(&fold(typed))
        .then(|| text(&retire, RETIRE));
    // There is always room for the last one: it can be found in no other way.
    offered.take(MAX_CHOICES - 1).chain(retire).collect()
}

fn quadrants(typed: &str, current: Current<'_>) -> Vec<Choice> {
    let quadrants = current.timeline.scheme().quadrants().iter();
    quadrants
        .filter(|quadrant| matches(typed, quadrant.id.as_str(), &quadrant.title, &quadrant.aliases))
        .map(|quadrant| text(quadrant.title.as_str(), quadrant.id.as_str()))
        .collect()
}

/// Whether any of the names holds what is typed.
fn matches(typed: &str, id: &str, title: &Title, aliases: &[Title]) -> bool {
    let key = fold(typed);
    fold(id).contains(&key)
        || title.key().contains(&key)
        || aliases.iter().any(|alias| alias.key().contains(&key))
}

/// The open ones first, then the newest.
fn proposals(
    typed: &str,
    proposals: &[Proposal],
    current: Option<Current<'_>>,
    wording: &Wording,
) -> Vec<Choice> {
    let key = fold(typed);
    let number = typed.trim_start_matches('#');
    let meant = |proposal: &&Proposal| {
        let by_number = !number.is_empty() && proposal.number.to_string().starts_with(number);
        by_number || proposal.change.title().key().contains(&key)
    };
    let mut found: Vec<&Proposal> = proposals.iter().filter(meant).collect();
    found.sort_by_key(|proposal| (!proposal.status.is_live(), std::cmp::Reverse(proposal.number)));
    let suggestion = |proposal: &Proposal| {
        let change = current
            .map(|current| plain_change(&proposal.change, current.timeline.scheme(), wording))
            .unwrap_or_default();
        let name = wording.with(
            "suggest-proposal",
            [
                ("number", proposal.number.get().into()),
                ("title", proposal.change.title().as_str().into()),
                ("change", change.into()),
            ],
        );
        Choice {
            name: abbreviated(&name, MAX_CHARS),
            value: ChoiceValue::Number(proposal.number.get()),
        }
    };
    found.into_iter().take(MAX_CHOICES).map(suggestion).collect()
}

/// The newest first, by number or by what the titles of their blips hold.
fn edits(typed: &str, edits: &[Edit], current: Option<Current<'_>>, wording: &Wording) -> Vec<Choice> {
    let (key, number) = (fold(typed), typed.trim_start_matches('#'));
    let named = edits.iter().rev().map(|edit| {
        let id = &edit.revision.blip;
        let blip = current.and_then(|current| current.edition.blip(id));
        (edit, blip.map_or(id.as_str(), |blip| blip.title.as_str()))
    });
    let meant = named.filter(|(edit, title)| {
        let by_number = !number.is_empty() && edit.number.to_string().starts_with(number);
        by_number || fold(title).contains(&key)
    });
    let suggestion = |(edit, title): (&Edit, &str)| {
        let name = wording.with(
            "suggest-edit",
            [("number", edit.number.get().into()), ("title", title.into())],
        );
        Choice {
            name: abbreviated(&name, MAX_CHARS),
            value: ChoiceValue::Number(edit.number.get()),
        }
    };
    meant.take(MAX_CHOICES).map(suggestion).collect()
}

/// The newest first.
fn editions(typed: &str, current: Current<'_>, wording: &Wording) -> Vec<Choice> {
    let key = fold(typed);
    let editions = current.timeline.editions().iter().rev();
    editions
        .filter(|edition| edition.published <= current.edition.published)
        .filter(|edition| fold(edition.id.as_str()).contains(&key) || fold(&edition.title).contains(&key))
        .take(MAX_CHOICES)
        .map(|edition| {
            let (id, title) = (edition.id.as_str(), edition.title.as_str());
            let name = if id == title {
                id.to_owned()
            } else {
                wording.with("suggest-edition", [("title", title.into()), ("id", id.into())])
            };
            text(&name, id)
        })
        .collect()
}

#[cfg(test)]
mod tests;
