//! The stored shapes: JSON, with a version each. They are not the domain's types: each is translated, and what the
//! domain could not have made is refused.

mod ballot;
mod edition;
mod notice;
mod proposal;
mod proposal_v1;
mod revision;
mod settings;
mod text;
mod version;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use ballot::BallotV1;
use edition::EditionV1;
use notice::NoticeV1;
use proposal::ProposalV2;
use proposal_v1::ProposalV1;
use settings::SettingsV2;

use super::key::{self, Kind};
use super::{Row, StoreError};

/// The most bytes of one stored row. What the domain makes is far below. sled keeps values above half a MiB in files
/// of their own, and never syncs those.
pub const MAX_BYTES: usize = 256 * 1024;

/// Why a stored text is no row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Not the JSON of such a row, or a value that the field can not have.
    #[error("{0}")]
    Shape(String),
    /// Fields that contradict each other, or of which some are missing.
    #[error("{0}")]
    Contradiction(&'static str),
}

impl From<serde_json::Error> for RecordError {
    fn from(error: serde_json::Error) -> Self {
        // A record is one line: serde_json's number of it would be taken for that of the dump.
        Self::Shape(error.to_string().replace(" at line 1 column ", " at column "))
    }
}

/// The version of a row, before the rest of it is read.
#[derive(Deserialize)]
struct Versioned {
    v: u32,
}

/// The row as it is stored.
pub fn encode(row: &Row) -> Result<Vec<u8>, StoreError> {
    let place = || key::describe(&key::encode(&row.key()));
    let encoded = match row {
        Row::Settings(guild, settings) => serde_json::to_vec(&SettingsV2::of(*guild, settings)),
        Row::Proposal(proposal) => serde_json::to_vec(&ProposalV2::from(proposal)),
        Row::Ballot(guild, number, ballot) => serde_json::to_vec(&BallotV1::of(*guild, *number, ballot)),
        Row::Edition(edition) => serde_json::to_vec(&EditionV1::from(edition)),
        Row::Notice(notice) => serde_json::to_vec(&NoticeV1::from(notice)),
    };
    let bytes = encoded.map_err(|error| StoreError::Failed(format!("{}: {error}", place())))?;
    if bytes.len() > MAX_BYTES {
        return Err(StoreError::TooLarge {
            place: place(),
            bytes: bytes.len(),
            max: MAX_BYTES,
        });
    }
    Ok(bytes)
}

/// The row of these bytes.
pub fn decode(kind: Kind, bytes: &[u8]) -> Result<Row, RecordError> {
    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RecordError> {
        Ok(serde_json::from_slice(bytes)?)
    }
    match kind {
        Kind::Settings => read::<SettingsV2>(bytes)?.try_into(),
        Kind::Proposal => match read::<Versioned>(bytes)?.v {
            1 => read::<ProposalV1>(bytes)?.try_into(),
            _ => read::<ProposalV2>(bytes)?.try_into(),
        },
        Kind::Ballot => read::<BallotV1>(bytes)?.try_into(),
        Kind::Edition => Ok(read::<EditionV1>(bytes)?.into()),
        Kind::Notice => read::<NoticeV1>(bytes)?.try_into(),
    }
}

/// The row as a line of a dump: its stored shape, with its type in front.
pub fn to_line(row: &Row) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Line<R: Serialize> {
        r#type: &'static str,
        #[serde(flatten)]
        record: R,
    }
    fn line(kind: Kind, record: impl Serialize) -> serde_json::Result<String> {
        let r#type = name(kind);
        serde_json::to_string(&Line { r#type, record })
    }
    match row {
        Row::Settings(guild, settings) => line(Kind::Settings, SettingsV2::of(*guild, settings)),
        Row::Proposal(proposal) => line(Kind::Proposal, ProposalV2::from(proposal)),
        Row::Ballot(guild, number, ballot) => line(Kind::Ballot, BallotV1::of(*guild, *number, ballot)),
        Row::Edition(edition) => line(Kind::Edition, EditionV1::from(edition)),
        Row::Notice(notice) => line(Kind::Notice, NoticeV1::from(notice)),
    }
}

/// The row of a line of a dump.
pub fn from_line(line: &str) -> Result<Row, RecordError> {
    fn read<T: DeserializeOwned>(value: Value) -> Result<T, RecordError> {
        Ok(serde_json::from_value(value)?)
    }
    let mut value: Value = serde_json::from_str(line)?;
    let r#type = value.as_object_mut().and_then(|fields| fields.remove("type"));
    let r#type = r#type
        .as_ref()
        .and_then(Value::as_str)
        .ok_or(RecordError::Contradiction(
            "a row is an object with a `type`, a text",
        ))?;
    let kind = Kind::ALL.into_iter().find(|kind| name(*kind) == r#type);
    match kind.ok_or_else(|| RecordError::Shape(format!("there is no type `{type}`")))? {
        Kind::Settings => read::<SettingsV2>(value)?.try_into(),
        Kind::Proposal => match value.get("v").and_then(Value::as_u64) {
            Some(1) => read::<ProposalV1>(value)?.try_into(),
            Some(_) | None => read::<ProposalV2>(value)?.try_into(),
        },
        Kind::Ballot => read::<BallotV1>(value)?.try_into(),
        Kind::Edition => Ok(read::<EditionV1>(value)?.into()),
        Kind::Notice => read::<NoticeV1>(value)?.try_into(),
    }
}

/// The `type` in dumps.
const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Settings => "settings",
        Kind::Proposal => "proposal",
        Kind::Ballot => "ballot",
        Kind::Edition => "edition",
        Kind::Notice => "notice",
    }
}

#[cfg(test)]
mod tests;
