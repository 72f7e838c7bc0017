//! The world: one sandbox, one bot, one clock.

use std::path::{Path, PathBuf};
use std::time::Duration;

use blipbot::app::Watch;
use blipbot::clock::Clock;
use blipbot::outbox::{Delivery, Topic};
use blipbot::sandbox::{Options, Sandbox};
use blipbot::storage::Store;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::answer::{self, Answer};
use super::bot::Bot;
use super::faults::{FAULTY, figure};
use super::page::{PATIENCE, Page};

/// The people of the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// Owns the first guild.
    Ada,
    /// A maintainer and voter.
    Grace,
    /// A voter.
    Linus,
    /// Has no role.
    Guest,
    /// Owns the second guild.
    Barbara,
}

impl Member {
    /// As the page shows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ada => "Ada",
            Self::Grace => "Grace",
            Self::Linus => "Linus",
            Self::Guest => "Guest",
            Self::Barbara => "Barbara",
        }
    }
}

/// What can be chosen about a world.
#[derive(Default)]
pub struct Setup<'a> {
    /// About its sandbox.
    pub options: Options,
    /// The bot's configuration.
    pub config: &'a str,
    /// A radar of its own instead of the one that ships.
    pub data: Option<&'a Path>,
    /// Failures that wait for the bot when it starts.
    pub faults: &'a [Value],
    /// How long the bot waits between two edits of a message, if it matters.
    pub edits: Option<Duration>,
}

/// A sandbox with a bot.
pub struct World {
    ground: Ground,
    bot: Bot,
}

/// A world whose bot is stopped.
pub struct Ground {
    clock: Clock,
    page: Page,
    sandbox: Sandbox,
    folder: TempDir,
    data: PathBuf,
    config: String,
    edits: Option<Duration>,
}

impl Ground {
    /// Starts the bot again on the same store.
    pub async fn starts(self) -> World {
        let bot = Bot::start(
            &self.page.url,
            &self.clock,
            &self.store_path(),
            &self.data,
            &self.config,
            self.edits,
        )
        .await;
        World { ground: self, bot }
    }

    /// What people can do meanwhile.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Where the bot's store is.
    pub fn store_path(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Ends the world.
    pub async fn end(self) {
        self.sandbox.stop().await;
    }
}

impl World {
    /// A world with the radar that ships and the default configuration.
    pub async fn start() -> Self {
        Self::of(Setup::default()).await
    }

    /// A world with this configuration, and a radar of its own if `data` is given.
    pub async fn with(config: &str, data: Option<&Path>) -> Self {
        Self::of(Setup {
            config,
            data,
            ..Setup::default()
        })
        .await
    }

    /// A world in which failures can be ordered.
    pub async fn with_faults() -> Self {
        Self::of(Setup {
            options: FAULTY,
            ..Setup::default()
        })
        .await
    }

    /// A world about which something was chosen.
    pub async fn of(setup: Setup<'_>) -> Self {
        let clock = Clock::system();
        let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), clock.clone(), setup.options)
            .await
            .unwrap();
        let page = Page::new(&sandbox.url()).await;
        for fault in setup.faults {
            page.fault(fault).await;
        }
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let ground = Ground {
            clock,
            page,
            sandbox,
            folder: TempDir::new().unwrap(),
            data: setup.data.map_or(shipped, Path::to_owned),
            config: setup.config.to_owned(),
            edits: setup.edits,
        };
        ground.starts().await
    }

    /// Stops the bot.
    pub async fn stops(self) -> Ground {
        self.bot.stop().await;
        self.ground
    }

    /// Stops the bot and starts it again on the same store.
    pub async fn restart(self) -> Self {
        self.restart_after(SignedDuration::ZERO).await
    }

    /// Stops the bot, moves the clock, and starts the bot again on the same store.
    pub async fn restart_after(self, by: SignedDuration) -> Self {
        let ground = self.stops().await;
        ground.clock.advance(by);
        ground.starts().await
    }

    /// Stops the bot and starts it again with another configuration.
    pub async fn restart_with(mut self, config: &str) -> Self {
        config.clone_into(&mut self.ground.config);
        self.restart().await
    }

    /// Ends the world; fails the story if anybody would have been pinged.
    pub async fn end(self) {
        assert_eq!(
            self.page().state().await["pings"],
            json!([]),
            "somebody would have been pinged"
        );
        self.stops().await.end().await;
    }

    /// What people can do, and the failures that can be ordered.
    pub fn page(&self) -> &Page {
        &self.ground.page
    }

    /// What the bot notes about itself.
    pub fn watch(&self) -> &Watch {
        &self.bot.watch
    }

    /// The figure of a series of the bot's metrics.
    pub fn figure(&self, series: &str) -> u64 {
        figure(&self.watch().metrics.render(), series)
    }

    /// Waits until a series of the bot's metrics has this figure.
    pub async fn until_figure(&self, series: &str, wanted: u64) {
        let waiting = async {
            while self.figure(series) != wanted {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(
            in_time.is_ok(),
            "{series} is {} not {wanted}",
            self.figure(series)
        );
    }

    /// Where the sandbox's page is.
    #[cfg(feature = "browser-tests")]
    pub fn url(&self) -> &str {
        &self.page().url
    }

    /// The id of a member.
    pub fn member(&self, member: Member) -> String {
        self.page().member(member.name())
    }

    /// The id of a role of the first guild.
    pub fn role(&self, name: &str) -> String {
        self.page().role(name)
    }

    /// The id of a channel that this member's guild has.
    pub fn channel(&self, member: Member, name: &str) -> String {
        self.page().channel(member.name(), name)
    }

    /// A member types a command in a channel.
    pub async fn types(&self, member: Member, channel: &str, text: &str) -> Answer {
        Answer {
            value: self.page().command(member.name(), channel, text).await,
        }
    }

    /// A member writes something, and another one checks it against the radar.
    pub async fn checks(&self, author: Member, text: &str, member: Member) -> Answer {
        let id = self.page().say(author.name(), "general", text).await;
        let message = serde_json::json!({ "id": id });
        self.uses_on(member, &message, "Check against radar").await
    }

    /// A member uses an entry of the menu of a message in #general.
    pub async fn uses_on(&self, member: Member, message: &Value, entry: &str) -> Answer {
        let page = self.page();
        Answer {
            value: page.use_on(member.name(), "general", &message["id"], entry).await,
        }
    }

    /// A member chooses in the only menu of a message.
    pub async fn chooses(&self, member: Member, message: &Value, value: &str) -> Answer {
        let rows = message["components"].as_array().unwrap().iter();
        let menu = rows
            .map(|row| &row["components"][0])
            .find(|one| one["type"] == 3)
            .unwrap();
        let id = menu["custom_id"].as_str().unwrap();
        Answer {
            value: self.page().choose(member.name(), message, id, value).await,
        }
    }

    /// A member proposes what is typed after `/propose`; gives the vote's message in #general.
    pub async fn proposes(&self, member: Member, typed: &str) -> Value {
        let before = self.public("general").await.len();
        let answer = self.types(member, "general", &format!("/propose {typed}")).await;
        answer.says(&["discord.com/channels/"]);
        self.until_all("general", "the vote", |messages| messages.get(before).cloned())
            .await
    }

    /// Ada, Grace and Linus vote in favor; the tally shows it.
    pub async fn three_in_favor(&self, vote: &Value) {
        for member in [Member::Ada, Member::Grace, Member::Linus] {
            self.presses(member, vote, "In favor").await.says(&["Recorded"]);
        }
        let counted = |messages: &[Value]| {
            let shown = messages.iter().find(|message| message["id"] == vote["id"])?;
            answer::text(shown).contains("In favor 3").then_some(())
        };
        self.until_all("general", "the tally", counted).await;
    }

    /// The deadline of all votes of the default duration passes, and `outcomes` more messages stand in #general.
    pub async fn votes_close(&self, outcomes: usize) {
        let before = self.public("general").await.len();
        self.passes(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(20))
            .await;
        let told = |messages: &[Value]| (messages.len() == before + outcomes).then_some(());
        self.until_all("general", "the outcome", told).await;
    }

    /// Sets #digests for digests and waits until the guild is introduced there.
    pub async fn is_introduced(&self) -> Value {
        self.types(Member::Ada, "general", "/setup digests:#digests")
            .await;
        self.until("digests", "the introduction", |text| text.contains("16"))
            .await
    }

    /// A member sends a command whose options go to the bot as they are.
    pub async fn sends(
        &self,
        member: Member,
        channel: &str,
        name: &str,
        sub: Option<&str>,
        options: Value,
    ) -> Answer {
        let body = json!({
            "as": self.member(member), "channel": self.channel(member, channel),
            "name": name, "sub": sub, "options": options,
        });
        Answer {
            value: self.page().post("/sandbox/command", &body).await,
        }
    }

    /// What is suggested while a member types.
    pub async fn suggests(&self, member: Member, channel: &str, text: &str) -> Vec<(String, Value)> {
        let body = json!({"as": self.member(member), "channel": self.channel(member, channel), "text": text});
        let answer = self.page().post("/sandbox/autocomplete", &body).await;
        let choices = answer["choices"]
            .as_array()
            .unwrap_or_else(|| panic!("no choices: {answer:#}"));
        choices
            .iter()
            .map(|choice| {
                (
                    choice["name"].as_str().unwrap().to_owned(),
                    choice["value"].clone(),
                )
            })
            .collect()
    }

    /// A member presses a button of a message.
    pub async fn presses(&self, member: Member, message: &Value, label: &str) -> Answer {
        let id =
            answer::button(message, label).unwrap_or_else(|| panic!("no button {label:?} in {message:#}"));
        self.presses_id(member, message, &id).await
    }

    /// A member presses a button with this id.
    pub async fn presses_id(&self, member: Member, message: &Value, custom_id: &str) -> Answer {
        Answer {
            value: self.page().press(member.name(), message, custom_id).await,
        }
    }

    /// A member presses a button that opens a form, and sends it with these values in place of what stood there.
    pub async fn fills(&self, member: Member, message: &Value, label: &str, values: Value) -> Answer {
        let opened = self.presses(member, message, label).await;
        assert!(opened.value["modal"].is_object(), "no form: {:#}", opened.value);
        let body = json!({
            "as": self.member(member), "interaction": opened.value["interaction"], "values": values,
        });
        Answer {
            value: self.page().post("/sandbox/modal", &body).await,
        }
    }

    /// What everybody sees in a channel of the first guild.
    pub async fn public(&self, channel: &str) -> Vec<Value> {
        self.page().public(channel).await
    }

    /// Waits until a message that everybody sees in the channel satisfies `wanted`.
    pub async fn until(&self, channel: &str, what: &str, wanted: impl Fn(&str) -> bool) -> Value {
        self.page().until(channel, what, wanted).await
    }

    /// Waits until the messages that everybody sees in the channel satisfy `wanted`.
    pub async fn until_all<T>(&self, channel: &str, what: &str, wanted: impl Fn(&[Value]) -> Option<T>) -> T {
        self.page().until_all(channel, what, wanted).await
    }

    /// Moves the clock of the bot and the sandbox.
    pub async fn passes(&self, by: SignedDuration) {
        self.page()
            .post("/sandbox/clock", &json!({"advance_seconds": by.as_secs()}))
            .await;
    }

    /// The bot's store.
    pub fn store(&self) -> &dyn Store {
        self.bot.store.as_ref()
    }

    /// Waits until a notice of the first guild was said.
    pub async fn until_said(&self, topic: &Topic) {
        self.until_delivery(topic, |delivery| matches!(delivery, Delivery::Sent { .. }))
            .await;
    }

    /// Waits until a notice of the first guild was parked.
    pub async fn until_parked(&self, topic: &Topic) {
        self.until_delivery(topic, |delivery| matches!(delivery, Delivery::Parked { .. }))
            .await;
    }

    /// Waits until a notice of the first guild is stored, to be said some day.
    pub async fn until_pending(&self, topic: &Topic) {
        self.until_delivery(topic, |delivery| matches!(delivery, Delivery::Pending))
            .await;
    }

    /// Waits until something is stored of so many guilds, and gives their ids.
    pub async fn until_guilds(&self, count: usize) -> Vec<String> {
        let waiting = async {
            loop {
                let guilds = self.store().guilds().await.unwrap();
                if guilds.len() == count {
                    break guilds.iter().map(ToString::to_string).collect();
                }
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        in_time.unwrap_or_else(|_| panic!("the store has not {count} guilds"))
    }

    async fn until_delivery(&self, topic: &Topic, wanted: impl Fn(&Delivery) -> bool) {
        let guild = self.guild().parse().unwrap();
        let waiting = async {
            loop {
                let stored = self.store().notice(guild, topic).await.unwrap();
                if stored.is_some_and(|stored| wanted(&stored.value.delivery)) {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(in_time.is_ok(), "the notice {topic} did not get there");
    }

    /// Waits until the bot knows that it is not in a guild any more.
    pub async fn until_left(&self, guild: &str) {
        let guild = guild.parse().unwrap();
        let waiting = async {
            while self.store().settings(guild).await.unwrap().value.left.is_none() {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(in_time.is_ok(), "the bot does not know that it left {guild}");
    }

    /// The id of the first guild.
    pub fn guild(&self) -> String {
        self.page().guild()
    }

    /// The time of the bot and the sandbox.
    pub fn now(&self) -> Timestamp {
        self.ground.clock.now()
    }

    /// Takes permissions from the bot in a channel.
    pub async fn denies(&self, channel: &str, deny: &[&str]) {
        let body = json!({"channel": self.channel(Member::Ada, channel), "member": "bot", "deny": deny});
        self.page().post("/sandbox/permissions", &body).await;
    }
}
