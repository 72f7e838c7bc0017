//! What is made of each way in which a request can end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::response::IntoResponse as _;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::stand_in::{self, Pauses, StandIn, TOKEN, answer, message, no_content};
use crate::clock::{Clock, HeldTimer};
use crate::discord::channel::ChannelKind;
use crate::discord::sender::{Callback, Message, Nonce, SendError, Sender, code};
use crate::id::{ChannelId, MessageId};

fn ids() -> (ChannelId, MessageId) {
    ("1".parse().unwrap(), "9".parse().unwrap())
}

async fn create(sender: &Sender) -> Result<Message, SendError> {
    let nonce: Nonce = "n-1".parse().unwrap();
    sender
        .create_message(ids().0, &json!({"content": "hello"}), Vec::new(), &nonce)
        .await
}

async fn always(status: u16, body: Value) -> StandIn {
    StandIn::start(move |_| {
        let body = body.clone();
        async move { answer(status, &body) }
    })
    .await
}

#[tokio::test]
async fn a_servers_error_leaves_a_new_message_in_doubt() {
    let discord = always(502, json!({})).await;
    let pauses = Pauses::short();
    let error = create(&discord.sender(&pauses)).await.unwrap_err();
    assert!(matches!(error, SendError::Ambiguous { .. }) && error.may_have_taken_effect());
    assert_eq!(discord.seen().len(), 1, "it is not sent again");
    assert!(pauses.asked().is_empty());
}

#[tokio::test]
async fn a_broken_connection_leaves_a_new_message_in_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            connection.read_u8().await.unwrap();
        }
    });
    let error = create(&stand_in::sender(&origin, &Pauses::short()))
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Ambiguous { .. }), "{error}");
}

#[tokio::test]
async fn an_answer_that_does_not_come_leaves_a_new_message_in_doubt() {
    let came = Arc::new(Semaphore::new(0));
    let seen = Arc::clone(&came);
    let discord = StandIn::start(move |_| {
        seen.add_permits(1);
        std::future::pending()
    })
    .await;
    let sender = discord.sender(&Pauses::short());
    let sending = tokio::spawn(async move { create(&sender).await });
    came.acquire().await.unwrap().forget();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(11)).await;
    let error = sending.await.unwrap().unwrap_err();
    assert!(matches!(error, SendError::Ambiguous { .. }), "{error}");
    assert_eq!(discord.seen().len(), 1, "it is not sent again");
}

#[tokio::test]
async fn an_answer_that_is_cut_off_leaves_a_new_message_in_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            connection.read_u8().await.unwrap();
            let start = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\"";
            connection.write_all(start).await.unwrap();
        }
    });
    let error = create(&stand_in::sender(&origin, &Pauses::short()))
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Ambiguous { .. }), "{error}");
}

#[tokio::test]
async fn who_is_not_reached_has_done_nothing() {
    let free = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let error = create(&stand_in::sender(&format!("http://{free}"), &Pauses::short()))
        .await
        .unwrap_err();
    assert!(
        matches!(error, SendError::NotSent { .. }) && !error.may_have_taken_effect(),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_that_is_not_understood_may_have_done_it() {
    let discord = always(200, json!({"id": "0"})).await;
    let error = create(&discord.sender(&Pauses::short())).await.unwrap_err();
    assert!(matches!(error, SendError::Unreadable { .. }) && error.may_have_taken_effect());
}

#[tokio::test]
async fn what_may_be_repeated_is_repeated_twice() {
    let discord = always(503, json!({})).await;
    let pauses = Pauses::short();
    let sender = discord.sender(&pauses);
    let (channel, message) = ids();
    let error = sender
        .edit_message(channel, message, &json!({}))
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Ambiguous { .. }));
    assert_eq!(discord.seen().len(), 3);
    assert_eq!(
        pauses.asked(),
        [Duration::from_millis(500), Duration::from_secs(2)]
    );
}

#[tokio::test]
async fn a_repetition_that_succeeds_is_a_success() {
    let failures = Arc::new(Semaphore::new(2));
    let discord = StandIn::start(move |_| {
        let failures = Arc::clone(&failures);
        async move {
            match failures.try_acquire() {
                Ok(failure) => {
                    failure.forget();
                    answer(500, &json!({}))
                }
                Err(_) => answer(
                    200,
                    &json!({"id": "1", "type": 5, "guild_id": "3", "name": "news"}),
                ),
            }
        }
    })
    .await;
    let channel = discord.sender(&Pauses::short()).channel(ids().0).await.unwrap();
    assert_eq!(
        (channel.kind, channel.guild),
        (ChannelKind::Announcement, Some("3".parse().unwrap()))
    );
}

#[tokio::test]
async fn a_refused_token_stops_everything() {
    let discord = always(401, json!({"code": 0, "message": "401: Unauthorized"})).await;
    let sender = discord.sender(&Pauses::short());
    assert!(!sender.is_token_refused());
    assert!(matches!(sender.gateway_bot().await, Err(SendError::Unauthorized)));
    sender.token_refused().await;
    assert!(matches!(create(&sender).await, Err(SendError::Unauthorized)));
    assert_eq!(discord.lines(), ["GET /gateway/bot"], "nothing more was sent");
}

#[tokio::test]
async fn an_expired_interaction_stops_nothing() {
    let discord = always(
        401,
        json!({"code": code::INVALID_WEBHOOK_TOKEN, "message": "Invalid Webhook Token"}),
    )
    .await;
    let sender = discord.sender(&Pauses::short());
    let error = sender
        .follow_up("5".parse().unwrap(), "token", &json!({}))
        .await
        .unwrap_err();
    assert!(error.is_late(), "{error}");
    assert!(!sender.is_token_refused());
}

#[tokio::test]
async fn refusals_are_told_apart() {
    for (status, code, is) in [
        (
            404,
            code::UNKNOWN_CHANNEL,
            SendError::is_unknown_channel as fn(&SendError) -> bool,
        ),
        (404, code::UNKNOWN_MESSAGE, SendError::is_unknown_message),
        (404, code::UNKNOWN_INTERACTION, SendError::is_late),
        (400, code::ALREADY_ACKNOWLEDGED, SendError::is_late),
        (403, code::MISSING_ACCESS, SendError::is_missing_permission),
        (403, code::MISSING_PERMISSIONS, SendError::is_missing_permission),
        (400, code::INVALID_FORM_BODY, SendError::is_invalid_body),
    ] {
        let discord = always(
            status,
            json!({"code": code, "message": "No", "errors": {"content": "too long"}}),
        )
        .await;
        let error = create(&discord.sender(&Pauses::short())).await.unwrap_err();
        assert!(is(&error), "{error}");
        assert!(
            error.to_string().contains("No: {\"content\":\"too long\"}"),
            "{error}"
        );
        assert!(!error.may_have_taken_effect());
        assert_eq!(discord.seen().len(), 1);
    }
}

#[tokio::test]
async fn what_is_published_already_is_published() {
    let discord = always(
        400,
        json!({"code": code::ALREADY_CROSSPOSTED, "message": "Already"}),
    )
    .await;
    let (channel, message) = ids();
    discord
        .sender(&Pauses::short())
        .crosspost(channel, message)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = StandIn::start(|_| async { message() }).await;
    let target = elsewhere.origin.clone();
    let discord = StandIn::start(move |_| {
        let target = target.clone();
        async move { ([("location", target)], answer(307, &json!({}))).into_response() }
    })
    .await;
    let error = create(&discord.sender(&Pauses::short())).await.unwrap_err();
    assert!(matches!(error, SendError::Refused { .. }), "{error}");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn discords_time_is_followed() {
    let discord = StandIn::start(|_| async {
        ([("date", "Mon, 23 Nov 2026 10:00:00 GMT")], message()).into_response()
    })
    .await;
    let clock = Clock::frozen(Timestamp::UNIX_EPOCH);
    let sender = Sender::new(
        discord.origin.parse().unwrap(),
        &SecretString::from(TOKEN),
        clock.clone(),
    )
    .unwrap();
    create(&sender).await.unwrap();
    let drift = clock
        .now()
        .duration_since("2026-11-23T10:00:00Z".parse().unwrap());
    assert!(drift.abs().as_secs() < 6, "{drift}");
}

#[test]
fn a_token_that_can_be_none_is_refused_without_being_shown() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let _entered = runtime.enter();
    for token in ["", "  ", "Bot ", "two words secret", "secret\nline", "sécret"] {
        let sender = Sender::new(
            "https://discord.com".parse().unwrap(),
            &SecretString::from(token),
            Clock::frozen(Timestamp::UNIX_EPOCH),
        );
        let error = sender.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("cret"));
    }
}

/// What becomes of the answer to an interaction that Discord takes in these ways, one after the other; and the waits.
async fn answered(ways: &'static [u16], time: Duration) -> (Result<(), SendError>, Vec<Duration>) {
    let count = Arc::new(AtomicUsize::new(0));
    let discord = StandIn::start(move |_| {
        let count = Arc::clone(&count);
        async move {
            match ways.get(count.fetch_add(1, Ordering::SeqCst)) {
                None | Some(204) => no_content(),
                Some(400) => answer(400, &json!({"code": code::ALREADY_ACKNOWLEDGED, "message": "no"})),
                Some(404) => answer(404, &json!({"code": code::UNKNOWN_INTERACTION, "message": "no"})),
                Some(status) => answer(*status, &json!({})),
            }
        }
    })
    .await;
    let pauses = Pauses::short();
    let until = Instant::now() + time;
    let sender = discord.sender(&pauses);
    let outcome = sender
        .callback("6".parse().unwrap(), "token", Callback::DeferUpdate, until)
        .await;
    (outcome, pauses.asked())
}

#[tokio::test]
async fn an_answer_that_somebody_waits_for_is_sent_again() {
    let long = Duration::from_mins(1);
    let (outcome, waits) = answered(&[502, 500, 204], long).await;
    outcome.unwrap();
    assert_eq!(waits, [Duration::from_millis(100), Duration::from_millis(200)]);
    // The first one had come through.
    answered(&[502, 400], long).await.0.unwrap();
    // It may have.
    let error = answered(&[502, 404], long).await.0.unwrap_err();
    assert!(error.may_have_taken_effect());
    // Somebody else was first.
    let error = answered(&[400], long).await.0.unwrap_err();
    assert!(error.is_late());
    // Nobody waits any more.
    let (outcome, waits) = answered(&[502, 204], Duration::ZERO).await;
    assert!(matches!(outcome, Err(SendError::Ambiguous { .. })) && waits.is_empty());
}

#[tokio::test]
async fn an_answer_that_does_not_come_through_in_a_second_is_sent_again() {
    let held = HeldTimer::hold();
    let first = Arc::new(AtomicBool::new(true));
    let discord = StandIn::start(move |_| {
        let first = first.swap(false, Ordering::SeqCst);
        async move {
            if first {
                std::future::pending::<()>().await;
            }
            no_content()
        }
    })
    .await;
    let sender = discord.sender(&Pauses::short());
    let (start, until) = (Instant::now(), Instant::now() + Duration::from_millis(2900));
    let sent = sender.callback("6".parse().unwrap(), "token", Callback::DeferUpdate, until);
    held.passes(Duration::from_millis(50), sent).await.unwrap();
    assert_eq!(discord.seen().len(), 2);
    assert!(
        start.elapsed() < Duration::from_millis(1500),
        "{:?}",
        start.elapsed()
    );
}
