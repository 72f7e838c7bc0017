//! One option of a command.

/// An option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The key of its description.
    pub description: &'static str,
    /// Whether Discord insists on it.
    pub required: bool,
    /// What it takes.
    pub kind: Kind,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text of at most so many characters.
    Text(usize),
    /// A text of at most so many characters, with suggestions while it is typed.
    Suggested(usize, Topic),
    /// A proposal's number, with suggestions.
    Number,
    /// A concern's number in a vote.
    Concern,
    /// An edit's number, with suggestions.
    Edit,
    /// A member of the server.
    Member,
    /// An answer to a vote.
    Choice,
    /// Yes or no.
    Flag,
    /// How pictures look.
    Theme,
    /// How a blip moved with the current edition.
    Motion,
    /// A channel in which messages can be posted.
    TextChannel,
    /// A channel for digests: announcement channels, too.
    AnyChannel,
    /// A role.
    Role,
}

/// What is suggested while an option is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A blip, or the whole radar.
    Radar,
    /// A blip that is or was on the radar.
    Known,
    /// The same, but those that stand in the other options.
    Compared,
    /// A blip that is or was on the radar, and what joins the radar with the next edition.
    Drafted,
    /// An edit that waits for the next edition.
    Edit,
    /// A blip, or the title of a new one.
    Blip,
    /// A ring, or retiring.
    Ring,
    /// A ring of the radar.
    RingOnly,
    /// A tag.
    Tag,
    /// An owner.
    Owner,
    /// A quadrant.
    Quadrant,
    /// A proposal.
    Proposal,
    /// A concern about the proposal that stands in another option.
    Concern,
    /// An edition.
    Edition,
    /// A policy.
    Policy,
    /// How long a vote is open.
    Duration,
    /// When editions come out by themselves.
    Schedule,
    /// A time zone.
    Zone,
}

impl Kind {
    /// What is suggested for it.
    pub const fn topic(self) -> Option<Topic> {
        match self {
            Self::Suggested(_, topic) => Some(topic),
            Self::Number => Some(Topic::Proposal),
            Self::Concern => Some(Topic::Concern),
            Self::Edit => Some(Topic::Edit),
            Self::Text(_)
            | Self::Member
            | Self::Choice
            | Self::Flag
            | Self::Theme
            | Self::Motion
            | Self::TextChannel
            | Self::AnyChannel
            | Self::Role => None,
        }
    }
}

impl Parameter {
    /// An option that must be given.
    pub const fn required(name: &'static str, description: &'static str, kind: Kind) -> Self {
        Self {
            name,
            description,
            required: true,
            kind,
        }
    }

    /// An option that may be left out.
    pub const fn optional(name: &'static str, description: &'static str, kind: Kind) -> Self {
        Self {
            name,
            description,
            required: false,
            kind,
        }
    }
}
