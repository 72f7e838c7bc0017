//! `/compare`: what is said of two or three blips, side by side.

use super::Service;
use super::browse::{Named, candidates_of, named};
use super::error::{Error, Refusal};
use super::library::Current;
use super::request::{BlipMark, Call, CompareRequest};
use super::response::{Card, Matched, Meant, Response};
use crate::radar::{BlipId, Edition};

impl Service {
    pub(super) async fn compare(&self, call: &Call, asked: CompareRequest) -> Result<Response, Error> {
        let known = self.known(call.guild).await?;
        let current = known.radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let blips = match asked {
            CompareRequest::Named(queries) => {
                let read = queries.into_iter().map(|query| named(&current, query));
                let read: Vec<Named> = read.collect::<Result<_, _>>()?;
                let clear: Vec<_> = read.iter().filter_map(clear).collect();
                if clear.len() < read.len() && twice(&clear).is_none() {
                    let meant = read.into_iter().filter_map(|named| meant(named, &current));
                    return Ok(Response::Uncompared(meant.collect()));
                }
                clear
            }
            CompareRequest::Marked(marks) => {
                let blips = marks.into_iter().map(|mark| marked(current.edition, mark));
                blips.collect::<Option<Vec<_>>>().ok_or(Refusal::ComparedGone)?
            }
        };
        if let Some(twice) = twice(&blips).and_then(|id| current.edition.blip(id)) {
            let title = twice.title.clone();
            return Err(Refusal::SameBlip { title }.into());
        }
        let mut cards: Vec<Card> = Vec::with_capacity(blips.len());
        for (id, matched) in blips {
            let card = self.card_of(call, &known, (&id, matched), 0).await?;
            cards.push(card.ok_or(Refusal::ComparedGone)?);
        }
        Ok(Response::Compared(cards))
    }
}

fn clear(named: &Named) -> Option<(BlipId, Matched)> {
    match named {
        Named::Blip(id, matched) => Some((id.clone(), matched.clone())),
        Named::Unclear(_) => None,
    }
}

fn meant(named: Named, current: &Current<'_>) -> Option<Meant> {
    Some(match named {
        Named::Blip(id, _) => {
            let mut found = candidates_of(&[id], current.timeline.scheme(), current);
            Meant::One(found.pop()?)
        }
        Named::Unclear(unclear) => Meant::Unclear(unclear),
    })
}

fn marked(edition: &Edition, mark: BlipMark) -> Option<(BlipId, Matched)> {
    let mut ids = edition.blips.keys().chain(edition.retired.keys());
    let id = ids.find(|id| BlipMark::of(id) == mark)?;
    Some((id.clone(), Matched::Exactly))
}

/// The first blip that is there twice.
fn twice(blips: &[(BlipId, Matched)]) -> Option<&BlipId> {
    let again =
        |&(at, (id, _)): &(usize, &(BlipId, Matched))| blips.iter().take(at).any(|(other, _)| other == id);
    blips.iter().enumerate().find(again).map(|(_, (id, _))| id)
}
