//! Discord's gateway: one WebSocket per shard of the bot.
//!
//! - `upgrade`: the route; `connection`: one connection, with everything that ends it
//! - `identify`: what an identify must say; `starts`: how many sessions may be started, and how fast
//! - `session`: what was dispatched to a shard, for a resume; `frames`: how much a client may say
//! - `log`: what happened, for tests

mod close_code;
mod connection;
mod frames;
mod identify;
mod log;
mod session;
mod starts;
mod upgrade;

pub use log::GatewayLog;
pub use session::Sessions;
pub use starts::Starts;
pub use upgrade::router;
