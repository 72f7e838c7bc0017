//! Hundreds of members press at once.

use std::time::{Duration, Instant};

use blipbot::id::InteractionId;
use blipbot::outbox::Topic;
use blipbot::sandbox::Options;
use blipbot::vote::{Ballot, Proposal, ProposalNumber, Status};
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{FAULTY, Member, Setup, World, answers, text};

const VOTERS: usize = 240;
/// Discord voids a press that has no answer after that time.
const IN_TIME: Duration = Duration::from_secs(3);
/// Between two edits, as outside of tests.
const EDITS: Duration = Duration::from_secs(2);
/// More than there can be.
const MOST_EDITS: u64 = 1_000;

/// A press that was answered in time.
struct Press {
    interaction: InteractionId,
    /// What the member read, unless so many were answered meanwhile that the sandbox forgot it.
    told: Option<String>,
}

/// Each of them presses a button of the vote at the same moment.
async fn storm<'a>(
    world: &World,
    vote: &Value,
    presses: impl Iterator<Item = (&'a str, usize)>,
) -> Vec<Press> {
    let buttons = &answers(vote);
    let pressing = presses.map(|(voter, button)| async move {
        let begun = Instant::now();
        let answer = world.page().press(voter, vote, &buttons[button].1).await;
        assert!(
            answer["status"] == "answered" && begun.elapsed() < IN_TIME,
            "{voter} after {:?}: {answer}",
            begun.elapsed()
        );
        let told = Some(&answer["message"]).filter(|message| message.is_object());
        Press {
            interaction: answer["interaction"].as_str().unwrap().parse().unwrap(),
            told: told.map(text),
        }
    });
    join_all(pressing).await
}

/// The vote, its ballots, and its tally as its message shows it.
async fn stored(world: &World) -> (Proposal, Vec<Ballot>, String) {
    let (guild, number) = (world.guild().parse().unwrap(), ProposalNumber::FIRST);
    let vote = world
        .store()
        .proposal(guild, number)
        .await
        .unwrap()
        .unwrap()
        .value;
    let ballots = world.store().ballots(guild, number).await.unwrap();
    let tally = vote.tally(&ballots);
    let line = format!(
        "In favor {} · Against {} · Abstain {}",
        tally.in_favor, tally.against, tally.abstain
    );
    (vote, ballots, line)
}

/// Whoever read that their ballot is recorded has it in the store, and nobody else.
fn assert_told(presses: &[Press], ballots: &[Ballot]) {
    for Press { interaction, told } in presses {
        let stored = ballots.iter().any(|ballot| ballot.interaction == *interaction);
        if let Some(told) = told {
            assert_eq!(told.starts_with("Recorded"), stored, "{told}");
            assert_eq!(told.starts_with("Not recorded"), !stored, "{told}");
        }
    }
}

/// Counts the edits of messages from now on.
async fn counts_edits(world: &World) {
    let order = json!({
        "rest": {"method": "PATCH", "path": "/channels/*/messages/*"}, "times": MOST_EDITS, "then": {"delay": {"seconds": 0.001}},
    });
    world.page().fault(&order).await;
}

/// How many edits there were.
async fn edits(world: &World) -> u64 {
    MOST_EDITS - world.page().waiting_faults().await[0]["times"].as_u64().unwrap()
}

/// Those of the first guild who have the role.
fn voters(state: &Value, role: &str) -> Vec<String> {
    let members = state["guilds"][0]["members"].as_array().unwrap();
    let voters = members.iter().filter(|member| {
        let mut roles = member["roles"].as_array().unwrap().iter();
        roles.any(|one| one == role)
    });
    voters
        .map(|voter| voter["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_press_at_once_and_each_is_answered_in_time_and_the_vote_closes_early() {
    let world = World::of(Setup {
        options: Options {
            members: VOTERS,
            members_intent: true,
            ..FAULTY
        },
        // Where a role is only counted, so many could not be looked up before an early close.
        config: "discord.members_intent = true\n[vote]\nmin_open = '10m'\n",
        edits: Some(EDITS),
        ..Setup::default()
    })
    .await;
    world
        .types(Member::Ada, "general", "/setup voters:@Voters")
        .await
        .says(&["<@&"]);
    let vote = world.proposes(Member::Grace, "crossplane trial").await;
    world.until_said(&Topic::Vote(ProposalNumber::FIRST)).await;
    let voters = voters(&world.page().state().await, &world.role("Voters"));
    assert!(voters.len() > 200, "{}", voters.len());

    // Of one half a third each is in favor, against and abstains. They press twice, and one of these counts.
    let (first, second) = voters.split_at(voters.len() / 2);
    let begun = Instant::now();
    counts_edits(&world).await;
    let twice = first
        .iter()
        .enumerate()
        .flat_map(|(index, voter)| [(voter.as_str(), index % 3); 2]);
    let pressed = storm(&world, &vote, twice).await;
    let (open, ballots, tally) = stored(&world).await;
    assert_eq!(open.status, Status::Open);
    assert_told(&pressed, &ballots);
    assert_eq!(ballots.len(), pressed.len());
    world
        .until("general", "the stored tally", |text| text.contains(&tally))
        .await;
    let edits = edits(&world).await;
    // The first press is shown at once.
    let paced = 1 + u64::try_from(begun.elapsed().as_millis() / EDITS.as_millis()).unwrap();
    assert!(
        (1..=paced).contains(&edits),
        "{edits} edits in {:?}",
        begun.elapsed()
    );
    for scope in ["user", "shared", "global"] {
        let limited = format!("blipbot_rest_rate_limited_total{{scope=\"{scope}\"}}");
        assert_eq!(world.figure(&limited), 0, "{scope}");
    }

    // The other half is in favor: it is certain before the last of them has pressed.
    world.passes(SignedDuration::from_mins(11)).await;
    let pressed = storm(&world, &vote, second.iter().map(|voter| (voter.as_str(), 0))).await;
    let closed = world
        .until("general", "the end", |text| text.contains("Passed"))
        .await;
    let (ended, ballots, tally) = stored(&world).await;
    assert_told(&pressed, &ballots);
    let Status::Passed { at, count, .. } = ended.status else {
        panic!("{:?}", ended.status);
    };
    assert!(at < ended.closes_at, "it closed early");
    assert_eq!(
        count.tally,
        ended.tally(&ballots),
        "no ballot was stored after the count"
    );
    assert!(
        text(&closed).contains(&tally),
        "{tally} is not in:\n{}",
        text(&closed)
    );
    world.end().await;
}
