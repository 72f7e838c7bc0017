//! The rule of a vote in words and numbers, and the same with the count filled in.

use jiff::SignedDuration;

use super::Context;
use crate::service::ProposalView;
use crate::vote::decision::{decide, least_voters, missing_in_favor};
use crate::vote::policy::{Base, Quorum, Rule};
use crate::vote::{Count, Electors, Outcome, Policy, Ratio};
use crate::wording::Wording;

/// The rule as arithmetic in words.
pub fn words(policy: &Policy, context: Context<'_>) -> String {
    let words = context.wording;
    match policy.rule {
        Rule::Majority {
            quorum,
            threshold,
            base,
            min_in_favor,
        } => {
            let quorum = match quorum {
                Quorum::Voters(voters) => words.with("rule-quorum-voters", [("voters", voters.into())]),
                Quorum::Share(share) if share.is_whole() => words.text("rule-quorum-all").into_owned(),
                Quorum::Share(share) => {
                    words.with("rule-quorum-share", [("share", share.to_string().into())])
                }
            };
            let part = if threshold.is_whole() {
                words.text("rule-all").into_owned()
            } else {
                words.with("rule-at-least", [("threshold", threshold.to_string().into())])
            };
            let rule = words.with(
                "rule",
                [
                    ("threshold", part.into()),
                    ("base", words.text(base_key(base)).into_owned().into()),
                    ("in-favor", min_in_favor.into()),
                    ("quorum", quorum.into()),
                ],
            );
            if threshold.implies_majority() {
                rule
            } else {
                [rule.as_str(), &words.text("rule-majority")].join(" ")
            }
        }
        Rule::Lazy { min_seconds } => words.with("rule-lazy", [("seconds", min_seconds.into())]),
    }
}

const fn base_key(base: Base) -> &'static str {
    match base {
        Base::Cast => "rule-base-cast",
        Base::Present => "rule-base-present",
        Base::Electorate => "rule-base-electorate",
    }
}

const fn checked_base_key(base: Base) -> &'static str {
    match base {
        Base::Cast => "check-base-cast",
        Base::Present => "check-base-present",
        Base::Electorate => "check-base-electorate",
    }
}

/// The arithmetic done, a line for each condition.
pub fn checks(policy: &Policy, count: &Count, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let tally = &count.tally;
    match policy.rule {
        Rule::Majority {
            quorum,
            threshold,
            base,
            min_in_favor,
        } => {
            let least = least_voters(quorum, count);
            let voters = match (quorum, count.electorate()) {
                (Quorum::Share(share), Some(size)) => words.with(
                    "check-voters-share",
                    [
                        ("count", tally.taking_part().into()),
                        ("size", size.into()),
                        ("share", share.to_string().into()),
                        ("least", least.into()),
                    ],
                ),
                (Quorum::Share(_) | Quorum::Voters(_), _) => words.with(
                    "check-voters",
                    [("count", tally.taking_part().into()), ("least", least.into())],
                ),
            };
            let in_favor = words.with(
                "check-in-favor",
                [("count", tally.in_favor.into()), ("least", min_in_favor.into())],
            );
            let majority = words.with(
                "check-majority",
                [
                    ("in-favor", tally.in_favor.into()),
                    ("against", tally.against.into()),
                ],
            );
            let whole = count.base(base);
            let share_met = whole > 0 && threshold.is_met_by(tally.in_favor, whole);
            let mut checks = vec![
                check(tally.taking_part() >= least, &voters, context),
                check(tally.in_favor >= min_in_favor, &in_favor, context),
                check(share_met, &share(count, threshold, base, context), context),
            ];
            // Where the share says less than this, or no more, this decides.
            if !threshold.implies_majority() {
                checks.push(check(tally.in_favor > tally.against, &majority, context));
            }
            checks
        }
        Rule::Lazy { min_seconds } => {
            let seconds = words.with(
                "check-seconds",
                [("count", count.seconds.into()), ("least", min_seconds.into())],
            );
            let against = words.with("check-against", [("count", tally.against.into())]);
            vec![
                check(tally.against == 0, &against, context),
                check(count.seconds >= min_seconds, &seconds, context),
            ]
        }
    }
}

fn share(count: &Count, threshold: Ratio, base: Base, context: Context<'_>) -> String {
    let words = context.wording;
    let whole = count.base(base);
    if whole == 0 {
        return words.text("check-threshold-none").into_owned();
    }
    words.with(
        "check-threshold",
        [
            ("in-favor", count.tally.in_favor.into()),
            ("whole", whole.into()),
            ("base", words.text(checked_base_key(base)).into_owned().into()),
            ("threshold", threshold.to_string().into()),
            ("least", threshold.least_of(whole).into()),
        ],
    )
}

fn check(met: bool, check: &str, context: Context<'_>) -> String {
    let key = if met { "check-met" } else { "check-unmet" };
    context.wording.with(key, [("check", check.into())])
}

/// What would pass a vote that goes on, and what it lacks. Who is away until after the close counts if they vote.
pub fn needs(view: &ProposalView, context: Context<'_>) -> String {
    let words = context.wording;
    let (policy, count) = (&view.proposal.policy, &view.count);
    if decide(&policy.rule, count) == Outcome::Passed {
        return words.text("needs-nothing").into_owned();
    }
    // Where those who are there are too few, some who are away can still make it pass.
    match (0..=absent(count)).find_map(|voting| missing_in_favor(&policy.rule, &joined_by(voting, count))) {
        // Names are secret there, and the count holds all who are away.
        Some(missing) if view.away > 0 && !policy.names => {
            words.with("needs-in-favor-most", [("missing", missing.into())])
        }
        Some(missing) => words.with("needs-in-favor", [("missing", missing.into())]),
        None => words.text("needs-changes").into_owned(),
    }
}

/// How many were taken out of the electorate because they are away.
fn absent(count: &Count) -> u32 {
    count.electors.map_or(0, |electors| {
        let there = electors.counted.saturating_add(count.tally.recused);
        electors.opened.saturating_sub(there)
    })
}

/// The same if so many of them vote all the same.
fn joined_by(voting: u32, count: &Count) -> Count {
    let electors = count.electors.map(|electors| Electors {
        counted: electors.counted.saturating_add(voting),
        ..electors
    });
    Count { electors, ..*count }
}

/// A duration in its largest unit that leaves no rest.
pub fn duration(duration: SignedDuration, context: Context<'_>) -> String {
    worded_duration(duration, context.wording)
}

/// A length of time that nobody chose, in days, hours and minutes; a minute that began counts, so it is never none.
pub fn length(length: SignedDuration, context: Context<'_>) -> String {
    let minutes = ((length.as_secs() + 59) / 60).max(1);
    let parts = [
        SignedDuration::from_hours(minutes / 1_440 * 24),
        SignedDuration::from_hours(minutes % 1_440 / 60),
        SignedDuration::from_mins(minutes % 60),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_zero());
    let words = context.wording;
    parts
        .map(|part| duration(part, context))
        .reduce(|longer, shorter| {
            words.with(
                "duration-and",
                [("longer", longer.into()), ("shorter", shorter.into())],
            )
        })
        .unwrap_or_default()
}

/// The duration of [`duration`] where there is no message around it.
pub fn worded_duration(duration: SignedDuration, wording: &Wording) -> String {
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
    wording.with(key, [(name, count.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::view::tests::with_context;

    #[test]
    fn a_length_is_said_in_days_hours_and_minutes_and_is_never_none() {
        for (seconds, said) in [
            (0, "1 minute"),
            (1, "1 minute"),
            (3_600, "1 hour"),
            (5_400, "1 hour, 30 minutes"),
            (30_241 * 60 - 59, "21 days, 1 minute"),
            (30_300 * 60, "21 days, 1 hour"),
            (1_501 * 60, "1 day, 1 hour, 1 minute"),
        ] {
            let length = SignedDuration::from_secs(seconds);
            assert_eq!(with_context(|context| super::length(length, context)), said);
        }
    }
}
