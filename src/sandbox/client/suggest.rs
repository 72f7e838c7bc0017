//! What the command box offers while a member types: commands first, then options, then values.

use serde::Serialize;
use serde_json::Value;

use super::actor::Actor;
use super::autocomplete::autocomplete;
use super::command::{Call, may_use, named_in};
use super::error::ClientError;
use super::typed::Typed;
use crate::sandbox::command::{CHAT_INPUT, OptionDefinition, option_type};
use crate::sandbox::shared::Handle;
use crate::sandbox::state::State;

/// The most suggestions at a time.
const MOST: usize = 25;

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What is shown.
    pub label: String,
    /// What it means.
    pub detail: String,
    /// The whole line when it is taken.
    pub line: String,
}

/// All suggestions for a line.
#[derive(Debug, Default, Serialize)]
pub struct Suggestions {
    /// What is being typed.
    pub hint: String,
    /// What can be taken.
    pub items: Vec<Suggestion>,
}

/// Where the values come from.
enum Values {
    Known(Suggestions),
    Bot {
        hint: String,
        start: usize,
        more: Vec<Suggestion>,
    },
}

/// Suggestions for a line; the bot is asked where the option says so.
pub async fn suggest(shared: &Handle, actor: Actor, line: &str) -> Result<Suggestions, ClientError> {
    let values = shared.read(|state| {
        let commands = commands(state, &actor, line);
        if commands.items.is_empty() {
            values(state, &actor, line)
        } else {
            Ok(Values::Known(commands))
        }
    })?;
    match values {
        Values::Known(suggestions) => Ok(suggestions),
        Values::Bot { hint, start, more } => {
            let call = Call::Typed {
                text: line.to_owned(),
            };
            let choices = autocomplete(shared, actor, &call, None).await?;
            let choices = choices.as_array().map(Vec::as_slice).unwrap_or_default();
            let mut items: Vec<Suggestion> = choices
                .iter()
                .map(|choice| from_choice(line, start, choice))
                .collect();
            items.extend(more);
            Ok(Suggestions { hint, items })
        }
    }
}

/// Commands, each subcommand for itself, that start as the line does.
fn commands(state: &State, actor: &Actor, line: &str) -> Suggestions {
    let mut items = Vec::new();
    let here = state.has_commands_in(actor.guild);
    let visible = state
        .commands
        .iter()
        .filter(|command| command.kind == CHAT_INPUT && command.is_in(actor.guild))
        .filter(|_| here);
    for command in visible.filter(|command| may_use(state, actor, command)) {
        let description = command.wire["description"].as_str().unwrap_or_default();
        leaves(
            &format!("/{}", command.name),
            description,
            &command.options,
            &mut items,
        );
    }
    items.retain(|item| item.line.starts_with(line) && item.line != line);
    items.truncate(MOST);
    Suggestions {
        hint: "Commands".to_owned(),
        items,
    }
}

fn leaves(label: &str, description: &str, options: &[OptionDefinition], items: &mut Vec<Suggestion>) {
    let mut nested = options.iter().filter(|option| option.is_nested()).peekable();
    if nested.peek().is_none() {
        items.push(Suggestion {
            label: label.to_owned(),
            detail: description.to_owned(),
            line: format!("{label} "),
        });
    }
    for sub in nested {
        leaves(
            &format!("{label} {}", sub.name),
            &sub.description,
            &sub.options,
            items,
        );
    }
}

fn values(state: &State, actor: &Actor, line: &str) -> Result<Values, ClientError> {
    let typed = Typed::read(line, named_in(state, actor, line)?)?;
    let names = option_names(&typed, line);
    let Some((option, start, text)) = typed.focus(line) else {
        return Ok(Values::Known(Suggestions {
            hint: "Options".to_owned(),
            items: names,
        }));
    };
    let hint = format!("{}: {}", option.name, option.description);
    let more = if line.ends_with(char::is_whitespace) && typed.has(option) {
        names
    } else {
        Vec::new()
    };
    if option.autocomplete {
        return Ok(Values::Bot { hint, start, more });
    }
    let wanted = text.trim_start_matches(['#', '@']).to_lowercase();
    let fits = |label: &str| {
        label
            .trim_start_matches(['#', '@'])
            .to_lowercase()
            .contains(&wanted)
    };
    let known = known_values(state, actor, option)
        .into_iter()
        .filter(|label| fits(label));
    let mut items: Vec<Suggestion> = known
        .map(|label| taken(line, start, &label, &label, String::new()))
        .collect();
    items.extend(more);
    items.truncate(MOST);
    Ok(Values::Known(Suggestions { hint, items }))
}

/// The values that the client knows by itself.
fn known_values(state: &State, actor: &Actor, option: &OptionDefinition) -> Vec<String> {
    if !option.choices.is_empty() {
        return option.choices.iter().map(|choice| choice.name.clone()).collect();
    }
    let Some((guild, _)) = actor.membership(&state.world) else {
        return Vec::new();
    };
    let users = || {
        guild
            .members
            .iter()
            .map(|member| format!("@{}", member.user.name))
    };
    let roles = || {
        guild
            .roles
            .iter()
            .map(|role| format!("@{}", role.name.trim_start_matches('@')))
    };
    match option.kind {
        option_type::BOOLEAN => vec!["true".to_owned(), "false".to_owned()],
        option_type::USER => users().collect(),
        option_type::ROLE => roles().collect(),
        option_type::MENTIONABLE => users().chain(roles()).collect(),
        option_type::CHANNEL => state
            .world
            .channels_of(guild.id)
            .map(|channel| format!("#{}", channel.name))
            .collect(),
        _ => Vec::new(),
    }
}

/// The options that have no value yet.
fn option_names(typed: &Typed<'_>, line: &str) -> Vec<Suggestion> {
    let glue = if line.ends_with(char::is_whitespace) {
        ""
    } else {
        " "
    };
    let free = typed.options.iter().filter(|option| !typed.has(option));
    free.map(|option| Suggestion {
        label: format!("{}:", option.name),
        detail: option.description.clone(),
        line: format!("{line}{glue}{}:", option.name),
    })
    .collect()
}

fn from_choice(line: &str, start: usize, choice: &Value) -> Suggestion {
    let label = choice["name"].as_str().unwrap_or_default();
    let value = choice["value"]
        .as_str()
        .map_or_else(|| choice["value"].to_string(), str::to_owned);
    let same = |c: char| if c == '-' { ' ' } else { c.to_ascii_lowercase() };
    let detail = if value.chars().map(same).eq(label.chars().map(same)) {
        String::new()
    } else {
        value.clone()
    };
    taken(line, start, label, &value, detail)
}

fn taken(line: &str, start: usize, label: &str, value: &str, detail: String) -> Suggestion {
    let spaced = value.contains(char::is_whitespace) && !value.contains('"');
    let value = if spaced {
        format!("\"{value}\"")
    } else {
        value.to_owned()
    };
    Suggestion {
        label: label.to_owned(),
        detail,
        line: format!("{}{value} ", &line[..start.min(line.len())]),
    }
}
