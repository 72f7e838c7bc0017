//! Policies as people write them: `key = value`, in `bot.toml`, in the environment and in the form of `/setup`.
//!
//! One reader for all three, so that a policy that is wrong is refused in the same way wherever it is written. What is
//! absent comes from another policy.

mod fault;
mod key;
mod lines;
mod over;
mod raw;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod write;

pub use fault::{Expects, Fault};
pub use key::Key;
pub use lines::{read, read_all};
pub use raw::Raw;
pub use read::{MAX_COUNT, count, threshold, time};
pub use text::PolicyText;
pub use write::{span, write};
