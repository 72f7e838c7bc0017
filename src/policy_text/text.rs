//! What was written of a policy, and the policy that it makes.

use std::fmt;

use jiff::SignedDuration;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};

use super::fault::{Expects, Fault};
use super::key::Key;
use super::raw::Raw;
use super::read;
use crate::vote::policy::{Base, Concerns, MAX_HOLD, Proposers, Quorum, Rule, Visibility};
use crate::vote::{Excluded, Policies, Policy, PolicyName, Ratio};

/// The keys of a policy that were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyText {
    rule: Option<RuleWord>,
    duration: Option<SignedDuration>,
    min_open: Option<SignedDuration>,
    quorum: Option<Quorum>,
    threshold: Option<Ratio>,
    of: Option<Base>,
    min_in_favor: Option<u32>,
    min_seconds: Option<u32>,
    concerns: Option<ConcernsWord>,
    max_hold: Option<SignedDuration>,
    tally: Option<Visibility>,
    names: Option<bool>,
    /// Reminders, or what was written in their place. How long the vote is open is said where they are refused, and is
    /// not known before the policy is made.
    reminders: Option<Result<Vec<SignedDuration>, String>>,
    cooldown: Option<SignedDuration>,
    proposers: Option<Proposers>,
    max_open: Option<Limit>,
    extend: Option<bool>,
    excluded: Option<Excluded>,
}

/// A number, or `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limit(Option<u32>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RuleWord {
    Majority,
    Lazy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConcernsWord {
    Hold,
    Note,
}

impl PolicyText {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes what was written in place of reminders out, if something else was.
    pub fn take_wrong_reminders(&mut self) -> Option<String> {
        self.reminders.take_if(|reminders| reminders.is_err())?.err()
    }

    /// Sets a key.
    pub fn set(&mut self, key: &str, raw: &Raw) -> Result<(), Fault> {
        let fault = |expects| Fault {
            key: key.to_owned(),
            typed: raw.to_string(),
            expects,
        };
        let known = Key::named(key).ok_or_else(|| Fault {
            typed: key.to_owned(),
            ..fault(Expects::Key)
        })?;
        self.put(known, raw).map_err(fault)
    }

    fn put(&mut self, key: Key, raw: &Raw) -> Result<(), Expects> {
        match key {
            Key::Rule => {
                let words = [("majority", RuleWord::Majority), ("lazy", RuleWord::Lazy)];
                self.rule = Some(read::word(raw, &words, Expects::Rule)?);
            }
            Key::Duration => self.duration = Some(read::time(raw)?),
            Key::MinOpen => self.min_open = Some(read::time(raw)?),
            Key::Quorum => self.quorum = Some(read::quorum(raw)?),
            Key::Threshold => self.threshold = Some(read::threshold(raw)?),
            Key::Of => self.of = Some(read::base(raw)?),
            Key::MinInFavor => self.min_in_favor = Some(read::count(raw)?),
            Key::MinSeconds => self.min_seconds = Some(read::count(raw)?),
            Key::Concerns => {
                let words = [("hold", ConcernsWord::Hold), ("note", ConcernsWord::Note)];
                self.concerns = Some(read::word(raw, &words, Expects::Concerns)?);
            }
            Key::MaxHold => self.max_hold = Some(read::hold(raw)?),
            Key::Tally => self.tally = Some(read::tally(raw)?),
            Key::Names => self.names = Some(read::switch(raw)?),
            Key::Reminders => {
                self.reminders = Some(read::reminders(raw).ok_or_else(|| raw.to_string()));
            }
            Key::Cooldown => self.cooldown = Some(read::cooldown(raw)?),
            Key::Proposers => self.proposers = Some(read::proposers(raw)?),
            Key::MaxOpen => self.max_open = Some(Limit(read::limit(raw)?)),
            Key::Extend => self.extend = Some(read::switch(raw)?),
            Key::Excluded => self.excluded = Some(read::excluded(raw)?),
        }
        Ok(())
    }

    /// The policy called `name` that this makes: what was not written is as in `base`. `least` is the shortest time
    /// that a vote may be open.
    pub fn over(&self, base: &Policy, name: PolicyName, least: SignedDuration) -> Result<Policy, Fault> {
        let duration = self.duration.unwrap_or(base.duration);
        if duration < least {
            return Err(fault(
                Key::Duration,
                super::span(duration),
                Expects::Duration(least),
            ));
        }
        // Nobody asked for one that is longer than a shorter vote.
        let min_open = self.min_open.unwrap_or_else(|| base.min_open.min(duration));
        if min_open > duration {
            let expects = Expects::MinOpen(duration);
            return Err(fault(Key::MinOpen, super::span(min_open), expects));
        }
        Ok(Policy {
            name,
            duration,
            min_open,
            rule: self.rule_over(base)?,
            concerns: self.concerns_over(base)?,
            tally: self.tally.unwrap_or(base.tally),
            names: self.names.unwrap_or(base.names),
            reminders: self.reminders_over(base, duration)?,
            cooldown: self.cooldown.unwrap_or(base.cooldown),
            proposers: self.proposers.unwrap_or(base.proposers),
            max_open: self.max_open.map_or(base.max_open, |limit| limit.0),
            extend: self.extend.unwrap_or(base.extend),
            excluded: self.excluded.as_ref().unwrap_or(&base.excluded).clone(),
        })
    }

    fn reminders_over(&self, base: &Policy, duration: SignedDuration) -> Result<Vec<SignedDuration>, Fault> {
        let refused = |typed| fault(Key::Reminders, typed, Expects::Reminders(duration));
        let fits = |before: &SignedDuration| *before < duration;
        match &self.reminders {
            // Nobody asked for those that a shorter vote has no time for.
            None => Ok(base.reminders.iter().copied().filter(fits).collect()),
            Some(Err(typed)) => Err(refused(typed.clone())),
            Some(Ok(reminders)) => match reminders.iter().find(|before| !fits(before)) {
                Some(late) => Err(refused(super::span(*late))),
                None => Ok(reminders.clone()),
            },
        }
    }

    fn rule_over(&self, base: &Policy) -> Result<Rule, Fault> {
        let inherited = match base.rule {
            Rule::Majority { .. } => RuleWord::Majority,
            Rule::Lazy { .. } => RuleWord::Lazy,
        };
        match self.rule.unwrap_or(inherited) {
            RuleWord::Majority => {
                if let Some(seconds) = self.min_seconds {
                    return Err(fault(Key::MinSeconds, seconds.to_string(), Expects::Lazy));
                }
                Ok(self.majority_over(base))
            }
            RuleWord::Lazy => {
                let foreign = [
                    (Key::Quorum, self.quorum.map(super::write::quorum)),
                    (Key::Threshold, self.threshold.map(|share| share.to_string())),
                    (Key::Of, self.of.map(|of| of.name().to_owned())),
                    (Key::MinInFavor, self.min_in_favor.map(|least| least.to_string())),
                ];
                let written = foreign.into_iter().find_map(|(key, typed)| Some((key, typed?)));
                if let Some((key, typed)) = written {
                    return Err(fault(key, typed, Expects::Majority));
                }
                let inherited = match base.rule {
                    Rule::Lazy { min_seconds } => min_seconds,
                    Rule::Majority { .. } => 1,
                };
                Ok(Rule::Lazy {
                    min_seconds: self.min_seconds.unwrap_or(inherited),
                })
            }
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

    fn concerns_over(&self, base: &Policy) -> Result<Concerns, Fault> {
        let (inherited, longest) = match base.concerns {
            Concerns::Hold(max) => (ConcernsWord::Hold, max),
            Concerns::Note => (ConcernsWord::Note, MAX_HOLD),
        };
        match self.concerns.unwrap_or(inherited) {
            ConcernsWord::Hold => Ok(Concerns::Hold(self.max_hold.unwrap_or(longest))),
            ConcernsWord::Note => match self.max_hold {
                Some(max) => Err(fault(Key::MaxHold, super::span(max), Expects::Holding)),
                None => Ok(Concerns::Note),
            },
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

impl<'de> Deserialize<'de> for PolicyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = PolicyText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a section with the keys of a policy, such as [vote.policies.quick]")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyText, A::Error> {
                let mut text = PolicyText::default();
                while let Some((key, raw)) = map.next_entry::<String, Raw>()? {
                    text.set(&key, &raw).map_err(A::Error::custom)?;
                }
                Ok(text)
            }
        }

        deserializer.deserialize_map(Keys)
    }
}
