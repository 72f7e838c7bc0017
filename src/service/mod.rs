//! The use cases: one file each. They load, let the rules decide, and store.
//!
//! They know the rules, the [`Store`] and the ports [`Places`] and [`Rosters`], and nothing of Discord's library, the
//! command line or the clock.

mod actor;
mod agenda;
mod aim;
mod announce;
mod announcements;
mod attendance;
mod away;
mod begun;
mod blips;
mod browse;
mod calendar;
mod cast;
mod check;
mod close;
mod compare;
mod concerns;
mod cooldown;
mod correct;
mod doer;
mod draft;
mod drop;
mod edit;
mod editions;
mod electorate;
mod error;
mod files;
mod filter;
mod guilds;
mod history;
mod library;
mod message;
mod occurrence;
mod outages;
mod place;
mod policies;
mod polls;
mod presence;
mod proposals;
mod propose;
mod publish;
mod reminder;
mod request;
mod response;
mod retry;
mod reworded;
mod roster;
mod setup;
#[cfg(test)]
mod tests;
mod trouble;
mod views;
mod vote_view;

use std::sync::{Arc, OnceLock};

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tokio::sync::mpsc;

pub use actor::{Actor, Maintainer};
pub use agenda::Agenda;
pub use announcements::Announcements;
pub use begun::begins_a_word;
pub use browse::WHOLE;
pub use draft::Joined;
pub use error::{Error, Field, Refusal};
pub use files::{Broken, Flaw, Taken};
pub use filter::{Counted, Filter, MAX_WORDS, Mark, Motion, Sieve, owners_of, tags_of};
pub use guilds::GRACE;
pub use library::{Current, GuildRadar, Library, Shelves};
pub use message::Newest;
pub use occurrence::Tended;
pub use place::{ChannelKind, Permission, Place, PlaceError, Places, Threads};
pub use presence::{Count, Presence, Whereabouts};
pub use propose::RETIRE;
pub use reminder::{Addressees, MOST_NAMED, Silent};
pub use request::{
    BlipMark, Browse, Call, CompareRequest, EditionName, EditionRequest, Fingerprint, HistoryRequest,
    ListRequest, ProposalRequest, Propose, Request, Right, ScheduleRequest, SetupRequest, WriteCorrection,
    WriteEdit,
};
pub use response::{
    Again, Amended, Amendment, Away, BlipRow, BlipsView, CalendarView, Candidate, Card, ClosingVote,
    DiffView, DigestView, DraftView, Earlier, EditLine, EditionLine, HistoryView, Matched, Meant, Mentioned,
    Mine, OpenVote, Overview, Page, PolicySource, ProposalView, Purpose, Rebased, RecordView, Recorded,
    Related, Reposted, Reposting, Response, Reworded, Rule, ScheduleChange, ScheduleView, Teller, Unclear,
    Why, Words,
};
#[cfg(test)]
pub(crate) use roster::fake::FakeRosters;
pub use roster::{Enrolled, RoleFacts, RosterError, Rosters};
pub use trouble::{Maintainers, Waiting};
pub use views::{Concerned, Facts};

use self::polls::Polls;
use crate::guild_edition::GuildEdition;
use crate::hearing::Hearing;
use crate::id::{ChannelId, GuildId};
use crate::outbox::Topic;
use crate::storage::{Store, StoreError, Stored};
use crate::vote::{Policies, ProposalNumber};

/// Longest reason, in characters: what fits a vote's message with everything else.
pub const MAX_REASON: usize = 1_000;
/// Longest reason with a ballot, in characters: many of them are shown together.
pub const MAX_BALLOT_REASON: usize = 300;
/// Longest summary of a new blip, in characters.
pub const MAX_SUMMARY: usize = 1_000;
/// Longest title of an edition, in characters: it travels in the id of the button that publishes, which holds 100.
pub const MAX_EDITION_TITLE: usize = 80;

/// What a guild that has set nothing gets.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The policies to choose from.
    pub policies: Policies,
    /// The shortest time that a proposer may choose.
    pub min_duration: SignedDuration,
    /// Where editions are announced, if this channel is the guild's.
    pub announce: Option<ChannelId>,
    /// In which an edition's date is taken.
    pub timezone: TimeZone,
}

/// Something that others should look at, now that it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A notice was queued.
    Queued(GuildId, Topic),
    /// Ballots came in: the vote's message shows an older tally.
    TallyChanged(GuildId, ProposalNumber),
    /// The guild can be used, and could not before, or that was not known: what waits for it can be said.
    Available(GuildId),
    /// Something changed in the guild that may let pass what Discord refused.
    Mended(GuildId),
    /// The bot left the guild, or the guild's data was purged: nothing that is known of it is of use any more.
    Left(GuildId),
}

/// All use cases on one store.
#[derive(Clone)]
pub struct Service {
    store: Arc<dyn Store>,
    radars: Arc<Library>,
    places: Arc<dyn Places>,
    rosters: Arc<dyn Rosters>,
    defaults: Arc<Defaults>,
    agenda: Arc<Agenda>,
    presence: Arc<Presence>,
    polls: Arc<Polls>,
    announcements: Arc<Announcements>,
    hearing: Hearing,
    /// The guild that [`Defaults::announce`] belongs to, once it was met.
    announce_guild: Arc<OnceLock<GuildId>>,
    events: mpsc::UnboundedSender<Event>,
}

impl Service {
    /// The use cases on `store`. What they queue is reported to `events`, after it is stored.
    pub fn new(
        store: Arc<dyn Store>,
        radars: Arc<Library>,
        places: Arc<dyn Places>,
        rosters: Arc<dyn Rosters>,
        defaults: Defaults,
        events: mpsc::UnboundedSender<Event>,
    ) -> Self {
        let (defaults, agenda) = (Arc::new(defaults), Arc::new(Agenda::default()));
        Self {
            store,
            radars,
            places,
            rosters,
            defaults,
            agenda,
            presence: Arc::default(),
            polls: Arc::default(),
            announcements: Arc::default(),
            hearing: Hearing::default(),
            announce_guild: Arc::default(),
            events,
        }
    }

    /// The store below.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The radars below.
    pub fn radars(&self) -> &Arc<Library> {
        &self.radars
    }

    /// When the bot heard what members do, and when it did not.
    pub fn hearing(&self) -> &Hearing {
        &self.hearing
    }

    /// The radar of a guild, its own editions among the others.
    pub async fn radar(&self, guild: GuildId) -> Result<Arc<GuildRadar>, StoreError> {
        Ok(self.shelf(guild).await?.1)
    }

    /// The guild's own editions, and its radar with them.
    async fn shelf(
        &self,
        guild: GuildId,
    ) -> Result<(Vec<Stored<GuildEdition>>, Arc<GuildRadar>), StoreError> {
        let editions = self.store.editions(guild).await?;
        let corrections = self.store.corrections(guild).await?;
        let radar = self.radars.radar(guild, &editions, &corrections);
        Ok((editions, radar))
    }

    /// Who is in a guild, and in its roles.
    pub fn rosters(&self) -> &dyn Rosters {
        &*self.rosters
    }

    /// When the next thing is due.
    pub fn agenda(&self) -> &Arc<Agenda> {
        &self.agenda
    }

    /// Does what is asked.
    pub async fn handle(&self, call: &Call, request: Request) -> Result<Response, Error> {
        match request {
            Request::Browse(browse) => self.browse(call, browse).await,
            Request::Blips(filter) => self.blips(call, *filter).await,
            Request::BlipsPage(filter, page) => self.blips_page(call, *filter, page).await,
            Request::Compare(asked) => Box::pin(self.compare(call, asked)).await,
            Request::Check(message, text) => self.check(call, message, &text).await,
            Request::History(asked) => self.history(call, asked).await,
            // Boxed where much is held while Discord is asked, so that the others stay small.
            Request::Propose(propose) => Box::pin(self.propose(call, &propose, None)).await,
            Request::Cast(number, choice) => self.cast(call, number, choice, None).await,
            Request::Reasoned(number, choice, reason) => {
                self.cast(call, number, choice, Some(reason.as_str())).await
            }
            Request::Proposal(about) => Box::pin(self.about_proposal(call, about)).await,
            Request::Edition(EditionRequest::List(page)) => self.list_editions(call, page).await,
            Request::Edition(EditionRequest::Diff { from, to, page }) => {
                self.diff_editions(call, (&from, &to), page).await
            }
            Request::Edition(EditionRequest::Show(name, page)) => self.show_edition(call, &name, page).await,
            Request::Edition(EditionRequest::Draft(page)) => self.show_draft(call, page).await,
            Request::Edition(EditionRequest::Preview { title, page }) => {
                self.preview(call, title.as_deref(), page).await
            }
            Request::Edition(EditionRequest::Publish { title, shown }) => {
                self.publish(call, title.as_deref(), shown).await
            }
            Request::Edition(EditionRequest::Schedule(schedule)) => {
                Box::pin(self.schedule(call, &schedule)).await
            }
            Request::Edition(EditionRequest::Drop(number, reason)) => {
                Box::pin(self.drop_proposal(call, number, &reason)).await
            }
            Request::Edition(EditionRequest::DropEdit(number, reason)) => {
                Box::pin(self.drop_edit(call, number, &reason)).await
            }
            Request::Edition(EditionRequest::Keep(number)) => Box::pin(self.keep(call, number)).await,
            Request::Edition(EditionRequest::Edit(blip)) => Box::pin(self.edit(call, blip)).await,
            Request::Edition(EditionRequest::WriteEdit(edit)) => Box::pin(self.write_edit(call, &edit)).await,
            Request::Edition(EditionRequest::Correct { edition, blip }) => {
                self.correct(call, &edition, blip.as_deref()).await
            }
            Request::Edition(EditionRequest::WriteCorrection(correction)) => {
                Box::pin(self.write_correction(call, &correction)).await
            }
            Request::Setup(setup) => Box::pin(self.setup(call, &setup)).await,
            Request::WritePolicy { name, text } => Box::pin(self.write_policy(call, &name, &text)).await,
            Request::Away(until) => self.away(call, until.as_deref()).await,
            Request::Help => {
                let policies = self.policies(call.guild).await?;
                let rule = Rule {
                    policy: policies.usual(false),
                    choice: policies.iter().map(|policy| policy.name.clone()).collect(),
                };
                Ok(Response::Help { rule })
            }
        }
    }

    async fn about_proposal(&self, call: &Call, request: ProposalRequest) -> Result<Response, Error> {
        match request {
            ProposalRequest::List(page) => self.list_proposals(call, page).await,
            ProposalRequest::Show(number) => self.show_proposal(call, number).await,
            ProposalRequest::Record(number) => self.record(call, number).await,
            ProposalRequest::Reworded(number, page) => self.show_reworded(call, number, page).await,
            ProposalRequest::Withdraw(number) => self.withdraw(call, number).await,
            ProposalRequest::Cancel(number, reason) => self.cancel(call, number, &reason).await,
            ProposalRequest::Restart(number) => self.restart(call, number).await,
            ProposalRequest::Second(number) => self.second(call, number).await,
            ProposalRequest::Raise(number, title, text) => {
                self.raise(call, number, &title, text.as_deref()).await
            }
            ProposalRequest::Resolve(number, concern) => self.resolve(call, number, concern).await,
            ProposalRequest::Override(number, concern, reason) => {
                self.override_concern(call, number, concern, &reason).await
            }
            ProposalRequest::Void(number, member, reason) => self.void(call, number, member, &reason).await,
            ProposalRequest::Refresh(number) => self.refresh(call, number).await,
            ProposalRequest::Add(number, text) => self.add(call, number, &text).await,
            ProposalRequest::Repost(number) => self.repost(call, number).await,
        }
    }

    /// Reports what was stored. Nobody listening means that the bot is stopping: what is stored is said at the next
    /// start.
    fn report(&self, event: Event) {
        if self.events.send(event).is_err() {
            tracing::debug!("nobody delivers any more; what is queued is delivered at the next start");
        }
    }
}
