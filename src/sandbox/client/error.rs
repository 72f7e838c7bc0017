//! What Discord's client refuses before anything is sent.

/// Why nothing was sent, in words for the member.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's sentence is its documentation")]
pub enum ClientError {
    #[error("There is no member `{0}`.")]
    NoSuchMember(String),
    #[error("There is no channel `{0}`.")]
    NoSuchChannel(String),
    #[error("You cannot see this channel.")]
    CannotSee,
    #[error("You may not write in this channel.")]
    CannotWrite,
    #[error("You may not delete this.")]
    CannotDelete,
    #[error("You may not start threads here.")]
    CannotStart,
    #[error("A command starts with `/`.")]
    NotACommand,
    #[error("There is no command `/{0}`.")]
    NoSuchCommand(String),
    #[error("You may not use `/{0}`.")]
    CommandNotAllowed(String),
    #[error("There is no `{0}` in the menu of a message.")]
    NoSuchEntry(String),
    #[error("`/{command}` needs one of: {subcommands}.")]
    SubcommandMissing { command: String, subcommands: String },
    #[error("`/{command}` has no option `{option}`.")]
    NoSuchOption { command: String, option: String },
    #[error("`{0}` must be given.")]
    Required(String),
    #[error("`{option}`: {problem}.")]
    BadValue { option: String, problem: String },
    #[error("Too much after the command: `{0}`.")]
    TooMuch(String),
    #[error("There is no such message here.")]
    NoSuchMessage,
    #[error("The message has no button or menu `{0}`.")]
    NoSuchComponent(String),
    #[error("The button or menu is disabled.")]
    Disabled,
    #[error("Choose between {min} and {max} values of the menu.")]
    BadSelection { min: usize, max: usize },
    #[error("There is no open form of this interaction.")]
    NoSuchModal,
    #[error("`{0}` is not an option that suggests values.")]
    NoAutocomplete(String),
}
