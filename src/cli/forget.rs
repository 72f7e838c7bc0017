//! `blipbot forget`: takes away what tells whose a member's ballots were.

use super::store::{OpenError, is_hidden, open};
use super::{Exit, failed, say};
use crate::config::Config;
use crate::format::counted;
use crate::id::{GuildId, MemberId};
use crate::storage::{ForgetError, SledStore, Store, forgettable};

/// What nobody should take for forgotten.
const STAYS: &str = "what they proposed, seconded, objected to or did as a maintainer stays under their id: see \"What is \
                     kept about members\" in the README";

/// Forgets the member in one guild or in all. Refused everywhere while they act in a vote that is not over.
pub(super) async fn forget(config: &Config, member: MemberId, guild: Option<GuildId>) -> Exit {
    let path = &config.store.path;
    if is_hidden(path) {
        return failed(&OpenError::NotOurs(path.clone()));
    }
    if !SledStore::is_at(path) {
        return failed(&OpenError::Missing(path.clone()));
    }
    let store = match open(path).await {
        Ok(store) => store,
        Err(error) => return failed(&error),
    };
    match forget_in(&store, member, guild).await {
        Ok(votes) => {
            say(&format!("forgotten in {}; {STAYS}", counted(votes, "vote")));
            Exit::Done
        }
        Err(error @ ForgetError::Listed { .. }) => failed(&format_args!(
            "{error}: take them off it with `/setup voters-list:True` first, then forget them"
        )),
        Err(error @ ForgetError::NotOver { .. }) => failed(&format_args!("{error}: forget them when it is")),
        Err(error @ (ForgetError::Restless(_) | ForgetError::Store(_))) => failed(&error),
    }
}

async fn forget_in(
    store: &dyn Store,
    member: MemberId,
    guild: Option<GuildId>,
) -> Result<usize, ForgetError> {
    let guilds = match guild {
        Some(guild) => vec![guild],
        None => store.guilds().await?,
    };
    for guild in &guilds {
        forgettable(store, *guild, member).await?;
    }
    let mut votes = 0;
    for guild in guilds {
        votes += store.forget(guild, member).await?;
    }
    Ok(votes)
}
