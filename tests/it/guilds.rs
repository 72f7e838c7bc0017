//! One guild never sees another's data; guilds come and go.

use blipbot::outbox::Topic;
use blipbot::vote::{CLOSE_GRACE, MOST_EXTENSION, ProposalNumber};
use jiff::SignedDuration;
use serde_json::Value;

use crate::support::{Member, World, buttons, dump, text};

#[tokio::test]
async fn proposals_settings_and_buttons_stay_in_their_guild() {
    let world = World::start().await;
    world.types(Member::Ada, "general", "/setup votes:#votes").await;
    world
        .types(Member::Ada, "general", "/propose crossplane trial")
        .await;
    let vote = world
        .until("votes", "the vote", |text| text.contains("Crossplane"))
        .await;
    world
        .types(Member::Barbara, "general", "/proposal list")
        .await
        .does_not_say(&["Crossplane"]);
    world
        .types(Member::Barbara, "general", "/proposal show proposal:1")
        .await
        .says(&["1"])
        .does_not_say(&["Crossplane"]);
    let votes = world.channel(Member::Ada, "votes");
    world
        .types(Member::Barbara, "general", "/setup")
        .await
        .does_not_say(&[&votes]);
    let against = world
        .types(Member::Barbara, "general", "/vote proposal:1 choice:against")
        .await;
    assert!(against.text().starts_with("Not recorded"), "{}", against.text());
    assert!(text(&vote).contains("Against 0"));
    world
        .types(Member::Ada, "general", "/proposal show proposal:1")
        .await
        .says(&["Against 0"]);
    world.end().await;
}

/// The first vote of a guild, and what is said when it ends.
const VOTE: Topic = Topic::Vote(ProposalNumber::FIRST);
const OUTCOME: Topic = Topic::Outcome(ProposalNumber::FIRST);
/// Until the end of a vote of the default duration, and a little more.
const A_VOTE: SignedDuration = SignedDuration::from_secs(7 * 24 * 3_600 + 20);

/// A vote is open in #general of the first guild.
async fn with_a_vote() -> (World, Value) {
    let world = World::start().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world.until_said(&VOTE).await;
    (world, vote)
}

/// The votes' time passes; the first guild's outcome is stored and nobody is told.
async fn the_vote_ends_in_silence(world: &World) {
    world.passes(A_VOTE).await;
    world.until_pending(&OUTCOME).await;
    assert_eq!(world.public("general").await.len(), 1, "the vote alone");
}

/// The outcome is there, once, and the vote has no buttons any more.
async fn the_outcome_is_said_once(world: &World) {
    world.until_said(&OUTCOME).await;
    world.until_said(&Topic::Ending(ProposalNumber::FIRST)).await;
    let messages = world.public("general").await;
    assert_eq!(messages.len(), 2, "the vote and its outcome: {messages:#?}");
    assert!(buttons(&messages[0]).is_empty());
}

/// How many requests Discord has refused.
fn refused(world: &World) -> u64 {
    world.figure("blipbot_rest_requests_total{status=\"4xx\"}")
}

fn is_outcome(message: &Value) -> bool {
    text(message).contains("No quorum:")
}

#[tokio::test]
async fn a_guild_that_removed_the_bot_is_told_nothing_until_it_is_back() {
    let (world, _) = with_a_vote().await;
    world.page().guild_change(&world.guild(), "kick").await;
    world.until_left(&world.guild()).await;
    the_vote_ends_in_silence(&world).await;
    // Meanwhile the others are served, and nothing is tried in vain.
    world
        .types(Member::Barbara, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    assert_eq!(refused(&world), 0);
    world.page().guild_change(&world.guild(), "invite").await;
    the_outcome_is_said_once(&world).await;
    let id = world.guild().parse().unwrap();
    assert_eq!(world.store().settings(id).await.unwrap().value.left, None);
    world
        .types(Member::Ada, "votes", "/proposal show proposal:1")
        .await
        .says(&["Crossplane"]);
    assert_eq!(refused(&world), 0);
    world.end().await;
}

#[tokio::test]
async fn a_vote_that_an_outage_held_up_is_extended_when_it_is_over_and_ends_once() {
    let (world, _) = with_a_vote().await;
    world.page().guild_change(&world.guild(), "outage").await;
    world
        .types(Member::Barbara, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    world.passes(A_VOTE).await;
    world.page().guild_change(&world.guild(), "recover").await;
    // Nothing was counted while nobody could press.
    world
        .until("general", "the vote, extended", |text| {
            text.contains("Extended by")
        })
        .await;
    let id = world.guild().parse().unwrap();
    let vote = world.store().proposal(id, ProposalNumber::FIRST).await;
    assert!(vote.unwrap().unwrap().value.status.is_live());
    world
        .passes(MOST_EXTENSION + CLOSE_GRACE + SignedDuration::from_secs(5))
        .await;
    world.until_said(&OUTCOME).await;
    world.until_said(&Topic::Ending(ProposalNumber::FIRST)).await;
    let messages = world.public("general").await;
    let outcomes = messages.iter().filter(|message| is_outcome(message));
    assert_eq!(outcomes.count(), 1, "{messages:#?}");
    assert!(buttons(&messages[0]).is_empty());
    assert_eq!(refused(&world), 0, "nothing was tried in vain");
    assert_eq!(
        world.store().settings(id).await.unwrap().value.left,
        None,
        "nobody left"
    );
    assert!(
        world.public("votes").await.is_empty(),
        "nobody is told of a trouble"
    );
    world.end().await;
}

#[tokio::test]
async fn a_guild_that_removed_the_bot_while_it_was_stopped_is_known_from_the_start() {
    let (world, _) = with_a_vote().await;
    let guild = world.guild();
    let ground = world.stops().await;
    ground.page().guild_change(&guild, "kick").await;
    let world = ground.starts().await;
    world.until_left(&guild).await;
    the_vote_ends_in_silence(&world).await;
    let ground = world.stops().await;
    ground.page().guild_change(&guild, "invite").await;
    let world = ground.starts().await;
    the_outcome_is_said_once(&world).await;
    world.end().await;
}

#[tokio::test]
async fn what_a_guild_left_behind_is_purged_after_thirty_days_and_no_sooner() {
    let (world, _) = with_a_vote().await;
    let (first, second) = (world.guild(), world.page().guilds().remove(1));
    world.page().guild_change(&first, "kick").await;
    world.until_left(&first).await;
    the_vote_ends_in_silence(&world).await;
    world.passes(SignedDuration::from_hours(15 * 24)).await;
    // A vote of the other guild ends on the 29th day: its outcome shows that what was due by then is done.
    world
        .types(Member::Barbara, "general", "/propose grafana trial")
        .await
        .says(&["discord.com/channels/"]);
    world.passes(A_VOTE).await;
    let mut change = 0;
    while !world
        .page()
        .messages("Barbara", "general")
        .await
        .iter()
        .any(is_outcome)
    {
        change = world.page().change_after(change).await;
    }
    assert!(world.until_guilds(2).await.contains(&first), "29 days are not 30");
    world.passes(SignedDuration::from_hours(2 * 24)).await;
    assert_eq!(world.until_guilds(1).await, std::slice::from_ref(&second));
    let ground = world.stops().await;
    let rows = dump(&ground.store_path());
    let of = |guild: &str| rows.iter().filter(|row| row.to_string().contains(guild)).count();
    assert_eq!(of(&first), 0, "{rows:#?}");
    assert_eq!(of("Crossplane") + of("crossplane"), 0, "{rows:#?}");
    let kinds = |kind: &str| rows.iter().filter(|row| row["type"] == kind).count();
    assert_eq!((kinds("proposal"), kinds("notice")), (1, 3), "{rows:#?}");
    assert!(of(&second) >= 4, "{rows:#?}");
    ground.end().await;
}
