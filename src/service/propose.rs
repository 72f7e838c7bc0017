//! `/propose`: a change is put to the vote.

use super::browse::{WHOLE, candidates};
use super::draft::draft;
use super::error::{Error, Field, Refusal};
use super::library::Current;
use super::place::{ChannelKind, Place, PlaceError};
use super::request::{Call, Propose};
use super::response::{Candidate, Response};
use super::retry::until_committed;
use super::{Event, MAX_REASON, MAX_SUMMARY, Service};
use crate::draft::{Draft, Standing};
use crate::id::ChannelId;
use crate::outbox::{Notice, Topic};
use crate::prose::Prose;
use crate::radar::{Answer, Blip, BlipId, Ring, RingId, Title, fold};
use crate::settings::Settings;
use crate::storage::{Batch, Row};
use crate::vote::{Change, Electorate, Proposal, ProposalNumber, Status};

/// What `/propose` takes instead of a ring to take a blip off the radar (contract).
pub const RETIRE: &str = "retire";

/// Where a proposal would put a blip.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Ring(Ring),
    Off,
}

impl Service {
    pub(super) async fn propose(&self, call: &Call, propose: &Propose) -> Result<Response, Error> {
        let settings = self.store.settings(call.guild).await?.value;
        let place = self.place_for_votes(call, &settings).await?;
        let target = self.target(&propose.ring)?;
        let reason = optional(propose.reason.as_deref(), MAX_REASON, Field::Reason)?;
        let proposal = until_committed(|| async {
            let proposals = self.store.proposals(call.guild).await?;
            if let Some(known) = proposals
                .iter()
                .find(|stored| stored.value.interaction == call.interaction)
            {
                // Discord delivered the same command twice: it is one proposal.
                return Ok(known.value.clone());
            }
            let editions = self.store.editions(call.guild).await?;
            let radar = self.radars.radar(call.guild, &editions);
            let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
            let draft = draft(&current, &proposals, &editions);
            let change = self.change(&current, &draft, propose, &target)?;
            if let Some(open) = self.open_vote(call.guild, change.blip(), &proposals).await? {
                let title = change.title().clone();
                return Err(Refusal::OpenVote {
                    title,
                    number: open.number,
                    posted: open.posted,
                }
                .into());
            }
            let number = proposals
                .last()
                .map_or(ProposalNumber::FIRST, |stored| stored.value.number.next());
            let proposal = self.opened(call, &settings, &place, number, change, reason.clone());
            let notice = Notice::new(call.guild, Topic::Vote(number), place.channel, call.now);
            let batch = Batch::new()
                .create(Row::Proposal(proposal.clone()))
                .create(Row::Notice(notice));
            self.store.commit(batch).await?;
            self.agenda.add(&proposal);
            self.report(Event::Queued(call.guild, Topic::Vote(number)));
            Ok(proposal)
        })
        .await?;
        Ok(Response::Proposed {
            number: proposal.number,
            channel: proposal.channel,
            title: proposal.change.title().clone(),
            posted: self.posted(call.guild, proposal.number).await?,
            similar: self.similar(call, &proposal.change).await?,
        })
    }

    /// The blips that a new one could be taken for.
    async fn similar(&self, call: &Call, change: &Change) -> Result<Vec<Candidate>, Error> {
        let Change::Add { title, .. } = change else {
            return Ok(Vec::new());
        };
        let editions = self.store.editions(call.guild).await?;
        let radar = self.radars.radar(call.guild, &editions);
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let near = match current.index.answer(title.as_str()) {
            Answer::Clear { .. } => current.index.find(title.as_str()).into_iter().take(1).collect(),
            Answer::Several(several) => several,
            Answer::Unknown { .. } => Vec::new(),
        };
        Ok(candidates(self.radars.scheme(), &current, &near))
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
        match scheme.find_ring(typed) {
            Some(ring) => Ok(Target::Ring(ring.clone())),
            None if fold(typed) == RETIRE => Ok(Target::Off),
            None => Err(Refusal::UnknownRing {
                typed: typed.to_owned(),
                rings: scheme.rings().iter().map(|ring| ring.title.clone()).collect(),
            }),
        }
    }

    /// The change that is meant. Only an exact name takes a blip that is on the radar: a vote on another blip than
    /// the one that was meant is worse than a question.
    fn change(
        &self,
        current: &Current<'_>,
        draft: &Draft,
        propose: &Propose,
        target: &Target,
    ) -> Result<Change, Refusal> {
        match current.index.answer(&propose.blip) {
            Answer::Clear { id, exact: true } => match current.edition.blip(&id) {
                Some(blip) => Self::change_known(current, draft, blip, target),
                None => self.change_new(current, draft, propose, target),
            },
            Answer::Several(matches) if matches.iter().all(|found| found.score >= 1.0) => {
                Err(Refusal::Ambiguous {
                    typed: propose.blip.clone(),
                    candidates: candidates(self.radars.scheme(), current, &matches),
                })
            }
            Answer::Clear { .. } | Answer::Several(_) | Answer::Unknown { .. } => {
                self.change_new(current, draft, propose, target)
            }
        }
    }

    fn change_known(
        current: &Current<'_>,
        draft: &Draft,
        blip: &Blip,
        target: &Target,
    ) -> Result<Change, Refusal> {
        let (id, title) = (blip.id.clone(), blip.title.clone());
        match (draft.standing(current.edition, &blip.id), target) {
            (Standing::In(from), Target::Ring(ring)) if from == ring.id => Err(Refusal::SameRing {
                title,
                ring: ring.title.clone(),
                in_draft: draft.changes(&blip.id),
            }),
            (Standing::In(from), Target::Ring(ring)) => Ok(Change::Move {
                blip: id,
                title,
                from,
                to: ring.id.clone(),
            }),
            (Standing::In(from), Target::Off) => Ok(Change::Retire {
                blip: id,
                title,
                from,
            }),
            (Standing::Retired | Standing::Unknown, Target::Ring(ring)) => Ok(Change::Return {
                blip: id,
                title,
                to: ring.id.clone(),
            }),
            (Standing::Retired | Standing::Unknown, Target::Off) => Err(Refusal::AlreadyRetired { title }),
        }
    }

    fn change_new(
        &self,
        current: &Current<'_>,
        draft: &Draft,
        propose: &Propose,
        target: &Target,
    ) -> Result<Change, Refusal> {
        let scheme = self.radars.scheme();
        let nearest = || candidates(scheme, current, &current.index.find(&propose.blip));
        if propose.blip.trim() == WHOLE {
            return Err(Refusal::ReservedName {
                typed: propose.blip.clone(),
            });
        }
        let title = Title::parse(&propose.blip).map_err(Refusal::BadTitle)?;
        let blip = BlipId::from_title(&title);
        let ring = match (target, draft.standing(current.edition, &blip)) {
            (Target::Ring(ring), Standing::Unknown) => ring,
            (Target::Off, Standing::Unknown) => {
                return Err(Refusal::NothingToRetire {
                    typed: propose.blip.clone(),
                    nearest: nearest(),
                });
            }
            // It joined the radar in the draft, and is not in the index of the current edition yet.
            (Target::Ring(ring), Standing::In(from)) if current.edition.blip(&blip).is_none() => {
                return Self::change_drafted(blip, title, from, ring);
            }
            (Target::Off, Standing::In(from)) if current.edition.blip(&blip).is_none() => {
                return Ok(Change::Retire { blip, title, from });
            }
            (Target::Ring(_) | Target::Off, Standing::In(_) | Standing::Retired) => {
                let holder = current
                    .edition
                    .blip(&blip)
                    .map_or_else(|| title.clone(), |other| other.title.clone());
                return Err(Refusal::IdTaken {
                    id: blip,
                    title: holder,
                });
            }
        };
        let quadrants = || {
            scheme
                .quadrants()
                .iter()
                .map(|quadrant| quadrant.title.clone())
                .collect::<Vec<_>>()
        };
        let (Some(quadrant), Some(summary)) = (&propose.quadrant, &propose.summary) else {
            return Err(Refusal::NewBlipNeeds {
                title,
                quadrant: propose.quadrant.is_none(),
                summary: propose.summary.is_none(),
                quadrants: quadrants(),
                nearest: nearest(),
            });
        };
        let quadrant = scheme
            .find_quadrant(quadrant)
            .ok_or_else(|| Refusal::UnknownQuadrant {
                typed: quadrant.clone(),
                quadrants: quadrants(),
            })?;
        let summary = required(summary, MAX_SUMMARY, Field::Summary)?;
        Ok(Change::Add {
            blip,
            title,
            quadrant: quadrant.id.clone(),
            to: ring.id.clone(),
            summary,
        })
    }

    /// A change to a blip that a passed vote adds in the draft.
    fn change_drafted(blip: BlipId, title: Title, from: RingId, ring: &Ring) -> Result<Change, Refusal> {
        if from == ring.id {
            return Err(Refusal::SameRing {
                title,
                ring: ring.title.clone(),
                in_draft: true,
            });
        }
        Ok(Change::Move {
            blip,
            title,
            from,
            to: ring.id.clone(),
        })
    }

    fn opened(
        &self,
        call: &Call,
        settings: &Settings,
        place: &Place,
        number: ProposalNumber,
        change: Change,
        reason: Option<Prose>,
    ) -> Proposal {
        // Discord's clock opens the vote, as it judges the ballots.
        let opens_at = call.interaction.created_at();
        Proposal {
            guild: call.guild,
            number,
            change,
            proposer: call.actor.member,
            reason,
            channel: place.channel,
            interaction: call.interaction,
            opens_at,
            closes_at: opens_at
                .saturating_add(self.defaults.duration)
                .unwrap_or(opens_at),
            policy: self.defaults.policy.clone(),
            electorate: settings.voters.map_or(Electorate::Anyone, Electorate::Role),
            status: Status::Open,
        }
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

fn required(text: &str, max: usize, field: Field) -> Result<Prose, Refusal> {
    Prose::parse(text, max).map_err(|error| Refusal::BadText { field, error })
}

fn optional(text: Option<&str>, max: usize, field: Field) -> Result<Option<Prose>, Refusal> {
    text.map(|text| required(text, max, field)).transpose()
}
