//! What a vote was about and what it came to, as a text whose hash closes its trail: so that afterwards neither the
//! change nor the rule, who could vote, what was objected or the outcome can be another one without notice.
//!
//! The text has a line for each fact: its name, a blank, the number of bytes of its value, a blank, the value, and a line
//! feed, so that no value can pass for another line. What there is none of has no line. Times are RFC 3339 in UTC, spans
//! are whole seconds, ids are decimal. Facts that come later than this format get names of their own, and no line in votes
//! that have none of them. What becomes of a change after it passed is no part of it.

use std::collections::BTreeSet;
use std::fmt::{Display, Write as _};

use super::change::Change;
use super::concern::{Answer, Concern};
use super::decision::{Count, Shortfall};
use super::electorate::{Electorate, Electors};
use super::extension::{Extension, Why};
use super::policy::{Concerns, Policy, Quorum, Rule, Visibility};
use super::proposal::{Proposal, Voided};
use super::status::Status;
use super::tally::Tally;
use super::trail::Digest;
use crate::id::MemberId;
use crate::radar::Standing;

/// The SHA-256 of the terms.
pub fn hash(proposal: &Proposal) -> Digest {
    Digest::of([text(proposal).as_bytes()])
}

/// The terms themselves.
pub fn text(proposal: &Proposal) -> String {
    let Proposal {
        guild,
        number,
        change,
        proposer,
        reason,
        seconded_by,
        addenda,
        channel,
        interaction,
        opens_at,
        closes_at,
        extensions,
        policy,
        electorate,
        concerns,
        voided,
        departed,
        supersedes,
        status,
    } = proposal;
    let mut terms = Terms::default();
    terms.is("guild", guild);
    terms.is("proposal", number);
    terms.change(change);
    terms.is("proposer", proposer);
    terms.may_be("reason", reason.as_ref());
    terms.may_be("seconded-by", seconded_by.as_ref());
    for added in addenda {
        terms.is("added", added);
    }
    terms.is("channel", channel);
    terms.is("interaction", interaction);
    terms.is("opens", opens_at);
    terms.is("closes", closes_at);
    terms.policy(policy);
    terms.electorate(electorate);
    for extension in extensions {
        terms.extension(extension);
    }
    for concern in concerns {
        terms.concern(concern);
    }
    for ruled in voided {
        let Voided {
            member,
            by,
            at,
            reason,
        } = ruled;
        terms.is("voided", member);
        terms.is("voided-by", by);
        terms.is("voided-at", at);
        terms.is("voided-since", reason);
    }
    for voter in departed {
        terms.is("departed", voter.get());
    }
    terms.may_be("supersedes", supersedes.as_ref());
    terms.status(status);
    terms.0
}

#[derive(Default)]
struct Terms(String);

impl Terms {
    fn is(&mut self, name: &str, value: impl Display) {
        let value = value.to_string();
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{name} {} {value}", value.len());
    }

    fn may_be(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.is(name, value);
        }
    }

    fn change(&mut self, change: &Change) {
        let kind = match change {
            Change::Add { .. } => "add",
            Change::Move { .. } => "move",
            Change::Retire { .. } => "retire",
            Change::Return { .. } => "return",
        };
        self.is("change", kind);
        self.is("blip", change.blip());
        self.is("title", change.title());
        self.may_be("from", change.from());
        self.may_be("to", change.to());
        match change {
            Change::Add {
                quadrant, summary, ..
            } => {
                self.is("quadrant", quadrant);
                self.is("summary", summary);
            }
            Change::Move { .. } | Change::Retire { .. } | Change::Return { .. } => {}
        }
    }

    fn policy(&mut self, policy: &Policy) {
        let Policy {
            name,
            duration,
            min_open,
            rule,
            concerns,
            tally,
            names,
            reminders,
            cooldown,
            proposers,
            max_open,
            extend,
            excluded,
        } = policy;
        self.is("policy", name);
        self.is("duration", duration.as_secs());
        self.is("min-open", min_open.as_secs());
        self.rule(rule);
        match concerns {
            Concerns::Hold(most) => self.is("max-hold", most.as_secs()),
            Concerns::Note => self.is("concerns", "note"),
        }
        let tally = match tally {
            Visibility::Live => "live",
            Visibility::AfterClose => "hidden",
        };
        self.is("tally", tally);
        self.is("names", names);
        for before in reminders {
            self.is("reminder", before.as_secs());
        }
        self.is("cooldown", cooldown.as_secs());
        self.is("proposers", proposers.name());
        self.may_be("max-open", max_open.as_ref());
        self.is("extend", extend);
        for party in &excluded.0 {
            self.is("excluded", party);
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Majority {
                quorum,
                threshold,
                base,
                min_in_favor,
            } => {
                match quorum {
                    Quorum::Voters(voters) => self.is("quorum", voters),
                    Quorum::Share(share) => self.is("quorum-share", share),
                }
                self.is("threshold", threshold);
                self.is("of", base.name());
                self.is("min-in-favor", min_in_favor);
            }
            Rule::Lazy { min_seconds } => self.is("min-seconds", min_seconds),
        }
    }

    fn electorate(&mut self, electorate: &Electorate) {
        match electorate {
            Electorate::Anyone => self.is("electorate", "anyone"),
            Electorate::Listed(members) => {
                self.is("electorate", "listed");
                self.electors(members);
            }
            Electorate::Role { role, size } => {
                self.is("electorate", "role");
                self.is("role", role);
                self.may_be("size", size.as_ref());
            }
            Electorate::Members { role, members } => {
                self.is("electorate", "members");
                self.is("role", role);
                self.electors(members);
            }
        }
    }

    fn electors(&mut self, members: &BTreeSet<MemberId>) {
        for member in members {
            self.is("elector", member);
        }
    }

    fn extension(&mut self, extension: &Extension) {
        let Extension { at, from, until, why } = extension;
        self.is("extended-at", at);
        self.is("extended-from", from);
        self.is("extended-until", until);
        match why {
            Why::Outage { from, until } => {
                self.is("outage-from", from);
                self.is("outage-until", until);
            }
            Why::Answered(concern) => self.is("extended-for", concern),
            Why::Refreshed => self.is("extended-for", "roster"),
        }
    }

    fn concern(&mut self, concern: &Concern) {
        let Concern {
            author,
            title,
            text,
            raised_at,
            answer,
        } = concern;
        self.is("concern", title);
        self.is("concern-by", author);
        self.may_be("concern-text", text.as_ref());
        self.is("concern-at", raised_at);
        match answer {
            Answer::Open => {}
            Answer::Resolved { at } => self.is("resolved-at", at),
            Answer::Overridden { at, by, reason } => {
                self.is("overridden-at", at);
                self.is("overridden-by", by);
                self.is("overridden-since", reason);
            }
        }
    }

    fn status(&mut self, status: &Status) {
        self.is("status", status.name());
        self.may_be("ended", status.ended_at());
        if let Some(count) = status.count() {
            self.count(count);
        }
        match status {
            Status::Cancelled { by, reason, .. } => {
                self.is("cancelled-by", by);
                self.is("cancelled-since", reason);
            }
            Status::Rejected { shortfall, .. } => {
                let short = match shortfall {
                    Shortfall::NoMajority => "no-majority",
                    Shortfall::TooFewInFavor => "too-few-in-favor",
                    Shortfall::BelowThreshold => "below-threshold",
                    Shortfall::Opposed => "opposed",
                };
                self.is("shortfall", short);
            }
            Status::Stale { found, .. } => match found {
                Standing::Unknown => self.is("found", "unknown"),
                Standing::In(ring) => self.is("found-in", ring),
                Standing::Retired => self.is("found", "retired"),
            },
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Passed { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. } => {}
        }
    }

    fn count(&mut self, count: &Count) {
        let Count {
            tally:
                Tally {
                    in_favor,
                    against,
                    abstain,
                    recused,
                    advisory,
                },
            seconds,
            electors,
        } = count;
        for (name, number) in [
            ("in-favor", in_favor),
            ("against", against),
            ("abstain", abstain),
            ("recused", recused),
            ("advisory", advisory),
            ("seconds", seconds),
        ] {
            self.is(name, number);
        }
        if let Some(Electors {
            opened,
            counted,
            asked,
        }) = electors
        {
            self.is("electors-at-opening", opened);
            self.is("electors-at-close", counted);
            self.is("electors-asked", asked);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::sample::{any_proposal, proposal};
    use crate::vote::Fate;

    #[test]
    fn the_text_is_what_is_documented() {
        let text = text(&proposal(1, 2));
        let lines = [
            "guild 1 1\n",
            "proposal 1 2\n",
            "change 4 move\n",
            "status 4 open\n",
        ];
        for line in lines {
            assert!(text.contains(line), "{line}{text}");
        }
    }

    proptest! {
        /// No two proposals have the same terms, whatever stands in their texts; but for what became of a change later.
        #[test]
        fn other_proposals_have_other_terms(one in any_proposal(), other in any_proposal()) {
            let decided = |proposal: &Proposal| {
                let mut proposal = proposal.clone();
                match &mut proposal.status {
                    Status::Passed { fate, .. } => *fate = Fate::Queued,
                    Status::Waiting(_)
                    | Status::Open
                    | Status::Held { .. }
                    | Status::Rejected { .. }
                    | Status::NoQuorum { .. }
                    | Status::Blocked { .. }
                    | Status::Withdrawn { .. }
                    | Status::Cancelled { .. }
                    | Status::Stale { .. } => {}
                }
                proposal
            };
            prop_assert_eq!(hash(&one), hash(&decided(&one)));
            prop_assert_eq!(hash(&one) == hash(&other), decided(&one) == decided(&other));
        }
    }
}
