//! The rule by which a proposal is decided: named, and copied into the proposal when it opens.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;

use super::excluded::Excluded;
use super::ratio::Ratio;

/// The longest that a vote may stay open: a year.
pub const MAX_DURATION: SignedDuration = SignedDuration::from_hours(365 * 24);
/// The longest name of a policy, in characters.
pub const MAX_NAME: usize = 32;
/// The most reminders of one vote.
pub const MAX_REMINDERS: usize = 5;
/// The most policies to choose from: so many Discord can offer at once.
pub const MAX_POLICIES: usize = 25;
/// How long a vote may be held by a concern, unless its policy says less.
pub const MAX_HOLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The name of a policy: small letters, digits and hyphens, starting with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyName(String);

/// A text that is no name of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no name of a policy: use small letters, digits and hyphens, a letter first, at most {MAX_NAME} in all"
)]
pub struct PolicyNameError(String);

impl PolicyName {
    /// The policy that is used where nobody names one.
    pub const STANDARD: &str = "standard";
    /// The stricter one for the innermost ring.
    pub const ADOPT: &str = "adopt";
    /// The one by which silence is consent once somebody seconds.
    pub const LAZY: &str = "lazy";
    /// The one for what can not wait.
    pub const EMERGENCY: &str = "emergency";
    /// Those that are always there.
    pub const BUILT_IN: [&str; 4] = [Self::STANDARD, Self::ADOPT, Self::LAZY, Self::EMERGENCY];

    /// The name in `text`.
    pub fn parse(text: &str) -> Result<Self, PolicyNameError> {
        let valid = text.len() <= MAX_NAME
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(PolicyNameError(text.to_owned()))
        }
    }

    /// The name of the policy that is used where nobody names one.
    pub fn standard() -> Self {
        Self(Self::STANDARD.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PolicyName {
    type Err = PolicyNameError;

    fn from_str(text: &str) -> Result<Self, PolicyNameError> {
        Self::parse(text)
    }
}

/// How many must take part, abstentions included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quorum {
    /// So many members.
    Voters(u32),
    /// This share of the electorate.
    Share(Ratio),
}

/// What the threshold is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// The votes cast: in favour and against.
    Cast,
    /// The electorate without those who abstain.
    Present,
    /// The whole electorate.
    Electorate,
}

impl Base {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cast, Self::Present, Self::Electorate];

    /// The word for it in `bot.toml` and in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cast => "cast",
            Self::Present => "present",
            Self::Electorate => "electorate",
        }
    }
}

/// What must hold for a proposal to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Enough take part, and enough of them are in favour; more in favour than against, always.
    Majority {
        /// How many must take part.
        quorum: Quorum,
        /// The share that must be in favour.
        threshold: Ratio,
        /// Of what.
        base: Base,
        /// The least number in favour.
        min_in_favor: u32,
    },
    /// Nobody is against, and so many besides the proposer are in favour. Decided at the deadline, never before.
    Lazy {
        /// How many must second it.
        min_seconds: u32,
    },
}

/// What an open concern does to the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerns {
    /// It holds the vote until it is resolved or overridden, for so long at most.
    Hold(SignedDuration),
    /// It is shown, and stops nothing.
    Note,
}

/// When the tally can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// At all times.
    Live,
    /// After the close; before it only how many took part.
    AfterClose,
}

/// Who may put a change to the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Proposers {
    /// Every member who may use the channel.
    Anyone,
    /// Those who may vote on it.
    Voters,
    /// Maintainers.
    Maintainers,
}

impl Proposers {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Voters, Self::Maintainers];

    /// The word for it in `bot.toml` and in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Voters => "voters",
            Self::Maintainers => "maintainers",
        }
    }
}

/// The rule in force for one proposal: copied into it when it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// What it is called.
    pub name: PolicyName,
    /// How long a vote is open, unless the proposer chooses another time.
    pub duration: SignedDuration,
    /// No early close before it.
    pub min_open: SignedDuration,
    /// What must hold for a proposal to pass.
    pub rule: Rule,
    /// What an open concern does.
    pub concerns: Concerns,
    /// When the tally can be seen.
    pub tally: Visibility,
    /// Whether it is shown who voted how, and whose reason is whose.
    pub names: bool,
    /// How long before the deadline the channel is reminded: the longest first, each once.
    pub reminders: Vec<SignedDuration>,
    /// How long after a rejection the same change needs a second before it is put to the vote again.
    pub cooldown: SignedDuration,
    /// Who may propose.
    pub proposers: Proposers,
    /// How many open proposals of this policy one member may have; `None`: as many as they like.
    pub max_open: Option<u32>,
    /// Whether an outage of the bot extends the vote.
    pub extend: bool,
    /// Who does not vote.
    pub excluded: Excluded,
}

impl Policy {
    /// The same, with a vote that is open for `least` at least: nobody wrote a shorter one, or it was allowed then.
    #[must_use]
    pub fn lasting(self, least: SignedDuration) -> Self {
        Self {
            duration: self.duration.max(least),
            ..self
        }
    }

    /// Whether the size of the electorate must be known: for its shares, or since names are secret only among enough.
    pub fn needs_electorate(&self) -> bool {
        self.counts_shares() || !self.names
    }

    /// Whether it counts in shares of the electorate.
    pub fn counts_shares(&self) -> bool {
        match self.rule {
            Rule::Majority { quorum, base, .. } => {
                let share = match quorum {
                    Quorum::Share(_) => true,
                    Quorum::Voters(_) => false,
                };
                share
                    || match base {
                        Base::Present | Base::Electorate => true,
                        Base::Cast => false,
                    }
            }
            Rule::Lazy { .. } => false,
        }
    }

    /// The fewest members with whom a proposal could ever pass, the proposer being one of them or not.
    pub fn least_electorate(&self, with_proposer: bool) -> u32 {
        match self.rule {
            Rule::Majority {
                quorum, min_in_favor, ..
            } => match quorum {
                Quorum::Voters(voters) => voters.max(min_in_favor),
                Quorum::Share(_) => min_in_favor,
            },
            // The proposer is no second of their own.
            Rule::Lazy { min_seconds } => min_seconds.saturating_add(u32::from(with_proposer)),
        }
        .max(1)
    }
}

/// The fewest members whose votes can be kept from each other: among fewer, each can be told from the sum.
pub const LEAST_SECRET: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        for name in ["standard", "a", "two-thirds-2"] {
            assert_eq!(PolicyName::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "Standard", "2fast", "-a", "a b", "ä", &"x".repeat(33)] {
            assert!(PolicyName::parse(name).is_err(), "{name}");
        }
    }
}
