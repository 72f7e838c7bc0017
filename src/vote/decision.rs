//! The rule applied to a count: integers only.

use super::electorate::Electors;
use super::policy::{Base, Quorum, Rule};
use super::tally::Tally;

/// Everything that a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How many gave which answer.
    pub tally: Tally,
    /// Those in favour besides the proposer.
    pub seconds: u32,
    /// How many may vote, if that is known.
    pub electors: Option<Electors>,
}

impl Count {
    /// How many may vote, if that is known.
    pub fn electorate(&self) -> Option<u32> {
        self.electors.map(|electors| electors.counted)
    }

    /// How many of the electorate have not voted, if that is known.
    pub fn silent(&self) -> Option<u32> {
        self.electorate()
            .map(|size| size.saturating_sub(self.tally.taking_part()))
    }

    /// The whole that a threshold is a share of. Where the electorate is not known, it is that of those who voted: a
    /// policy that needs more is refused before a vote opens.
    pub fn base(&self, base: Base) -> u32 {
        let electorate = self.electorate().unwrap_or_else(|| self.tally.taking_part());
        match base {
            Base::Cast => self.tally.cast(),
            Base::Present => electorate.saturating_sub(self.tally.abstain),
            Base::Electorate => electorate,
        }
    }

    /// The same with more votes of those who were silent.
    fn with(&self, in_favor: u32, against: u32) -> Self {
        let mut count = *self;
        count.tally.in_favor += in_favor;
        count.tally.against += against;
        // The proposer's own ballot is among those that are counted, or was never cast: at worst it comes now.
        count.seconds += in_favor;
        // Of a counted role more may vote than it had: then it is as large as those who take part, as in a real count.
        if let Some(electors) = &mut count.electors {
            electors.counted = electors.counted.max(count.tally.taking_part());
        }
        count
    }
}

/// What a vote comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The change stands in the draft of the next edition.
    Passed,
    /// The status quo stays, for this reason.
    Rejected(Shortfall),
    /// Too few took part: the status quo stays.
    NoQuorum,
}

/// Why a vote in which enough took part did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shortfall {
    /// Not more in favour than against.
    NoMajority,
    /// Fewer in favour than the least number.
    TooFewInFavor,
    /// The share in favour is below the threshold.
    BelowThreshold,
    /// Somebody is against, and silence would have been consent.
    Opposed,
}

/// How many must take part.
pub fn least_voters(quorum: Quorum, count: &Count) -> u32 {
    match quorum {
        Quorum::Voters(voters) => voters,
        Quorum::Share(share) => {
            share.least_of(count.electorate().unwrap_or_else(|| count.tally.taking_part()))
        }
    }
}

/// Decides. A tie, all abstaining and nobody taking part leave things as they are.
pub fn decide(rule: &Rule, count: &Count) -> Outcome {
    let tally = &count.tally;
    match *rule {
        Rule::Majority {
            quorum,
            threshold,
            base,
            min_in_favor,
        } => {
            if tally.taking_part() < least_voters(quorum, count) || tally.taking_part() == 0 {
                Outcome::NoQuorum
            } else if tally.in_favor <= tally.against {
                Outcome::Rejected(Shortfall::NoMajority)
            } else if tally.in_favor < min_in_favor {
                Outcome::Rejected(Shortfall::TooFewInFavor)
            } else if !threshold.is_met_by(tally.in_favor, count.base(base)) {
                Outcome::Rejected(Shortfall::BelowThreshold)
            } else {
                Outcome::Passed
            }
        }
        Rule::Lazy { min_seconds } => {
            if tally.against > 0 {
                Outcome::Rejected(Shortfall::Opposed)
            } else if count.seconds < min_seconds {
                Outcome::NoQuorum
            } else {
                Outcome::Passed
            }
        }
    }
}

/// The outcome, if it stays the same whatever those do who have not voted yet: vote for or against, abstain, recuse
/// themselves or stay silent.
///
/// Where nobody knows how many they are, and where silence is consent, nothing is certain before the deadline.
pub fn certain(rule: &Rule, count: &Count) -> Option<Outcome> {
    certain_with(rule, count, count.silent()?)
}

/// The same where so many may still vote.
pub fn certain_with(rule: &Rule, count: &Count, silent: u32) -> Option<Outcome> {
    match rule {
        Rule::Majority { .. } => {
            let now = decide(rule, count);
            // A vote in favour never turns passing into failing, one against never the other way round, and the rest
            // lies between the two: so these two are the ends.
            let against = decide(rule, &count.with(0, silent));
            let in_favor = decide(rule, &count.with(silent, 0));
            match (now, against, in_favor) {
                // Rejected: enough take part already, or it could still end as a vote without a quorum.
                (Outcome::Passed, Outcome::Passed, Outcome::Passed)
                | (Outcome::Rejected(_), Outcome::Rejected(_), Outcome::Rejected(_)) => Some(now),
                (Outcome::Passed | Outcome::Rejected(_) | Outcome::NoQuorum, _, _) => None,
            }
        }
        Rule::Lazy { .. } => None,
    }
}

/// How many more in favour, everybody else silent, would make it pass now; `None` if no number would.
pub fn missing_in_favor(rule: &Rule, count: &Count) -> Option<u32> {
    let most = count.silent().unwrap_or(u32::from(u16::MAX));
    let passes = |more: u32| decide(rule, &count.with(more, 0)) == Outcome::Passed;
    if !passes(most) {
        return None;
    }
    // One more in favour never turns passing into failing: the least is found by halving.
    let (mut least, mut enough) = (0, most);
    while least < enough {
        let middle = least + (enough - least) / 2;
        if passes(middle) {
            enough = middle;
        } else {
            least = middle + 1;
        }
    }
    Some(enough)
}

#[cfg(test)]
mod tests;
