//! The policies that a guild can choose from, by name.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::excluded::Excluded;
use super::policy::{Base, Concerns, MAX_HOLD, Policy, PolicyName, Proposers, Quorum, Rule, Visibility};
use super::ratio::Ratio;

/// Policies by name. The four built-in ones are always among them, as they are or as somebody changed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    by_name: BTreeMap<PolicyName, Policy>,
}

impl Policies {
    /// The four built-in ones.
    pub fn built_in() -> Self {
        let policies = [standard(), adopt(), lazy(), emergency()];
        Self {
            by_name: policies
                .into_iter()
                .map(|policy| (policy.name.clone(), policy))
                .collect(),
        }
    }

    /// The same with this one, in place of the one of its name if there is one.
    #[must_use]
    pub fn with(mut self, policy: Policy) -> Self {
        self.by_name.insert(policy.name.clone(), policy);
        self
    }

    /// The one with this name.
    pub fn get(&self, name: &PolicyName) -> Option<&Policy> {
        self.by_name.get(name)
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Policy> {
        self.by_name.values()
    }

    /// The one for a change that names none: [`PolicyName::ADOPT`] into the innermost ring, else
    /// [`PolicyName::STANDARD`].
    pub fn usual(&self, innermost: bool) -> Policy {
        let name = if innermost {
            PolicyName::ADOPT
        } else {
            PolicyName::STANDARD
        };
        let found = self.by_name.iter().find(|(known, _)| known.as_str() == name);
        found.map_or_else(standard, |(_, policy)| policy.clone())
    }
}

fn named(name: &str) -> Policy {
    let hours = SignedDuration::from_hours;
    Policy {
        name: PolicyName::parse(name).unwrap_or_else(|_| PolicyName::standard()),
        duration: hours(7 * 24),
        min_open: hours(24),
        rule: Rule::Majority {
            quorum: Quorum::Voters(3),
            threshold: Ratio::TWO_THIRDS,
            base: Base::Cast,
            min_in_favor: 2,
        },
        concerns: Concerns::Hold(MAX_HOLD),
        tally: Visibility::Live,
        names: true,
        reminders: vec![hours(24)],
        cooldown: hours(30 * 24),
        proposers: Proposers::Anyone,
        max_open: None,
        extend: true,
        excluded: Excluded::default(),
    }
}

fn standard() -> Policy {
    named(PolicyName::STANDARD)
}

/// Stricter, and still possible where anyone may vote.
fn adopt() -> Policy {
    Policy {
        min_open: SignedDuration::from_hours(72),
        rule: Rule::Majority {
            quorum: Quorum::Voters(3),
            threshold: Ratio::constant::<3, 4>(),
            base: Base::Cast,
            min_in_favor: 3,
        },
        ..named(PolicyName::ADOPT)
    }
}

fn lazy() -> Policy {
    Policy {
        duration: SignedDuration::from_hours(5 * 24),
        rule: Rule::Lazy { min_seconds: 1 },
        ..named(PolicyName::LAZY)
    }
}

/// Two thirds of the whole electorate, so that two days are enough.
fn emergency() -> Policy {
    Policy {
        duration: SignedDuration::from_hours(48),
        min_open: SignedDuration::from_hours(1),
        rule: Rule::Majority {
            quorum: Quorum::Voters(2),
            threshold: Ratio::TWO_THIRDS,
            base: Base::Electorate,
            min_in_favor: 2,
        },
        concerns: Concerns::Hold(SignedDuration::from_hours(48)),
        reminders: vec![SignedDuration::from_hours(12), SignedDuration::from_hours(1)],
        ..named(PolicyName::EMERGENCY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_ones_are_there_under_their_names() {
        let policies = Policies::built_in();
        let names: Vec<&str> = policies.iter().map(|policy| policy.name.as_str()).collect();
        let mut expected = PolicyName::BUILT_IN.to_vec();
        expected.sort_unstable();
        assert_eq!(names, expected);
        assert_eq!(policies.usual(false).name.as_str(), PolicyName::STANDARD);
        assert_eq!(policies.usual(true).name.as_str(), PolicyName::ADOPT);
    }

    #[test]
    fn only_the_emergency_needs_to_know_the_electorate() {
        for policy in Policies::built_in().iter() {
            let emergency = policy.name.as_str() == PolicyName::EMERGENCY;
            assert_eq!(policy.needs_electorate(), emergency, "{}", policy.name);
        }
    }
}
