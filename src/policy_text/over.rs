//! The policy that a text makes of another one, and what in it can not stand together.

use jiff::SignedDuration;

use super::fault::{Expects, Fault};
use super::key::Key;
use super::text::{ConcernsWord, PolicyText, RuleWord};
use super::write::{self, span};
use crate::vote::policy::{Concerns, MAX_HOLD, Rule};
use crate::vote::{Excluded, Policies, Policy, PolicyName};

impl PolicyText {
    /// The policy called `name` that this makes: what was not written is as in `base`. `least` is the shortest time
    /// that a vote may be open.
    pub fn over(&self, base: &Policy, name: PolicyName, least: SignedDuration) -> Result<Policy, Fault> {
        if let Some(first) = self.faults(base, least, &[]).into_iter().next() {
            return Err(first);
        }
        Ok(Policy {
            name,
            duration: self.duration_over(base),
            min_open: self.min_open_over(base),
            rule: self.rule_over(base),
            concerns: self.concerns_over(base),
            tally: self.tally.unwrap_or(base.tally),
            names: self.names.unwrap_or(base.names),
            reminders: self.reminders_over(base),
            cooldown: self.cooldown.unwrap_or(base.cooldown),
            proposers: self.proposers.unwrap_or(base.proposers),
            max_open: self.max_open.map_or(base.max_open, |limit| limit.0),
            extend: self.extend.unwrap_or(base.extend),
            excluded: self.excluded_over(base).clone(),
        })
    }

    /// Whom the policy leaves out that this makes of `base`.
    pub fn excluded_over<'a>(&'a self, base: &'a Policy) -> &'a Excluded {
        self.excluded.as_ref().unwrap_or(&base.excluded)
    }

    /// All that is wrong with what was read. `unread` is what could not be read beside it: nothing is measured by that,
    /// since nobody knows what it was to be.
    pub fn faults(&self, base: &Policy, least: SignedDuration, unread: &[Fault]) -> Vec<Fault> {
        let is_known = |key: Key| unread.iter().all(|fault| fault.key != key.name());
        let mut faults = Vec::new();
        let duration = self.duration_over(base);
        if duration < least {
            faults.push(fault(Key::Duration, span(duration), Expects::Duration(least)));
        }
        let is_measure = is_known(Key::Duration) && duration >= least;
        let min_open = self.min_open_over(base);
        if is_measure && min_open > duration {
            faults.push(fault(Key::MinOpen, span(min_open), Expects::MinOpen(duration)));
        }
        if is_known(Key::Rule) {
            faults.extend(self.faults_of_rule(base));
        }
        if is_known(Key::Concerns)
            && self.concerns_word(base) == ConcernsWord::Note
            && let Some(max) = self.max_hold
        {
            faults.push(fault(Key::MaxHold, span(max), Expects::Holding));
        }
        let wrong = match &self.reminders {
            None => None,
            Some(Err(typed)) => Some(typed.clone()),
            Some(Ok(reminders)) => {
                let late = reminders.iter().find(|before| **before >= duration);
                late.filter(|_| is_measure).map(|late| span(*late))
            }
        };
        faults.extend(wrong.map(|typed| fault(Key::Reminders, typed, Expects::Reminders(duration))));
        faults
    }

    /// The keys that go with the other rule.
    fn faults_of_rule(&self, base: &Policy) -> Vec<Fault> {
        let (foreign, expects) = match self.rule_word(base) {
            RuleWord::Majority => {
                let seconds = self.min_seconds.map(|seconds| seconds.to_string());
                (vec![(Key::MinSeconds, seconds)], Expects::Lazy)
            }
            RuleWord::Lazy => {
                let foreign = vec![
                    (Key::Quorum, self.quorum.map(write::quorum)),
                    (Key::Threshold, self.threshold.map(|share| share.to_string())),
                    (Key::Of, self.of.map(|of| of.name().to_owned())),
                    (Key::MinInFavor, self.min_in_favor.map(|least| least.to_string())),
                ];
                (foreign, Expects::Majority)
            }
        };
        let written = foreign.into_iter().filter_map(|(key, typed)| Some((key, typed?)));
        written.map(|(key, typed)| fault(key, typed, expects)).collect()
    }

    /// Nobody asked for those that a shorter vote has no time for.
    fn reminders_over(&self, base: &Policy) -> Vec<SignedDuration> {
        if let Some(Ok(reminders)) = &self.reminders {
            return reminders.clone();
        }
        let duration = self.duration_over(base);
        let kept = base.reminders.iter().copied();
        kept.filter(|before| *before < duration).collect()
    }

    fn duration_over(&self, base: &Policy) -> SignedDuration {
        self.duration.unwrap_or(base.duration)
    }

    /// Nobody asked for one that is longer than a shorter vote.
    fn min_open_over(&self, base: &Policy) -> SignedDuration {
        let inherited = || base.min_open.min(self.duration_over(base));
        self.min_open.unwrap_or_else(inherited)
    }

    fn rule_word(&self, base: &Policy) -> RuleWord {
        self.rule.unwrap_or(match base.rule {
            Rule::Majority { .. } => RuleWord::Majority,
            Rule::Lazy { .. } => RuleWord::Lazy,
        })
    }

    fn rule_over(&self, base: &Policy) -> Rule {
        match (self.rule_word(base), base.rule) {
            (RuleWord::Majority, _) => self.majority_over(base),
            (RuleWord::Lazy, Rule::Lazy { min_seconds }) => Rule::Lazy {
                min_seconds: self.min_seconds.unwrap_or(min_seconds),
            },
            (RuleWord::Lazy, Rule::Majority { .. }) => Rule::Lazy {
                min_seconds: self.min_seconds.unwrap_or(1),
            },
        }
    }

    /// Where the other policy is lazy, the numbers are those of the built-in standard.
    fn majority_over(&self, base: &Policy) -> Rule {
        let standard = Policies::built_in().usual(false).rule;
        let numbers = match base.rule {
            Rule::Majority { .. } => base.rule,
            Rule::Lazy { .. } => standard,
        };
        match numbers {
            Rule::Majority {
                quorum,
                threshold,
                base,
                min_in_favor,
            } => Rule::Majority {
                quorum: self.quorum.unwrap_or(quorum),
                threshold: self.threshold.unwrap_or(threshold),
                base: self.of.unwrap_or(base),
                min_in_favor: self.min_in_favor.unwrap_or(min_in_favor),
            },
            Rule::Lazy { .. } => numbers,
        }
    }

    fn concerns_word(&self, base: &Policy) -> ConcernsWord {
        self.concerns.unwrap_or(match base.concerns {
            Concerns::Hold(_) => ConcernsWord::Hold,
            Concerns::Note => ConcernsWord::Note,
        })
    }

    fn concerns_over(&self, base: &Policy) -> Concerns {
        let longest = match base.concerns {
            Concerns::Hold(max) => max,
            Concerns::Note => MAX_HOLD,
        };
        match self.concerns_word(base) {
            ConcernsWord::Hold => Concerns::Hold(self.max_hold.unwrap_or(longest)),
            ConcernsWord::Note => Concerns::Note,
        }
    }
}

fn fault(key: Key, typed: String, expects: Expects) -> Fault {
    Fault {
        key: key.name().to_owned(),
        typed,
        expects,
    }
}
