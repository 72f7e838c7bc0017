//! Lines as members type them.

use super::*;
use crate::sandbox::command::Scope;
use crate::sandbox::snowflake::Snowflake;
use serde_json::{Value, json};

fn command(definition: &Value) -> Command {
    let id = Snowflake::fixed(1);
    Command::from_definition(definition, Scope::Global, id, id).unwrap()
}

fn propose() -> Command {
    command(&json!({ "name": "propose", "description": "a", "options": [
            { "type": 3, "name": "blip", "description": "a", "required": true },
            { "type": 3, "name": "ring", "description": "a", "required": true },
            { "type": 3, "name": "reason", "description": "a" },
        ] }))
}

fn values(line: &str, command: &Command) -> Vec<(String, String)> {
    let typed = Typed::read(line, command).unwrap();
    typed
        .values
        .into_iter()
        .map(|value| (value.option.name.clone(), value.text))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn positional_values_fill_the_required_options_and_names_the_rest() {
    let line = r#"/propose crossplane trial reason:"two words""#;
    let expected = pairs(&[("blip", "crossplane"), ("ring", "trial"), ("reason", "two words")]);
    assert_eq!(values(line, &propose()), expected);
}

#[test]
fn a_named_value_runs_until_the_next_name_and_quotes_protect() {
    let line = r#"/propose reason:it is good ring:trial blip:"a ring: of words""#;
    let expected = pairs(&[
        ("reason", "it is good"),
        ("ring", "trial"),
        ("blip", "a ring: of words"),
    ]);
    assert_eq!(values(line, &propose()), expected);
}

#[test]
fn the_last_text_takes_the_rest_and_quotes_keep_words_together() {
    let radar = command(&json!({ "name": "radar", "description": "a", "options": [
            { "type": 3, "name": "blip", "description": "a", "required": true },
            { "type": 5, "name": "public", "description": "a" },
        ] }));
    let expected = pairs(&[("blip", "aws cloud run"), ("public", "true")]);
    assert_eq!(values("/radar aws cloud run public:true", &radar), expected);
    assert_eq!(
        values(r#"/propose "aws cloud" trial"#, &propose()),
        pairs(&[("blip", "aws cloud"), ("ring", "trial")])
    );
}

#[test]
fn subcommands_are_found_and_asked_for() {
    let proposal = command(&json!({ "name": "proposal", "description": "a", "options": [
            { "type": 1, "name": "show", "description": "a", "options": [
                { "type": 4, "name": "proposal", "description": "a", "required": true }] },
        ] }));
    assert_eq!(
        values("/proposal show proposal:1", &proposal),
        pairs(&[("proposal", "1")])
    );
    assert_eq!(values("/proposal show 1", &proposal), pairs(&[("proposal", "1")]));
    assert!(matches!(
        Typed::read("/proposal", &proposal),
        Err(ClientError::SubcommandMissing { .. })
    ));
    assert!(matches!(
        Typed::read("/proposal show 1 2", &proposal),
        Err(ClientError::TooMuch(_))
    ));
}

#[test]
fn the_focus_is_what_is_being_typed() {
    let command = propose();
    let focus = |line: &str| {
        let typed = Typed::read(line, &command).unwrap();
        typed
            .focus(line)
            .map(|(option, _, text)| (option.name.clone(), text))
    };
    assert_eq!(focus("/propose cro"), Some(("blip".to_owned(), "cro".to_owned())));
    assert_eq!(focus("/propose cro "), Some(("ring".to_owned(), String::new())));
    assert_eq!(focus("/propose "), Some(("blip".to_owned(), String::new())));
    assert_eq!(focus(r#"/propose a b reason:"x y""#), None);
}
