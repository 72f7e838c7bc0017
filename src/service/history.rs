//! `/history`: the life of a blip, with the vote behind each change.

use std::sync::Arc;

use super::Service;
use super::browse::candidates;
use super::error::{Error, Refusal};
use super::request::{Call, HistoryRequest};
use super::response::{HistoryView, Matched, Response};
use crate::digest::EditionRef;
use crate::radar::{Answer, BlipId};

impl Service {
    pub(super) async fn history(&self, call: &Call, asked: HistoryRequest) -> Result<Response, Error> {
        let query = match asked {
            HistoryRequest::Page(blip, page) => return self.life(call, &blip, Matched::Exactly, page).await,
            HistoryRequest::Named(query) => query,
        };
        let editions = self.store.editions(call.guild).await?;
        let radar = self.radars.radar(call.guild, &editions);
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        match current.index.answer(&query) {
            Answer::Clear { id, exact } => {
                let matched = if exact {
                    Matched::Exactly
                } else {
                    Matched::Nearly { query }
                };
                self.life(call, &id, matched, 0).await
            }
            Answer::Several(matches) => Ok(Response::Candidates {
                query,
                candidates: candidates(self.radars.scheme(), &current, &matches),
            }),
            Answer::Unknown { nearest } => Ok(Response::NotOnRadar {
                query,
                nearest: candidates(self.radars.scheme(), &current, &nearest),
            }),
        }
    }

    async fn life(&self, call: &Call, id: &BlipId, matched: Matched, page: u16) -> Result<Response, Error> {
        let editions = self.store.editions(call.guild).await?;
        let radar = self.radars.radar(call.guild, &editions);
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let Some(blip) = current.edition.blip(id) else {
            return Ok(Response::NotOnRadar {
                query: id.to_string(),
                nearest: Vec::new(),
            });
        };
        let mut steps = Vec::new();
        for step in radar.timeline.history(id, call.now) {
            let edition: EditionRef = step.edition.as_ref().into();
            let vote = self.vote_for(call.guild, id, &edition, &editions).await?;
            steps.push((step, vote));
        }
        Ok(Response::History(Box::new(HistoryView {
            scheme: Arc::clone(self.radars.scheme()),
            blip: Arc::clone(blip),
            steps,
            matched,
            page,
        })))
    }
}
