//! Definitions of commands.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use super::super::Loop;
use super::{Row, codes, hold, long};
use crate::sandbox::world::{BOT, ENGINEERING, SECOND_TEAM};

fn command(more: Value) -> Value {
    let mut command = json!({ "name": "a", "description": "a" });
    if let (Value::Object(command), Value::Object(more)) = (&mut command, more) {
        command.extend(more);
    }
    json!([command])
}

fn option(more: Value) -> Value {
    let mut option = json!({ "type": 3, "name": "o", "description": "o" });
    if let (Value::Object(option), Value::Object(more)) = (&mut option, more) {
        option.extend(more);
    }
    command(json!({ "options": [option] }))
}

fn options(count: usize) -> Value {
    let many = (0..count).map(|n| json!({ "type": 3, "name": format!("o{n}"), "description": "o" }));
    command(json!({ "options": many.collect::<Vec<_>>() }))
}

fn choices(count: usize, name: usize, value: usize) -> Value {
    let many =
        (0..count).map(|n| json!({ "name": format!("{n:0>name$}"), "value": format!("{n:0>value$}") }));
    option(json!({ "choices": many.collect::<Vec<_>>() }))
}

fn many(kind: u64, count: usize) -> Value {
    let one = |n: usize| match kind {
        1 => json!({ "name": format!("c{n}"), "description": "a" }),
        _ => json!({ "name": format!("c{n}"), "type": kind }),
    };
    json!((0..count).map(one).collect::<Vec<_>>())
}

/// A command whose texts have so many letters together; then its description is translated into so many.
fn letters(total: usize, translated: usize) -> Value {
    let choice = |name: usize, value: usize| json!({ "name": long(name), "value": long(value) });
    let option = |name: &str, choices: Vec<Value>| json!({ "type": 3, "name": name, "description": "o", "choices": choices });
    // The command's own two letters, three of each option, and a full list of choices.
    let rest = total - 2 - 2 * 3 - 25 * 200;
    let mut choices = vec![choice(100, 100); rest / 200];
    choices.push(choice(rest % 200 - 100, 100));
    let options = [option("o1", vec![choice(100, 100); 25]), option("o2", choices)];
    let mut definition = json!({ "options": options });
    if translated > 0 {
        definition["description_localizations"] = json!({ "de": long(translated) });
    }
    command(definition)
}

fn sub(kind: u64, inside: Value) -> Value {
    json!({ "type": kind, "name": "s", "description": "s", "options": [inside] })
}

fn plain() -> Value {
    json!({ "type": 3, "name": "p", "description": "p" })
}

fn table() -> Vec<Row> {
    let name = |name: &str| command(json!({ "name": name }));
    let nested = |inside: Value| command(json!({ "options": [inside] }));
    vec![
        ("name: 32", name(&long(32)), name(&long(33)), "0.name"),
        ("name: there", name("a"), name(""), "0.name"),
        ("name: letters", name("größe-1_b'c"), name("a b"), "0.name"),
        ("name: lower case", name("ж"), name("Ж"), "0.name"),
        (
            "name: unique",
            many(1, 2),
            json!([many(1, 1)[0], many(1, 1)[0]]),
            "1.name",
        ),
        (
            "description: 100",
            command(json!({ "description": long(100) })),
            command(json!({ "description": long(101) })),
            "0.description",
        ),
        (
            "description: there",
            command(json!({ "description": "a" })),
            command(json!({ "description": "" })),
            "0.description",
        ),
        (
            "translated name: like a name",
            command(json!({ "name_localizations": { "de": "größe" } })),
            command(json!({ "name_localizations": { "de": "Größe" } })),
            "0.name_localizations.de",
        ),
        (
            "translated description: 100",
            command(json!({ "description_localizations": { "de": long(100) } })),
            command(json!({ "description_localizations": { "de": long(101) } })),
            "0.description_localizations.de",
        ),
        ("options: 25", options(25), options(26), "0.options"),
        (
            "option name: letters",
            option(json!({ "name": "a-b" })),
            option(json!({ "name": "a b" })),
            "0.options.0.name",
        ),
        (
            "option description: 100",
            option(json!({ "description": long(100) })),
            option(json!({ "description": long(101) })),
            "0.options.0.description",
        ),
        (
            "required options first",
            command(json!({ "options": [
                { "type": 3, "name": "x", "description": "x", "required": true }, plain() ] })),
            command(json!({ "options": [
                plain(), { "type": 3, "name": "x", "description": "x", "required": true } ] })),
            "0.options.1",
        ),
        (
            "choices: 25",
            choices(25, 2, 2),
            choices(26, 2, 2),
            "0.options.0.choices",
        ),
        (
            "choice name: 100",
            choices(1, 100, 1),
            choices(1, 101, 1),
            "0.options.0.choices.0.name",
        ),
        (
            "choice value: 100",
            choices(1, 1, 100),
            choices(1, 1, 101),
            "0.options.0.choices.0.value",
        ),
        (
            "choices or autocomplete",
            option(json!({ "autocomplete": true })),
            option(json!({ "autocomplete": true, "choices": [{ "name": "a", "value": "a" }] })),
            "0.options.0.autocomplete",
        ),
        (
            "min_length: 6000",
            option(json!({ "min_length": 6_000 })),
            option(json!({ "min_length": 6_001 })),
            "0.options.0.min_length",
        ),
        (
            "max_length: 6000",
            option(json!({ "max_length": 6_000 })),
            option(json!({ "max_length": 6_001 })),
            "0.options.0.max_length",
        ),
        (
            "group, subcommand, option",
            nested(sub(2, sub(1, plain()))),
            nested(sub(2, sub(2, plain()))),
            "0.options.0.options.0.type",
        ),
        (
            "subcommand, option",
            nested(sub(1, plain())),
            nested(sub(1, sub(1, plain()))),
            "0.options.0.options.0.type",
        ),
        (
            "subcommands or options",
            command(json!({ "options": [sub(1, plain())] })),
            command(json!({ "options": [sub(1, plain()), plain()] })),
            "0.options",
        ),
        (
            "all texts: 8000",
            letters(8_000 - 1_000, 0),
            letters(8_001, 0),
            "0",
        ),
        (
            "all texts: the longest language",
            letters(7_950, 51),
            letters(7_950, 52),
            "0",
        ),
        ("slash commands: 100", many(1, 100), many(1, 101), ""),
        ("user commands: 15", many(2, 15), many(2, 16), ""),
        ("message commands: 15", many(3, 15), many(3, 16), ""),
        (
            "permissions: a text",
            command(json!({ "default_member_permissions": "32" })),
            command(json!({ "default_member_permissions": 32 })),
            "0.default_member_permissions",
        ),
        (
            "contexts: known",
            command(json!({ "contexts": [0, 1, 2] })),
            command(json!({ "contexts": [3] })),
            "0.contexts.0",
        ),
    ]
}

#[tokio::test]
async fn what_a_command_may_be() {
    let sandbox = Loop::start().await;
    // A day has 200 creates, and the table makes some.
    let path = format!("/applications/{BOT}/commands");
    for row in table() {
        sandbox.clock.advance(SignedDuration::from_hours(24));
        hold(&sandbox, Method::PUT, &path, vec![row]).await;
    }
}

#[tokio::test]
async fn a_guilds_command_is_not_for_direct_messages() {
    let sandbox = Loop::start().await;
    let path = format!("/applications/{BOT}/guilds/{ENGINEERING}/commands");
    let row = (
        "contexts: not BOT_DM",
        command(json!({ "contexts": [0] })),
        command(json!({ "contexts": [0, 1] })),
        "0.contexts.1",
    );
    hold(&sandbox, Method::PUT, &path, vec![row]).await;
}

#[tokio::test]
async fn a_day_has_two_hundred_creates_for_each_scope() {
    let sandbox = Loop::start().await;
    let path = |guild| format!("/applications/{BOT}/guilds/{guild}/commands");
    let put = async |guild, names: &[&str]| {
        let list: Vec<_> = (0..50)
            .flat_map(|n| names.iter().map(move |name| format!("{name}{n}")))
            .map(|name| json!({ "name": name, "description": "a" }))
            .collect();
        codes(&sandbox.api(Method::PUT, &path(guild), Some(&json!(list))).await)
    };
    for names in [["a", "b"], ["c", "d"]] {
        assert_eq!(put(ENGINEERING, &names).await, (200, 0));
    }
    assert_eq!(put(ENGINEERING, &["c", "d"]).await, (200, 0), "no new names");
    assert_eq!(put(ENGINEERING, &["a"]).await, (400, 30_034));
    assert_eq!(put(SECOND_TEAM, &["a"]).await, (200, 0), "another scope");
    sandbox.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(put(ENGINEERING, &["a"]).await, (200, 0));
}
