//! A count that is kept up as ballots come: who counts a vote at every ballot does not go through all of them each time.

use std::collections::HashMap;

use super::ballot::{Ballot, Choice, Voter};
use super::decision::Count;
use super::electorate::Attendance;
use super::proposal::Proposal;
use super::tally::Tally;

/// The latest ballot of each voter, and what they come to.
///
/// It belongs to one state of the proposal: where that changes, other ballots may count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Without the reasons, which nobody counts.
    latest: HashMap<Voter, Ballot>,
    tally: Tally,
    seconds: u32,
}

impl Running {
    /// The count of these ballots on `proposal`.
    pub fn of(proposal: &Proposal, ballots: &[Ballot]) -> Self {
        let mut running = Self {
            latest: HashMap::new(),
            tally: Tally::default(),
            seconds: 0,
        };
        for ballot in ballots {
            running.add(proposal, ballot);
        }
        running
    }

    /// Counts one more ballot, and gives the one of the same voter that was the latest before. Ballots come in any
    /// order, and one that comes twice counts once.
    pub fn add(&mut self, proposal: &Proposal, ballot: &Ballot) -> Option<Ballot> {
        let before = self.latest.get(&ballot.voter).cloned();
        if before
            .as_ref()
            .is_some_and(|before| before.interaction >= ballot.interaction)
        {
            return before;
        }
        if let Some(replaced) = &before {
            for number in self.numbers(proposal, replaced) {
                *number -= 1;
            }
        }
        let ballot = Ballot {
            reason: None,
            ..ballot.clone()
        };
        for number in self.numbers(proposal, &ballot) {
            *number += 1;
        }
        self.latest.insert(ballot.voter, ballot);
        before
    }

    /// The numbers in which a ballot is counted that is the latest of its voter.
    fn numbers(&mut self, proposal: &Proposal, ballot: &Ballot) -> impl Iterator<Item = &mut u32> {
        let stands = !proposal.is_voided(ballot);
        let counts = stands && proposal.binds(ballot);
        let seconds =
            counts && ballot.choice == Choice::InFavor && ballot.voter != Voter::Known(proposal.proposer);
        let number = match (stands, counts) {
            (_, true) => Some(self.tally.of_mut(ballot.choice)),
            (true, false) => Some(&mut self.tally.advisory),
            (false, false) => None,
        };
        number.into_iter().chain(seconds.then_some(&mut self.seconds))
    }

    /// How many voted, whether their ballots count or not.
    pub fn voters(&self) -> usize {
        self.latest.len()
    }

    /// Everything that the rule looks at, as [`Proposal::count`] gives it for [`Attendance::Unread`].
    pub fn count(&self, proposal: &Proposal) -> Count {
        Count {
            tally: self.tally,
            seconds: self.seconds,
            electors: proposal.electors(&self.tally, &Attendance::Unread, |_| false),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::sample::{at, interaction, member, proposal};
    use crate::vote::trail::VoterNumber;
    use crate::vote::{Electorate, Voided};

    fn electorate() -> BoxedStrategy<Electorate> {
        let members = || (1..6).map(member).collect();
        proptest::sample::select(vec![
            Electorate::Anyone,
            Electorate::Listed(members()),
            Electorate::Role {
                role: "7".parse().unwrap(),
                size: Some(6),
            },
            Electorate::Members {
                role: "7".parse().unwrap(),
                members: members(),
            },
        ])
        .boxed()
    }

    /// A press in the given millisecond: several may be in the same one.
    fn ballot((who, choice, second, serial): (u64, usize, i64, u64)) -> Ballot {
        let voter = match who {
            9 => Voter::Forgotten(VoterNumber::after(8)),
            who => Voter::Known(member(who)),
        };
        Ballot {
            voter,
            choice: Choice::ALL[choice],
            interaction: interaction(crate::id::snowflake_at(at(1_700_000_000 + second)).get() + serial),
            reason: None,
        }
    }

    fn ballots() -> BoxedStrategy<Vec<Ballot>> {
        let press = (1..10u64, 0..4usize, 0..20i64, 0..1000u64).prop_map(ballot);
        proptest::collection::vec(press, 0..40).boxed()
    }

    /// Voted at any moment of the vote, or after it.
    fn voided() -> BoxedStrategy<Vec<Voided>> {
        let voided = (1..8u64, 0..25i64).prop_map(|(of, second)| Voided {
            member: member(of),
            by: member(1),
            at: at(1_700_000_000 + second),
            reason: crate::prose::Prose::parse("Pressed in error", 100).unwrap(),
        });
        proptest::collection::vec(voided, 0..3).boxed()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn a_running_count_is_the_full_recount(
            electorate in electorate(), voided in voided(), ballots in ballots(), again in 0..40usize, first in 0..40usize,
        ) {
            // A press is one ballot.
            let mut seen = std::collections::HashSet::new();
            let mut ballots = ballots;
            ballots.retain(|ballot| seen.insert(ballot.interaction));
            let proposal = Proposal { electorate, voided, proposer: member(2), ..proposal(1, 1) };
            let first = first.min(ballots.len());
            let mut running = Running::of(&proposal, &ballots[..first]);
            for (index, ballot) in ballots.iter().enumerate().skip(first) {
                let known = ballots[..index].iter().filter(|known| known.voter == ballot.voter);
                let latest = known.max_by_key(|known| known.interaction);
                prop_assert_eq!(running.add(&proposal, ballot), latest.cloned());
                prop_assert_eq!(running.count(&proposal), proposal.count(&ballots[..=index], &Attendance::Unread));
            }
            for ballot in ballots.iter().take(again) {
                running.add(&proposal, ballot);
            }
            prop_assert_eq!(&running, &Running::of(&proposal, &ballots));
            prop_assert_eq!(running.count(&proposal), proposal.count(&ballots, &Attendance::Unread));
        }
    }
}
