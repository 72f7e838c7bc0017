//! A vote from `/propose` to its outcome.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Member, World, buttons};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Ada proposes Crossplane for Trial; gives the vote's message.
async fn proposed(world: &World) -> Value {
    world
        .proposes(Member::Ada, "crossplane trial reason:it runs our databases")
        .await
}

#[tokio::test]
async fn a_proposal_is_posted_with_its_rule_and_its_buttons() {
    let world = World::start().await;
    let vote = proposed(&world).await;
    let text = crate::support::text(&vote);
    for part in [
        "Crossplane",
        "Assess",
        "Trial",
        "it runs our databases",
        "2/3",
        "<t:",
        "In favor 0 · Against 0 · Abstain 0",
    ] {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    assert!(text.contains(&world.member(Member::Ada)), "the proposer is named");
    let labels: Vec<String> = buttons(&vote).into_iter().map(|(label, _)| label).collect();
    assert_eq!(
        labels,
        [
            "In favor",
            "Against",
            "Abstain",
            "Raise a concern",
            "Recuse myself"
        ]
    );
    assert!(
        vote["interaction_metadata"].is_null(),
        "it is an ordinary message"
    );
    world.end().await;
}

#[tokio::test]
async fn a_vote_passes_and_its_change_stands_in_the_draft() {
    let world = World::start().await;
    let vote = proposed(&world).await;
    for (member, choice) in [
        (Member::Ada, "In favor"),
        (Member::Grace, "In favor"),
        (Member::Linus, "Against"),
    ] {
        let answer = world.presses(member, &vote, choice).await;
        assert!(answer.text().starts_with("Recorded"), "{}", answer.text());
        assert!(answer.is_private());
    }
    world
        .until("general", "the tally", |text| {
            text.contains("In favor 2 · Against 1 · Abstain 0")
        })
        .await;
    world.passes(WEEK + SignedDuration::from_secs(20)).await;
    let closed = world
        .until("general", "the end", |text| {
            text.contains("Passed") && text.contains("2/3")
        })
        .await;
    assert!(buttons(&closed).is_empty(), "the buttons are gone");
    world
        .until_all("general", "one announcement", |messages| {
            (messages.len() == 2).then_some(())
        })
        .await;
    let draft = world.types(Member::Guest, "general", "/edition draft").await;
    draft.says(&["Crossplane", "Trial"]);
    world.end().await;
}

#[tokio::test]
async fn a_vote_without_enough_voters_has_no_quorum_and_one_with_too_little_favor_is_rejected() {
    let world = World::start().await;
    proposed(&world).await;
    world
        .types(Member::Ada, "general", "/propose pulumi assess")
        .await;
    let pulumi = world
        .until("general", "the second vote", |text| text.contains("Pulumi"))
        .await;
    for (member, choice) in [
        (Member::Ada, "In favor"),
        (Member::Grace, "Against"),
        (Member::Linus, "Abstain"),
    ] {
        world.presses(member, &pulumi, choice).await.says(&["Recorded"]);
    }
    world.passes(WEEK + SignedDuration::from_secs(20)).await;
    world
        .until("general", "no quorum", |text| {
            text.contains("Crossplane") && text.contains("No quorum")
        })
        .await;
    world
        .until("general", "a rejection", |text| {
            text.contains("Pulumi") && text.contains("Rejected")
        })
        .await;
    world
        .types(Member::Ada, "general", "/edition draft")
        .await
        .does_not_say(&["Pulumi", "Crossplane"]);
    world.end().await;
}

#[tokio::test]
async fn a_ballot_can_be_changed_and_counts_once() {
    let world = World::start().await;
    let vote = proposed(&world).await;
    world
        .presses(Member::Linus, &vote, "Against")
        .await
        .says(&["Recorded"]);
    let changed = world
        .types(Member::Linus, "general", "/vote proposal:1 choice:in_favor")
        .await;
    changed.says(&["Recorded"]);
    world
        .until("general", "the tally", |text| {
            text.contains("In favor 1 · Against 0 · Abstain 0")
        })
        .await;
    world
        .types(Member::Linus, "general", "/proposal show proposal:1")
        .await
        .says(&["In favor", "Crossplane"]);
    world.end().await;
}

#[tokio::test]
async fn a_ballot_after_the_deadline_is_refused() {
    let world = World::start().await;
    let vote = proposed(&world).await;
    world.passes(WEEK + SignedDuration::from_secs(1)).await;
    let late = world.presses(Member::Linus, &vote, "In favor").await;
    assert!(late.text().starts_with("Not recorded"), "{}", late.text());
    world.end().await;
}

#[tokio::test]
async fn only_the_voters_role_votes_once_it_is_set_and_a_reminder_pings_it() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup voters:@Voters")
        .await
        .says(&["Voters"].map(|_| "<@&"));
    let vote = proposed(&world).await;
    let refused = world.presses(Member::Guest, &vote, "In favor").await;
    assert!(refused.text().starts_with("Not recorded"), "{}", refused.text());
    world
        .presses(Member::Linus, &vote, "In favor")
        .await
        .says(&["Recorded"]);
    world.passes(WEEK - SignedDuration::from_hours(23)).await;
    let reminder = world
        .until("general", "the reminder", |text| text.contains("Closing"))
        .await;
    let pings = world.page().state().await["pings"].clone();
    assert_eq!(pings.as_array().map(Vec::len), Some(1), "{pings:#}");
    assert_eq!(pings[0]["message"], reminder["id"], "{pings:#}");
    assert!(
        pings[0]["targets"].to_string().contains(&world.role("Voters")),
        "{pings:#}"
    );
    world.stops().await.end().await;
}

#[tokio::test]
async fn a_vote_that_came_due_while_the_bot_was_away_is_longer_by_what_was_lost_and_says_so() {
    let world = World::start().await;
    let vote = proposed(&world).await;
    for member in [Member::Ada, Member::Grace, Member::Linus] {
        world.presses(member, &vote, "In favor").await.says(&["Recorded"]);
    }
    // It hears for two hours, and then nothing until five hours after the deadline.
    world.passes(SignedDuration::from_hours(2)).await;
    let world = world.restart_after(WEEK + SignedDuration::from_hours(3)).await;
    world
        .until("general", "the card", |text| {
            text.contains("Extended by") && text.contains("presses made then were lost")
        })
        .await;
    world
        .until("general", "the word for it", |text| {
            text.contains("New deadline:")
        })
        .await;
    world
        .presses(Member::Guest, &vote, "In favor")
        .await
        .says(&["Recorded"]);
    world.passes(SignedDuration::from_hours(49)).await;
    world
        .until("general", "the end", |text| {
            text.contains("Passed") && text.contains("In favor 4")
        })
        .await;
    world
        .until_all("general", "one announcement", |messages| {
            (messages.len() == 3).then_some(())
        })
        .await;
    let world = world.restart().await;
    assert_eq!(
        world.public("general").await.len(),
        3,
        "a restart announces nothing again"
    );
    world.end().await;
}

#[tokio::test]
async fn a_button_works_after_a_restart() {
    let world = World::start().await;
    let vote = proposed(&world).await;
    let world = world.restart().await;
    world
        .presses(Member::Linus, &vote, "Abstain")
        .await
        .says(&["Recorded"]);
    world
        .until("general", "the tally", |text| text.contains("Abstain 1"))
        .await;
    world.end().await;
}

#[tokio::test]
async fn votes_go_to_the_votes_channel() {
    let world = World::start().await;
    world.types(Member::Ada, "general", "/setup votes:#votes").await;
    world
        .types(Member::Linus, "general", "/propose crossplane trial")
        .await
        .says(&["discord.com/channels/"]);
    world
        .until("votes", "the vote", |text| text.contains("Crossplane"))
        .await;
    assert!(world.public("general").await.is_empty());
    world.end().await;
}

#[tokio::test]
async fn what_can_not_be_proposed_is_refused_with_a_reason() {
    let world = World::start().await;
    let propose = async |blip: &str, ring: &str| {
        world
            .sends(
                Member::Linus,
                "general",
                "propose",
                None,
                json!({"blip": blip, "ring": ring}),
            )
            .await
    };
    propose("crossplane", "assess")
        .await
        .says(&["Crossplane", "Assess", "already"]);
    propose("crossplane", "sideways")
        .await
        .says(&["sideways", "Adopt", "Trial", "Assess", "Hold"]);
    propose("zig", "assess")
        .await
        .says(&["zig", "quadrant", "summary"]);
    propose("*", "hold").await.says(&["whole radar"]);
    propose("zig", "retire").await.says(&["zig", "not on the radar"]);
    proposed(&world).await;
    propose("crossplane", "trial")
        .await
        .says(&["Crossplane", "open", "discord.com/channels/"]);
    propose("crossplane", "adopt")
        .await
        .says(&["Crossplane", "when vote #1 on the same blip is over"]);
    let announcement = world
        .sends(
            Member::Ada,
            "announcements",
            "propose",
            None,
            json!({"blip": "pulumi", "ring": "trial"}),
        )
        .await;
    announcement.says(&["announcement"]);
    let locked = world
        .sends(
            Member::Ada,
            "locked",
            "propose",
            None,
            json!({"blip": "pulumi", "ring": "trial"}),
        )
        .await;
    locked.says(&["Send Messages"]);
    world.end().await;
}

#[tokio::test]
async fn new_blips_and_retirements_can_be_proposed() {
    let world = World::start().await;
    let options = json!({"blip": "Zig", "ring": "assess", "quadrant": "operable", "summary": "A language for systems."});
    world
        .sends(Member::Ada, "general", "propose", None, options)
        .await
        .says(&["Zig"]);
    world
        .types(Member::Ada, "general", "/propose hermes retire")
        .await
        .says(&["Hermes"]);
    let zig = world
        .until("general", "the vote on Zig", |text| text.contains("Zig"))
        .await;
    let hermes = world
        .until("general", "the vote on Hermes", |text| text.contains("Hermes"))
        .await;
    for member in [Member::Ada, Member::Grace, Member::Linus] {
        world.presses(member, &zig, "In favor").await.says(&["Recorded"]);
        world
            .presses(member, &hermes, "In favor")
            .await
            .says(&["Recorded"]);
    }
    world.passes(WEEK + SignedDuration::from_secs(20)).await;
    world
        .until_all("general", "both announcements", |messages| {
            (messages.len() == 4).then_some(())
        })
        .await;
    world
        .types(Member::Ada, "general", "/edition draft")
        .await
        .says(&["Zig", "Hermes"]);
    world.end().await;
}

#[tokio::test]
async fn a_new_blip_with_a_name_close_to_another_is_pointed_out() {
    let world = World::start().await;
    let options = json!({"blip": "terrafrom", "ring": "hold", "quadrant": "operable", "summary": "A typo?"});
    let answer = world
        .sends(Member::Linus, "general", "propose", None, options)
        .await;
    answer.says(&["It is a new blip", "Terraform", "/proposal withdraw proposal:1"]);
    world.end().await;
}
