//! Gathering what suggestions are made of.

use serenity::model::application::CommandInteraction;

use super::autocomplete::{Sources, choices, focus};
use super::commands::Topic;
use super::sender::Choice;
use crate::clock::Clock;
use crate::id::GuildId;
use crate::service::Service;
use crate::storage::StoreError;
use crate::wording::Wording;

/// The suggestions for what is being typed; none if nothing that has suggestions is.
pub async fn suggestions(
    service: &Service,
    wording: &Wording,
    clock: &Clock,
    typing: &CommandInteraction,
) -> Result<Vec<Choice>, StoreError> {
    let guild = typing.guild_id.and_then(|id| GuildId::try_from(id.get()).ok());
    let (Some(focus), Some(guild)) = (focus(&typing.data), guild) else {
        return Ok(Vec::new());
    };
    let radar = service.radar(guild).await?;
    let now = clock.now();
    let (mut proposals, mut edits, mut joined) = (Vec::new(), Vec::new(), None);
    match focus.topic {
        Topic::Proposal | Topic::Concern => {
            let stored = service.store().proposals(guild).await?.into_iter();
            proposals.extend(stored.map(|stored| stored.value));
        }
        Topic::Drafted => joined = service.joined(guild, now).await?,
        Topic::Edit => {
            joined = service.joined(guild, now).await?;
            edits = service.waiting_edits(guild).await?;
        }
        Topic::Radar
        | Topic::Known
        | Topic::Compared
        | Topic::Blip
        | Topic::Ring
        | Topic::RingOnly
        | Topic::Tag
        | Topic::Owner
        | Topic::Quadrant
        | Topic::Edition
        | Topic::Policy
        | Topic::Duration
        | Topic::Schedule
        | Topic::Zone => {}
    }
    let policies = service.policies(guild).await?;
    let sources = Sources {
        current: radar.current(now),
        joined: joined.as_ref(),
        proposals: &proposals,
        edits: &edits,
        policies: &policies,
        now,
    };
    Ok(choices(&focus, sources, wording))
}
