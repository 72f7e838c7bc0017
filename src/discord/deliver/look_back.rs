//! Looking into a channel's history for a message that may have been posted.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::Deliverer;
use super::mark::Identity;
use super::trouble::nowhere;
use crate::discord::channel::ChannelKind;
use crate::discord::custom_id::CustomId;
use crate::discord::sender::SendError;
use crate::id::{ChannelId, MessageId, snowflake_at};
use crate::outbox::{Notice, Posted, Topic};
use crate::service::{Permission, PlaceError, Places};
use crate::vote::Choice;

/// How long before the first attempt the look starts: clocks differ.
const MARGIN: SignedDuration = SignedDuration::from_secs(120);
/// Messages on a page, the most that Discord gives.
const PAGE: u8 = 100;
/// Pages that are read before a person is asked.
const PAGES: usize = 10;

/// What the history tells.
pub(super) enum Seen {
    /// The message is there.
    Message(Posted),
    /// It is not there, and would be seen.
    Nothing,
    /// The history is too long or may not be read.
    CanNotTell,
    /// Discord could not be asked.
    Unreachable,
}

impl Deliverer {
    /// Looks for message `part` of a notice that was first tried at `first_try`.
    pub(super) async fn look_back(
        &self,
        notice: &Notice,
        identity: &Identity,
        part: usize,
        first_try: Timestamp,
    ) -> Result<Seen, SendError> {
        let first = self.read_history(notice, identity, part, first_try).await?;
        if !matches!(first, Seen::Nothing) {
            return Ok(first);
        }
        // An empty history proves nothing to somebody who may not read it.
        match self.may_read_history(notice).await {
            Ok(true) => {}
            Ok(false) | Err(PlaceError::NotSeen(_)) => return Ok(Seen::CanNotTell),
            Err(PlaceError::Unreachable(why)) => {
                tracing::warn!(guild.id = %notice.guild, notice.topic = %notice.topic, why, "a channel could not be looked at");
                return Ok(Seen::Unreachable);
            }
        }
        tokio::time::sleep(self.pace.settle).await;
        self.read_history(notice, identity, part, first_try).await
    }

    async fn may_read_history(&self, notice: &Notice) -> Result<bool, PlaceError> {
        // Notices for the maintainers may be told in direct messages.
        if nowhere(notice).is_some() {
            let channel = self.sender.channel(notice.channel).await;
            // In a direct message nobody can take it from the bot.
            if channel.is_ok_and(|channel| channel.kind == ChannelKind::DirectMessage) {
                return Ok(true);
            }
        }
        let place = self.places().look(notice.guild, notice.channel).await?;
        Ok(!place.missing.contains(&Permission::ReadMessageHistory))
    }

    async fn read_history(
        &self,
        notice: &Notice,
        identity: &Identity,
        part: usize,
        first_try: Timestamp,
    ) -> Result<Seen, SendError> {
        let start = first_try.saturating_sub(MARGIN).unwrap_or(first_try);
        let mut after = MessageId::new(snowflake_at(start));
        let mut marks = vec![identity.mark()];
        match &notice.topic {
            // An open vote's message shows no mark: its buttons are one.
            Topic::Vote(number) => marks.push(CustomId::Vote(*number, Choice::InFavor).to_string()),
            Topic::Ending(_)
            | Topic::Outcome(_)
            | Topic::Update(..)
            | Topic::Digest(_)
            | Topic::Correction(..)
            | Topic::Introduction
            | Topic::Trouble(_)
            | Topic::Calendar(_)
            | Topic::Missed(_)
            | Topic::Followers(_)
            | Topic::Files(_) => {}
        }
        let mut found = Vec::new();
        for _ in 0..PAGES {
            let page = self.sender.messages_after(notice.channel, after, PAGE).await?;
            found.extend(
                page.iter()
                    .filter(|message| self.is_ours(message, &marks))
                    .filter_map(id),
            );
            let Some(newest) = page.iter().filter_map(id).max() else {
                return Ok(nth(notice.channel, found, part, notice.posted()));
            };
            if page.len() < usize::from(PAGE) {
                return Ok(nth(notice.channel, found, part, notice.posted()));
            }
            after = newest;
        }
        Ok(Seen::CanNotTell)
    }

    fn is_ours(&self, message: &Value, marks: &[String]) -> bool {
        let author = message.pointer("/author/id").and_then(Value::as_str);
        author == Some(&self.me.to_string())
            && ["/embeds", "/components", "/content"].iter().any(|place| {
                message
                    .pointer(place)
                    .map(Value::to_string)
                    .is_some_and(|text| marks.iter().any(|mark| text.contains(mark)))
            })
    }
}

fn id(message: &Value) -> Option<MessageId> {
    message.get("id")?.as_str()?.parse().ok()
}

/// The oldest of the notice's messages in the history that is not confirmed yet. Parts are sent one after the other,
/// so it is the part that is asked for.
fn nth(channel: ChannelId, mut found: Vec<MessageId>, part: usize, posted: &[Posted]) -> Seen {
    found.sort_unstable();
    found.retain(|id| !posted.iter().take(part).any(|posted| posted.message == *id));
    found.first().map_or(Seen::Nothing, |id| {
        Seen::Message(Posted {
            channel,
            message: *id,
        })
    })
}
