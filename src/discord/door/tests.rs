//! What the gateway tells reaches the use cases; what it tells twice does not.

mod forms;

use serde_json::json;
use serenity::model::application::Interaction;

use tokio::time::Instant;

use super::Door;
use crate::discord::deliver::tests::scene::{Process, Scene};
use crate::discord::gateway::{GatewayEvent, GatewayHandler, GuildSnapshot, Shard};
use crate::discord::responder::Ticket;
use crate::discord::sender::tests::stand_in::Pauses;
use crate::id::GuildId;
use crate::service::{Event, Whereabouts};
use crate::storage::crashing::Crash;
use crate::wording::Wording;

struct Entrance {
    scene: Scene,
    process: Process,
    door: Door,
}

fn guild(id: u64) -> GuildId {
    GuildId::try_from(id).unwrap()
}

async fn entrance() -> Entrance {
    let scene = Scene::new().await;
    let process = scene.deaf_process(Crash::Never);
    let door = Door::new(
        process.service.clone(),
        scene.discord.stand_in.sender(&Pauses::short()),
        process.deliverer.clone(),
        Wording::shared(),
        scene.clock.clone(),
        None,
    );
    Entrance { scene, process, door }
}

impl Entrance {
    async fn available(&self, id: u64) {
        let snapshot = GuildSnapshot {
            id: guild(id),
            name: "A guild".to_owned(),
            owner: "77".parse().unwrap(),
            channels: Vec::new(),
        };
        self.door.handle(GatewayEvent::GuildAvailable(snapshot)).await;
    }

    /// A session of all guilds starts.
    async fn ready(&self, guilds: &[u64]) {
        let ready = GatewayEvent::Ready {
            application: "2".parse().unwrap(),
            bot: "5".parse().unwrap(),
            shard: Shard { index: 0, total: 1 },
            guilds: guilds.iter().copied().map(guild).collect(),
        };
        self.door.handle(ready).await;
    }

    async fn has_left(&self, id: u64) -> bool {
        let settings = self.scene.store.settings(guild(id)).await.unwrap();
        settings.value.left.is_some()
    }

    fn events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.process.events.try_recv().ok()).collect()
    }
}

fn help() -> GatewayEvent {
    let mut interaction: Interaction = serde_json::from_value(json!({
        "id": "175928847299117063", "application_id": "2", "type": 2, "guild_id": "11",
        "data": {"id": "1", "name": "help", "type": 1},
        "channel_id": "22", "channel": {"id": "22", "type": 0, "name": "radar"},
        "member": {
            "user": {"id": "44", "username": "ada", "discriminator": "0", "avatar": null},
            "roles": [], "joined_at": "2023-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0,
            "permissions": "0",
        },
        "token": "t", "version": 1, "app_permissions": "0", "locale": "en-US", "entitlements": [],
        "attachment_size_limit": 1,
    }))
    .unwrap();
    let ticket = Ticket::take(&mut interaction, Instant::now());
    GatewayEvent::Interaction {
        ticket,
        interaction: Box::new(interaction),
    }
}

#[tokio::test]
async fn an_interaction_that_is_delivered_again_is_answered_once() {
    let entrance = entrance().await;
    for _ in 0..3 {
        entrance.door.handle(help()).await;
    }
    assert_eq!(entrance.scene.discord.count("POST /interactions/"), 1);
    let unreadable = || GatewayEvent::UnreadableInteraction {
        ticket: Ticket::new(
            "6".parse().unwrap(),
            "2".parse().unwrap(),
            "u".to_owned(),
            Instant::now(),
        ),
        wants_suggestions: false,
    };
    for _ in 0..3 {
        entrance.door.handle(unreadable()).await;
    }
    assert_eq!(entrance.scene.discord.count("POST /interactions/"), 2);
}

#[tokio::test]
async fn whoever_uses_a_command_proves_that_the_guild_is_there() {
    let mut entrance = entrance().await;
    entrance.door.handle(help()).await;
    assert_eq!(
        entrance.process.service.presence().of(guild(11)),
        Whereabouts::Here
    );
    assert_eq!(entrance.events(), [Event::Available(guild(11))]);
}

#[tokio::test]
async fn departures_are_noted_and_outages_are_not() {
    let mut entrance = entrance().await;
    for id in [10, 11, 12] {
        entrance.available(id).await;
    }
    entrance
        .door
        .handle(GatewayEvent::GuildUnavailable { guild: guild(10) })
        .await;
    entrance
        .door
        .handle(GatewayEvent::GuildLeft { guild: guild(11) })
        .await;
    let left = [10, 11, 12].map(|id| entrance.has_left(id));
    assert_eq!(futures_util::future::join_all(left).await, [false, true, false]);
    entrance.events();
    entrance.available(10).await;
    entrance.available(11).await;
    assert!(!entrance.has_left(11).await);
    let back = [10, 11].map(|id| Event::Available(guild(id)));
    assert_eq!(entrance.events(), back);
}

#[tokio::test]
async fn a_session_tells_which_guilds_the_bot_left_while_it_was_away() {
    let entrance = entrance().await;
    for id in [10, 11] {
        entrance.available(id).await;
    }
    entrance.ready(&[11, 12]).await;
    assert!(entrance.has_left(10).await);
    assert!(!entrance.has_left(11).await);
    entrance.ready(&[10, 11]).await;
    assert!(!entrance.has_left(10).await);
}

#[tokio::test]
async fn changed_places_have_what_was_refused_tried_again_and_deleted_ones_do_not() {
    let mut entrance = entrance().await;
    entrance.available(10).await;
    entrance.events();
    let deleted = GatewayEvent::ChannelDeleted {
        guild: guild(10),
        channel: "20".parse().unwrap(),
    };
    entrance.door.handle(deleted).await;
    assert_eq!(entrance.events(), []);
    entrance
        .door
        .handle(GatewayEvent::PlacesChanged { guild: guild(10) })
        .await;
    assert_eq!(entrance.events(), [Event::Mended(guild(10))]);
}

#[tokio::test]
async fn the_guilds_that_the_bot_is_in_are_counted() {
    let entrance = entrance().await;
    let counted = |here: usize, unavailable: usize| {
        let text = entrance.door.sender.metrics().render();
        for line in [
            format!("blipbot_guilds{{state=\"here\"}} {here}"),
            format!("blipbot_guilds{{state=\"unavailable\"}} {unavailable}"),
        ] {
            assert!(text.lines().any(|one| one == line), "{line} is not in:\n{text}");
        }
    };
    for id in [10, 11, 12] {
        entrance.available(id).await;
    }
    counted(3, 0);
    let lost = GatewayEvent::GuildUnavailable { guild: guild(11) };
    entrance.door.handle(lost).await;
    counted(2, 1);
    let left = GatewayEvent::GuildLeft { guild: guild(12) };
    entrance.door.handle(left).await;
    counted(1, 1);
    // A member's command says that the outage is over.
    entrance.door.handle(help()).await;
    counted(2, 0);
}
