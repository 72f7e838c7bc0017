//! The first answer to an interaction, as Discord tells its kinds apart.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::allowed_mentions::MessageBody;
use super::file::File;

/// The flag of a message that only its reader sees.
const EPHEMERAL: u32 = 1 << 6;

/// What an interaction is answered with
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object>).
#[derive(Clone)]
pub enum Callback {
    /// A message.
    Reply(MessageBody),
    /// "is thinking", to be replaced by a message.
    Defer {
        /// Whether only the member sees the message. It can not be changed later.
        ephemeral: bool,
    },
    /// Nothing to be seen; the button's message may be changed later.
    DeferUpdate,
    /// A change of the button's message.
    Update(MessageBody),
    /// What the member may mean by what they have typed; at most 25.
    Autocomplete(Vec<Choice>),
    /// A form to fill in, which must be the first answer, and is none to a form.
    Form(FormBody),
}

/// A form's JSON. It can not ping anybody.
#[derive(Clone)]
pub struct FormBody(Value);

impl FormBody {
    /// A form as Discord takes it
    /// (<https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>).
    pub const fn new(form: Value) -> Self {
        Self(form)
    }
}

/// The value of a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ChoiceValue {
    /// For options that take text.
    Text(String),
    /// For options that take a number.
    Number(u32),
}

/// One suggestion for an option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is shown: 1 to 100 characters.
    pub name: String,
    /// What is sent: a text of 1 to 100 characters, or a number.
    pub value: ChoiceValue,
}

impl Callback {
    /// Takes out the files of a message, which do not travel inside the JSON.
    pub(super) fn take_files(&mut self) -> Vec<File> {
        match self {
            Self::Reply(message) | Self::Update(message) => message.take_files(),
            Self::Defer { .. } | Self::DeferUpdate | Self::Autocomplete(_) | Self::Form(_) => Vec::new(),
        }
    }

    pub(super) fn into_json(self) -> Value {
        match self {
            Self::Reply(message) => with_data(4, message),
            Self::Defer { ephemeral: true } => json!({"type": 5, "data": {"flags": EPHEMERAL}}),
            Self::Defer { ephemeral: false } => json!({"type": 5}),
            Self::DeferUpdate => json!({"type": 6}),
            Self::Update(message) => with_data(7, message),
            Self::Autocomplete(choices) => json!({"type": 8, "data": {"choices": choices}}),
            Self::Form(FormBody(form)) => json!({"type": 9, "data": form}),
        }
    }
}

/// The message is moved in; `json!` would copy it.
fn with_data(kind: u8, message: MessageBody) -> Value {
    let mut fields = Map::new();
    fields.insert("type".to_owned(), Value::from(kind));
    fields.insert("data".to_owned(), message.into_value());
    Value::Object(fields)
}
