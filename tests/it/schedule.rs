//! Editions that come out by a schedule.

use blipbot::outbox::{Delivery, News, Occasion, Topic};
use blipbot::radar::EditionId;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::support::{Member, World, text};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// Ten in the morning in Berlin, some days from now.
fn morning(world: &World, days: i64) -> (Date, Timestamp) {
    let date = (world.now() + DAY * i32::try_from(days).unwrap())
        .to_zoned(berlin())
        .date();
    let at = date.to_datetime(Time::constant(10, 0, 0, 0)).to_zoned(berlin());
    (date, at.unwrap().timestamp())
}

/// A world in Berlin in which Crossplane has passed to Trial and waits for an edition.
async fn waiting() -> World {
    let world = World::start().await;
    world.is_introduced().await;
    world
        .types(Member::Ada, "general", "/setup timezone:europe/berlin")
        .await
        .says(&["Europe/Berlin"]);
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world.three_in_favor(&vote).await;
    world.votes_close(1).await;
    world
}

/// A maintainer sets when editions come out.
async fn schedules(world: &World, when: &str) {
    let typed = format!("/edition schedule when:{when}");
    world.types(Member::Ada, "general", &typed).await.says(&["Saved"]);
}

async fn passes_until(world: &World, at: Timestamp) {
    world
        .passes(at.duration_since(world.now()) + SignedDuration::from_secs(5))
        .await;
}

async fn comes_out(world: &World, date: Date) {
    let id = EditionId::parse(&date.to_string()).unwrap();
    world.until_said(&Topic::Digest(id)).await;
}

#[tokio::test]
async fn an_edition_is_announced_and_comes_out_by_itself_once() {
    let world = waiting().await;
    let (date, at) = morning(&world, 4);
    world
        .types(
            Member::Guest,
            "general",
            &format!("/edition schedule when:{date}"),
        )
        .await
        .says(&["Manage Server"]);
    world
        .types(
            Member::Ada,
            "general",
            &format!("/edition schedule when:{date} 10:00 title:Winter"),
        )
        .await
        .says(&[
            "Saved",
            &format!("<t:{}:F>", at.as_second()),
            "1 moved in",
            "Winter",
        ]);
    let scheduled = format!("<t:{}:R>", at.as_second());
    for command in ["/edition schedule", "/edition list", "/edition draft"] {
        world
            .types(Member::Guest, "general", command)
            .await
            .says(&[&scheduled]);
    }
    passes_until(&world, at - DAY).await;
    let told = world
        .until("digests", "the announcement", |text| text.contains("comes out"))
        .await;
    let told = text(&told);
    for part in ["Winter", "1 moved in", "No open vote", "/propose", &scheduled] {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
    let world = world.restart().await;
    passes_until(&world, at).await;
    comes_out(&world, date).await;
    world
        .types(Member::Guest, "general", "/radar crossplane")
        .await
        .says(&["Trial", "Winter"]);
    world
        .types(Member::Guest, "general", "/edition schedule")
        .await
        .says(&["No schedule is set"]);
    let world = world.restart_after(DAY).await;
    world.types(Member::Ada, "general", "/help").await;
    // The introduction, the announcement, the digest.
    assert_eq!(world.public("digests").await.len(), 3);
    world.end().await;
}

#[tokio::test]
async fn what_was_missed_while_the_bot_was_down_comes_out_at_its_start() {
    let world = waiting().await;
    schedules(&world, "0 10 * * *").await;
    let (date, at) = morning(&world, 5);
    let down = at.duration_since(world.now()) + SignedDuration::from_hours(2);
    let world = world.restart_after(down).await;
    comes_out(&world, date).await;
    let editions = world
        .store()
        .editions(world.guild().parse().unwrap())
        .await
        .unwrap();
    assert_eq!(editions.len(), 1, "those before it are not made up for");
    world.end().await;
}

#[tokio::test]
async fn what_was_announced_and_is_called_off_is_told() {
    let world = waiting().await;
    let (date, at) = morning(&world, 3);
    schedules(&world, &format!("{date} 10:00")).await;
    passes_until(&world, at - DAY).await;
    world
        .until("digests", "the announcement", |text| text.contains("comes out"))
        .await;
    world
        .types(Member::Ada, "general", "/edition schedule when:off")
        .await
        .says(&["removed"]);
    world
        .until("digests", "that it is called off", |text| {
            text.contains("Called off") && text.contains(&date.to_string())
        })
        .await;
    world.end().await;
}

#[tokio::test]
async fn what_could_never_be_announced_is_not_called_off() {
    let world = waiting().await;
    let (date, at) = morning(&world, 3);
    schedules(&world, &format!("{date} 10:00")).await;
    let settings = world
        .store()
        .settings(world.guild().parse().unwrap())
        .await
        .unwrap();
    let schedule = settings.value.schedule.unwrap().id;
    let topic = |news| Topic::Calendar(Occasion { schedule, date, news });
    world.denies("digests", &["SEND_MESSAGES"]).await;
    passes_until(&world, at - DAY).await;
    world.until_parked(&topic(News::Soon)).await;
    world
        .types(Member::Ada, "general", "/edition schedule when:off")
        .await
        .says(&["removed"]);
    world.until_said(&topic(News::CalledOff(0))).await;
    // The announcement was kept as it was rendered; it is not posted either once that is possible.
    world.denies("digests", &[]).await;
    world.until_said(&topic(News::Soon)).await;
    assert_eq!(world.public("digests").await.len(), 1, "the introduction alone");
    world.end().await;
}

#[tokio::test]
async fn without_a_channel_for_digests_the_owner_is_told_that_it_came_out() {
    let world = World::start().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world.three_in_favor(&vote).await;
    world.votes_close(1).await;
    world
        .types(Member::Ada, "general", "/edition schedule when:0 10 * * *")
        .await
        .says(&["No channel is set for digests"]);
    world.passes(DAY).await;
    let guild = world.guild().parse().unwrap();
    let posted = loop {
        let notices = world.store().notices(guild).await.unwrap().into_iter();
        let told = notices.map(|stored| stored.value).find(|notice| {
            matches!(notice.topic, Topic::Calendar(_)) && matches!(notice.delivery, Delivery::Sent { .. })
        });
        match told {
            Some(notice) => break notice.posted().to_vec(),
            None => tokio::task::yield_now().await,
        }
    };
    assert_eq!(posted.len(), 1, "the owner accepts direct messages");
    let known = ["general", "votes", "digests"].map(|name| world.channel(Member::Ada, name));
    assert!(!known.contains(&posted[0].channel.to_string()));
    world
        .types(Member::Guest, "general", "/radar crossplane")
        .await
        .says(&["Trial"]);
    world.end().await;
}

#[tokio::test]
async fn the_day_on_which_clocks_change_has_one_edition() {
    let world = waiting().await;
    let zone = berlin();
    let change = zone.following(world.now() + DAY * 2).next().unwrap();
    let (at, before) = (
        change.timestamp(),
        zone.to_offset(change.timestamp() - SignedDuration::from_hours(1)),
    );
    // Half past two is skipped, or shown twice: then the first one counts.
    let skipped = change.offset() > before;
    let expected = if skipped {
        at
    } else {
        at - SignedDuration::from_mins(30)
    };
    let date = at.to_zoned(zone.clone()).date();
    world
        .types(
            Member::Ada,
            "general",
            &format!("/edition schedule when:{date} 02:30"),
        )
        .await
        .says(&[&format!("<t:{}:F>", expected.as_second())]);
    passes_until(&world, expected).await;
    comes_out(&world, date).await;
    world.passes(SignedDuration::from_hours(2)).await;
    let world = world.restart().await;
    world.types(Member::Ada, "general", "/help").await;
    let digests = world.public("digests").await;
    let out = digests
        .iter()
        .filter(|message| text(message).contains("Crossplane"));
    assert_eq!(out.count(), 1);
    world.end().await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_answered_with_what_is_possible() {
    let world = World::start().await;
    for (typed, answer) in [
        ("every week", "every quarter at 10:00"),
        ("2026-02-30", "There is no day"),
        ("2020-01-01", "between now and"),
        ("every month at 25:00", "23:59"),
        ("0 24 1 * *", "0 to 23"),
        ("* * * * *", "more than once a day"),
        ("0 9 30 2 *", "no such day"),
        ("off", "No schedule is set"),
    ] {
        world
            .types(Member::Ada, "general", &format!("/edition schedule when:{typed}"))
            .await
            .says(&[answer]);
    }
    world
        .types(Member::Ada, "general", "/setup timezone:york")
        .await
        .says(&["America/New_York"]);
    let offered = world
        .suggests(Member::Ada, "general", "/setup timezone:lisb")
        .await;
    assert_eq!(offered[0].0, "Europe/Lisbon");
    let offered = world
        .suggests(Member::Ada, "general", "/edition schedule when:every q")
        .await;
    assert_eq!(offered[0].1, "every quarter");
    world.end().await;
}
