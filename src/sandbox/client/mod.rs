//! What Discord's own client does: turns what a member types or clicks into interactions, and waits for the answer.

mod act;
mod actor;
mod arguments;
mod autocomplete;
mod command;
mod component;
mod error;
mod menu;
mod payload;
mod suggest;
mod typed;

pub use act::Outcome;
pub use actor::Actor;
pub use autocomplete::autocomplete;
pub use command::{Call, send};
pub use component::{click, submit_modal};
pub use error::ClientError;
pub use menu::use_on;
pub use suggest::{Suggestions, suggest};
