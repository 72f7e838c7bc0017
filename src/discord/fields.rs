//! What was filled into a form, by the names of its inputs.
//!
//! It is read from Discord's JSON itself: serenity 0.12 knows inputs in rows only, which Discord has deprecated, and loses
//! what comes in labels.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::usage_error::UsageError;

/// The texts of a form's inputs. One that was left empty holds an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

/// A part of a form that was submitted, or the form itself. Rows hold several parts, labels one, and inputs a value
/// (<https://discord.com/developers/docs/components/reference>).
#[derive(Deserialize)]
struct Part {
    custom_id: Option<String>,
    value: Option<String>,
    component: Option<Box<Self>>,
    components: Option<Vec<Self>>,
}

#[derive(Deserialize)]
struct Submission {
    data: Part,
}

impl Fields {
    /// Reads an interaction that submits a form.
    pub fn read(interaction: &str) -> Result<Self, serde_json::Error> {
        let submission: Submission = serde_json::from_str(interaction)?;
        let mut fields = Self::default();
        fields.take(submission.data);
        Ok(fields)
    }

    /// What was filled into an input that the form has.
    pub fn text(&self, name: &'static str) -> Result<String, UsageError> {
        self.0.get(name).cloned().ok_or(UsageError::Unreadable)
    }

    /// What was filled in, if it is more than blanks.
    pub fn optional_text(&self, name: &'static str) -> Option<String> {
        self.0.get(name).filter(|text| !text.trim().is_empty()).cloned()
    }

    fn take(&mut self, part: Part) {
        if let (Some(name), Some(value)) = (part.custom_id, part.value) {
            self.0.insert(name, value);
        }
        if let Some(part) = part.component {
            self.take(*part);
        }
        for part in part.components.unwrap_or_default() {
            self.take(part);
        }
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Fields {
    fn from(fields: [(&str, &str); N]) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self(fields.map(owned).into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn inputs_are_read_in_labels_and_in_rows() {
        // As Discord's documents show a submission, with the older form of an input behind it.
        let interaction = json!({"id": "6", "type": 5, "data": {
            "custom_id": "1:cancel:3", "components": [
                {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "reason", "value": "It is over."}},
                {"type": 18, "id": 3, "component": {"type": 3, "id": 4, "custom_id": "bug", "values": ["ant"]}},
                {"type": 10, "id": 5},
                {"type": 1, "id": 6, "components": [{"type": 4, "id": 7, "custom_id": "title", "value": ""}]},
            ],
        }});
        let fields = Fields::read(&interaction.to_string()).unwrap();
        assert_eq!(fields, Fields::from([("reason", "It is over."), ("title", "")]));
        assert_eq!(fields.text("title"), Ok(String::new()));
        assert_eq!(fields.optional_text("title"), None);
        assert_eq!(fields.optional_text("reason").as_deref(), Some("It is over."));
        assert_eq!(fields.text("bug"), Err(UsageError::Unreadable));
    }

    #[test]
    fn a_form_without_inputs_is_read_and_nonsense_is_not() {
        assert_eq!(
            Fields::read(r#"{"data": {"custom_id": "x", "components": []}}"#).unwrap(),
            Fields::default()
        );
        for text in ["", "{}", r#"{"data": []}"#, r#"{"data": {"components": 5}}"#] {
            assert!(Fields::read(text).is_err(), "{text}");
        }
    }
}
