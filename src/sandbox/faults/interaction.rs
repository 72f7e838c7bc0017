//! What goes wrong with the event of an interaction.

use serde::Deserialize;
use serde_json::Value;

/// What the event of an interaction to come lacks: Discord adds, drops and reshapes fields, and a library that knows
/// them otherwise can not read the event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = r#"an object such as {"lacks": ["data"]}"#)]
pub struct InteractionFault {
    /// The fields that are left out.
    lacks: Vec<String>,
}

impl InteractionFault {
    /// Takes the fields out of an event.
    pub fn apply(&self, event: &mut Value) {
        if let Value::Object(fields) = event {
            for field in &self.lacks {
                fields.remove(field);
            }
        }
    }
}
