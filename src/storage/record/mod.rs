//! The stored shapes: JSON, or bytes where there are many of a kind, with a version each. They are not the domain's types: each is translated, and what the
//! domain could not have made is refused.

mod ballot;
mod correction;
mod edit;
mod edition;
mod notice;
mod proposal;
mod proposal_v1;
mod revision;
mod schedule;
mod settings;
mod text;
mod trail;
mod version;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use ballot::{BallotLine, BallotV1, Said};
use correction::CorrectionV1;
use edit::EditV1;
use edition::EditionV2;
use notice::NoticeV2;
use proposal::ProposalV3;
use proposal_v1::ProposalV1;
use settings::SettingsV6;
use trail::{EventV1, ReasonV1, TrailV1, VoterV1};

pub use ballot::entry_to_bytes;
pub use trail::voter_to_bytes;

use super::key::Kind;
use super::{Key, Row, StoreError};
use crate::id::MemberId;
use crate::vote::Proposal;

/// The most bytes of one stored row. What the domain makes is far below. sled keeps values above half a MiB in files
/// of their own, and never syncs those.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a live vote leaves of its row: for its end, and for what the clock adds before.
const ROOM_TO_END: usize = 24 * 1024;
/// What it leaves for the answer to each open concern: the longest reason.
const ROOM_TO_ANSWER: usize = 5 * 1024;

/// Whether a live proposal leaves room in its row for all that can still happen to it by itself, and for the answers to
/// its concerns. What somebody adds must, or the vote could never end.
pub fn leaves_room(proposal: &Proposal) -> bool {
    let needed = ROOM_TO_END + ROOM_TO_ANSWER * proposal.open_concerns();
    encode(&Row::Proposal(proposal.clone())).is_ok_and(|bytes| bytes.len() + needed <= MAX_BYTES)
}

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
    let encoded = match row {
        Row::Settings(guild, settings) => serde_json::to_vec(&SettingsV6::of(*guild, settings)),
        Row::Proposal(proposal) => serde_json::to_vec(&ProposalV3::from(proposal)),
        Row::Ballot(guild, number, ballot) => match ballot::to_bytes(ballot) {
            Some(bytes) => Ok(bytes),
            None => serde_json::to_vec(&BallotLine::of(*guild, *number, ballot, None)),
        },
        Row::Edition(edition) => serde_json::to_vec(&EditionV2::from(edition)),
        Row::Notice(notice) => serde_json::to_vec(&NoticeV2::from(notice)),
        Row::Event(guild, number, event) => serde_json::to_vec(&EventV1::of(*guild, *number, event)),
        Row::Voter(_, _, _, key) => Ok(voter_to_bytes(*key)),
        Row::Reason(guild, number, entry, reason) => {
            serde_json::to_vec(&ReasonV1::of(*guild, *number, *entry, reason))
        }
        Row::Trail(guild, number, head) => serde_json::to_vec(&TrailV1::of(*guild, *number, head)),
        Row::Edit(edit) => serde_json::to_vec(&EditV1::from(edit)),
        Row::Correction(correction) => serde_json::to_vec(&CorrectionV1::from(correction)),
    };
    let bytes = encoded.map_err(|error| StoreError::Failed(format!("{}: {error}", row.place())))?;
    if bytes.len() > MAX_BYTES {
        return Err(StoreError::TooLarge {
            place: row.place(),
            bytes: bytes.len(),
            max: MAX_BYTES,
        });
    }
    Ok(bytes)
}

/// The row of these bytes under this key. Rows that name their key themselves may name another one.
pub fn decode(key: &Key, bytes: &[u8]) -> Result<Row, RecordError> {
    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RecordError> {
        Ok(serde_json::from_slice(bytes)?)
    }
    match key {
        Key::Settings(_) => read::<SettingsV6>(bytes)?.try_into(),
        Key::Proposal(..) => match read::<Versioned>(bytes)?.v {
            1 => read::<ProposalV1>(bytes)?.try_into(),
            _ => read::<ProposalV3>(bytes)?.try_into(),
        },
        Key::Ballot(guild, number, interaction) => {
            if let Some(ballot) = ballot::from_bytes(*interaction, bytes) {
                return Ok(Row::Ballot(*guild, *number, ballot));
            }
            let ballot: Said = BallotLine::V1(read::<BallotV1>(bytes)?).try_into()?;
            Ok(Row::Ballot(ballot.at.0, ballot.at.1, ballot.ballot))
        }
        Key::Edition(..) => read::<EditionV2>(bytes)?.try_into(),
        Key::Notice(..) => read::<NoticeV2>(bytes)?.try_into(),
        Key::Event(..) => read::<EventV1>(bytes)?.try_into(),
        Key::Voter(guild, number, member) => trail::voter_from_bytes(bytes)
            .map(|key| Row::Voter(*guild, *number, *member, key))
            .ok_or(RecordError::Contradiction("it is no voter's row")),
        Key::Reason(..) => Ok(read::<ReasonV1>(bytes)?.into()),
        Key::Trail(..) => Ok(read::<TrailV1>(bytes)?.into()),
        Key::Edit(..) => read::<EditV1>(bytes)?.try_into(),
        Key::Correction(..) => read::<CorrectionV1>(bytes)?.try_into(),
    }
}

/// The row as a line of a dump: its stored shape, with its type in front. `voter` is the member who cast a ballot that
/// does not say it itself.
pub fn to_line(row: &Row, voter: Option<MemberId>) -> serde_json::Result<String> {
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
        Row::Settings(guild, settings) => line(Kind::Settings, SettingsV6::of(*guild, settings)),
        Row::Proposal(proposal) => line(Kind::Proposal, ProposalV3::from(proposal)),
        Row::Ballot(guild, number, ballot) => {
            line(Kind::Ballot, BallotLine::of(*guild, *number, ballot, voter))
        }
        Row::Edition(edition) => line(Kind::Edition, EditionV2::from(edition)),
        Row::Notice(notice) => line(Kind::Notice, NoticeV2::from(notice)),
        Row::Event(guild, number, event) => line(Kind::Event, EventV1::of(*guild, *number, event)),
        Row::Voter(guild, number, member, key) => {
            line(Kind::Voter, VoterV1::of(*guild, *number, *member, *key))
        }
        Row::Reason(guild, number, entry, reason) => {
            line(Kind::Reason, ReasonV1::of(*guild, *number, *entry, reason))
        }
        Row::Trail(guild, number, head) => line(Kind::Trail, TrailV1::of(*guild, *number, head)),
        Row::Edit(edit) => line(Kind::Edit, EditV1::from(edit)),
        Row::Correction(correction) => line(Kind::Correction, CorrectionV1::from(correction)),
    }
}

/// What a line of a dump says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row.
    pub row: Row,
    /// The member who cast the ballot, which the row itself does not say.
    pub voter: Option<MemberId>,
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        Self { row, voter: None }
    }
}

/// The row of a line of a dump.
pub fn from_line(line: &str) -> Result<Line, RecordError> {
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
    let row: Row = match kind.ok_or_else(|| RecordError::Shape(format!("there is no type `{type}`")))? {
        Kind::Settings => read::<SettingsV6>(value)?.try_into()?,
        Kind::Proposal => match value.get("v").and_then(Value::as_u64) {
            Some(1) => read::<ProposalV1>(value)?.try_into()?,
            Some(_) | None => read::<ProposalV3>(value)?.try_into()?,
        },
        Kind::Ballot => {
            let line = match value.get("v").and_then(Value::as_u64) {
                Some(2) => BallotLine::V2(read(value)?),
                Some(_) | None => BallotLine::V1(read(value)?),
            };
            let said: Said = line.try_into()?;
            return Ok(Line {
                row: Row::Ballot(said.at.0, said.at.1, said.ballot),
                voter: said.member,
            });
        }
        Kind::Edition => read::<EditionV2>(value)?.try_into()?,
        Kind::Notice => read::<NoticeV2>(value)?.try_into()?,
        Kind::Event => read::<EventV1>(value)?.try_into()?,
        Kind::Voter => read::<VoterV1>(value)?.into(),
        Kind::Reason => read::<ReasonV1>(value)?.into(),
        Kind::Trail => read::<TrailV1>(value)?.into(),
        Kind::Edit => read::<EditV1>(value)?.try_into()?,
        Kind::Correction => read::<CorrectionV1>(value)?.try_into()?,
    };
    Ok(row.into())
}

/// The row's `type` in dumps.
pub fn kind(row: &Row) -> &'static str {
    name(Kind::of(&row.key()))
}

/// The `type` in dumps.
const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Settings => "settings",
        Kind::Proposal => "proposal",
        Kind::Ballot => "ballot",
        Kind::Edition => "edition",
        Kind::Notice => "notice",
        Kind::Event => "event",
        Kind::Voter => "voter",
        Kind::Reason => "reason",
        Kind::Trail => "trail",
        Kind::Edit => "edit",
        Kind::Correction => "correction",
    }
}

/// A dump as this version writes it: the rows of older versions that are written anew by it, and all others as they are.
#[cfg(test)]
pub fn as_written_now(dump: &str) -> String {
    let lines = dump.lines().map(|line| {
        let read = from_line(line).unwrap();
        to_line(&read.row, read.voter).unwrap() + "\n"
    });
    lines.collect()
}

#[cfg(test)]
mod tests;
