//! Forms, within Discord's limits (<https://discord.com/developers/docs/components/reference#text-input>).

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use super::Context;
use super::line::line;
use crate::blip_text::{self, MAX_OWNER, Part, write_links, write_tags};
use crate::discord::form_id::{self, FormId};
use crate::discord::sender::FormBody;
use crate::radar::Blip;
use crate::service::{MAX_BALLOT_REASON, MAX_EDITION_TITLE, MAX_REASON};
use crate::vote::PolicyName;
use crate::vote::concern::{self, MAX_TITLE};

/// Longest title of a form, and longest label of an input.
const MAX_LABEL: usize = 45;
/// Longest text that stands in an empty input.
const MAX_PLACEHOLDER: usize = 100;
/// Longest text that an input takes.
const MAX_TEXT: usize = 4_000;
/// Most inputs.
const MAX_INPUTS: usize = 5;

/// A form that a member fills in.
#[derive(Debug)]
pub struct Form {
    id: FormId,
    title: String,
    inputs: Vec<TextInput>,
}

/// A text that a member writes.
#[derive(Debug)]
pub struct TextInput {
    name: &'static str,
    label: String,
    lines: Lines,
    placeholder: Option<String>,
    length: RangeInclusive<usize>,
    required: bool,
    value: String,
}

/// How much is written.
#[derive(Debug, Clone, Copy)]
enum Lines {
    One,
    Many,
}

/// The form of this id.
pub fn render(id: &FormId, context: Context<'_>) -> FormBody {
    let words = context.wording;
    let form = match id {
        FormId::Cancel(number) => Form::new(
            id.clone(),
            &words.with("form-cancel", [("number", number.get().into())]),
            [
                TextInput::paragraph(form_id::REASON, &words.text("form-cancel-reason"))
                    .with_placeholder(&words.text("form-cancel-reason-hint"))
                    .with_length(1..=MAX_REASON),
            ],
        ),
        FormId::Concern(number) => Form::new(
            id.clone(),
            &words.with("form-concern", [("number", number.get().into())]),
            [
                TextInput::short(form_id::TITLE, &words.text("form-concern-title"))
                    .with_length(1..=MAX_TITLE),
                TextInput::paragraph(form_id::TEXT, &words.text("form-concern-text"))
                    .with_placeholder(&words.text("form-concern-text-hint"))
                    .with_length(0..=concern::MAX_TEXT)
                    .optional(),
            ],
        ),
        FormId::Reason(number, _) => Form::new(
            id.clone(),
            &words.with("form-reason", [("number", number.get().into())]),
            [
                TextInput::paragraph(form_id::REASON, &words.text("form-reason-reason"))
                    .with_placeholder(&words.text("form-reason-hint"))
                    .with_length(1..=MAX_BALLOT_REASON),
            ],
        ),
        FormId::Policy(name) => policy(name, "", context),
        FormId::Retitle(_) => retitle(id, "", context),
        // Without the blip's words in it, whatever is typed into it is refused: its mark is that of nothing.
        FormId::Edit(_, part, _) | FormId::Correct(_, _, part, _) => of_words(id, *part, None, context),
    };
    FormBody::new(form.into_json())
}

/// The form that changes what is said of a blip, with what is said now.
pub fn of_blip(id: &FormId, blip: &Blip, context: Context<'_>) -> FormBody {
    let mark = blip_text::mark(blip);
    let (id, part) = match id {
        FormId::Edit(of, part, _) => (FormId::Edit(of.clone(), *part, mark), *part),
        FormId::Correct(edition, of, part, _) => (FormId::Correct(edition.clone(), *of, *part, mark), *part),
        FormId::Cancel(_)
        | FormId::Concern(_)
        | FormId::Reason(..)
        | FormId::Policy(_)
        | FormId::Retitle(_) => return render(id, context),
    };
    if part.fits(blip) {
        FormBody::new(of_words(&id, part, Some(blip), context).into_json())
    } else {
        render(&id, context)
    }
}

/// The form that corrects what an edition is called.
pub fn of_edition(id: &FormId, title: &str, context: Context<'_>) -> FormBody {
    FormBody::new(retitle(id, title, context).into_json())
}

fn retitle(id: &FormId, title: &str, context: Context<'_>) -> Form {
    let words = context.wording;
    Form::new(
        id.clone(),
        &words.text("form-retitle"),
        [
            TextInput::short(form_id::TITLE, &words.text("form-retitle-title"))
                .with_length(1..=MAX_EDITION_TITLE)
                .filled(title),
            note(context),
        ],
    )
}

fn note(context: Context<'_>) -> TextInput {
    let words = context.wording;
    TextInput::paragraph(form_id::NOTE, &words.text("form-correct-note"))
        .with_placeholder(&words.text("form-correct-note-hint"))
        .with_length(1..=MAX_REASON)
}

/// The inputs of this part of a blip's words, and a note where an edition is corrected.
fn of_words(id: &FormId, part: Part, blip: Option<&Blip>, context: Context<'_>) -> Form {
    let words = context.wording;
    let is_correction = matches!(id, FormId::Correct(..));
    let key = if is_correction {
        "form-correct"
    } else {
        "form-edit"
    };
    let title = blip.map(|blip| blip.title.as_str()).unwrap_or_default();
    let title = words.with(key, [("title", title.into())]);
    let value = |value: fn(&Blip, Part) -> String| blip.map(|blip| value(blip, part)).unwrap_or_default();
    let mut inputs = Vec::new();
    if part.has_text() {
        inputs.push(
            TextInput::paragraph(form_id::TEXT, &words.text("form-edit-text"))
                .with_placeholder(&words.text("form-edit-text-hint"))
                .optional()
                .filled(value(|blip, part| part.of(&blip.text).unwrap_or_default())),
        );
    }
    if part.has_facts() {
        inputs.extend([
            TextInput::paragraph(form_id::LINKS, &words.text("form-edit-links"))
                .with_placeholder(&words.text("form-edit-links-hint"))
                .optional()
                .filled(value(|blip, _| write_links(&blip.links))),
            TextInput::paragraph(form_id::TAGS, &words.text("form-edit-tags"))
                .optional()
                .filled(value(|blip, _| write_tags(&blip.tags))),
            TextInput::short(form_id::OWNER, &words.text("form-edit-owner"))
                .with_length(0..=MAX_TEXT.min(MAX_OWNER * 4))
                .optional()
                .filled(value(|blip, _| blip.owner.clone().unwrap_or_default())),
            TextInput::short(form_id::REVIEW, &words.text("form-edit-review"))
                .with_placeholder(&words.text("form-edit-review-hint"))
                .optional()
                .filled(value(|blip, _| {
                    blip.review_by.map(|date| date.to_string()).unwrap_or_default()
                })),
        ]);
    }
    if is_correction {
        inputs.push(note(context));
    }
    // Five are the most: a correction's form never holds the text and the rest.
    inputs.truncate(MAX_INPUTS);
    Form {
        id: id.clone(),
        title: line(&title, MAX_LABEL),
        inputs,
    }
}

/// The form that changes a policy, with its text as it is.
pub fn of_policy(name: &PolicyName, text: &str, context: Context<'_>) -> FormBody {
    FormBody::new(policy(name, text, context).into_json())
}

fn policy(name: &PolicyName, text: &str, context: Context<'_>) -> Form {
    let words = context.wording;
    Form::new(
        FormId::Policy(name.clone()),
        &words.with("form-policy", [("policy", name.as_str().into())]),
        [
            TextInput::paragraph(form_id::POLICY, &words.text("form-policy-text"))
                .with_placeholder(&words.text("form-policy-hint"))
                .optional()
                .filled(text),
        ],
    )
}

impl Form {
    /// A form of 1 to 5 inputs, of which no two may have the same name.
    pub fn new<const N: usize>(id: FormId, title: &str, inputs: [TextInput; N]) -> Self {
        // What Discord would refuse does not compile.
        const { assert!(1 <= N && N <= MAX_INPUTS) };
        Self {
            id,
            title: line(title, MAX_LABEL),
            inputs: inputs.into(),
        }
    }

    /// The form as Discord takes it. Each input is in a label: Discord has deprecated inputs in rows.
    pub fn into_json(self) -> Value {
        let inputs: Vec<Value> = self.inputs.into_iter().map(TextInput::into_json).collect();
        json!({"custom_id": self.id.to_string(), "title": self.title, "components": inputs})
    }
}

impl TextInput {
    /// One line, which must be filled in. `name` tells inputs of a form apart: 1 to 100 characters.
    pub fn short(name: &'static str, label: &str) -> Self {
        Self::new(name, label, Lines::One)
    }

    /// As many lines as the member likes; they must be filled in.
    pub fn paragraph(name: &'static str, label: &str) -> Self {
        Self::new(name, label, Lines::Many)
    }

    fn new(name: &'static str, label: &str, lines: Lines) -> Self {
        Self {
            name,
            label: line(label, MAX_LABEL),
            lines,
            placeholder: None,
            length: 0..=MAX_TEXT,
            required: true,
            value: String::new(),
        }
    }

    /// What stands in it while it is empty.
    #[must_use]
    pub fn with_placeholder(mut self, text: &str) -> Self {
        self.placeholder = Some(line(text, MAX_PLACEHOLDER));
        self
    }

    /// How many characters it takes, as far as Discord allows it.
    #[must_use]
    pub fn with_length(mut self, length: RangeInclusive<usize>) -> Self {
        let most = (*length.end()).clamp(1, MAX_TEXT);
        self.length = (*length.start()).min(most)..=most;
        self
    }

    /// It may be left empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// What is filled in already, for the member to change. What is longer than the input takes is left out altogether:
    /// half a text would be taken for the whole.
    #[must_use]
    pub fn filled(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    fn into_json(self) -> Value {
        let mut input = Map::new();
        input.insert("type".to_owned(), Value::from(4));
        input.insert("custom_id".to_owned(), Value::from(self.name));
        let style = match self.lines {
            Lines::One => 1,
            Lines::Many => 2,
        };
        input.insert("style".to_owned(), Value::from(style));
        input.insert("min_length".to_owned(), Value::from(*self.length.start()));
        input.insert("max_length".to_owned(), Value::from(*self.length.end()));
        input.insert("required".to_owned(), Value::Bool(self.required));
        if let Some(placeholder) = self.placeholder {
            input.insert("placeholder".to_owned(), Value::String(placeholder));
        }
        // Discord counts in one of two ways: this is the greater.
        let length = self.value.encode_utf16().count();
        if (1..=*self.length.end()).contains(&length) {
            input.insert("value".to_owned(), Value::String(self.value));
        }
        json!({"type": 18, "label": self.label, "component": input})
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vote::ProposalNumber;

    fn id() -> FormId {
        FormId::Cancel(ProposalNumber::try_from(u32::MAX).unwrap())
    }

    fn chars(value: &Value) -> usize {
        value.as_str().unwrap().chars().count()
    }

    proptest! {
        #[test]
        fn every_form_keeps_discords_limits(
            title in any::<String>(),
            label in any::<String>(),
            hint in any::<String>(),
            value in ".{0,5000}",
            from in 0_usize..6_000,
            to in 0_usize..6_000,
        ) {
            let input = || TextInput::paragraph("text", &label)
                .with_placeholder(&hint)
                .with_length(from..=to)
                .filled(value.clone());
            let form = Form::new(id(), &title, [input(), input().optional()]).into_json();
            prop_assert!((1..=45).contains(&chars(&form["title"])));
            prop_assert!((1..=100).contains(&chars(&form["custom_id"])));
            for part in form["components"].as_array().unwrap() {
                prop_assert!((1..=45).contains(&chars(&part["label"])));
                let input = &part["component"];
                prop_assert!((1..=100).contains(&chars(&input["placeholder"])));
                let (min, max) = (input["min_length"].as_u64().unwrap(), input["max_length"].as_u64().unwrap());
                prop_assert!(min <= max && (1..=4_000).contains(&max));
                if let Some(value) = input["value"].as_str() {
                    prop_assert!((1..=usize::try_from(max).unwrap()).contains(&value.chars().count()));
                }
            }
        }
    }

    #[test]
    fn a_form_is_what_discords_documents_show() {
        let form = Form::new(
            id(),
            "Cancel",
            [
                TextInput::short("title", "Title").filled("As it is"),
                TextInput::paragraph("why", "Why?").optional().with_length(2..=50),
            ],
        );
        let expected = json!({
            "custom_id": "1:cancel:4294967295", "title": "Cancel", "components": [
                {"type": 18, "label": "Title", "component": {
                    "type": 4, "custom_id": "title", "style": 1, "min_length": 0, "max_length": 4000,
                    "required": true, "value": "As it is",
                }},
                {"type": 18, "label": "Why?", "component": {
                    "type": 4, "custom_id": "why", "style": 2, "min_length": 2, "max_length": 50, "required": false,
                }},
            ],
        });
        assert_eq!(form.into_json(), expected);
    }
}
