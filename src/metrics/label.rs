//! The values that labels can have: a few words each.

/// Defines an enum whose variants are the values of a label.
macro_rules! label {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {$(
            $(#[$of])*
            $variant,
        )+}

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word for it.
            pub const fn name(self) -> &'static str {
                match self {$(
                    Self::$variant => $word,
                )+}
            }
        }
    };
}

label! {
    /// What a member did.
    InteractionKind {
        /// Typed a command.
        Command = "command",
        /// Pressed a button.
        Component = "component",
        /// Types an option and is offered what may be meant.
        Autocomplete = "autocomplete",
        /// Sent a form.
        Modal = "modal",
        /// Something that could not be read.
        Unreadable = "unreadable",
    }
}

label! {
    /// What became of the first answer to an interaction.
    InteractionOutcome {
        /// Discord has it.
        Answered = "answered",
        /// The member was told to wait, and is answered later.
        Deferred = "deferred",
        /// Discord's three seconds were over.
        Late = "late",
        /// It could not be sent, or Discord refused it.
        Failed = "failed",
        /// It was answered before: Discord sent it twice.
        Redelivered = "redelivered",
    }
}

label! {
    /// How far something is that is stored to be said.
    Outbox {
        /// Nothing was tried.
        Pending = "pending",
        /// On its way.
        Sending = "sending",
        /// Refused for now, or in doubt.
        Parked = "parked",
    }
}

label! {
    /// Whether a guild that the bot is in can be used.
    GuildState {
        /// It can.
        Here = "here",
        /// It has an outage at Discord.
        Unavailable = "unavailable",
    }
}

label! {
    /// What an attempt to deliver came to.
    Delivery {
        /// It is said.
        Done = "done",
        /// To be tried again soon.
        Later = "later",
        /// Refused for now, or in doubt.
        Parked = "parked",
        /// The guild can not be reached; it waits.
        Away = "away",
    }
}

label! {
    /// What became of a batch for the store.
    Commit {
        /// It is on the disk.
        Written = "written",
        /// What it expected did not hold; nothing was written.
        Conflict = "conflict",
        /// The store failed.
        Failed = "failed",
    }
}

label! {
    /// Whom a rate limit is about.
    LimitScope {
        /// The bot, on one route.
        User = "user",
        /// Everybody who uses the same thing; not counted as invalid.
        Shared = "shared",
        /// The bot, on all routes.
        Global = "global",
    }
}

/// Names the codes one by one, so that no code of the network's own makes a series.
macro_rules! codes {
    ($code:expr; $($known:literal)+) => {
        match $code {
            None => "none",
            $(Some($known) => stringify!($known),)+
            Some(_) => "other",
        }
    };
}

/// Why a connection to the gateway ended, or was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ended {
    /// Discord closed it, with this code if it gave one.
    Closed(Option<u16>),
    /// The network broke it, or it could not be made.
    Broken,
    /// Discord asked for another one.
    Asked,
    /// Discord did not accept the session.
    InvalidSession,
    /// Discord did not begin in time.
    NoHello,
    /// The session did not start in time.
    NotReady,
    /// The session did not catch up in time.
    NotResumed,
    /// A heartbeat was not answered.
    NotAcknowledged,
    /// The start of the session could not be read.
    Unreadable,
}

impl Ended {
    /// The code if it is a known one, or the word for it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Closed(code) => close_code(code),
            Self::Broken => "broken",
            Self::Asked => "asked",
            Self::InvalidSession => "invalid_session",
            Self::NoHello => "no_hello",
            Self::NotReady => "not_ready",
            Self::NotResumed => "not_resumed",
            Self::NotAcknowledged => "not_acknowledged",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The close codes of web sockets that are seen, and Discord's
/// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>).
const fn close_code(code: Option<u16>) -> &'static str {
    codes!(code; 1000 1001 1006 1011 4000 4001 4002 4003 4004 4005 4007 4008 4009 4010 4011 4012 4013 4014)
}

/// The class of an HTTP status.
pub(super) const fn status(status: Option<u16>) -> &'static str {
    match status {
        None => "none",
        Some(200..=299) => "2xx",
        Some(300..=399) => "3xx",
        Some(400..=499) => "4xx",
        Some(500..=599) => "5xx",
        Some(_) => "other",
    }
}
