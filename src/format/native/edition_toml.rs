//! `edition.toml`: what an edition is called and when it comes out. A folder named by a date needs none.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::fields::Fields;
use super::toml_tree;
use crate::format::problem::Findings;
use crate::radar::{EditionId, Title};

/// What an edition's folder says about the edition itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EditionHead {
    pub(super) id: EditionId,
    pub(super) title: String,
    pub(super) publish: Timestamp,
}

/// An edition without an `edition.toml`.
pub(super) fn from_name(id: EditionId, findings: &mut Findings) -> Option<EditionHead> {
    let publish = midnight(id.as_str());
    if publish.is_none() {
        findings.report(
            1,
            "an edition's folder is named by its date (2023-10-01), or holds an edition.toml with `publish`",
        );
    }
    publish.map(|publish| EditionHead {
        title: id.to_string(),
        id,
        publish,
    })
}

/// An edition with one; `id` is absent if the folder's name is wrong.
pub(super) fn parse(text: &str, id: Option<EditionId>, findings: &mut Findings) -> Option<EditionHead> {
    let mut fields = Fields::of(toml_tree::parse(text, findings)?, "the file", findings)?;
    let title = fields.parsed("title", findings, Title::parse);
    let by_name = id.as_ref().and_then(|id| midnight(id.as_str()));
    let publish = match by_name {
        Some(midnight) if !fields.has("publish") => Some(midnight),
        Some(_) | None => fields
            .required("publish", findings, time)
            .map(|publish| publish.value),
    };
    fields.parsed("publish", findings, time);
    fields.refuse_rest(findings);
    let id = id?;
    let title = title.map_or_else(|| id.to_string(), |title| title.value.to_string());
    Some(EditionHead {
        title,
        publish: publish?,
        id,
    })
}

/// RFC 3339: a date, a time and how far it is from UTC.
fn time(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is not a time with its offset, such as 2023-10-01T09:00:00Z"))
}

/// The start of the day, by UTC, that a folder is named by.
fn midnight(name: &str) -> Option<Timestamp> {
    date(name)
        .ok()?
        .to_zoned(TimeZone::UTC)
        .map(|zoned| zoned.timestamp())
        .ok()
}

/// A date as year, month and day with nothing left out.
pub(super) fn date(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| format!("`{text}` is not a date such as 2023-10-01"))
}
