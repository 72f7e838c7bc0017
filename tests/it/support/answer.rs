//! What a member got back, with the questions that stories ask of it.

use serde_json::Value;

/// The answer to a command or a press.
#[derive(Debug, Clone)]
pub struct Answer {
    /// As the sandbox tells it.
    pub value: Value,
}

impl Answer {
    /// The message; fails the story if there is none.
    #[track_caller]
    pub fn message(&self) -> &Value {
        let message = &self.value["message"];
        assert!(message.is_object(), "no message in the answer: {:#}", self.value);
        message
    }

    /// Everything that can be read in the answer.
    #[track_caller]
    pub fn text(&self) -> String {
        text(self.message())
    }

    /// Fails the story unless all of `parts` can be read.
    #[track_caller]
    pub fn says(&self, parts: &[&str]) -> &Self {
        let text = self.text();
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
        self
    }

    /// Fails the story if any of `parts` can be read.
    #[track_caller]
    pub fn does_not_say(&self, parts: &[&str]) -> &Self {
        let text = self.text();
        for part in parts {
            assert!(!text.contains(part), "{part:?} is in:\n{text}");
        }
        self
    }

    /// Whether only the asking member reads it.
    #[track_caller]
    pub fn is_private(&self) -> bool {
        self.message()["flags"].as_u64().unwrap_or(0) & 64 != 0
    }
}

/// Everything that can be read in a message, as it is seen: content, embeds, labels of buttons.
pub fn text(message: &Value) -> String {
    let mut lines = Vec::new();
    let mut below = message.clone();
    let components = below
        .as_object_mut()
        .and_then(|fields| fields.remove("components"));
    collect(&below, &mut lines);
    collect(&components.unwrap_or_default(), &mut lines);
    lines.join("\n")
}

fn collect(value: &Value, lines: &mut Vec<String>) {
    const READ: [&str; 6] = ["content", "title", "description", "name", "value", "label"];
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field) {
                    ("text", Value::String(text)) => lines.push(text.clone()),
                    (name, Value::String(text)) if READ.contains(&name) => lines.push(text.clone()),
                    ("author" | "interaction_metadata" | "interaction" | "mentions", _) => {}
                    (_, field) => collect(field, lines),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, lines)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The id of the button with this label in a message.
pub fn button(message: &Value, label: &str) -> Option<String> {
    buttons(message)
        .into_iter()
        .find(|(found, _)| found == label)
        .map(|(_, id)| id)
}

/// The buttons of a vote's message that cast a ballot: labels and ids.
pub fn answers(vote: &Value) -> Vec<(String, String)> {
    let mut answers = buttons(vote);
    answers.retain(|(_, id)| id.contains(":vote:"));
    answers
}

/// All buttons of a message: labels and ids.
pub fn buttons(message: &Value) -> Vec<(String, String)> {
    let rows = message["components"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .flat_map(|row| row["components"].as_array().cloned().unwrap_or_default())
        .filter_map(|button| {
            Some((
                button["label"].as_str()?.to_owned(),
                button["custom_id"].as_str()?.to_owned(),
            ))
        })
        .collect()
}
