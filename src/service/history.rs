//! `/history`: the life of a blip, with the vote behind each change.

use std::sync::Arc;

use super::Service;
use super::browse::Named;
use super::error::{Error, Refusal};
use super::request::{Call, HistoryRequest};
use super::response::{HistoryView, Matched, Purpose, Response};
use crate::digest::EditionRef;
use crate::radar::BlipId;

impl Service {
    pub(super) async fn history(&self, call: &Call, asked: HistoryRequest) -> Result<Response, Error> {
        let query = match asked {
            HistoryRequest::Page(blip, page) => return self.life(call, &blip, Matched::Exactly, page).await,
            HistoryRequest::Named(query) => query,
        };
        match self.named(call, query).await? {
            Named::Blip(id, matched) => self.life(call, &id, matched, 0).await,
            Named::Unclear(unclear) => Ok(unclear.ask(Purpose::History)),
        }
    }

    async fn life(&self, call: &Call, id: &BlipId, matched: Matched, page: u16) -> Result<Response, Error> {
        let (editions, radar) = self.shelf(call.guild).await?;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let Some(blip) = current.edition.blip(id) else {
            return Ok(Response::NotOnRadar {
                query: id.to_string(),
                nearest: Vec::new(),
                purpose: Purpose::History,
            });
        };
        let mut steps = Vec::new();
        for step in radar.timeline.history(id, call.now) {
            let edition: EditionRef = step.edition.as_ref().into();
            let vote = self.vote_for(call.guild, id, &edition, &editions).await?;
            steps.push((step, vote));
        }
        Ok(Response::History(Box::new(HistoryView {
            scheme: Arc::clone(radar.timeline.scheme()),
            blip: Arc::clone(blip),
            steps,
            matched,
            page,
        })))
    }
}
