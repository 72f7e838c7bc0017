//! `/edition publish`: the draft becomes an edition.

use jiff::Timestamp;

use super::editions::{Desk, fingerprint};
use super::error::{Error, Field, Refusal};
use super::request::{Call, Fingerprint};
use super::response::Response;
use super::retry::until_committed;
use super::{Event, MAX_EDITION_TITLE, Maintainer, Service};
use crate::edit::EditNumber;
use crate::guild_edition::GuildEdition;
use crate::outbox::{Notice, Topic};
use crate::prose::Prose;
use crate::radar::EditionId;
use crate::settings::Settings;
use crate::storage::{Batch, Expect, Key, Revision, Row};
use crate::vote::Proposal;

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
        let desk = self.desk(call).await?;
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
            let digests = self.digests(call.guild, &settings.value);
            let desk = self.desk(call).await?;
            let current = desk.radar.current(call.now).ok_or(Refusal::NoEdition)?;
            let unchanged = fingerprint(&current, &desk.draft) == shown;
            let publication = self.publication(call, &desk, title.clone())?;
            let numbers = desk.draft.numbers();
            let edits = carried_out(&desk);
            let fates = fates(&desk, &publication.id, call.now);
            let view = self.draft_view(call, desk, title.clone(), 0).await?;
            let Some(digest) = view.digest else {
                return Err(Refusal::EmptyDraft.into());
            };
            if !unchanged {
                return Err(Refusal::DraftChanged.into());
            }
            let edition = GuildEdition {
                guild: call.guild,
                id: publication.id.clone(),
                title: publication.title.clone(),
                published_at: call.now,
                by: maintainer.member(),
                proposals: numbers.clone(),
                edits: edits.iter().map(|(number, _)| *number).collect(),
                revisions: publication.revisions,
            };
            let topic = Topic::Digest(publication.id.clone());
            // The settings are written again so that two publications, or one and `/setup`, can not overlap: at midnight
            // two would have different ids, and carry out the same proposals twice.
            let settings_again = Row::Settings(call.guild, settings.value);
            let mut batch = Batch::new()
                .replace(settings.revision, settings_again)
                .create(Row::Edition(edition));
            for (revision, proposal) in fates {
                batch = batch.replace(revision, Row::Proposal(proposal));
            }
            // Nobody drops an edit while it is carried out.
            for (number, revision) in edits {
                batch = batch.expect(Expect::Revision(Key::Edit(call.guild, number), revision));
            }
            if let Some(channel) = digests {
                batch = batch.create(Row::Notice(Notice::new(
                    call.guild,
                    topic.clone(),
                    channel,
                    call.now,
                )));
            }
            self.store.commit(batch).await?;
            for number in numbers {
                // The message of each vote says in which edition it came out.
                self.report(Event::TallyChanged(call.guild, number));
            }
            if digests.is_some() {
                self.report(Event::Queued(call.guild, topic));
            }
            // The edition is out: that must not be told as a failure.
            if let Err(error) = self.look_again(call.guild, call.now).await {
                tracing::error!(guild.id = %call.guild, %error, "the votes could not be looked at after an edition");
            }
            let (edition, title, changes) = (publication.id, publication.title, digest.changes());
            Ok(Response::Published {
                edition,
                title,
                changes,
                digests,
            })
        })
        .await
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

fn maintainer(call: &Call, settings: &Settings) -> Result<Maintainer, Refusal> {
    call.actor.maintainer(settings).ok_or(Refusal::NotMaintainer {
        role: settings.maintainers,
    })
}

fn edition_title(typed: Option<&str>) -> Result<Option<String>, Refusal> {
    let parse = |typed| Prose::parse(typed, MAX_EDITION_TITLE);
    let title = typed.map(parse).transpose();
    let title = title.map_err(|error| Refusal::BadText {
        field: Field::EditionTitle,
        error,
    })?;
    Ok(title.map(|title| title.as_str().replace('\n', " ")))
}
