//! Reading a command line as a member types it: `/propose crossplane trial reason:"two words"`.
//!
//! Values without a name fill the options in order, the required ones first; from the last required one on, a text
//! option takes the rest of the line. `name:value` runs until the next known `name:`. Quotes keep words together.

use super::error::ClientError;
use crate::sandbox::command::{Command, OptionDefinition, option_type};

/// A value as it was typed.
#[derive(Debug, Clone)]
pub struct TypedValue<'a> {
    /// Whose value it is.
    pub option: &'a OptionDefinition,
    /// The value without its quotes.
    pub text: String,
    /// Where it starts in the line, in bytes.
    pub start: usize,
    /// Whether a closing quote has ended it.
    pub closed: bool,
}

/// A command line, taken apart.
#[derive(Debug)]
pub struct Typed<'a> {
    /// The command.
    pub command: &'a Command,
    /// The subcommand, and its group before it.
    pub path: Vec<&'a OptionDefinition>,
    /// The options that can have values.
    pub options: &'a [OptionDefinition],
    /// The values, in the order in which they stand.
    pub values: Vec<TypedValue<'a>>,
}

impl<'a> Typed<'a> {
    /// Takes a line apart that means `command`; `line` still has its `/name`.
    pub fn read(line: &str, command: &'a Command) -> Result<Self, ClientError> {
        let mut at = 1 + command.name.len();
        let mut path = Vec::new();
        let mut options = command.options.as_slice();
        while options.iter().any(OptionDefinition::is_nested) {
            let (start, word) = next_word(line, at).unwrap_or((line.len(), ""));
            let Some(sub) = options.iter().find(|option| option.name == word) else {
                let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
                return Err(ClientError::SubcommandMissing {
                    command: command.name.clone(),
                    subcommands: names.join(", "),
                });
            };
            path.push(sub);
            options = &sub.options;
            at = start + word.len();
        }
        let values = read_values(line, at, options)?;
        Ok(Self {
            command,
            path,
            options,
            values,
        })
    }

    /// The option whose value is being typed at the end of the line, where it starts and what is there of it.
    pub fn focus(&self, line: &str) -> Option<(&'a OptionDefinition, usize, String)> {
        let last = self.values.iter().max_by_key(|value| value.start);
        let going_on = |value: &TypedValue<'a>| (value.option, value.start, value.text.clone());
        if !line.ends_with(char::is_whitespace) {
            return last.filter(|value| !value.closed).map(going_on);
        }
        let missing = self
            .options
            .iter()
            .find(|option| option.required && !self.has(option));
        if let Some(option) = missing {
            return Some((option, line.len(), String::new()));
        }
        // `/radar two ` may go on with a second word.
        last.filter(|value| !value.closed && value.option.kind == option_type::STRING)
            .map(going_on)
    }

    /// Whether the option has a value.
    pub fn has(&self, option: &OptionDefinition) -> bool {
        self.values.iter().any(|value| value.option.name == option.name)
    }
}

/// The next word and where it starts.
fn next_word(line: &str, from: usize) -> Option<(usize, &str)> {
    let rest = line.get(from..)?;
    let start = from + rest.find(|c: char| !c.is_whitespace())?;
    let word = line[start..].split(char::is_whitespace).next()?;
    Some((start, word))
}

/// `name:` in the line.
struct Label<'a> {
    start: usize,
    option: &'a OptionDefinition,
    value: usize,
}

fn read_values<'a>(
    line: &str,
    from: usize,
    options: &'a [OptionDefinition],
) -> Result<Vec<TypedValue<'a>>, ClientError> {
    let labels = labels(line, from, options);
    let end_of_positional = labels.first().map_or(line.len(), |label| label.start);
    let mut values = positional(line, from, end_of_positional, options, &labels)?;
    for (index, label) in labels.iter().enumerate() {
        let end = labels.get(index + 1).map_or(line.len(), |next| next.start);
        values.push(value(line, label.value, end, label.option));
    }
    Ok(values)
}

/// All labels of known options outside quotes, each option's first.
fn labels<'a>(line: &str, from: usize, options: &'a [OptionDefinition]) -> Vec<Label<'a>> {
    let mut labels: Vec<Label<'a>> = Vec::new();
    let mut quoted = false;
    let mut boundary = true;
    for (offset, character) in line[from..].char_indices() {
        let at = from + offset;
        if quoted {
            quoted = character != '"';
            continue;
        }
        if boundary {
            quoted = character == '"';
            let here = options.iter().find(|option| {
                line[at..]
                    .strip_prefix(option.name.as_str())
                    .is_some_and(|rest| rest.starts_with(':'))
            });
            if let Some(option) = here
                && !labels.iter().any(|label| label.option.name == option.name)
            {
                labels.push(Label {
                    start: at,
                    option,
                    value: at + option.name.len() + 1,
                });
            }
        }
        // A quote can follow directly on the colon of a label.
        boundary = character.is_whitespace() || labels.last().is_some_and(|label| label.value == at + 1);
    }
    labels
}

fn positional<'a>(
    line: &str,
    from: usize,
    end: usize,
    options: &'a [OptionDefinition],
    labels: &[Label<'a>],
) -> Result<Vec<TypedValue<'a>>, ClientError> {
    let free = |required: bool| {
        let named = |option: &OptionDefinition| labels.iter().any(|label| label.option.name == option.name);
        options
            .iter()
            .filter(move |option| option.required == required && !named(option))
    };
    let required = free(true).count();
    let targets: Vec<&OptionDefinition> = free(true).chain(free(false)).collect();
    let mut values = Vec::new();
    let mut at = from;
    while let Some((start, _)) = next_word(&line[..end], at) {
        let Some(option) = targets.get(values.len()) else {
            return Err(ClientError::TooMuch(line[start..end].trim().to_owned()));
        };
        let takes_rest = values.len() + 1 >= required && option.kind == option_type::STRING;
        let stop = if takes_rest {
            end
        } else {
            word_end(line, start, end)
        };
        values.push(value(line, start, stop, option));
        at = stop;
    }
    Ok(values)
}

/// Where a word, or a quoted run of words, ends.
fn word_end(line: &str, start: usize, end: usize) -> usize {
    let word = &line[start..end];
    if let Some(quoted) = word.strip_prefix('"') {
        return quoted.find('"').map_or(end, |length| start + length + 2);
    }
    word.find(char::is_whitespace)
        .map_or(end, |length| start + length)
}

fn value<'a>(line: &str, start: usize, end: usize, option: &'a OptionDefinition) -> TypedValue<'a> {
    let slice = &line[start..end];
    let start = start + (slice.len() - slice.trim_start().len());
    let text = slice.trim();
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let whole = inside.filter(|inside| !inside.contains('"'));
    let open = text.strip_prefix('"').filter(|rest| !rest.contains('"'));
    TypedValue {
        option,
        text: whole.or(open).unwrap_or(text).to_owned(),
        start,
        closed: whole.is_some(),
    }
}

#[cfg(test)]
mod tests;
