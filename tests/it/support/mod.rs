//! A world to tell stories in: the sandbox, the bot, members who type and press, and a clock that the story moves.

mod answer;
mod bot;
#[cfg(feature = "browser-tests")]
mod browser;
#[cfg(feature = "browser-tests")]
mod driver;
mod faults;
mod page;
mod process;
#[cfg(feature = "browser-tests")]
mod webdriver;
mod world;

pub use answer::{answers, buttons, text};
#[cfg(feature = "browser-tests")]
pub use browser::Browser;
pub use faults::{BACK_WITHIN, FAULTY, faulty_sandbox, figure};
pub use page::{PATIENCE, Page};
pub use process::{Process, ballots, blipbot, bot, dump};
pub use world::{Member, Setup, World};
