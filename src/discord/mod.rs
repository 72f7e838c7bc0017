//! Discord: the only room that knows serenity, and the only one that talks to the network.

pub mod autocomplete;
pub mod commands;
pub mod convert;
pub mod custom_id;
pub mod usage_error;
pub mod view;
