//! `/radar`: what the team thinks of a technology, and the whole radar.

use std::sync::Arc;

use jiff::Timestamp;

use super::Service;
use super::draft::waiting;
use super::error::{Error, Refusal};
use super::library::{Current, GuildRadar};
use super::request::{Browse, Call};
use super::response::{Candidate, Card, Matched, Overview, Purpose, Related, Response, Teller, Unclear};
use crate::digest::EditionRef;
use crate::draft::Draft;
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::radar::{Answer, Blip, BlipId, Match, Movement, QuadrantId, Scheme, Standing, Title};
use crate::storage::{StoreError, Stored};
use crate::vote::Proposal;

/// The value of the option that stands for the whole radar (contract).
pub const WHOLE: &str = "*";

/// What a text names.
pub(super) enum Named {
    /// One blip, found so.
    Blip(BlipId, Matched),
    /// Several, or none.
    Unclear(Unclear),
}

impl Unclear {
    /// Asks which one is meant; the choice goes on with what it was looked for.
    pub(super) fn ask(self, purpose: Purpose) -> Response {
        match self {
            Self::Several { query, candidates } => Response::Candidates {
                query,
                candidates,
                purpose,
            },
            Self::Nothing { query, nearest } => Response::NotOnRadar {
                query,
                nearest,
                purpose,
            },
        }
    }
}

/// What cards are made of, read once.
pub(super) struct Known {
    editions: Vec<Stored<GuildEdition>>,
    pub radar: Arc<GuildRadar>,
    proposals: Vec<Stored<Proposal>>,
}

impl Service {
    pub(super) async fn browse(&self, call: &Call, browse: Browse) -> Result<Response, Error> {
        let query = match browse {
            Browse::Whole(page) => return self.whole(call, page).await,
            Browse::Quadrant(quadrant, page) => return self.quadrant(call, quadrant, page).await,
            Browse::Card(blip, page) => return self.card(call, &blip, Matched::Exactly, page).await,
            Browse::Named(query) => query,
        };
        if query.trim().is_empty() || query.trim() == WHOLE {
            return self.whole(call, 0).await;
        }
        match self.named(call, query).await? {
            Named::Blip(id, matched) => self.card(call, &id, matched, 0).await,
            Named::Unclear(unclear) => Ok(unclear.ask(Purpose::Card)),
        }
    }

    /// The blip that a text names, if it is one.
    pub(super) async fn named(&self, call: &Call, query: String) -> Result<Named, Error> {
        let radar = self.radar(call.guild).await?;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        Ok(named(&current, query)?)
    }

    async fn whole(&self, call: &Call, page: u16) -> Result<Response, Error> {
        let overview = self
            .overview(call.guild, call.now, page)
            .await?
            .ok_or(Refusal::NoEdition)?;
        Ok(Response::Overview(Box::new(overview)))
    }

    async fn quadrant(&self, call: &Call, quadrant: QuadrantId, page: u16) -> Result<Response, Error> {
        let overview = self.overview(call.guild, call.now, page).await?;
        let mut overview = overview.ok_or(Refusal::NoEdition)?;
        let quadrants = overview.scheme.quadrants();
        if overview.scheme.quadrant(&quadrant).is_none() {
            return Err(Refusal::UnknownQuadrant {
                typed: quadrant.to_string(),
                quadrants: quadrants.iter().map(|known| known.title.clone()).collect(),
            }
            .into());
        }
        overview.blips.retain(|blip| blip.quadrant == quadrant);
        overview.open_votes.clear();
        overview.quadrant = Some(quadrant);
        Ok(Response::Overview(Box::new(overview)))
    }

    /// The whole radar as it stands at `now`; `None` if no edition is published yet.
    pub async fn overview(
        &self,
        guild: GuildId,
        now: Timestamp,
        page: u16,
    ) -> Result<Option<Overview>, StoreError> {
        let radar = self.radar(guild).await?;
        let Some(current) = radar.current(now) else {
            return Ok(None);
        };
        let scheme = Arc::clone(radar.timeline.scheme());
        let mut blips: Vec<Arc<Blip>> = current.edition.blips.values().map(Arc::clone).collect();
        blips.sort_by_cached_key(|blip| (scheme.position(&blip.ring), blip.title.key()));
        let mut open_votes = Vec::new();
        for stored in self.store.proposals(guild).await? {
            if stored.value.status.is_live() {
                open_votes.push(self.view_of(stored.value).await?);
            }
        }
        Ok(Some(Overview {
            scheme,
            edition: current.edition.into(),
            quadrant: None,
            blips,
            open_votes,
            page,
        }))
    }

    async fn card(&self, call: &Call, id: &BlipId, matched: Matched, page: u16) -> Result<Response, Error> {
        let known = self.known(call.guild).await?;
        let card = self.card_of(call, &known, (id, matched), page).await?;
        Ok(card.map_or_else(
            || Response::NotOnRadar {
                query: id.to_string(),
                nearest: Vec::new(),
                purpose: Purpose::Card,
            },
            |card| Response::Card(Box::new(card)),
        ))
    }

    /// Reads what cards are made of.
    pub(super) async fn known(&self, guild: GuildId) -> Result<Known, StoreError> {
        let (editions, radar) = self.shelf(guild).await?;
        let proposals = self.store.proposals(guild).await?;
        Ok(Known {
            editions,
            radar,
            proposals,
        })
    }

    /// The card of a blip; `None` if it was never on the radar.
    pub(super) async fn card_of(
        &self,
        call: &Call,
        known: &Known,
        (id, matched): (&BlipId, Matched),
        page: u16,
    ) -> Result<Option<Card>, Error> {
        let Known {
            editions,
            radar,
            proposals,
        } = known;
        let current = radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let Some(blip) = current.edition.blip(id) else {
            return Ok(None);
        };
        let edition: EditionRef = current.edition.into();
        // What left the radar stands in no ring: it is told since when it is off.
        let left = || {
            let steps = radar.timeline.history(id, call.now);
            steps.last().map(|step| EditionRef::from(step.edition.as_ref()))
        };
        let stands = current.timeline.since(&edition.id, id);
        let since = stands.map(|since| since.as_ref().into());
        let since: EditionRef = since.or_else(left).unwrap_or_else(|| edition.clone());
        let draft = Draft::of(current.edition, waiting(proposals, editions), Vec::new());
        Ok(Some(Card {
            scheme: Arc::clone(radar.timeline.scheme()),
            blip: Arc::clone(blip),
            movement: current
                .timeline
                .movement(&since.id, id)
                .unwrap_or(Movement::NoChange),
            vote: self.vote_for(call.guild, id, &since, editions).await?,
            retired: current.edition.is_retired(id),
            matched,
            related: related(radar.timeline.scheme(), &current, blip),
            open_vote: self.open_vote(call.guild, id, proposals).await?,
            draft: draft
                .changes(id)
                .then(|| match draft.standing(current.edition, id) {
                    Standing::In(ring) => Some(ring),
                    Standing::Retired | Standing::Unknown => None,
                }),
            edition,
            since,
            page,
        }))
    }
}

/// The blip that a text names in an edition, if it is one. Refused where nothing is typed.
pub(super) fn named(current: &Current<'_>, query: String) -> Result<Named, Refusal> {
    if query.trim().is_empty() {
        return Err(Refusal::NoName);
    }
    let scheme = current.timeline.scheme();
    Ok(match current.index.answer(&query) {
        Answer::Clear { id, exact } => {
            let matched = if exact {
                Matched::Exactly
            } else {
                Matched::Nearly { query }
            };
            Named::Blip(id, matched)
        }
        Answer::Several(matches) => Named::Unclear(Unclear::Several {
            query,
            candidates: candidates(scheme, current, &matches),
        }),
        Answer::Unknown { nearest } => Named::Unclear(Unclear::Nothing {
            query,
            nearest: candidates(scheme, current, &nearest),
        }),
    })
}

/// The blips behind `matches`, with what is shown of them.
pub(super) fn candidates(scheme: &Scheme, current: &Current<'_>, matches: &[Match]) -> Vec<Candidate> {
    candidates_of(matches.iter().map(|found| &found.id), scheme, current)
}

/// These blips, with what is shown of them.
pub(super) fn candidates_of<'a>(
    ids: impl IntoIterator<Item = &'a BlipId>,
    scheme: &Scheme,
    current: &Current<'_>,
) -> Vec<Candidate> {
    ids.into_iter()
        .filter_map(|id| current.edition.blip(id))
        .map(|blip| Candidate {
            id: blip.id.clone(),
            title: blip.title.clone(),
            ring: ring_title(scheme, blip),
            retired: current.edition.is_retired(&blip.id),
        })
        .collect()
}

/// What the blip is related to by its own word, then those that name it.
fn related(scheme: &Scheme, current: &Current<'_>, blip: &Blip) -> Vec<Related> {
    let told = |other: &Blip, how: &str, told_by: Teller| Related {
        id: other.id.clone(),
        title: other.title.clone(),
        ring: ring_title(scheme, other),
        how: how.to_owned(),
        told_by,
    };
    let own = blip.related.iter().filter_map(|relation| {
        current
            .edition
            .blip(&relation.id)
            .map(|other| told(other, &relation.how, Teller::ThisBlip))
    });
    let named_by =
        current.edition.blips.values().filter(|other| {
            other.id != blip.id && !blip.related.iter().any(|relation| relation.id == other.id)
        });
    let back = named_by.flat_map(|other| {
        let here = other.related.iter().filter(|relation| relation.id == blip.id);
        here.map(|relation| told(other, &relation.how, Teller::OtherBlip))
    });
    own.chain(back).collect()
}

fn ring_title(scheme: &Scheme, blip: &Blip) -> Title {
    // A blip of an edition always stands in a ring of the scheme; its own title is the harmless answer otherwise.
    scheme
        .ring(&blip.ring)
        .map_or_else(|| blip.title.clone(), |ring| ring.title.clone())
}
