//! What waits for what.

use std::sync::Arc;
use std::time::Duration;

use axum::response::IntoResponse as _;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::stand_in::{Pauses, Seen, StandIn, answer, message};
use crate::discord::sender::{Callback, SendError, Sender};
use crate::id::{ChannelId, MessageId};

fn edit(sender: &Sender, channel: u64, content: u64) -> tokio::task::JoinHandle<Result<(), SendError>> {
    let sender = sender.clone();
    tokio::spawn(async move {
        let channel = ChannelId::try_from(channel).unwrap();
        let message = MessageId::try_from(9).unwrap();
        sender
            .edit_message(channel, message, &json!({"content": content}))
            .await
            .map(drop)
    })
}

/// A server that holds what is sent to channel 1, tells of each request that came, and answers one for each permit.
async fn holding(came: &Arc<Semaphore>, go: &Arc<Semaphore>) -> StandIn {
    let (came, go) = (Arc::clone(came), Arc::clone(go));
    StandIn::start(move |seen: Seen| {
        let (came, go) = (Arc::clone(&came), Arc::clone(&go));
        async move {
            came.add_permits(1);
            if seen.path.starts_with("/channels/1/") {
                go.acquire().await.unwrap().forget();
            }
            message()
        }
    })
    .await
}

#[tokio::test]
async fn one_request_at_a_time_per_channel_and_in_order() {
    let (came, go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let discord = holding(&came, &go).await;
    let sender = discord.sender(&Pauses::short());
    let mut edits = Vec::new();
    for content in 0..5 {
        edits.push(edit(&sender, 1, content));
        tokio::task::yield_now().await;
    }
    for sent in 1..=5 {
        came.acquire().await.unwrap().forget();
        // Another channel's request, and all that it needs, overtakes those that wait.
        edit(&sender, 2, 100).await.unwrap().unwrap();
        came.acquire().await.unwrap().forget();
        let held = discord
            .seen()
            .iter()
            .filter(|seen| seen.path.starts_with("/channels/1/"))
            .count();
        assert_eq!(held, sent, "only one is in flight");
        go.add_permits(1);
    }
    for edit in edits {
        edit.await.unwrap().unwrap();
    }
    let contents: Vec<Value> = discord
        .seen()
        .into_iter()
        .filter(|seen| seen.path.starts_with("/channels/1/"))
        .map(|seen| seen.body["content"].clone())
        .collect();
    assert_eq!(contents, [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn interactions_are_answered_in_parallel_while_a_channel_is_blocked() {
    let together = Arc::new(tokio::sync::Barrier::new(64));
    let go = Arc::new(Semaphore::new(0));
    let (barrier, held) = (Arc::clone(&together), Arc::clone(&go));
    let discord = StandIn::start(move |seen: Seen| {
        let (barrier, held) = (Arc::clone(&barrier), Arc::clone(&held));
        async move {
            if seen.path.starts_with("/interactions/") {
                // Nobody passes before all 64 are here.
                barrier.wait().await;
            } else {
                held.acquire().await.unwrap().forget();
            }
            message()
        }
    })
    .await;
    let sender = discord.sender(&Pauses::short());
    let blocked = edit(&sender, 1, 0);
    let answers = (1..=64_u64).map(|id| {
        let sender = sender.clone();
        async move {
            sender
                .callback(
                    id.try_into().unwrap(),
                    "token",
                    Callback::DeferUpdate,
                    Instant::now(),
                )
                .await
                .unwrap();
        }
    });
    futures_util::future::join_all(answers).await;
    assert!(!blocked.is_finished());
    go.add_permits(1);
    blocked.await.unwrap().unwrap();
}

/// Answers the first `count` requests with a 429, later ones with a message.
async fn limiting(count: usize, header: &'static str, body: Value) -> StandIn {
    let left = Arc::new(Semaphore::new(count));
    StandIn::start(move |_| {
        let (left, body) = (Arc::clone(&left), body.clone());
        async move {
            match left.try_acquire() {
                Ok(permit) => {
                    permit.forget();
                    ([("retry-after", header)], answer(429, &body)).into_response()
                }
                Err(_) => message(),
            }
        }
    })
    .await
}

#[tokio::test]
async fn the_longer_wait_of_header_and_body_is_kept() {
    for (header, body) in [("1", 7.5), ("8", 0.2)] {
        let discord = limiting(1, header, json!({"retry_after": body, "global": false})).await;
        let pauses = Pauses::short();
        edit(&discord.sender(&pauses), 1, 0).await.unwrap().unwrap();
        assert_eq!(
            pauses.asked(),
            [Duration::from_secs_f64(f64::max(header.parse().unwrap(), body))]
        );
        assert_eq!(discord.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_limit_of_one_channel_holds_up_no_other() {
    let discord = limiting(1, "3", json!({"retry_after": 3.0})).await;
    let pauses = Pauses::held();
    let sender = discord.sender(&pauses);
    let limited = edit(&sender, 1, 0);
    pauses.began().await;
    let behind = edit(&sender, 1, 1);
    edit(&sender, 2, 0).await.unwrap().unwrap();
    assert!(!limited.is_finished() && !behind.is_finished());
    pauses.pass(1);
    limited.await.unwrap().unwrap();
    behind.await.unwrap().unwrap();
    let contents: Vec<_> = discord
        .seen()
        .into_iter()
        .filter(|seen| seen.path.starts_with("/channels/1/"))
        .map(|seen| seen.body["content"].clone())
        .collect();
    assert_eq!(contents, [0, 0, 1], "the repetition keeps its turn");
}

#[tokio::test]
async fn a_global_limit_stops_the_bot_but_no_answer() {
    let discord = limiting(1, "9", json!({"retry_after": 9.0, "global": true})).await;
    let pauses = Pauses::held();
    let sender = discord.sender(&pauses);
    let first = edit(&sender, 1, 0);
    pauses.began().await;
    let second = edit(&sender, 2, 0);
    pauses.began().await;
    sender
        .callback(
            "6".parse().unwrap(),
            "token",
            Callback::DeferUpdate,
            Instant::now(),
        )
        .await
        .unwrap();
    assert_eq!(
        discord.lines(),
        [
            "PATCH /channels/1/messages/9",
            "POST /interactions/6/token/callback"
        ]
    );
    pauses.pass(2);
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    let asked = pauses.asked();
    assert_eq!(asked.len(), 2);
    assert!(
        asked
            .iter()
            .all(|wait| *wait > Duration::from_secs(5) && *wait <= Duration::from_secs(9))
    );
}

#[tokio::test]
async fn a_limit_that_does_not_end_is_given_up() {
    let discord = limiting(100, "1", json!({"retry_after": 1.0})).await;
    let pauses = Pauses::short();
    let error = edit(&discord.sender(&pauses), 1, 0).await.unwrap().unwrap_err();
    assert!(
        matches!(error, SendError::RateLimited { retry_after, .. } if retry_after == Duration::from_secs(1))
    );
    assert_eq!(discord.seen().len(), 4);

    let discord = limiting(100, "1", json!({"retry_after": 1163.0})).await;
    let error = edit(&discord.sender(&pauses), 1, 0).await.unwrap().unwrap_err();
    assert!(
        matches!(error, SendError::RateLimited { retry_after, .. } if retry_after == Duration::from_secs(1163))
    );
    assert_eq!(discord.seen().len(), 1, "nobody waits that long");
}

#[tokio::test]
async fn an_exhausted_bucket_is_not_tried() {
    let discord = StandIn::start(|_| async {
        let headers = [
            ("x-ratelimit-bucket", "abc"),
            ("x-ratelimit-limit", "5"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset-after", "600.0"),
        ];
        (headers, message()).into_response()
    })
    .await;
    let sender = discord.sender(&Pauses::short());
    edit(&sender, 1, 0).await.unwrap().unwrap();
    let error = edit(&sender, 1, 1).await.unwrap().unwrap_err();
    assert!(
        matches!(error, SendError::RateLimited { retry_after, .. } if retry_after > Duration::from_secs(500))
    );
    assert_eq!(discord.seen().len(), 1);
}
