//! The rule applied to a tally: integers only.

use super::policy::Policy;
use super::tally::Tally;

/// What a vote came to.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortfall {
    /// Not more in favour than against.
    NoMajority,
    /// Fewer in favour than the least number.
    TooFewInFavor,
    /// The share in favour is below the threshold.
    BelowThreshold,
}

/// Decides. A tie, all abstaining and nobody taking part leave things as they are.
pub fn decide(tally: &Tally, policy: &Policy) -> Outcome {
    if tally.taking_part() < policy.min_voters {
        Outcome::NoQuorum
    } else if tally.in_favor <= tally.against {
        Outcome::Rejected(Shortfall::NoMajority)
    } else if tally.in_favor < policy.min_in_favor {
        Outcome::Rejected(Shortfall::TooFewInFavor)
    } else if !policy.threshold.is_met_by(tally.in_favor, tally.cast()) {
        Outcome::Rejected(Shortfall::BelowThreshold)
    } else {
        Outcome::Passed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vote::policy::Ratio;

    fn standard() -> Policy {
        Policy {
            threshold: Ratio::new(2, 3).unwrap(),
            min_in_favor: 2,
            min_voters: 3,
        }
    }

    #[track_caller]
    fn case(in_favor: u32, against: u32, abstain: u32, expected: Outcome) {
        assert_eq!(
            decide(
                &Tally {
                    in_favor,
                    against,
                    abstain
                },
                &standard()
            ),
            expected
        );
    }

    #[test]
    fn quorum_and_threshold_are_met_exactly() {
        case(2, 1, 0, Outcome::Passed);
        case(2, 0, 1, Outcome::Passed);
        case(4, 2, 0, Outcome::Passed);
        case(2, 0, 0, Outcome::NoQuorum);
        case(3, 2, 0, Outcome::Rejected(Shortfall::BelowThreshold));
    }

    #[test]
    fn ties_abstentions_and_silence_keep_the_status_quo() {
        case(2, 2, 0, Outcome::Rejected(Shortfall::NoMajority));
        case(0, 0, 5, Outcome::Rejected(Shortfall::NoMajority));
        case(0, 0, 0, Outcome::NoQuorum);
        case(1, 0, 9, Outcome::Rejected(Shortfall::TooFewInFavor));
    }

    proptest! {
        #[test]
        fn one_more_in_favor_never_turns_passing_into_failing(
            in_favor in 0u32..50, against in 0u32..50, abstain in 0u32..50,
            numerator in 1u32..10, denominator in 1u32..10, min_in_favor in 1u32..10, min_voters in 1u32..10,
        ) {
            prop_assume!(numerator <= denominator);
            let policy = Policy { threshold: Ratio::new(numerator, denominator).unwrap(), min_in_favor, min_voters };
            let before = decide(&Tally { in_favor, against, abstain }, &policy);
            let after = decide(&Tally { in_favor: in_favor + 1, against, abstain }, &policy);
            prop_assert!(before != Outcome::Passed || after == Outcome::Passed);
        }

        #[test]
        fn the_least_part_meets_the_share_and_one_less_does_not(
            numerator in 1u32..20, denominator in 1u32..20, whole in 1u32..1000,
        ) {
            prop_assume!(numerator <= denominator);
            let share = Ratio::new(numerator, denominator).unwrap();
            let least = share.least_of(whole);
            prop_assert!(share.is_met_by(least, whole));
            prop_assert!(least == 0 || !share.is_met_by(least - 1, whole));
        }
    }
}
