//! Policies for tests.

use super::policy::{Base, Quorum, Rule};
use super::{Count, Policies, Policy, Ratio, Tally};

/// The standard policy with these least numbers and this threshold.
pub fn policy(min_voters: u32, min_in_favor: u32, threshold: Ratio) -> Policy {
    Policy {
        rule: Rule::Majority {
            quorum: Quorum::Voters(min_voters),
            threshold,
            base: Base::Cast,
            min_in_favor,
        },
        ..Policies::built_in().usual(false)
    }
}

/// A count of so many, in a vote without an electorate of known size.
pub fn count(in_favor: u32, against: u32, abstain: u32) -> Count {
    Count {
        tally: Tally {
            in_favor,
            against,
            abstain,
            ..Tally::default()
        },
        seconds: in_favor.saturating_sub(1),
        electors: None,
    }
}
