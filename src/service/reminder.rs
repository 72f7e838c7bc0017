//! When a reminder is due, and whom it is for: those who can still vote, with as few pings as may be.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::attendance::silent;
use super::error::Attempt;
use super::{Event, Service};
use crate::id::{MemberId, RoleId};
use crate::outbox::{Notice, Topic, Update};
use crate::storage::{Batch, Revision, Row, StoreError};
use crate::vote::{Ballot, Proposal, Status};

/// How many who have not voted are named. More would be a list that nobody reads.
pub const MOST_NAMED: usize = 10;

/// How long nobody is called again to read what was added to the same reason.
const PING_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Whom a reminder is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressees {
    /// The voters' role, if one votes.
    pub role: Option<RoleId>,
    /// Whether it is pinged: it lets itself be mentioned, and not everybody has voted.
    pub pinged: bool,
    /// Who has not voted yet, where voters are known by name.
    pub silent: Option<Silent>,
}

/// Those who have not voted yet. They are never pinged one by one: only a role that lets itself be mentioned is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silent {
    /// By name: a few, in a vote that shows names.
    Named(BTreeSet<MemberId>),
    /// So many. Where names are secret, the names of the others would tell who has voted.
    Counted(usize),
}

impl Service {
    /// Whom a reminder of this vote is for, now.
    pub(super) async fn addressees(
        &self,
        proposal: &Proposal,
        now: Timestamp,
    ) -> Result<Addressees, StoreError> {
        let silent = match proposal.electorate.members() {
            Some(members) => {
                let ballots = self.store.ballots(proposal.guild, proposal.number).await?;
                let mut silent = silent(proposal, members, &ballots);
                let settings = self.store.settings(proposal.guild).await?.value;
                // Where names are secret, the number of those who are away and silent would tell who is which.
                if proposal.policy.names {
                    silent.retain(|member| !settings.is_away(*member, now));
                }
                Some(silent)
            }
            None => None,
        };
        let role = proposal.electorate.role();
        let is_awaited = silent.as_ref().is_none_or(|silent| !silent.is_empty());
        let pinged = is_awaited && self.voters_to_ping(proposal).await.is_some();
        Ok(Addressees {
            role,
            pinged,
            silent: silent.map(|silent| {
                if proposal.policy.names && silent.len() <= MOST_NAMED {
                    Silent::Named(silent)
                } else {
                    Silent::Counted(silent.len())
                }
            }),
        })
    }

    /// The role that an update pings: whoever voted on the reason as it was may think again when there is more to it.
    pub(super) async fn pinged_by(&self, update: Update, proposal: &Proposal) -> Option<RoleId> {
        match update {
            Update::Added(index) if proposal.status.is_live() && !self.was_pinged(index, proposal).await => {
                self.voters_to_ping(proposal).await
            }
            Update::Added(_)
            | Update::Thread
            | Update::Reminder(_)
            | Update::Raised(_)
            | Update::Answered(_)
            | Update::Held(_)
            | Update::Extended(_)
            | Update::Conflict
            | Update::Waiting
            | Update::Voided(_)
            | Update::Refreshed(_)
            | Update::Dropped(_)
            | Update::Kept(_)
            | Update::Repost(_) => None,
        }
    }

    /// Whether the addition before this one was told, and pinged, a short while before: nobody is called twice to read one
    /// reason.
    async fn was_pinged(&self, index: u32, proposal: &Proposal) -> bool {
        let queued = async |index| {
            let topic = Topic::Update(proposal.number, Update::Added(index));
            let notice = self.store.notice(proposal.guild, &topic).await.ok()??;
            Some(notice.value.queued_at)
        };
        let Some(before) = index.checked_sub(1) else {
            return false;
        };
        match (queued(before).await, queued(index).await) {
            (Some(before), Some(now)) => now.duration_since(before) < PING_PAUSE,
            (None, _) | (_, None) => false,
        }
    }

    /// The voters' role, if one votes that may be pinged.
    async fn voters_to_ping(&self, proposal: &Proposal) -> Option<RoleId> {
        let role = proposal.electorate.role()?;
        let is_some = role != proposal.guild.everyone();
        (is_some && self.may_ping(proposal, role).await).then_some(role)
    }

    /// Whether the role lets itself be mentioned. What Discord does not tell is no permission.
    async fn may_ping(&self, proposal: &Proposal, role: RoleId) -> bool {
        match self.rosters.roles(proposal.guild).await {
            Ok(roles) => roles.get(&role).is_some_and(|facts| facts.mentionable),
            Err(error) => {
                tracing::warn!(guild.id = %proposal.guild, proposal.id = %proposal.number, error = %error, "nobody is pinged, since the voters' role can not be looked at");
                false
            }
        }
    }

    /// Queues the reminder whose time has come, if one has: only the latest, where several were missed. Who voted and has left
    /// is looked for then, while a maintainer can still void their ballots; says how the proposal stands if that changed it.
    pub(super) async fn remind(
        &self,
        (read_as, proposal): (Revision, &Proposal),
        ballots: &[Ballot],
        now: Timestamp,
    ) -> Result<Option<Proposal>, Attempt> {
        if proposal.status != Status::Open || now >= proposal.closes_at {
            return Ok(None);
        }
        let reached = proposal.policy.reminders.iter().filter(|before| {
            // A reminder for a time before the vote was open would be one at once.
            let at = proposal.closes_at.saturating_sub(**before);
            at.is_ok_and(|at| at > proposal.opens_at && at <= now)
        });
        let Some(before) = reached.min() else {
            return Ok(None);
        };
        let update = Update::Reminder(u32::try_from(before.as_secs()).unwrap_or(u32::MAX));
        let topic = Topic::Update(proposal.number, update);
        if self.store.notice(proposal.guild, &topic).await?.is_some() {
            return Ok(None);
        }
        let roll = self.roll(proposal, ballots, now).await?;
        if let Cow::Owned(next) = self.marked(proposal, roll.departed).await? {
            return self
                .change(Batch::new(), (read_as, proposal), next, vec![update], now)
                .await
                .map(Some);
        }
        let notice = Notice::new(proposal.guild, topic.clone(), proposal.channel, now);
        self.store
            .commit(Batch::new().create(Row::Notice(notice)))
            .await?;
        self.report(Event::Queued(proposal.guild, topic));
        Ok(None)
    }
}

/// When the next reminder is due.
pub(super) fn next(proposal: &Proposal, now: Timestamp) -> Option<Timestamp> {
    if proposal.status != Status::Open {
        return None;
    }
    let times = proposal
        .policy
        .reminders
        .iter()
        .filter_map(|before| proposal.closes_at.saturating_sub(*before).ok());
    times.filter(|at| *at > now && *at > proposal.opens_at).min()
}
