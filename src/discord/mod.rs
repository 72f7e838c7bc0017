//! Discord: the only room that knows serenity, and the only one that talks to the network.

// Decode.
pub mod attempted;
pub mod autocomplete;
pub mod commands;
pub mod convert;
pub mod custom_id;
pub mod decoded;
pub mod fields;
pub mod form_id;
pub mod press;
pub mod select_id;
pub mod suggest;
pub mod usage_error;

// Render.
pub mod view;

// Send.
mod answering;
pub mod deliver;
pub mod gallery;
pub mod places;
pub mod responder;
pub mod rosters;
pub mod sender;

// The connection.
pub mod channel;
pub mod door;
pub mod gateway;
pub mod register;
mod taken;
mod wire;
