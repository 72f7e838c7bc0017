//! What Discord turns into names, links and local times.

use jiff::Timestamp;

use super::Context;
use crate::digest::EditionRef;
use crate::id::{ChannelId, MemberId, RoleId};
use crate::outbox::Posted;
use crate::radar::{QuadrantId, Ring, RingId, Scheme, Title};
use crate::vote::{Excluded, Party};

use super::escape::escape;

/// A member by their name; nobody is pinged, since no message of ours allows it.
pub fn member(id: MemberId) -> String {
    format!("<@{id}>")
}

/// A channel by its name.
pub fn channel(id: ChannelId) -> String {
    format!("<#{id}>")
}

/// A role by its name.
pub fn role(id: RoleId) -> String {
    format!("<@&{id}>")
}

/// Whom a policy leaves out, if it does.
pub fn left_out(excluded: &Excluded, context: Context<'_>) -> Option<String> {
    let parties = excluded.0.iter().map(|party| match party {
        Party::Role(id) => role(*id),
        Party::Member(id) => member(*id),
    });
    let parties = parties.collect::<Vec<_>>().join(", ");
    (!parties.is_empty()).then(|| {
        context
            .wording
            .with("vote-left-out", [("parties", parties.into())])
    })
}

/// A date and time in the reader's own time zone.
pub fn moment(at: Timestamp) -> String {
    format!("<t:{}:F>", at.as_second())
}

/// A date in the reader's own time zone.
pub fn day(at: Timestamp) -> String {
    format!("<t:{}:D>", at.as_second())
}

/// How far away a time is.
pub fn distance(at: Timestamp) -> String {
    format!("<t:{}:R>", at.as_second())
}

/// A message's address.
pub fn link(posted: Posted, context: Context<'_>) -> String {
    format!(
        "https://discord.com/channels/{}/{}/{}",
        context.guild, posted.channel, posted.message
    )
}

/// A title inside Markdown.
pub fn title(title: &Title) -> String {
    escape(title.as_str())
}

/// An edition's title inside Markdown.
pub fn edition(edition: &EditionRef) -> String {
    escape(&edition.title)
}

/// A ring's title inside Markdown. A ring that the radar's files no longer have is called by its id.
pub fn ring(scheme: &Scheme, id: &RingId) -> String {
    escape(scheme.ring_name(id))
}

/// A quadrant's title inside Markdown.
pub fn quadrant(scheme: &Scheme, id: &QuadrantId) -> String {
    escape(scheme.quadrant_name(id))
}

/// The colour of a ring.
pub fn color(scheme: &Scheme, id: Option<&RingId>) -> u32 {
    super::body::color(id.and_then(|id| scheme.ring(id)).map(|ring: &Ring| ring.color))
}

/// The colour of the radar as a whole: that of its centre.
pub fn central_color(scheme: &Scheme) -> u32 {
    super::body::color(scheme.rings().first().map(|ring| ring.color))
}
