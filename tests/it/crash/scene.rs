//! A sandbox that outlives the bots that are killed beside it, their store, and what must be true of both.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use blipbot::clock::Clock;
use blipbot::sandbox::{Options, Sandbox};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use super::load::Promise;
use crate::support::{PATIENCE, Page, Process, ballots, buttons, dump, text};

/// Votes so short that Discord still lets their messages be edited freely when they close, and a log of what is wrong. Where
/// a process is killed before it was heard from since the clock was moved, that time is an outage: no vote is longer by it.
const SETTINGS: [(&str, &str); 5] = [
    ("RUST_LOG", "warn"),
    ("BLIPBOT__VOTE__DURATION", "30m"),
    ("BLIPBOT__VOTE__MIN_DURATION", "10m"),
    ("BLIPBOT__VOTE__MIN_OPEN", "10m"),
    ("BLIPBOT__VOTE__POLICIES__STANDARD__EXTEND", "false"),
];
/// How the line starts that announces an outcome.
const OUTCOMES: [&str; 4] = ["Passed:", "Rejected:", "No quorum:", "Blocked:"];

/// The sandbox, the store, and all that was promised so far.
pub struct Scene {
    pub clock: Clock,
    pub page: Page,
    pub store: PathBuf,
    sandbox: Sandbox,
    promised: HashSet<Promise>,
    ended: BTreeMap<u64, Value>,
    _folder: TempDir,
}

impl Scene {
    pub async fn new() -> Self {
        let clock = Clock::system();
        // Nobody waits here for the next session that Discord would allow.
        let options = Options {
            max_concurrency: 16,
            ..Options::default()
        };
        let listen = "127.0.0.1:0".parse().unwrap();
        let sandbox = Sandbox::start_with(listen, clock.clone(), options).await.unwrap();
        let folder = TempDir::new().unwrap();
        Self {
            clock,
            page: Page::new(&sandbox.url()).await,
            store: folder.path().join("store"),
            sandbox,
            promised: HashSet::new(),
            ended: BTreeMap::new(),
            _folder: folder,
        }
    }

    /// A bot that answers.
    pub fn starts(&self) -> Process {
        self.starts_with(&[])
    }

    /// The same with these variables.
    pub fn starts_with(&self, variables: &[(&str, &str)]) -> Process {
        let variables = [&SETTINGS, variables].concat();
        tokio::task::block_in_place(|| Process::start_with(&self.page.url, &self.store, &variables))
    }

    /// The votes that can be pressed.
    pub async fn votes(&self) -> Vec<Value> {
        let mut messages = self.page.public("general").await;
        messages.retain(|message| !buttons(message).is_empty());
        messages
    }

    /// All that was ever promised is in the store, and what has ended stays as it ended.
    pub fn promises_are_kept(&mut self, new: Vec<Promise>, rows: &[Value]) {
        self.promised.extend(new);
        let ballots = ballots(rows);
        let all = |kind: &'static str| rows.iter().filter(move |row| row["type"] == kind);
        let said = |kind, name: &str| all(kind).any(|row| row.to_string().contains(name));
        let is_kept = |promise: &&Promise| match promise {
            Promise::Ballot(interaction) => ballots.contains(interaction),
            Promise::Proposal(blip) => said("proposal", blip),
            Promise::Edition(title) => said("edition", title),
        };
        let lost: Vec<_> = self.promised.iter().filter(|promise| !is_kept(promise)).collect();
        assert!(
            lost.is_empty(),
            "of {} promises are lost: {lost:?}",
            self.promised.len()
        );
        for row in all("proposal").filter(|row| row["status"] != "open") {
            let number = row["number"].as_u64().unwrap();
            let ended = self.ended.entry(number).or_insert_with(|| row["status"].clone());
            assert_eq!(*ended, row["status"], "vote #{number} ended twice");
        }
    }

    /// Waits until no vote is overdue, nothing is left to be said, and the channel shows exactly what is stored: the
    /// tally of each vote from number `first` on, and one announcement of each that ended.
    pub async fn is_quiet(&self, first: u64) {
        let waiting = async {
            let mut change = 0;
            while !self.shows_what_is_stored(first).await {
                change = self.page.change_after(change).await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            let rows = tokio::task::block_in_place(|| dump(&self.store));
            let messages = self.page.public("general").await;
            panic!(
                "not what is stored: {:#?} {messages:#?}",
                stored_votes(&rows, first)
            );
        }
    }

    async fn shows_what_is_stored(&self, first: u64) -> bool {
        all_is_said(&self.store).await;
        let rows = tokio::task::block_in_place(|| dump(&self.store));
        let now = self.clock.now();
        let is_overdue = |row: &Value| {
            let closes: Timestamp = row["closes"].as_str().unwrap().parse().unwrap();
            row["status"] == "open" && closes <= now
        };
        let mut proposals = rows.iter().filter(|row| row["type"] == "proposal");
        if proposals.any(is_overdue) {
            return false;
        }
        let messages = self.page.public("general").await;
        let texts: Vec<String> = messages.iter().map(text).collect();
        let digests: Vec<String> = self.page.public("digests").await.iter().map(text).collect();
        let is_told = |row: &Value| {
            let title = row["title"].as_str().unwrap();
            digests.iter().filter(|text| text.contains(title)).count() == 1
        };
        let mut editions = rows.iter().filter(|row| row["type"] == "edition");
        let mut votes = stored_votes(&rows, first).into_iter();
        editions.all(is_told) && votes.all(|vote| vote.is_shown(&messages, &texts))
    }

    /// How many promises of each kind were kept.
    pub fn summary(&self) -> String {
        let count = |of: fn(&Promise) -> bool| self.promised.iter().filter(|promise| of(promise)).count();
        format!(
            "{} ballots, {} proposals, {} editions, {} votes that ended",
            count(|promise| matches!(promise, Promise::Ballot(_))),
            count(|promise| matches!(promise, Promise::Proposal(_))),
            count(|promise| matches!(promise, Promise::Edition(_))),
            self.ended.len()
        )
    }

    pub async fn ends(self) {
        let stopped = tokio::time::timeout(Duration::from_secs(5), self.sandbox.stop()).await;
        stopped.unwrap();
    }
}

/// A vote as the store has it.
#[derive(Debug)]
struct StoredVote {
    number: u64,
    open: bool,
    tally: String,
}

impl StoredVote {
    fn is_shown(&self, messages: &[Value], texts: &[String]) -> bool {
        let title = format!("Vote #{}:", self.number);
        let (mut shown, mut announced) = (0, 0);
        for (message, text) in messages.iter().zip(texts) {
            if text.contains(&title) {
                shown += 1;
                if !text.contains(&self.tally) || self.open == buttons(message).is_empty() {
                    return false;
                }
            } else if names(text, self.number) && OUTCOMES.iter().any(|outcome| text.contains(outcome)) {
                announced += 1;
            }
        }
        (shown, announced) == (1, usize::from(!self.open))
    }
}

/// Whether the text names this vote, and not one whose number is longer.
fn names(text: &str, number: u64) -> bool {
    let name = format!("#{number}");
    let mut after = text
        .match_indices(&name)
        .map(|(at, _)| text[at + name.len()..].chars().next());
    after.any(|next| next.is_none_or(|next| !next.is_ascii_digit()))
}

/// The votes from number `first` on, counted here: the last ballot of each member.
fn stored_votes(rows: &[Value], first: u64) -> Vec<StoredVote> {
    let mut latest: HashMap<(u64, &str), (u64, &str)> = HashMap::new();
    for row in rows.iter().filter(|row| row["type"] == "ballot") {
        let field = |name: &str| row[name].as_str().unwrap();
        let cast = (field("interaction").parse().unwrap(), field("choice"));
        let last = latest
            .entry((row["proposal"].as_u64().unwrap(), field("member")))
            .or_insert(cast);
        *last = cast.max(*last);
    }
    let proposals = rows.iter().filter(|row| row["type"] == "proposal");
    let numbered = proposals.map(|row| (row["number"].as_u64().unwrap(), row));
    let wanted = numbered.filter(|(number, _)| *number >= first);
    wanted
        .map(|(number, row)| {
            let ballots = || {
                latest
                    .iter()
                    .filter(move |((proposal, _), _)| *proposal == number)
            };
            let count = |choice: &str| ballots().filter(|(_, (_, chosen))| *chosen == choice).count();
            StoredVote {
                number,
                open: row["status"] == "open",
                tally: format!(
                    "In favor {} · Against {} · Abstain {}",
                    count("in_favor"),
                    count("against"),
                    count("abstain")
                ),
            }
        })
        .collect()
}

/// Waits until everything that is stored to be said was said.
pub async fn all_is_said(store: &Path) {
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
