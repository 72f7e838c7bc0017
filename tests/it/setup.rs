//! `/setup`.

use std::io::Cursor;
use std::time::Duration;

use crate::support::{Member, World};

#[tokio::test]
async fn the_state_is_shown_changed_and_kept() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&["digests", "votes"]);
    let voters = format!("<@&{}>", world.role("Voters"));
    world
        .types(Member::Ada, "general", "/setup voters:@Voters votes:#votes")
        .await
        .says(&[&voters]);
    let world = world.restart().await;
    let votes_channel = format!("<#{}>", world.channel(Member::Ada, "votes"));
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&[&voters, &votes_channel]);
    world.end().await;
}

#[tokio::test]
async fn a_channel_in_which_the_bot_may_not_write_is_refused_with_the_missing_permission() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup votes:#locked")
        .await
        .says(&["Send Messages"]);
    // Discord's client offers only channels in which a vote can stand.
    let announcements = world
        .types(Member::Ada, "general", "/setup votes:#announcements")
        .await;
    assert!(
        announcements.value["error"]
            .as_str()
            .unwrap()
            .contains("not a channel of the right kind")
    );
    world.denies("votes", &["EMBED_LINKS"]).await;
    world
        .types(Member::Ada, "general", "/setup votes:#votes")
        .await
        .says(&["Embed Links"]);
    world.end().await;
}

#[tokio::test]
async fn discord_lets_only_managers_of_the_server_use_it() {
    let world = World::start().await;
    let answer = world.types(Member::Linus, "general", "/setup").await;
    assert_eq!(answer.value["error"], "You may not use `/setup`.");
    world.end().await;
}

#[tokio::test]
async fn a_configured_channel_gets_digests_until_the_guild_chooses_its_own() {
    // The sandbox's channels have the same ids in every world.
    let world = World::start().await;
    let (digests, general) = (
        world.channel(Member::Ada, "digests"),
        world.channel(Member::Ada, "general"),
    );
    world.end().await;

    let world = World::with(&format!("announce.channel = '{digests}'"), None).await;
    world
        .until("digests", "the introduction", |text| text.contains("16"))
        .await;
    let shown = |id: &str| format!("<#{id}>");
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&[&shown(&digests)]);
    let world = world
        .restart_with(&format!("announce.channel = '{general}'"))
        .await;
    let now = world.types(Member::Ada, "votes", "/setup").await;
    now.says(&[&shown(&general)]).does_not_say(&[&shown(&digests)]);
    assert!(
        world.public("general").await.is_empty(),
        "a guild is introduced once"
    );
    world
        .types(Member::Ada, "votes", "/setup digests:#digests")
        .await
        .says(&[&shown(&digests)]);
    world
        .types(Member::Barbara, "general", "/setup")
        .await
        .does_not_say(&[&shown(&general), &shown(&digests)]);
    world.end().await;
}

#[tokio::test]
async fn a_policy_is_shown_and_decides_a_vote_of_the_voters_role() {
    let world = World::start().await;
    world
        .types(
            Member::Ada,
            "general",
            "/propose blip:crossplane ring:trial policy:emergency",
        )
        .await
        .says(&["/setup voters:"]);
    world
        .types(Member::Ada, "general", "/setup voters:@Voters policy:emergency")
        .await
        .says(&["Policy emergency", "of = \"electorate\"", "whole electorate"]);
    let suggested = world
        .suggests(
            Member::Ada,
            "general",
            "/propose blip:crossplane ring:trial policy:emer",
        )
        .await;
    assert!(suggested[0].0.starts_with("emergency · 2 days"), "{suggested:?}");
    world
        .types(
            Member::Ada,
            "general",
            "/propose blip:crossplane ring:trial policy:emergency duration:72h",
        )
        .await;
    let voters = format!("<@&{}>", world.role("Voters"));
    world
        .until("general", "the vote with its electorate", |text| {
            text.contains("**Policy** emergency")
                && text.contains(&voters)
                && text.contains("when they were last counted")
        })
        .await;
    world.end().await;
}

#[tokio::test]
async fn a_list_of_voters_is_shown_with_its_menus() {
    let world = World::start().await;
    let answer = world
        .types(Member::Ada, "general", "/setup voters-list:True")
        .await;
    answer.says(&["No list decides who votes"]);
    world.end().await;
}

/// How light the background of the next picture of the whole radar is: from 0, which is black, to 255.
async fn lightness(world: &World) -> u8 {
    // An answer does not wait for the picture: whoever asks next has it.
    let drawn = async {
        loop {
            let answer = world.types(Member::Linus, "general", "/radar *").await;
            if answer.message()["attachments"][0].is_object() {
                break answer.message().clone();
            }
        }
    };
    let message = tokio::time::timeout(Duration::from_secs(20), drawn)
        .await
        .expect("there is no picture");
    let (name, bytes) = world.page().bytes(&message).await;
    assert_eq!(name, "radar.png");
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    // The least of red, green and blue in the corner, or the most.
    let corner = &pixels[..3];
    let (least, most) = (corner.iter().min().unwrap(), corner.iter().max().unwrap());
    assert!(most - least < 40, "it is coloured: {corner:?}");
    *least
}

#[tokio::test]
async fn the_look_of_pictures_is_chosen_and_kept() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&["**Pictures** They are dark."]);
    assert!(lightness(&world).await < 80);
    world
        .types(Member::Ada, "general", "/setup theme:Light")
        .await
        .says(&["**Pictures** They are light."]);
    assert!(lightness(&world).await > 200);
    let world = world.restart().await;
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&["**Pictures** They are light."]);
    assert!(lightness(&world).await > 200);
    // What another server chose is its own.
    world
        .types(Member::Barbara, "general", "/setup")
        .await
        .says(&["**Pictures** They are dark."]);
    world
        .types(Member::Ada, "general", "/setup theme:Dark")
        .await
        .says(&["**Pictures** They are dark."]);
    assert!(lightness(&world).await < 80);
    world.end().await;
}
