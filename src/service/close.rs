//! What the clock does to a proposal: it opens, is held, and is counted.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::draft::draft;
use super::error::{Attempt, Error, Refusal};
use super::propose::{alone, is_in_line, must_have_voters, must_leave_room};
use super::reminder;
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::GuildId;
use crate::outbox::{Notice, Topic, Update};
use crate::radar::{BlipId, Standing};
use crate::storage::{Append, Batch, Expect, Key, Revision, Row, StoreError, draw_salt};
use crate::vote::history::{self, Happening};
use crate::vote::{Attendance, Circumstances, Phase, Proposal, ProposalNumber, Status, Waiting};

/// After what time a proposal is looked at again that can not be put to the vote, since too few may vote.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// How long a proposal waits whose voters Discord does not tell.
const UNREAD_PAUSE: SignedDuration = SignedDuration::from_mins(5);

impl Service {
    /// Does what is due about a proposal at `now`, and says how it stands. Doing it twice changes nothing.
    pub async fn settle(
        &self,
        guild: GuildId,
        number: ProposalNumber,
        now: Timestamp,
    ) -> Result<Option<Proposal>, Error> {
        until_committed(|| async {
            let seen = self.agenda.seen(guild, number);
            let Some(stored) = self.store.proposal(guild, number).await? else {
                self.agenda.set(guild, number, None);
                return Ok(None);
            };
            let before = stored.value;
            if !before.status.is_live() {
                self.agenda.set(guild, number, None);
                return Ok(Some(before));
            }
            match before.status.phase() {
                Phase::Waiting(Waiting::Second { until }) if now < until => {
                    self.note_next(&before, now);
                    return Ok(Some(before));
                }
                Phase::Waiting(_) => return self.wake(stored.revision, before, now).await.map(Some),
                Phase::Open | Phase::Held { .. } | Phase::Over => {}
            }
            if self.waits_to_hear(&before, now) {
                return Ok(Some(before));
            }
            if let Some(longer) = self.outlive((stored.revision, &before), now).await? {
                return Ok(Some(longer));
            }
            let ballots = self.store.ballots(guild, number).await?;
            if let Some(next) = self.remind((stored.revision, &before), &ballots, now).await? {
                self.agenda.set(guild, number, Some(now));
                return Ok(Some(next));
            }
            let standing = self.standing(guild, before.change.blip(), now).await?;
            let early = now < before.due_at() && before.is_certain(&ballots, now);
            let (attendance, marked) = if early || now >= before.due_at() {
                let roll = self.roll(&before, &ballots, now).await?;
                (roll.attendance, self.marked(&before, roll.departed).await?)
            } else {
                (Attendance::Unread, Cow::Borrowed(&before))
            };
            let found = Circumstances {
                ballots: &ballots,
                attendance: &attendance,
                standing: &standing,
                now,
            };
            let Some(next) = marked.settle(found) else {
                if let Some(poll) = self.polls.get(guild, number).filter(|_| early) {
                    poll.ask_in_vain(now);
                }
                self.agenda.follow(guild, number, seen, next_look(&before, now));
                return Ok(Some(before));
            };
            // A ballot that is stored between the count and the commit makes this a conflict: it is counted then.
            let counted = Batch::new().expect(Expect::Ballots(guild, number, ballots.len()));
            if next.status.is_live() {
                self.change(counted, (stored.revision, &before), next, held(&before), now)
                    .await
                    .map(Some)
            } else {
                self.end(counted, (stored.revision, &before), next, now)
                    .await
                    .map(Some)
            }
        })
        .await
    }

    /// Puts a waiting proposal to the vote if nothing stands in its way any more.
    async fn wake(&self, read_as: Revision, waits: Proposal, now: Timestamp) -> Result<Proposal, Attempt> {
        match self.put_to_vote((read_as, &waits), waits.clone(), now).await {
            Err(Attempt::Fail(Error::Refused(refusal))) if *refusal == Refusal::RosterUnread => {
                // Nobody is there to be told: it waits until Discord answers.
                let again = now.saturating_add(UNREAD_PAUSE).ok();
                self.agenda.set(waits.guild, waits.number, again);
                Ok(waits)
            }
            Err(Attempt::Fail(Error::Refused(_))) => {
                // Who may vote was changed while it waited: it could never pass now, or anybody could have it pass.
                let next = self
                    .waits_for((read_as, &waits), waits.clone(), Waiting::Voters, now)
                    .await?;
                let again = now.saturating_add(LOOK_AGAIN).ok();
                self.agenda.set(next.guild, next.number, again);
                Ok(next)
            }
            woken => woken,
        }
    }

    /// Puts a proposal to the vote that waited, `next` being what is known of it now: behind another on the same blip,
    /// or from where the blip stands. Refused if it is not known who may vote, or if it could never pass with them.
    pub(super) async fn put_to_vote(
        &self,
        read: (Revision, &Proposal),
        next: Proposal,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let (_, waits) = read;
        // Before the look: whatever ends after it notes that this one is looked at again.
        self.agenda.set(waits.guild, waits.number, None);
        let tried = self.try_the_vote(read, next, now).await;
        if tried.is_err() {
            // It still waits for what it waited for.
            let at = next_look(waits, now).unwrap_or(now);
            self.agenda.set(waits.guild, waits.number, Some(at));
        }
        tried
    }

    async fn try_the_vote(
        &self,
        (read_as, waits): (Revision, &Proposal),
        next: Proposal,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let (guild, number) = (waits.guild, waits.number);
        let all = self.store.proposals(guild).await?;
        let in_the_way = all.iter().map(|stored| &stored.value).find(|other| {
            // Of those in line the first comes first; one that is open is never joined by another.
            let is_waiting = matches!(other.status, Status::Waiting(_));
            let is_before = other.number < number || !is_waiting;
            let is_another = other.number != number && other.change.blip() == waits.change.blip();
            is_another && is_before && is_in_line(other)
        });
        if let Some(first) = in_the_way {
            let behind = Waiting::Behind(first.number);
            let next = self.waits_for((read_as, waits), next, behind, now).await?;
            if next != *waits {
                // What is in the way may have ended between the look and the commit; the next look is a quiet one.
                self.agenda.set(guild, number, Some(now));
            }
            return Ok(next);
        }
        // While it waited behind another, nobody was asked for a second.
        if next.seconded_by.is_none()
            && let Some(cooling) = self.cools(&all, &waits.change, &waits.policy, now).await?
        {
            let until = cooling.until;
            let second = Waiting::Second { until };
            let next = self.waits_for((read_as, waits), next, second, now).await?;
            self.note_next(&next, now);
            return Ok(next);
        }
        let standing = self.standing(guild, waits.change.blip(), now).await?;
        let settings = self.store.settings(guild).await?.value;
        let electorate = self.electorate(guild, &settings, &waits.policy).await?;
        must_have_voters(&waits.policy, waits.proposer, &electorate)?;
        let next = next.awake(&standing, electorate, now);
        if next.status.is_live() {
            must_leave_room(&next)?;
            // Nor has one been proposed since.
            let last = all.last().map_or(number, |stored| stored.value.number);
            let none = Expect::Revision(Key::Proposal(guild, last.next()), Revision::ABSENT);
            let batch = alone(Batch::new().expect(none), &next, &all);
            self.change(batch, (read_as, waits), next, vec![Update::Waiting], now)
                .await
        } else {
            self.end(Batch::new(), (read_as, waits), next, now).await
        }
    }

    /// Stores for what a proposal waits, if that is something else now.
    async fn waits_for(
        &self,
        (read_as, waits): (Revision, &Proposal),
        next: Proposal,
        waiting: Waiting,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let status = Status::Waiting(waiting);
        let next = Proposal { status, ..next };
        if next == *waits {
            return Ok(next);
        }
        let waits = self
            .change(Batch::new(), (read_as, waits), next, Vec::new(), now)
            .await?;
        if !is_in_line(&waits) {
            self.wake_followers(&waits, now).await?;
        }
        Ok(waits)
    }

    /// Has all proposals looked at that wait behind one that ended. What it decided may be told by those that wait for
    /// something else.
    async fn wake_followers(&self, ended: &Proposal, now: Timestamp) -> Result<(), Attempt> {
        for stored in self.store.proposals(ended.guild).await? {
            let waits = stored.value.status.phase().is_waiting();
            if waits && stored.value.change.blip() == ended.change.blip() {
                self.report(Event::TallyChanged(ended.guild, stored.value.number));
            }
            if stored.value.status == Status::Waiting(Waiting::Behind(ended.number)) {
                self.agenda.set(ended.guild, stored.value.number, Some(now));
            }
        }
        Ok(())
    }

    /// Looks at the votes of all guilds after an edition of the data folder came out.
    pub async fn blips_moved(&self, now: Timestamp) -> Result<(), Error> {
        for guild in self.store.guilds().await? {
            self.look_again(guild, now).await?;
        }
        Ok(())
    }

    /// Has all open votes of a guild looked at, since blips moved: some may be stale, and what passed may conflict.
    pub(super) async fn look_again(&self, guild: GuildId, now: Timestamp) -> Result<(), Error> {
        let (editions, radar) = self.shelf(guild).await?;
        let proposals = self.store.proposals(guild).await?;
        if let Some(current) = radar.current(now) {
            let draft = draft(&current, &proposals, &editions);
            for queued in draft.queued.iter().filter(|queued| !queued.fits) {
                let found = Standing::of(current.edition, queued.proposal.change.blip());
                self.mark_conflict(guild, queued.proposal.number, &found, now)
                    .await?;
            }
        }
        for stored in proposals {
            if stored.value.status.is_live() {
                self.agenda.set(guild, stored.value.number, Some(now));
                let waits = stored.value.status.phase().is_waiting();
                if waits || self.reworded(&stored.value, now).await?.is_some() {
                    // Its message says so, and may not yet; of one that waits it says where the blip stands.
                    self.report(Event::TallyChanged(guild, stored.value.number));
                }
            }
        }
        Ok(())
    }

    async fn mark_conflict(
        &self,
        guild: GuildId,
        number: ProposalNumber,
        found: &Standing,
        now: Timestamp,
    ) -> Result<(), Error> {
        until_committed(|| async {
            let Some(stored) = self.store.proposal(guild, number).await? else {
                return Ok(());
            };
            let Some(next) = stored.value.in_conflict(found.clone(), now) else {
                return Ok(());
            };
            self.change(
                Batch::new(),
                (stored.revision, &stored.value),
                next,
                vec![Update::Conflict],
                now,
            )
            .await
            .map(drop)
        })
        .await
    }

    /// Where a blip stands now, in the draft if it changes there.
    pub(super) async fn standing(
        &self,
        guild: GuildId,
        blip: &BlipId,
        now: Timestamp,
    ) -> Result<Standing, StoreError> {
        let (editions, radar) = self.shelf(guild).await?;
        let Some(current) = radar.current(now) else {
            return Ok(Standing::Unknown);
        };
        let proposals = self.store.proposals(guild).await?;
        Ok(draft(&current, &proposals, &editions).standing(current.edition, blip))
    }

    /// Stores a proposal that goes on, with what must be said of it.
    pub(super) async fn change(
        &self,
        batch: Batch,
        (read_as, before): (Revision, &Proposal),
        next: Proposal,
        updates: Vec<Update>,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let mut batch = told(batch, before, &next, now)?.replace(read_as, Row::Proposal(next.clone()));
        let topics: Vec<Topic> = updates
            .into_iter()
            .map(|update| Topic::Update(next.number, update))
            .collect();
        for topic in &topics {
            batch = batch.create(Row::Notice(Notice::new(
                next.guild,
                topic.clone(),
                next.channel,
                now,
            )));
        }
        let seen = self.agenda.seen(next.guild, next.number);
        let by = self.store.commit(batch).await?;
        self.polls.changed(next.guild, next.number, by);
        self.agenda
            .follow(next.guild, next.number, seen, next_look(&next, now));
        for topic in topics {
            self.report(Event::Queued(next.guild, topic));
        }
        self.report(Event::TallyChanged(next.guild, next.number));
        Ok(next)
    }

    /// Stores a proposal that ended, with what must be said of it.
    pub(super) async fn end(
        &self,
        batch: Batch,
        (read_as, before): (Revision, &Proposal),
        ended: Proposal,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let topics = [Topic::Ending(ended.number), Topic::Outcome(ended.number)];
        let notices = topics
            .clone()
            .map(|topic| Notice::new(ended.guild, topic, ended.channel, now));
        let batch = told(batch, before, &ended, now)?.replace(read_as, Row::Proposal(ended.clone()));
        let batch = notices
            .into_iter()
            .fold(batch, |batch, notice| batch.create(Row::Notice(notice)));
        let by = self.store.commit(batch).await?;
        self.polls.changed(ended.guild, ended.number, by);
        self.agenda.set(ended.guild, ended.number, None);
        self.wake_followers(&ended, now).await?;
        for topic in topics {
            self.report(Event::Queued(ended.guild, topic));
        }
        Ok(ended)
    }

    /// Notes when something is to be done about the proposal next.
    pub(super) fn note_next(&self, proposal: &Proposal, now: Timestamp) {
        self.agenda
            .set(proposal.guild, proposal.number, next_look(proposal, now));
    }
}

/// The batch with what happened between the two states, for the trail.
fn told(batch: Batch, before: &Proposal, next: &Proposal, now: Timestamp) -> Result<Batch, Attempt> {
    let mut batch = batch;
    for Happening { by, what, detail } in history::between(before, next) {
        let happened = (by, what, detail);
        batch = batch.append(Append::event(
            next.guild,
            next.number,
            happened,
            now,
            draw_salt()?,
        ));
    }
    Ok(batch)
}

/// What is said of a vote that is held now.
fn held(before: &Proposal) -> Vec<Update> {
    let count = u32::try_from(before.extensions.len()).unwrap_or(u32::MAX);
    vec![Update::Held(count)]
}

/// When a proposal is to be looked at next.
pub(super) fn next_look(proposal: &Proposal, now: Timestamp) -> Option<Timestamp> {
    let step = proposal.next_step_at(now);
    step.into_iter().chain(reminder::next(proposal, now)).min()
}
