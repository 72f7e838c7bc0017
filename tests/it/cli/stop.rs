//! SIGTERM and ctrl-C: what was acknowledged is answered and stored, and the process is gone within five seconds.

use std::collections::HashSet;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use blipbot::clock::Clock;
use blipbot::sandbox::Sandbox;

use super::place::Place;
use crate::support::{Page, answers, ballots, dump, text};

/// What the contract promises.
const WITHIN: Duration = Duration::from_secs(5);

#[test]
fn an_idle_bot_stops_at_both_signals() {
    for name in ["INT", "TERM"] {
        let place = Place::new();
        let mut running = place.start(&mut place.blipbot(&[]));
        running.line();
        assert_eq!(running.line(), "ready");
        running.signal(name);
        let run = running.end();
        assert_eq!(run.code, Some(0), "{run:#?}");
        assert!(run.took < WITHIN, "{:?}", run.took);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_connects_again_it_stops_in_time() {
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), Clock::system())
        .await
        .unwrap();
    let place = Place::new();
    let mut running = place.start(&mut place.bot(&sandbox.url()));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    sandbox.stop().await;
    // Who takes the bot's next connection says nothing.
    let silent = TcpListener::bind(&address).unwrap();
    let connection = tokio::task::block_in_place(|| silent.accept()).unwrap();
    running.signal("TERM");
    let ended = tokio::task::block_in_place(|| running.end());
    drop(connection);
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    assert!(ended.took < WITHIN, "{:?}", ended.took);
}

#[test]
fn before_it_is_ready_it_stops_in_time() {
    // It takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = Place::new();
    let mut command = place.bot(&format!("http://{}", silent.local_addr().unwrap()));
    let running = place.start(&mut command);
    let (connection, _) = silent.accept().unwrap();
    running.signal("TERM");
    let ended = running.end();
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{ended:#?}");
    assert!(ended.took < WITHIN, "{:?}", ended.took);
    drop(connection);
}

#[tokio::test(flavor = "multi_thread")]
async fn under_load_it_stops_in_time_and_keeps_what_it_recorded() {
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), Clock::system())
        .await
        .unwrap();
    let page = Page::new(&sandbox.url()).await;
    let place = Place::new();
    let mut running = place.start(&mut place.bot(&sandbox.url()));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    page.command("Ada", "general", "/propose crossplane trial").await;
    let vote = page
        .until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    let voters = ["Ada", "Grace", "Linus", "Margaret", "Guest"];
    let (sender, mut answered) = tokio::sync::mpsc::unbounded_channel();
    let pressing: Vec<_> = voters
        .into_iter()
        .enumerate()
        .map(|(turn, voter)| {
            let (page, vote, sender) = (page.clone(), vote.clone(), sender.clone());
            tokio::spawn(async move {
                let ids = answers(&vote);
                for press in turn.. {
                    let answer = page.press(voter, &vote, &ids[press % ids.len()].1).await;
                    let recorded =
                        answer["message"].is_object() && text(&answer["message"]).starts_with("Recorded");
                    if !recorded {
                        return;
                    }
                    let id = answer["interaction"].as_str().unwrap().to_owned();
                    if sender.send(id).is_err() {
                        return;
                    }
                }
            })
        })
        .collect();
    drop(sender);
    let mut recorded = HashSet::new();
    while recorded.len() < 25 {
        recorded.insert(answered.recv().await.unwrap());
    }
    let asked = Instant::now();
    running.signal("TERM");
    let ended = tokio::task::block_in_place(|| running.end());
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    assert!(asked.elapsed() < WITHIN, "{:?}", asked.elapsed());
    while let Some(id) = answered.recv().await {
        recorded.insert(id);
    }
    for task in pressing {
        task.await.unwrap();
    }
    let rows = tokio::task::block_in_place(|| dump(&place.path("blipbot-store")));
    let kept = ballots(&rows);
    assert!(
        recorded.is_subset(&kept),
        "{:?} is lost",
        recorded.difference(&kept)
    );
    sandbox.stop().await;
}
