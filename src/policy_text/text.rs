//! What was written of a policy.

use std::fmt;

use jiff::SignedDuration;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};

use super::fault::{Expects, Fault};
use super::key::Key;
use super::raw::Raw;
use super::read;
use crate::vote::policy::{Base, Proposers, Quorum, Visibility};
use crate::vote::{Excluded, Ratio};

/// The keys of a policy that were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyText {
    pub(super) rule: Option<RuleWord>,
    pub(super) duration: Option<SignedDuration>,
    pub(super) min_open: Option<SignedDuration>,
    pub(super) quorum: Option<Quorum>,
    pub(super) threshold: Option<Ratio>,
    pub(super) of: Option<Base>,
    pub(super) min_in_favor: Option<u32>,
    pub(super) min_seconds: Option<u32>,
    pub(super) concerns: Option<ConcernsWord>,
    pub(super) max_hold: Option<SignedDuration>,
    pub(super) tally: Option<Visibility>,
    pub(super) names: Option<bool>,
    /// Reminders, or what was written in their place. How long the vote is open is said where they are refused, and is
    /// not known before the policy is made.
    pub(super) reminders: Option<Result<Vec<SignedDuration>, String>>,
    pub(super) cooldown: Option<SignedDuration>,
    pub(super) proposers: Option<Proposers>,
    pub(super) max_open: Option<Limit>,
    pub(super) extend: Option<bool>,
    pub(super) excluded: Option<Excluded>,
}

/// A number, or `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit(pub(super) Option<u32>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleWord {
    Majority,
    Lazy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConcernsWord {
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
