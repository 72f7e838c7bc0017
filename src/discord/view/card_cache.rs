//! Cards that were rendered lately. Rendering is a pure function of the card and the guild, so the same card needs
//! no second rendering; another one takes its place.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::{Context, card};
use crate::id::GuildId;
use crate::radar::BlipId;
use crate::service::Card;

/// Most cards that are kept, of about 5 KiB each; past it all are forgotten.
const KEPT: usize = 200;

/// The last rendering of each page of a blip's card in a guild.
type Kept = HashMap<(GuildId, BlipId, u16), (Card, Value)>;

/// The cards.
#[derive(Debug, Default)]
pub struct CardCache {
    kept: Mutex<Kept>,
}

impl CardCache {
    /// The body of the card's message.
    pub fn body(&self, card: Card, context: Context<'_>) -> Value {
        let key = (context.guild, card.blip.id.clone(), card.page);
        if let Some((known, body)) = self.lock().get(&key)
            && *known == card
        {
            return body.clone();
        }
        let body = card::render(&card, context).into_json();
        let mut kept = self.lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, (card, body.clone()));
        body
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
