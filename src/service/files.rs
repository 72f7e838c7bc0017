//! The radar's files when they change while the bot runs: taken up if they are right, refused as a whole and told to the
//! maintainers if they are not. What changed before that is in use; what is gone with it is told.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::draft::waiting;
use super::library::Shelves;
use super::{Event, Service};
use crate::fnv::hash64;
use crate::id::GuildId;
use crate::outbox::{Files, FilesState, Notice, Topic};
use crate::radar::{BlipId, EditionId, QuadrantId, RingId, TimelineFault};
use crate::storage::{Batch, CommitError, Row, StoreError};
use crate::vote::Change;

/// Something because of which the radar's files are not taken up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A mistake in a file.
    Written {
        /// The file or folder, seen from the radar's folder.
        path: String,
        /// Counted from 1; 1 also stands for the whole file.
        line: usize,
        /// What is wrong, on one line.
        text: String,
    },
    /// An edition that was published is not there any more.
    Gone(EditionId),
    /// An edition that was published would only come out later.
    Postponed(EditionId),
    /// A ring is not there any more that votes or editions of servers use.
    Ring(RingId),
    /// The same of a quadrant.
    Quadrant(QuadrantId),
    /// The same of a blip.
    Blip(BlipId),
    /// An edition that can not stand beside those of a server.
    Edition(EditionId),
}

impl fmt::Display for Flaw {
    /// For logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written { path, line, text } => write!(f, "{path}:{line}: {text}"),
            Self::Gone(edition) => write!(f, "edition {edition} was published and is gone"),
            Self::Postponed(edition) => write!(f, "edition {edition} was published and is dated later now"),
            Self::Ring(ring) => write!(f, "the ring {ring} is in use and is gone"),
            Self::Quadrant(quadrant) => write!(f, "the quadrant {quadrant} is in use and is gone"),
            Self::Blip(blip) => write!(f, "the blip {blip} is in use and is gone"),
            Self::Edition(edition) => write!(f, "edition {edition} does not fit beside a server's own"),
        }
    }
}

/// Why the radar's files are not taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// All that is wrong, in order.
    flaws: Vec<Flaw>,
    /// Tells one set of flaws from another.
    print: u64,
}

impl Broken {
    /// Because of these flaws.
    pub fn new(flaws: impl IntoIterator<Item = Flaw>) -> Self {
        let flaws: BTreeSet<Flaw> = flaws.into_iter().collect();
        Self {
            print: print(&flaws),
            flaws: flaws.into_iter().collect(),
        }
    }

    /// All that is wrong.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }
}

/// Stays the same, since topics are made of it.
fn print(flaws: &BTreeSet<Flaw>) -> u64 {
    let lines: Vec<String> = flaws.iter().map(ToString::to_string).collect();
    let bytes = lines
        .iter()
        .flat_map(|line| line.bytes().chain(std::iter::once(b'\n')));
    hash64(bytes)
}

/// What came of files that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// They say what is known already.
    Same,
    /// They are in use from now on.
    TakenUp,
    /// They are refused, and the radar is as it was.
    Refused(Arc<Broken>),
}

impl Service {
    /// Takes up the radar's files as they were read at `now`, unless something is wrong with them or would be with what is
    /// known: then nothing changes. What has to be said of it is queued in each server that knows the radar.
    pub async fn take_up(
        &self,
        read: Result<Arc<Shelves>, Broken>,
        now: Timestamp,
    ) -> Result<Taken, StoreError> {
        let (taken, broken) = match read {
            Err(broken) => {
                let broken = Arc::new(broken);
                (Taken::Refused(Arc::clone(&broken)), Some(broken))
            }
            Ok(shelves) if shelves.same_as(&self.radars.shelves()) => (Taken::Same, None),
            Ok(shelves) => {
                if let Some(broken) = self.in_the_way(&shelves, now).await?.map(Arc::new) {
                    (Taken::Refused(Arc::clone(&broken)), Some(broken))
                } else {
                    self.radars.exchange(shelves);
                    // Editions may have come out, and blips may have moved.
                    self.agenda.wake();
                    (Taken::TakenUp, None)
                }
            }
        };
        let state = broken
            .as_ref()
            .map_or(FilesState::Mended, |broken| FilesState::Broken(broken.print));
        // Before it is queued: it is told only while it is so.
        self.radars.note_broken(broken);
        for guild in self.store.guilds().await? {
            self.tell_of_files(guild, state, now).await?;
        }
        Ok(taken)
    }

    /// What would break if these files were taken up.
    async fn in_the_way(&self, next: &Arc<Shelves>, now: Timestamp) -> Result<Option<Broken>, StoreError> {
        let current = self.radars.shelves();
        let mut flaws = BTreeSet::new();
        let published = current.timeline().editions().iter();
        for edition in published.filter(|edition| edition.published <= now) {
            match next.timeline().get(&edition.id) {
                None => flaws.insert(Flaw::Gone(edition.id.clone())),
                Some(again) if again.published > now => flaws.insert(Flaw::Postponed(edition.id.clone())),
                Some(_) => false,
            };
        }
        for guild in self.store.guilds().await? {
            let editions = self.store.editions(guild).await?;
            let proposals = self.store.proposals(guild).await?;
            let live = proposals.iter().filter(|stored| stored.value.status.is_live());
            for change in live.map(|stored| &stored.value.change).chain(
                waiting(&proposals, &editions)
                    .iter()
                    .map(|proposal| &proposal.change),
            ) {
                flaws.extend(unknown(change, next));
            }
            let corrections = self.store.corrections(guild).await?;
            if editions.is_empty() && corrections.is_empty() {
                continue;
            }
            let (before, after) = (Arc::clone(&current), Arc::clone(next));
            // Each takes its time, and answers must not wait for it.
            let laid = tokio::task::spawn_blocking(move || {
                let laid = |on: &Shelves| on.lay_over(&editions, &corrections).1;
                (laid(&before), laid(&after))
            });
            let Ok((before, after)) = laid.await else {
                return Err(StoreError::Failed(
                    "a radar could not be laid over the files".to_owned(),
                ));
            };
            flaws.extend(after.into_iter().filter(|error| !before.contains(error)).map(
                |error| match error.why {
                    TimelineFault::Ring(ring) => Flaw::Ring(ring),
                    TimelineFault::Quadrant(quadrant) => Flaw::Quadrant(quadrant),
                    TimelineFault::First(_) | TimelineFault::EditionTwice | TimelineFault::BlipTwice => {
                        error.blip.map_or(Flaw::Edition(error.edition), Flaw::Blip)
                    }
                },
            ));
        }
        Ok((!flaws.is_empty()).then(|| Broken::new(flaws)))
    }

    /// Queues that the guild's maintainers are told, if that is news to them: each set of flaws once while it lasts, and
    /// that they are gone if they knew of any.
    async fn tell_of_files(
        &self,
        guild: GuildId,
        state: FilesState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.store.notice(guild, &Topic::Introduction).await?.is_none() {
            return Ok(());
        }
        let last = self.last_news_of_files(guild).await?;
        let is_news = match (last.map(|files| files.state), state) {
            (_, FilesState::Mended) => last.is_some_and(|files| matches!(files.state, FilesState::Broken(_))),
            (last, FilesState::Broken(_) | FilesState::Lost(_)) => last != Some(state),
        };
        if !is_news {
            return Ok(());
        }
        let count = last.map_or(0, |files| files.count).saturating_add(1);
        self.queue_news(guild, Files { count, state }, now).await
    }

    /// Queues that the guild's maintainers are told.
    async fn queue_news(&self, guild: GuildId, news: Files, now: Timestamp) -> Result<(), StoreError> {
        let settings = self.store.settings(guild).await?.value;
        let Some(nowhere) = Files::nowhere(guild).filter(|_| settings.left.is_none()) else {
            return Ok(());
        };
        let topic = Topic::Files(news);
        let notice = Notice::new(guild, topic.clone(), settings.votes.unwrap_or(nowhere), now);
        match self.store.commit(Batch::new().create(Row::Notice(notice))).await {
            Ok(_) => self.report(Event::Queued(guild, topic)),
            // Somebody else queued it just now.
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error),
        }
        Ok(())
    }

    /// The last news of files that changed while the bot ran.
    async fn last_news_of_files(&self, guild: GuildId) -> Result<Option<Files>, StoreError> {
        let news = self.news_of_files(guild).await?.into_iter();
        let while_running = news.filter(|files| match files.state {
            FilesState::Broken(_) | FilesState::Mended => true,
            FilesState::Lost(_) => false,
        });
        Ok(while_running.max())
    }

    async fn news_of_files(&self, guild: GuildId) -> Result<Vec<Files>, StoreError> {
        let notices = self.store.notices(guild).await?.into_iter();
        let news = notices.filter_map(|stored| stored.value.topic.files());
        Ok(news.collect())
    }

    /// Queues that the maintainers of each guild are told which editions came out there and are not in the radar's files any
    /// more, each set of them once. To be called at the start: while the bot runs, such files are refused.
    pub async fn tell_of_lost_editions(&self, now: Timestamp) -> Result<(), StoreError> {
        for guild in self.store.guilds().await? {
            let Some(lost) = self.lost_editions(guild, now).await? else {
                continue;
            };
            tracing::warn!(guild.id = %guild, editions = ?lost.flaws(), "editions came out and are not in the radar's files any more");
            let news = self.news_of_files(guild).await?.into_iter();
            let state = FilesState::Lost(lost.print);
            let told: Vec<Files> = news
                .filter(|files| matches!(files.state, FilesState::Lost(_)))
                .collect();
            if told.iter().all(|files| files.state != state) {
                let count = told.iter().map(|files| files.count).max().unwrap_or(0);
                let count = count.saturating_add(1);
                self.queue_news(guild, Files { count, state }, now).await?;
            }
        }
        Ok(())
    }

    /// The editions that came out in the guild, as the store knows it, and that nobody can read there now. Of the one with
    /// which the guild was introduced it only knows if that was corrected.
    async fn lost_editions(&self, guild: GuildId, now: Timestamp) -> Result<Option<Broken>, StoreError> {
        let notices = self.store.notices(guild).await?.into_iter();
        let told = notices.filter_map(|stored| stored.value.topic.told_edition().cloned());
        let corrections = self.store.corrections(guild).await?.into_iter();
        let came_out: BTreeSet<EditionId> = told
            .chain(corrections.map(|stored| stored.value.edition))
            .collect();
        if came_out.is_empty() {
            return Ok(None);
        }
        let (own, radar) = self.shelf(guild).await?;
        // Its own are in the store.
        let came_out = came_out
            .into_iter()
            .filter(|id| own.iter().all(|stored| stored.value.id != *id));
        let flaws: Vec<Flaw> = came_out
            .filter_map(|id| match radar.timeline.get(&id) {
                None => Some(Flaw::Gone(id)),
                Some(again) if again.published > now => Some(Flaw::Postponed(id)),
                Some(_) => None,
            })
            .collect();
        Ok((!flaws.is_empty()).then(|| Broken::new(flaws)))
    }

    /// The editions that are lost, if they still are those that this news is about.
    pub(super) async fn still_lost(
        &self,
        guild: GuildId,
        print: u64,
        now: Timestamp,
    ) -> Result<Option<Broken>, StoreError> {
        let lost = self.lost_editions(guild, now).await?;
        Ok(lost.filter(|lost| lost.print == print))
    }

    /// What is wrong with the files, if it still is what this news is about.
    pub(super) fn still_broken(&self, print: u64) -> Option<Arc<Broken>> {
        self.radars.broken().filter(|broken| broken.print == print)
    }

    /// Whether it is worth telling that the files are right again: somebody read that they were not.
    pub(super) async fn are_mended(&self, guild: GuildId, files: Files) -> Result<bool, StoreError> {
        if self.radars.broken().is_some() {
            return Ok(false);
        }
        let before = files.count.saturating_sub(1);
        let notices = self.store.notices(guild).await?;
        Ok(notices.iter().any(|stored| {
            let broken = |state| matches!(state, FilesState::Broken(_));
            matches!(stored.value.topic, Topic::Files(told) if told.count == before && broken(told.state))
                && !stored.value.posted().is_empty()
        }))
    }
}

/// The ring and the quadrant of a change that the files do not have any more.
fn unknown(change: &Change, next: &Shelves) -> Vec<Flaw> {
    let ring = change.to().filter(|ring| next.scheme().ring(ring).is_none());
    let quadrant = match change {
        Change::Add { quadrant, .. } => Some(quadrant),
        Change::Move { .. } | Change::Retire { .. } | Change::Return { .. } => None,
    };
    let quadrant = quadrant.filter(|quadrant| next.scheme().quadrant(quadrant).is_none());
    let ring = ring.map(|ring| Flaw::Ring(ring.clone()));
    ring.into_iter()
        .chain(quadrant.map(|quadrant| Flaw::Quadrant(quadrant.clone())))
        .collect()
}
