//! A message has one thread, however often it is asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::stand_in::{Pauses, StandIn, answer};
use crate::discord::sender::{SendError, ThreadName};
use crate::id::ChannelId;

async fn start(discord: &StandIn) -> Result<ChannelId, SendError> {
    let (channel, message) = ("1".parse().unwrap(), "9".parse().unwrap());
    let name = ThreadName::new("Crossplane: Assess to Trial").unwrap();
    let sender = discord.sender(&Pauses::short());
    sender.start_thread(channel, message, &name).await
}

/// As Discord's documents show a thread, cut down.
fn thread() -> Value {
    json!({
        "id": "9", "guild_id": "8", "parent_id": "1", "owner_id": "5", "type": 11, "name": "Crossplane",
        "thread_metadata": {"archived": false, "auto_archive_duration": 10080, "locked": false},
    })
}

fn exists() -> Value {
    json!({"message": "A thread has already been created for this message", "code": 160_004})
}

#[tokio::test]
async fn a_thread_starts_at_its_message_and_stays_for_a_week() {
    let discord = StandIn::start(|_| async { answer(201, &thread()) }).await;
    assert_eq!(start(&discord).await.unwrap().get(), 9);
    assert_eq!(discord.lines(), ["POST /channels/1/messages/9/threads"]);
    let body = json!({"name": "Crossplane: Assess to Trial", "auto_archive_duration": 10_080});
    assert_eq!(discord.seen()[0].body, body);
}

#[tokio::test]
async fn the_thread_that_is_there_is_what_was_asked_for() {
    let discord = StandIn::start(|_| async { answer(400, &exists()) }).await;
    assert_eq!(start(&discord).await.unwrap().get(), 9);
}

#[tokio::test]
async fn a_start_of_which_nothing_was_heard_is_repeated_and_makes_one_thread() {
    let tries = Arc::new(AtomicUsize::new(0));
    let discord = StandIn::start(move |_| {
        let first = tries.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if first {
                answer(502, &json!({}))
            } else {
                answer(400, &exists())
            }
        }
    })
    .await;
    assert_eq!(start(&discord).await.unwrap().get(), 9);
    assert_eq!(discord.seen().len(), 2);
}

#[tokio::test]
async fn what_forbids_a_thread_is_told() {
    let missing = json!({"message": "Missing Permissions", "code": 50_013});
    let discord = StandIn::start(move |_| {
        let missing = missing.clone();
        async move { answer(403, &missing) }
    })
    .await;
    assert!(start(&discord).await.unwrap_err().is_missing_permission());
    let gone = json!({"message": "Unknown Message", "code": 10_008});
    let discord = StandIn::start(move |_| {
        let gone = gone.clone();
        async move { answer(404, &gone) }
    })
    .await;
    assert!(start(&discord).await.unwrap_err().is_unknown_message());
}

proptest! {
    #[test]
    fn every_name_fits(text in any::<String>()) {
        let Some(name) = ThreadName::new(&text) else {
            prop_assert!(text.trim().is_empty());
            return Ok(());
        };
        let name = name.to_string();
        prop_assert!((1..=100).contains(&name.chars().count()), "{name}");
        prop_assert!(!name.contains('\n'));
    }
}

#[test]
fn a_name_that_is_too_long_shows_it() {
    assert_eq!(
        ThreadName::new("  Two\n lines ").unwrap().to_string(),
        "Two lines"
    );
    let long = ThreadName::new(&"x".repeat(101)).unwrap().to_string();
    assert!(long.ends_with("x…") && long.chars().count() == 100);
}
