//! What the clock and members can do to a proposal, and what they can not.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::id::{InteractionId, snowflake_at};
use crate::prose::Prose;
use crate::radar::{EditionId, RingId, Standing};
use crate::storage::sample::{at, member, proposal};
use crate::vote::ballot::Ballot;
use crate::vote::electorate::{Attendance, Electorate};
use crate::vote::extension::{MOST_EXTENSION, Outage};
use crate::vote::policy::MAX_HOLD;
use crate::vote::proposal::{CLOSE_GRACE, TIME_TO_THINK};
use crate::vote::status::Waiting;
use crate::vote::{CastError, Choice, Ratio, Voter, sample};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn words(text: &str) -> Prose {
    Prose::parse(text, 100).unwrap()
}

fn press(at: Timestamp, serial: u64) -> InteractionId {
    InteractionId::try_from(snowflake_at(at).get() + serial).unwrap()
}

fn ballot(by: u64, choice: Choice, at: Timestamp) -> Ballot {
    Ballot {
        voter: Voter::Known(member(by)),
        choice,
        interaction: press(at, by),
        reason: None,
    }
}

/// A week, five listed members of whom two must be in favour.
fn open() -> Proposal {
    let opens_at = at(1_700_000_000);
    Proposal {
        opens_at,
        closes_at: opens_at + DAY * 7,
        policy: sample::policy(2, 2, Ratio::TWO_THIRDS),
        electorate: Electorate::Listed((1..6).map(member).collect()),
        ..proposal(1, 1)
    }
}

fn settled(proposal: &Proposal, ballots: &[Ballot], now: Timestamp) -> Option<Proposal> {
    proposal.settle(Circumstances {
        ballots,
        attendance: &Attendance::Unread,
        standing: &Standing::In(RingId::parse("assess").unwrap()),
        now,
    })
}

fn raised(open: &Proposal, by: u64, at: Timestamp) -> (Proposal, ConcernNumber) {
    open.raise(member(by), &[], (words("Too dear"), None), press(at, by))
        .unwrap()
}

/// All in favour: certain from the first moment on.
fn unanimous(open: &Proposal) -> Vec<Ballot> {
    (1..6)
        .map(|by| ballot(by, Choice::InFavor, open.opens_at + HOUR))
        .collect()
}

#[test]
fn it_closes_early_at_the_least_time_and_not_a_second_before() {
    let open = open();
    let (ballots, early) = (unanimous(&open), open.opens_at + open.policy.min_open);
    assert_eq!(
        settled(&open, &ballots, early - SignedDuration::from_secs(1)),
        None
    );
    let closed = settled(&open, &ballots, early).unwrap();
    assert!(matches!(closed.status, Status::Passed { .. }));
}

#[test]
fn what_is_certain_at_the_deadline_waits_for_presses_on_their_way() {
    let open = open();
    let ballots = unanimous(&open);
    assert_eq!(settled(&open, &ballots, open.closes_at + HOUR / 3600), None);
    assert!(!open.is_certain(&ballots, open.closes_at));
    assert!(settled(&open, &ballots, open.closes_at + CLOSE_GRACE).is_some());
}

#[test]
fn whose_time_is_over_is_not_taken_back() {
    let open = open();
    let late = open.closes_at + SignedDuration::from_secs(1);
    assert_eq!(open.withdraw(open.proposer, late), Err(ChangeError::Over));
    assert!(open.withdraw(open.proposer, open.closes_at).is_ok());
    let (held, _) = raised(&open, 2, open.opens_at + HOUR);
    let held = settled(&held, &[], held.due_at()).unwrap();
    assert!(
        held.withdraw(held.proposer, late + HOUR).is_ok(),
        "a concern holds it"
    );
}

#[test]
fn an_answered_concern_gives_time_to_think() {
    let (open, concern) = raised(&open(), 2, at(1_700_000_000) + HOUR);
    let answered_at = open.closes_at - HOUR;
    let again = open.resolve(concern, member(2), answered_at).unwrap();
    assert_eq!(again.closes_at, answered_at + TIME_TO_THINK);
    let just_before = again.closes_at - SignedDuration::from_secs(1);
    assert_eq!(settled(&again, &unanimous(&again), just_before), None);
}

#[test]
fn a_bot_that_was_away_for_the_longest_hold_blocks_the_vote_in_one_step() {
    let (open, concern) = raised(&open(), 2, at(1_700_000_000) + HOUR);
    let late = open.closes_at + MAX_HOLD;
    let blocked = settled(&open, &[], late).unwrap();
    assert!(matches!(blocked.status, Status::Blocked { .. }));
    assert_eq!(settled(&blocked, &[], late), None);
    assert_eq!(open.resolve(concern, member(2), late), Err(ChangeError::Over));
    let held = settled(&open, &[], late - HOUR).unwrap();
    assert_eq!(
        held.status,
        Status::Held {
            since: late - HOUR,
            until: late
        }
    );
    assert_eq!(held.resolve(concern, member(2), late), Err(ChangeError::Over));
}

#[test]
fn an_outage_counts_from_ten_minutes_and_a_tenth_of_the_window_up_to_two_days() {
    let open = open();
    let away = |from: Timestamp, long: SignedDuration| Outage {
        from,
        until: from + long,
    };
    let tenth = open.window() / 10;
    let from = open.opens_at + HOUR;
    let less = away(from, tenth - SignedDuration::from_secs(1));
    assert_eq!(open.outlast(less, less.until), None);
    let enough = away(from, tenth);
    let longer = open.outlast(enough, enough.until).unwrap();
    assert_eq!(longer.closes_at, open.closes_at + tenth);
    assert_eq!(longer.outlast(enough, enough.until), None, "it was counted");
    let long = away(from, DAY * 4);
    assert_eq!(
        open.outlast(long, long.until).unwrap().closes_at,
        open.closes_at + MOST_EXTENSION
    );
}

#[test]
fn one_member_leaves_room_for_the_concerns_of_others() {
    let mut open = open();
    let now = open.opens_at + HOUR;
    for serial in 0..20 {
        let raised = open.raise(member(2), &[], (words("No"), None), press(now, serial));
        open = raised.map_or(open, |(next, _)| next);
    }
    assert_eq!(open.open_concerns(), 5);
    let other = open.raise(member(3), &[], (words("Too dear"), None), press(now, 30));
    assert_eq!(other.map(|(next, _)| next.open_concerns()), Ok(6));
}

#[test]
fn an_outage_while_a_vote_is_held_takes_nothing_from_it() {
    let open = open();
    let (blocked, number) = raised(&open, 2, open.opens_at + HOUR);
    let held = settled(&blocked, &[], blocked.due_at()).unwrap();
    let outage = Outage {
        from: held.closes_at + HOUR,
        until: held.closes_at + DAY * 3,
    };
    assert_eq!(held.outlast(outage, outage.until), None);
    let reopened = held.resolve(number, member(2), outage.until + HOUR).unwrap();
    assert_eq!(
        reopened.outlast(outage, outage.until + HOUR * 2),
        None,
        "nobody could vote then"
    );
}

#[test]
fn an_outage_after_the_deadline_takes_no_room_from_the_next() {
    let mut open = open();
    open.closes_at = open.opens_at + HOUR * 10;
    let first = Outage {
        from: open.closes_at - HOUR,
        until: open.closes_at + DAY * 3,
    };
    let longer = open.outlast(first, first.until).unwrap();
    assert_eq!(longer.closes_at, first.until + HOUR);
    let next = Outage {
        from: longer.closes_at - HOUR * 9,
        until: longer.closes_at,
    };
    let again = longer.outlast(next, next.until).unwrap();
    assert_eq!(
        again.closes_at,
        longer.closes_at + HOUR,
        "only what was not counted yet"
    );
    assert_eq!((longer.lost(), again.lost()), (HOUR, HOUR * 2));
    assert_eq!(again.outlast(next, next.until), None);
}

#[test]
fn a_refreshed_roster_keeps_those_who_voted() {
    let open = open();
    let now = open.opens_at + HOUR;
    let ballots = [ballot(1, Choice::InFavor, now)];
    let new = Electorate::Listed(BTreeSet::from([member(8), member(9)]));
    let next = open.refresh(new, &ballots, Some(&BTreeSet::new()), now).unwrap();
    assert_eq!(next.electorate.size(), Some(3));
    assert_eq!(next.tally(&ballots).in_favor, 1);
}

#[test]
fn who_left_before_voting_shrinks_the_electorate_and_who_voted_does_not() {
    let open = open();
    let ballots = [
        ballot(1, Choice::InFavor, open.opens_at),
        ballot(2, Choice::Recuse, open.opens_at),
    ];
    let here = Attendance::Still(BTreeSet::from([member(2), member(3), member(4)]));
    let count = open.count(&ballots, &here);
    assert_eq!(
        count.electorate(),
        Some(3),
        "1 voted, 5 left, 2 recused themselves"
    );
    assert_eq!(open.count(&ballots, &Attendance::Unread).electorate(), Some(4));
    assert_eq!(count.tally.taking_part(), 1);
    assert_eq!(open.count(&ballots, &Attendance::Count(0)).electorate(), Some(1));
}

#[test]
fn what_waits_can_be_taken_back_and_stopped_and_takes_no_ballots() {
    let waits = [
        Waiting::Behind(crate::vote::ProposalNumber::FIRST),
        Waiting::Voters,
        Waiting::Second {
            until: at(1_800_000_000),
        },
    ];
    for waiting in waits {
        let waiting = open().with(Status::Waiting(waiting));
        let now = waiting.opens_at + HOUR;
        let cast = waiting.cast(member(2), &[], Choice::InFavor, press(now, 2));
        assert_eq!(cast.map(drop), Err(CastError::NotYet));
        let raised = waiting.raise(member(2), &[], (words("No"), None), press(now, 2));
        assert_eq!(raised.map(drop), Err(ChangeError::NotYet));
        assert_eq!(
            settled(&waiting, &[], now + DAY * 30),
            None,
            "only what wakes it does"
        );
        let back = waiting.withdraw(waiting.proposer, now).unwrap();
        assert_eq!(back.status, Status::Withdrawn { at: now, stood: None });
        let stopped = waiting.cancel(member(9), words("off"), now).unwrap();
        assert!(matches!(stopped.status, Status::Cancelled { .. }));
        for over in [back, stopped] {
            assert_eq!(over.withdraw(over.proposer, now), Err(ChangeError::Over));
            assert_eq!(over.cancel(member(9), words("off"), now), Err(ChangeError::Over));
        }
    }
}

#[test]
fn only_what_is_queued_can_be_in_conflict_or_published() {
    let now = open().closes_at + DAY;
    let passed = settled(&open(), &unanimous(&open()), now).unwrap();
    let found = Standing::Retired;
    let conflict = passed.in_conflict(found.clone(), now).unwrap();
    let edition = EditionId::parse("2026").unwrap();
    assert_eq!(conflict.in_conflict(found.clone(), now), None);
    assert_eq!(conflict.published(edition.clone(), now), None);
    let published = passed.published(edition, now).unwrap();
    assert_eq!(published.in_conflict(found.clone(), now), None);
    assert_eq!(open().in_conflict(found, now), None);
}

/// Something that is done; the number tells by whom and to what.
fn done(proposal: &Proposal, what: u8, who: u64, now: Timestamp, ballots: &mut Vec<Ballot>) -> Proposal {
    let number = ConcernNumber::at(usize::try_from(who).unwrap() % 3);
    let by = member(who);
    let next = match what {
        0 => proposal
            .raise(by, &[], (words("No"), None), press(now, who))
            .map(|(next, _)| next),
        1 => proposal.resolve(number, by, now),
        2 => proposal.override_concern(number, by, words("on"), now),
        3 => proposal.void(by, member(77), words("left"), now),
        4 => proposal.refresh(proposal.electorate.clone(), ballots, Some(&BTreeSet::new()), now),
        5 if who == 1 => proposal.withdraw(member(77), now),
        5 if who == 2 => proposal.cancel(member(9), words("off"), now),
        6 => Ok(proposal
            .outlast(
                Outage {
                    from: now - DAY,
                    until: now,
                },
                now,
            )
            .unwrap_or_else(|| proposal.clone())),
        _ => {
            let choice = Choice::ALL[usize::from(what) % 4];
            if let Ok(cast) = proposal.cast(by, &[], choice, press(now, who)) {
                assert!(now <= proposal.closes_at);
                ballots.push(cast);
            }
            Ok(proposal.clone())
        }
    };
    next.unwrap_or_else(|_| proposal.clone())
}

proptest! {
    #[test]
    fn whatever_is_done_the_states_keep_their_promises(
        steps in proptest::collection::vec((0..14u8, 1..6u64, 0..60u32), 1..60),
    ) {
        let (mut now, mut ballots) = (open().opens_at, Vec::new());
        let mut state = open();
        for (what, who, hours) in steps {
            now += HOUR * i32::try_from(hours).unwrap();
            let before = state.clone();
            state = done(&before, what, who, now, &mut ballots);
            prop_assert!(state.closes_at >= before.closes_at);
            if !before.status.is_live() {
                prop_assert_eq!(&state, &before);
            }
            if matches!((&before.status, &state.status), (Status::Held { .. }, Status::Open)) {
                prop_assert!(state.closes_at.duration_since(now) >= TIME_TO_THINK);
            }
            if let Some(next) = settled(&state, &ballots, now) {
                prop_assert!(before.status.is_live());
                prop_assert_eq!(settled(&next, &ballots, now), None);
                if let Status::Held { until, .. } = next.status {
                    prop_assert!(until <= next.closes_at + MAX_HOLD && now < until);
                }
                if let Status::Passed { .. } | Status::Rejected { .. } = next.status {
                    prop_assert!(!state.is_blocked());
                    let early = now >= state.may_close_at() && now < state.closes_at;
                    prop_assert!(early || now >= state.closes_at + CLOSE_GRACE);
                }
                let edition = EditionId::parse("2026").unwrap();
                let passed = matches!(next.status, Status::Passed { .. });
                let out = next.published(edition.clone(), now);
                prop_assert_eq!(out.is_some(), passed);
                prop_assert!(out.is_none_or(|out| out.published(edition, now).is_none()));
                state = next;
            }
        }
    }

    #[test]
    fn the_order_of_ballots_does_not_matter_and_the_last_of_a_member_counts(
        cast in proptest::collection::vec((1..6u64, 0..4usize), 1..20), turn in 0..20usize,
    ) {
        let open = open();
        let mut ballots: Vec<Ballot> = (0..).zip(&cast).map(|(second, (by, choice))| {
            ballot(*by, Choice::ALL[*choice], open.opens_at + SignedDuration::from_secs(second))
        }).collect();
        let counted = open.count(&ballots, &Attendance::Unread);
        let last = |choice: usize| (1..6u64).filter(|who| {
            cast.iter().rev().find(|(by, _)| by == who).is_some_and(|(_, last)| *last == choice)
        }).count();
        prop_assert_eq!(counted.tally.in_favor as usize, last(0));
        prop_assert_eq!(counted.tally.recused as usize, last(3));
        let turn = turn % ballots.len();
        ballots.rotate_left(turn);
        prop_assert_eq!(open.count(&ballots, &Attendance::Unread), counted);
        ballots.reverse();
        prop_assert_eq!(open.count(&ballots, &Attendance::Unread), counted);
    }
}

#[test]
fn the_time_in_which_a_vote_was_held_is_no_part_of_its_window() {
    let mut open = open();
    open.closes_at = open.opens_at + HOUR;
    let (blocked, number) = raised(&open, 2, open.opens_at + HOUR / 2);
    let held = settled(&blocked, &[], blocked.due_at()).unwrap();
    let answered = held.closes_at + DAY * 5;
    let reopened = held.resolve(number, member(2), answered).unwrap();
    let outage = Outage {
        from: answered + HOUR / 4,
        until: answered + HOUR / 4 + SignedDuration::from_mins(25),
    };
    let longer = reopened.outlast(outage, outage.until).unwrap();
    assert_eq!(
        longer.closes_at,
        reopened.closes_at + SignedDuration::from_mins(25),
        "25 of the 120 minutes in which ballots were taken"
    );
}
