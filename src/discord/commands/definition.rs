//! A command of the table as Discord takes it.

use serde_json::{Map, Value, json};
use serenity::model::Permissions;

use super::parameter::{Kind, Parameter};
use super::{Action, Command, Shape};
use crate::service::Motion;
use crate::settings::Theme;
use crate::vote::Choice;
use crate::wording::Wording;

/// Discord's number for a slash command.
const CHAT_INPUT: u8 = 1;
/// Discord's number for an entry of a message's menu.
const MESSAGE: u8 = 3;
/// Discord's number for guilds among the places where a command may be used.
const GUILD: u8 = 0;

/// Discord's numbers for the kinds of options.
mod option_type {
    pub const SUBCOMMAND: u8 = 1;
    pub const STRING: u8 = 3;
    pub const INTEGER: u8 = 4;
    pub const BOOLEAN: u8 = 5;
    pub const USER: u8 = 6;
    pub const CHANNEL: u8 = 7;
    pub const ROLE: u8 = 8;
}

/// Discord's numbers for the channels that can hold a vote: text, threads of each kind, the chats of voice and
/// stage channels.
const TEXT_CHANNELS: [u8; 6] = [0, 2, 10, 11, 12, 13];
/// The same with announcement channels.
const ANY_CHANNELS: [u8; 7] = [0, 2, 5, 10, 11, 12, 13];

/// The command's definition.
pub fn of(command: &Command, wording: &Wording) -> Value {
    let key = format!("command-{}", command.name);
    let (kind, options) = match &command.shape {
        Shape::OnMessage(_) => (MESSAGE, None),
        Shape::Plain(action) => (CHAT_INPUT, Some(parameters(action, wording))),
        Shape::Group(subcommands) => {
            let subcommands = subcommands.iter().map(|subcommand| {
                json!({
                    "type": option_type::SUBCOMMAND,
                    "name": subcommand.name,
                    "description": wording.text(&format!("{key}-{}", subcommand.name)),
                    "options": parameters(&subcommand.action, wording),
                })
            });
            (CHAT_INPUT, Some(subcommands.collect()))
        }
    };
    let mut definition = json!({
        "type": kind,
        "name": command.name,
        "contexts": [GUILD],
        "integration_types": [0],
        "default_member_permissions": command
            .managers_only
            .then(|| Permissions::MANAGE_GUILD.bits().to_string()),
    });
    // An entry of a message's menu has a name and nothing else.
    if let Some(options) = options {
        definition["description"] = json!(wording.text(&key));
        definition["options"] = Value::Array(options);
    }
    definition
}

fn parameters(action: &Action, wording: &Wording) -> Vec<Value> {
    action
        .parameters
        .iter()
        .map(|parameter| of_parameter(parameter, wording))
        .collect()
}

fn of_parameter(parameter: &Parameter, wording: &Wording) -> Value {
    let mut option = Map::new();
    let mut set = |key: &str, value: Value| option.insert(key.to_owned(), value);
    set("name", json!(parameter.name));
    set("description", json!(wording.text(parameter.description)));
    set("required", json!(parameter.required));
    let kind = match parameter.kind {
        Kind::Text(max) => {
            set("min_length", json!(1));
            set("max_length", json!(max));
            option_type::STRING
        }
        Kind::Suggested(max, _) => {
            set("max_length", json!(max));
            option_type::STRING
        }
        Kind::Number | Kind::Edit => {
            set("min_value", json!(1));
            set("max_value", json!(u32::MAX));
            option_type::INTEGER
        }
        Kind::Choice => {
            let choices = Choice::ALL
                .map(|choice| json!({"name": wording.text(choice_key(choice)), "value": choice.name()}));
            set("choices", json!(choices));
            option_type::STRING
        }
        Kind::Flag => option_type::BOOLEAN,
        Kind::Theme => {
            let choices = Theme::ALL
                .map(|theme| json!({"name": wording.text(theme_key(theme)), "value": theme.name()}));
            set("choices", json!(choices));
            option_type::STRING
        }
        Kind::Motion => {
            let choices = Motion::ALL
                .map(|motion| json!({"name": wording.text(motion_key(motion)), "value": motion.name()}));
            set("choices", json!(choices));
            option_type::STRING
        }
        Kind::TextChannel => {
            set("channel_types", json!(TEXT_CHANNELS));
            option_type::CHANNEL
        }
        Kind::AnyChannel => {
            set("channel_types", json!(ANY_CHANNELS));
            option_type::CHANNEL
        }
        Kind::Role => option_type::ROLE,
        Kind::Member => option_type::USER,
        Kind::Concern => {
            set("min_value", json!(1));
            set("max_value", json!(crate::vote::concern::MAX_CONCERNS));
            option_type::INTEGER
        }
    };
    set("type", json!(kind));
    if parameter.kind.topic().is_some() {
        set("autocomplete", json!(true));
    }
    Value::Object(option)
}

const fn theme_key(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "theme-light",
        Theme::Dark => "theme-dark",
    }
}

/// The key of what a motion is called in the list of choices.
pub const fn motion_key(motion: Motion) -> &'static str {
    match motion {
        Motion::New => "motion-new",
        Motion::In => "motion-in",
        Motion::Out => "motion-out",
        Motion::Returned => "motion-returned",
        Motion::Unchanged => "motion-unchanged",
        Motion::Gone => "motion-gone",
    }
}

/// The key of a choice's name, as on its button (contract).
pub const fn choice_key(choice: Choice) -> &'static str {
    match choice {
        Choice::InFavor => "choice-in-favor",
        Choice::Against => "choice-against",
        Choice::Abstain => "choice-abstain",
        Choice::Recuse => "choice-recuse",
    }
}
