//! A file that goes with a message.

use bytes::Bytes;

/// The most bytes of a file that every guild takes
/// (<https://discord.com/developers/docs/reference#uploading-files>).
pub const MAX_FILE: usize = 10 * 1024 * 1024;

/// A text file to download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called: small letters, digits, hyphens and one dot.
    pub name: String,
    /// What is in it, as UTF-8.
    pub text: Bytes,
}
