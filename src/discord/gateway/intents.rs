//! Which kinds of events the bot asks for
//! (<https://discord.com/developers/docs/events/gateway#gateway-intents>).

/// Guilds, channels, threads and roles that come and go.
const GUILDS: u64 = 1;
/// Members that come and go, and lists of them: privileged.
const GUILD_MEMBERS: u64 = 1 << 1;
/// Messages in guilds: wanted for their deletion. What members write is not in them without another intent.
const GUILD_MESSAGES: u64 = 1 << 9;

/// What the bot asks to be told. Interactions belong to no intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intents(u64);

impl Intents {
    /// What no privilege is needed for.
    pub const PLAIN: Self = Self(GUILDS | GUILD_MESSAGES);

    /// The same, and the privilege to list members if `members`.
    pub const fn with_members(members: bool) -> Self {
        if members {
            Self(Self::PLAIN.0 | GUILD_MEMBERS)
        } else {
            Self::PLAIN
        }
    }

    /// As Discord writes them.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_switch_asks_for_a_privilege() {
        assert_eq!(Intents::with_members(false).bits(), 0b10_0000_0001);
        assert_eq!(Intents::with_members(true).bits(), 0b10_0000_0011);
    }
}
