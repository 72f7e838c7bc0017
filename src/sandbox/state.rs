//! All that the sandbox knows, behind one lock.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;

use super::command::{Command, Scope};
use super::gateway::{GatewayLog, Sessions, Starts};
use super::interaction::Interactions;
use super::message::Message;
use super::nonce::Nonces;
use super::options::Options;
use super::pace::Pace;
use super::snowflake::{Snowflake, SnowflakeSource};
use super::world::{Guild, World};

/// An hour.
const HOUR: Duration = Duration::from_hours(1);

/// Somebody was pinged.
#[derive(Debug, Clone)]
pub struct Ping {
    /// By which message.
    pub message: Snowflake,
    /// Where.
    pub channel: Snowflake,
    /// Who: `everyone`, `user:<id>`, `role:<id>`.
    pub targets: Vec<String>,
}

/// All that the sandbox knows.
#[derive(Debug)]
pub struct State {
    /// Where files can be got from: the sandbox's own address.
    pub base_url: String,
    /// People and places.
    pub world: World,
    /// Every message, in the order in which they were written.
    pub messages: BTreeMap<Snowflake, Message>,
    /// The registered commands.
    pub commands: Vec<Command>,
    /// What waits for an answer, or may still be followed up.
    pub interactions: Interactions,
    /// The nonces that were used.
    pub nonces: Nonces,
    /// Changes of messages that are older than an hour, in each channel.
    pub old_edits: Pace<Snowflake, Timestamp>,
    /// Changes of published messages, in each channel.
    pub published_edits: Pace<Snowflake, Timestamp>,
    /// What was published, in each channel.
    pub publishes: Pace<Snowflake, Timestamp>,
    /// New names of commands, in each scope.
    pub creates: Pace<Scope, Timestamp>,
    /// The bot's connections.
    pub sessions: Sessions,
    /// The sessions that it started.
    pub starts: Starts,
    /// What happened on the gateway.
    pub gateway_log: GatewayLog,
    /// Everyone who was pinged so far.
    pub pings: Vec<Ping>,
    /// Whether the application was granted the privileged intent for members.
    pub members_intent: bool,
    /// The messages that only one member sees, the oldest first.
    private: VecDeque<Snowflake>,
    ids: SnowflakeSource,
}

/// How many messages that only one member sees are kept: Discord's client forgets them, too.
const PRIVATE: usize = 200;

impl State {
    /// The state at the start, as it was chosen.
    pub fn new(base_url: String, options: Options) -> Self {
        let mut world = World::with_guilds(options.guilds);
        world.populate(options.members);
        Self {
            base_url,
            world,
            messages: BTreeMap::new(),
            commands: Vec::new(),
            interactions: Interactions::default(),
            nonces: Nonces::default(),
            // One observer's figure; Discord publishes none.
            old_edits: Pace::new(3, Duration::from_secs(20)),
            published_edits: Pace::new(3, HOUR),
            publishes: Pace::new(10, HOUR),
            creates: Pace::new(200, 24 * HOUR),
            sessions: Sessions::default(),
            starts: Starts::default(),
            gateway_log: GatewayLog::default(),
            pings: Vec::new(),
            members_intent: options.members_intent,
            private: VecDeque::new(),
            ids: SnowflakeSource::default(),
        }
    }

    /// Tells the bot's sessions of an event, if the bot can hear of the guild.
    pub fn tell(&mut self, guild: Option<Snowflake>, intent: u64, event: &str, data: &serde_json::Value) {
        if guild.is_none_or(|guild| self.world.reached(guild).is_some()) {
            self.sessions.dispatch(guild, intent, event, data);
        }
    }

    /// Counts a message that only one member sees; the oldest of too many is forgotten.
    pub fn remember_private(&mut self, message: Snowflake) {
        self.private.push_back(message);
        if self.private.len() > PRIVATE
            && let Some(oldest) = self.private.pop_front()
        {
            self.messages.remove(&oldest);
        }
    }

    /// A new id of the moment `now`.
    pub fn new_id(&mut self, now: Timestamp) -> Snowflake {
        self.ids.next(now)
    }

    /// How many of the definitions have a name that the scope does not know yet.
    pub fn new_names(&self, scope: Scope, definitions: &[serde_json::Value]) -> usize {
        let known = |definition: &&serde_json::Value| {
            self.commands.iter().any(|command| {
                command.scope == scope
                    && definition["name"] == command.name.as_str()
                    && definition["type"].as_u64().unwrap_or(1) == command.kind
            })
        };
        definitions.iter().filter(|definition| !known(definition)).count()
    }

    /// Replaces the commands of a scope. A command that was there under the same name keeps its id.
    pub fn replace_commands(&mut self, scope: Scope, definitions: &[serde_json::Value], now: Timestamp) {
        let (old, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.commands)
            .into_iter()
            .partition(|command| command.scope == scope);
        self.commands = others;
        let version = self.new_id(now);
        for definition in definitions {
            let kind = definition
                .get("type")
                .and_then(serde_json::Value::as_u64)
                .unwrap_or(1);
            let name = definition.get("name").and_then(serde_json::Value::as_str);
            let known = old
                .iter()
                .find(|known| known.kind == kind && Some(known.name.as_str()) == name);
            let id = known.map_or_else(|| self.new_id(now), |known| known.id);
            self.commands
                .extend(Command::from_definition(definition, scope, id, version));
        }
    }

    /// Whether the bot can have commands there: where it is not, there are none.
    pub fn has_commands_in(&self, guild: Option<Snowflake>) -> bool {
        guild.is_none_or(|guild| self.world.guild(guild).is_some_and(Guild::has_bot))
    }

    /// The command of a kind that a member means by its name: one of the guild goes before a global one.
    pub fn command(&self, kind: u64, name: &str, guild: Option<Snowflake>) -> Option<&Command> {
        if !self.has_commands_in(guild) {
            return None;
        }
        let named = || {
            self.commands
                .iter()
                .filter(|command| command.kind == kind && command.name == name)
        };
        let own = named().find(|command| matches!(command.scope, Scope::Guild(own) if Some(own) == guild));
        own.or_else(|| named().find(|command| command.scope == Scope::Global))
    }
}
