//! The draft becomes an edition, by `/edition publish` or by the guild's schedule.

use jiff::Timestamp;
use jiff::civil::Date;

use super::editions::{Desk, fingerprint, publication};
use super::error::{Attempt, Error, Field, Refusal};
use super::request::{Call, Fingerprint};
use super::response::Response;
use super::retry::until_committed;
use super::{Event, MAX_EDITION_TITLE, Maintainer, Service};
use crate::digest::Digest;
use crate::edit::EditNumber;
use crate::guild_edition::{GuildEdition, Publisher};
use crate::id::{ChannelId, GuildId};
use crate::outbox::{Notice, Topic};
use crate::prose::Prose;
use crate::radar::EditionId;
use crate::settings::Settings;
use crate::storage::{Batch, Expect, Key, Revision, Row};
use crate::vote::Proposal;

/// What an edition is to be.
pub(super) struct Order {
    /// The local date by which it is called.
    pub date: Date,
    /// Its title; absent: its date.
    pub title: Option<String>,
    /// Who publishes it.
    pub by: Publisher,
    /// When.
    pub now: Timestamp,
}

/// An edition with what is committed together with it.
pub(super) struct Issue {
    pub edition: GuildEdition,
    pub fates: Vec<(Revision, Proposal)>,
    /// The edits that it carries out, as they were read.
    pub edits: Vec<(EditNumber, Revision)>,
    pub digest: Box<Digest>,
    pub digests: Option<ChannelId>,
    /// What is said besides, and the editions that its digest names.
    pub more: Vec<Notice>,
}

/// An edition that came out.
pub(super) struct Issued {
    pub digest: Box<Digest>,
    digests: Option<ChannelId>,
}

impl Service {
    pub(super) async fn preview(
        &self,
        call: &Call,
        title: Option<&str>,
        page: u16,
    ) -> Result<Response, Error> {
        let settings = self.store.settings(call.guild).await?.value;
        maintainer(call, &settings)?;
        let title = edition_title(title)?;
        let desk = self.desk(call.guild, call.now).await?;
        let view = self.draft_view(call, desk, title, page).await?;
        if view.digest.is_none() {
            return Err(Refusal::EmptyDraft.into());
        }
        Ok(Response::Preview(Box::new(view)))
    }

    pub(super) async fn publish(
        &self,
        call: &Call,
        title: Option<&str>,
        shown: Fingerprint,
    ) -> Result<Response, Error> {
        let title = edition_title(title)?;
        until_committed(|| async {
            let settings = self.store.settings(call.guild).await?;
            let maintainer = maintainer(call, &settings.value)?;
            let desk = self.desk(call.guild, call.now).await?;
            let current = desk.radar.current(call.now).ok_or(Refusal::NoEdition)?;
            let unchanged = fingerprint(&current, &desk) == shown;
            let order = Order {
                date: self.today(&settings.value, call.now),
                title: title.clone(),
                by: Publisher::Member(maintainer.member()),
                now: call.now,
            };
            let Some(issue) = self.issue(call.guild, &settings.value, &desk, order).await? else {
                return Err(Refusal::EmptyDraft.into());
            };
            if !unchanged {
                return Err(Refusal::DraftChanged.into());
            }
            let settings_again = Row::Settings(call.guild, settings.value);
            self.put_out(call.guild, issue, (settings.revision, settings_again), call.now)
                .await
        })
        .await
        .map(|issued| Response::Published {
            digest: issued.digest,
            digests: issued.digests,
        })
    }

    /// The draft as an edition; `None` if there is nothing in it. Both doors to an edition lead here: a maintainer's
    /// and the schedule's.
    pub(super) async fn issue(
        &self,
        guild: GuildId,
        settings: &Settings,
        desk: &Desk,
        order: Order,
    ) -> Result<Option<Issue>, Error> {
        let Order { date, title, by, now } = order;
        let current = desk.radar.current(now).ok_or(Refusal::NoEdition)?;
        let publication = publication(desk, date, title, now)?;
        let digest = self
            .preview_digest(guild, &current, &desk.draft, publication.clone())
            .await?;
        let Some(digest) = digest else {
            return Ok(None);
        };
        let edits = carried_out(desk);
        Ok(Some(Issue {
            fates: fates(desk, &publication.id, now),
            digest: Box::new(digest),
            digests: self.digests(guild, settings),
            edition: GuildEdition {
                guild,
                id: publication.id,
                title: publication.title,
                published_at: now,
                by,
                proposals: desk.draft.numbers(),
                edits: edits.iter().map(|(number, _)| *number).collect(),
                revisions: publication.revisions,
            },
            edits,
            more: Vec::new(),
        }))
    }

    /// Commits an edition with its digest, and reports it. The settings are written with it, so that two publications, or
    /// one and `/setup`, can not overlap: at midnight two would have different ids, and carry out the same proposals
    /// twice.
    pub(super) async fn put_out(
        &self,
        guild: GuildId,
        issue: Issue,
        (revision, settings): (Revision, Row),
        now: Timestamp,
    ) -> Result<Issued, Attempt> {
        let Issue {
            edition,
            fates,
            edits,
            digest,
            digests,
            more,
        } = issue;
        let (id, numbers) = (edition.id.clone(), edition.proposals.clone());
        let mut batch = Batch::new()
            .replace(revision, settings)
            .create(Row::Edition(edition));
        for (revision, proposal) in fates {
            batch = batch.replace(revision, Row::Proposal(proposal));
        }
        // Nobody drops an edit while it is carried out.
        for (number, revision) in edits {
            batch = batch.expect(Expect::Revision(Key::Edit(guild, number), revision));
        }
        let told = digests.map(|channel| Notice::new(guild, Topic::Digest(id), channel, now));
        let notices: Vec<Notice> = told.into_iter().chain(more).collect();
        for notice in &notices {
            batch = batch.create(Row::Notice(notice.clone()));
        }
        self.store.commit(batch).await?;
        for number in numbers {
            // The message of each vote says in which edition it came out.
            self.report(Event::TallyChanged(guild, number));
        }
        for notice in notices.into_iter().filter(Notice::is_open) {
            self.report(Event::Queued(guild, notice.topic));
        }
        // The edition is out: that must not be told as a failure.
        if let Err(error) = self.look_again(guild, now).await {
            tracing::error!(guild.id = %guild, %error, "the votes could not be looked at after an edition");
        }
        Ok(Issued { digest, digests })
    }
}

/// The edits that the edition carries out, as they were read.
fn carried_out(desk: &Desk) -> Vec<(EditNumber, Revision)> {
    let numbers = desk.draft.edit_numbers();
    let edits = desk
        .edits
        .iter()
        .map(|stored| (stored.value.number, stored.revision));
    edits.filter(|(number, _)| numbers.contains(number)).collect()
}

/// The proposals that the edition carries out.
fn fates(desk: &Desk, edition: &EditionId, now: Timestamp) -> Vec<(Revision, Proposal)> {
    let numbers = desk.draft.numbers();
    let carried_out = desk
        .proposals
        .iter()
        .filter(|stored| numbers.contains(&stored.value.number));
    carried_out
        .filter_map(|stored| Some((stored.revision, stored.value.published(edition.clone(), now)?)))
        .collect()
}

pub(super) fn maintainer(call: &Call, settings: &Settings) -> Result<Maintainer, Refusal> {
    call.actor.maintainer(settings).ok_or(Refusal::NotMaintainer {
        role: settings.maintainers,
    })
}

pub(super) fn edition_title(typed: Option<&str>) -> Result<Option<String>, Refusal> {
    let parse = |typed| Prose::parse(typed, MAX_EDITION_TITLE);
    let title = typed.map(parse).transpose();
    let title = title.map_err(|error| Refusal::BadText {
        field: Field::EditionTitle,
        error,
    })?;
    Ok(title.map(|title| title.as_str().replace('\n', " ")))
}
