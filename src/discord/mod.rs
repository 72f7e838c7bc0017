//! Discord: the only room that knows serenity, and the only one that talks to the network.

pub mod channel;
pub mod gateway;
pub mod register;
pub mod responder;
pub mod sender;
