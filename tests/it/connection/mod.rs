//! The connection that never breaks: failures of Discord's gateway and of answers, and members who do not notice.

mod interactions;
mod reconnecting;
mod shards;
