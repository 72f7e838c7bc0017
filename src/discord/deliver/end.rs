//! The vote's message gets its outcome and loses its buttons: an edit, which can be repeated.

use std::time::Duration;

use super::mark::Identity;
use super::post::{obstacle, since};
use super::{Delivered, Deliverer};
use crate::discord::sender::SendError;
use crate::outbox::{Delivery, Notice, Obstacle, Posted};
use crate::storage::{StoreError, Stored};
use crate::vote::ProposalNumber;

impl Deliverer {
    pub(super) async fn end(
        &self,
        stored: Stored<Notice>,
        number: ProposalNumber,
    ) -> Result<Delivered, StoreError> {
        let guild = stored.value.guild;
        let Some(newest) = self.service.newest_message(guild, number).await? else {
            return self.sent(stored, Vec::new()).await;
        };
        let Some(posted) = newest.posted() else {
            if !newest.notice.value.is_open() {
                return self.sent(stored, Vec::new()).await;
            }
            if let Some((why, _)) = newest.notice.value.parked() {
                return Ok(Delivered::Parked(why));
            }
            // The message goes first, which may have failed by what nobody waits for.
            return Ok(match self.post(newest.notice).await? {
                Delivered::Done => Delivered::Later(Duration::ZERO),
                not_yet => not_yet,
            });
        };
        match self.show(&newest.notice.value, posted).await? {
            Ok(()) => self.sent(stored, vec![posted]).await,
            Err(error) if error.is_unknown_message() => self.sent(stored, Vec::new()).await,
            Err(error) => {
                tracing::warn!(guild.id = %guild, proposal.id = %number, error = %error, "a vote's message could not be edited");
                match obstacle(&error) {
                    None => Ok(self.again(&error)),
                    Some(why) if self.may_be_away(&stored.value, why) => Ok(Delivered::Away),
                    Some(why) => self.park_edit(stored, why).await,
                }
            }
        }
    }

    pub(super) async fn park_edit(
        &self,
        mut stored: Stored<Notice>,
        why: Obstacle,
    ) -> Result<Delivered, StoreError> {
        let now = self.clock.now();
        let delivery = Delivery::Parked {
            why,
            at: since(stored.value.parked(), why).unwrap_or(now),
            parts: Vec::new(),
            posted: Vec::new(),
        };
        if self.service.park(&mut stored, delivery, now).await? {
            Ok(Delivered::Parked(why))
        } else {
            Ok(Delivered::Later(self.pace.retry))
        }
    }

    /// Edits the vote's message, which `notice` posted, so that it shows how the vote stands now.
    pub(super) async fn show(
        &self,
        notice: &Notice,
        posted: Posted,
    ) -> Result<Result<(), SendError>, StoreError> {
        let facts = self.service.facts(notice, self.clock.now()).await?;
        let mark = Identity::of(notice.guild, notice.channel, &notice.topic).mark();
        let Some(body) = self.render(&facts, &mark, notice.guild).into_iter().next() else {
            return Ok(Ok(()));
        };
        let edit: Result<_, _> = self
            .sender
            .edit_message(posted.channel, posted.message, &body)
            .await;
        Ok(edit.map(|_| ()))
    }
}
