//! Frames: what goes over the gateway's socket, as far as the protocol needs to look into it
//! (<https://discord.com/developers/docs/events/gateway-events#payload-structure>).

use std::io::Read as _;
use std::time::Duration;

use flate2::read::ZlibDecoder;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::event::Shard;
use super::intents::Intents;

/// The most bytes that a frame may have when it is unpacked. The largest guilds have a few million.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// From how many members on Discord leaves the absent ones out of a guild: its smallest figure.
const LARGE_THRESHOLD: u8 = 50;

/// What Discord sends.
#[derive(Debug)]
pub(super) enum Frame {
    /// The first frame: how often a heartbeat is expected.
    Hello(Duration),
    /// A heartbeat is wanted now.
    HeartbeatWanted,
    /// A heartbeat has arrived.
    HeartbeatTaken,
    /// The connection is to be made anew.
    Reconnect,
    /// The session can not go on, or not here.
    InvalidSession {
        /// Whether it can be resumed on another connection.
        resumable: bool,
    },
    /// Something happened.
    Dispatch(Dispatch),
    /// An opcode that is younger than this code, or not for bots.
    Other(u64),
}

/// Something that happened, as it came.
#[derive(Debug)]
pub(super) struct Dispatch {
    /// Its number in the session, which is resumed after it.
    pub sequence: Option<u64>,
    /// The event's name, such as `INTERACTION_CREATE`.
    pub kind: String,
    /// The event's data, not looked into yet.
    pub data: Box<RawValue>,
}

/// A frame that makes no sense.
#[derive(Debug, thiserror::Error)]
pub(super) enum FrameError {
    /// Not JSON, or not a payload.
    #[error("a frame could not be read: {0}")]
    Malformed(#[from] serde_json::Error),
    /// Not zlib, or too long.
    #[error("a frame could not be unpacked: {0}")]
    Packed(#[from] std::io::Error),
}

#[derive(Deserialize)]
struct Payload {
    op: u64,
    #[serde(default)]
    s: Option<u64>,
    #[serde(default)]
    t: Option<String>,
    #[serde(default)]
    d: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Hello {
    heartbeat_interval: u64,
}

impl Frame {
    /// Reads a frame that came as text.
    pub fn read(text: &str) -> Result<Self, FrameError> {
        let payload: Payload = serde_json::from_str(text)?;
        let data = payload.d.as_deref().map_or("null", RawValue::get);
        Ok(match payload.op {
            0 => Self::Dispatch(Dispatch {
                sequence: payload.s,
                kind: payload.t.unwrap_or_default(),
                data: payload.d.unwrap_or_default(),
            }),
            1 => Self::HeartbeatWanted,
            7 => Self::Reconnect,
            // Without a word on it the session is taken for lost, which is always safe.
            9 => Self::InvalidSession {
                resumable: serde_json::from_str(data).unwrap_or(false),
            },
            10 => {
                let hello: Hello = serde_json::from_str(data)?;
                Self::Hello(Duration::from_millis(hello.heartbeat_interval.max(1)))
            }
            11 => Self::HeartbeatTaken,
            other => Self::Other(other),
        })
    }

    /// Reads a frame that came as bytes: packed by zlib, each for itself.
    pub fn unpack(bytes: &[u8]) -> Result<Self, FrameError> {
        let mut text = String::new();
        let unpacked = ZlibDecoder::new(bytes)
            .take(MAX_UNPACKED + 1)
            .read_to_string(&mut text)?;
        if u64::try_from(unpacked).unwrap_or(u64::MAX) > MAX_UNPACKED {
            return Err(std::io::Error::other("it is too long").into());
        }
        Self::read(&text)
    }
}

/// The frame that starts a session. It holds the token.
pub(super) fn identify(token: &str, shard: Shard, intents: Intents) -> Value {
    json!({"op": 2, "d": {
        "token": format!("Bot {token}"),
        "intents": intents.bits(),
        "shard": [shard.index, shard.total],
        "compress": true,
        "large_threshold": LARGE_THRESHOLD,
        "properties": {"os": std::env::consts::OS, "browser": "blipbot", "device": "blipbot"},
    }})
}

/// The frame that goes on with a session. It holds the token.
pub(super) fn resume(token: &str, session: &str, sequence: u64) -> Value {
    json!({"op": 6, "d": {"token": format!("Bot {token}"), "session_id": session, "seq": sequence}})
}

/// A sign of life, with the last number that was received.
pub(super) fn heartbeat(sequence: Option<u64>) -> Value {
    json!({"op": 1, "d": sequence})
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn frames_come_as_text_or_packed() {
        let text = r#"{"op":10,"s":null,"t":null,"d":{"heartbeat_interval":41250}}"#;
        for frame in [
            Frame::read(text).unwrap(),
            Frame::unpack(&packed(text.as_bytes())).unwrap(),
        ] {
            assert!(matches!(frame, Frame::Hello(interval) if interval == Duration::from_millis(41_250)));
        }
        let frame = Frame::read(r#"{"op":0,"s":7,"t":"READY","d":{"v":10}}"#).unwrap();
        let Frame::Dispatch(dispatch) = frame else {
            panic!("{frame:?}")
        };
        assert_eq!((dispatch.sequence, dispatch.kind.as_str()), (Some(7), "READY"));
        assert_eq!(dispatch.data.get(), r#"{"v":10}"#);
    }

    #[test]
    fn what_says_nothing_of_resuming_is_not_resumed() {
        for (text, expected) in [
            (r#"{"op":9,"d":true}"#, true),
            (r#"{"op":9,"d":false}"#, false),
            (r#"{"op":9,"d":null}"#, false),
            (r#"{"op":9}"#, false),
        ] {
            let frame = Frame::read(text).unwrap();
            assert!(
                matches!(frame, Frame::InvalidSession { resumable } if resumable == expected),
                "{text}"
            );
        }
    }

    #[test]
    fn nonsense_is_an_error_and_unknown_opcodes_are_not() {
        for text in ["", "[]", "{}", r#"{"op":10,"d":{}}"#, r#"{"op":"x"}"#] {
            assert!(Frame::read(text).is_err(), "{text}");
        }
        assert!(Frame::unpack(b"no zlib").is_err());
        assert!(matches!(
            Frame::read(r#"{"op":99,"d":1}"#).unwrap(),
            Frame::Other(99)
        ));
    }

    #[test]
    fn a_frame_that_would_fill_the_memory_is_refused() {
        let bomb = packed(&vec![b' '; usize::try_from(MAX_UNPACKED).unwrap() + 1]);
        assert!(bomb.len() < 1024 * 1024);
        assert!(matches!(Frame::unpack(&bomb), Err(FrameError::Packed(_))));
    }
}
