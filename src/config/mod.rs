//! What the operator chose: defaults < `bot.toml` < `BLIPBOT__SECTION__KEY` < `DISCORD_TOKEN`.
//!
//! Every key is typed and checked where it is read; an unknown key is refused by name. Secrets are wrapped, so that
//! no log, error or `Debug` shows them.

mod document;
mod error;
mod file;
mod layers;
mod token;
mod value;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};

pub use error::ConfigError;
pub use file::File;
pub use layers::Layers;
pub use token::TokenSource;

use crate::id::{ChannelId, GuildId};
use crate::vote::Policies;

/// The file that is read when none is named.
pub const DEFAULT_FILE: &str = "bot.toml";
/// The variable that holds the token; it beats `discord.token_file`.
pub const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";
/// Discord's own API.
pub const DISCORD: &str = "https://discord.com";

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// How to reach Discord.
    pub discord: Discord,
    /// The sled folder.
    pub store: StorePath,
    /// The radar's files.
    pub data: PathBuf,
    /// How the sandbox is started.
    pub sandbox: SandboxChoice,
    /// For a guild that has set nothing: where editions are announced.
    pub announce_channel: Option<ChannelId>,
    /// In which an edition's date is taken.
    pub timezone: TimeZone,
    /// How votes are decided.
    pub vote: Vote,
    /// How logs are written.
    pub log: LogFormat,
    /// Where health and metrics are served, if they are.
    pub ops: Option<SocketAddr>,
}

/// How to reach Discord.
#[derive(Debug, Clone)]
pub struct Discord {
    /// Where the bot's token is.
    pub token: TokenSource,
    /// The origin of the API, if it was set.
    pub api_url: Option<String>,
    /// Register commands on this guild instead of everywhere.
    pub guild: Option<GuildId>,
    /// Whether the bot asks for the privilege to list members.
    pub members_intent: bool,
}

/// How the sandbox is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SandboxChoice {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Whether faults can be ordered of it.
    pub faults: bool,
    /// How many people its first server has, at least.
    pub members: u32,
    /// Whether the bot may ask it for the list of members.
    pub members_intent: bool,
}

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorePath {
    /// The folder.
    pub path: PathBuf,
    /// Whether somebody chose it; a sandbox of its own takes a new, temporary store otherwise.
    pub chosen: bool,
}

/// How votes are decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The shortest that a proposer may choose.
    pub min_duration: SignedDuration,
    /// The policies to choose from.
    pub policies: Policies,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// JSON for collectors.
    Json,
}

impl Config {
    /// Reads the configuration. `named` is the file of `--config`; without it `bot.toml` is read if it is there.
    pub fn load(named: Option<&Path>) -> Result<Self, ConfigError> {
        Layers::read(named)?.config()
    }

    /// Checks what was read; `variable` is what [`TOKEN_VARIABLE`] holds.
    pub fn of(file: File, variable: Option<String>) -> Result<Self, ConfigError> {
        Self::with_token(file, variable.map(SecretString::from))
    }

    fn with_token(file: File, variable: Option<SecretString>) -> Result<Self, ConfigError> {
        let policies = file.policies()?;
        let variable = variable.filter(|token| !token.expose_secret().trim().is_empty());
        let token = match (variable, file.discord.token_file) {
            (Some(token), _) => TokenSource::Variable(SecretString::from(token.expose_secret().trim())),
            (None, Some(path)) => TokenSource::File(path),
            (None, None) => TokenSource::Absent,
        };
        let chosen = file.store.path.is_some();
        Ok(Self {
            discord: Discord {
                token,
                api_url: file.discord.api_url,
                guild: file.discord.guild.map(|id| GuildId::new(id.0)),
                members_intent: file.discord.members_intent.0,
            },
            store: StorePath {
                path: file.store.path.unwrap_or_else(|| "blipbot-store".into()),
                chosen,
            },
            data: file.data.path,
            sandbox: SandboxChoice {
                listen: file.sandbox.listen.0,
                faults: file.sandbox.faults.0,
                members: file.sandbox.members.0.get(),
                members_intent: file.sandbox.members_intent.0,
            },
            announce_channel: file.announce.channel.map(|id| ChannelId::new(id.0)),
            timezone: file.announce.timezone.0,
            vote: Vote {
                min_duration: file.vote.min_duration.0,
                policies,
            },
            log: file.log.format,
            ops: file.ops.listen.map(|listen| listen.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vote::Ratio;
    use crate::vote::policy::{Base, Quorum, Rule};

    fn read(text: &str) -> Result<Config, ConfigError> {
        Layers::new(Path::new(DEFAULT_FILE), text.to_owned(), []).config()
    }

    #[test]
    fn nothing_set_gives_the_documented_defaults() {
        let config = read("").unwrap();
        assert_eq!(config.vote.min_duration, SignedDuration::from_hours(1));
        // What the contract says of votes is what the standard policy says.
        assert_eq!(config.vote.policies, Policies::built_in());
        let standard = config.vote.policies.usual(false);
        assert_eq!(standard.duration, SignedDuration::from_hours(7 * 24));
        assert_eq!(standard.min_open, SignedDuration::from_hours(24));
        let expected = Rule::Majority {
            quorum: Quorum::Voters(3),
            threshold: Ratio::TWO_THIRDS,
            base: Base::Cast,
            min_in_favor: 2,
        };
        assert_eq!(standard.rule, expected);
        assert_eq!(config.sandbox.listen, "127.0.0.1:7700".parse().unwrap());
        assert!(!config.sandbox.faults);
        assert_eq!(config.sandbox.members, 5);
        assert!(!config.sandbox.members_intent);
        assert!(!config.discord.members_intent);
        assert_eq!(config.data, Path::new("data"));
        assert!(!config.store.chosen);
        assert_eq!(config.log, LogFormat::Text);
        assert_eq!(config.ops, None);
    }

    #[test]
    fn no_policy_that_nobody_wrote_is_shorter_than_the_shortest_vote() {
        let config = read("vote.min_duration = '6 days'").unwrap();
        let days = |name: &str| {
            let policy = config.vote.policies.get(&name.parse().unwrap()).unwrap();
            policy.duration.as_hours() / 24
        };
        let all = ["standard", "adopt", "lazy", "emergency"].map(days);
        assert_eq!(all, [7, 7, 6, 6]);
        let written = "vote.min_duration = '6 days'\nvote.policies.emergency.duration = '5 days'";
        refused(
            written,
            "vote.policies.emergency.duration: `5 days` can not be used: write a duration from 6 days",
        );
        let short = read("vote.duration = '2h'").unwrap().vote.policies.usual(false);
        assert_eq!(short.min_open, short.duration, "nobody wrote a longer one");
    }

    #[test]
    fn durations_and_ids_are_read_as_people_write_them() {
        let config = read("vote.duration = '3 days'\ndiscord.guild = 42\nannounce.channel = '43'").unwrap();
        assert_eq!(
            config.vote.policies.usual(false).duration,
            SignedDuration::from_hours(72)
        );
        assert_eq!(config.discord.guild.unwrap().get(), 42);
        assert_eq!(config.announce_channel.unwrap().get(), 43);
    }

    #[test]
    fn a_switch_is_turned_in_the_file_and_in_the_environment() {
        assert!(read("sandbox.faults = true").unwrap().sandbox.faults);
        assert_eq!(read("sandbox.members = 300").unwrap().sandbox.members, 300);
        assert!(
            read("sandbox.members_intent = true")
                .unwrap()
                .sandbox
                .members_intent
        );
        assert!(read("sandbox.faults = 'true'").unwrap().sandbox.faults);
        let listing = read("discord.members_intent = true").unwrap();
        assert!(listing.discord.members_intent);
        assert!(!read("sandbox.faults = 'false'").unwrap().sandbox.faults);
    }

    #[test]
    fn this_machine_may_be_called_by_its_name() {
        let config = read("ops.listen = 'localhost:9701'\nsandbox.listen = 'LocalHost:0'").unwrap();
        assert_eq!(config.ops, Some("127.0.0.1:9701".parse().unwrap()));
        assert_eq!(config.sandbox.listen, "127.0.0.1:0".parse().unwrap());
    }

    #[track_caller]
    fn refused(text: &str, names: &str) {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(names), "{error:?} does not name {names:?}");
    }

    #[test]
    fn what_can_not_be_is_refused_with_its_name() {
        refused("vote.treshold = '2/3'", "treshold");
        refused("vote.duration = 'soon'", "soon");
        let count = "`0` can not be used: write a whole number from 1 to 1000000";
        for key in ["vote.min_voters", "vote.min_in_favor", "sandbox.members"] {
            refused(&format!("{key} = 0"), &format!("{key}: {count}"));
        }
        let share = "vote.threshold: `4/3` can not be used: write a share above 0 and at most 1";
        refused("vote.threshold = '4/3'", share);
        let long = "vote.min_open: `10 days` can not be used: write a duration of more than nothing and at most the \
                    vote's 7 days";
        refused("vote.min_open = '10 days'", long);
        refused("vote.duration = '10m'", "vote.min_duration");
        refused("announce.timezone = 'Mars/Base'", "Mars/Base");
        refused("discord.guild = 0", "0");
        refused(
            "sandbox.listen = '0.0.0.0:7700'",
            "`0.0.0.0:7700` is not on loopback: write for example 127.0.0.1:7700",
        );
        refused(
            "ops.listen = '0.0.0.0:9700'",
            "ops.listen: `0.0.0.0:9700` is not on loopback: write for example 127.0.0.1:9700",
        );
        for port in [
            "'9700'",
            "9700",
            "'localhost'",
            "'localhost:http'",
            "'blipbot.example:9700'",
        ] {
            refused(
                &format!("ops.listen = {port}"),
                "is no address with a port: write for example 127.0.0.1:9700",
            );
        }
        refused("log.format = 'xml'", "`xml` is neither text nor json");
        refused("sandbox.faults = 'yes'", "`yes` is neither true nor false");
    }

    #[test]
    fn the_token_is_in_no_debug_output() {
        let config = Config::of(File::default(), Some("very-secret".to_owned())).unwrap();
        let token = config.discord.token.read().unwrap().unwrap();
        assert_eq!(token.expose_secret(), "very-secret");
        assert!(!format!("{config:?}").contains("very-secret"));
    }
}
