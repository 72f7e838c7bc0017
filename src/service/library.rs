//! The radar as each guild sees it: the data folder's editions with the guild's own laid over them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;

use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::radar::{Edition, EditionId, Index, Publication, Scheme, Timeline, TimelineError};
use crate::storage::{Revision, Stored};

/// Most guilds whose radar is kept in memory; past it all are forgotten and made again when asked for.
const CACHED_GUILDS: usize = 1_000;

/// All radars.
#[derive(Debug)]
pub struct Library {
    scheme: Arc<Scheme>,
    publications: Vec<Publication>,
    base: Arc<GuildRadar>,
    guilds: Mutex<HashMap<GuildId, Shelf>>,
}

/// A guild's radar, and the stored editions that it was made of.
#[derive(Debug)]
struct Shelf {
    made_of: Vec<(EditionId, Revision)>,
    radar: Arc<GuildRadar>,
}

impl Library {
    /// A library of the data folder's editions.
    pub fn new(scheme: Arc<Scheme>, publications: Vec<Publication>) -> Result<Self, Vec<TimelineError>> {
        let timeline = Timeline::build(Arc::clone(&scheme), publications.clone())?;
        let base = Arc::new(GuildRadar::new(timeline));
        Ok(Self {
            scheme,
            publications,
            base,
            guilds: Mutex::default(),
        })
    }

    /// The rings and quadrants.
    pub fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// The data folder's editions alone.
    pub fn base(&self) -> &Arc<GuildRadar> {
        &self.base
    }

    /// The radar of a guild with these editions of its own.
    pub fn radar(&self, guild: GuildId, editions: &[Stored<GuildEdition>]) -> Arc<GuildRadar> {
        if editions.is_empty() {
            return Arc::clone(&self.base);
        }
        let made_of: Vec<_> = editions
            .iter()
            .map(|stored| (stored.value.id.clone(), stored.revision))
            .collect();
        let mut guilds = self.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = guilds.get(&guild).filter(|shelf| shelf.made_of == made_of) {
            return Arc::clone(&shelf.radar);
        }
        let radar = Arc::new(GuildRadar::new(self.lay_over(guild, editions)));
        if guilds.len() >= CACHED_GUILDS {
            guilds.clear();
        }
        guilds.insert(
            guild,
            Shelf {
                made_of,
                radar: Arc::clone(&radar),
            },
        );
        radar
    }

    /// Forgets the radar of a guild.
    pub fn forget(&self, guild: GuildId) {
        let mut guilds = self.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        guilds.remove(&guild);
    }

    /// The timeline with the guild's editions. A guild's change that the data folder no longer carries (its blip was
    /// taken out of the files) is left out and logged: the rest of the radar stays readable.
    fn lay_over(&self, guild: GuildId, editions: &[Stored<GuildEdition>]) -> Timeline {
        let mut own: Vec<Publication> = editions.iter().map(|stored| stored.value.publication()).collect();
        let mut folders = self.publications.clone();
        for folder in &mut folders {
            // The folder came later, and the guild's edition was announced by this name: it keeps it.
            if own.iter().any(|publication| publication.id == folder.id)
                && let Ok(id) = EditionId::parse(&format!("{}-data", folder.id))
            {
                folder.id = id;
            }
        }
        loop {
            let all = folders.iter().chain(&own).cloned().collect();
            let errors = match Timeline::build(Arc::clone(&self.scheme), all) {
                Ok(timeline) => return timeline,
                Err(errors) => errors,
            };
            let before = count(&own);
            for error in &errors {
                tracing::error!(guild.id = %guild, edition.id = %error.edition, "a guild's change no longer fits the data folder: {error}");
            }
            for publication in &mut own {
                publication.revisions.retain(|revision| {
                    !errors.iter().any(|error| {
                        error.edition == publication.id && error.blip.as_ref() == Some(&revision.blip)
                    })
                });
            }
            if count(&own) == before {
                return self.base.timeline.clone();
            }
        }
    }
}

fn count(publications: &[Publication]) -> usize {
    publications
        .iter()
        .map(|publication| publication.revisions.len())
        .sum()
}

/// One guild's editions, with an index of names for each, made when first asked for.
#[derive(Debug)]
pub struct GuildRadar {
    /// The editions in order.
    pub timeline: Timeline,
    indexes: Vec<OnceLock<Index>>,
}

impl GuildRadar {
    fn new(timeline: Timeline) -> Self {
        let indexes = timeline.editions().iter().map(|_| OnceLock::new()).collect();
        Self { timeline, indexes }
    }

    /// The newest edition that is published at `now`.
    pub fn current(&self, now: Timestamp) -> Option<Current<'_>> {
        let editions = self.timeline.editions();
        let position = editions.iter().rposition(|edition| edition.published <= now)?;
        let edition = editions.get(position)?;
        let index = self.indexes.get(position)?.get_or_init(|| Index::new(edition));
        Some(Current {
            timeline: &self.timeline,
            edition,
            index,
        })
    }
}

/// The edition that counts now.
#[derive(Debug, Clone, Copy)]
pub struct Current<'a> {
    /// All editions.
    pub timeline: &'a Timeline,
    /// The one.
    pub edition: &'a Edition,
    /// Its names.
    pub index: &'a Index,
}
