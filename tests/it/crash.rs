//! SIGKILL at any moment: nothing that was answered is lost, nothing is said twice.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use blipbot::clock::Clock;
use blipbot::sandbox::{Options, Sandbox};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{FAULTY, Page, Process, ballots, buttons, dump, text};

/// Rounds of voting and killing.
const ROUNDS: usize = 20;
/// The voters of a round press at the same time.
const VOTERS: [&str; 5] = ["Ada", "Grace", "Linus", "Margaret", "Guest"];

/// A small generator with a fixed seed: a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Members press until the bot is killed; gives the presses that were answered with `Recorded`.
async fn storm(page: &Page, vote: &Value, process: Process, recorded_before_kill: usize) -> Vec<String> {
    let (answers, mut answered) = tokio::sync::mpsc::unbounded_channel();
    let pressing: Vec<_> = VOTERS
        .into_iter()
        .enumerate()
        .map(|(turn, voter)| {
            let (page, vote, answers) = (page.clone(), vote.clone(), answers.clone());
            tokio::spawn(async move {
                let ids = buttons(&vote);
                for press in 0.. {
                    let (_, id) = &ids[(turn + press) % ids.len()];
                    let answer = page.press(voter, &vote, id).await;
                    if !text(&answer["message"]).starts_with("Recorded") {
                        return;
                    }
                    let interaction = answer["interaction"].as_str().unwrap().to_owned();
                    if answers.send(interaction).is_err() {
                        return;
                    }
                }
            })
        })
        .collect();
    drop(answers);
    let mut recorded = Vec::new();
    while recorded.len() < recorded_before_kill {
        recorded.push(answered.recv().await.expect("nobody presses any more"));
    }
    tokio::task::spawn_blocking(|| process.kill()).await.unwrap();
    // A press that the dead bot has not answered never is; the sandbox would wait for three seconds.
    pressing.iter().for_each(tokio::task::JoinHandle::abort);
    while let Some(interaction) = answered.recv().await {
        recorded.push(interaction);
    }
    recorded
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_recorded_ballot_is_missing_and_nothing_is_announced_twice_after_kill_9() {
    let clock = Clock::system();
    // Nobody waits here for the next session that Discord would allow.
    let options = Options {
        max_concurrency: 16,
        ..Options::default()
    };
    let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), clock.clone(), options)
        .await
        .unwrap();
    let folder = TempDir::new().unwrap();
    let store = folder.path().join("store");
    let page = Page::new(&sandbox.url()).await;
    let start = || Process::start(&sandbox.url(), &store);
    let process = tokio::task::block_in_place(start);
    page.command("Ada", "general", "/propose crossplane trial").await;
    let vote = page
        .until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    process.kill();

    let mut dice = Dice(20_231_001);
    let mut recorded: HashSet<String> = HashSet::new();
    for round in 0..ROUNDS {
        let process = tokio::task::block_in_place(start);
        let before_kill = usize::try_from(dice.below(40)).unwrap() + 1;
        recorded.extend(storm(&page, &vote, process, before_kill).await);
        let kept = ballots(&tokio::task::block_in_place(|| dump(&store)));
        let lost: Vec<_> = recorded.difference(&kept).collect();
        assert!(
            lost.is_empty(),
            "round {round}: {} of {} recorded ballots are lost",
            lost.len(),
            recorded.len()
        );
    }

    // The deadline comes; the bot is killed again and again while it closes and announces.
    clock.advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(10));
    for _ in 0..ROUNDS {
        let child = tokio::task::block_in_place(start);
        for _ in 0..dice.below(200) {
            tokio::task::yield_now().await;
        }
        child.kill();
    }
    let process = tokio::task::block_in_place(start);
    let ended = |messages: &[Value]| {
        let vote = messages.iter().find(|message| message["id"] == vote["id"])?;
        (messages.len() > 1 && buttons(vote).is_empty()).then_some(())
    };
    page.until_all("general", "the end", ended).await;
    assert_eq!(process.terminate(), Some(0));
    let rows = dump(&store);
    assert_eq!(
        rows.iter().filter(|row| row["type"] == "notice").count(),
        3,
        "the vote, its end, the announcement"
    );
    let unsaid: Vec<_> = rows
        .iter()
        .filter(|row| row["type"] == "notice" && row["delivery"]["state"] != "sent")
        .collect();
    assert!(unsaid.is_empty(), "{unsaid:#?}");
    let proposals: Vec<_> = rows.iter().filter(|row| row["type"] == "proposal").collect();
    assert_eq!(proposals.len(), 1);
    assert_ne!(proposals[0]["status"], json!("open"));
    let messages = page.public("general").await;
    assert_eq!(messages.len(), 2, "the vote and one announcement: {messages:#?}");
    tokio::time::timeout(Duration::from_secs(5), sandbox.stop())
        .await
        .unwrap();
}

/// Waits until everything that is stored to be said was said.
async fn all_is_said(store: &Path) {
    let waiting = async {
        loop {
            // The running bot is asked for it.
            let rows = tokio::task::block_in_place(|| dump(store));
            let mut notices = rows.iter().filter(|row| row["type"] == "notice").peekable();
            if notices.peek().is_some() && notices.all(|notice| notice["delivery"]["state"] == "sent") {
                break;
            }
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), waiting).await;
    assert!(in_time.is_ok(), "something is not said: {:#?}", dump(store));
}

/// The bot is killed while it waits for Discord's answer to a message, and started again after some time.
async fn killed_without_an_answer(when: &'static str, away: SignedDuration) {
    let clock = Clock::system();
    let options = Options {
        max_concurrency: 16,
        ..FAULTY
    };
    let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), clock.clone(), options)
        .await
        .unwrap();
    let folder = TempDir::new().unwrap();
    let store = folder.path().join("store");
    let page = Page::new(&sandbox.url()).await;
    let start = || tokio::task::block_in_place(|| Process::start(&sandbox.url(), &store));
    let stall = json!({
        "rest": {"method": "POST", "path": "/channels/*/messages"}, "then": {"stall": {"when": when}},
    });
    let die = async |process: Process| {
        page.until_faults_happened().await;
        process.kill();
        clock.advance(away);
        let process = start();
        all_is_said(&store).await;
        process
    };

    let process = start();
    page.fault(&stall).await;
    tokio::select! {
        // It would wait for the link to the vote.
        _ = page.command("Ada", "general", "/propose crossplane trial") => {}
        () = page.until_faults_happened() => {}
    }
    let process = die(process).await;
    let vote = page.public("general").await;
    assert_eq!(vote.len(), 1, "{when}, {away}: {vote:#?}");

    page.fault(&stall).await;
    clock.advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(10));
    let process = die(process).await;
    let messages = page.public("general").await;
    assert_eq!(messages.len(), 2, "{when}, {away}: {messages:#?}");
    assert!(
        buttons(&messages[0]).is_empty(),
        "{when}, {away}: the vote is open"
    );

    page.fault(&stall).await;
    page.command("Ada", "general", "/setup digests:#digests").await;
    let process = die(process).await;
    let digests = page.public("digests").await;
    assert_eq!(digests.len(), 1, "{when}, {away}: {digests:#?}");
    assert_eq!(process.terminate(), Some(0));
    sandbox.stop().await;
}

/// Before Discord has the message or after, while it knows the nonce and when only the channel's history can tell.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_message_without_an_answer_is_there_once_after_kill_9() {
    let cases = [
        ("before", SignedDuration::ZERO),
        ("after", SignedDuration::ZERO),
        ("after", SignedDuration::from_hours(1)),
    ];
    let told = cases.map(|(when, away)| tokio::spawn(killed_without_an_answer(when, away)));
    for told in futures_util::future::join_all(told).await {
        told.unwrap();
    }
}

/// The bot learns the time of a sandbox in another process by asking for it: nobody has to type.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_in_another_process_follows_the_sandboxs_clock() {
    let clock = Clock::system();
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), clock.clone())
        .await
        .unwrap();
    let folder = TempDir::new().unwrap();
    let page = Page::new(&sandbox.url()).await;
    let process =
        tokio::task::block_in_place(|| Process::start(&sandbox.url(), &folder.path().join("store")));
    page.command("Ada", "general", "/propose crossplane trial").await;
    page.until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    clock.advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(10));
    page.until("general", "the end", |text| text.contains("No quorum"))
        .await;
    assert_eq!(tokio::task::block_in_place(|| process.terminate()), Some(0));
    sandbox.stop().await;
}
