//! The one place that decides whom a message may ping: nobody, or roles that it names.
//!
//! Discord's default for a message is to ping everybody whom its text mentions, and an edit falls back to that default
//! unless it repeats the restriction. So each message, edit and answer passes through [`MessageBody`], and the requests
//! that carry one take nothing else.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::file::File;

/// A message's JSON, certain to ping nobody but the roles that it names.
#[derive(Clone)]
pub struct MessageBody {
    fields: Map<String, Value>,
    files: Vec<File>,
}

impl MessageBody {
    /// Takes over a message: one of serenity's builders, or JSON.
    ///
    /// An `allowed_mentions` that names roles and nothing else is kept; any other is replaced by "nobody".
    pub fn new(message: &impl Serialize) -> Result<Self, serde_json::Error> {
        Self::from_value(serde_json::to_value(message)?)
    }

    /// The same for JSON that is nobody else's, which is not copied.
    pub fn from_value(message: Value) -> Result<Self, serde_json::Error> {
        let mut message = match message {
            Value::Object(message) => message,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(serde::ser::Error::custom("a message is a JSON object"));
            }
        };
        let roles = message
            .remove("allowed_mentions")
            .and_then(|wanted| roles_only(&wanted));
        let allowed = match roles {
            Some(roles) => json!({"parse": [], "roles": roles}),
            None => json!({"parse": []}),
        };
        message.insert("allowed_mentions".to_owned(), allowed);
        // serenity's builders name the attachments always. An empty list would take what is there off a message.
        let attached = message.get("attachments").and_then(Value::as_array);
        if attached.is_some_and(Vec::is_empty) {
            message.remove("attachments");
        }
        Ok(Self {
            fields: message,
            files: Vec::new(),
        })
    }

    /// Sets a field that is not the business of those who word messages, such as the nonce.
    pub(super) fn set(&mut self, key: &'static str, value: Value) {
        debug_assert_ne!(key, "allowed_mentions");
        self.fields.insert(key.to_owned(), value);
    }

    /// With files, which take the place of all that were there; without any, what is there stays.
    #[must_use]
    pub fn with_files(self, files: Vec<File>) -> Self {
        if files.is_empty() {
            self
        } else {
            self.with_only_files(files)
        }
    }

    /// With these files and no others: what is there goes.
    #[must_use]
    pub fn with_only_files(mut self, files: Vec<File>) -> Self {
        let attachments = files.iter().enumerate().map(|(id, file)| {
            let mut attachment = json!({"id": id, "filename": file.name});
            if let Some(description) = &file.description {
                attachment["description"] = Value::from(description.as_str());
            }
            attachment
        });
        let attachments = attachments.collect();
        self.fields.insert("attachments".to_owned(), attachments);
        self.files = files;
        self
    }

    /// Takes the files out, which do not travel inside the JSON.
    pub(super) fn take_files(&mut self) -> Vec<File> {
        std::mem::take(&mut self.files)
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.fields)
    }
}

/// The roles that `wanted` allows, if it allows at least one and nothing else.
fn roles_only(wanted: &Value) -> Option<Value> {
    let empty = |key| match wanted.get(key) {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::Bool(true) | Value::Number(_) | Value::String(_) | Value::Object(_)) => false,
    };
    let roles = wanted.get("roles")?;
    let named = roles
        .as_array()
        .is_some_and(|roles| !roles.is_empty() && roles.iter().all(Value::is_string));
    (named && empty("parse") && empty("users") && empty("replied_user")).then(|| roles.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(message: &Value) -> Value {
        MessageBody::new(message).unwrap().into_value()["allowed_mentions"].take()
    }

    #[test]
    fn nobody_is_pinged_by_default() {
        assert_eq!(allowed(&json!({"content": "@everyone"})), json!({"parse": []}));
        for wanted in [
            json!({"parse": ["everyone"]}),
            json!({"parse": ["roles"], "roles": ["1"]}),
            json!({"parse": [], "users": ["1"]}),
            json!({"parse": [], "roles": ["1"], "replied_user": true}),
            json!({"parse": [], "roles": []}),
            json!(null),
            json!("everyone"),
        ] {
            assert_eq!(
                allowed(&json!({"content": "", "allowed_mentions": wanted})),
                json!({"parse": []})
            );
        }
    }

    #[test]
    fn named_roles_are_kept() {
        let wanted = json!({"roles": ["7"], "users": []});
        assert_eq!(
            allowed(&json!({"allowed_mentions": wanted})),
            json!({"parse": [], "roles": ["7"]})
        );
    }

    #[test]
    fn only_an_object_is_a_message() {
        assert!(MessageBody::new(&json!(["content"])).is_err());
    }
}
