//! What a maintainer corrects in an edition that is out. The edition stays as it was published; corrections lie over it.

use jiff::Timestamp;

use crate::id::{GuildId, MemberId};
use crate::prose::Prose;
use crate::radar::{EditionId, Publication, Revision};

/// A correction: of an edition of the data folder or of the guild's own, for this guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its guild.
    pub guild: GuildId,
    /// The edition.
    pub edition: EditionId,
    /// Which correction of the edition it is, from 1.
    pub number: u32,
    /// Who made it.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// What was wrong; everybody can read it.
    pub note: Prose,
    /// What is right.
    pub what: Corrected,
}

/// What a correction changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Corrected {
    /// Nothing but that the note is told.
    Note,
    /// What the edition is called.
    Title(String),
    /// What it says of a blip: words only, never where it stands.
    Blip(Box<Revision>),
}

impl Correction {
    /// Lays the correction over the edition.
    pub fn lay_over(&self, publication: &mut Publication) {
        match &self.what {
            Corrected::Note => {}
            Corrected::Title(title) => title.clone_into(&mut publication.title),
            Corrected::Blip(right) => {
                let revisions = &mut publication.revisions;
                match revisions.iter_mut().find(|revision| revision.blip == right.blip) {
                    Some(revision) => *revision = revision.clone().then((**right).clone()),
                    None => revisions.push((**right).clone()),
                }
            }
        }
    }
}
