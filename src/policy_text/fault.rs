//! What is wrong with a policy's text.

use std::fmt;

use jiff::SignedDuration;

use super::key::Key;
use super::read::MAX_COUNT;
use super::write::span;
use crate::vote::excluded::MAX_EXCLUDED;

/// One thing that is wrong: the key, what stands there, and what may.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{typed}` can not be used: {expects}")]
pub struct Fault {
    /// The key as it was written.
    pub key: String,
    /// What was written for it.
    pub typed: String,
    /// What may stand there.
    pub expects: Expects,
}

/// What may stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// A key that is known.
    Key,
    /// A line `key = value`.
    Line,
    /// Each key once.
    Once,
    /// `majority` or `lazy`.
    Rule,
    /// How long a vote may be open: at least so long, at most a year.
    Duration(SignedDuration),
    /// A time of more than nothing, at most a year.
    Time,
    /// How long a vote is open before it may close early: more than nothing, at most as long as it is open at all.
    MinOpen(SignedDuration),
    /// A number of members, or a share.
    Quorum,
    /// A share: more than nothing, at most the whole.
    Share,
    /// What a threshold is a share of.
    Base,
    /// A number of members, at least one.
    Count,
    /// The same, or `none`.
    Limit,
    /// `hold` or `note`.
    Concerns,
    /// At most seven days.
    Hold,
    /// `live` or `hidden`.
    Tally,
    /// Yes or no.
    Switch,
    /// At most five, each shorter than this.
    Reminders(SignedDuration),
    /// A time, or none.
    Cooldown,
    /// Who may propose.
    Proposers,
    /// Roles and members.
    Excluded,
    /// A role of this server, and not the one that everybody has.
    ServerRole,
    /// Nothing: the key belongs to `rule = "majority"`.
    Majority,
    /// Nothing: the key belongs to `rule = "lazy"`.
    Lazy,
    /// Nothing: the key belongs to `concerns = "hold"`.
    Holding,
}

impl Expects {
    /// Its name in the wording.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Line => "line",
            Self::Once => "once",
            Self::Rule => "rule",
            Self::Duration(_) => "duration",
            Self::Time => "time",
            Self::MinOpen(_) => "open",
            Self::Quorum => "quorum",
            Self::Share => "share",
            Self::Base => "base",
            Self::Count => "count",
            Self::Limit => "limit",
            Self::Concerns => "concerns",
            Self::Hold => "hold",
            Self::Tally => "tally",
            Self::Switch => "switch",
            Self::Reminders(_) => "reminders",
            Self::Cooldown => "cooldown",
            Self::Proposers => "proposers",
            Self::Excluded => "excluded",
            Self::ServerRole => "server-role",
            Self::Majority => "majority",
            Self::Lazy => "lazy",
            Self::Holding => "holding",
        }
    }

    /// The time that bounds it, if one does.
    pub const fn bound(self) -> Option<SignedDuration> {
        match self {
            Self::Duration(bound) | Self::MinOpen(bound) | Self::Reminders(bound) => Some(bound),
            Self::Key
            | Self::Line
            | Self::Once
            | Self::Rule
            | Self::Time
            | Self::Quorum
            | Self::Share
            | Self::Base
            | Self::Count
            | Self::Limit
            | Self::Concerns
            | Self::Hold
            | Self::Tally
            | Self::Switch
            | Self::Cooldown
            | Self::Proposers
            | Self::Excluded
            | Self::ServerRole
            | Self::Majority
            | Self::Lazy
            | Self::Holding => None,
        }
    }
}

/// For those who write the configuration; members read the same from the wording.
impl fmt::Display for Expects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => {
                let names = Key::ALL.map(|key| format!("`{}`", key.name()));
                write!(f, "unknown key, known are {}", names.join(", "))
            }
            Self::Line => f.write_str("write `key = value`, one a line"),
            Self::Once => f.write_str("a key can be set once"),
            Self::Rule => f.write_str("write \"majority\" or \"lazy\""),
            Self::Duration(least) => write!(
                f,
                "write a duration from {} (vote.min_duration) to a year, such as \"7 days\"",
                span(*least)
            ),
            Self::Time => {
                f.write_str("write a duration of more than nothing and at most a year, such as \"24h\"")
            }
            Self::MinOpen(most) => write!(
                f,
                "write a duration of more than nothing and at most the vote's {}",
                span(*most)
            ),
            Self::Quorum => write!(
                f,
                "write a number of voters from 1 to {MAX_COUNT}, or a share above 0 and at most 1, such as \"1/2\" or \
                 \"50%\""
            ),
            Self::Share => f.write_str("write a share above 0 and at most 1, such as \"2/3\" or \"75%\""),
            Self::Base => f.write_str("write \"cast\", \"present\" or \"electorate\""),
            Self::Count => write!(f, "write a whole number from 1 to {MAX_COUNT}"),
            Self::Limit => write!(f, "write a whole number from 1 to {MAX_COUNT}, or \"none\""),
            Self::Concerns => f.write_str("write \"hold\" or \"note\""),
            Self::Hold => f.write_str("write a duration of more than nothing and at most 7 days"),
            Self::Tally => f.write_str("write \"live\" or \"hidden\""),
            Self::Switch => f.write_str("write true or false"),
            Self::Reminders(below) => write!(
                f,
                "write at most 5 durations, each once and shorter than the vote's {}, such as [\"1 day\", \"1h\"]",
                span(*below)
            ),
            Self::Cooldown => f.write_str("write a duration of at most a year, \"0s\" or \"none\""),
            Self::Proposers => f.write_str("write \"anyone\", \"voters\" or \"maintainers\""),
            Self::Excluded => write!(
                f,
                "write at most {MAX_EXCLUDED} roles and members by their ids, such as [\"role:123\", \"member:456\"]"
            ),
            Self::ServerRole => f.write_str("write the id of a role that the server has and only some have"),
            Self::Majority => f.write_str("this key goes with rule = \"majority\" only"),
            Self::Lazy => f.write_str("this key goes with rule = \"lazy\" only"),
            Self::Holding => f.write_str("this key goes with concerns = \"hold\" only"),
        }
    }
}
