//! Descriptions that an export has and an import refuses for their length. Who exports must know: files of ours may hold
//! longer ones.

use super::html::Named;
use super::text;
use crate::radar::Title;

/// The blips of such descriptions.
#[derive(Debug, Default)]
pub(super) struct TooLong(Named);

impl TooLong {
    /// Adds the blip if what was written of it is too long.
    pub(super) fn see(&mut self, written: &str, title: &Title) {
        if text::refused(written).is_some() {
            self.0.add(format!("`{title}`"));
        }
    }

    /// All of them in a sentence.
    pub(super) fn remark(&self) -> Option<String> {
        let blips = self.0.words()?;
        Some(format!(
            "descriptions are in the files, and too long for blipbot to read them back ({} bytes are allowed): shorten those \
             of {blips}",
            text::MAX_BYTES
        ))
    }
}
