//! Discord's gateway: one WebSocket per shard of the bot.

mod close_code;
mod connection;
mod session;

pub use connection::router;
pub use session::Sessions;
