//! Clicking buttons, choosing from menus and sending forms.

use serde_json::{Map, Value, json};

use super::act::{Outcome, act};
use super::actor::Actor;
use super::arguments::Arguments;
use super::error::ClientError;
use super::payload::Act;
use crate::sandbox::command::{OptionDefinition, option_type};
use crate::sandbox::component::{self, BUTTON, LABEL, ROW, STRING_SELECT};
use crate::sandbox::interaction::{Answer, InteractionKind};
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;

/// Clicks a button, or chooses `values` from a menu.
pub async fn click(
    shared: &Handle,
    actor: Actor,
    message: Snowflake,
    custom_id: &str,
    values: Vec<String>,
) -> Result<Outcome, ClientError> {
    let data = shared.read(|state| {
        let found = actor.seen(state, message)?;
        let target = component::find(&found.components, custom_id)
            .ok_or_else(|| ClientError::NoSuchComponent(custom_id.to_owned()))?;
        if target.get("disabled") == Some(&Value::Bool(true)) {
            return Err(ClientError::Disabled);
        }
        let kind = component::kind(target);
        let mut data = json!({ "custom_id": custom_id, "component_type": kind });
        if kind != BUTTON {
            let (values, resolved) = selection(target, values, |arguments, option, value| {
                arguments.add(&state.world, &actor, option, &json!(value))
            })?;
            data["values"] = json!(values);
            if kind != STRING_SELECT {
                data["resolved"] = Value::Object(resolved);
            }
        }
        Ok(data)
    })?;
    let what = Act {
        kind: InteractionKind::Component,
        data,
        command: None,
        target: None,
        source: Some(message),
    };
    Ok(act(shared, actor, what).await)
}

/// The chosen values as they are sent, checked against the menu.
fn selection(
    menu: &Value,
    values: Vec<String>,
    mut resolve: impl FnMut(&mut Arguments, &OptionDefinition, &str) -> Result<(), ClientError>,
) -> Result<(Vec<Value>, Map<String, Value>), ClientError> {
    let bound = |key: &str| {
        menu.get(key)
            .and_then(Value::as_u64)
            .and_then(|count| usize::try_from(count).ok())
    };
    let (min, max) = (bound("min_values").unwrap_or(1), bound("max_values").unwrap_or(1));
    if !(min..=max).contains(&values.len()) {
        return Err(ClientError::BadSelection { min, max });
    }
    let kind = component::kind(menu);
    if kind == STRING_SELECT {
        let options = menu
            .get("options")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let known = |value: &String| {
            options
                .iter()
                .any(|option| component::text(option, "value") == value)
        };
        if !values.iter().all(known) {
            return Err(ClientError::BadSelection { min, max });
        }
        return Ok((values.into_iter().map(Value::String).collect(), Map::new()));
    }
    let option = naming(menu);
    let mut arguments = Arguments::default();
    for value in &values {
        resolve(&mut arguments, &option, value)?;
    }
    let ids = arguments
        .options
        .iter()
        .map(|option| option["value"].clone())
        .collect();
    Ok((ids, arguments.resolved))
}

/// What a menu takes that names people or places, as an option of a command would.
fn naming(menu: &Value) -> OptionDefinition {
    OptionDefinition {
        kind: match component::kind(menu) {
            5 => option_type::USER,
            6 => option_type::ROLE,
            8 => option_type::CHANNEL,
            _ => option_type::MENTIONABLE,
        },
        name: component::text(menu, "custom_id").to_owned(),
        description: String::new(),
        required: true,
        autocomplete: false,
        choices: Vec::new(),
        options: Vec::new(),
        min_value: None,
        max_value: None,
        min_length: None,
        max_length: None,
        channel_types: channel_types(menu),
    }
}

/// The kinds of channels that a menu offers; none named means all.
fn channel_types(menu: &Value) -> Vec<u64> {
    let kinds = menu.get("channel_types").and_then(Value::as_array);
    kinds.into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// Sends the form that the bot opened as its answer to `interaction`.
pub async fn submit_modal(
    shared: &Handle,
    actor: Actor,
    interaction: Snowflake,
    values: &Map<String, Value>,
) -> Result<Outcome, ClientError> {
    let (data, source) = shared.read(|state| {
        let opened = state
            .interactions
            .get(interaction)
            .filter(|opened| opened.user == actor.user);
        let opened = opened.ok_or(ClientError::NoSuchModal)?;
        let Some(Answer::Modal(modal)) = &opened.answer else {
            return Err(ClientError::NoSuchModal);
        };
        let (mut parts, mut arguments) = (Vec::new(), Arguments::default());
        // Every component has an id; Discord counts those to which the bot gave none.
        let mut count = 0;
        let mut numbered = |of: &Value, mut sent: Value| {
            count += 1;
            let own = of.get("id").and_then(Value::as_u64).filter(|own| *own > 0);
            sent["id"] = json!(own.unwrap_or(count));
            sent
        };
        for part in component::children(modal) {
            match component::kind(part) {
                ROW => {
                    let row = numbered(part, json!({ "type": ROW }));
                    let inputs = component::children(part).iter().map(|input| {
                        fill(input, component::text(input, "label"), values, |option, value| {
                            arguments.add(&state.world, &actor, option, &json!(value))
                        })
                        .map(|sent| numbered(input, sent))
                    });
                    let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
                    parts.push(with(row, "components", json!(inputs)));
                }
                LABEL => {
                    let label = numbered(part, json!({ "type": LABEL }));
                    let input = part
                        .get("component")
                        .map(|input| {
                            fill(input, component::text(part, "label"), values, |option, value| {
                                arguments.add(&state.world, &actor, option, &json!(value))
                            })
                            .map(|sent| numbered(input, sent))
                        })
                        .transpose()?;
                    parts.push(with(label, "component", json!(input)));
                }
                other => parts.push(numbered(part, json!({ "type": other }))),
            }
        }
        let mut data = json!({ "custom_id": component::text(modal, "custom_id"), "components": parts });
        if !arguments.resolved.is_empty() {
            data["resolved"] = Value::Object(arguments.resolved);
        }
        Ok((data, opened.source))
    })?;
    let what = Act {
        kind: InteractionKind::Modal,
        data,
        command: None,
        target: None,
        source,
    };
    Ok(act(shared, actor, what).await)
}

fn with(mut value: Value, key: &str, inside: Value) -> Value {
    value[key] = inside;
    value
}

/// One field of the form with its value, as Discord sends it: a radio group has one `value` or null, a checkbox has true
/// or false, the others that choose have `values`.
fn fill(
    input: &Value,
    label: &str,
    values: &Map<String, Value>,
    resolve: impl FnMut(&OptionDefinition, &str) -> Result<(), ClientError>,
) -> Result<Value, ClientError> {
    let id = component::text(input, "custom_id");
    let kind = component::kind(input);
    let given = values.get(id);
    let required = input.get("required").and_then(Value::as_bool).unwrap_or(true);
    if kind == component::TEXT_INPUT {
        return typed(input, label, given, required);
    }
    if kind == component::CHECKBOX {
        let ticked = given.and_then(Value::as_bool).unwrap_or(false);
        return Ok(json!({ "type": kind, "custom_id": id, "value": ticked }));
    }
    let chosen: Vec<String> = match given {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) if !one.is_empty() => vec![one.clone()],
        Some(_) | None => Vec::new(),
    };
    if chosen.is_empty() {
        if required {
            return Err(ClientError::Required(label.to_owned()));
        }
    } else {
        check_chosen(input, &chosen, resolve)?;
    }
    if kind == component::RADIO_GROUP {
        return Ok(json!({ "type": kind, "custom_id": id, "value": chosen.first() }));
    }
    Ok(json!({ "type": kind, "custom_id": id, "values": chosen }))
}

fn check_chosen(
    input: &Value,
    chosen: &[String],
    mut resolve: impl FnMut(&OptionDefinition, &str) -> Result<(), ClientError>,
) -> Result<(), ClientError> {
    let kind = component::kind(input);
    let options = input.get("options").and_then(Value::as_array);
    let options = options.map(Vec::as_slice).unwrap_or_default();
    let bound = |key: &str, default: usize| {
        let given = input.get(key).and_then(Value::as_u64);
        given
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(default)
    };
    let most = match kind {
        component::CHECKBOX_GROUP => options.len(),
        _ => 1,
    };
    let (min, max) = (bound("min_values", 1), bound("max_values", most));
    if !(min..=max).contains(&chosen.len()) {
        return Err(ClientError::BadSelection { min, max });
    }
    if matches!(
        kind,
        STRING_SELECT | component::RADIO_GROUP | component::CHECKBOX_GROUP
    ) {
        let known = |value: &String| {
            options
                .iter()
                .any(|option| component::text(option, "value") == value)
        };
        if !chosen.iter().all(known) {
            return Err(ClientError::BadSelection { min, max });
        }
        return Ok(());
    }
    let option = naming(input);
    chosen.iter().try_for_each(|value| resolve(&option, value))
}

/// A text field with what was typed.
fn typed(input: &Value, label: &str, given: Option<&Value>, required: bool) -> Result<Value, ClientError> {
    let id = component::text(input, "custom_id");
    let text = given
        .and_then(Value::as_str)
        .unwrap_or_else(|| component::text(input, "value"));
    let count = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let bound = |key: &str, default: u64| input.get(key).and_then(Value::as_u64).unwrap_or(default);
    if count == 0 && required {
        return Err(ClientError::Required(label.to_owned()));
    }
    let (min, max) = (bound("min_length", 0), bound("max_length", 4_000));
    if count > 0 && !(min..=max).contains(&count) {
        return Err(ClientError::BadValue {
            option: label.to_owned(),
            problem: format!("between {min} and {max} characters"),
        });
    }
    Ok(json!({ "type": component::TEXT_INPUT, "custom_id": id, "value": text }))
}
