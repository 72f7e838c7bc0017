//! Discord's "Invalid Form Body": a tree of complaints, each at the field that it is about.

use serde_json::{Map, Value, json};

/// One complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Complaint {
    path: Vec<String>,
    code: &'static str,
    message: String,
}

/// A field, or a dotted path of fields.
#[derive(Debug, Clone)]
pub struct Field(Vec<String>);

impl From<&str> for Field {
    fn from(path: &str) -> Self {
        Self(path.split('.').map(str::to_owned).collect())
    }
}

impl From<String> for Field {
    fn from(path: String) -> Self {
        Self::from(path.as_str())
    }
}

impl From<usize> for Field {
    fn from(index: usize) -> Self {
        Self(vec![index.to_string()])
    }
}

/// The complaints about one body, gathered while its fields are walked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors {
    complaints: Vec<Complaint>,
    at: Vec<String>,
}

impl FormErrors {
    /// One complaint about one field; `path` is dotted.
    pub fn single(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.at(path, |errors| errors.push(code, message));
        errors
    }

    /// Walks into a field (or a dotted path of fields) for the time of `look`.
    pub fn at(&mut self, field: impl Into<Field>, look: impl FnOnce(&mut Self)) {
        let depth = self.at.len();
        self.at.extend(field.into().0);
        look(self);
        self.at.truncate(depth);
    }

    /// A complaint about the field that is being looked at.
    pub fn push(&mut self, code: &'static str, message: impl Into<String>) {
        self.complaints.push(Complaint {
            path: self.at.clone(),
            code,
            message: message.into(),
        });
    }

    /// A field that must be there.
    pub fn required(&mut self) {
        self.push("BASE_TYPE_REQUIRED", "This field is required");
    }

    /// A text whose length in characters is checked.
    pub fn length(&mut self, text: &str, min: usize, max: usize) {
        let count = text.chars().count();
        if count < min && min == 1 {
            self.required();
        } else if count < min || (count > max && min > 1) {
            self.push(
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {min} and {max} in length."),
            );
        } else if count > max {
            self.push(
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {max} or fewer in length."),
            );
        }
    }

    /// A list whose length is checked.
    pub fn count(&mut self, count: usize, min: usize, max: usize) {
        if count < min || count > max {
            self.push(
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {min} and {max} in length."),
            );
        }
    }

    /// The same complaints, all of them below a field.
    pub fn under(mut self, field: &str) -> Self {
        for complaint in &mut self.complaints {
            complaint.path.insert(0, field.to_owned());
        }
        self
    }

    /// `Ok` if nobody complained.
    pub fn finish(self) -> Result<(), Self> {
        if self.complaints.is_empty() {
            Ok(())
        } else {
            Err(self)
        }
    }

    /// The tree as Discord writes it.
    pub fn tree(&self) -> Value {
        let mut root = Map::new();
        for complaint in &self.complaints {
            insert(&mut root, &complaint.path, complaint);
        }
        Value::Object(root)
    }
}

fn insert(node: &mut Map<String, Value>, path: &[String], complaint: &Complaint) {
    match path {
        [] => {
            let list = node.entry("_errors").or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(json!({ "code": complaint.code, "message": complaint.message }));
            }
        }
        [field, rest @ ..] => {
            let child = node.entry(field.clone()).or_insert_with(|| json!({}));
            if let Value::Object(child) = child {
                insert(child, rest, complaint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_stand_at_their_fields() {
        let mut errors = FormErrors::default();
        errors.at("embeds", |errors| {
            errors.at(0, |errors| {
                errors.at("title", |errors| errors.length(&"x".repeat(257), 0, 256));
            });
        });
        let tree = errors.finish().unwrap_err().tree();
        assert_eq!(
            tree["embeds"]["0"]["title"]["_errors"][0]["message"],
            "Must be 256 or fewer in length."
        );
    }
}
