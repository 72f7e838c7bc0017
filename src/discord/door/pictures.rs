//! Answers with pictures: the whole radar, and a quadrant by itself.

use tokio::time::Instant;

use super::Door;
use crate::discord::commands::Audience;
use crate::discord::gallery::{self, Look, Picture};
use crate::discord::view::Reply;
use crate::radar::QuadrantId;
use crate::service::{Browse, Call, Request, WHOLE};
use crate::storage::StoreError;

/// What an answer shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    /// The whole radar. Its answer says all that the picture does, and does not wait for it.
    Radar,
    /// A quadrant, which is asked for to see its picture.
    Quadrant(QuadrantId),
}

impl Door {
    /// What the request comes to, in words and with the picture that belongs to it, if there is one.
    pub(super) async fn illustrated(
        &self,
        call: &Call,
        request: Request,
        audience: Audience,
        deadline: Instant,
    ) -> Reply {
        let shown = shown(&request);
        let mut reply = self.work(call, request, audience, deadline).await;
        let Some(shown) = shown else {
            return reply;
        };
        match self.pictures(call, shown).await {
            Ok(pictures) => reply.files.extend(gallery::hang(&pictures, 0, &mut reply.body)),
            // Without a picture the answer is as good.
            Err(error) => {
                tracing::warn!(guild.id = %call.guild, %error, "the radar's picture could not be shown");
            }
        }
        reply
    }

    async fn pictures(&self, call: &Call, shown: Shown) -> Result<Vec<Picture>, StoreError> {
        let radar = self.service.radar(call.guild).await?;
        let Some(current) = radar.current(call.now) else {
            return Ok(Vec::new());
        };
        let settings = self.service.store().settings(call.guild).await?;
        let look = Look::new(settings.value.look());
        let (gallery, edition) = (self.deliverer.gallery(), &current.edition.id);
        Ok(match shown {
            Shown::Radar => gallery.at_hand(&radar, edition, look),
            // What is not there any more was refused, and takes no place among what is kept.
            Shown::Quadrant(quadrant) if radar.timeline.scheme().quadrant(&quadrant).is_none() => Vec::new(),
            Shown::Quadrant(quadrant) => gallery.quadrant(&radar, edition, quadrant, look).await,
        })
    }
}

/// What is shown on the first page of an answer.
fn shown(request: &Request) -> Option<Shown> {
    match request {
        Request::Browse(Browse::Whole(0)) => Some(Shown::Radar),
        Request::Browse(Browse::Named(name)) => matches!(name.trim(), "" | WHOLE).then_some(Shown::Radar),
        Request::Browse(Browse::Quadrant(quadrant, 0)) => Some(Shown::Quadrant(quadrant.clone())),
        Request::Browse(Browse::Whole(_) | Browse::Quadrant(..) | Browse::Card(..))
        | Request::Blips(_)
        | Request::BlipsPage(..)
        | Request::Compare(_)
        | Request::Check(..)
        | Request::History(_)
        | Request::Propose(_)
        | Request::Cast(..)
        | Request::Reasoned(..)
        | Request::Proposal(_)
        | Request::Edition(_)
        | Request::Setup(_)
        | Request::WritePolicy { .. }
        | Request::Away(_)
        | Request::Help => None,
    }
}
