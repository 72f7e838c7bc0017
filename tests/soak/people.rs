//! What members do, and what they get.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use blipbot::discord::custom_id::CustomId;
use blipbot::outbox::Topic;
use blipbot::storage::Store as _;
use blipbot::vote::{Choice, ProposalNumber, Status};
use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::INTERACTIONS;
use crate::simulation::{Simulation, post};

/// What was done, and what came of it. As little as can be: its memory would hide the bot's.
pub struct Act {
    pub at: Timestamp,
    /// Whether it was done in the second guild.
    pub second: bool,
    /// The interaction; 0: the client sent none.
    pub interaction: u64,
    /// Whether the client saw an answer, or the promise of one.
    pub answered: bool,
    /// What it was, if there was no answer.
    pub what: String,
}

impl Act {
    fn new(at: Timestamp, what: &str, second: bool, outcome: &Value) -> Self {
        let answered = matches!(outcome["status"].as_str(), Some("answered" | "deferred"));
        Self {
            at,
            second,
            interaction: outcome["interaction"]
                .as_str()
                .map_or(0, |id| id.parse().unwrap()),
            answered,
            what: if answered { String::new() } else { what.to_owned() },
        }
    }
}

/// The members of both teams.
pub struct People {
    acted: u64,
    proposed: u32,
    under_way: JoinSet<()>,
    state: Value,
    /// Open votes: channel, message and number.
    open: Vec<(String, String, ProposalNumber)>,
    pub acts: Arc<Mutex<Vec<Act>>>,
}

/// The flag of a message that only one member sees.
const EPHEMERAL: u64 = 1 << 6;

/// The members of the second team.
const SECOND: [&str; 2] = ["Barbara", "Ken"];

/// What can be asked for.
const NAMES: [&str; 12] = [
    "atlantis",
    "terrafrom",
    "Crossplane",
    "gateway api",
    "kustomise",
    "hermes",
    "pulumi",
    "renovate",
    "nothing like it",
    "*",
    "grafana",
    "excalidraw",
];

impl People {
    /// Looks who is there; sets up the first team's channels.
    pub async fn move_in(simulation: &Simulation) -> Self {
        let people = Self {
            acted: 0,
            proposed: 0,
            under_way: JoinSet::new(),
            open: Vec::new(),
            state: simulation.get("/sandbox/state").await,
            // Room for all: that it grows is not the bot's doing.
            acts: Arc::new(Mutex::new(Vec::with_capacity(2 * INTERACTIONS as usize))),
        };
        let setup = people.command("Ada", "general", "/setup votes:#votes digests:#digests");
        let outcome = simulation
            .while_time_passes(post(
                &simulation.http,
                &simulation.url,
                "/sandbox/command",
                &setup,
            ))
            .await;
        assert_eq!(outcome["status"], "answered", "{outcome}");
        people
    }

    /// How many interactions there were.
    pub fn acted(&self) -> u64 {
        self.acted
    }

    /// Somebody does something.
    pub fn act(&mut self, simulation: &Simulation, rng: &mut Rng) {
        self.acted += 1;
        let engineers = ["Ada", "Grace", "Linus", "Margaret", "Guest"];
        let member = engineers[rng.usize(..engineers.len())];
        match rng.usize(..100) {
            0..55 => {
                let name = NAMES[rng.usize(..NAMES.len())];
                self.types(simulation, member, "general", format!("/radar {name}"));
            }
            55..60 => self.types(
                simulation,
                "Barbara",
                "general",
                "/radar blip:atlantis public:true".to_owned(),
            ),
            60..86 => self.votes(simulation, member, rng),
            86..88 if self.proposed < 60 => {
                self.proposed += 1;
                let typed = format!(
                    "/propose blip:Tool {} ring:trial quadrant:operable summary:It helps. reason:We tried it.",
                    self.proposed
                );
                self.types(simulation, member, "general", typed);
            }
            88..92 => self.types(simulation, member, "general", "/proposal list".to_owned()),
            92..95 => self.types(simulation, member, "general", "/edition draft".to_owned()),
            95..97 => self.types(
                simulation,
                "Ken",
                "general",
                "/propose blip:crossplane ring:trial reason:Yes.".to_owned(),
            ),
            97 => self.publishes(simulation),
            _ => self.types(simulation, member, "general", "/help".to_owned()),
        }
    }

    /// Waits until everybody has what they waited for, and all that must be said is.
    pub async fn finish(&mut self, simulation: &Simulation) {
        for _ in 0..40 {
            simulation.passes(Duration::from_millis(250)).await;
        }
        while !self.under_way.is_empty() {
            let done = simulation.while_time_passes(self.under_way.join_next()).await;
            done.unwrap().unwrap();
        }
        // Whatever Discord refused may be said again now.
        let setup = self.command("Ada", "general", "/setup votes:#votes digests:#digests");
        simulation
            .while_time_passes(post(
                &simulation.http,
                &simulation.url,
                "/sandbox/command",
                &setup,
            ))
            .await;
        for _ in 0..4 * 60 * 10 {
            simulation.passes(Duration::from_millis(250)).await;
        }
    }

    fn types(&mut self, simulation: &Simulation, member: &str, channel: &str, typed: String) {
        let body = self.command(member, channel, &typed);
        let second = SECOND.contains(&member);
        self.does(simulation, "/sandbox/command", body, typed, second);
    }

    /// A press of a button of some open vote's message.
    fn votes(&mut self, simulation: &Simulation, member: &str, rng: &mut Rng) {
        let Some((channel, message, number)) = rng.choice(&self.open) else {
            // No vote is open: somebody asks what there is.
            return self.types(simulation, member, "general", "/proposal list".to_owned());
        };
        let choice = [Choice::InFavor, Choice::InFavor, Choice::Against, Choice::Abstain][rng.usize(..4)];
        let button = CustomId::Vote(*number, choice).to_string();
        let body = json!({"as": self.id("members", member), "channel": channel, "message": message, "custom_id": button});
        self.does(
            simulation,
            "/sandbox/click",
            body,
            format!("{member} presses {button}"),
            false,
        );
    }

    /// Looks which votes are open.
    pub async fn look(&mut self, simulation: &Simulation) {
        self.open.clear();
        let guild = self.state["guilds"][0]["id"].as_str().unwrap().parse().unwrap();
        for stored in simulation.store.proposals(guild).await.unwrap() {
            let number = stored.value.number;
            let notice = simulation
                .store
                .notice(guild, &Topic::Vote(number))
                .await
                .unwrap();
            if let (Status::Open, Some(notice)) = (stored.value.status, notice) {
                for posted in notice.value.posted() {
                    self.open
                        .push((posted.channel.to_string(), posted.message.to_string(), number));
                }
            }
        }
    }

    /// Ada looks at the preview and presses `Publish`.
    fn publishes(&mut self, simulation: &Simulation) {
        let (http, url, acts) = (
            simulation.http.clone(),
            simulation.url.clone(),
            Arc::clone(&self.acts),
        );
        let clock = simulation.clock.clone();
        let (ada, channel) = (self.id("members", "Ada"), self.id("channels", "general"));
        self.under_way.spawn(async move {
            let at = clock.now();
            let body = json!({"as": ada, "channel": channel, "text": "/edition publish"});
            let preview = post(&http, &url, "/sandbox/command", &body).await;
            let button = buttons(&preview["message"])
                .into_iter()
                .find(|id| id.contains("publish"));
            let message = preview["message"]["id"].clone();
            acts.lock()
                .unwrap()
                .push(Act::new(at, "/edition publish", false, &preview));
            if let Some(button) = button {
                let at = clock.now();
                let body = json!({"as": ada, "channel": channel, "message": message, "custom_id": button});
                let outcome = post(&http, &url, "/sandbox/click", &body).await;
                acts.lock().unwrap().push(Act::new(at, &button, false, &outcome));
            }
        });
    }

    fn does(&mut self, simulation: &Simulation, path: &'static str, body: Value, what: String, second: bool) {
        let (http, url, acts) = (
            simulation.http.clone(),
            simulation.url.clone(),
            Arc::clone(&self.acts),
        );
        let clock = simulation.clock.clone();
        self.under_way.spawn(async move {
            let at = clock.now();
            let outcome = post(&http, &url, path, &body).await;
            acts.lock().unwrap().push(Act::new(at, &what, second, &outcome));
            // What all can see is deleted again: the sandbox, which is in this process, would keep it for ever.
            let message = &outcome["message"];
            if let (Some(channel), Some(id)) = (message["channel_id"].as_str(), message["id"].as_str())
                && message["flags"].as_u64().unwrap_or_default() & EPHEMERAL == 0
                && path == "/sandbox/command"
            {
                let message = format!("{url}/sandbox/messages/{channel}/{id}");
                http.delete(message).send().await.unwrap();
            }
        });
        // What is done is done: the set holds what is under way only.
        while self.under_way.try_join_next().is_some() {}
    }

    fn command(&self, member: &str, channel: &str, typed: &str) -> Value {
        let guild = usize::from(SECOND.contains(&member));
        let id = |kind: &str, name: &str| id(&self.state["guilds"][guild], kind, name);
        json!({"as": id("members", member), "channel": id("channels", channel), "text": typed})
    }

    fn id(&self, kind: &str, name: &str) -> String {
        id(&self.state["guilds"][0], kind, name)
    }
}

fn id(guild: &Value, kind: &str, name: &str) -> String {
    let all = guild[kind].as_array().unwrap();
    let found = all.iter().find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The ids of a message's buttons.
pub fn buttons(message: &Value) -> Vec<String> {
    let rows = message["components"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    rows.iter()
        .flat_map(|row| row["components"].as_array().into_iter().flatten())
        .filter_map(|button| button["custom_id"].as_str().map(str::to_owned))
        .collect()
}
