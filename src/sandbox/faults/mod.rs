//! Faults on demand: what goes wrong between a bot and Discord, ordered by a test or by a curious person.
//!
//! `POST /sandbox/faults` orders one: a fault of REST, of a connection or of an interaction to come is armed and waits
//! for it; a fault of the live connections happens at once. None of this exists unless the sandbox was started with it.
//!
//! - `order`: the orders as they are written, and what is wrong with one
//! - `armed`: the faults that wait; `rest`, `pattern`: those of requests; `connection`: those of gateway connections;
//!   `interaction`: those of the events of interactions
//! - `endpoint`: the routes

mod armed;
mod connection;
mod endpoint;
mod interaction;
mod live;
mod order;
mod pattern;
mod rest;

pub use armed::Faults;
pub use connection::ConnectionFault;
pub use endpoint::{absent, router};
pub use rest::middleware;
