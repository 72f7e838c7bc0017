//! Forms are shown and submitted, and menus used, as Discord's documents show it.

use serde_json::{Value, json};

use super::*;
use crate::discord::fields::Fields;
use crate::discord::press::Press;
use crate::settings::Voters;
use crate::vote::{ProposalNumber, Status};

/// The permissions of a maintainer.
const MANAGE_GUILD: &str = "32";

/// An interaction in guild 10 of somebody with these permissions.
fn interaction(id: u64, kind: u8, permissions: &str, data: &Value) -> Value {
    json!({
        "id": id.to_string(), "application_id": "2", "type": kind, "guild_id": "10", "data": data,
        "channel_id": "20", "channel": {"id": "20", "type": 0, "name": "radar"},
        "member": {
            "user": {"id": "44", "username": "ada", "discriminator": "0", "avatar": null},
            "roles": [], "joined_at": "2023-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0,
            "permissions": permissions,
        },
        "token": "t", "version": 1, "app_permissions": "0", "locale": "en-US", "entitlements": [],
        "attachment_size_limit": 1,
    })
}

/// The message from which an interaction comes.
fn message(ephemeral: bool) -> Value {
    json!({
        "id": "33", "channel_id": "20", "author": {"id": "5", "username": "blipbot", "discriminator": "0", "avatar": null},
        "content": "", "type": 0, "flags": if ephemeral { 64 } else { 0 }, "timestamp": "2023-01-01T00:00:00Z",
        "edited_timestamp": null, "tts": false, "pinned": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [],
    })
}

fn press(id: u64, data: &Value) -> GatewayEvent {
    let mut sent = interaction(id, 3, MANAGE_GUILD, data);
    sent["message"] = message(true);
    let (ticket, press) = Press::read(&sent.to_string(), Instant::now()).unwrap();
    GatewayEvent::Press {
        ticket,
        press: Box::new(press),
    }
}

/// What the form of `custom_id` is submitted with.
fn submission(
    id: u64,
    custom_id: &str,
    reason: &str,
    permissions: &str,
    opened_by: Option<Value>,
) -> GatewayEvent {
    let input = if custom_id.contains(":policy:") {
        "policy"
    } else {
        "reason"
    };
    let part =
        json!({"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": input, "value": reason}});
    let data = json!({"custom_id": custom_id, "components": [part]});
    let mut sent = interaction(id, 5, permissions, &data);
    if let Some(message) = opened_by {
        sent["message"] = message;
    }
    let fields = Fields::read(&sent.to_string()).unwrap();
    let mut interaction: Interaction = serde_json::from_value(sent).unwrap();
    let ticket = Ticket::take(&mut interaction, Instant::now());
    let Interaction::Modal(form) = interaction else {
        panic!("it is a form")
    };
    GatewayEvent::Form {
        ticket,
        form: Box::new(form),
        fields,
    }
}

impl Entrance {
    /// With a vote that is open.
    async fn with_a_vote() -> Self {
        let entrance = entrance().await;
        entrance.process.proposes(entrance.scene.clock.now()).await;
        entrance
    }

    /// The answers to interactions, in order.
    fn answers(&self) -> Vec<Value> {
        let seen = self.scene.discord.stand_in.seen().into_iter();
        seen.filter(|seen| seen.path.ends_with("/callback"))
            .map(|seen| seen.body)
            .collect()
    }

    async fn status(&self) -> Status {
        let vote = self.scene.store.proposal(guild(10), ProposalNumber::FIRST);
        vote.await.unwrap().unwrap().value.status
    }
}

#[tokio::test]
async fn a_form_is_shown_before_anybody_else_is_asked() {
    let entrance = entrance().await;
    let button = json!({"custom_id": "1:open:cancel:1", "component_type": 2});
    entrance.door.handle(press(6, &button)).await;
    let [form] = &entrance.answers()[..] else {
        panic!("it is answered once")
    };
    assert_eq!(
        (&form["type"], &form["data"]["custom_id"]),
        (&json!(9), &json!("1:cancel:1"))
    );
    let input = &form["data"]["components"][0]["component"];
    assert_eq!(
        (&input["custom_id"], &input["max_length"]),
        (&json!("reason"), &json!(1000))
    );
    assert_eq!(entrance.scene.discord.stand_in.seen().len(), 1);
    assert_eq!(
        entrance.process.service.presence().of(guild(10)),
        Whereabouts::Unknown,
        "the use cases were told nothing"
    );
}

#[tokio::test]
async fn a_form_is_handled_once_and_takes_the_place_of_what_only_its_reader_sees() {
    let entrance = Entrance::with_a_vote().await;
    for _ in 0..3 {
        let form = submission(
            7,
            "1:cancel:1",
            "It is settled.",
            MANAGE_GUILD,
            Some(message(true)),
        );
        entrance.door.handle(form).await;
    }
    let Status::Cancelled { reason, .. } = entrance.status().await else {
        panic!("it is cancelled")
    };
    assert_eq!(reason.as_str(), "It is settled.");
    let kinds: Vec<Value> = entrance
        .answers()
        .into_iter()
        .map(|answer| answer["type"].clone())
        .collect();
    assert_eq!(kinds, [json!(7)]);
}

#[tokio::test]
async fn the_answer_to_a_form_from_elsewhere_is_a_message_of_its_own() {
    for opened_by in [None, Some(message(false))] {
        let entrance = Entrance::with_a_vote().await;
        let form = submission(7, "1:cancel:1", "It is settled.", MANAGE_GUILD, opened_by);
        entrance.door.handle(form).await;
        let [answer] = &entrance.answers()[..] else {
            panic!("it is answered once")
        };
        assert_eq!(
            (&answer["type"], &answer["data"]["flags"]),
            (&json!(4), &json!(64))
        );
        assert!(matches!(entrance.status().await, Status::Cancelled { .. }));
    }
}

#[tokio::test]
async fn what_a_form_asks_for_is_judged_when_it_is_submitted() {
    let entrance = Entrance::with_a_vote().await;
    let refused = [
        submission(7, "1:cancel:1", "Because", "0", None),
        submission(8, "1:cancel:1", "   ", MANAGE_GUILD, None),
        submission(9, "2:cancel:1", "Because", MANAGE_GUILD, None),
        submission(10, "1:dance:1", "Because", MANAGE_GUILD, None),
    ];
    let count = refused.len();
    for form in refused {
        entrance.door.handle(form).await;
    }
    assert_eq!(entrance.status().await, Status::Open);
    let answers = entrance.answers();
    assert_eq!(answers.len(), count);
    for answer in answers {
        let words = answer["data"]["content"].as_str().unwrap();
        assert!(answer["data"]["flags"] == 64 && !words.is_empty(), "{answer}");
    }
}

#[tokio::test]
async fn what_is_chosen_in_a_menu_is_done() {
    let entrance = entrance().await;
    let blip = json!({"custom_id": "1:blip", "component_type": 3, "values": ["atlantis"]});
    entrance.door.handle(press(7, &blip)).await;
    let voters = json!({"custom_id": "1:voters", "component_type": 6, "values": ["66"]});
    entrance.door.handle(press(8, &voters)).await;
    // What no menu of the bot offers.
    let nobody = json!({"custom_id": "1:voters", "component_type": 5, "values": ["44"]});
    entrance.door.handle(press(9, &nobody)).await;
    let answers = entrance.answers();
    let kinds: Vec<&Value> = answers.iter().map(|answer| &answer["type"]).collect();
    assert_eq!(
        kinds,
        [4, 7, 4],
        "a blip is shown beside its list, and settings in their place"
    );
    assert!(
        answers[0]["data"]["embeds"][0]["title"]
            .as_str()
            .unwrap()
            .contains("Atlantis")
    );
    let settings = entrance.scene.store.settings(guild(10)).await.unwrap().value;
    assert_eq!(settings.voters, Voters::Role("66".parse().unwrap()));
}

#[tokio::test]
async fn a_policys_form_holds_its_text_and_what_is_written_is_stored() {
    let entrance = entrance().await;
    let button = json!({"custom_id": "1:open:policy:lazy", "component_type": 2});
    let submit = |id, text: &str| submission(id, "1:policy:lazy", text, MANAGE_GUILD, Some(message(true)));
    entrance.door.handle(press(6, &button)).await;
    entrance.door.handle(submit(7, "min_seconds = 0")).await;
    entrance.door.handle(submit(8, "min_seconds = 3")).await;
    entrance.door.handle(press(9, &button)).await;
    let answers = entrance.answers();
    let held = |answer: &Value| {
        let input = &answer["data"]["components"][0]["component"];
        input["value"].as_str().unwrap().to_owned()
    };
    assert!(held(&answers[0]).contains("min_seconds = 1"));
    let refused = answers[1]["data"]["content"].as_str().unwrap();
    assert!(
        refused.contains("**min\\_seconds** = 0") && refused.contains("```toml\nmin_seconds = 0\n```"),
        "{refused}"
    );
    assert!(
        answers[2]["data"]["embeds"][0]["description"]
            .as_str()
            .unwrap()
            .starts_with("Saved.")
    );
    assert!(held(&answers[3]).contains("min_seconds = 3"));
    let settings = entrance.scene.store.settings(guild(10)).await.unwrap().value;
    assert_eq!(settings.policies.len(), 1);
}

#[tokio::test]
async fn members_are_listed_and_unlisted_by_menus() {
    let entrance = entrance().await;
    let unlist = json!({"custom_id": "1:unlist", "component_type": 5, "values": ["44"]});
    entrance.door.handle(press(7, &unlist)).await;
    let kinds: Vec<Value> = entrance
        .answers()
        .iter()
        .map(|answer| answer["type"].clone())
        .collect();
    assert_eq!(kinds, [7], "it turns the message that only the member sees");
    let settings = entrance.scene.store.settings(guild(10)).await.unwrap().value;
    assert_eq!(settings.voters, Voters::Anyone, "nobody is on a list");
}
