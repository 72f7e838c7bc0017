//! What operators and their programs ask a running bot: how it is, what it has counted, and for a dump of its store.
//!
//! Everything here is on this machine only: an HTTP server on loopback ([`Ops`]) and a Unix socket beside the store
//! ([`control`]). Neither changes anything, and neither shows a token or what a member wrote, but for the dump, whose
//! socket only the bot's own user may open.

mod ask;
#[cfg(unix)]
pub mod control;
mod figures;
mod guard;
mod measured;
mod server;
#[cfg(test)]
mod tests;

pub use ask::{AskError, ask_health};
pub use figures::{Figures, Sources};
pub use measured::MeasuredStore;
pub use server::Ops;
