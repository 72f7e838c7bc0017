//! The votes in which members vote right now, as far as a press needs them: so that it reads neither the proposal nor
//! everybody's ballots.
//!
//! Nothing is decided on what is remembered here. A ballot is stored only if the proposal is still the one that was
//! remembered, and a vote that looks certain is counted anew, from the store, before it closes. So if anything here were
//! wrong, a press would be tried again or a vote be looked at in vain.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use crate::id::GuildId;
use crate::storage::{Revision, StoreError, Stored};
use crate::vote::{Ballot, Proposal, ProposalNumber, Running, Status};

/// How long Discord is not asked again who may still vote, where what it said made no outcome certain.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// How many votes are remembered.
const MOST_POLLS: usize = 64;
/// How many voters are remembered in all votes together; one vote is remembered in any case.
const MOST_VOTERS: usize = 50_000;

/// A vote in which members vote.
#[derive(Debug)]
pub(super) struct Poll {
    /// The proposal as it was read.
    pub stored: Stored<Proposal>,
    read: OnceCell<()>,
    ballots: Mutex<Ballots>,
    /// When Discord was last asked who may still vote, and the outcome was not certain.
    asked_in_vain: Mutex<Option<Timestamp>>,
}

/// The ballots of a vote.
#[derive(Debug)]
enum Ballots {
    /// Those that were stored while all were read, or before: they may be among these or not.
    Early(Vec<Ballot>),
    /// All, counted.
    Counted(Running),
}

impl Poll {
    fn of(stored: Stored<Proposal>) -> Self {
        Self {
            stored,
            read: OnceCell::new(),
            ballots: Mutex::new(Ballots::Early(Vec::new())),
            asked_in_vain: Mutex::new(None),
        }
    }

    /// Counts what is stored, once: whoever comes meanwhile waits for that.
    pub async fn count(
        &self,
        read: impl Future<Output = Result<Vec<Ballot>, StoreError>>,
    ) -> Result<(), StoreError> {
        let count = || async {
            let stored = read.await?;
            let mut running = Running::of(&self.stored.value, &stored);
            let mut ballots = self.ballots();
            if let Ballots::Early(early) = &*ballots {
                for ballot in early {
                    running.add(&self.stored.value, ballot);
                }
            }
            *ballots = Ballots::Counted(running);
            Ok(())
        };
        self.read.get_or_try_init(count).await.copied()
    }

    /// Adds a ballot that is stored; gives the one of the same voter that was the latest before, and whether the outcome
    /// is certain now.
    pub fn add(&self, ballot: &Ballot, now: Timestamp) -> (Option<Ballot>, bool) {
        let proposal = &self.stored.value;
        match &mut *self.ballots() {
            Ballots::Early(early) => {
                early.push(ballot.clone());
                (None, false)
            }
            Ballots::Counted(running) => {
                let before = running.add(proposal, ballot);
                (before, proposal.is_certain_by(&running.count(proposal), now))
            }
        }
    }

    /// Discord was asked who may still vote, and the outcome was not certain.
    pub fn ask_in_vain(&self, now: Timestamp) {
        *self.vain() = Some(now);
    }

    /// When Discord may be asked again: not at every press, where many press.
    pub fn ask_at(&self, now: Timestamp) -> Timestamp {
        let again = self.vain().and_then(|at| at.checked_add(ASK_AGAIN).ok());
        again.map_or(now, |again| again.max(now))
    }

    fn vain(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.asked_in_vain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn voters(&self) -> usize {
        match &*self.ballots() {
            Ballots::Early(early) => early.len(),
            Ballots::Counted(running) => running.voters(),
        }
    }

    fn ballots(&self) -> MutexGuard<'_, Ballots> {
        self.ballots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self) -> (GuildId, ProposalNumber) {
        (self.stored.value.guild, self.stored.value.number)
    }
}

/// The votes that are remembered.
#[derive(Debug, Default)]
pub(super) struct Polls(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    /// Each with when it was last asked for.
    polls: HashMap<(GuildId, ProposalNumber), (u64, Arc<Poll>)>,
    asked: u64,
}

impl Polls {
    /// The vote, if it is remembered.
    pub fn get(&self, guild: GuildId, number: ProposalNumber) -> Option<Arc<Poll>> {
        let mut remembered = self.lock();
        remembered.asked += 1;
        let asked = remembered.asked;
        let (last, poll) = remembered.polls.get_mut(&(guild, number))?;
        *last = asked;
        Some(Arc::clone(poll))
    }

    /// The vote as it was just read. It is remembered while ballots are taken; somebody else may have been faster.
    pub fn begin(&self, stored: Stored<Proposal>) -> Arc<Poll> {
        let poll = Arc::new(Poll::of(stored));
        if poll.stored.value.status != Status::Open {
            return poll;
        }
        let mut remembered = self.lock();
        if let Some((_, known)) = remembered.polls.get(&poll.key())
            && known.stored.revision >= poll.stored.revision
        {
            return Arc::clone(known);
        }
        remembered.make_room();
        remembered.asked += 1;
        let asked = remembered.asked;
        remembered.polls.insert(poll.key(), (asked, Arc::clone(&poll)));
        poll
    }

    /// Adds a ballot that was stored through `poll`, and gives what [`Poll::add`] does.
    ///
    /// The vote may have been forgotten meanwhile, and begun anew by somebody who read it before the ballot was there:
    /// they get it, too.
    pub fn add(&self, poll: &Arc<Poll>, ballot: &Ballot, now: Timestamp) -> (Option<Ballot>, bool) {
        let current = self
            .lock()
            .polls
            .get(&poll.key())
            .map(|(_, poll)| Arc::clone(poll));
        if let Some(current) = current.filter(|current| !Arc::ptr_eq(current, poll)) {
            current.add(ballot, now);
        }
        poll.add(ballot, now)
    }

    /// Forgets the vote, whose proposal is not what was remembered.
    pub fn outdated(&self, poll: &Arc<Poll>) {
        let mut remembered = self.lock();
        if let Some((_, known)) = remembered.polls.get(&poll.key())
            && Arc::ptr_eq(known, poll)
        {
            remembered.polls.remove(&poll.key());
        }
    }

    /// Forgets a vote whose proposal was stored by this commit.
    pub fn changed(&self, guild: GuildId, number: ProposalNumber, by: Revision) {
        let mut remembered = self.lock();
        if let Some((_, known)) = remembered.polls.get(&(guild, number))
            && known.stored.revision < by
        {
            remembered.polls.remove(&(guild, number));
        }
    }

    /// Forgets everything of a guild.
    pub fn forget(&self, guild: GuildId) {
        self.lock().polls.retain(|(of, _), _| *of != guild);
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remembered {
    /// Forgets those that nobody asked for the longest, as far as one more asks for it.
    fn make_room(&mut self) {
        let mut voters: usize = self.polls.values().map(|(_, poll)| poll.voters()).sum();
        while self.polls.len() >= MOST_POLLS || voters > MOST_VOTERS {
            let oldest = self.polls.iter().min_by_key(|(_, (last, _))| *last);
            let Some((&key, (_, poll))) = oldest else { return };
            voters -= poll.voters();
            self.polls.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::FutureExt;

    use super::*;
    use crate::storage::sample::{at, ballot, guild, number, proposal};

    fn open(numbered: u32, revision: u64) -> Stored<Proposal> {
        Stored {
            revision: Revision(revision),
            value: proposal(1, numbered),
        }
    }

    fn tally(poll: &Poll) -> u32 {
        match &*poll.ballots() {
            Ballots::Early(early) => panic!("{early:?}"),
            Ballots::Counted(running) => running.count(&poll.stored.value).tally.taking_part(),
        }
    }

    #[test]
    fn ballots_are_read_once_and_those_stored_meanwhile_count_once() {
        let polls = Polls::default();
        let poll = polls.begin(open(1, 1));
        assert!(poll.count(pending()).now_or_never().is_none(), "it is read");
        polls.add(&poll, &ballot(2, 20), at(0));
        polls.add(&poll, &ballot(3, 30), at(0));
        let read = ready(Ok(vec![ballot(1, 10), ballot(2, 20)]));
        poll.count(read).now_or_never().unwrap().unwrap();
        assert_eq!(tally(&poll), 3);
        poll.count(pending()).now_or_never().unwrap().unwrap();
        assert_eq!(polls.add(&poll, &ballot(3, 35), at(0)).0, Some(ballot(3, 30)));
        assert_eq!(tally(&poll), 3);
    }

    #[test]
    fn what_could_not_be_read_is_read_again() {
        let poll = Polls::default().begin(open(1, 1));
        let failed = ready(Err(StoreError::Failed("no".to_owned())));
        poll.count(failed).now_or_never().unwrap().unwrap_err();
        poll.count(ready(Ok(Vec::new()))).now_or_never().unwrap().unwrap();
        assert_eq!(tally(&poll), 0);
    }

    #[test]
    fn a_ballot_stored_through_a_forgotten_poll_counts_in_the_one_that_took_its_place() {
        let polls = Polls::default();
        let before = polls.begin(open(1, 1));
        polls.outdated(&before);
        let after = polls.begin(open(1, 1));
        assert!(!Arc::ptr_eq(&before, &after));
        polls.add(&before, &ballot(1, 10), at(0));
        after
            .count(ready(Ok(Vec::new())))
            .now_or_never()
            .unwrap()
            .unwrap();
        assert_eq!(tally(&after), 1);
    }

    #[test]
    fn the_newest_state_of_a_proposal_is_the_one_that_is_remembered() {
        let polls = Polls::default();
        let newer = polls.begin(open(1, 5));
        assert!(Arc::ptr_eq(&polls.begin(open(1, 4)), &newer));
        polls.changed(guild(1), number(1), Revision(5));
        assert!(polls.get(guild(1), number(1)).is_some());
        polls.changed(guild(1), number(1), Revision(6));
        assert!(polls.get(guild(1), number(1)).is_none());
        polls.outdated(&newer);
        let newest = polls.begin(open(1, 6));
        polls.outdated(&newer);
        assert!(Arc::ptr_eq(&polls.get(guild(1), number(1)).unwrap(), &newest));
        polls.forget(guild(1));
        assert!(polls.get(guild(1), number(1)).is_none());
    }

    #[test]
    fn those_that_nobody_votes_in_are_forgotten_first() {
        let polls = Polls::default();
        let most = u32::try_from(MOST_POLLS).unwrap();
        for numbered in 1..=most {
            polls.begin(open(numbered, 1));
        }
        assert!(polls.get(guild(1), number(1)).is_some());
        polls.begin(open(most + 1, 1));
        assert!(polls.get(guild(1), number(1)).is_some());
        assert!(polls.get(guild(1), number(2)).is_none());
        let large = polls.get(guild(1), number(3)).unwrap();
        let voters = u64::try_from(MOST_VOTERS).unwrap() + 1;
        for by in 1..=voters {
            large.add(&ballot(by, by), at(0));
        }
        polls.begin(open(most + 2, 1));
        assert!(polls.get(guild(1), number(3)).is_none());
    }

    #[test]
    fn votes_that_are_not_open_are_not_remembered() {
        let polls = Polls::default();
        let mut over = open(1, 1);
        over.value.status = Status::Withdrawn {
            at: at(0),
            stood: None,
        };
        polls.begin(over);
        assert!(polls.get(guild(1), number(1)).is_none());
    }
}
