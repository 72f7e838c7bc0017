//! Discord's limits on what can be sent, each complaint at its field.

mod commands;
mod components;
mod embeds;
mod modal;

pub use commands::check as commands;
pub use modal::check as modal;

use super::draft::Draft;
use super::form_errors::FormErrors;
use super::message::Attachment;

/// The most bytes of one file, which interactions are told as `attachment_size_limit`.
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// The most bytes of one request.
pub const REQUEST_BYTES: usize = 25 * 1024 * 1024;
/// The most files of a message.
const FILES: usize = 10;
const CONTENT: usize = 2_000;
const ALT_TEXT: usize = 1_024;

/// What can be seen in the request alone. `v2`: the message is made of components alone.
pub fn message(draft: &Draft, v2: bool, errors: &mut FormErrors) {
    if let Some(content) = &draft.content {
        errors.at("content", |errors| {
            errors.length(content, 0, CONTENT);
            if v2 && !content.is_empty() {
                components_only(errors);
            }
        });
    }
    if let Some(list) = &draft.embeds {
        errors.at("embeds", |errors| {
            embeds::check(list, errors);
            if v2 && !list.is_empty() {
                components_only(errors);
            }
        });
    }
    if let Some(list) = &draft.components {
        errors.at("components", |errors| components::check(list, v2, errors));
    }
    for (index, entry) in draft.attachments.iter().flatten().enumerate() {
        if let Some(text) = &entry.description {
            errors.at(format!("attachments.{index}.description"), |errors| {
                errors.length(text, 0, ALT_TEXT);
            });
        }
    }
}

/// The files of a message when all are together.
pub fn attachments(list: &[Attachment], errors: &mut FormErrors) {
    errors.at("attachments", |errors| errors.count(list.len(), 0, FILES));
}

fn components_only(errors: &mut FormErrors) {
    errors.push(
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        "The 'content', 'embeds', 'stickers' and 'poll' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2",
    );
}
