//! The commands that the bot has registered, as Discord keeps them.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::snowflake::Snowflake;
use super::world::BOT;

/// Discord's number for commands that are typed.
pub const CHAT_INPUT: u64 = 1;
/// That for entries of a message's menu.
pub const MESSAGE: u64 = 3;

/// Where a command is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In each guild.
    Global,
    /// In one guild.
    Guild(Snowflake),
}

/// An allowed value of an option.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent.
    pub value: Value,
}

/// An option of a command, or a subcommand.
#[derive(Debug, Clone, Deserialize)]
pub struct OptionDefinition {
    /// Discord's number of the type.
    #[serde(rename = "type")]
    pub kind: u64,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Whether a command cannot be sent without it.
    #[serde(default)]
    pub required: bool,
    /// Whether the bot is asked for values.
    #[serde(default)]
    pub autocomplete: bool,
    /// The allowed values, if they are fixed.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Options of a subcommand.
    #[serde(default)]
    pub options: Vec<Self>,
    /// The least number.
    pub min_value: Option<f64>,
    /// The greatest number.
    pub max_value: Option<f64>,
    /// The least characters.
    pub min_length: Option<usize>,
    /// The most characters.
    pub max_length: Option<usize>,
    /// Which channels can be given; empty for all.
    #[serde(default)]
    pub channel_types: Vec<u64>,
}

/// The types of options, by Discord's numbers.
#[allow(
    missing_docs,
    reason = "each is the option type of that name in Discord's documents"
)]
pub mod option_type {
    pub const SUBCOMMAND: u64 = 1;
    pub const GROUP: u64 = 2;
    pub const STRING: u64 = 3;
    pub const INTEGER: u64 = 4;
    pub const BOOLEAN: u64 = 5;
    pub const USER: u64 = 6;
    pub const CHANNEL: u64 = 7;
    pub const ROLE: u64 = 8;
    pub const MENTIONABLE: u64 = 9;
    pub const NUMBER: u64 = 10;
}

impl OptionDefinition {
    /// Whether it holds options instead of a value.
    pub fn is_nested(&self) -> bool {
        matches!(self.kind, option_type::SUBCOMMAND | option_type::GROUP)
    }
}

/// A registered command.
#[derive(Debug, Clone)]
pub struct Command {
    /// Its id, which stays when it is registered again under the same name.
    pub id: Snowflake,
    /// Where it is registered.
    pub scope: Scope,
    /// Discord's number of the type.
    pub kind: u64,
    /// Its name.
    pub name: String,
    /// Its options, or subcommands.
    pub options: Vec<OptionDefinition>,
    /// The permissions that a member needs; `Some(0)`: administrators only.
    pub needs: Option<u64>,
    /// The definition as Discord gives it back.
    pub wire: Value,
}

impl Command {
    /// Takes a definition that has passed the limits.
    pub fn from_definition(
        definition: &Value,
        scope: Scope,
        id: Snowflake,
        version: Snowflake,
    ) -> Option<Self> {
        let kind = definition.get("type").and_then(Value::as_u64).unwrap_or(1);
        let name = definition.get("name")?.as_str()?.to_owned();
        let options = definition.get("options").cloned().unwrap_or_else(|| json!([]));
        let needs = definition
            .get("default_member_permissions")
            .and_then(Value::as_str);
        Some(Self {
            id,
            scope,
            kind,
            options: Vec::deserialize(&options).ok()?,
            needs: needs.and_then(|bits| bits.parse().ok()),
            wire: to_wire(definition, scope, id, version),
            name,
        })
    }

    /// What an interaction tells of it.
    pub fn as_used(&self) -> Value {
        let mut data = json!({ "id": self.id, "name": self.name, "type": self.kind });
        if let Scope::Guild(guild) = self.scope {
            data["guild_id"] = json!(guild);
        }
        data
    }

    /// Whether members of a guild have it.
    pub fn is_in(&self, guild: Option<Snowflake>) -> bool {
        match self.scope {
            Scope::Global => true,
            Scope::Guild(own) => guild == Some(own),
        }
    }
}

/// The definition with everything that Discord adds.
fn to_wire(definition: &Value, scope: Scope, id: Snowflake, version: Snowflake) -> Value {
    let mut wire = json!({
        "type": 1,
        "description": "",
        "default_member_permissions": null,
        "dm_permission": true,
        "contexts": null,
        "integration_types": [0],
        "nsfw": false,
    });
    if let (Some(wire), Some(definition)) = (wire.as_object_mut(), definition.as_object()) {
        for (key, value) in definition {
            wire.insert(key.clone(), value.clone());
        }
        if let Some(options) = wire.get_mut("options") {
            forget_defaults(options);
        }
    }
    wire["id"] = json!(id);
    wire["application_id"] = json!(BOT);
    wire["version"] = json!(version);
    if let Scope::Guild(guild) = scope {
        wire["guild_id"] = json!(guild);
    }
    wire
}

/// Discord does not give back what an option did not need to say.
fn forget_defaults(options: &mut Value) {
    let is_default = |key: &str, value: &Value| match key {
        "required" | "autocomplete" => value == &Value::Bool(false),
        "choices" | "options" | "channel_types" => value.as_array().is_some_and(Vec::is_empty),
        "name_localizations" | "description_localizations" => value.as_object().is_none_or(Map::is_empty),
        _ => value.is_null(),
    };
    for option in options
        .as_array_mut()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        option.retain(|key, value| !is_default(key, value));
        if let Some(nested) = option.get_mut("options") {
            forget_defaults(nested);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_comes_back_with_what_discord_adds() {
        let definition = json!({ "name": "radar", "description": "Ask.", "options": [
            { "type": 3, "name": "blip", "description": "Which.", "required": true, "autocomplete": true, "choices": [] },
            { "type": 5, "name": "public", "description": "To all.", "required": false },
        ] });
        let id = Snowflake::fixed(900);
        let command = Command::from_definition(&definition, Scope::Global, id, id).unwrap();
        assert_eq!(command.wire["id"], json!(id));
        assert_eq!(command.wire["type"], 1);
        assert!(command.wire["options"][1].get("required").is_none());
        assert!(command.wire["options"][0].get("choices").is_none());
        assert!(command.options[0].required);
    }
}
