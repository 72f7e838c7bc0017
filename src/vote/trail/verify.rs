//! Whether a trail is what was written.

use std::collections::{BTreeMap, BTreeSet};

use super::act::Act;
use super::digest::Digest;
use super::fault::{Fault, Wrong};
use super::hash;
use super::number::{EntryNumber, VoterNumber};
use super::{Entry, Head, Trail, VoterKey};
use crate::id::MemberId;

impl Trail {
    /// Computes everything anew: where the trail stands (`None`: it has not begun), or the first thing that is wrong.
    pub fn verify(&self) -> Result<Option<Head>, Fault> {
        let whole = |wrong| Fault { entry: None, wrong };
        let voters: BTreeMap<VoterNumber, (MemberId, VoterKey)> = self
            .voters
            .iter()
            .map(|(member, key)| (key.number, (*member, *key)))
            .collect();
        let before = u32::try_from(self.before.len()).unwrap_or(u32::MAX);
        let mut found = Head::genesis(self.guild, self.proposal, before);
        // Whoever voted before the trail and is forgotten has a number, too, without an entry.
        let given: BTreeSet<VoterNumber> = self
            .before
            .iter()
            .filter_map(|ballot| ballot.voter.number())
            .collect();
        for entry in &self.entries {
            found.voters = pass(found.voters, &given);
            let by = entry.voter.and_then(|voter| voters.get(&voter));
            found = follow(&found, entry, by).map_err(|wrong| Fault {
                entry: Some(entry.number),
                wrong,
            })?;
        }
        found.voters = pass(found.voters, &given);
        let Some(head) = self.head else {
            let begun = !self.entries.is_empty() || !self.voters.is_empty() || !given.is_empty();
            return if begun {
                Err(whole(Wrong::NoHead))
            } else {
                Ok(None)
            };
        };
        if head.entries != found.entries {
            return Err(whole(Wrong::Length {
                named: head.entries,
                found: found.entries,
            }));
        }
        if head.hash != found.hash {
            return Err(whole(Wrong::Head {
                named: head.hash,
                found: found.hash,
            }));
        }
        if head.ballots != found.ballots || head.before != found.before || head.voters != found.voters {
            return Err(whole(Wrong::Counts));
        }
        let unknown = voters
            .last_key_value()
            .is_some_and(|(last, _)| last.get() > head.voters);
        if unknown || voters.len() != self.voters.len() {
            return Err(whole(Wrong::Voters));
        }
        Ok(Some(head))
    }
}

/// How many numbers were given after `voters` others, and those that follow at once in `given`.
fn pass(mut voters: u32, given: &BTreeSet<VoterNumber>) -> u32 {
    while voters < u32::MAX && given.contains(&VoterNumber::after(voters)) {
        voters += 1;
    }
    voters
}

/// The head after an entry, if it follows on `head`.
fn follow(head: &Head, entry: &Entry, by: Option<&(MemberId, VoterKey)>) -> Result<Head, Wrong> {
    let number = EntryNumber::after(head.entries);
    if entry.number > number {
        return Err(Wrong::Missing(number));
    }
    if entry.number < number {
        return Err(Wrong::Twice);
    }
    if entry.hash
        != hash::hash(
            head.hash,
            number,
            entry.at,
            entry.voter,
            entry.commitment,
            &entry.act,
        )
    {
        return Err(Wrong::Hash);
    }
    match &entry.act {
        Act::Cast { interaction, .. } => {
            if entry.voter.is_none() {
                return Err(Wrong::Nobody);
            }
            if interaction.created_at() != entry.at {
                return Err(Wrong::Time);
            }
        }
        Act::Event { .. } => {}
    }
    if entry
        .voter
        .is_some_and(|voter| voter > VoterNumber::after(head.voters))
    {
        return Err(Wrong::Voter);
    }
    let expected = match (entry.voter, by) {
        (None, _) => Some(Digest::NOBODY),
        (Some(_), Some((member, key))) => Some(hash::commitment(key.salt, *member, &entry.act, number)),
        // The member is forgotten.
        (Some(_), None) => None,
    };
    if expected.is_some_and(|expected| expected != entry.commitment) {
        return Err(Wrong::Commitment);
    }
    let is_ballot = matches!(entry.act, Act::Cast { .. });
    Ok(Head {
        entries: number.get(),
        ballots: head.ballots + u32::from(is_ballot),
        before: head.before,
        voters: head.voters.max(entry.voter.map_or(0, VoterNumber::get)),
        hash: entry.hash,
    })
}
