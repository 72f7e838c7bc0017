//! Checking the trails of votes: of a store, or of a dump that somebody was given.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};

use super::parts::Parts;
use super::record::{self, Line};
use super::row::{BallotRow, Row};
use super::{Store, StoreError};
use crate::id::{GuildId, MemberId};
use crate::vote::history;
use crate::vote::trail::{Act, Entry, EntryNumber, EventKind, Head, VoterNumber};
use crate::vote::{Proposal, ProposalNumber, Trail};

/// How many rows are read at a time.
const PAGE: usize = 1000;

/// What was found of one vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its guild.
    pub guild: GuildId,
    /// Its proposal.
    pub proposal: ProposalNumber,
    /// How many ballots are older than the trail: nothing vouches for them.
    pub before: usize,
    /// Where the trail stands as it was computed anew; `None`: it has not begun, or is wrong.
    pub head: Option<Head>,
    /// The first thing that is wrong.
    pub problem: Option<Problem>,
}

/// What is wrong with a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// At which entry, if it is one.
    pub entry: Option<EntryNumber>,
    /// What it is.
    pub why: String,
}

impl Problem {
    const fn whole(why: String) -> Self {
        Self { entry: None, why }
    }
}

/// One line: what was verified, or where it is wrong.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "guild {}, proposal {}", self.guild, self.proposal)?;
        if let Some(problem) = &self.problem {
            if let Some(entry) = problem.entry {
                write!(f, ", entry {entry}")?;
            }
            return write!(f, ": error: {}", problem.why);
        }
        let entries = self.head.map_or(0, |head| head.entries);
        write!(f, ": {entries} entries verified")?;
        if let Some(head) = self.head {
            write!(f, ", head {}", head.hash)?;
        }
        if self.before > 0 {
            write!(f, ", {} ballots from before the trail", self.before)?;
        }
        Ok(())
    }
}

/// A vote whose rows come in any order.
#[derive(Debug)]
struct Vote {
    proposal: Option<Box<Proposal>>,
    parts: Parts,
    /// What the lines of a dump say of who cast the ballots.
    said: Vec<(EntryNumber, VoterNumber, Option<MemberId>)>,
}

/// Collects rows, and then checks them.
#[derive(Debug, Default)]
pub struct Audit {
    votes: BTreeMap<(GuildId, ProposalNumber), Vote>,
}

impl Audit {
    /// Adds a row of a store.
    pub fn add(&mut self, row: Row) {
        let at = match &row {
            Row::Proposal(proposal) => Some((proposal.guild, proposal.number)),
            other => other.of_proposal(),
        };
        let Some((guild, number)) = at else { return };
        let vote = self.votes.entry((guild, number)).or_insert_with(|| Vote {
            proposal: None,
            parts: Parts::of(guild, number),
            said: Vec::new(),
        });
        match row {
            Row::Proposal(proposal) => vote.proposal = Some(Box::new(proposal)),
            row => vote.parts.add(row),
        }
    }

    /// Adds a line of a dump.
    pub fn add_line(&mut self, line: Line) {
        let Line { row, voter } = line;
        if let Row::Ballot(guild, number, BallotRow::Chained(entry)) = row {
            self.add(row);
            if let Some(vote) = self.votes.get_mut(&(guild, number)) {
                vote.said.push((entry.number, entry.voter, voter));
            }
        } else {
            self.add(row);
        }
    }

    /// What is found, vote by vote.
    pub fn findings(self) -> impl Iterator<Item = Finding> {
        self.votes
            .into_iter()
            .map(|((guild, proposal), vote)| vote.finding(guild, proposal))
    }
}

impl Vote {
    fn finding(self, guild: GuildId, proposal: ProposalNumber) -> Finding {
        let Self {
            proposal: asked,
            parts,
            said,
        } = self;
        let twice = parts.has_twice();
        let trail = parts.whole();
        let verified = trail.verify();
        let (head, problem) = match verified {
            _ if asked.is_none() => (None, Some(Problem::whole("there is no such proposal".to_owned()))),
            _ if twice => (None, Some(Problem::whole("a row is there twice".to_owned()))),
            Err(fault) => {
                let why = fault.to_string();
                (
                    None,
                    Some(Problem {
                        entry: fault.entry,
                        why,
                    }),
                )
            }
            Ok(head) => match unlike(&trail, &said)
                .or_else(|| orphan(&trail))
                .or_else(|| untrue(&trail, asked.as_deref()?))
            {
                Some(problem) => (None, Some(problem)),
                None => (head, None),
            },
        };
        Finding {
            guild,
            proposal,
            before: trail.before.len(),
            head,
            problem,
        }
    }
}

/// A ballot whose line names another member than the voter's row, or one that no row proves.
fn unlike(trail: &Trail, said: &[(EntryNumber, VoterNumber, Option<MemberId>)]) -> Option<Problem> {
    let members = trail.members();
    said.iter().find_map(|(entry, voter, member)| {
        (members.get(voter) != member.as_ref()).then(|| Problem {
            entry: Some(*entry),
            why: "the ballot names another member than the row of its voter".to_owned(),
        })
    })
}

/// A proposal that is not what the end of its trail says of it.
fn untrue(trail: &Trail, proposal: &Proposal) -> Option<Problem> {
    let closing = trail.entries.iter().rev().find_map(|entry| match &entry.act {
        Act::Event {
            what: EventKind::Closed,
            detail,
        } => Some((entry.number, detail)),
        Act::Event { .. } | Act::Cast { .. } => None,
    });
    match closing {
        Some((_, detail)) if history::may_close(detail, proposal) => None,
        Some((number, _)) => Some(Problem {
            entry: Some(number),
            why: "the proposal is not the one that was decided: its terms or its outcome are others"
                .to_owned(),
        }),
        None if proposal.status.is_live() || !trail.entries.iter().any(is_of_the_vote) => None,
        None => Some(Problem::whole(format!(
            "the proposal is {}, and no entry says so",
            proposal.status.name()
        ))),
    }
}

/// Whether it was done while the vote went on. What was decided before votes had trails can still be dropped and kept.
fn is_of_the_vote(entry: &Entry) -> bool {
    match &entry.act {
        Act::Event {
            what: EventKind::Dropped | EventKind::Kept,
            ..
        } => false,
        Act::Event { .. } | Act::Cast { .. } => true,
    }
}

/// A reason without its ballot.
fn orphan(trail: &Trail) -> Option<Problem> {
    let entries = trail.head.map_or(0, |head| head.entries);
    let entry = trail.reasons.keys().find(|entry| entry.get() > entries)?;
    Some(Problem {
        entry: Some(*entry),
        why: "a reason without its ballot".to_owned(),
    })
}

/// Checks one guild or all of a store that nobody writes to.
pub async fn store(store: &dyn Store, guild: Option<GuildId>) -> Result<Vec<Finding>, StoreError> {
    let guilds = match guild {
        Some(guild) => vec![guild],
        None => store.guilds().await?,
    };
    let mut findings = Vec::new();
    for guild in guilds {
        let (mut audit, mut after) = (Audit::default(), None);
        loop {
            let rows = store.rows(Some(guild), after.as_ref(), PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.key());
            for row in rows {
                audit.add(row);
            }
        }
        findings.extend(audit.findings());
    }
    Ok(findings)
}

/// What was found in a dump.
#[derive(Debug, Default)]
pub struct InDump {
    /// Lines that are no rows, with their numbers.
    pub lines: Vec<(usize, String)>,
    /// What the others say.
    pub findings: Vec<Finding>,
}

/// Checks one guild or all of a dump.
pub fn dump(input: impl BufRead, guild: Option<GuildId>) -> io::Result<InDump> {
    let (mut audit, mut lines) = (Audit::default(), Vec::new());
    for (index, text) in input.lines().enumerate() {
        let text = text?;
        if text.trim().is_empty() {
            continue;
        }
        match record::from_line(&text) {
            Ok(line) if guild.is_none_or(|guild| line.row.guild() == guild) => audit.add_line(line),
            Ok(_) => {}
            Err(error) => lines.push((index + 1, error.to_string())),
        }
    }
    let findings = audit.findings().collect();
    Ok(InDump { lines, findings })
}
