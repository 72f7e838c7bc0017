//! `/blips`: lists and searches the radar.

use std::sync::Arc;

use jiff::civil::Date;

use super::Service;
use super::browse::{candidates, candidates_of};
use super::error::{Error, Field, Refusal};
use super::filter::{Filter, MAX_WORDS, Mark, Motion, Sieve};
use super::library::Current;
use super::propose::optional;
use super::request::Call;
use super::response::{BlipRow, BlipsView, Candidate, Page, Response};
use crate::blip_text::Place;
use crate::radar::{Answer, Blip};

/// How many blips stand on a page.
const PAGE: usize = 10;

impl Service {
    pub(super) async fn blips(&self, call: &Call, filter: Filter<String>) -> Result<Response, Error> {
        let words = optional(filter.words.as_deref(), MAX_WORDS, Field::Words)?;
        let filter = Filter {
            words: words.map(|words| words.to_string()),
            ..filter
        };
        self.sifted(call, |current, today| Sieve::typed(filter, current, today), 0)
            .await
    }

    pub(super) async fn blips_page(
        &self,
        call: &Call,
        filter: Filter<Mark>,
        page: u16,
    ) -> Result<Response, Error> {
        self.sifted(call, |current, today| Sieve::marked(filter, current, today), page)
            .await
    }

    async fn sifted(
        &self,
        call: &Call,
        sieve: impl FnOnce(&Current<'_>, Date) -> Result<Sieve, Refusal> + Send,
        page: u16,
    ) -> Result<Response, Error> {
        let settings = self.store.settings(call.guild).await?.value;
        let radar = self.radar(call.guild).await?;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let sieve = sieve(&current, self.today(&settings, call.now))?;
        let found = wanted(&sieve, &current);
        let words = sieve.words.as_deref();
        let gone = if found.is_empty() && sieve.motion.is_none() {
            let off = Sieve {
                motion: Some(Motion::Gone),
                ..sieve.clone()
            };
            wanted(&off, &current).len()
        } else {
            0
        };
        Ok(Response::Blips(Box::new(BlipsView {
            scheme: Arc::clone(radar.timeline.scheme()),
            edition: current.edition.into(),
            near: words
                .filter(|_| found.is_empty() && gone == 0)
                .map_or_else(Vec::new, |words| near(words, &current)),
            page: Page::of(found, page, PAGE),
            sieve,
            gone,
        })))
    }
}

/// What the lookup has that is near to a text which is found in no words.
fn near(words: &str, current: &Current<'_>) -> Vec<Candidate> {
    let scheme = current.timeline.scheme();
    match current.index.answer(words) {
        Answer::Clear { id, exact: _ } => candidates_of([&id], scheme, current),
        Answer::Several(matches) | Answer::Unknown { nearest: matches } => {
            candidates(scheme, current, &matches)
        }
    }
}

/// The blips that are wanted, in an order that fits: first what is called as was typed, then what has that in its names;
/// what is overdue the longest first, then from the centre outwards.
fn wanted(sieve: &Sieve, current: &Current<'_>) -> Vec<BlipRow> {
    let said = sieve.words.as_deref().map(|words| current.words().find(words));
    let place = |blip: &Blip| match &said {
        None => Some(Place::Name),
        Some(found) => found.get(&blip.id).copied(),
    };
    let edition = current.edition;
    let on_it = edition.blips.values().map(|blip| (blip, false));
    let off_it = edition.retired.values().map(|blip| (blip, true));
    let mut rows: Vec<(Place, BlipRow)> = on_it
        .chain(off_it)
        .filter_map(|(blip, retired)| {
            let place = place(blip)?;
            let movement = current.timeline.movement(&edition.id, &blip.id);
            sieve.keeps(blip, movement.as_ref(), retired).then(|| {
                let row = BlipRow {
                    blip: Arc::clone(blip),
                    movement,
                    retired,
                };
                (place, row)
            })
        })
        .collect();
    let scheme = current.timeline.scheme();
    rows.sort_by_cached_key(|(place, row)| {
        let due = sieve.due_by.and(row.blip.review_by);
        (*place, due, scheme.position(&row.blip.ring), row.blip.title.key())
    });
    rows.into_iter().map(|(_, row)| row).collect()
}
