//! `Check against radar`, in the menu of a message: which technologies it names.

use super::{Command, Shape};
use crate::service::Request;

/// `Check against radar`. Discord sends the message's words along: no privileged intent is needed.
pub const COMMAND: Command = Command {
    name: "Check against radar",
    managers_only: false,
    shape: Shape::OnMessage(Request::Check),
};
