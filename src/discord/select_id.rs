//! What a menu carries: a typed, versioned id, as buttons do. It comes back with what was chosen.
//!
//! Written as `version:name:fields`, at most [`MAX_CHARS`](super::custom_id::MAX_CHARS) characters.

use std::fmt;
use std::str::FromStr;

use super::custom_id::{CustomIdError, VERSION, current};
use super::usage_error::UsageError;
use crate::id::{MemberId, RoleId};
use crate::service::{Browse, ListRequest, Request, SetupRequest};

/// What was chosen in a menu, in the order in which it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// The values of options.
    Options(Vec<String>),
    /// Members.
    Members(Vec<MemberId>),
    /// Roles.
    Roles(Vec<RoleId>),
}

/// What is done with what is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectId {
    /// Show a blip's card: the value is its id.
    Blip,
    /// Show a quadrant by itself: the value is its id.
    Quadrant,
    /// Let a role vote.
    Voters,
    /// Let a role publish and cancel.
    Maintainers,
    /// Put members on the list of voters.
    ListVoters,
    /// Take them off it.
    UnlistVoters,
}

impl SelectId {
    /// What is asked for with this choice. One that the menu can not have offered is unreadable.
    pub fn request(self, chosen: &Chosen) -> Result<Request, UsageError> {
        match (self, chosen) {
            (Self::Blip, Chosen::Options(values)) => {
                let blip = only(values)?.parse().map_err(|_| UsageError::Unreadable)?;
                Ok(Request::Browse(Browse::Card(blip, 0)))
            }
            (Self::Quadrant, Chosen::Options(values)) => {
                let quadrant = only(values)?.parse().map_err(|_| UsageError::Unreadable)?;
                Ok(Request::Browse(Browse::Quadrant(quadrant, 0)))
            }
            (Self::Voters, Chosen::Roles(roles)) => Ok(Request::Setup(SetupRequest {
                voters: Some(*only(roles)?),
                ..SetupRequest::default()
            })),
            (Self::Maintainers, Chosen::Roles(roles)) => Ok(Request::Setup(SetupRequest {
                maintainers: Some(*only(roles)?),
                ..SetupRequest::default()
            })),
            (Self::ListVoters, Chosen::Members(members)) => Ok(list(ListRequest::Add(members.clone()))),
            (Self::UnlistVoters, Chosen::Members(members)) => Ok(list(ListRequest::Remove(members.clone()))),
            (Self::Blip | Self::Quadrant, Chosen::Members(_) | Chosen::Roles(_))
            | (Self::ListVoters | Self::UnlistVoters, Chosen::Options(_) | Chosen::Roles(_))
            | (Self::Voters | Self::Maintainers, Chosen::Options(_) | Chosen::Members(_)) => {
                Err(UsageError::Unreadable)
            }
        }
    }

    /// Whether the answer takes the place of the message with the menu, when only its reader sees that message.
    pub const fn replaces(&self) -> bool {
        match self {
            // A list from which one is shown is there for the next one, too.
            Self::Blip | Self::Quadrant => false,
            Self::Voters | Self::Maintainers | Self::ListVoters | Self::UnlistVoters => true,
        }
    }
}

fn list(list: ListRequest) -> Request {
    Request::Setup(SetupRequest {
        list: Some(list),
        ..SetupRequest::default()
    })
}

/// The one thing that was chosen.
fn only<T>(values: &[T]) -> Result<&T, UsageError> {
    match values {
        [value] => Ok(value),
        [] | [_, ..] => Err(UsageError::Unreadable),
    }
}

impl fmt::Display for SelectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Blip => "blip",
            Self::Quadrant => "quadrant",
            Self::Voters => "voters",
            Self::Maintainers => "maintainers",
            Self::ListVoters => "list",
            Self::UnlistVoters => "unlist",
        };
        write!(f, "{VERSION}:{name}")
    }
}

impl FromStr for SelectId {
    type Err = CustomIdError;

    fn from_str(text: &str) -> Result<Self, CustomIdError> {
        match current(text)? {
            "blip" => Ok(Self::Blip),
            "quadrant" => Ok(Self::Quadrant),
            "voters" => Ok(Self::Voters),
            "maintainers" => Ok(Self::Maintainers),
            "list" => Ok(Self::ListVoters),
            "unlist" => Ok(Self::UnlistVoters),
            _ => Err(CustomIdError::Malformed(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(id: u64) -> RoleId {
        RoleId::try_from(id).unwrap()
    }

    #[test]
    fn every_id_is_read_as_it_was_written() {
        for id in [
            SelectId::Blip,
            SelectId::Quadrant,
            SelectId::Voters,
            SelectId::Maintainers,
            SelectId::ListVoters,
            SelectId::UnlistVoters,
        ] {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert!(matches!(
            "2:blip".parse::<SelectId>(),
            Err(CustomIdError::OtherVersion(_))
        ));
        assert!("1:vote:1:against".parse::<SelectId>().is_err());
    }

    #[test]
    fn a_choice_becomes_a_request_if_the_menu_can_have_offered_it() {
        let atlantis = Chosen::Options(vec!["atlantis".to_owned()]);
        let card = Request::Browse(Browse::Card("atlantis".parse().unwrap(), 0));
        assert_eq!(SelectId::Blip.request(&atlantis), Ok(card));
        let tools = Chosen::Options(vec!["tools".to_owned()]);
        let quadrant = Request::Browse(Browse::Quadrant("tools".parse().unwrap(), 0));
        assert_eq!(SelectId::Quadrant.request(&tools), Ok(quadrant));
        let setup = SelectId::Voters.request(&Chosen::Roles(vec![role(7)])).unwrap();
        let expected = SetupRequest {
            voters: Some(role(7)),
            ..SetupRequest::default()
        };
        assert_eq!(setup, Request::Setup(expected));
        for (id, chosen) in [
            (SelectId::Blip, Chosen::Options(vec!["No id".to_owned()])),
            (SelectId::Quadrant, Chosen::Options(vec!["No id".to_owned()])),
            (SelectId::Quadrant, Chosen::Roles(vec![role(1)])),
            (SelectId::Blip, Chosen::Members(vec!["1".parse().unwrap()])),
            (SelectId::Voters, Chosen::Roles(vec![])),
            (SelectId::Maintainers, Chosen::Roles(vec![role(1), role(2)])),
            (SelectId::Maintainers, atlantis),
        ] {
            assert_eq!(id.request(&chosen), Err(UsageError::Unreadable), "{chosen:?}");
        }
    }
}
