//! What happens while the bot is killed: members press and propose, and a maintainer publishes.

use std::time::Duration;

use fastrand::Rng;
use serde_json::Value;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinSet;

use crate::support::{Page, buttons, text};

/// The voters of a round press at the same time.
const VOTERS: [&str; 5] = ["Ada", "Grace", "Linus", "Margaret", "Guest"];
/// The bot is killed so long after the load began, at most.
const LONGEST: Duration = Duration::from_millis(400);

/// What the bot told a member that it has done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Promise {
    /// The press is a recorded ballot.
    Ballot(String),
    /// There is a vote on a blip of this name.
    Proposal(String),
    /// The edition of this title is published.
    Edition(String),
}

#[cfg(feature = "powercut")]
impl Promise {
    /// What the store holds if it was kept.
    pub fn text(&self) -> &str {
        match self {
            Self::Ballot(text) | Self::Proposal(text) | Self::Edition(text) => text,
        }
    }
}

/// Everybody is busy until `kill` kills the bot at some moment; gives what that came to, and what the bot promised
/// meanwhile.
pub async fn until_killed<T: Send + 'static>(
    page: &Page,
    votes: Vec<Value>,
    round: usize,
    dice: &mut Rng,
    kill: impl FnOnce() -> T + Send + 'static,
) -> (T, Vec<Promise>) {
    let (promises, mut heard) = mpsc::unbounded_channel();
    let mut busy = JoinSet::new();
    for voter in VOTERS {
        busy.spawn(press(
            page.clone(),
            voter,
            votes.clone(),
            dice.fork(),
            promises.clone(),
        ));
    }
    busy.spawn(propose(
        page.clone(),
        format!("Kill {round:04}"),
        promises.clone(),
    ));
    busy.spawn(publish(page.clone(), format!("Edition {round:04}"), promises));
    let moment = dice.u64(..=u64::try_from(LONGEST.as_micros()).unwrap());
    // Not a wait for anything: the moment of the kill is what is tried here.
    tokio::time::sleep(Duration::from_micros(moment)).await;
    let killed = tokio::task::spawn_blocking(kill).await.unwrap();
    // What the dead bot has not answered it never will; the sandbox would wait for three seconds.
    busy.shutdown().await;
    let mut kept = Vec::new();
    while let Some(promise) = heard.recv().await {
        kept.push(promise);
    }
    (killed, kept)
}

async fn press(page: Page, voter: &str, open: Vec<Value>, mut dice: Rng, promises: UnboundedSender<Promise>) {
    // Some rounds start without an open vote.
    while let Some(vote) = dice.choice(&open) {
        let buttons = buttons(vote);
        // More often in favor, so that some pass.
        let button = dice.usize(..buttons.len() + 3).saturating_sub(3);
        let answer = page.press(voter, vote, &buttons[button].1).await;
        if text(&answer["message"]).starts_with("Recorded") {
            let interaction = answer["interaction"].as_str().unwrap().to_owned();
            promises.send(Promise::Ballot(interaction)).unwrap();
        }
    }
}

async fn propose(page: Page, blip: String, promises: UnboundedSender<Promise>) {
    let typed = format!("/propose blip:{blip} ring:trial quadrant:operable summary:It is tried.");
    let answer = page.command("Grace", "general", &typed).await;
    if text(&answer["message"]).contains("discord.com/channels/") {
        promises.send(Promise::Proposal(blip)).unwrap();
    }
}

async fn publish(page: Page, title: String, promises: UnboundedSender<Promise>) {
    let preview = page
        .command("Ada", "general", &format!("/edition publish title:{title}"))
        .await;
    let preview = &preview["message"];
    let publish = buttons(preview).into_iter().find(|(label, _)| label == "Publish");
    // Nothing may have passed.
    let Some((_, id)) = publish else { return };
    let answer = page.press("Ada", preview, &id).await;
    if text(&answer["message"]).contains("** is published.") {
        promises.send(Promise::Edition(title)).unwrap();
    }
}
