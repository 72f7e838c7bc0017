//! The values of a command's options: checked as Discord's client checks them, and written as it sends them.

use serde_json::{Map, Value, json};

use super::actor::Actor;
use super::error::ClientError;
use crate::sandbox::command::{OptionDefinition, option_type};
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// The longest string that an option without `max_length` takes.
const MAX_TEXT: usize = 6_000;

/// Values as they are sent, with the objects that they name.
#[derive(Debug, Default)]
pub struct Arguments {
    /// The `options` of the innermost command.
    pub options: Vec<Value>,
    /// The `resolved` objects, by kind and id.
    pub resolved: Map<String, Value>,
}

impl Arguments {
    /// Adds a value after checking it.
    pub fn add(
        &mut self,
        world: &World,
        actor: &Actor,
        option: &OptionDefinition,
        given: &Value,
    ) -> Result<(), ClientError> {
        let bad = |problem: String| ClientError::BadValue {
            option: option.name.clone(),
            problem,
        };
        let value = match option.kind {
            option_type::STRING => text(option, given).map_err(bad)?,
            option_type::INTEGER | option_type::NUMBER => number(option, given).map_err(bad)?,
            option_type::BOOLEAN => boolean(given).map_err(bad)?,
            option_type::USER | option_type::CHANNEL | option_type::ROLE | option_type::MENTIONABLE => {
                json!(self.resolve(world, actor, option, &plain(given)).map_err(bad)?)
            }
            other => return Err(bad(format!("values of type {other} cannot be given here"))),
        };
        self.options
            .push(json!({ "name": option.name, "type": option.kind, "value": value }));
        Ok(())
    }

    /// Adds the value that is being typed, as it stands.
    pub fn add_focused(&mut self, option: &OptionDefinition, typed: &str) {
        self.options
            .push(json!({ "name": option.name, "type": option.kind, "value": typed, "focused": true }));
    }

    /// Finds a user, a channel or a role by `@name`, `#name`, mention or id.
    fn resolve(
        &mut self,
        world: &World,
        actor: &Actor,
        option: &OptionDefinition,
        given: &str,
    ) -> Result<Snowflake, String> {
        let (guild, _) = actor
            .membership(world)
            .ok_or("there is nobody to name in a direct message")?;
        let name = given.trim_matches(['<', '>', '@', '#', '&', '!', ' ']);
        let matches = |id: Snowflake, own: &str| {
            id.to_string() == name || own.trim_start_matches('@').eq_ignore_ascii_case(name)
        };
        if matches!(option.kind, option_type::USER | option_type::MENTIONABLE)
            && let Some(member) = guild
                .members
                .iter()
                .find(|one| matches(one.user.id, &one.user.name))
        {
            let mut wire = wire::member(member);
            if let Some(object) = wire.as_object_mut() {
                object.remove("user");
                object.remove("deaf");
                object.remove("mute");
            }
            wire["permissions"] = json!(world.permissions_in(member.user.id, actor.channel));
            self.put("users", member.user.id, wire::user(&member.user));
            self.put("members", member.user.id, wire);
            return Ok(member.user.id);
        }
        if matches!(option.kind, option_type::ROLE | option_type::MENTIONABLE)
            && let Some((position, role)) = guild
                .roles
                .iter()
                .enumerate()
                .find(|(_, role)| matches(role.id, role.name))
        {
            self.put("roles", role.id, wire::role(role, position));
            return Ok(role.id);
        }
        if option.kind == option_type::CHANNEL
            && let Some(channel) = world.channels_of(guild.id).find(|one| matches(one.id, &one.name))
        {
            let wire = wire::partial_channel(channel, world.permissions_in(actor.user, channel.id));
            let kind = wire["type"].as_u64().unwrap_or_default();
            if !option.channel_types.is_empty() && !option.channel_types.contains(&kind) {
                return Err(format!("#{} is not a channel of the right kind", channel.name));
            }
            self.put("channels", channel.id, wire);
            return Ok(channel.id);
        }
        Err(format!("there is no `{given}` here"))
    }

    fn put(&mut self, kind: &str, id: Snowflake, wire: Value) {
        let objects = self.resolved.entry(kind).or_insert_with(|| json!({}));
        objects[id.to_string()] = wire;
    }
}

fn plain(given: &Value) -> String {
    given.as_str().map_or_else(|| given.to_string(), str::to_owned)
}

fn text(option: &OptionDefinition, given: &Value) -> Result<Value, String> {
    let text = plain(given);
    if !option.choices.is_empty() {
        return choice(option, &text);
    }
    let count = text.chars().count();
    let max = option.max_length.unwrap_or(MAX_TEXT);
    let min = option.min_length.unwrap_or(0);
    if count > max {
        return Err(format!("at most {max} characters"));
    }
    if count < min {
        return Err(format!("at least {min} characters"));
    }
    Ok(Value::String(text))
}

/// A choice by what is shown or by what is sent.
fn choice(option: &OptionDefinition, text: &str) -> Result<Value, String> {
    let same = |own: &str| own.eq_ignore_ascii_case(text);
    let found = option
        .choices
        .iter()
        .find(|choice| same(&choice.name) || same(&plain(&choice.value)));
    found.map(|choice| choice.value.clone()).ok_or_else(|| {
        let names: Vec<&str> = option.choices.iter().map(|choice| choice.name.as_str()).collect();
        format!("choose one of: {}", names.join(", "))
    })
}

fn number(option: &OptionDefinition, given: &Value) -> Result<Value, String> {
    if !option.choices.is_empty() {
        return choice(option, &plain(given));
    }
    let whole = option.kind == option_type::INTEGER;
    let problem = || {
        if whole {
            "a whole number, please".to_owned()
        } else {
            "a number, please".to_owned()
        }
    };
    let plain = plain(given);
    let plain = plain.trim();
    let value = if whole {
        json!(plain.parse::<i64>().map_err(|_| problem())?)
    } else {
        json!(plain.parse::<f64>().map_err(|_| problem())?)
    };
    let size = value.as_f64().unwrap_or_default();
    match (option.min_value, option.max_value) {
        (Some(min), _) if size < min => Err(format!("at least {min}")),
        (_, Some(max)) if size > max => Err(format!("at most {max}")),
        (_, _) => Ok(value),
    }
}

fn boolean(given: &Value) -> Result<Value, String> {
    match plain(given).trim().to_lowercase().as_str() {
        "true" | "yes" => Ok(Value::Bool(true)),
        "false" | "no" => Ok(Value::Bool(false)),
        _ => Err("true or false, please".to_owned()),
    }
}
