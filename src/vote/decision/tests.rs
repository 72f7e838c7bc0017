//! Rules over counts: what must hold for all of them.

use proptest::prelude::*;

use super::*;
use crate::vote::Ratio;
use crate::vote::sample;

/// What somebody does who has not voted yet.
#[derive(Debug, Clone, Copy)]
enum Late {
    InFavor,
    Against,
    Abstains,
    Recuses,
    Silent,
}

fn rule() -> impl Strategy<Value = Rule> {
    let ratio = || (1..8u32, 0..8u32).prop_map(|(part, more)| Ratio::new(part, part + more).unwrap());
    let quorum = prop_oneof![
        (0..12u32).prop_map(Quorum::Voters),
        ratio().prop_map(Quorum::Share)
    ];
    let base = proptest::sample::select(Base::ALL.to_vec());
    prop_oneof![
        1 => (0..3u32).prop_map(|min_seconds| Rule::Lazy { min_seconds }),
        6 => (quorum, ratio(), base, 0..4u32).prop_map(|(quorum, threshold, base, min_in_favor)| {
            Rule::Majority { quorum, threshold, base, min_in_favor }
        }),
    ]
}

fn known(in_favor: u32, against: u32, abstain: u32, silent: u32) -> Count {
    let counted = in_favor + against + abstain + silent;
    Count {
        electors: Some(Electors {
            opened: counted,
            counted,
            asked: false,
        }),
        ..sample::count(in_favor, against, abstain)
    }
}

fn count() -> impl Strategy<Value = Count> {
    (0..9u32, 0..9u32, 0..5u32, 0..7u32).prop_map(|(y, n, a, silent)| known(y, n, a, silent))
}

fn late() -> impl Strategy<Value = Late> {
    proptest::sample::select(vec![
        Late::InFavor,
        Late::Against,
        Late::Abstains,
        Late::Recuses,
        Late::Silent,
    ])
}

fn after(mut count: Count, late: Late) -> Count {
    match late {
        Late::InFavor => {
            count.tally.in_favor += 1;
            count.seconds += 1;
        }
        Late::Against => count.tally.against += 1,
        Late::Abstains => count.tally.abstain += 1,
        Late::Recuses => {
            count.tally.recused += 1;
            if let Some(electors) = &mut count.electors {
                electors.counted -= 1;
            }
        }
        Late::Silent => {}
    }
    count
}

fn kind(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Rejected(_) => "rejected",
        Outcome::NoQuorum => "no quorum",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_certain_outcome_stays_whatever_the_silent_do(
        rule in rule(), count in count(), lates in proptest::collection::vec(late(), 7),
    ) {
        if let Some(outcome) = certain(&rule, &count) {
            let silent = count.silent().unwrap() as usize;
            let then = lates.into_iter().take(silent).fold(count, after);
            prop_assert_eq!(kind(decide(&rule, &then)), kind(outcome), "{:?}", then);
        }
    }

    #[test]
    fn one_more_in_favor_never_turns_passing_into_failing(rule in rule(), count in count()) {
        prop_assume!(count.silent() != Some(0));
        if decide(&rule, &count) == Outcome::Passed {
            prop_assert_eq!(decide(&rule, &after(count, Late::InFavor)), Outcome::Passed);
        }
    }

    #[test]
    fn one_more_against_never_turns_failing_into_passing_once_enough_took_part(
        rule in rule(), count in count(),
    ) {
        prop_assume!(count.silent() != Some(0));
        if let Outcome::Rejected(_) = decide(&rule, &count) {
            let then = decide(&rule, &after(count, Late::Against));
            prop_assert_ne!(then, Outcome::Passed);
        }
    }

    #[test]
    fn what_passes_has_more_in_favor_than_against(rule in rule(), count in count()) {
        if decide(&rule, &count) == Outcome::Passed && !matches!(rule, Rule::Lazy { .. }) {
            prop_assert!(count.tally.in_favor > count.tally.against);
        }
    }

    #[test]
    fn what_is_missing_is_the_least(rule in rule(), count in count()) {
        let passes = |more| decide(&rule, &count.with(more, 0)) == Outcome::Passed;
        let least = (0..=count.silent().unwrap()).find(|more| passes(*more));
        prop_assert_eq!(missing_in_favor(&rule, &count), least);
    }
}

fn majority(quorum: Quorum, threshold: (u32, u32), base: Base) -> Rule {
    Rule::Majority {
        quorum,
        threshold: Ratio::new(threshold.0, threshold.1).unwrap(),
        base,
        min_in_favor: 1,
    }
}

#[test]
fn a_threshold_that_is_exactly_met_is_met() {
    for (in_favor, against) in [(2, 1), (66, 33), (200, 100)] {
        let rule = majority(Quorum::Voters(1), (2, 3), Base::Cast);
        assert_eq!(
            decide(&rule, &sample::count(in_favor, against, 0)),
            Outcome::Passed
        );
        let one_less = sample::count(in_favor - 1, against + 1, 0);
        assert!(matches!(decide(&rule, &one_less), Outcome::Rejected(_)));
    }
}

#[test]
fn where_more_may_vote_than_the_electorate_had_it_is_as_large_as_those_who_take_part() {
    // Two newcomers may be among those in favour: 5:3 would be 5 of 8.
    let rule = majority(Quorum::Voters(2), (2, 3), Base::Electorate);
    let count = known(5, 0, 0, 0);
    assert_eq!(certain(&rule, &count), Some(Outcome::Passed));
    assert_eq!(certain_with(&rule, &count, 3), None);
}

#[test]
fn a_quorum_that_is_exactly_met_is_met() {
    let rule = majority(Quorum::Share(Ratio::new(1, 2).unwrap()), (1, 2), Base::Cast);
    assert_eq!(decide(&rule, &known(3, 1, 1, 5)), Outcome::Passed);
    assert_eq!(decide(&rule, &known(3, 1, 1, 6)), Outcome::NoQuorum);
    assert_eq!(decide(&rule, &known(3, 0, 0, 4)), Outcome::NoQuorum);
}

#[test]
fn abstaining_counts_for_the_quorum_and_not_for_the_share() {
    let rule = majority(Quorum::Voters(5), (2, 3), Base::Cast);
    assert_eq!(decide(&rule, &sample::count(2, 1, 2)), Outcome::Passed);
    assert_eq!(decide(&rule, &sample::count(2, 1, 1)), Outcome::NoQuorum);
}

#[test]
fn those_present_are_the_electorate_without_those_who_abstain() {
    let count = known(4, 1, 3, 2);
    assert_eq!(count.base(Base::Cast), 5);
    assert_eq!(count.base(Base::Present), 7);
    assert_eq!(count.base(Base::Electorate), 10);
    let rule = |base| majority(Quorum::Voters(1), (4, 7), base);
    assert_eq!(decide(&rule(Base::Present), &count), Outcome::Passed);
    let short = Outcome::Rejected(Shortfall::BelowThreshold);
    assert_eq!(decide(&rule(Base::Electorate), &count), short);
}

#[test]
fn ties_all_abstaining_and_nobody_leave_the_status_quo() {
    for base in Base::ALL {
        let rule = majority(Quorum::Voters(0), (1, 2), base);
        let no_majority = Outcome::Rejected(Shortfall::NoMajority);
        assert_eq!(decide(&rule, &known(2, 2, 0, 0)), no_majority);
        assert_eq!(decide(&rule, &known(0, 0, 5, 0)), no_majority);
        assert_eq!(decide(&rule, &known(0, 0, 0, 5)), Outcome::NoQuorum);
    }
}

#[test]
fn silence_is_consent_only_once_another_than_the_proposer_is_in_favor() {
    let rule = Rule::Lazy { min_seconds: 1 };
    let with = |seconds, in_favor, against| Count {
        seconds,
        ..sample::count(in_favor, against, 0)
    };
    assert_eq!(decide(&rule, &with(0, 1, 0)), Outcome::NoQuorum);
    assert_eq!(decide(&rule, &with(1, 1, 0)), Outcome::Passed);
    let opposed = Outcome::Rejected(Shortfall::Opposed);
    assert_eq!(decide(&rule, &with(5, 5, 1)), opposed);
    assert_eq!(certain(&rule, &with(5, 5, 0)), None);
}
