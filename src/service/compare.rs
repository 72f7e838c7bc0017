//! `/compare`: what is said of two or three blips, side by side.

use super::Service;
use super::browse::{candidates, candidates_of};
use super::error::{Error, Refusal};
use super::library::Current;
use super::request::{BlipMark, Call, CompareRequest};
use super::response::{Card, Matched, Meant, Response};
use crate::radar::{Answer, Blip, BlipId, Scheme};

impl Service {
    pub(super) async fn compare(&self, call: &Call, asked: CompareRequest) -> Result<Response, Error> {
        let radar = self.radar(call.guild).await?;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let (scheme, edition) = (radar.timeline.scheme(), current.edition);
        let named = match asked {
            CompareRequest::Named(queries) => {
                let read = |query| read(query, scheme, &current);
                let meant: Vec<(Meant, Matched)> = queries.into_iter().map(read).collect();
                let found = meant.iter().map(|(meant, matched)| match meant {
                    Meant::One(blip) => Some((blip.id.clone(), matched.clone())),
                    Meant::Several { .. } | Meant::Nothing { .. } => None,
                });
                let found: Vec<Option<(BlipId, Matched)>> = found.collect();
                let clear: Vec<_> = found.iter().flatten().cloned().collect();
                if clear.len() < found.len() && twice(&clear).is_none() {
                    let meant = meant.into_iter().map(|(meant, _)| meant).collect();
                    return Ok(Response::Uncompared(meant));
                }
                clear
            }
            CompareRequest::Marked(marks) => {
                let all = || edition.blips.values().chain(edition.retired.values());
                let named = marks.into_iter().map(|mark| {
                    let blip = all().find(|blip: &&std::sync::Arc<Blip>| BlipMark::of(&blip.id) == mark);
                    let blip = blip.ok_or(Refusal::ComparedGone)?;
                    Ok((blip.id.clone(), Matched::Exactly))
                });
                named.collect::<Result<Vec<_>, Refusal>>()?
            }
        };
        if let Some(twice) = twice(&named).and_then(|id| edition.blip(id)) {
            let title = twice.title.clone();
            return Err(Refusal::SameBlip { title }.into());
        }
        let mut cards: Vec<Card> = Vec::with_capacity(named.len());
        for (id, matched) in named {
            let card = self.card_of(call, &id, matched, 0).await?;
            cards.push(card.ok_or(Refusal::ComparedGone)?);
        }
        Ok(Response::Compared(cards))
    }
}

/// What a name means, and how that was found.
fn read(query: String, scheme: &Scheme, current: &Current<'_>) -> (Meant, Matched) {
    let meant = match current.index.answer(&query) {
        Answer::Clear { id, exact } => {
            let found = candidates_of(&[id], scheme, current);
            let matched = if exact {
                Matched::Exactly
            } else {
                Matched::Nearly { query: query.clone() }
            };
            if let Some(found) = found.into_iter().next() {
                return (Meant::One(found), matched);
            }
            Meant::Nothing {
                query,
                nearest: Vec::new(),
            }
        }
        Answer::Several(matches) => Meant::Several {
            query,
            candidates: candidates(scheme, current, &matches),
        },
        Answer::Unknown { nearest } => Meant::Nothing {
            query,
            nearest: candidates(scheme, current, &nearest),
        },
    };
    (meant, Matched::Exactly)
}

/// The first blip that is there twice.
fn twice(named: &[(BlipId, Matched)]) -> Option<&BlipId> {
    let again =
        |&(at, (id, _)): &(usize, &(BlipId, Matched))| named.iter().take(at).any(|(other, _)| other == id);
    named.iter().enumerate().find(again).map(|(_, (id, _))| id)
}
