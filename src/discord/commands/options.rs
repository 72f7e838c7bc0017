//! What was typed for a command, read by name and kind.

use std::num::NonZeroU64;

use serenity::model::application::{CommandDataOption, CommandDataOptionValue};

use crate::discord::usage_error::UsageError;
use crate::edit::EditNumber;
use crate::id::{ChannelId, MemberId, RoleId};
use crate::service::Motion;
use crate::settings::Theme;
use crate::vote::{Choice, ConcernNumber, ProposalNumber};

/// The options of one command or subcommand.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a>(&'a [CommandDataOption]);

impl<'a> Options<'a> {
    /// Reads from what Discord sent.
    pub fn new(options: &'a [CommandDataOption]) -> Self {
        Self(options)
    }

    /// The subcommand and its options.
    pub fn subcommand(&self) -> Option<(&'a str, Self)> {
        self.0.iter().find_map(|option| match &option.value {
            CommandDataOptionValue::SubCommand(options) => Some((option.name.as_str(), Self(options))),
            _ => None,
        })
    }

    /// The option that is being typed, and what it holds so far.
    pub fn focused(&self) -> Option<(&'a str, &'a str)> {
        self.0.iter().find_map(|option| match &option.value {
            CommandDataOptionValue::Autocomplete { value, .. } => {
                Some((option.name.as_str(), value.as_str()))
            }
            _ => None,
        })
    }

    /// The texts that are given whole: not the one that is being typed.
    pub fn texts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.iter().filter_map(|option| match &option.value {
            CommandDataOptionValue::String(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// A text that must be there.
    pub fn text(&self, name: &'static str) -> Result<String, UsageError> {
        required(name, self.optional_text(name)?)
    }

    /// A text.
    pub fn optional_text(&self, name: &'static str) -> Result<Option<String>, UsageError> {
        self.read(name, |value| match value {
            CommandDataOptionValue::String(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Yes or no.
    pub fn flag(&self, name: &'static str) -> Result<Option<bool>, UsageError> {
        self.read(name, |value| match value {
            CommandDataOptionValue::Boolean(flag) => Some(*flag),
            _ => None,
        })
    }

    /// A channel.
    pub fn channel(&self, name: &'static str) -> Result<Option<ChannelId>, UsageError> {
        self.read(name, |value| match value {
            CommandDataOptionValue::Channel(id) => NonZeroU64::new(id.get()).map(ChannelId::new),
            _ => None,
        })
    }

    /// A role.
    pub fn role(&self, name: &'static str) -> Result<Option<RoleId>, UsageError> {
        self.read(name, |value| match value {
            CommandDataOptionValue::Role(id) => NonZeroU64::new(id.get()).map(RoleId::new),
            _ => None,
        })
    }

    /// A proposal's number, which must be there.
    pub fn proposal(&self, name: &'static str) -> Result<ProposalNumber, UsageError> {
        self.number(name)
    }

    /// A concern's number, which must be there.
    pub fn concern(&self, name: &'static str) -> Result<ConcernNumber, UsageError> {
        self.number(name)
    }

    /// A proposal's number.
    pub fn optional_proposal(&self, name: &'static str) -> Result<Option<ProposalNumber>, UsageError> {
        self.optional_number(name)
    }

    /// An edit's number.
    pub fn optional_edit(&self, name: &'static str) -> Result<Option<EditNumber>, UsageError> {
        self.optional_number(name)
    }

    fn number<T: TryFrom<u32>>(&self, name: &'static str) -> Result<T, UsageError> {
        required(name, self.optional_number(name)?)
    }

    fn optional_number<T: TryFrom<u32>>(&self, name: &'static str) -> Result<Option<T>, UsageError> {
        let number = self.read(name, |value| match value {
            CommandDataOptionValue::Integer(number) => Some(*number),
            _ => None,
        })?;
        let Some(number) = number else {
            return Ok(None);
        };
        let parsed = u32::try_from(number).ok();
        parsed
            .and_then(|number| T::try_from(number).ok())
            .map(Some)
            .ok_or(UsageError::NotANumber(number))
    }

    /// A member, who must be there.
    pub fn member(&self, name: &'static str) -> Result<MemberId, UsageError> {
        let member = self.read(name, |value| match value {
            CommandDataOptionValue::User(id) => NonZeroU64::new(id.get()).map(MemberId::new),
            _ => None,
        })?;
        required(name, member)
    }

    /// An answer to a vote, which must be there.
    pub fn choice(&self, name: &'static str) -> Result<Choice, UsageError> {
        let typed = self.text(name)?;
        Choice::from_name(&typed).ok_or(UsageError::UnknownChoice(typed))
    }

    /// How pictures look.
    pub fn theme(&self, name: &'static str) -> Result<Option<Theme>, UsageError> {
        let Some(typed) = self.optional_text(name)? else {
            return Ok(None);
        };
        let theme = Theme::ALL.into_iter().find(|theme| theme.name() == typed);
        theme.map(Some).ok_or(UsageError::UnknownTheme(typed))
    }

    /// How a blip moved.
    pub fn motion(&self, name: &'static str) -> Result<Option<Motion>, UsageError> {
        let Some(typed) = self.optional_text(name)? else {
            return Ok(None);
        };
        let motion = Motion::from_name(&typed);
        motion.map(Some).ok_or(UsageError::UnknownMotion(typed))
    }

    fn read<T>(
        &self,
        name: &'static str,
        read: impl Fn(&CommandDataOptionValue) -> Option<T>,
    ) -> Result<Option<T>, UsageError> {
        let Some(option) = self.0.iter().find(|option| option.name == name) else {
            return Ok(None);
        };
        read(&option.value).map(Some).ok_or(UsageError::IllTyped(name))
    }
}

fn required<T>(name: &'static str, value: Option<T>) -> Result<T, UsageError> {
    value.ok_or(UsageError::MissingOption(name))
}
