//! What was refused of what was typed into a form about words. All of it comes back as a file: it may be longer than a
//! message, and nothing that somebody wrote is lost.

use std::fmt::Display;

use super::super::change::row;
use super::super::escape::echo;
use super::super::{Context, places, words};
use super::NAMES;
use crate::blip_text::{Fault, MAX_OWNER, MAX_TAG, MAX_TAGS, Typed, Why, markdown::BodyFault};
use crate::discord::sender::File;
use crate::radar::{Title, TitleError};
use crate::service::Refusal;

/// What the file is called.
const NAME: &str = "what-you-typed.md";

/// A refusal that says what there is instead, by number and title.
pub fn listed(key: &str, number: u32, there: &[(impl Display, Title)], context: Context<'_>) -> String {
    let names: Vec<String> = there
        .iter()
        .map(|(number, title)| format!("#{number} {}", places::title(title)))
        .collect();
    let names = row(&names, NAMES, context);
    context.wording.with(
        key,
        [
            ("number", number.into()),
            ("count", there.len().into()),
            ("names", names.into()),
        ],
    )
}

/// What is wrong, input by input and line by line.
pub fn faults(faults: &[Fault], context: Context<'_>) -> String {
    let words = context.wording;
    let mut lines = vec![words.text("refused-words").into_owned()];
    lines.extend(faults.iter().take(NAMES).map(|fault| {
        words.with(
            "refused-words-fault",
            [
                ("input", words::name(fault.input, context).into()),
                ("line", fault.line.into()),
                ("why", why(&fault.why, context).into()),
            ],
        )
    }));
    let more = faults.len().saturating_sub(NAMES);
    if more > 0 {
        lines.push(words.with("and-more", [("count", more.into())]));
    }
    lines.push(words.text("refused-typed-kept").into_owned());
    lines.join("\n")
}

fn why(why: &Why, context: Context<'_>) -> String {
    let (kind, typed) = match why {
        Why::Body(BodyFault::NoSummary) => ("summary", ""),
        Why::Body(BodyFault::Empty(heading)) => ("empty", heading.as_str()),
        Why::Body(BodyFault::Twice(heading)) => ("twice", heading.as_str()),
        Why::Body(BodyFault::Heading(error)) => (of_title(error, "heading"), ""),
        Why::NoHeading => ("section", ""),
        Why::NoLink(typed) => ("link", typed.as_str()),
        Why::LinkTitle(error) => (of_title(error, "link-title"), ""),
        Why::Address(_) => ("address", ""),
        Why::LongTag(typed) => ("tag", typed.as_str()),
        Why::ManyTags => ("tags", ""),
        Why::Owner => ("owner", ""),
        Why::NoDate(typed) => ("date", typed.as_str()),
    };
    context.wording.with(
        "words-expects",
        [
            ("what", kind.into()),
            ("typed", echo(typed).into()),
            ("tag", MAX_TAG.into()),
            ("tags", MAX_TAGS.into()),
            ("owner", MAX_OWNER.into()),
        ],
    )
}

/// Titles and headings follow the same rule, which is told whole.
const fn of_title(error: &TitleError, kind: &'static str) -> &'static str {
    match error {
        TitleError::Empty | TitleError::TooLong(_) | TitleError::Control(_) | TitleError::Bidi(_) => kind,
    }
}

/// All that was typed, if it was about words.
pub fn file(refusal: &Refusal) -> Option<File> {
    let (Refusal::BadWords { typed, .. }
    | Refusal::WordsChanged { typed }
    | Refusal::TooManyWords { typed }
    | Refusal::BadNote { typed, .. }) = refusal
    else {
        return None;
    };
    let note = if let Refusal::BadNote { note, .. } = refusal {
        Some(note)
    } else {
        None
    };
    let Typed {
        text,
        links,
        tags,
        owner,
        review_by,
    } = typed.as_ref();
    let texts: Vec<&str> = [
        text.as_ref(),
        links.as_ref(),
        tags.as_ref(),
        owner.as_ref(),
        review_by.as_ref(),
        note,
    ]
    .into_iter()
    .flatten()
    .map(String::as_str)
    .filter(|text| !text.trim().is_empty())
    .collect();
    if texts.is_empty() {
        return None;
    }
    Some(File {
        name: NAME.to_owned(),
        kind: "text/markdown",
        bytes: texts.join("\n\n---\n\n").into_bytes().into(),
        description: None,
    })
}
