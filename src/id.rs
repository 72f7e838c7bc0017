//! Discord's ids as types of their own, so that a member can not be passed where a channel is wanted.
//!
//! All are snowflakes: 64 bits, never zero, with the time of creation in the upper 42
//! (<https://discord.com/developers/docs/reference#snowflakes>).

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use jiff::Timestamp;

/// Milliseconds between the Unix epoch and Discord's, the first second of 2015.
const DISCORD_EPOCH_MILLIS: i64 = 1_420_070_400_000;

/// The time that a snowflake carries, by Discord's clock, to the millisecond.
pub fn snowflake_time(id: NonZeroU64) -> Timestamp {
    let millis = i64::try_from(id.get() >> 22).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(millis.saturating_add(DISCORD_EPOCH_MILLIS)).unwrap_or(Timestamp::MAX)
}

/// The smallest snowflake of `at`: where a look back into a channel starts. Times before 2015 give 1.
pub fn snowflake_at(at: Timestamp) -> NonZeroU64 {
    let millis = u64::try_from(at.as_millisecond() - DISCORD_EPOCH_MILLIS).unwrap_or(0);
    NonZeroU64::new(millis << 22).unwrap_or(NonZeroU64::MIN)
}

/// A text that is not an id: ids are decimal numbers from 1 to 2^64 - 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: ids are decimal numbers greater than zero")]
pub struct ParseIdError(String);

impl ParseIdError {
    /// The error for this text.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// Wraps a number that is known to be an id of this kind.
            pub const fn new(id: NonZeroU64) -> Self {
                Self(id)
            }

            /// The plain number.
            pub const fn get(self) -> u64 {
                self.0.get()
            }

            /// When Discord made this id.
            pub fn created_at(self) -> Timestamp {
                snowflake_time(self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                text.parse().map(Self).map_err(|_| ParseIdError(text.to_owned()))
            }
        }

        impl TryFrom<u64> for $name {
            type Error = ParseIdError;

            fn try_from(id: u64) -> Result<Self, ParseIdError> {
                NonZeroU64::new(id).map(Self).ok_or_else(|| ParseIdError(id.to_string()))
            }
        }
    )+};
}

ids! {
    /// The bot's application, which owns the commands.
    ApplicationId,
    /// A Discord server.
    GuildId,
    /// A channel or thread.
    ChannelId,
    /// A message in a channel.
    MessageId,
    /// A person; a user's id, which is the same in every guild.
    MemberId,
    /// A role of a guild.
    RoleId,
    /// One use of a command or button. Its time is when the member pressed, by Discord's clock.
    InteractionId,
}

impl GuildId {
    /// The role that everybody in the guild has: `@everyone`, whose id is the guild's.
    pub const fn everyone(self) -> RoleId {
        RoleId(self.0)
    }
}

impl MessageId {
    /// The thread that was started from the message, if there is one: its id is the message's.
    pub const fn thread(self) -> ChannelId {
        ChannelId(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_time() {
        // The example of Discord's reference page.
        let id: InteractionId = "175928847299117063".parse().unwrap();
        assert_eq!(id.created_at().as_millisecond(), 1_462_015_105_796);
        assert_eq!(snowflake_time(snowflake_at(id.created_at())), id.created_at());
    }

    #[test]
    fn zero_and_words_are_no_ids() {
        assert!("0".parse::<GuildId>().is_err());
        assert!("twelve".parse::<GuildId>().is_err());
        assert!(GuildId::try_from(0).is_err());
    }
}
