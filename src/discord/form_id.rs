//! What a form carries: a typed, versioned id, as buttons do. It comes back with what was filled in.
//!
//! Written as `version:name:fields`; in the id of the button that opens the form it follows that button's name. At most
//! [`MAX_CHARS`](super::custom_id::MAX_CHARS) characters, and so that the button's id has no more.

use std::fmt;
use std::str::FromStr;

use super::attempted::Attempted;
use super::custom_id::{CustomIdError, VERSION, current};
use super::fields::Fields;
use super::usage_error::UsageError;
use crate::service::{ProposalRequest, Request};
use crate::vote::{Choice, PolicyName, ProposalNumber};

/// The input in which somebody says why.
pub const REASON: &str = "reason";
/// The input for a few words.
pub const TITLE: &str = "title";
/// The input for more of them.
pub const TEXT: &str = "text";
/// The input that holds a policy's text.
pub const POLICY: &str = "policy";

/// What is done with what is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormId {
    /// Stop a vote; says why.
    Cancel(ProposalNumber),
    /// Raise a concern on a vote; says what it is.
    Concern(ProposalNumber),
    /// Say why one votes so.
    Reason(ProposalNumber, Choice),
    /// Change a policy of the guild; it holds its text.
    Policy(PolicyName),
}

impl FormId {
    /// What is asked for with these fields.
    pub fn request(self, fields: &Fields) -> Result<Request, UsageError> {
        Ok(match self {
            Self::Cancel(number) => Request::Proposal(ProposalRequest::Cancel(number, fields.text(REASON)?)),
            Self::Concern(number) => Request::Proposal(ProposalRequest::Raise(
                number,
                fields.text(TITLE)?,
                fields.optional_text(TEXT),
            )),
            Self::Reason(number, choice) => Request::Reasoned(number, choice, fields.text(REASON)?),
            Self::Policy(name) => Request::WritePolicy {
                name: name.as_str().to_owned(),
                text: fields.text(POLICY)?,
            },
        })
    }

    /// Whether the answer takes the place of the message with the button that opened the form, when only its reader sees
    /// that message.
    pub const fn replaces(&self) -> bool {
        match self {
            Self::Cancel(_) => true,
            // A policy's text that was refused is corrected with the same button.
            Self::Concern(_) | Self::Reason(..) | Self::Policy(_) => false,
        }
    }

    /// The id without its version.
    pub(super) fn unversioned(&self) -> String {
        match self {
            Self::Cancel(number) => format!("cancel:{number}"),
            Self::Concern(number) => format!("concern:{number}"),
            Self::Reason(number, choice) => format!("reason:{number}:{}", choice.name()),
            Self::Policy(name) => format!("policy:{name}"),
        }
    }

    /// Reads an id without its version.
    pub(super) fn from_unversioned(text: &str) -> Option<Self> {
        let (name, fields) = text.split_once(':')?;
        match name {
            "cancel" => Some(Self::Cancel(fields.parse().ok()?)),
            "concern" => Some(Self::Concern(fields.parse().ok()?)),
            "reason" => {
                let (number, choice) = fields.split_once(':')?;
                Some(Self::Reason(number.parse().ok()?, Choice::from_name(choice)?))
            }
            "policy" => Some(Self::Policy(fields.parse().ok()?)),
            _ => None,
        }
    }
}

impl fmt::Display for FormId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:{}", self.unversioned())
    }
}

impl FromStr for FormId {
    type Err = CustomIdError;

    fn from_str(text: &str) -> Result<Self, CustomIdError> {
        Self::from_unversioned(current(text)?).ok_or_else(|| CustomIdError::Malformed(text.to_owned()))
    }
}

/// What somebody attempts with the form of this id, whether or not it can be read.
pub fn attempted(text: &str) -> Attempted {
    super::custom_id::attempted(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::discord::custom_id::{CustomId, MAX_CHARS};
    use crate::discord::decoded::Decoded;

    fn any_form() -> impl Strategy<Value = FormId> {
        let of_votes = (1..=u32::MAX, 0..6_usize).prop_map(|(number, which)| {
            let number = ProposalNumber::try_from(number).unwrap();
            match which {
                0 => FormId::Cancel(number),
                1 => FormId::Concern(number),
                choice => FormId::Reason(number, Choice::ALL[choice - 2]),
            }
        });
        prop_oneof![
            of_votes,
            "[a-z][a-z0-9-]{0,31}".prop_map(|name| FormId::Policy(name.parse().unwrap())),
        ]
    }

    proptest! {
        #[test]
        fn every_id_is_read_as_it_was_written_and_its_buttons_id_fits(form in any_form()) {
            let text = form.to_string();
            prop_assert_eq!(text.parse(), Ok(form.clone()));
            let button = CustomId::Open(form.clone());
            let text = button.to_string();
            prop_assert!(text.chars().count() <= MAX_CHARS, "{text}");
            prop_assert_eq!(text.parse::<CustomId>().unwrap().decode(), Decoded::Form(form));
        }
    }

    #[test]
    fn what_is_filled_in_becomes_a_request() {
        let form: FormId = "1:cancel:3".parse().unwrap();
        let fields = Fields::from([(REASON, "It is over.")]);
        let number = ProposalNumber::try_from(3).unwrap();
        let expected = Request::Proposal(ProposalRequest::Cancel(number, "It is over.".to_owned()));
        assert_eq!(form.clone().request(&fields), Ok(expected));
        assert_eq!(form.request(&Fields::default()), Err(UsageError::Unreadable));
    }

    #[test]
    fn nonsense_and_other_versions_are_told_apart() {
        assert!(matches!(
            "2:cancel:1".parse::<FormId>(),
            Err(CustomIdError::OtherVersion(_))
        ));
        for text in ["1:cancel:0", "1:cancel", "1:vote:1:against", "1", ""] {
            assert!(text.parse::<FormId>().is_err(), "{text}");
        }
    }
}
