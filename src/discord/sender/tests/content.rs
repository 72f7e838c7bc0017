//! What goes over the wire, and what never comes out of the sender.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::stand_in::{Pauses, StandIn, TOKEN, answer, message};
use crate::discord::sender::{Callback, Choice, ChoiceValue, MessageBody, Nonce, SendError};
use crate::id::{ApplicationId, ChannelId, InteractionId, MessageId};

fn channel() -> ChannelId {
    "1".parse().unwrap()
}

fn nonce() -> Nonce {
    "n-1".parse().unwrap()
}

#[tokio::test]
async fn every_message_says_whom_it_may_ping() {
    let discord = StandIn::start(|_| async { message() }).await;
    let sender = discord.sender(&Pauses::short());
    let hostile = json!({"content": "@everyone <@1>", "allowed_mentions": {"parse": ["everyone", "users"]}});
    let application: ApplicationId = "5".parse().unwrap();
    let interaction: InteractionId = "6".parse().unwrap();
    let message: MessageId = "9".parse().unwrap();
    let body = || MessageBody::new(&hostile).unwrap();
    sender
        .create_message(channel(), &hostile, Vec::new(), &nonce())
        .await
        .unwrap();
    sender.edit_message(channel(), message, &hostile).await.unwrap();
    sender
        .edit_original(application, "token", &hostile, Instant::now())
        .await
        .unwrap();
    sender.follow_up(application, "token", &hostile).await.unwrap();
    sender
        .callback(interaction, "token", Callback::Reply(body()), Instant::now())
        .await
        .unwrap();
    sender
        .callback(interaction, "token", Callback::Update(body()), Instant::now())
        .await
        .unwrap();
    let seen = discord.seen();
    assert_eq!(seen.len(), 6);
    for request in seen {
        let message = request.body.get("data").unwrap_or(&request.body);
        assert_eq!(
            message["allowed_mentions"],
            json!({"parse": []}),
            "{} {}",
            request.method,
            request.path
        );
    }
}

#[tokio::test]
async fn a_message_carries_its_nonce_and_a_role_may_be_pinged() {
    let discord = StandIn::start(|_| async { message() }).await;
    let sender = discord.sender(&Pauses::short());
    let vote = json!({"content": "<@&7>", "allowed_mentions": {"parse": [], "roles": ["7"]}});
    let posted = sender
        .create_message(channel(), &vote, Vec::new(), &nonce())
        .await
        .unwrap();
    assert_eq!(posted.id, "9".parse().unwrap());
    let body = &discord.seen()[0].body;
    assert_eq!(body["nonce"], "n-1");
    assert_eq!(body["enforce_nonce"], true);
    assert_eq!(body["allowed_mentions"], json!({"parse": [], "roles": ["7"]}));
}

#[tokio::test]
async fn the_kinds_of_first_answers_are_as_discord_wants_them() {
    let discord = StandIn::start(|_| async { message() }).await;
    let sender = discord.sender(&Pauses::short());
    let change = MessageBody::new(&json!({"content": "2 votes", "attachments": []})).unwrap();
    let choice = Choice {
        name: "Atlantis".to_owned(),
        value: ChoiceValue::Text("atlantis".to_owned()),
    };
    for callback in [
        Callback::Defer { ephemeral: true },
        Callback::Defer { ephemeral: false },
        Callback::DeferUpdate,
        Callback::Update(change),
        Callback::Autocomplete(vec![choice]),
    ] {
        sender
            .callback("6".parse().unwrap(), "token", callback, Instant::now())
            .await
            .unwrap();
    }
    let bodies: Vec<Value> = discord.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(
        bodies,
        [
            json!({"type": 5, "data": {"flags": 64}}),
            json!({"type": 5}),
            json!({"type": 6}),
            // No list of attachments: the message's picture stays.
            json!({"type": 7, "data": {"content": "2 votes", "allowed_mentions": {"parse": []}}}),
            json!({"type": 8, "data": {"choices": [{"name": "Atlantis", "value": "atlantis"}]}}),
        ]
    );
}

#[tokio::test]
async fn the_bot_names_itself_and_an_interaction_speaks_for_itself() {
    let discord = StandIn::start(|_| async { message() }).await;
    let sender = discord.sender(&Pauses::short());
    sender.message(channel(), "9".parse().unwrap()).await.unwrap();
    sender
        .callback(
            "6".parse().unwrap(),
            "token",
            Callback::DeferUpdate,
            Instant::now(),
        )
        .await
        .unwrap();
    let seen = discord.seen();
    assert_eq!(seen[0].headers["authorization"], format!("Bot {TOKEN}"));
    assert!(
        seen[0].headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("DiscordBot (")
    );
    assert!(!seen[1].headers.contains_key("authorization"));
}

#[tokio::test]
async fn pages_and_translations_are_asked_for() {
    let discord = StandIn::start(|_| async { answer(200, &json!([])) }).await;
    let sender = discord.sender(&Pauses::short());
    sender
        .messages_after(channel(), "77".parse().unwrap(), 255)
        .await
        .unwrap();
    sender
        .commands("5".parse().unwrap(), Some("8".parse().unwrap()))
        .await
        .unwrap();
    let seen = discord.seen();
    assert_eq!(seen[0].query, "after=77&limit=100");
    assert_eq!(seen[1].path, "/applications/5/guilds/8/commands");
    assert_eq!(seen[1].query, "with_localizations=true");
}

#[tokio::test]
async fn no_token_comes_out() {
    let secret = "secret-of-the-interaction";
    let unreachable = super::stand_in::sender("http://127.0.0.1:1", &Pauses::short());
    let discord = StandIn::start(|_| async { answer(500, &json!({})) }).await;
    let failing = discord.sender(&Pauses::short());
    let mut texts = vec![format!("{unreachable:?} {failing:#?}")];
    for sender in [unreachable, failing] {
        let application = "5".parse().unwrap();
        let body = json!({"content": "hello"});
        let errors: [SendError; 4] = [
            sender
                .callback(
                    "6".parse().unwrap(),
                    secret,
                    Callback::DeferUpdate,
                    Instant::now(),
                )
                .await
                .unwrap_err(),
            sender
                .edit_original(application, secret, &body, Instant::now())
                .await
                .unwrap_err(),
            sender.follow_up(application, secret, &body).await.unwrap_err(),
            sender
                .create_message(channel(), &body, Vec::new(), &nonce())
                .await
                .unwrap_err(),
        ];
        texts.extend(errors.iter().map(|error| format!("{error} {error:?}")));
    }
    for text in texts {
        assert!(!text.contains("secret-of"), "{text}");
    }
}

#[tokio::test]
async fn no_edit_takes_a_picture_off_its_message() {
    let discord = StandIn::start(|_| async { message() }).await;
    let sender = discord.sender(&Pauses::short());
    let application: ApplicationId = "5".parse().unwrap();
    let change = json!({"content": "2 votes", "attachments": []});
    sender
        .edit_message(channel(), "9".parse().unwrap(), &change)
        .await
        .unwrap();
    sender
        .edit_original(application, "token", &change, Instant::now())
        .await
        .unwrap();
    let named = json!({"content": "2 votes", "attachments": [{"id": "4"}]});
    sender
        .edit_message(channel(), "9".parse().unwrap(), &named)
        .await
        .unwrap();
    let attachments: Vec<Option<Value>> = discord
        .seen()
        .into_iter()
        .map(|seen| seen.body.get("attachments").cloned())
        .collect();
    assert_eq!(attachments, [None, None, Some(json!([{"id": "4"}]))]);
}
