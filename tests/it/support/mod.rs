//! A world to tell stories in: the sandbox, the bot, members who type and press, and a clock that the story moves.

mod answer;
mod bot;
mod page;
mod process;
mod world;

pub use answer::{buttons, text};
pub use page::Page;
pub use process::{Process, dump};
pub use world::{Member, World};
