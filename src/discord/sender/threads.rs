//! Threads under messages.

use std::fmt;

use reqwest::Method;
use serde_json::json;

use super::Sender;
use super::code;
use super::error::SendError;
use super::model::WireChannel;
use super::payload::Payload;
use super::route::Route;
use crate::discord::channel::Channel;
use crate::id::{ChannelId, MessageId};

/// How long nobody may write before Discord puts a thread aside, in minutes: a week, its longest. Whoever writes brings
/// it back.
const ARCHIVE_AFTER: u32 = 10_080;

const THREADS: &str = "/channels/{channel}/messages/{message}/threads";

/// What a thread is called: 1 to 100 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadName(String);

impl ThreadName {
    /// The most characters that Discord takes
    /// (<https://discord.com/developers/docs/resources/channel#start-thread-from-message>).
    pub const MAX_CHARS: usize = 100;

    /// The name, on one line; one that is too long is shortened, which shows. `None`: nothing is left.
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = words.join(" ");
        if name.is_empty() {
            return None;
        }
        if name.chars().count() <= Self::MAX_CHARS {
            return Some(Self(name));
        }
        let kept: String = name.chars().take(Self::MAX_CHARS - 1).collect();
        Some(Self(format!("{}…", kept.trim_end())))
    }
}

impl fmt::Display for ThreadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Sender {
    /// Starts the thread of a message; the message's channel must be no thread. What it gives is a channel in which
    /// messages can be posted.
    ///
    /// A message has one thread at most, and the two have the same id. So it may be done again: the thread that is there
    /// already is what is asked for, whatever its name.
    pub async fn start_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &ThreadName,
    ) -> Result<ChannelId, SendError> {
        let route = Route::of_channel(
            Method::POST,
            THREADS,
            channel,
            &format!("/messages/{message}/threads"),
        )
        .repeatable();
        let body = json!({"name": name.to_string(), "auto_archive_duration": ARCHIVE_AFTER});
        match self.fetch::<WireChannel>(route, Payload::json(&body)?).await {
            Ok(thread) => Ok(Channel::from(thread).id),
            Err(error) if error.code() == Some(code::ALREADY_HAS_A_THREAD) => Ok(message.thread()),
            Err(error) => Err(error),
        }
    }
}
