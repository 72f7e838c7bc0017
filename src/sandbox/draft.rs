//! What a request says about a message, read from its body.

use axum::body::Bytes;
use serde::Deserialize;
use serde_json::Value;

use super::api_error::ApiError;
use super::form_errors::FormErrors;
use super::mentions::AllowedMentions;
use super::snowflake::Snowflake;

/// A file that came with a request: `files[n]`.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The `n`.
    pub index: u64,
    /// Its name.
    pub filename: String,
    /// What it says it is.
    pub content_type: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// An entry of a body's `attachments`.
#[derive(Debug, Clone, Deserialize)]
pub struct AttachmentEntry {
    /// The `n` of a new file, or the id of one that is kept.
    pub id: AttachmentKey,
    /// A new name.
    pub filename: Option<String>,
    /// The text for those who do not see it.
    pub description: Option<String>,
}

/// A number that, unlike a snowflake, may be zero, as text or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct AttachmentKey(pub u64);

impl TryFrom<Value> for AttachmentKey {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        match &value {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64(),
        }
        .map(Self)
        .ok_or("not an id")
    }
}

/// What a request says about a message. `None`: it says nothing; for an edit the old value stays.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The text.
    pub content: Option<String>,
    /// The embeds.
    pub embeds: Option<Vec<Value>>,
    /// The components.
    pub components: Option<Vec<Value>>,
    /// Which files are kept and how new ones are called.
    pub attachments: Option<Vec<AttachmentEntry>>,
    /// New files.
    pub files: Vec<Upload>,
    /// Who may be pinged.
    pub allowed_mentions: Option<AllowedMentions>,
    /// The flags.
    pub flags: Option<u64>,
    /// The nonce.
    pub nonce: Option<Value>,
    /// Whether the nonce forbids a second message.
    pub enforce_nonce: bool,
    /// The message that is replied to.
    pub reply_to: Option<Snowflake>,
}

impl Draft {
    /// Reads a body. Whether the limits are kept depends on the message, too: see [`super::compose`].
    pub fn read(body: &Value, files: Vec<Upload>) -> Result<Self, ApiError> {
        let mut errors = FormErrors::default();
        let mut draft = Self {
            files,
            ..Self::default()
        };
        let Some(body) = body.as_object() else {
            return Err(ApiError::InvalidJson);
        };
        for (key, value) in body {
            errors.at(key.as_str(), |errors| draft.read_field(key, value, errors));
        }
        draft.read_files(&mut errors);
        errors.finish()?;
        Ok(draft)
    }

    fn read_field(&mut self, key: &str, value: &Value, errors: &mut FormErrors) {
        match key {
            "content" => self.content = text(value, errors),
            "embeds" => self.embeds = list(value, errors),
            "components" => self.components = list(value, errors),
            "attachments" => match Vec::<AttachmentEntry>::deserialize(value) {
                Ok(entries) => self.attachments = Some(entries),
                Err(_) if value.is_null() => self.attachments = Some(Vec::new()),
                Err(error) => errors.push("MODEL_TYPE_CONVERT", error.to_string()),
            },
            "allowed_mentions" if !value.is_null() => {
                self.allowed_mentions = AllowedMentions::parse(value, errors);
            }
            "flags" if !value.is_null() => match value.as_u64() {
                Some(flags) => self.flags = Some(flags),
                None => errors.push("NUMBER_TYPE_COERCE", "Value is not int."),
            },
            "nonce" if !value.is_null() => {
                match value.as_str() {
                    Some(text) if text.chars().count() > 25 => {
                        errors.push("BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
                    }
                    Some(_) => {}
                    None if value.is_i64() || value.is_u64() => {}
                    None => errors.push("STRING_TYPE_CONVERT", "Could not interpret as string."),
                }
                self.nonce = Some(value.clone());
            }
            "enforce_nonce" => self.enforce_nonce = value == &Value::Bool(true),
            "message_reference" => {
                self.reply_to = value
                    .get("message_id")
                    .and_then(|id| Snowflake::deserialize(id).ok());
            }
            // Discord ignores keys that it does not know.
            _ => {}
        }
    }

    fn read_files(&mut self, errors: &mut FormErrors) {
        for entry in self.attachments.iter().flatten() {
            if let Some(file) = self.files.iter_mut().find(|file| file.index == entry.id.0)
                && let Some(name) = &entry.filename
            {
                file.filename.clone_from(name);
            }
        }
        errors.at("files", |errors| errors.count(self.files.len(), 0, 10));
    }
}

fn text(value: &Value, errors: &mut FormErrors) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => Some(String::new()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            errors.push("STRING_TYPE_CONVERT", "Could not interpret as string.");
            None
        }
    }
}

fn list(value: &Value, errors: &mut FormErrors) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list.clone()),
        Value::Null => Some(Vec::new()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            errors.push("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            None
        }
    }
}
