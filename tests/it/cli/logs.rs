//! What the operator reads: on standard error only, as text or as JSON, and never a secret.

use std::collections::HashSet;

use blipbot::clock::Clock;
use blipbot::sandbox::Sandbox;
use serde_json::Value;

use super::place::{Ended, Place, ended};
use crate::support::Page;

/// Asks libraries for everything, by names that would beat a general rule.
const FINEST: &str = "trace,hyper::proto=trace,hyper_util::client=trace,tungstenite::protocol=trace,\
                      serenity::gateway=trace,reqwest::connect=trace,rustls::client=trace,h2=trace";

#[track_caller]
fn assert_json(log: &str) -> Vec<Value> {
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:?}")))
        .collect();
    for line in &lines {
        for key in ["timestamp", "level"] {
            assert!(line[key].is_string(), "{key}: {line}");
        }
    }
    lines
}

/// A bot that logs everything it can, and a member who asks, proposes and votes. Gives its end.
async fn talk(place: &Place, format: &str) -> Ended {
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), Clock::system())
        .await
        .unwrap();
    let mut command = place.bot(&sandbox.url());
    command
        .env("RUST_LOG", FINEST)
        .env("BLIPBOT__LOG__FORMAT", format);
    let mut running = place.start(&mut command);
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    let page = Page::new(&sandbox.url()).await;
    for command in [
        "/radar atlantis",
        "/propose crossplane trial reason:a-word-of-a-member",
        "/vote 1 in_favor",
        "/nonsense",
    ] {
        page.command("Ada", "general", command).await;
    }
    running.signal("TERM");
    let run = tokio::task::block_in_place(|| running.end());
    sandbox.stop().await;
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{run:#?}");
    run
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_finest_level_no_token_is_logged() {
    // The bot's own token is looked for in every run; here are the interactions' tokens, too.
    let run = talk(&Place::new(), "text").await;
    assert!(run.err.contains("the store is open"), "{}", run.err);
    for secret in ["Bot sandbox", "\"token\"", "/callback", "/webhooks/"] {
        assert!(!run.err.contains(secret), "{secret}: {}", run.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_members_write_is_in_no_log() {
    for format in ["text", "json"] {
        let place = Place::new();
        let run = talk(&place, format).await;
        let stored = tokio::task::block_in_place(|| place.run(&["dump"])).out;
        assert!(stored.contains("a-word-of-a-member"), "{stored}");
        assert!(!run.err.contains("a-word-of-a-member"), "{}", run.err);
        // What the bot says is not logged, either.
        assert!(!run.err.contains("In favor"), "{}", run.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_fields_with_dotted_names() {
    let run = talk(&Place::new(), "json").await;
    let lines = assert_json(&run.err);
    let has = |field: &str, value: &str| lines.iter().any(|line| line[field] == value);
    assert!(has("notice.topic", "vote/1"), "{}", run.err);
    let of_interactions: HashSet<&str> = lines
        .iter()
        .filter_map(|line| line["interaction.id"].as_str())
        .collect();
    assert!(of_interactions.len() >= 3, "{}", run.err);
    let fields = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let ids = [
        "guild.id",
        "proposal.id",
        "interaction.id",
        "discord.channel",
        "notice.topic",
    ];
    for line in &lines {
        for field in fields(line) {
            let id = field.ends_with("id") || field.contains("channel") || field.contains("topic");
            assert!(!id || ids.contains(&field.as_str()), "{field} in {line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_json_on_every_line() {
    let run = talk(&Place::new(), "json").await;
    assert!(!assert_json(&run.err).is_empty());
}

#[test]
fn a_failure_is_json_too_and_no_filter_hides_it() {
    let place = Place::new();
    let mut command = place.bot("http://10.0.0.1");
    let run = ended(command.env("BLIPBOT__LOG__FORMAT", "json").env("RUST_LOG", "off"));
    assert_eq!(run.code, Some(1));
    let lines = assert_json(&run.err);
    assert_eq!((lines.len(), &lines[0]["level"]), (1, &Value::from("ERROR")));
    assert!(
        lines[0]["message"]
            .as_str()
            .unwrap()
            .starts_with("discord.api_url: "),
        "{}",
        run.err
    );
}
