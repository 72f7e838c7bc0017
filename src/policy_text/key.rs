//! The keys of a policy.

/// A key of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `majority` or `lazy`.
    Rule,
    /// How long a vote is open.
    Duration,
    /// No early close before it.
    MinOpen,
    /// How many must take part.
    Quorum,
    /// The share that must be in favour.
    Threshold,
    /// What the threshold is a share of.
    Of,
    /// The least number in favour.
    MinInFavor,
    /// How many must second, with the lazy rule.
    MinSeconds,
    /// What an open concern does.
    Concerns,
    /// How long a concern holds a vote at most.
    MaxHold,
    /// When the tally can be seen.
    Tally,
    /// Whether it is shown who voted how.
    Names,
    /// When the channel is reminded.
    Reminders,
    /// How long the same change waits after a rejection.
    Cooldown,
    /// Who may propose.
    Proposers,
    /// How many open proposals a member may have.
    MaxOpen,
    /// Whether an outage of the bot extends the vote.
    Extend,
    /// Who does not vote.
    Excluded,
}

impl Key {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 18] = [
        Self::Rule,
        Self::Duration,
        Self::MinOpen,
        Self::Quorum,
        Self::Threshold,
        Self::Of,
        Self::MinInFavor,
        Self::MinSeconds,
        Self::Concerns,
        Self::MaxHold,
        Self::Tally,
        Self::Names,
        Self::Reminders,
        Self::Cooldown,
        Self::Proposers,
        Self::MaxOpen,
        Self::Extend,
        Self::Excluded,
    ];

    /// How it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Duration => "duration",
            Self::MinOpen => "min_open",
            Self::Quorum => "quorum",
            Self::Threshold => "threshold",
            Self::Of => "of",
            Self::MinInFavor => "min_in_favor",
            Self::MinSeconds => "min_seconds",
            Self::Concerns => "concerns",
            Self::MaxHold => "max_hold",
            Self::Tally => "tally",
            Self::Names => "names",
            Self::Reminders => "reminders",
            Self::Cooldown => "cooldown",
            Self::Proposers => "proposers",
            Self::MaxOpen => "max_open",
            Self::Extend => "extend",
            Self::Excluded => "excluded",
        }
    }

    /// The key of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}
