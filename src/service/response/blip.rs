//! Blips that are found, shown and compared.

use std::sync::Arc;

use super::Page;
use super::proposal::ProposalView;
use crate::digest::{EditionRef, VoteBehind};
use crate::outbox::Posted;
use crate::radar::{Blip, BlipId, Movement, QuadrantId, RingId, Scheme, Title};
use crate::service::filter::Sieve;
use crate::vote::ProposalNumber;

/// How the blip was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matched {
    /// By its title, id or alias, or from a button.
    Exactly,
    /// By a name that is near enough: the answer says which blip it shows.
    Nearly {
        /// What was typed.
        query: String,
    },
}

/// What a blip is looked for. Who has to choose which one is meant goes on with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To see its card.
    Card,
    /// To see its history.
    History,
    /// To change what the next edition says of it.
    Edit,
}

/// A blip that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: BlipId,
    /// Its title.
    pub title: Title,
    /// Its ring's title.
    pub ring: Title,
    /// Whether it has left the radar.
    pub retired: bool,
}

/// Everything about one blip.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The blip as it stands in the current edition.
    pub blip: Arc<Blip>,
    /// The current edition.
    pub edition: EditionRef,
    /// The edition since which it stands in its ring.
    pub since: EditionRef,
    /// How it moved into its ring then.
    pub movement: Movement,
    /// The vote behind that, if it came from one.
    pub vote: Option<VoteBehind>,
    /// Whether it left the radar: then the rest tells how it stood last.
    pub retired: bool,
    /// How it was found.
    pub matched: Matched,
    /// The blips that it is related to, and those that name it.
    pub related: Vec<Related>,
    /// A vote on it that is open now.
    pub open_vote: Option<OpenVote>,
    /// The ring that a passed vote gives it in the next edition; the inner `None`: it retires.
    pub draft: Option<Option<RingId>>,
    /// Which page of the card is asked for, from 0.
    pub page: u16,
}

/// A page of the blips that are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct BlipsView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The current edition.
    pub edition: EditionRef,
    /// What they must have.
    pub sieve: Sieve,
    /// Those of this page.
    pub page: Page<BlipRow>,
    /// Where none is on the radar: how many would fit that left it.
    pub gone: usize,
    /// Where none fits at all: those whose names are near to the text.
    pub near: Vec<Candidate>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct BlipRow {
    /// As it stands in the current edition, or stood last.
    pub blip: Arc<Blip>,
    /// How it moved with the current edition.
    pub movement: Option<Movement>,
    /// Whether it left the radar.
    pub retired: bool,
}

/// What a name means, out of several that are to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// This blip.
    One(Candidate),
    /// None, or one of several.
    Unclear(Unclear),
}

/// A text that does not name one blip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// Several may be meant.
    Several {
        /// What was typed.
        query: String,
        /// The best first.
        candidates: Vec<Candidate>,
    },
    /// Nothing on the radar has that name.
    Nothing {
        /// What was typed.
        query: String,
        /// The nearest names, if any is near.
        nearest: Vec<Candidate>,
    },
}

/// A blip that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentioned {
    /// It.
    pub blip: Candidate,
    /// A vote on it that is open now.
    pub open_vote: Option<OpenVote>,
}

/// A relation with the other blip's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The other blip.
    pub id: BlipId,
    /// Its title.
    pub title: Title,
    /// Its ring's title.
    pub ring: Title,
    /// How they are related.
    pub how: String,
    /// Whose words these are.
    pub told_by: Teller,
}

/// Which side of a relation tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller {
    /// The blip of the card: "automates" means that it automates the other.
    ThisBlip,
    /// The other blip: "automates" means that the other automates this one.
    OtherBlip,
}

/// An open vote, to be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenVote {
    /// Its number.
    pub number: ProposalNumber,
    /// Its message, once it is posted.
    pub posted: Option<Posted>,
}

/// The whole radar.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The current edition.
    pub edition: EditionRef,
    /// The only quadrant of which is told; absent: of all.
    pub quadrant: Option<QuadrantId>,
    /// Its blips, by ring from the centre outwards, then by title.
    pub blips: Vec<Arc<Blip>>,
    /// The votes that are open; of one quadrant none are told.
    pub open_votes: Vec<ProposalView>,
    /// Which page is asked for, from 0.
    pub page: u16,
}
