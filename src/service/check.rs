//! The message command: which blips a message names.

use super::Service;
use super::browse::candidates_of;
use super::error::{Error, Refusal};
use super::request::Call;
use super::response::{Mentioned, Response};
use crate::outbox::Posted;

impl Service {
    pub(super) async fn check(&self, call: &Call, message: Posted, text: &str) -> Result<Response, Error> {
        let radar = self.radar(call.guild).await?;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let ids = current.mentions().named_in(text);
        let proposals = self.store.proposals(call.guild).await?;
        let mut named = Vec::with_capacity(ids.len());
        for blip in candidates_of(&ids, radar.timeline.scheme(), &current) {
            named.push(Mentioned {
                open_vote: self.open_vote(call.guild, &blip.id, &proposals).await?,
                blip,
            });
        }
        Ok(Response::Checked { message, named })
    }
}
