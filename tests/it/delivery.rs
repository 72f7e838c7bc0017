//! A message that may have been posted when the bot died: Discord's memory of its nonce has passed, so the channel's
//! history decides.

use blipbot::id::GuildId;
use blipbot::outbox::{Delivery, Notice, Topic};
use blipbot::storage::{Batch, Row, Store};
use blipbot::vote::ProposalNumber;
use jiff::SignedDuration;
use serde_json::Value;

use crate::support::{Member, World};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Puts the notice back to where it was before Discord's confirmation was stored.
async fn forget_confirmation(store: &dyn Store, guild: &str, topic: &Topic, parts: Vec<String>) {
    let guild: GuildId = guild.parse().unwrap();
    let stored = store.notice(guild, topic).await.unwrap().unwrap();
    let first_try = stored.value.queued_at;
    let delivery = Delivery::Sending {
        parts,
        posted: Vec::new(),
        first_try,
    };
    let notice = Notice {
        delivery,
        ..stored.value
    };
    store
        .commit(Batch::new().replace(stored.revision, Row::Notice(notice)))
        .await
        .unwrap();
}

/// The body of a posted message, as it was sent.
fn body(message: &Value) -> String {
    serde_json::json!({
        "content": message["content"], "embeds": message["embeds"], "components": message["components"],
    })
    .to_string()
}

#[tokio::test]
async fn a_vote_that_was_posted_but_not_confirmed_is_found_and_not_posted_again() {
    let world = World::start().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    let topic = Topic::Vote(ProposalNumber::FIRST);
    world.until_said(&topic).await;
    forget_confirmation(world.store(), &world.guild(), &topic, vec![body(&vote)]).await;
    let world = world.restart_after(HOUR).await;
    world
        .presses(Member::Linus, &vote, "In favor")
        .await
        .says(&["Recorded"]);
    let shown = world
        .until("general", "the tally", |text| text.contains("In favor 1"))
        .await;
    assert_eq!(
        shown["id"], vote["id"],
        "the message that was there is the vote's"
    );
    assert_eq!(world.public("general").await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_digest_that_was_posted_but_not_confirmed_is_found_by_its_mark() {
    let world = World::start().await;
    let introduction = world.is_introduced().await;
    world.until_said(&Topic::Introduction).await;
    forget_confirmation(
        world.store(),
        &world.guild(),
        &Topic::Introduction,
        vec![body(&introduction)],
    )
    .await;
    let world = world.restart_after(HOUR).await;
    world.until_said(&Topic::Introduction).await;
    assert_eq!(world.public("digests").await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_message_that_never_arrived_is_posted_once() {
    let world = World::start().await;
    let text = serde_json::json!({"content": "It was on its way when the bot died."}).to_string();
    let notice = Notice {
        guild: world.guild().parse().unwrap(),
        topic: Topic::Introduction,
        channel: world.channel(Member::Ada, "digests").parse().unwrap(),
        queued_at: world.now(),
        delivery: Delivery::Sending {
            parts: vec![text],
            posted: Vec::new(),
            first_try: world.now(),
        },
        picture: None,
    };
    world
        .store()
        .commit(Batch::new().create(Row::Notice(notice)))
        .await
        .unwrap();
    let world = world.restart_after(HOUR).await;
    world.until_said(&Topic::Introduction).await;
    let messages = world.public("digests").await;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["content"], "It was on its way when the bot died.");
    world.end().await;
}

#[tokio::test]
async fn without_the_right_to_read_the_history_nothing_is_guessed() {
    let world = World::start().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    let topic = Topic::Vote(ProposalNumber::FIRST);
    world.until_said(&topic).await;
    forget_confirmation(world.store(), &world.guild(), &topic, vec![body(&vote)]).await;
    world.denies("general", &["READ_MESSAGE_HISTORY"]).await;
    let world = world.restart_after(HOUR).await;
    world.until_parked(&topic).await;
    assert_eq!(world.public("general").await.len(), 1);
    world.end().await;
}
