//! The radar as each guild sees it: the data folder's editions with the guild's own laid over them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;

use super::files::Broken;
use crate::blip_text::Words;
use crate::correction::Correction;
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::radar::{Edition, EditionId, Index, Mentions, Publication, Scheme, Timeline, TimelineError};
use crate::storage::{Revision, Stored};

/// Most guilds whose radar is kept in memory; past it all are forgotten and made again when asked for.
const CACHED_GUILDS: usize = 1_000;

/// All radars. The data folder's editions can be exchanged while others read: who has read a radar keeps it as it was,
/// its rings and quadrants with it.
#[derive(Debug)]
pub struct Library {
    shelves: RwLock<Arc<Shelves>>,
    guilds: Mutex<HashMap<GuildId, Shelf>>,
    /// Whether the data folder's editions were exchanged, and nobody looked yet what came out with that.
    changed: AtomicBool,
    /// What keeps the data folder from being read again.
    broken: Mutex<Option<Arc<Broken>>>,
}

/// What was read of the data folder at one moment.
#[derive(Debug)]
pub struct Shelves {
    scheme: Arc<Scheme>,
    publications: Vec<Publication>,
    base: Arc<GuildRadar>,
}

/// A guild's radar, and what it was made of: the files, and the stored editions and corrections.
#[derive(Debug)]
struct Shelf {
    laid_on: Arc<Shelves>,
    made_of: Vec<(EditionId, u32, Revision)>,
    radar: Arc<GuildRadar>,
}

impl Library {
    /// A library of the data folder's editions.
    pub fn new(scheme: Arc<Scheme>, publications: Vec<Publication>) -> Result<Self, Vec<TimelineError>> {
        Ok(Self {
            shelves: RwLock::new(Arc::new(Shelves::new(scheme, publications)?)),
            guilds: Mutex::default(),
            changed: AtomicBool::new(false),
            broken: Mutex::default(),
        })
    }

    /// The rings and quadrants; whoever has a radar takes its own.
    pub fn scheme(&self) -> Arc<Scheme> {
        Arc::clone(&self.shelves().scheme)
    }

    /// The data folder's editions alone.
    pub fn base(&self) -> Arc<GuildRadar> {
        Arc::clone(&self.shelves().base)
    }

    /// The data folder's editions as they are now.
    pub fn shelves(&self) -> Arc<Shelves> {
        Arc::clone(&self.shelves.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes other editions of the data folder from now on.
    pub(super) fn exchange(&self, shelves: Arc<Shelves>) {
        *self.shelves.write().unwrap_or_else(PoisonError::into_inner) = shelves;
        // What was laid over the former ones is not used again: let it go.
        self.guilds().clear();
        self.changed.store(true, Ordering::Release);
    }

    /// Whether the data folder's editions were exchanged since [`Library::has_changed`] was asked.
    pub fn is_changed(&self) -> bool {
        self.changed.load(Ordering::Acquire)
    }

    /// Whether the data folder's editions were exchanged since this was asked; whoever asks looks what came out.
    pub fn has_changed(&self) -> bool {
        self.changed.swap(false, Ordering::AcqRel)
    }

    /// What keeps the data folder from being read again, if it was found to have problems while the bot runs.
    pub fn broken(&self) -> Option<Arc<Broken>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what keeps the data folder from being read again; gives what did before.
    pub(super) fn note_broken(&self, broken: Option<Arc<Broken>>) -> Option<Arc<Broken>> {
        let mut noted = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *noted, broken)
    }

    /// The radar of a guild with these editions of its own, and these corrections over all.
    pub fn radar(
        &self,
        guild: GuildId,
        editions: &[Stored<GuildEdition>],
        corrections: &[Stored<Correction>],
    ) -> Arc<GuildRadar> {
        let shelves = self.shelves();
        if editions.is_empty() && corrections.is_empty() {
            return Arc::clone(&shelves.base);
        }
        let editions_used = editions
            .iter()
            .map(|stored| (stored.value.id.clone(), 0, stored.revision));
        let corrections_used = corrections.iter().map(|stored| {
            let Correction { edition, number, .. } = &stored.value;
            (edition.clone(), *number, stored.revision)
        });
        let made_of: Vec<_> = editions_used.chain(corrections_used).collect();
        let is_it = |shelf: &&Shelf| Arc::ptr_eq(&shelf.laid_on, &shelves) && shelf.made_of == made_of;
        let mut guilds = self.guilds();
        if let Some(shelf) = guilds.get(&guild).filter(is_it) {
            return Arc::clone(&shelf.radar);
        }
        let (timeline, left_out) = shelves.lay_over(editions, corrections);
        for error in left_out {
            tracing::error!(guild.id = %guild, edition.id = %error.edition, "a guild's change no longer fits the data folder: {error}");
        }
        let radar = Arc::new(GuildRadar::new(timeline));
        if guilds.len() >= CACHED_GUILDS {
            guilds.clear();
        }
        guilds.insert(
            guild,
            Shelf {
                laid_on: shelves,
                made_of,
                radar: Arc::clone(&radar),
            },
        );
        radar
    }

    /// Forgets the radar of a guild.
    pub fn forget(&self, guild: GuildId) {
        self.guilds().remove(&guild);
    }

    fn guilds(&self) -> MutexGuard<'_, HashMap<GuildId, Shelf>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelves {
    /// The data folder's editions; an error if they can not be replayed.
    pub fn new(scheme: Arc<Scheme>, publications: Vec<Publication>) -> Result<Self, Vec<TimelineError>> {
        let timeline = Timeline::build(Arc::clone(&scheme), publications.clone())?;
        Ok(Self {
            scheme,
            publications,
            base: Arc::new(GuildRadar::new(timeline)),
        })
    }

    /// The rings and quadrants.
    pub(super) fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The editions, without any guild's.
    pub(super) fn timeline(&self) -> &Timeline {
        &self.base.timeline
    }

    /// Whether both say the same.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.publications == other.publications
    }

    /// The timeline with a guild's editions, and its corrections over all. A guild's change that the data folder no longer carries (its blip was
    /// taken out of the files) is left out, and told: the rest of the radar stays readable.
    pub(super) fn lay_over(
        &self,
        editions: &[Stored<GuildEdition>],
        corrections: &[Stored<Correction>],
    ) -> (Timeline, Vec<TimelineError>) {
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
        let mut left_out = Vec::new();
        for correction in corrections.iter().map(|stored| &stored.value) {
            let mut all = folders.iter_mut().chain(&mut own);
            if let Some(publication) = all.find(|publication| publication.id == correction.edition) {
                correction.lay_over(publication);
            }
        }
        loop {
            let all = folders.iter().chain(&own).cloned().collect();
            let errors = match Timeline::build(Arc::clone(&self.scheme), all) {
                Ok(timeline) => return (timeline, left_out),
                Err(errors) => errors,
            };
            let before = count(&own) + count(&folders);
            for publication in folders.iter_mut().chain(&mut own) {
                publication.revisions.retain(|revision| {
                    !errors.iter().any(|error| {
                        error.edition == publication.id && error.blip.as_ref() == Some(&revision.blip)
                    })
                });
            }
            left_out.extend(errors);
            if count(&own) + count(&folders) == before {
                return (self.base.timeline.clone(), left_out);
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

/// One guild's editions, with what is needed to find blips in each, made when first asked for.
#[derive(Debug)]
pub struct GuildRadar {
    /// The editions in order.
    pub timeline: Timeline,
    prepared: Vec<Prepared>,
}

/// What is needed to find blips in an edition.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    index: OnceLock<Index>,
    words: OnceLock<Words>,
    mentions: OnceLock<Mentions>,
}

impl GuildRadar {
    fn new(timeline: Timeline) -> Self {
        let prepared = timeline.editions().iter().map(|_| Prepared::default());
        Self {
            prepared: prepared.collect(),
            timeline,
        }
    }

    /// The newest edition that is published at `now`.
    pub fn current(&self, now: Timestamp) -> Option<Current<'_>> {
        let editions = self.timeline.editions();
        let position = editions.iter().rposition(|edition| edition.published <= now)?;
        let edition = editions.get(position)?;
        let prepared = self.prepared.get(position)?;
        Some(Current::new(&self.timeline, edition, prepared))
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
    prepared: &'a Prepared,
}

impl<'a> Current<'a> {
    /// An edition in the place of the one that counts in a timeline.
    pub(super) fn new(timeline: &'a Timeline, edition: &'a Edition, prepared: &'a Prepared) -> Self {
        Self {
            timeline,
            edition,
            index: prepared.index.get_or_init(|| Index::new(edition)),
            prepared,
        }
    }

    /// The words of its blips.
    pub fn words(&self) -> &'a Words {
        self.prepared.words.get_or_init(|| Words::of(self.edition))
    }

    /// Its names, to find them in texts.
    pub fn mentions(&self) -> &'a Mentions {
        self.prepared.mentions.get_or_init(|| Mentions::of(self.edition))
    }
}
