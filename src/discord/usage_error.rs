//! What is wrong with an interaction before anybody asks what it means.

use super::custom_id::CustomIdError;

/// A command or a button that can not be read as a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// It was used outside a guild.
    #[error("used outside a guild")]
    GuildOnly,
    /// No command has this name: one of an older version that Discord still shows.
    #[error("there is no command `{0}`")]
    UnknownCommand(String),
    /// The command has no such subcommand, or none was named.
    #[error("`/{command}` has no subcommand `{typed}`")]
    UnknownSubcommand {
        /// The command.
        command: &'static str,
        /// What came; empty if nothing did.
        typed: String,
    },
    /// An option that is needed is not there.
    #[error("the option `{0}` is missing")]
    MissingOption(&'static str),
    /// Exactly one of these options is needed.
    #[error("one of the options `{}` and `{}` is needed", .0[0], .0[1])]
    OneOf([&'static str; 2]),
    /// An option holds something else than it should.
    #[error("the option `{0}` holds something else than it should")]
    IllTyped(&'static str),
    /// A number that no proposal can have.
    #[error("{0} is not a proposal's number")]
    NotANumber(i64),
    /// None of the three answers.
    #[error("`{0}` is not an answer to a vote")]
    UnknownChoice(String),
    /// No look of pictures is called so.
    #[error("`{0}` is not a look of pictures")]
    UnknownTheme(String),
    /// No movement is called so.
    #[error("`{0}` is not a movement")]
    UnknownMotion(String),
    /// A message came without its words.
    #[error("a message without its words")]
    NoMessage,
    /// Discord sent something that this version does not understand.
    #[error("an interaction that can not be read")]
    Unreadable,
    /// A button of another version, or of nobody.
    #[error(transparent)]
    Button(#[from] CustomIdError),
}
