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
use crate::blip_text::{Part, Typed};
use crate::radar::{BlipId, EditionId};
use crate::service::{BlipMark, EditionRequest, ProposalRequest, Request, Right, WriteCorrection, WriteEdit};
use crate::vote::{Choice, PolicyName, ProposalNumber};

/// The input in which somebody says why.
pub const REASON: &str = "reason";
/// The input for a few words.
pub const TITLE: &str = "title";
/// The input for more of them.
pub const TEXT: &str = "text";
/// The input that holds a policy's text.
pub const POLICY: &str = "policy";

/// The input for links, one a line.
pub const LINKS: &str = "links";
/// The input for tags, with commas between.
pub const TAGS: &str = "tags";
/// The input for who answers questions.
pub const OWNER: &str = "owner";
/// The input for a date of review.
pub const REVIEW: &str = "review";
/// The input for what was wrong.
pub const NOTE: &str = "note";

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
    /// Change what the next edition says of a blip: this part of it. The last is the mark of what the form held at first.
    Edit(BlipId, Part, u32),
    /// Correct what an edition is called.
    Retitle(EditionId),
    /// Correct what an edition says of a blip: this part of it, with the mark of what the form held at first.
    Correct(EditionId, BlipMark, Part, u32),
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
            Self::Edit(blip, part, shown) => {
                let typed = typed(part, fields)?;
                Request::Edition(EditionRequest::WriteEdit(Box::new(WriteEdit {
                    blip,
                    part,
                    shown,
                    typed,
                })))
            }
            Self::Retitle(edition) => {
                let right = Right::Title(fields.text(TITLE)?);
                correction(edition, right, fields)?
            }
            Self::Correct(edition, blip, part, shown) => {
                let typed = typed(part, fields)?;
                let right = Right::Blip {
                    blip,
                    part,
                    shown,
                    typed,
                };
                correction(edition, right, fields)?
            }
        })
    }

    /// Whether the answer takes the place of the message with the button that opened the form, when only its reader sees
    /// that message.
    pub const fn replaces(&self) -> bool {
        match self {
            Self::Cancel(_) => true,
            // A policy's text that was refused is corrected with the same button.
            Self::Concern(_)
            | Self::Reason(..)
            | Self::Policy(_)
            | Self::Edit(..)
            | Self::Retitle(_)
            | Self::Correct(..) => false,
        }
    }

    /// The id without its version.
    pub(super) fn unversioned(&self) -> String {
        match self {
            Self::Cancel(number) => format!("cancel:{number}"),
            Self::Concern(number) => format!("concern:{number}"),
            Self::Reason(number, choice) => format!("reason:{number}:{}", choice.name()),
            Self::Policy(name) => format!("policy:{name}"),
            Self::Edit(blip, part, shown) => format!("edit:{blip}:{part}:{shown:08x}"),
            Self::Retitle(edition) => format!("retitle:{edition}"),
            Self::Correct(edition, BlipMark(blip), part, shown) => {
                format!("correct:{edition}:{blip:016x}:{part}:{shown:08x}")
            }
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
            "edit" => {
                let mut fields = fields.split(':');
                let mut next = || fields.next();
                let (blip, part, shown) = (next()?, next()?, next()?);
                let form = Self::Edit(blip.parse().ok()?, part.parse().ok()?, hexadecimal(shown)?);
                next().is_none().then_some(form)
            }
            "retitle" => Some(Self::Retitle(fields.parse().ok()?)),
            "correct" => {
                let mut fields = fields.split(':');
                let mut next = || fields.next();
                let (edition, blip, part, shown) = (next()?, next()?, next()?, next()?);
                let form = Self::Correct(
                    edition.parse().ok()?,
                    BlipMark(u64::from_str_radix(blip, 16).ok()?),
                    part.parse().ok()?,
                    hexadecimal(shown)?,
                );
                next().is_none().then_some(form)
            }
            _ => None,
        }
    }
}

fn hexadecimal(text: &str) -> Option<u32> {
    u32::from_str_radix(text, 16).ok()
}

/// What was typed into the inputs that a form of this part has.
fn typed(part: Part, fields: &Fields) -> Result<Typed, UsageError> {
    let text = part.has_text().then(|| fields.text(TEXT)).transpose()?;
    if !part.has_facts() {
        return Ok(Typed {
            text,
            ..Typed::default()
        });
    }
    Ok(Typed {
        text,
        links: Some(fields.text(LINKS)?),
        tags: Some(fields.text(TAGS)?),
        owner: Some(fields.text(OWNER)?),
        review_by: Some(fields.text(REVIEW)?),
    })
}

fn correction(edition: EditionId, right: Right, fields: &Fields) -> Result<Request, UsageError> {
    let note = fields.text(NOTE)?;
    let written = WriteCorrection { edition, note, right };
    Ok(Request::Edition(EditionRequest::WriteCorrection(Box::new(
        written,
    ))))
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
        let blip = "[a-z0-9][a-z0-9-]{0,63}".prop_map(|id| BlipId::parse(&id).unwrap());
        let edition = || "[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}".prop_map(|id| EditionId::parse(&id).unwrap());
        let part = || {
            prop_oneof![
                proptest::sample::select(vec![Part::All, Part::Text, Part::Facts, Part::Summary]),
                any::<u8>().prop_map(Part::Section),
            ]
        };
        let correct = (edition(), any::<u64>(), part(), any::<u32>());
        prop_oneof![
            (blip, part(), any::<u32>()).prop_map(|(blip, part, shown)| FormId::Edit(blip, part, shown)),
            edition().prop_map(FormId::Retitle),
            correct.prop_map(|(edition, blip, part, shown)| {
                FormId::Correct(edition, BlipMark(blip), part, shown)
            }),
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
