//! Counting a vote whose deadline has come.

use jiff::Timestamp;

use super::error::{Attempt, Error};
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::storage::{Batch, Expect, Revision, Row};
use crate::vote::{Proposal, ProposalNumber, Status};

impl Service {
    /// Counts and decides the vote if it is due at `now`; says how it stands. Doing it twice changes nothing.
    pub async fn close(
        &self,
        guild: GuildId,
        number: ProposalNumber,
        now: Timestamp,
    ) -> Result<Option<Proposal>, Error> {
        until_committed(|| async {
            let Some(stored) = self.store.proposal(guild, number).await? else {
                return Ok(None);
            };
            let ballots = self.store.ballots(guild, number).await?;
            let open = stored.value;
            let Ok(closed) = open.clone().close(&ballots, now) else {
                if open.status != Status::Open {
                    self.agenda.remove(&open);
                }
                return Ok(Some(open));
            };
            // A ballot that is stored between the count and the commit makes this a conflict: it is counted then.
            let counted = Batch::new().expect(Expect::Ballots(guild, number, ballots.len()));
            self.end(counted, stored.revision, closed, now).await.map(Some)
        })
        .await
    }

    /// Stores a proposal that ended, with what must be said of it.
    pub(super) async fn end(
        &self,
        batch: Batch,
        read_as: Revision,
        ended: Proposal,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let topics = [Topic::Ending(ended.number), Topic::Outcome(ended.number)];
        let notices = topics
            .clone()
            .map(|topic| Notice::new(ended.guild, topic, ended.channel, now));
        let batch = batch.replace(read_as, Row::Proposal(ended.clone()));
        let batch = notices
            .into_iter()
            .fold(batch, |batch, notice| batch.create(Row::Notice(notice)));
        self.store.commit(batch).await?;
        self.agenda.remove(&ended);
        for topic in topics {
            self.report(Event::Queued(ended.guild, topic));
        }
        Ok(ended)
    }
}
