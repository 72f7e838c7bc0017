//! What the command line does besides running the bot: one file per command, each writing to a given output.

pub mod check;
pub mod lookup;
