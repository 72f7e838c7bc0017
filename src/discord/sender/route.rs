//! One REST request's address, and the rules that it goes by.

use reqwest::Method;
use tokio::time::Instant;

use crate::id::{ApplicationId, ChannelId, GuildId};

/// A request without its body.
pub(super) struct Route {
    pub method: Method,
    /// The path without ids: for logs and errors, and what one lane has in common.
    pub template: &'static str,
    /// The path with ids. An interaction's holds its token, so it is never logged.
    pub path: String,
    /// Empty, or `?` and what follows.
    pub query: String,
    pub pace: Pace,
    pub repeat: Repeat,
    /// Whether nothing else works without it.
    pub vital: bool,
}

/// Whether a request is sent again that may not have come through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Doing it twice would be more than doing it once.
    Never,
    /// A few times.
    Some,
    /// As long as somebody waits for it.
    Until(Instant),
}

/// Who is asking, which decides how fast Discord lets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// An answer to an interaction: exempt from the global limit, limited per interaction at most, and allowed by the
    /// interaction's own token. Goes out at once.
    Interaction,
    /// The bot itself: one at a time per route and `major` id, as Discord's buckets allow.
    Bot {
        /// The channel, guild or application that Discord counts for; 0 without one.
        major: u64,
    },
}

impl Route {
    pub fn bot(method: Method, template: &'static str, major: u64, path: String) -> Self {
        let repeat = repeat(&method);
        Self {
            method,
            template,
            path,
            query: String::new(),
            pace: Pace::Bot { major },
            repeat,
            vital: false,
        }
    }

    pub fn of_channel(method: Method, template: &'static str, channel: ChannelId, rest: &str) -> Self {
        Self::bot(
            method,
            template,
            channel.get(),
            format!("/channels/{channel}{rest}"),
        )
    }

    pub fn of_guild(method: Method, template: &'static str, guild: GuildId, rest: &str) -> Self {
        Self::bot(method, template, guild.get(), format!("/guilds/{guild}{rest}"))
    }

    pub fn interaction(method: Method, template: &'static str, path: String) -> Self {
        let repeat = repeat(&method);
        Self {
            method,
            template,
            path,
            query: String::new(),
            pace: Pace::Interaction,
            repeat,
            vital: false,
        }
    }

    /// The commands of an application, everywhere or in one guild.
    pub fn commands(method: Method, application: ApplicationId, guild: Option<GuildId>) -> Self {
        match guild {
            None => Self::bot(
                method,
                "/applications/{application}/commands",
                application.get(),
                format!("/applications/{application}/commands"),
            ),
            Some(guild) => Self::bot(
                method,
                "/applications/{application}/guilds/{guild}/commands",
                guild.get(),
                format!("/applications/{application}/guilds/{guild}/commands"),
            ),
        }
    }

    pub fn with_query(mut self, query: String) -> Self {
        self.query = query;
        self
    }

    /// For the few POST requests that give the same again.
    pub const fn repeatable(mut self) -> Self {
        self.repeat = Repeat::Some;
        self
    }

    /// For what all else waits for.
    pub const fn vital(mut self) -> Self {
        self.vital = true;
        self
    }

    /// For what gives the same again, and is of no use after `until`.
    pub const fn repeatable_until(mut self, until: Instant) -> Self {
        self.repeat = Repeat::Until(until);
        self
    }
}

fn repeat(method: &Method) -> Repeat {
    if *method == Method::POST {
        Repeat::Never
    } else {
        Repeat::Some
    }
}
