//! The limits of command definitions.

use serde_json::Value;

use crate::sandbox::component::text;
use crate::sandbox::form_errors::FormErrors;

const NAME: usize = 32;
const DESCRIPTION: usize = 100;
const OPTIONS: usize = 25;
const CHOICES: usize = 25;
const CHOICE: usize = 100;
const SLASH_COMMANDS: usize = 100;
const CONTEXT_COMMANDS: usize = 15;
/// All names, descriptions and choices of a command together.
const TOTAL: usize = 8_000;
const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;
/// The context of the bot's direct messages.
const BOT_DIRECT: u64 = 1;

/// Checks the list that replaces all commands of a scope; `in_guild`: the scope is one guild.
pub fn check(list: &[Value], in_guild: bool, errors: &mut FormErrors) {
    for (kind, limit) in [(1, SLASH_COMMANDS), (2, CONTEXT_COMMANDS), (3, CONTEXT_COMMANDS)] {
        if list.iter().filter(|command| kind_of(command) == kind).count() > limit {
            errors.push(
                "APPLICATION_COMMAND_TOO_MANY",
                format!("Maximum number of application commands reached ({limit})."),
            );
        }
    }
    let mut names: Vec<(u64, &str)> = Vec::new();
    for (index, command) in list.iter().enumerate() {
        errors.at(index, |errors| {
            let identity = (kind_of(command), text(command, "name"));
            if names.contains(&identity) {
                errors.at("name", |errors| {
                    errors.push(
                        "APPLICATION_COMMANDS_DUPLICATE_NAME",
                        "Application command names must be unique",
                    );
                });
            }
            names.push(identity);
            check_command(command, in_guild, errors);
        });
    }
}

fn kind_of(command: &Value) -> u64 {
    command.get("type").and_then(Value::as_u64).unwrap_or(1)
}

fn check_command(command: &Value, in_guild: bool, errors: &mut FormErrors) {
    if kind_of(command) == 1 {
        name(command, errors);
        description(command, errors);
        options(command, 0, errors);
    } else {
        errors.at("name", |errors| errors.length(text(command, "name"), 1, NAME));
    }
    permissions(command, errors);
    contexts(command, in_guild, errors);
    if total(command) > TOTAL {
        errors.push(
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({TOTAL})"),
        );
    }
}

fn name(value: &Value, errors: &mut FormErrors) {
    errors.at("name", |errors| check_name(text(value, "name"), errors));
    for (locale, name) in translations(value, "name") {
        errors.at(format!("name_localizations.{locale}"), |errors| {
            check_name(name, errors);
        });
    }
}

fn check_name(name: &str, errors: &mut FormErrors) {
    errors.length(name, 1, NAME);
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    let lower_case = name.to_lowercase() == name;
    if !name.chars().all(letter) || !lower_case {
        errors.push("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn description(value: &Value, errors: &mut FormErrors) {
    errors.at("description", |errors| {
        errors.length(text(value, "description"), 1, DESCRIPTION);
    });
    for (locale, translated) in translations(value, "description") {
        errors.at(format!("description_localizations.{locale}"), |errors| {
            errors.length(translated, 1, DESCRIPTION);
        });
    }
}

/// A bit set, as text.
fn permissions(command: &Value, errors: &mut FormErrors) {
    let bits = command
        .get("default_member_permissions")
        .filter(|bits| !bits.is_null());
    if bits.is_some_and(|bits| bits.as_str().is_none_or(|text| text.parse::<u64>().is_err())) {
        errors.at("default_member_permissions", |errors| {
            errors.push(
                "STRING_TYPE_CONVERT",
                "Could not interpret as a set of permissions.",
            );
        });
    }
}

/// Where a command can be used: in guilds, in the bot's direct messages, in private channels.
fn contexts(command: &Value, in_guild: bool, errors: &mut FormErrors) {
    for (index, context) in list(command, "contexts").iter().enumerate() {
        let allowed = match context.as_u64() {
            Some(BOT_DIRECT) => !in_guild,
            Some(number) => number <= 2,
            None => false,
        };
        if !allowed {
            errors.at(format!("contexts.{index}"), |errors| {
                errors.push(
                    "BASE_TYPE_CHOICES",
                    "Value is not a context that is allowed here.",
                );
            });
        }
    }
}

/// The texts of a key in other languages.
fn translations<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a str)> {
    let texts = value
        .get(format!("{key}_localizations"))
        .and_then(Value::as_object);
    texts
        .into_iter()
        .flatten()
        .map(|(locale, text)| (locale, text.as_str().unwrap_or_default()))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn options(parent: &Value, depth: usize, errors: &mut FormErrors) {
    let options = list(parent, "options");
    errors.at("options", |errors| {
        errors.count(options.len(), 0, OPTIONS);
        let mut optional_seen = false;
        let mut names: Vec<&str> = Vec::new();
        for (index, option) in options.iter().enumerate() {
            errors.at(index, |errors| {
                let required = option.get("required").and_then(Value::as_bool).unwrap_or(false);
                if required && optional_seen {
                    errors.push(
                        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                        "Required options must be placed before non-required options",
                    );
                }
                let kind = option.get("type").and_then(Value::as_u64).unwrap_or_default();
                optional_seen |= !required && kind > GROUP;
                if names.contains(&text(option, "name")) {
                    errors.push(
                        "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                        "Option name already exists",
                    );
                }
                names.push(text(option, "name"));
                check_option(option, kind, depth, errors);
            });
        }
        let nested = options
            .iter()
            .filter(|option| matches!(option.get("type").and_then(Value::as_u64), Some(1 | 2)));
        let nested = nested.count();
        if nested > 0 && nested < options.len() {
            errors.push(
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types are mutually exclusive to all other types",
            );
        }
    });
}

fn check_option(option: &Value, kind: u64, depth: usize, errors: &mut FormErrors) {
    name(option, errors);
    description(option, errors);
    let allowed = match kind {
        SUBCOMMAND => depth <= 1,
        GROUP => depth == 0,
        3..=11 => true,
        _ => false,
    };
    if !allowed {
        errors.at("type", |errors| {
            errors.push(
                "BASE_TYPE_CHOICES",
                "Value is not an option type that is allowed here.",
            );
        });
    }
    if matches!(kind, SUBCOMMAND | GROUP) {
        options(option, if kind == GROUP { 1 } else { 2 }, errors);
    }
    let choices = list(option, "choices");
    let autocomplete = option
        .get("autocomplete")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    if autocomplete && (!choices.is_empty() || !matches!(kind, 3 | 4 | 10)) {
        errors.at("autocomplete", |errors| {
            errors.push(
                "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
                "Cannot have autocomplete here",
            );
        });
    }
    errors.at("choices", |errors| {
        errors.count(choices.len(), 0, CHOICES);
        for (index, choice) in choices.iter().enumerate() {
            errors.at(format!("{index}.name"), |errors| {
                errors.length(text(choice, "name"), 1, CHOICE);
            });
            if kind == 3 {
                errors.at(format!("{index}.value"), |errors| {
                    errors.length(text(choice, "value"), 1, CHOICE);
                });
            }
        }
    });
    for key in ["min_length", "max_length"] {
        if option
            .get(key)
            .and_then(Value::as_u64)
            .is_some_and(|length| length > 6_000)
        {
            errors.at(key, |errors| {
                errors.push(
                    "NUMBER_TYPE_MAX",
                    "int value should be less than or equal to 6000.",
                );
            });
        }
    }
}

fn total(value: &Value) -> usize {
    // Of a text in several languages the longest counts.
    let longest = |key: &str| {
        let others = translations(value, key).map(|(_, text)| text.chars().count());
        others
            .max()
            .unwrap_or_default()
            .max(text(value, key).chars().count())
    };
    let own = longest("name") + longest("description");
    let choices = list(value, "choices")
        .iter()
        .map(|choice| text(choice, "name").chars().count() + text(choice, "value").chars().count());
    own + choices.sum::<usize>() + list(value, "options").iter().map(total).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(list: &Value) -> Value {
        let mut errors = FormErrors::default();
        check(list.as_array().unwrap(), false, &mut errors);
        errors.tree()
    }

    #[test]
    fn names_order_and_nesting_are_checked() {
        assert!(
            tree(&json!([{ "name": "Radar", "description": "a" }]))
                .pointer("/0/name")
                .is_some()
        );
        assert!(
            tree(&json!([{ "name": "a b", "description": "a" }]))
                .pointer("/0/name")
                .is_some()
        );
        let twice = json!({ "name": "a", "description": "a" });
        assert!(tree(&json!([twice, twice])).pointer("/1/name").is_some());
        let order = json!([{ "name": "a", "description": "a", "options": [
            { "type": 3, "name": "x", "description": "x" },
            { "type": 3, "name": "y", "description": "y", "required": true },
        ] }]);
        assert!(tree(&order).pointer("/0/options/1/_errors").is_some());
        let deep = json!([{ "name": "a", "description": "a", "options": [{ "type": 1, "name": "s", "description": "s",
            "options": [{ "type": 1, "name": "t", "description": "t" }] }] }]);
        assert!(tree(&deep).pointer("/0/options/0/options/0/type").is_some());
    }

    #[test]
    fn all_texts_together_are_limited() {
        let choice = |n: usize| json!({ "name": format!("{n:0>100}"), "value": format!("{n:0>100}") });
        let option = |n: usize| {
            json!({ "type": 3, "name": format!("o{n}"), "description": "x",
            "choices": (0..25).map(choice).collect::<Vec<_>>() })
        };
        let command = |count: usize| {
            json!([{ "name": "a", "description": "a",
            "options": (0..count).map(option).collect::<Vec<_>>() }])
        };
        assert_eq!(tree(&command(1)), json!({}));
        assert_eq!(
            tree(&command(2))["0"]["_errors"][0]["code"],
            "APPLICATION_COMMAND_TOO_LARGE"
        );
    }
}
