//! The trail of a vote from its rows, and its rows from it.

use super::row::{BallotEntry, BallotRow, BareBallot, EventEntry, Row};
use crate::id::GuildId;
use crate::vote::trail::{Act, Entry, Head};
use crate::vote::{Ballot, ProposalNumber, Trail};

/// A trail whose rows come in any order.
#[derive(Debug)]
pub struct Parts {
    trail: Trail,
    twice: bool,
}

impl Parts {
    /// Nothing yet.
    pub const fn of(guild: GuildId, proposal: ProposalNumber) -> Self {
        Self {
            trail: Trail::empty(guild, proposal),
            twice: false,
        }
    }

    /// Adds a row of this proposal; others are passed over.
    pub fn add(&mut self, row: Row) {
        let trail = &mut self.trail;
        match row {
            Row::Ballot(
                _,
                _,
                BallotRow::Bare(BareBallot {
                    voter,
                    choice,
                    interaction,
                }),
            ) => {
                trail.before.push(Ballot {
                    voter,
                    choice,
                    interaction,
                    reason: None,
                });
            }
            Row::Ballot(_, _, BallotRow::Chained(entry)) => trail.entries.push(entry.into()),
            Row::Event(_, _, event) => trail.entries.push(event.into()),
            Row::Voter(_, _, member, key) => self.twice |= trail.voters.insert(member, key).is_some(),
            Row::Reason(_, _, entry, reason) => self.twice |= trail.reasons.insert(entry, reason).is_some(),
            Row::Trail(_, _, head) => self.twice |= trail.head.replace(head).is_some(),
            Row::Settings(..)
            | Row::Proposal(_)
            | Row::Edition(_)
            | Row::Notice(_)
            | Row::Edit(_)
            | Row::Correction(_) => {}
        }
    }

    /// Whether a row came twice that can be there once.
    pub const fn has_twice(&self) -> bool {
        self.twice
    }

    /// All that came.
    pub fn whole(self) -> Trail {
        let mut trail = self.trail;
        trail.before.sort_unstable_by_key(|ballot| ballot.interaction);
        trail.entries.sort_by_key(|entry| entry.number);
        trail
    }

    /// What came, as it was at `head`: rows that were written later are left out.
    pub fn at(mut self, head: Option<Head>) -> Trail {
        self.trail.head = head;
        let (entries, voters) = head.map_or((0, 0), |head| (head.entries, head.voters));
        let mut trail = self.whole();
        trail.entries.retain(|entry| entry.number.get() <= entries);
        trail.reasons.retain(|entry, _| entry.get() <= entries);
        trail.voters.retain(|_, key| key.number.get() <= voters);
        trail
    }
}

/// The rows of trails, by kind, in the order of their keys.
#[derive(Debug, Default)]
pub struct TrailRows {
    /// Ballots.
    pub ballots: Vec<Row>,
    /// Everything else.
    pub others: Vec<Row>,
}

impl TrailRows {
    /// The rows of the trails of one guild, which come by proposal.
    pub fn of(trails: &[Trail]) -> Self {
        let (mut ballots, mut events, mut voters) = (Vec::new(), Vec::new(), Vec::new());
        let (mut reasons, mut heads) = (Vec::new(), Vec::new());
        for trail in trails {
            let (guild, number) = (trail.guild, trail.proposal);
            let first = ballots.len();
            for ballot in &trail.before {
                let bare = BareBallot {
                    voter: ballot.voter,
                    choice: ballot.choice,
                    interaction: ballot.interaction,
                };
                ballots.push((
                    ballot.interaction,
                    Row::Ballot(guild, number, BallotRow::Bare(bare)),
                ));
            }
            for entry in &trail.entries {
                match split(entry) {
                    Split::Ballot(entry) => ballots.push((
                        entry.interaction,
                        Row::Ballot(guild, number, BallotRow::Chained(entry)),
                    )),
                    Split::Event(event) => events.push(Row::Event(guild, number, event)),
                    Split::Neither => {}
                }
            }
            ballots[first..].sort_by_key(|(interaction, _)| *interaction);
            let keys = trail.voters.iter();
            voters.extend(keys.map(|(member, key)| Row::Voter(guild, number, *member, *key)));
            let words = trail.reasons.iter();
            reasons.extend(words.map(|(entry, reason)| Row::Reason(guild, number, *entry, reason.clone())));
            heads.extend(trail.head.map(|head| Row::Trail(guild, number, head)));
        }
        Self {
            ballots: ballots.into_iter().map(|(_, row)| row).collect(),
            others: [events, voters, reasons, heads].into_iter().flatten().collect(),
        }
    }
}

enum Split {
    Ballot(BallotEntry),
    Event(EventEntry),
    /// A ballot without a voter, which is never stored.
    Neither,
}

fn split(entry: &Entry) -> Split {
    let Entry {
        number,
        at,
        act,
        voter,
        commitment,
        hash,
    } = entry.clone();
    match (act, voter) {
        (Act::Cast { choice, interaction }, Some(voter)) => Split::Ballot(BallotEntry {
            number,
            voter,
            choice,
            interaction,
            commitment,
            hash,
        }),
        (Act::Cast { .. }, None) => Split::Neither,
        (Act::Event { what, detail }, voter) => Split::Event(EventEntry {
            number,
            at,
            what,
            detail,
            voter,
            commitment,
            hash,
        }),
    }
}
