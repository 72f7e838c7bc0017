//! One interaction, one answer.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{Acknowledgement, Responder, Ticket};
use crate::discord::sender::tests::stand_in::{Pauses, Seen, StandIn, answer, message, no_content};
use crate::discord::sender::{Choice, ChoiceValue, MessageBody, code};

fn responder(discord: &StandIn) -> Responder {
    let ticket = Ticket::new(
        "6".parse().unwrap(),
        "5".parse().unwrap(),
        "secret-token".to_owned(),
        Instant::now(),
    );
    Responder::new(discord.sender(&Pauses::short()), ticket)
}

async fn friendly() -> StandIn {
    StandIn::start(|seen: Seen| async move {
        if seen.path.ends_with("/callback") {
            no_content()
        } else {
            message()
        }
    })
    .await
}

#[tokio::test]
async fn a_deferred_answer_is_given_and_changed() {
    let discord = friendly().await;
    let deferred = responder(&discord).defer(true).await.unwrap().in_time().unwrap();
    let answered = deferred.finish(&json!({"content": "Here"})).await.unwrap();
    answered.edit(&json!({"content": "Here it is"})).await.unwrap();
    answered.follow_up(&json!({"content": "And more"})).await.unwrap();
    assert_eq!(
        discord.lines(),
        [
            "POST /interactions/6/secret-token/callback",
            "PATCH /webhooks/5/secret-token/messages/@original",
            "PATCH /webhooks/5/secret-token/messages/@original",
            "POST /webhooks/5/secret-token",
        ]
    );
}

#[tokio::test]
async fn a_late_answer_is_no_error() {
    for code in [code::UNKNOWN_INTERACTION, code::ALREADY_ACKNOWLEDGED] {
        let discord =
            StandIn::start(move |_| async move { answer(404, &json!({"code": code, "message": "No"})) })
                .await;
        let reply = responder(&discord)
            .reply(&json!({"content": "Here"}))
            .await
            .unwrap();
        assert!(matches!(reply, Acknowledgement::Late));
        let choice = Choice {
            name: "Atlantis".to_owned(),
            value: ChoiceValue::Text("atlantis".to_owned()),
        };
        let suggested = responder(&discord).autocomplete(vec![choice]).await.unwrap();
        assert!(suggested.in_time().is_none());
        assert_eq!(discord.seen().len(), 2, "it is not tried again");
    }
}

#[tokio::test]
async fn who_may_have_been_told_to_wait_is_answered() {
    let discord = StandIn::start(|seen: Seen| async move {
        if seen.path.ends_with("/callback") {
            answer(502, &json!({}))
        } else {
            message()
        }
    })
    .await;
    // No time is left for another try.
    let received = Instant::now().checked_sub(Duration::from_secs(3)).unwrap();
    let responder = || {
        let ticket = Ticket::new(
            "6".parse().unwrap(),
            "5".parse().unwrap(),
            "secret-token".to_owned(),
            received,
        );
        Responder::new(discord.sender(&Pauses::short()), ticket)
    };
    let deferred = responder().defer(true).await.unwrap().in_time().unwrap();
    deferred.finish(&json!({"content": "Recorded."})).await.unwrap();
    let deferred = responder().defer_update().await.unwrap().in_time().unwrap();
    deferred.finish(&json!({"content": "Page 2"})).await.unwrap();
    // An answer of its own has nothing to be followed by.
    let reply = responder().reply(&json!({"content": "Here"})).await;
    assert!(reply.unwrap_err().may_have_taken_effect());
    assert_eq!(discord.seen().len(), 5);
}

#[tokio::test]
async fn another_refusal_is_an_error() {
    let discord =
        StandIn::start(|_| async { answer(400, &json!({"code": code::INVALID_FORM_BODY, "message": "No"})) })
            .await;
    let error = responder(&discord)
        .update(MessageBody::new(&json!({"content": ""})).unwrap())
        .await
        .unwrap_err();
    assert!(error.is_invalid_body());
}

#[test]
fn the_deadline_leaves_time_for_the_way() {
    let received = Instant::now();
    let ticket = Ticket::new(
        "6".parse().unwrap(),
        "5".parse().unwrap(),
        "secret-token".to_owned(),
        received,
    );
    assert_eq!(ticket.deadline() - received, Duration::from_millis(2500));
    assert!(!format!("{ticket:?}").contains("secret"));
}
