//! The sandbox's things as Discord writes them in JSON.

mod guild;
mod message;
mod time;

pub use guild::{
    application, application_flags, channel, guild_create, guild_rest, member, partial_channel, role,
    unavailable, user,
};
pub use message::message;
pub use time::time;
