//! A file that goes with a message.

use bytes::Bytes;

/// The most bytes of a file that every guild takes
/// (<https://discord.com/developers/docs/reference#uploading-files>).
pub const MAX_FILE: usize = 10 * 1024 * 1024;

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called: small letters, digits, hyphens and one dot.
    pub name: String,
    /// What it is, as a media type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Bytes,
    /// What it shows, for those who do not see it; at most 1,024 characters.
    pub description: Option<String>,
}
