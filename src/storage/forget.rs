//! Forgetting a member: what tells whose their ballots were goes, the ballots stay.

use super::row::{BallotRow, BareBallot};
use super::{Batch, CommitError, Expect, Key, Row, Store, StoreError, Stored};
use crate::id::{GuildId, MemberId};
use crate::vote::trail::{Head, VoterNumber};
use crate::vote::{Proposal, ProposalNumber, Trail, Voter};

/// How often a guild is read again that changed meanwhile.
const TRIES: usize = 10;

/// Why a member was not forgotten.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForgetError {
    /// They acted in a vote that is not over: forgotten, they could vote once more.
    #[error("the vote on proposal {number} of guild {guild}, in which they take part, is not over")]
    NotOver {
        /// The guild.
        guild: GuildId,
        /// The proposal.
        number: ProposalNumber,
    },
    /// The guild's list of voters has them: taken off it, they could not vote; left on it, they are not forgotten.
    #[error("guild {guild} has them on its list of voters")]
    Listed {
        /// The guild.
        guild: GuildId,
    },
    /// The guild changed with each try.
    #[error("guild {0} changes too fast: stop the bot first")]
    Restless(GuildId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A change that nothing but forgetting makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::storage) enum Forget {
    /// The row goes.
    Remove(Key),
    /// Written: a ballot from before the trails that no longer names its member, or the head of a trail that has given
    /// a number more.
    Write(Box<Row>),
}

/// Forgets a member in a guild: see [`Store::forget`].
pub(in crate::storage) async fn forget<S: Store + ?Sized>(
    store: &S,
    guild: GuildId,
    member: MemberId,
) -> Result<usize, ForgetError> {
    for _ in 0..TRIES {
        let (batch, votes) = plan(store, guild, member).await?;
        if batch.is_empty() {
            return Ok(0);
        }
        match store.commit(batch).await {
            Ok(_) => return Ok(votes),
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(ForgetError::Restless(guild))
}

/// In how many votes of the guild the member would be forgotten; nothing is changed.
pub async fn forgettable(store: &dyn Store, guild: GuildId, member: MemberId) -> Result<usize, ForgetError> {
    Ok(plan(store, guild, member).await?.1)
}

async fn plan<S: Store + ?Sized>(
    store: &S,
    guild: GuildId,
    member: MemberId,
) -> Result<(Batch, usize), ForgetError> {
    let (mut batch, mut votes) = (Batch::new(), 0);
    let settings = store.settings(guild).await?;
    if settings.value.voters.lists(member) {
        return Err(ForgetError::Listed { guild });
    }
    for proposal in store.proposals(guild).await? {
        let number = proposal.value.number;
        let trail = store.trail(guild, number).await?;
        let forgets = in_vote(&trail.value, member);
        if forgets.is_empty() {
            continue;
        }
        if !is_over(&proposal) {
            return Err(ForgetError::NotOver { guild, number });
        }
        votes += 1;
        batch.forgets.extend(forgets);
        if let Some(keeping) = proposal.value.keeping(&trail.value.ballots()) {
            batch = batch.put(Row::Proposal(keeping));
        }
        batch = batch
            .expect(Expect::Revision(Key::Proposal(guild, number), proposal.revision))
            .expect(Expect::Revision(Key::Trail(guild, number), trail.revision));
    }
    let key = Key::Settings(guild);
    batch = batch.expect(Expect::Revision(key, settings.revision));
    // That they are away is nobody's business any more, either.
    if settings.value.away.contains_key(&member) {
        let mut without = settings.value.clone();
        without.away.remove(&member);
        batch = batch.put(Row::Settings(guild, without));
    }
    Ok((batch, votes))
}

fn is_over(proposal: &Stored<Proposal>) -> bool {
    proposal.value.status.ended_at().is_some()
}

/// What changes in one vote.
fn in_vote(trail: &Trail, member: MemberId) -> Vec<Forget> {
    let (guild, proposal) = (trail.guild, trail.proposal);
    let known = trail.voters.get(&member).map(|key| key.number);
    let bare = trail
        .before
        .iter()
        .filter(|ballot| ballot.voter == Voter::Known(member))
        .collect::<Vec<_>>();
    let mut forgets = Vec::new();
    if let Some(voter) = known {
        forgets.push(Forget::Remove(Key::Voter(guild, proposal, member)));
        let theirs = trail.entries.iter().filter(|entry| entry.voter == Some(voter));
        forgets.extend(
            theirs
                .filter(|entry| trail.reasons.contains_key(&entry.number))
                .map(|entry| Forget::Remove(Key::Reason(guild, proposal, entry.number))),
        );
    }
    if bare.is_empty() {
        return forgets;
    }
    let voter = known.unwrap_or_else(|| {
        let before = u32::try_from(trail.before.len()).unwrap_or(u32::MAX);
        let head = trail
            .head
            .unwrap_or_else(|| Head::genesis(guild, proposal, before));
        let voter = VoterNumber::after(head.voters);
        let voters = voter.get();
        forgets.push(Forget::Write(Box::new(Row::Trail(
            guild,
            proposal,
            Head { voters, ..head },
        ))));
        voter
    });
    forgets.extend(bare.into_iter().map(|ballot| {
        let ballot = BareBallot {
            voter: Voter::Forgotten(voter),
            choice: ballot.choice,
            interaction: ballot.interaction,
        };
        Forget::Write(Box::new(Row::Ballot(guild, proposal, BallotRow::Bare(ballot))))
    }));
    forgets
}
