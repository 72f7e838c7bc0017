//! The rule of a vote in words and numbers, and the same with the tally filled in.

use jiff::SignedDuration;

use super::Context;
use crate::vote::{Policy, Tally};

/// The rule as arithmetic in words.
pub fn words(policy: &Policy, context: Context<'_>) -> String {
    let rule = context.wording.with(
        "rule",
        [
            ("threshold", policy.threshold.to_string().into()),
            ("in-favor", policy.min_in_favor.into()),
            ("voters", policy.min_voters.into()),
        ],
    );
    if implies_majority(policy) {
        rule
    } else {
        [rule.as_str(), &context.wording.text("rule-majority")].join(" ")
    }
}

/// The arithmetic done, a line for each condition.
pub fn checks(policy: &Policy, tally: &Tally, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let voters = words.with(
        "check-voters",
        [
            ("count", tally.taking_part().into()),
            ("least", policy.min_voters.into()),
        ],
    );
    let in_favor = words.with(
        "check-in-favor",
        [
            ("count", tally.in_favor.into()),
            ("least", policy.min_in_favor.into()),
        ],
    );
    let threshold = if tally.cast() == 0 {
        words.text("check-threshold-none").into_owned()
    } else {
        words.with(
            "check-threshold",
            [
                ("in-favor", tally.in_favor.into()),
                ("cast", tally.cast().into()),
                ("threshold", policy.threshold.to_string().into()),
                ("least", policy.threshold.least_of(tally.cast()).into()),
            ],
        )
    };
    let majority = words.with(
        "check-majority",
        [
            ("in-favor", tally.in_favor.into()),
            ("against", tally.against.into()),
        ],
    );
    let share_met = tally.cast() > 0 && policy.threshold.is_met_by(tally.in_favor, tally.cast());
    let majority_met = tally.in_favor > tally.against;
    let mut checks = vec![
        check(tally.taking_part() >= policy.min_voters, &voters, context),
        check(tally.in_favor >= policy.min_in_favor, &in_favor, context),
        check(share_met, &threshold, context),
    ];
    // Where the share says less than this, or no more, this decides.
    if !implies_majority(policy) {
        checks.push(check(majority_met, &majority, context));
    }
    checks
}

fn check(met: bool, check: &str, context: Context<'_>) -> String {
    let key = if met { "check-met" } else { "check-unmet" };
    context.wording.with(key, [("check", check.into())])
}

/// Whether the share is more than a half: then more are in favour than against.
fn implies_majority(policy: &Policy) -> bool {
    u64::from(policy.threshold.numerator()) * 2 > u64::from(policy.threshold.denominator())
}

/// A duration in its largest unit that leaves no rest.
pub fn duration(duration: SignedDuration, context: Context<'_>) -> String {
    let seconds = duration.as_secs();
    let (key, name, count) = if seconds % 86_400 == 0 {
        ("duration-days", "days", seconds / 86_400)
    } else if seconds % 3_600 == 0 {
        ("duration-hours", "hours", seconds / 3_600)
    } else if seconds % 60 == 0 {
        ("duration-minutes", "minutes", seconds / 60)
    } else {
        ("duration-seconds", "seconds", seconds)
    };
    context.wording.with(key, [(name, count.into())])
}
