//! What can be changed about a blip's words or an edition's title, and what became of changing it.

use super::Context;
use super::body::{Body, Button, Look, NEUTRAL};
use super::change;
use super::escape::escape;
use super::places;
use super::vote;
use crate::blip_text::{Input, Part};
use crate::digest::EditionRef;
use crate::discord::custom_id::CustomId;
use crate::discord::form_id::FormId;
use crate::edit::{Edit, EditNumber};
use crate::id::ChannelId;
use crate::radar::{Blip, Revision, Title};
use crate::service::{BlipMark, OpenVote, ProposalView, Words};

/// Most buttons of a message.
const MOST: usize = 25;
/// Longest name of a section on its button, in characters.
const NAME: usize = 60;

/// What can be changed, with a button for each form.
pub fn offered(words: &Words, context: Context<'_>) -> Body {
    match words {
        Words::Edition(edition) => {
            let about = places::edition(edition);
            let text = context.wording.with("words-edition", [("edition", about.into())]);
            let label = context.wording.text("button-correct").into_owned();
            let form = CustomId::Open(FormId::Retitle(edition.id.clone()));
            Body::text(text).with_buttons([Button::new(label, Look::Main, form)])
        }
        Words::Draft(blip) => {
            let title = places::title(&blip.title);
            let intro = context.wording.with("words-draft", [("title", title.into())]);
            parts(
                blip,
                intro,
                |part| FormId::Edit(blip.id.clone(), part, 0),
                true,
                context,
            )
        }
        Words::Blip(edition, blip) => {
            let intro = context.wording.with(
                "words-blip",
                [
                    ("title", places::title(&blip.title).into()),
                    ("edition", places::edition(edition).into()),
                ],
            );
            let mark = BlipMark::of(&blip.id);
            let form = |part| FormId::Correct(edition.id.clone(), mark, part, 0);
            parts(blip, intro, form, false, context)
        }
    }
}

/// A form for all, if all of it fits one; else one for each part. A part that is longer than a form takes is named.
fn parts(
    blip: &Blip,
    intro: String,
    form: impl Fn(Part) -> FormId,
    together: bool,
    context: Context<'_>,
) -> Body {
    let words = context.wording;
    let label = |part: Part| match part {
        Part::All | Part::Text => words.text("button-words-text").into_owned(),
        Part::Facts => words.text("button-words-facts").into_owned(),
        Part::Summary => words.text("button-words-summary").into_owned(),
        Part::Section(at) => {
            let section = blip.text.sections.get(usize::from(at));
            let heading = section
                .map(|section| section.heading.as_str())
                .unwrap_or_default();
            super::body::abbreviated(heading, NAME)
        }
    };
    let wanted: Vec<Part> = if together && Part::All.fits(blip) {
        vec![Part::All]
    } else if Part::Text.fits(blip) {
        vec![Part::Text, Part::Facts]
    } else {
        let sections = (0..blip.text.sections.len()).filter_map(|at| u8::try_from(at).ok());
        [Part::Facts, Part::Summary]
            .into_iter()
            .chain(sections.map(Part::Section))
            .collect()
    };
    let (fit, long): (Vec<Part>, Vec<Part>) = wanted.iter().partition(|part| part.fits(blip));
    let unreachable = blip.text.sections.len().saturating_sub(usize::from(u8::MAX) + 1);
    let left_out = long.len() + fit.len().saturating_sub(MOST) + unreachable;
    let mut lines = vec![intro, words.text("words-format").into_owned()];
    if left_out > 0 {
        lines.push(words.with("words-too-long", [("count", left_out.into())]));
    }
    let buttons = fit.into_iter().take(MOST).enumerate().map(|(at, part)| {
        let (label, look) = match part {
            Part::All => (words.text("button-words-all").into_owned(), Look::Main),
            _ if at == 0 => (label(part), Look::Main),
            Part::Text | Part::Facts | Part::Summary | Part::Section(_) => (label(part), Look::Plain),
        };
        Button::new(label, look, CustomId::Open(form(part)))
    });
    let title = blip.title.as_str();
    Body::framed(Some(escape(title)), vec![lines.join("\n")], NEUTRAL, None).with_buttons(buttons)
}

/// A proposal was dropped from the draft, or put back.
pub fn redrafted(view: &ProposalView, ending: &[OpenVote], context: Context<'_>) -> Body {
    let (words, proposal) = (context.wording, &view.proposal);
    let key = match proposal.status.dropped() {
        Some(_) => "redrafted-dropped",
        None => "redrafted-kept",
    };
    let named = change::named(proposal.number, proposal.change.title(), context);
    let text = words.with(
        key,
        [
            ("proposal", named.into()),
            ("number", proposal.number.get().into()),
        ],
    );
    if ending.is_empty() {
        return Body::text(text);
    }
    let votes = ending
        .iter()
        .map(|open| vote::reference(open.number, open.posted, context));
    let votes = votes.collect::<Vec<_>>().join(&words.text("comma"));
    let stale = words.with(
        "redrafted-stale",
        [("count", ending.len().into()), ("votes", votes.into())],
    );
    Body::text(format!("{text}\n{stale}"))
}

/// An edit was dropped from the draft.
pub fn edit_dropped(number: EditNumber, title: &Title, context: Context<'_>) -> Body {
    Body::text(context.wording.with(
        "edit-dropped",
        [
            ("number", number.get().into()),
            ("title", places::title(title).into()),
        ],
    ))
}

/// An edit stands in the draft.
pub fn edited(edit: &Edit, title: &Title, context: Context<'_>) -> Body {
    Body::text(context.wording.with(
        "edited",
        [
            ("number", edit.number.get().into()),
            ("title", places::title(title).into()),
            ("what", what(&edit.revision, context).into()),
        ],
    ))
}

/// A correction is stored.
pub fn corrected(edition: &EditionRef, number: u32, digest: Option<ChannelId>, context: Context<'_>) -> Body {
    let words = context.wording;
    let about = [
        ("number", number.into()),
        ("edition", places::edition(edition).into()),
    ];
    let stored = words.with("corrected", about);
    let told = match digest {
        Some(channel) => words.with("corrected-digest", [("channel", places::channel(channel).into())]),
        None => words.text("corrected-nowhere").into_owned(),
    };
    Body::text(format!("{stored} {told}"))
}

/// What an edit changes, in a few words.
pub fn what(revision: &Revision, context: Context<'_>) -> String {
    let changed = [
        (revision.text.is_some(), Input::Text),
        (revision.links.is_some(), Input::Links),
        (revision.tags.is_some(), Input::Tags),
        (revision.owner.is_some(), Input::Owner),
        (revision.review_by.is_some(), Input::ReviewBy),
    ];
    let named = changed
        .into_iter()
        .filter(|(changed, _)| *changed)
        .map(|(_, input)| name(input, context));
    named.collect::<Vec<_>>().join(&context.wording.text("comma"))
}

/// What an input is called.
pub fn name(input: Input, context: Context<'_>) -> String {
    let key = match input {
        Input::Text => "input-text",
        Input::Links => "input-links",
        Input::Tags => "input-tags",
        Input::Owner => "input-owner",
        Input::ReviewBy => "input-review",
    };
    context.wording.text(key).into_owned()
}
