//! What an interaction was decoded to.

use super::form_id::FormId;
use crate::service::Request;

/// What comes next.
///
/// A form must be an interaction's first answer, within three seconds. So it is decided here, from what the member
/// pressed and nothing else, that there is one. What it holds already is read from the bot's own store; Discord is not
/// asked before it is shown. What is filled in is judged when it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// The use cases are asked.
    Request(Request),
    /// The member is, first.
    Form(FormId),
}

impl From<Request> for Decoded {
    fn from(request: Request) -> Self {
        Self::Request(request)
    }
}
