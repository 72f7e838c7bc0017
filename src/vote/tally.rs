//! Counting ballots, without judging them.

use std::collections::HashMap;

use super::ballot::{Ballot, Choice, Voter};
use crate::id::MemberId;

/// How many members gave which answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Members in favour.
    pub in_favor: u32,
    /// Members against.
    pub against: u32,
    /// Members who abstain.
    pub abstain: u32,
    /// Members who recused themselves: they are no part of the electorate.
    pub recused: u32,
    /// Members whose ballots are kept and do not count, since they could not vote when the vote opened.
    pub advisory: u32,
}

impl Tally {
    /// Counts the latest ballot of each member, in whatever order the ballots come; all of them count.
    pub fn count<'a>(ballots: impl IntoIterator<Item = &'a Ballot>) -> Self {
        Self::count_those(ballots, |_| true)
    }

    /// Counts the latest ballot of each member; those of members that do not `bind` are advisory.
    pub fn count_those<'a>(
        ballots: impl IntoIterator<Item = &'a Ballot>,
        binds: impl Fn(&Ballot) -> bool,
    ) -> Self {
        let mut tally = Self::default();
        for ballot in latest(ballots).values() {
            if !binds(ballot) {
                tally.advisory += 1;
                continue;
            }
            *tally.of_mut(ballot.choice) += 1;
        }
        tally
    }

    /// The number of those who gave an answer that counts.
    pub(super) fn of_mut(&mut self, choice: Choice) -> &mut u32 {
        match choice {
            Choice::InFavor => &mut self.in_favor,
            Choice::Against => &mut self.against,
            Choice::Abstain => &mut self.abstain,
            Choice::Recuse => &mut self.recused,
        }
    }

    /// Members who took a side.
    pub fn cast(&self) -> u32 {
        self.in_favor + self.against
    }

    /// Members who took part, abstentions included.
    pub fn taking_part(&self) -> u32 {
        self.cast() + self.abstain
    }
}

/// The latest ballot of each member. The order of the ballots does not matter.
pub fn latest<'a>(ballots: impl IntoIterator<Item = &'a Ballot>) -> HashMap<Voter, &'a Ballot> {
    let mut latest: HashMap<Voter, &Ballot> = HashMap::new();
    for ballot in ballots {
        latest
            .entry(ballot.voter)
            .and_modify(|held| {
                if ballot.interaction > held.interaction {
                    *held = ballot;
                }
            })
            .or_insert(ballot);
    }
    latest
}

/// The latest ballot of `member`, if they cast any.
pub fn latest_of(ballots: &[Ballot], member: MemberId) -> Option<&Ballot> {
    ballots
        .iter()
        .filter(|ballot| ballot.voter == Voter::Known(member))
        .max_by_key(|ballot| ballot.interaction)
}
