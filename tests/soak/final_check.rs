//! What must hold at the end.

use std::collections::{BTreeMap, BTreeSet};

use blipbot::outbox::{Delivery, Topic};
use blipbot::storage::Store as _;
use blipbot::vote::{Choice, Status};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::chaos::Chaos;
use crate::heard::{Heard, Outcome};
use crate::people::People;
use crate::simulation::Simulation;
use crate::{INTERACTIONS, STEP};

/// How long an interaction can be answered for the first time.
const ANSWERABLE: SignedDuration = SignedDuration::from_secs(3);

/// Everything.
pub async fn everything(simulation: &Simulation, people: &People, chaos: &Chaos, heard: &Heard) {
    let log = simulation.get("/sandbox/gateway").await;
    let connected = connected(&log);
    answers(people, chaos, heard, &connected);
    messages(simulation).await;
}

/// When the bot was connected, from the gateway's log.
fn connected(log: &Value) -> Vec<(Timestamp, Timestamp)> {
    let mut connections: BTreeMap<u64, (Timestamp, Timestamp)> = BTreeMap::new();
    for line in log.as_array().unwrap() {
        let at: Timestamp = line["at"].as_str().unwrap().parse().unwrap();
        let number = line["connection"].as_u64().unwrap();
        match line["event"].as_str().unwrap() {
            "ready" | "resumed" => {
                connections.insert(number, (at, Timestamp::MAX));
            }
            "closed" => {
                if let Some((_, end)) = connections.get_mut(&number) {
                    *end = at;
                }
            }
            _ => {}
        }
    }
    connections.into_values().collect()
}

/// Every interaction was answered once, or the bot was not connected while it could be answered.
fn answers(people: &People, chaos: &Chaos, heard: &Heard, connected: &[(Timestamp, Timestamp)]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let acts = people.acts.lock().unwrap();
    assert!(acts.len() >= INTERACTIONS as usize, "{} acts", acts.len());
    for act in acts.iter() {
        let taken = heard.of(act.interaction);
        let was_connected = connected
            .iter()
            .any(|(start, end)| *start + STEP < act.at && act.at + ANSWERABLE < *end);
        let away = act.second
            && chaos
                .absences
                .iter()
                .any(|(start, end)| *start <= act.at + ANSWERABLE && act.at <= *end);
        let kind = match (act.answered, taken) {
            (true, Some(Outcome::Answered)) => "answered",
            // Nothing to press any more, or a guild without the bot: Discord's client does not send it.
            (false, None) if act.interaction == 0 => "not sent",
            (false, None) if !was_connected || away => "not received",
            // It came when the connection was back, and Discord did not take the answer any more.
            (false, Some(_)) if !was_connected => "received too late",
            _ => {
                wrong.push(format!(
                    "{} {} at {}: {taken:?}",
                    act.interaction, act.what, act.at
                ));
                "wrong"
            }
        };
        *counts.entry(kind).or_default() += 1;
    }
    println!("{counts:?} in {} faults", chaos.count);
    assert!(
        wrong.is_empty(),
        "{} of {}: {:#?}",
        wrong.len(),
        acts.len(),
        &wrong[..wrong.len().min(5)]
    );
    let answered = counts.get("answered").copied().unwrap_or_default();
    assert!(answered * 100 >= acts.len() * 85, "{counts:?}");
}

/// What the bot posted is exactly what its store says that it has said, each once, and the votes show their tallies.
async fn messages(simulation: &Simulation) {
    let state = simulation.get("/sandbox/state").await;
    let bot = state["bot"]["id"].as_str().unwrap();
    let (mut shown, mut loading) = (BTreeMap::new(), Vec::new());
    let guilds = state["guilds"].as_array().unwrap();
    for guild in guilds {
        let owner = guild["members"]
            .as_array()
            .unwrap()
            .iter()
            .find(|member| member["owner"] == true)
            .unwrap();
        let direct = state["direct"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["member"] == owner["id"]);
        for channel in guild["channels"].as_array().unwrap().iter().chain(direct) {
            let path = format!(
                "/sandbox/messages?channel={}&as={}",
                channel["id"].as_str().unwrap(),
                owner["id"].as_str().unwrap()
            );
            for message in simulation.get(&path).await.as_array().unwrap() {
                let flags = message["flags"].as_u64().unwrap_or_default();
                if flags & 128 != 0 {
                    loading.push(message.clone());
                }
                if message["author"]["id"] == bot && message["interaction"].is_null() {
                    shown.insert(message["id"].as_str().unwrap().to_owned(), message.clone());
                }
            }
        }
    }
    assert!(loading.is_empty(), "somebody still waits: {loading:#?}");
    let (mut said, mut open, mut twice) = (BTreeSet::new(), Vec::new(), Vec::new());
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    for guild in simulation.store.guilds().await.unwrap() {
        for stored in simulation.store.notices(guild).await.unwrap() {
            let notice = stored.value;
            if notice.is_open() {
                open.push(format!("{} {:?}", notice.topic, notice.delivery));
            }
            // The end of a vote is an edit of its message, and a digest is published as it is.
            if matches!(notice.topic, Topic::Ending(_) | Topic::Followers(_)) {
                continue;
            }
            if let Delivery::Sent { posted, .. } = &notice.delivery {
                *topics.entry(kind(&notice.topic)).or_default() += 1;
                for posted in posted {
                    if !said.insert(posted.message.to_string()) {
                        twice.push(notice.topic.to_string());
                    }
                }
            }
        }
    }
    println!("{topics:?}");
    assert!(open.is_empty(), "not said: {open:#?}");
    assert!(twice.is_empty(), "one message for two notices: {twice:#?}");
    let unknown: Vec<_> = shown.iter().filter(|(id, _)| !said.contains(*id)).collect();
    assert!(unknown.is_empty(), "said twice, or by nobody: {unknown:#?}");
    let missing: Vec<_> = said.iter().filter(|id| !shown.contains_key(*id)).collect();
    assert!(missing.is_empty(), "said, and not there: {missing:#?}");
    assert!(
        topics["vote"] >= 20 && topics["outcome"] >= 20 && topics["digest"] >= 1,
        "{topics:?}"
    );
    tallies(simulation, &shown).await;
}

fn kind(topic: &Topic) -> &'static str {
    match topic {
        Topic::Vote(_) => "vote",
        Topic::Ending(_) => "ending",
        Topic::Outcome(_) => "outcome",
        Topic::Update(..) => "update",
        Topic::Digest(_) => "digest",
        Topic::Correction(..) => "correction",
        Topic::Introduction => "introduction",
        Topic::Calendar(_) => "calendar",
        Topic::Trouble(_) => "trouble",
        Topic::Missed(_) => "missed",
        Topic::Followers(_) => "followers",
        Topic::Files(_) => "files",
    }
}

/// Each vote's message shows exactly the stored tally, and buttons if it is open.
async fn tallies(simulation: &Simulation, shown: &BTreeMap<String, Value>) {
    for guild in simulation.store.guilds().await.unwrap() {
        for stored in simulation.store.proposals(guild).await.unwrap() {
            let proposal = stored.value;
            let notice = simulation
                .store
                .notice(guild, &Topic::Vote(proposal.number))
                .await
                .unwrap()
                .unwrap();
            let message = &shown[&notice.value.posted()[0].message.to_string()];
            let mut last = BTreeMap::new();
            for ballot in simulation.store.ballots(guild, proposal.number).await.unwrap() {
                last.insert(ballot.voter, ballot.choice);
            }
            let count = |choice| last.values().filter(|last| **last == choice).count();
            let tally = format!(
                "In favor {} · Against {} · Abstain {}",
                count(Choice::InFavor),
                count(Choice::Against),
                count(Choice::Abstain)
            );
            assert!(
                message.to_string().contains(&tally),
                "{}: {tally} is not in {message:#}",
                proposal.number
            );
            let open = proposal.status == Status::Open;
            assert_eq!(
                crate::people::buttons(message).is_empty(),
                !open,
                "{}",
                proposal.number
            );
        }
    }
}
