//! `/help`: the table of commands as text, and the rule of a vote.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::flow::Block;
use super::pager;
use super::rule;
use super::vote;
use crate::discord::commands::{Action, COMMANDS, Command, Shape};
use crate::service::Rule;

/// What the bot can do.
pub fn render(about: &Rule, context: Context<'_>) -> Body {
    let words = context.wording;
    let rule = rule::words(&about.policy, context);
    let duration = rule::duration(about.policy.duration, context);
    let names = about.choice.iter().map(|name| format!("`{name}`"));
    let policies = names.collect::<Vec<_>>().join(", ");
    let blocks = [
        Block::paragraph(words.text("help-intro")),
        Block {
            heading: None,
            parts: COMMANDS
                .iter()
                .flat_map(|command| lines(command, context))
                .collect(),
        },
        Block {
            heading: None,
            parts: [
                Some(words.with("help-rule", [("rule", rule.into())])),
                vote::secret(&about.policy, context),
                Some(words.with("help-duration", [("duration", duration.into())])),
                Some(words.with("help-policies", [("policies", policies.into())])),
            ]
            .into_iter()
            .flatten()
            .collect(),
        },
    ];
    let title = words.text("help-title").into_owned();
    Body::framed(Some(title), pager::pages(&blocks, context), NEUTRAL, None)
}

fn lines(command: &Command, context: Context<'_>) -> Vec<String> {
    let key = format!("command-{}", command.name);
    match &command.shape {
        Shape::OnMessage(_) => vec![
            context
                .wording
                .with("help-on-message", [("command", command.name.into())]),
        ],
        Shape::Plain(action) => vec![line(&format!("/{}", command.name), action, &key, context)],
        Shape::Group(subcommands) => subcommands
            .iter()
            .map(|subcommand| {
                let usage = format!("/{} {}", command.name, subcommand.name);
                let key = format!("{key}-{}", subcommand.name);
                line(&usage, &subcommand.action, &key, context)
            })
            .collect(),
    }
}

fn line(name: &str, action: &Action, key: &str, context: Context<'_>) -> String {
    let mut usage = name.to_owned();
    for parameter in action.parameters {
        usage.push(' ');
        if parameter.required {
            usage.push_str(parameter.name);
        } else {
            usage.push('[');
            usage.push_str(parameter.name);
            usage.push(']');
        }
    }
    let description = context.wording.text(key).into_owned();
    context.wording.with(
        "help-command",
        [("usage", usage.into()), ("description", description.into())],
    )
}
