//! A disk that takes no more: what does not fit is not said to be there, and what was said is.

use std::collections::HashSet;
use std::process::Command;

use blipbot::clock::Clock;
use blipbot::sandbox::Sandbox;

use super::place::{Place, ended};
use super::store::{STORE, fixture};
use crate::support::{Page, answers, ballots, dump, text};

/// The program, with files limited to so many of the shell's blocks (of 512 or 1,024 bytes): each write beyond fails,
/// as on a full disk.
fn limited(command: &Command, blocks: u32) -> Command {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut limited = Command::new("sh");
    limited
        .args(["-c", &script])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited.current_dir(command.get_current_dir().unwrap());
    limited
}

#[test]
fn a_restore_that_does_not_fit_fails_and_nothing_is_half_restored() {
    for blocks in [1, 8, 16, 24] {
        let place = Place::new();
        let restore = place.blipbot(&["restore", fixture().to_str().unwrap()]);
        let run = ended(&mut limited(&restore, blocks));
        run.refused(&["the store ", "File too large"]);
        if place.path(STORE).join("db").exists() {
            assert_eq!(place.run(&["dump"]).done(), [""; 0], "{blocks} blocks");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_takes_no_more_ends_the_bot_and_loses_nothing_that_was_recorded() {
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), Clock::system())
        .await
        .unwrap();
    let page = Page::new(&sandbox.url()).await;
    let place = Place::new();
    let store = place.path(STORE);
    let mut bot = place.bot(&sandbox.url());
    // The log has the same limit.
    bot.env("RUST_LOG", "error");
    let mut running = place.start(&mut limited(&bot, 64));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    page.command("Ada", "general", "/propose crossplane trial").await;
    let vote = page
        .until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    let ids = answers(&vote);
    let mut recorded = HashSet::new();
    let refused = loop {
        let press = recorded.len();
        let answer = page.press("Ada", &vote, &ids[press % ids.len()].1).await;
        let said = text(&answer["message"]);
        if !said.starts_with("Recorded") {
            break said;
        }
        recorded.insert(answer["interaction"].as_str().unwrap().to_owned());
        assert!(press < 5_000, "the limit was not reached");
    };
    assert!(
        refused.starts_with("Not recorded") || refused.is_empty(),
        "{refused}"
    );
    let run = tokio::task::block_in_place(|| running.end());
    run.refused(&["a write to the store failed, so the bot stops", "File too large"]);
    let rows = tokio::task::block_in_place(|| dump(&store));
    let kept = ballots(&rows);
    assert!(
        recorded.is_subset(&kept),
        "{:?} is lost",
        recorded.difference(&kept)
    );
    assert!(!recorded.is_empty());
    sandbox.stop().await;
}
