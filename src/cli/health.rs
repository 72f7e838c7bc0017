//! `blipbot health`: whether the running bot is well, for health checks in images that have nothing else to ask with.

use super::{Exit, failed};
use crate::config::Config;
use crate::ops;

pub(super) async fn health(config: &Config) -> Exit {
    let asked = match config.ops {
        None => Err("ops.listen is not set: the bot does not say how it is".to_owned()),
        Some(address) if address.port() == 0 => {
            Err("ops.listen has port 0: where the bot listens is not known".to_owned())
        }
        Some(address) => ops::ask_health(address).await.map_err(|error| error.to_string()),
    };
    match asked {
        Ok(()) => Exit::Done,
        Err(sentence) => failed(&sentence),
    }
}
