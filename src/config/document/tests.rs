//! Whatever is wrong in `[vote]` is told with the key's full name, its line, and what may stand there.

use super::super::file::VoteSection;
use super::*;
use crate::config::{ConfigError, Layers};
use crate::policy_text::Key;

/// What no key of a policy takes: a fraction, a number below all ranges, a text, a table, a list of lists.
const WRONG: [&str; 5] = ["0.5", "-1", "'nonsense!'", "{ a = 1 }", "[[1], 2]"];

#[track_caller]
fn problem(text: &str) -> String {
    match Layers::new(Path::new("bot.toml"), text.to_owned(), []).config() {
        Err(ConfigError::Problems(problems)) if problems.len() == 1 => problems[0].to_string(),
        other => panic!("{text}: {other:?}"),
    }
}

#[track_caller]
fn is_told(text: &str, line: usize, key: &str, advice: &str) {
    let said = problem(text);
    let start = format!("bot.toml:{line}: error: {key}: ");
    assert!(
        said.starts_with(&start) && said.contains(advice),
        "{text}: {said}"
    );
}

#[test]
fn every_key_of_votes_is_refused_by_its_full_name_with_what_is_allowed() {
    let time = "can not be used: write a duration of more than nothing and at most a year, such as \"24h\"";
    let share = "can not be used: write a share above 0 and at most 1, such as \"2/3\" or \"75%\"";
    let count = "can not be used: write a whole number from 1 to 1000000";
    // A key that is added is missed here.
    let VoteSection {
        duration: _,
        min_duration: _,
        min_open: _,
        threshold: _,
        min_in_favor: _,
        min_voters: _,
        policies: _,
    } = VoteSection::default();
    for (key, outside, advice) in [
        ("duration", ["'0s'", "'400 days'"], time),
        ("min_duration", ["'0s'", "'400 days'"], time),
        ("min_open", ["'0s'", "'400 days'"], time),
        ("threshold", ["'4/3'", "'0%'"], share),
        ("min_in_favor", ["0", "1000001"], count),
        ("min_voters", ["0", "99999999999999999999"], count),
    ] {
        for value in WRONG.into_iter().chain(outside) {
            if value.len() > 19 {
                continue;
            }
            let name = format!("vote.{key}");
            is_told(&format!("[vote]\n\n{key} = {value}\n"), 3, &name, advice);
            is_told(
                &format!("log.format = 'text'\n{name} = {value}\n"),
                2,
                &name,
                advice,
            );
        }
    }
}

#[test]
fn every_key_of_a_policy_is_refused_by_its_full_name_with_what_is_allowed() {
    for key in Key::ALL {
        let key = key.name();
        let name = format!("vote.policies.quick.{key}");
        for value in WRONG {
            let text = format!("[vote.policies.quick]\n# a comment\n{key} = {value}\n");
            is_told(&text, 3, &name, " can not be used: write ");
        }
    }
    for (key, value) in [
        ("quorum", "'101%'"),
        ("threshold", "'0%'"),
        ("max_hold", "'8 days'"),
        ("max_open", "0"),
        ("cooldown", "'400 days'"),
        ("reminders", "['1h', '1h']"),
        ("min_seconds", "1000001"),
    ] {
        let text = format!("[vote.policies.quick]\n{key} = {value}\n");
        is_told(
            &text,
            2,
            &format!("vote.policies.quick.{key}"),
            " can not be used: write ",
        );
    }
}

#[test]
fn names_that_are_not_known_are_told_with_those_that_are() {
    for (text, line, key, advice) in [
        (
            "[vote]\ntreshold = 1\n",
            2,
            "vote.treshold",
            "unknown field `treshold`, expected one of `duration`",
        ),
        (
            "[vote.policy.quick]\nnames = true\n",
            1,
            "vote.policy",
            "unknown field `policy`, expected one of `duration`",
        ),
        (
            "[vote.policies.quick]\ntreshold = 1\n",
            2,
            "vote.policies.quick.treshold",
            "`treshold` can not be used: unknown key, known are `rule`",
        ),
        (
            "vote = 5\n",
            1,
            "vote",
            "this is integer `5`, and must be a section with keys",
        ),
        (
            "[vote]\npolicies = 5\n",
            2,
            "vote.policies",
            "and must be a section for each policy, such as [vote.policies.quick]",
        ),
        (
            "[vote]\npolicies.quick = 'x'\n",
            2,
            "vote.policies.quick",
            "and must be a section with the keys of a policy, such as [vote.policies.quick]",
        ),
    ] {
        is_told(text, line, key, advice);
    }
    assert!(
        problem("[radar]\na = 1\n").starts_with("bot.toml:1: error: unknown field `radar`, expected one of ")
    );
}
