//! `/edition list|show|draft`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::draft::{waiting, waiting_edits};
use super::error::{Error, Refusal};
use super::library::Current;
use super::request::{Call, EditionName, Fingerprint};
use super::response::{DiffView, DigestView, DraftView, EditLine, EditionLine, Page, Response};
use super::{GuildRadar, Service};
use crate::correction::{Corrected, Correction};
use crate::digest::{Comparison, Digest};
use crate::draft::Draft;
use crate::edit::Edit;
use crate::fnv::hash32;
use crate::id::GuildId;
use crate::radar::{BlipId, Edition, EditionId, Origin, Publication, fold};
use crate::storage::Stored;
use crate::vote::Proposal;

/// Editions on a page of the list.
const PAGE: usize = 12;
/// Most editions of one guild on one date.
const EDITIONS_A_DAY: u32 = 1_000;
/// How many editions are named when an unknown one is asked for.
const NAMED: usize = 5;

/// Everything that a use case about the next edition reads.
pub(super) struct Desk {
    pub radar: Arc<GuildRadar>,
    pub draft: Draft,
    pub proposals: Vec<Stored<Proposal>>,
    pub edits: Vec<Stored<Edit>>,
    pub corrections: Vec<Stored<Correction>>,
}

impl Service {
    pub(super) async fn list_editions(&self, call: &Call, page: u16) -> Result<Response, Error> {
        let radar = self.radar(call.guild).await?;
        let mut lines = Vec::new();
        for edition in radar
            .timeline
            .editions()
            .iter()
            .filter(|edition| edition.published <= call.now)
        {
            let digest = Digest::of(&radar.timeline, edition, HashMap::new());
            let (blips, changes) = (edition.blips.len(), digest.changes());
            lines.push(EditionLine {
                edition: digest.edition,
                blips,
                changes,
            });
        }
        lines.reverse();
        let settings = self.store.settings(call.guild).await?.value;
        Ok(Response::Editions {
            page: Page::of(lines, page, PAGE),
            scheduled: settings.schedule.map(|schedule| schedule.next.at),
        })
    }

    pub(super) async fn show_edition(
        &self,
        call: &Call,
        name: &EditionName,
        page: u16,
    ) -> Result<Response, Error> {
        let (editions, radar) = self.shelf(call.guild).await?;
        let edition = named(&radar, name, call.now)?;
        let digest = self.digest(call.guild, &radar, edition, &editions).await?;
        let scheme = Arc::clone(radar.timeline.scheme());
        Ok(Response::Edition(Box::new(DigestView { scheme, digest, page })))
    }

    pub(super) async fn diff_editions(
        &self,
        call: &Call,
        (from, to): (&EditionName, &EditionName),
        page: u16,
    ) -> Result<Response, Error> {
        let (editions, radar) = self.shelf(call.guild).await?;
        let (from, to) = (named(&radar, from, call.now)?, named(&radar, to, call.now)?);
        let (earlier, later) = (from.published.min(to.published), from.published.max(to.published));
        let mut votes = HashMap::new();
        for edition in radar.timeline.editions() {
            if edition.published > earlier && edition.published <= later {
                votes.extend(self.votes_of(call.guild, &edition.id, &editions).await?);
            }
        }
        let comparison =
            Comparison::of(&radar.timeline, &from.id, &to.id, votes).ok_or(Refusal::NoEdition)?;
        Ok(Response::Diff(Box::new(DiffView {
            scheme: Arc::clone(radar.timeline.scheme()),
            comparison,
            page,
        })))
    }

    pub(super) async fn show_draft(&self, call: &Call, page: u16) -> Result<Response, Error> {
        let desk = self.desk(call.guild, call.now).await?;
        Ok(Response::Draft(Box::new(
            self.draft_view(call, desk, None, page).await?,
        )))
    }

    /// Reads what waits for the guild's next edition.
    pub(super) async fn desk(&self, guild: GuildId, now: Timestamp) -> Result<Desk, Error> {
        // Before the radar that they are laid over: one that is stored in between is not taken for shown.
        let corrections = self.store.corrections(guild).await?;
        let (editions, radar) = self.shelf(guild).await?;
        let proposals = self.store.proposals(guild).await?;
        let edits = self.store.edits(guild).await?;
        let current = radar.current(now).ok_or(Refusal::NoEdition)?;
        let draft = Draft::of(
            current.edition,
            waiting(&proposals, &editions),
            waiting_edits(&edits, &editions),
        );
        Ok(Desk {
            radar,
            draft,
            proposals,
            edits,
            corrections,
        })
    }

    /// The draft with what publishing it now would post.
    pub(super) async fn draft_view(
        &self,
        call: &Call,
        desk: Desk,
        title: Option<String>,
        page: u16,
    ) -> Result<DraftView, Error> {
        let current = desk.radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let settings = self.store.settings(call.guild).await?.value;
        let date = self.today(&settings, call.now);
        let publication = publication(&desk, date, title.clone(), call.now)?;
        let digest = self
            .preview_digest(call.guild, &current, &desk.draft, publication)
            .await?;
        let fingerprint = fingerprint(&current, &desk);
        let scheme = Arc::clone(desk.radar.timeline.scheme());
        let (edits, dropped) = (edit_lines(&desk, &current), dropped(&desk, &current));
        Ok(DraftView {
            scheme,
            draft: desk.draft,
            edits,
            dropped,
            digest,
            title,
            fingerprint,
            scheduled: settings.schedule.map(|schedule| schedule.next.at),
            page,
        })
    }

    /// What publishing the draft as `publication` would post; `None` if it changes nothing.
    pub(super) async fn preview_digest(
        &self,
        guild: GuildId,
        current: &Current<'_>,
        draft: &Draft,
        publication: Publication,
    ) -> Result<Option<Digest>, Error> {
        let id = publication.id.clone();
        let timeline = match current.timeline.with(publication) {
            Ok(timeline) => timeline,
            Err(errors) => {
                tracing::error!(guild.id = %guild, "a draft that fits can not be laid over the radar: {errors:?}");
                return Ok(None);
            }
        };
        let Some(edition) = timeline.get(&id) else {
            return Ok(None);
        };
        let mut votes = HashMap::new();
        for proposal in draft.fitting() {
            votes.insert(proposal.change.blip().clone(), self.vote_behind(proposal).await?);
        }
        let digest = Digest::of(&timeline, edition, votes);
        Ok((digest.changes() > 0).then_some(digest))
    }
}

/// The edition that publishing now would make; its id is the date in the team's time zone, then `-2` and so on.
pub(super) fn publication(
    desk: &Desk,
    date: Date,
    title: Option<String>,
    now: Timestamp,
) -> Result<Publication, Error> {
    let taken = |id: &EditionId| desk.radar.timeline.get(id).is_some();
    let id = std::iter::once(date.to_string())
        .chain((2..=EDITIONS_A_DAY).map(|count| format!("{date}-{count}")))
        .filter_map(|id| EditionId::parse(&id).ok())
        .find(|id| !taken(id))
        .ok_or(Error::Busy(0))?;
    let title = title.unwrap_or_else(|| id.to_string());
    Ok(Publication {
        id,
        title,
        publish: now,
        origin: Origin::Guild,
        revisions: desk.draft.revisions(),
    })
}

/// The edits that wait, and those that were dropped since the current edition, with the titles of their blips.
fn edit_lines(desk: &Desk, current: &Current<'_>) -> Vec<EditLine> {
    let line = |edit: &Edit, fits: bool| {
        let blip = desk.draft.blip(current.edition, &edit.revision.blip)?;
        Some(EditLine {
            edit: edit.clone(),
            title: blip.title,
            fits,
        })
    };
    let waiting = desk
        .draft
        .edits
        .iter()
        .filter_map(|queued| line(&queued.edit, queued.fits));
    let edits = desk.edits.iter().map(|stored| &stored.value);
    let dropped = edits.filter(|edit| {
        let dropped = edit.dropped.as_ref();
        dropped.is_some_and(|dropped| dropped.at > current.edition.published)
    });
    waiting
        .chain(dropped.filter_map(|edit| line(edit, false)))
        .collect()
}

/// The proposals that were dropped since the current edition.
fn dropped(desk: &Desk, current: &Current<'_>) -> Vec<Proposal> {
    let proposals = desk.proposals.iter().map(|stored| &stored.value);
    proposals
        .filter(|proposal| {
            let dropped = proposal.status.dropped();
            dropped.is_some_and(|(at, _, _)| at > current.edition.published)
        })
        .cloned()
        .collect()
}

/// The published edition that is meant.
pub(super) fn named<'a>(
    radar: &'a GuildRadar,
    name: &EditionName,
    now: Timestamp,
) -> Result<&'a Arc<Edition>, Refusal> {
    let published = || {
        let all = radar.timeline.editions().iter();
        all.filter(|edition| edition.published <= now).rev()
    };
    let found = match name {
        EditionName::Current => published().next(),
        EditionName::Id(id) => published().find(|edition| edition.id == *id),
        EditionName::Typed(typed) => published()
            .find(|edition| edition.id.as_str().eq_ignore_ascii_case(typed.trim()))
            .or_else(|| published().find(|edition| fold(&edition.title) == fold(typed))),
    };
    found.ok_or_else(|| Refusal::UnknownEdition {
        typed: match name {
            EditionName::Current => String::new(),
            EditionName::Id(id) => id.to_string(),
            EditionName::Typed(typed) => typed.clone(),
        },
        newest: published()
            .take(NAMED)
            .map(|edition| edition.id.to_string())
            .collect(),
    })
}

/// Changes whenever publishing would carry out other proposals or edits, or lay them over another edition or over other
/// words of their blips.
pub(super) fn fingerprint(current: &Current<'_>, desk: &Desk) -> Fingerprint {
    let numbers = desk.draft.numbers().into_iter();
    let numbers = numbers.flat_map(|number| number.get().to_be_bytes());
    // Without edits the bytes are those of before there were any; no number is 0, so none can be taken for this mark.
    let edits = desk.draft.edit_numbers().into_iter();
    let edits = edits.flat_map(|number| [0; 4].into_iter().chain(number.get().to_be_bytes()));
    // The same of corrections: an edit has a number after its mark.
    let corrections = under(desk).flat_map(|correction| {
        let (edition, number) = (correction.edition.as_str(), correction.number.to_be_bytes());
        [0; 8].into_iter().chain(edition.bytes()).chain([0]).chain(number)
    });
    let bytes = current
        .edition
        .id
        .as_str()
        .bytes()
        .chain(std::iter::once(0))
        .chain(numbers)
        .chain(edits)
        .chain(corrections);
    Fingerprint(hash32(bytes))
}

/// The corrections of what is said of the draft's blips: whether an edit still changes something, and what becomes of the
/// words that it leaves alone, depends on them.
fn under(desk: &Desk) -> impl Iterator<Item = &Correction> {
    let blips: HashSet<BlipId> = desk
        .draft
        .revisions()
        .into_iter()
        .map(|revision| revision.blip)
        .collect();
    let corrections = desk.corrections.iter().map(|stored| &stored.value);
    corrections.filter(move |correction| match &correction.what {
        Corrected::Blip(right) => blips.contains(&right.blip),
        Corrected::Note | Corrected::Title(_) => false,
    })
}
