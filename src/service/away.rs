//! `/away`: members who are not waited for.
//!
//! Where voters are known by name, those who are away when a vote is counted are taken out of its electorate, unless they
//! voted. They keep every right: a ballot brings them back into that vote, and they may raise concerns. A role that is
//! counted stays as large as Discord says, since nobody knows whether it counted them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::error::{Attempt, Error, Refusal};
use super::request::Call;
use super::response::{Away, Response};
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::MemberId;
use crate::settings::{Settings, Voters};
use crate::storage::{Append, Batch, Row, StoreError, draw_salt};
use crate::vote::trail::EventKind;
use crate::vote::{Phase, Proposal, duration};

/// For how long somebody can be away.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

impl Service {
    /// The member is away until the time that was typed; `None`: they are back.
    pub(super) async fn away(&self, call: &Call, typed: Option<&str>) -> Result<Response, Error> {
        let until = match typed {
            Some(typed) => {
                let settings = self.store.settings(call.guild).await?.value;
                Some(return_at(typed, &self.zone(&settings), call.now)?)
            }
            None => None,
        };
        let member = call.actor.member;
        let (votes, open) = until_committed(|| async {
            let stored = self.store.settings(call.guild).await?;
            let (mut votes, mut open) = (Vec::new(), 0);
            for stored in self.store.proposals(call.guild).await? {
                if !is_named(&stored.value, member) {
                    continue;
                }
                match stored.value.status.phase() {
                    Phase::Open => open += 1,
                    // It takes no votes now, and may again.
                    Phase::Held { .. } => {}
                    // Who may vote is read when it is put to the vote.
                    Phase::Waiting(_) | Phase::Over => continue,
                }
                votes.push(stored.value.number);
            }
            if until.is_some() && votes.is_empty() && !self.will_be_named(call, &stored.value) {
                return Err(Refusal::AwayOfNoUse.into());
            }
            let mut settings = stored.value.clone();
            let before = settings.away.remove(&member);
            settings.away.retain(|_, until| *until > call.now);
            settings.away.extend(until.map(|until| (member, until)));
            if before == until {
                return Ok((Vec::new(), 0));
            }
            let mut batch = Batch::new().replace(stored.revision, Row::Settings(call.guild, settings));
            for number in &votes {
                let detail = match until {
                    Some(until) => format!("a member is away until {until}"),
                    None => "a member is back".to_owned(),
                };
                // The voter's number would tell in a vote with secret names whose ballot is whose.
                let told = (None, EventKind::RosterChanged, detail);
                batch = batch.append(Append::event(call.guild, *number, told, call.now, draw_salt()?));
            }
            self.store.commit(batch).await?;
            Ok::<_, Attempt>((votes, open))
        })
        .await?;
        for number in &votes {
            self.report(Event::TallyChanged(call.guild, *number));
        }
        Ok(Response::Away(Away { until, votes: open }))
    }

    /// Who of a live vote's members by name is away until after its deadline. Whether they voted is left out of it: it
    /// would tell in a vote with secret names who did.
    pub(super) async fn away_at_the_close(
        &self,
        proposal: &Proposal,
    ) -> Result<BTreeSet<MemberId>, StoreError> {
        let Some(members) = proposal.electorate.members() else {
            return Ok(BTreeSet::new());
        };
        let settings = self.store.settings(proposal.guild).await?.value;
        Ok(&settings.away_at(proposal.closes_at) & members)
    }

    /// Whether the member would be among the voters by name of a vote that opens now.
    fn will_be_named(&self, call: &Call, settings: &Settings) -> bool {
        match &settings.voters {
            Voters::Anyone => false,
            Voters::Listed(members) => members.contains(&call.actor.member),
            Voters::Role(role) => self.rosters.lists_members() && call.actor.roles.contains(role),
        }
    }
}

/// When somebody is back who is away for this time, or up to and with this day.
fn return_at(typed: &str, zone: &TimeZone, now: Timestamp) -> Result<Timestamp, Refusal> {
    let after = |day: Date| day.tomorrow().ok()?.to_zoned(zone.clone()).ok();
    let until = match duration::parse(typed) {
        Ok(time) => now.checked_add(time).ok(),
        Err(_) => typed
            .trim()
            .parse::<Date>()
            .ok()
            .and_then(after)
            .map(|day| day.timestamp()),
    };
    until
        .filter(|until| *until > now && until.duration_since(now) <= LONGEST)
        .ok_or_else(|| Refusal::BadReturn {
            typed: typed.to_owned(),
        })
}

fn is_named(proposal: &Proposal, member: MemberId) -> bool {
    let members = proposal.electorate.members();
    members.is_some_and(|members| members.contains(&member))
}
