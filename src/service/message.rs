//! A vote's own message: where it is, and posting it again when somebody deleted it.
//!
//! The newest message is the vote's: buttons name the proposal and not a message, so those of each work. It is posted
//! again by itself once an hour at most, since a moderator who deletes it again means it; by hand always.

use jiff::{SignedDuration, Timestamp};

use super::concerns::refusal;
use super::error::{Attempt, Error, Refusal};
use super::place::PlaceError;
use super::request::Call;
use super::response::{Reposted, Reposting, Response};
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::{ChannelId, GuildId, MessageId};
use crate::outbox::{Notice, Posted, Topic, Update};
use crate::storage::{Batch, Expect, Key, Row, StoreError, Stored};
use crate::vote::{ChangeError, ConcernNumber, Proposal, ProposalNumber};

/// After what time a message that was posted again is posted once more by itself.
const REST: SignedDuration = SignedDuration::from_hours(1);

/// The notice of a vote's newest message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The notice.
    pub notice: Stored<Notice>,
    /// How many times the message was posted again up to it.
    pub reposts: u32,
}

impl Newest {
    /// The message, once it is posted.
    pub fn posted(&self) -> Option<Posted> {
        self.notice.value.posted().first().copied()
    }

    /// Whether the vote has no message any more, if somebody deleted `deleted`. One that was deleted before this one
    /// is of no interest, and while the next is on its way there is nothing to be done: so nothing is done twice.
    fn is_gone_with(&self, deleted: Option<MessageId>) -> bool {
        !self.notice.value.is_open() && self.posted().map(|posted| posted.message) == deleted
    }

    /// Whether the message was posted again a short while ago.
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.reposts > 0 && now.duration_since(self.notice.value.queued_at) < REST
    }
}

impl Service {
    /// The notice of a vote's newest message; `None`: there is no such vote.
    pub async fn newest_message(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Newest>, StoreError> {
        let Some(mut notice) = self.store.notice(guild, &Topic::Vote(number)).await? else {
            return Ok(None);
        };
        let mut reposts = 0;
        while let Some(next) = self.store.notice(guild, &repost(number, reposts + 1)).await? {
            notice = next;
            reposts += 1;
        }
        Ok(Some(Newest { notice, reposts }))
    }

    /// The message of a vote, once it is posted.
    pub async fn posted(&self, guild: GuildId, number: ProposalNumber) -> Result<Option<Posted>, StoreError> {
        let newest = self.newest_message(guild, number).await?;
        Ok(newest.and_then(|newest| newest.posted()))
    }

    /// What happens to a vote now, told apart by its second: another of the same second has its own.
    pub(super) async fn news(
        &self,
        call: &Call,
        number: ProposalNumber,
        update: impl Fn(u32) -> Update,
    ) -> Result<Update, StoreError> {
        let mut second = u32::try_from(call.now.as_second()).unwrap_or(u32::MAX);
        while let topic = Topic::Update(number, update(second))
            && self.store.notice(call.guild, &topic).await?.is_some()
        {
            second = second.saturating_add(1);
        }
        Ok(update(second))
    }

    /// The thread of a vote, if something was said there. It was started from the message of that time, and outlives it.
    pub async fn thread_of(&self, proposal: &Proposal) -> Result<Option<ChannelId>, StoreError> {
        let concerns = (0..proposal.concerns.len()).map(ConcernNumber::at);
        let answers = concerns.clone().map(Update::Answered);
        let addenda = u32::try_from(proposal.addenda.len()).unwrap_or(u32::MAX);
        let said = [Update::Thread]
            .into_iter()
            .chain(concerns.map(Update::Raised))
            .chain((0..addenda).map(Update::Added))
            .chain(answers);
        for update in said {
            let topic = Topic::Update(proposal.number, update);
            let notice = self.store.notice(proposal.guild, &topic).await?;
            let channel = notice.map(|stored| stored.value.channel);
            if let Some(thread) = channel.filter(|channel| *channel != proposal.channel) {
                return Ok(Some(thread));
            }
        }
        Ok(None)
    }

    /// Messages of a guild were deleted. Whose they were Discord does not say: most are nobody's business here.
    pub async fn messages_deleted(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
        now: Timestamp,
    ) -> Result<(), Error> {
        // What people delete all day costs nothing in a guild in which no vote goes on.
        if !self.agenda.concerns(guild) {
            return Ok(());
        }
        for stored in self.store.proposals(guild).await? {
            let Proposal { number, status, .. } = stored.value;
            if !status.is_live() {
                continue;
            }
            let posted = self.posted(guild, number).await?;
            if let Some(posted) = posted.filter(|posted| posted.channel == channel)
                && messages.contains(&posted.message)
            {
                self.message_gone(guild, number, Some(posted.message), now)
                    .await?;
            }
        }
        Ok(())
    }

    /// A vote's message may show an old tally.
    pub fn tally_changed(&self, guild: GuildId, number: ProposalNumber) {
        self.report(Event::TallyChanged(guild, number));
    }

    /// Has the message of a live vote posted again that lost `deleted`, or of which nothing was left when it was sent.
    pub async fn message_gone(
        &self,
        guild: GuildId,
        number: ProposalNumber,
        deleted: Option<MessageId>,
        now: Timestamp,
    ) -> Result<(), Error> {
        until_committed(|| async {
            let Some(proposal) = self.store.proposal(guild, number).await? else {
                return Ok(());
            };
            let Some(newest) = self.newest_message(guild, number).await? else {
                return Ok(());
            };
            if !proposal.value.status.is_live() || !newest.is_gone_with(deleted) {
                return Ok(());
            }
            if newest.is_fresh(now) {
                tracing::info!(guild.id = %guild, proposal.id = %number, "a vote's message was deleted again; it is left so for a while");
                return Ok(());
            }
            self.post_again(&proposal, &newest, now).await
        })
        .await
    }

    /// `/proposal repost`: whoever misses a vote's message has it posted again, if it is gone.
    pub(super) async fn repost(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let (title, what) = until_committed(|| async {
            let proposal = self
                .store
                .proposal(call.guild, number)
                .await?
                .ok_or(Refusal::NoSuchProposal { number })?;
            let vote = &proposal.value;
            if !vote.status.is_live() {
                // Its outcome was told, and the record stays: nothing can be pressed any more.
                return Err(refusal(vote, ChangeError::Over).into());
            }
            let title = vote.change.title().clone();
            let Some(newest) = self.newest_message(call.guild, number).await? else {
                return Ok((title, Reposting::Waits(vote.channel)));
            };
            if newest.notice.value.is_open() {
                return Ok((title, Reposting::Waits(vote.channel)));
            }
            if let Some(posted) = newest.posted() {
                match self.places.is_there(posted).await {
                    Ok(true) => return Ok((title, Reposting::NotNeeded(posted))),
                    Ok(false) => {}
                    Err(PlaceError::NotSeen(channel)) => {
                        return Err(Refusal::ChannelNotSeen { channel }.into());
                    }
                    Err(error @ PlaceError::Unreachable(_)) => return Err(Error::Place(error).into()),
                }
            }
            self.post_again(&proposal, &newest, call.now).await?;
            Ok::<_, Attempt>((title, Reposting::Queued(vote.channel)))
        })
        .await?;
        Ok(Response::Reposted(Reposted { number, title, what }))
    }

    /// Queues the message of a vote once more, on the condition that the vote has not changed.
    async fn post_again(
        &self,
        proposal: &Stored<Proposal>,
        newest: &Newest,
        now: Timestamp,
    ) -> Result<(), Attempt> {
        let Proposal {
            guild,
            number,
            channel,
            ..
        } = proposal.value;
        let topic = repost(number, newest.reposts + 1);
        let notice = Notice::new(guild, topic.clone(), channel, now);
        let unchanged = Expect::Revision(Key::Proposal(guild, number), proposal.revision);
        let batch = Batch::new().expect(unchanged).create(Row::Notice(notice));
        self.store.commit(batch).await?;
        self.report(Event::Queued(guild, topic));
        Ok(())
    }
}

/// What posts a vote's message again.
const fn repost(number: ProposalNumber, count: u32) -> Topic {
    Topic::Update(number, Update::Repost(count))
}
