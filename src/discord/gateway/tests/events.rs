//! What happens is told, in order, and finished before the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

use super::Running;
use super::stage::{Offer, Stage, dispatch, interaction};
use crate::discord::fields::Fields;
use crate::discord::gateway::{Gateway, GatewayEvent, GatewayHandler, Intents};
use crate::health::Health;
use crate::hearing::Hearing;

#[tokio::test]
async fn the_first_event_says_who_the_bot_is() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let _connection = stage.session().await;
    let GatewayEvent::Ready {
        application,
        bot,
        shard,
        guilds,
    } = running.event().await
    else {
        panic!("the first event is Ready");
    };
    assert_eq!((application.get(), bot.get()), (5, 50));
    assert_eq!((shard.index, shard.total), (0, 1));
    assert_eq!(guilds, ["8".parse().unwrap()]);
    running.stop().await;
}

/// What an interaction without some of its fields comes to.
async fn told(missing: &[&str], type_: u64) -> GatewayEvent {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.started().await;
    let mut data = interaction(6);
    data["type"] = Value::from(type_);
    for field in missing {
        data.as_object_mut().unwrap().remove(*field).unwrap();
    }
    connection.say(&dispatch(2, "INTERACTION_CREATE", &data));
    let event = running.event().await;
    running.stop().await;
    assert!(!format!("{event:?}").contains("secret-token"));
    event
}

#[tokio::test]
async fn interactions_arrive_whatever_serenity_makes_of_them() {
    let whole = told(&[], 2).await;
    assert!(matches!(whole, GatewayEvent::Interaction { ticket, .. } if ticket.interaction.get() == 6));
    // serenity wants these; the bot does not.
    let poor = told(&["attachment_size_limit", "entitlements", "locale", "version"], 2).await;
    assert!(matches!(poor, GatewayEvent::Interaction { ticket, .. } if ticket.application.get() == 5));
    let unreadable = told(&["data"], 2).await;
    assert!(matches!(
        unreadable,
        GatewayEvent::UnreadableInteraction { ticket, wants_suggestions: false } if ticket.interaction.get() == 6
    ));
    let typing = told(&["data"], 4).await;
    assert!(matches!(
        typing,
        GatewayEvent::UnreadableInteraction {
            wants_suggestions: true,
            ..
        }
    ));
}

#[tokio::test]
async fn a_form_arrives_with_what_was_filled_in_whatever_serenity_makes_of_it() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.started().await;
    let label = json!({"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "reason", "value": "Why"}});
    // The second is of a shape that serenity can not read.
    let younger = json!({"type": 18, "id": 1, "components": 7, "component": null});
    for (sequence, part) in [(2, &label), (3, &younger)] {
        let mut data = interaction(6);
        data["type"] = Value::from(5);
        data["data"] = json!({"custom_id": "1:cancel:3", "components": [part]});
        connection.say(&dispatch(sequence, "INTERACTION_CREATE", &data));
    }
    let (mut filled, mut unreadable) = (0, 0);
    for _ in 0..2 {
        match running.event().await {
            GatewayEvent::Form { ticket, form, fields } => {
                assert_eq!(ticket.interaction.get(), 6);
                assert_eq!(
                    (form.data.custom_id.as_str(), form.token.as_str()),
                    ("1:cancel:3", "")
                );
                assert_eq!(fields, Fields::from([("reason", "Why")]));
                filled += 1;
            }
            GatewayEvent::UnreadableInteraction {
                wants_suggestions: false,
                ..
            } => unreadable += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((filled, unreadable), (1, 1), "each can be answered");
    running.stop().await;
}

#[tokio::test]
async fn what_happens_to_guilds_is_told_in_order() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.started().await;
    for number in 0..100 {
        connection.say(&dispatch(
            number + 2,
            "GUILD_DELETE",
            &json!({"id": (number + 1).to_string()}),
        ));
    }
    for number in 0..100 {
        let event = running.event().await;
        assert!(
            matches!(event, GatewayEvent::GuildLeft { guild } if guild.get() == number + 1),
            "{event:?}"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn leaving_has_a_bound() {
    let stage = Stage::set(Offer::default()).await;
    let running = Running::at(&stage).await;
    // Discord never begins, and confirms nothing.
    let _connection = stage.connection().await;
    running.shutdown.cancel();
    tokio::time::timeout(Duration::from_secs(4), running.task)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn what_was_taken_is_finished_before_the_end() {
    /// Waits for the test's leave to finish.
    struct Slow {
        began: mpsc::UnboundedSender<()>,
        go: Semaphore,
        finished: AtomicBool,
    }

    #[async_trait]
    impl GatewayHandler for Slow {
        async fn handle(&self, event: GatewayEvent) {
            if matches!(event, GatewayEvent::Interaction { .. }) {
                self.began.send(()).unwrap();
                self.go.acquire().await.unwrap().forget();
                self.finished.store(true, Ordering::SeqCst);
            }
        }
    }

    let stage = Stage::set(Offer::default()).await;
    let (began, mut begins) = mpsc::unbounded_channel();
    let slow = Arc::new(Slow {
        began,
        go: Semaphore::new(0),
        finished: AtomicBool::new(false),
    });
    let handler: Arc<dyn GatewayHandler> = Arc::<Slow>::clone(&slow);
    let gateway = Gateway::connect(
        stage.sender(),
        handler,
        Intents::PLAIN,
        Health::default(),
        Hearing::default(),
    )
    .await
    .unwrap();
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(gateway.run(shutdown.clone()));
    let mut connection = stage.session().await;
    connection.say(&dispatch(2, "INTERACTION_CREATE", &interaction(6)));
    begins.recv().await.unwrap();
    shutdown.cancel();
    assert_eq!(connection.heard().await, json!({"closed": 1000}));
    slow.go.add_permits(1);
    running.await.unwrap().unwrap();
    assert!(slow.finished.load(Ordering::SeqCst));
}
