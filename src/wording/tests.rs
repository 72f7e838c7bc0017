//! Every key that is used exists, every key that exists is used, and no text hides in the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{ENGLISH, Wording};
use crate::discord::commands::{COMMANDS, Shape};

/// The folders whose code speaks to members; pictures are drawn from the command line, too.
const SPEAKING: [&str; 2] = ["src/discord", "src/cli"];

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = SPEAKING.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
                found.push((path, code));
            }
        }
    }
    assert!(found.len() > 20);
    found
}

/// The string literals of a file's code, without those in comments.
fn literals(code: &str) -> Vec<String> {
    let mut literals = Vec::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut parts = line.split('"');
        parts.next();
        while let (Some(literal), Some(_)) = (parts.next(), parts.next()) {
            literals.push(literal.to_owned());
        }
    }
    literals
}

fn keys() -> BTreeSet<String> {
    ENGLISH
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key.to_owned())
        .collect()
}

/// The keys of descriptions, which are made of the commands' names.
fn command_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for command in COMMANDS {
        match &command.shape {
            // Discord shows no description of it.
            Shape::OnMessage(_) => continue,
            Shape::Plain(_) => {}
            Shape::Group(subcommands) => {
                for subcommand in *subcommands {
                    keys.insert(format!("command-{}-{}", command.name, subcommand.name));
                }
            }
        }
        keys.insert(format!("command-{}", command.name));
    }
    keys
}

#[test]
fn every_key_is_used() {
    let mut used = command_keys();
    for (_, code) in sources() {
        used.extend(literals(&code));
    }
    let unused: Vec<_> = keys().into_iter().filter(|key| !used.contains(key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// Whether a literal has the form of a key whose first word is that of one.
fn looks_like_a_key(literal: &str, prefixes: &BTreeSet<String>) -> bool {
    let form = literal.contains('-')
        && literal
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let first = literal.split('-').next().unwrap();
    form && prefixes.contains(first)
}

#[test]
fn every_key_that_is_used_exists() {
    let keys = keys();
    let prefixes = keys
        .iter()
        .filter_map(|key| key.split_once('-'))
        .map(|(first, _)| first.to_owned())
        .collect();
    // Names of variables and of options have the form of keys, too.
    let variables: BTreeSet<&str> = ["in-favor", "voters-list"].into();
    for (path, code) in sources() {
        for literal in literals(&code) {
            let known = keys.contains(&literal) || variables.contains(literal.as_str());
            assert!(
                known || !looks_like_a_key(&literal, &prefixes),
                "{literal} in {}",
                path.display()
            );
        }
    }
    let missing: Vec<_> = command_keys()
        .into_iter()
        .filter(|key| !keys.contains(key))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_text_hides_in_the_views() {
    for (path, code) in sources() {
        let views = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/discord/view");
        if !path.starts_with(views) {
            continue;
        }
        let code: Vec<&str> = code.lines().filter(|line| !line.contains("reason = ")).collect();
        for literal in literals(&code.join("\n")) {
            let words = literal
                .split_whitespace()
                .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
                .count();
            assert!(words < 2, "`{literal}` in {}", path.display());
        }
    }
}

#[test]
fn each_key_is_there_once_and_can_be_read() {
    let lines: Vec<&str> = ENGLISH
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    assert_eq!(lines.len(), keys().len());
    let wording = Wording::english();
    for key in keys() {
        assert!(wording.bundle.has_message(&key), "{key}");
    }
}

#[test]
fn numbers_choose_their_words_and_are_not_grouped() {
    let wording = Wording::english();
    let days = |count: u32| wording.with("duration-days", [("days", count.into())]);
    assert_eq!(days(1), "1 day");
    assert_eq!(days(7), "7 days");
    assert_eq!(days(123_456), "123456 days");
}

#[test]
fn what_a_member_typed_is_no_wording() {
    let wording = Wording::english();
    let text = wording.with("proposal-mine", [("choice", "{ $x } -brand \u{2068}".into())]);
    assert_eq!(text, "You voted **{ $x } -brand \u{2068}**.");
}

#[test]
fn a_missing_key_shows_as_itself() {
    assert_eq!(Wording::english().text("no-such-key"), "no-such-key");
}

#[test]
fn labels_and_descriptions_are_as_short_as_discord_wants() {
    let wording = Wording::english();
    for key in keys() {
        let max = match key.split('-').next().unwrap() {
            "command" | "option" | "suggest" => 100,
            "button" | "choice" => 80,
            "form" => 45,
            _ => continue,
        };
        let pattern = ENGLISH
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key} = ")))
            .unwrap();
        assert!((1..=max).contains(&pattern.chars().count()), "{key}");
        assert!(pattern.contains('{') || !wording.text(&key).is_empty());
    }
}
