//! A Discord on loopback: REST, gateway and a chat page, to try a bot without a token and for end-to-end tests.
//!
//! It knows nothing of what the bot is for, and shares no types with the bot's own view of Discord: what it sends and
//! refuses is a second reading of Discord's documents, so that one mistake does not hide the other.
//!
//! - `world`, `permissions`: people and places, and what they may do; `state`: all that is known, behind one lock
//! - `rest`, `gateway`: what a bot talks to; `limits`, `api_error`: what is refused, and how
//! - `faults`: what goes wrong on demand
//! - `client`: what Discord's own client does for a member; `page`: the chat page over it

mod api_error;
mod client;
mod command;
mod component;
mod compose;
mod deletion;
mod draft;
mod faults;
mod form_errors;
mod gateway;
mod interaction;
mod limits;
mod line;
mod mentions;
mod message;
mod nonce;
mod options;
mod pace;
mod page;
mod permissions;
mod rest;
mod server;
mod shared;
mod snowflake;
mod state;
#[cfg(test)]
mod tests;
mod threads;
mod wire;
mod world;

pub use options::Options;
pub use server::Sandbox;
