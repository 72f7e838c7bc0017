//! Editions, the draft of the next one, and the lives of blips.

use std::sync::Arc;

use jiff::Timestamp;

use super::blip::Matched;
use crate::digest::{Comparison, Digest, EditionRef, VoteBehind};
use crate::draft::Draft;
use crate::edit::Edit;
use crate::radar::{Blip, Scheme, Step, Title};
use crate::service::request::Fingerprint;
use crate::vote::Proposal;

/// One line of the list of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionLine {
    /// The edition.
    pub edition: EditionRef,
    /// How many blips are on it.
    pub blips: usize,
    /// How many it changed.
    pub changes: usize,
}

/// What an edition changed, with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct DigestView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// What changed.
    pub digest: Digest,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// The life of a blip, with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The blip as it stands now, or stood last.
    pub blip: Arc<Blip>,
    /// What changed, oldest first, each with the vote behind it if it came from one.
    pub steps: Vec<(Step, Option<VoteBehind>)>,
    /// How it was found.
    pub matched: Matched,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// What differs between two editions, with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// What differs.
    pub comparison: Comparison,
    /// Which page is asked for, from 0.
    pub page: u16,
}

/// What can be changed about words.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// What the next edition says of a blip.
    Draft(Blip),
    /// What an edition is called.
    Edition(EditionRef),
    /// What an edition that is out says of a blip.
    Blip(EditionRef, Blip),
}

/// An edit with what is needed to tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditLine {
    /// The edit.
    pub edit: Edit,
    /// What its blip is called.
    pub title: Title,
    /// Whether the next edition carries it out.
    pub fits: bool,
}

/// The next edition as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The passed proposals and the edits that wait for it.
    pub draft: Draft,
    /// The edits, and those that were dropped since the current edition.
    pub edits: Vec<EditLine>,
    /// The proposals that were dropped since the current edition.
    pub dropped: Vec<Proposal>,
    /// What publishing it would post; `None` if it is empty.
    pub digest: Option<Digest>,
    /// What it is to be called, if that was asked for.
    pub title: Option<String>,
    /// What the draft holds, for the button that publishes.
    pub fingerprint: Fingerprint,
    /// When it comes out by the schedule.
    pub scheduled: Option<Timestamp>,
    /// Which page is asked for, from 0.
    pub page: u16,
}
