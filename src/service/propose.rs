//! `/propose`: a change is put to the vote.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::begun::{self, Beginning, Begun};
use super::browse::candidates;
use super::cooldown::Cooling;
use super::draft::draft;
use super::error::{Attempt, Error, Field, Refusal};
use super::place::{ChannelKind, Place, PlaceError};
use super::request::{Call, Propose};
use super::response::{Candidate, Response};
use super::retry::until_committed;
use super::{Event, MAX_REASON, Service};
use crate::id::{ChannelId, MemberId};
use crate::outbox::{Notice, Topic, Update};
use crate::prose::Prose;
use crate::radar::{Answer, Ring, fold};
use crate::settings::Settings;
use crate::storage::{Batch, Expect, Key, Row, Stored, leaves_room};
use crate::vote::policy::{LEAST_SECRET, Proposers};
use crate::vote::{
    Change, Electorate, Phase, Policies, Policy, PolicyName, Proposal, ProposalNumber, Status, Waiting,
    duration,
};

/// What `/propose` takes instead of a ring to take a blip off the radar (contract).
pub const RETIRE: &str = "retire";

/// The fewest letters of a ring's name by which it can be proposed, unless that is all of it.
const LEAST_BEGINNING: usize = 3;

/// A vote that is asked again.
#[derive(Debug)]
pub(super) struct Again {
    /// Which.
    pub number: ProposalNumber,
    /// What its proposer had added to the reason, if it is they who ask.
    pub addenda: Vec<Prose>,
}

/// Where a proposal would put a blip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Ring(Ring),
    Off,
}

impl Service {
    /// `again` is the vote that is asked again, if that was said.
    pub(super) async fn propose(
        &self,
        call: &Call,
        propose: &Propose,
        again: Option<&Again>,
    ) -> Result<Response, Error> {
        let settings = self.store.settings(call.guild).await?.value;
        let place = self.place_for_votes(call, &settings).await?;
        let target = self.target(&propose.ring)?;
        let reason = optional(propose.reason.as_deref(), MAX_REASON, Field::Reason)?;
        let policies = self.policies_of(&settings);
        let policy = self.policy_for(&policies, propose, &target)?;
        let window = self.window(&policy, propose.duration.as_deref())?;
        let electorate = self.electorate(call.guild, &settings, &policy).await?;
        may_propose(call, &settings, &policy, &electorate)?;
        must_have_voters(&policy, call.actor.member, &electorate)?;
        let proposal = until_committed(|| async {
            let proposals = self.store.proposals(call.guild).await?;
            if let Some(known) = proposals
                .iter()
                .find(|stored| stored.value.interaction == call.interaction)
            {
                // Discord delivered the same command twice: it is one proposal.
                return Ok(known.value.clone());
            }
            let (editions, radar) = self.shelf(call.guild).await?;
            let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
            let draft = draft(&current, &proposals, &editions);
            let change = Self::aim(&current, &draft, propose, &target)?;
            let cooling = self.cools(&proposals, &change, &policy, call.now).await?;
            let status = self.first_status(call, &proposals, &change, cooling).await?;
            let supersedes = match again {
                Some(Again { number, .. }) => Some(*number),
                None => earlier(&proposals, &change, cooling),
            };
            must_have_room(call, &policy, &proposals)?;
            let number = proposals
                .last()
                .map_or(ProposalNumber::FIRST, |stored| stored.value.number.next());
            // Discord's clock opens the vote, as it judges the ballots.
            let opens_at = call.interaction.created_at();
            let proposal = Proposal {
                guild: call.guild,
                number,
                supersedes,
                change,
                proposer: call.actor.member,
                reason: reason.clone(),
                addenda: again.map_or_else(Vec::new, |again| again.addenda.clone()),
                channel: place.channel,
                interaction: call.interaction,
                opens_at,
                closes_at: opens_at.saturating_add(window).unwrap_or(opens_at),
                extensions: Vec::new(),
                policy: policy.clone(),
                electorate: electorate.clone(),
                concerns: Vec::new(),
                voided: Vec::new(),
                departed: BTreeSet::new(),
                seconded_by: None,
                status,
            };
            self.open(proposal, &proposals, settings.threads, call.now).await
        })
        .await?;
        Ok(Response::Proposed {
            number: proposal.number,
            channel: proposal.channel,
            title: proposal.change.title().clone(),
            posted: self.posted(call.guild, proposal.number).await?,
            similar: self.similar(call, &proposal.change).await?,
            waiting: match proposal.status.phase() {
                Phase::Waiting(waiting) => Some(waiting),
                Phase::Open | Phase::Held { .. } | Phase::Over => None,
            },
        })
    }

    /// Stores a new proposal with what must be said of it.
    async fn open(
        &self,
        proposal: Proposal,
        all: &[Stored<Proposal>],
        thread: bool,
        now: Timestamp,
    ) -> Result<Proposal, Attempt> {
        let (guild, number) = (proposal.guild, proposal.number);
        must_leave_room(&proposal)?;
        let mut topics = vec![Topic::Vote(number)];
        if thread {
            topics.push(Topic::Update(number, Update::Thread));
        }
        let mut batch = alone(Batch::new(), &proposal, all).create(Row::Proposal(proposal.clone()));
        for topic in &topics {
            let notice = Notice::new(guild, topic.clone(), proposal.channel, now);
            batch = batch.create(Row::Notice(notice));
        }
        self.store.commit(batch).await?;
        self.note_next(&proposal, now);
        if let Status::Waiting(Waiting::Behind(_)) = proposal.status {
            // The vote in front may have ended between the look and the commit.
            self.agenda.set(guild, number, Some(now));
        }
        for topic in topics {
            self.report(Event::Queued(guild, topic));
        }
        Ok(proposal)
    }

    /// The state in which a proposal begins: at once, unless another vote on the blip is under way, or the same was
    /// rejected a short while ago.
    async fn first_status(
        &self,
        call: &Call,
        proposals: &[Stored<Proposal>],
        change: &Change,
        cooling: Option<Cooling>,
    ) -> Result<Status, Attempt> {
        let on_the_blip = || {
            let all = proposals.iter().map(|stored| &stored.value);
            all.filter(|proposal| proposal.change.blip() == change.blip())
        };
        let live = || on_the_blip().filter(|proposal| proposal.status.is_live());
        if let Some(same) = live().find(|proposal| proposal.asks(change)) {
            return Err(Refusal::OpenVote {
                title: change.title().clone(),
                number: same.number,
                posted: self.posted(call.guild, same.number).await?,
                waits: same.status.phase().is_waiting(),
            }
            .into());
        }
        // First, so that a second is asked for at once, and not when the vote in front is over.
        if let Some(Cooling { until, .. }) = cooling {
            return Ok(Status::Waiting(Waiting::Second { until }));
        }
        Ok(match live().rfind(|proposal| is_in_line(proposal)) {
            Some(first) => Status::Waiting(Waiting::Behind(first.number)),
            None => Status::Open,
        })
    }

    /// The policy that was named, or the usual one for the target.
    fn policy_for(&self, policies: &Policies, propose: &Propose, target: &Target) -> Result<Policy, Refusal> {
        let Some(typed) = &propose.policy else {
            let innermost = match target {
                Target::Ring(ring) => self.radars.scheme().rings().first() == Some(ring),
                Target::Off => false,
            };
            return Ok(policies.usual(innermost));
        };
        let name = PolicyName::parse(&typed.trim().to_lowercase()).ok();
        name.and_then(|name| policies.get(&name).cloned())
            .ok_or_else(|| Refusal::UnknownPolicy {
                typed: typed.clone(),
                names: policies.iter().map(|policy| policy.name.clone()).collect(),
            })
    }

    /// How long the vote is open.
    fn window(&self, policy: &Policy, typed: Option<&str>) -> Result<SignedDuration, Refusal> {
        let Some(typed) = typed else {
            return Ok(policy.duration);
        };
        let least = self.defaults.min_duration;
        match duration::parse(typed) {
            Ok(window) if window >= least => Ok(window),
            Ok(_) | Err(_) => Err(Refusal::BadDuration {
                typed: typed.to_owned(),
                least,
            }),
        }
    }

    /// The blips that a new one could be taken for.
    async fn similar(&self, call: &Call, change: &Change) -> Result<Vec<Candidate>, Error> {
        let Change::Add { title, .. } = change else {
            return Ok(Vec::new());
        };
        let radar = self.radar(call.guild).await?;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let near = match current.index.answer(title.as_str()) {
            Answer::Clear { .. } => current.index.find(title.as_str()).into_iter().take(1).collect(),
            Answer::Several(several) => several,
            Answer::Unknown { .. } => Vec::new(),
        };
        Ok(candidates(radar.timeline.scheme(), &current, &near))
    }

    /// The channel in which the vote is posted, if the bot may post there.
    async fn place_for_votes(&self, call: &Call, settings: &Settings) -> Result<Place, Error> {
        let place = self
            .look(call, settings.votes.unwrap_or(call.place.channel))
            .await?;
        must_suit_votes(&place)?;
        Ok(place)
    }

    /// A channel of the guild. Of the one that the call came from, Discord told everything with it.
    pub(super) async fn look(&self, call: &Call, channel: ChannelId) -> Result<Place, Error> {
        if channel == call.place.channel {
            return Ok(call.place.clone());
        }
        self.places
            .look(call.guild, channel)
            .await
            .map_err(|error| match error {
                PlaceError::NotSeen(channel) => Refusal::ChannelNotSeen { channel }.into(),
                PlaceError::Unreachable(_) => Error::Place(error),
            })
    }

    fn target(&self, typed: &str) -> Result<Target, Refusal> {
        let scheme = self.radars.scheme();
        if let Some(ring) = scheme.find_ring(typed) {
            return Ok(Target::Ring(ring.clone()));
        }
        let key = fold(typed);
        if key == RETIRE {
            return Ok(Target::Off);
        }
        let unknown = || Refusal::UnknownRing {
            typed: typed.to_owned(),
            rings: scheme.rings().iter().map(|ring| ring.title.clone()).collect(),
        };
        // A vote is seen by all, and is never about a ring that may not have been meant: a letter or two are a slip, and
        // what could as well be a beginning of `retire` is asked about.
        if key.chars().count() < LEAST_BEGINNING || RETIRE.starts_with(&key) {
            return Err(unknown());
        }
        match begun::ring(&scheme, typed, Beginning::OfNames) {
            Ok(ring) => Ok(Target::Ring(ring.clone())),
            Err(Begun::None) => Err(unknown()),
            Err(Begun::Several(rings)) => Err(Refusal::WhichRing {
                typed: typed.to_owned(),
                rings,
            }),
        }
    }
}

/// Whether others on the same blip come after this one: it is under way, or waits for one that is. When one is put to the
/// vote that waits for something else nobody knows: it comes after those that can be.
pub(super) fn is_in_line(proposal: &Proposal) -> bool {
    match proposal.status.phase() {
        Phase::Open | Phase::Held { .. } | Phase::Waiting(Waiting::Behind(_)) => true,
        Phase::Waiting(Waiting::Second { .. } | Waiting::Voters) | Phase::Over => false,
    }
}

/// The condition that no other vote on the blip of `own` has begun or changed since `proposals` were read.
pub(super) fn alone(batch: Batch, own: &Proposal, proposals: &[Stored<Proposal>]) -> Batch {
    let on_the_blip = proposals.iter().filter(|stored| {
        let other = &stored.value;
        other.number != own.number && other.status.is_live() && other.change.blip() == own.change.blip()
    });
    on_the_blip.fold(batch, |batch, stored| {
        let key = Key::Proposal(own.guild, stored.value.number);
        batch.expect(Expect::Revision(key, stored.revision))
    })
}

/// The vote that asked the same before, to which a new one is linked: the one because of which it needs a second, or the
/// last one that was counted, or the last one.
fn earlier(
    proposals: &[Stored<Proposal>],
    change: &Change,
    cooling: Option<Cooling>,
) -> Option<ProposalNumber> {
    let all = || {
        let all = proposals.iter().rev().map(|stored| &stored.value);
        all.filter(|proposal| proposal.asks(change) && !proposal.status.is_live())
    };
    let counted = || all().find(|proposal| proposal.status.count().is_some());
    let last = || counted().or_else(|| all().next());
    cooling
        .map(|cooling| cooling.since)
        .or_else(|| last().map(|proposal| proposal.number))
}

/// Refuses a member whom the policy does not let propose.
fn may_propose(
    call: &Call,
    settings: &Settings,
    policy: &Policy,
    electorate: &Electorate,
) -> Result<(), Refusal> {
    let may = match policy.proposers {
        Proposers::Anyone => true,
        Proposers::Voters => electorate
            .admits(call.actor.member, &call.actor.roles, &policy.excluded)
            .is_binding(),
        Proposers::Maintainers => call.actor.maintainer(settings).is_some(),
    };
    if may {
        return Ok(());
    }
    Err(Refusal::MayNotPropose {
        policy: policy.name.clone(),
        who: policy.proposers,
    })
}

/// Refuses a vote that could never pass, or could not be secret as its policy says.
pub(super) fn must_have_voters(
    policy: &Policy,
    proposer: MemberId,
    electorate: &Electorate,
) -> Result<(), Refusal> {
    let is_voter = electorate
        .members()
        .is_some_and(|members| members.contains(&proposer));
    let least = policy.least_electorate(is_voter);
    match electorate.size() {
        None if policy.counts_shares() && electorate.role().is_none() => Err(Refusal::NeedsElectorate {
            policy: policy.name.clone(),
        }),
        None if !policy.names => Err(Refusal::SecretUncounted {
            policy: policy.name.clone(),
        }),
        Some(size) if !policy.names && size < LEAST_SECRET => Err(Refusal::TooFewForSecrecy {
            policy: policy.name.clone(),
            size,
        }),
        Some(size) if size < least => Err(Refusal::TooFewVoters {
            policy: policy.name.clone(),
            size,
            least,
        }),
        None | Some(_) => Ok(()),
    }
}

/// Refuses a vote that would be too large to end: a row of a store holds only so much.
pub(super) fn must_leave_room(proposal: &Proposal) -> Result<(), Refusal> {
    if leaves_room(proposal) {
        return Ok(());
    }
    Err(Refusal::NoRoom {
        number: proposal.number,
    })
}

/// Refuses one more than the policy lets a member have open.
fn must_have_room(call: &Call, policy: &Policy, proposals: &[Stored<Proposal>]) -> Result<(), Refusal> {
    let open = proposals.iter().map(|stored| &stored.value).filter(|proposal| {
        proposal.proposer == call.actor.member
            && proposal.policy.name == policy.name
            && proposal.status.is_live()
    });
    let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
    match policy.max_open {
        Some(max) if open >= max => Err(Refusal::TooManyOpen {
            policy: policy.name.clone(),
            max,
        }),
        Some(_) | None => Ok(()),
    }
}

/// Refuses a channel in which a vote can not stand.
pub(super) fn must_suit_votes(place: &Place) -> Result<(), Refusal> {
    match place.kind {
        ChannelKind::Announcement => {
            return Err(Refusal::AnnouncementChannel {
                channel: place.channel,
            });
        }
        ChannelKind::Unsuitable => {
            return Err(Refusal::UnsuitableChannel {
                channel: place.channel,
            });
        }
        ChannelKind::Text => {}
    }
    must_allow_posting(place)
}

/// Refuses a channel in which the bot may not post and look after its messages.
pub(super) fn must_allow_posting(place: &Place) -> Result<(), Refusal> {
    if place.missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::MissingPermissions {
        channel: place.channel,
        missing: place.missing.clone(),
    })
}

pub(super) fn required(text: &str, max: usize, field: Field) -> Result<Prose, Refusal> {
    Prose::parse(text, max).map_err(|error| Refusal::BadText { field, error })
}

pub(super) fn optional(text: Option<&str>, max: usize, field: Field) -> Result<Option<Prose>, Refusal> {
    text.map(|text| required(text, max, field)).transpose()
}
