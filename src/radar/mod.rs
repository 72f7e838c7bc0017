//! What the team has decided: blips in rings and quadrants, edition by edition. Pure values and rules.
//!
//! A [`Publication`] holds what one edition changes, a [`Timeline`] replays publications into full snapshots
//! ([`Edition`]), and movement between them is computed, never stored. Nothing here knows a file, a clock or a
//! network.

mod blip;
mod color;
mod edition;
mod fold;
mod id;
mod link;
mod lookup;
mod mention;
mod movement;
mod publication;
mod quadrant;
mod revision;
mod ring;
#[cfg(test)]
pub(crate) mod sample;
mod scheme;
mod shift;
mod short;
mod standing;
mod timeline;
mod title;
mod word;

pub use blip::{Blip, BlipText, Heading, Relation, Section};
pub use color::{Color, ColorError};
pub use edition::Edition;
pub use fold::{fold, fold_case_and_space};
pub use id::{BlipId, EditionId, IdError, QuadrantId, RingId};
pub use link::{Link, Url, UrlError};
pub use lookup::{Answer, Index, Match, Score};
pub use mention::Mentions;
pub use movement::Movement;
pub use publication::{Origin, Publication};
pub use quadrant::Quadrant;
pub use revision::{Given, Revision, RevisionError};
pub use ring::Ring;
pub use scheme::{Scheme, SchemeError};
pub use shift::{Shift, Step};
pub use standing::Standing;
pub use timeline::{Timeline, TimelineError, TimelineFault};
pub use title::{Title, TitleError};
pub use word::{Word, words};
