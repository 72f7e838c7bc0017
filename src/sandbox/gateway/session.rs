//! Sessions: what has been dispatched to each shard of the bot, so that it can be resumed.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::close_code::CloseCode;
use crate::sandbox::interaction::new_token;
use crate::sandbox::snowflake::Snowflake;

/// How many dispatches a session keeps for a resume.
const REPLAY: usize = 250;
/// How many sessions without a connection are kept.
const DISCONNECTED: usize = 16;
/// How long a session without a connection can be resumed: "a few minutes" in Discord's documents.
pub const RESUMABLE: Duration = Duration::from_mins(3);

/// What is sent to a connection.
#[derive(Debug, Clone)]
pub enum Outgoing {
    /// A frame.
    Frame(String),
    /// The end, in order.
    Close(CloseCode),
    /// The end, without a word.
    Drop,
}

/// A shard: which of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which.
    pub index: u64,
    /// Of how many.
    pub count: u64,
}

impl Shard {
    /// Direct messages are the first shard's.
    fn covers(self, guild: Option<Snowflake>) -> bool {
        guild.map_or(0, |guild| (guild.get() >> 22) % self.count) == self.index
    }

    /// Whether a guild's events come here.
    pub fn has_guild(self, guild: Snowflake) -> bool {
        self.covers(Some(guild))
    }
}

#[derive(Debug)]
struct Session {
    id: String,
    shard: Shard,
    intents: u64,
    sequence: u64,
    replay: VecDeque<(u64, String)>,
    connection: Option<UnboundedSender<Outgoing>>,
    /// Since when there is no connection.
    alone_since: Option<Instant>,
}

impl Session {
    fn lose_connection(&mut self) {
        self.connection = None;
        self.alone_since = Some(Instant::now());
    }

    /// Sends something to the connection, if there is one; says whether there was.
    fn send(&mut self, outgoing: Outgoing) -> bool {
        match &self.connection {
            Some(connection) if connection.send(outgoing).is_ok() => true,
            Some(_) => {
                self.lose_connection();
                false
            }
            None => false,
        }
    }

    fn dispatch(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        let frame = json!({ "op": 0, "s": self.sequence, "t": event, "d": data }).to_string();
        if self.replay.len() == REPLAY {
            self.replay.pop_front();
        }
        self.replay.push_back((self.sequence, frame.clone()));
        self.send(Outgoing::Frame(frame));
    }
}

/// Why a session cannot be resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeRefused {
    /// There is no such session, or too much was missed: identify again.
    Gone,
    /// The number is ahead of what was sent.
    InvalidSequence,
}

/// All sessions of the bot.
#[derive(Debug, Default)]
pub struct Sessions {
    all: Vec<Session>,
}

impl Sessions {
    /// A new session; gives its id.
    pub fn open(&mut self, shard: Shard, intents: u64, connection: UnboundedSender<Outgoing>) -> String {
        let id = new_token();
        let surplus = self
            .all
            .iter()
            .filter(|session| session.connection.is_none())
            .count();
        if surplus >= DISCONNECTED
            && let Some(oldest) = self.all.iter().position(|session| session.connection.is_none())
        {
            self.all.remove(oldest);
        }
        self.all.push(Session {
            id: id.clone(),
            shard,
            intents,
            sequence: 0,
            replay: VecDeque::new(),
            connection: Some(connection),
            alone_since: None,
        });
        id
    }

    /// Sends an event to one session.
    pub fn dispatch_to(&mut self, id: &str, event: &str, data: &Value) {
        if let Some(session) = self.find(id) {
            session.dispatch(event, data);
        }
    }

    /// Sends an event to each session whose shard and intents it concerns. No intent (0) is needed for interactions.
    pub fn dispatch(&mut self, guild: Option<Snowflake>, intent: u64, event: &str, data: &Value) {
        for session in &mut self.all {
            if session.shard.covers(guild) && session.intents & intent == intent {
                session.dispatch(event, data);
            }
        }
    }

    /// Moves a session to a new connection and replays what came after `sequence`.
    pub fn resume(
        &mut self,
        id: &str,
        sequence: u64,
        connection: UnboundedSender<Outgoing>,
    ) -> Result<Shard, ResumeRefused> {
        let now = Instant::now();
        self.all.retain(|session| {
            session
                .alone_since
                .is_none_or(|since| now.duration_since(since) <= RESUMABLE)
        });
        let session = self.find(id).ok_or(ResumeRefused::Gone)?;
        if sequence > session.sequence {
            return Err(ResumeRefused::InvalidSequence);
        }
        let first_kept = session
            .replay
            .front()
            .map_or(session.sequence + 1, |(number, _)| *number);
        if sequence + 1 < first_kept {
            return Err(ResumeRefused::Gone);
        }
        for (_, frame) in session.replay.iter().filter(|(number, _)| *number > sequence) {
            // A connection that is gone already is noticed at the next dispatch.
            let _ = connection.send(Outgoing::Frame(frame.clone()));
        }
        if let Some(old) = session.connection.replace(connection) {
            // Usually it is gone already: that is why the bot resumes.
            let _ = old.send(Outgoing::Close(CloseCode::UnknownError));
        }
        session.alone_since = None;
        session.dispatch("RESUMED", &json!({}));
        Ok(session.shard)
    }

    /// The session has lost its connection; another one may have taken it over since.
    pub fn disconnected(&mut self, id: &str, connection: &UnboundedSender<Outgoing>) {
        if let Some(session) = self.find(id)
            && session
                .connection
                .as_ref()
                .is_some_and(|own| own.same_channel(connection))
        {
            session.lose_connection();
        }
    }

    /// Closes the live connections of a shard, or of all, with a code; gives their number.
    pub fn close(&mut self, shard: Option<u64>, code: u16) -> usize {
        self.each_live(shard, |session| {
            session.send(Outgoing::Close(CloseCode::Ordered(code)))
        })
    }

    /// Ends the live connections of a shard, or of all, without a word; gives their number.
    pub fn drop_connections(&mut self, shard: Option<u64>) -> usize {
        self.each_live(shard, |session| session.send(Outgoing::Drop))
    }

    /// Sends a frame to the live connections of a shard, or of all, and gives their number. A dispatch without a
    /// sequence number gets the session's next one.
    pub fn send_raw(&mut self, shard: Option<u64>, frame: &Value) -> usize {
        let dispatched = frame["op"] == 0 && frame["s"].is_null();
        self.each_live(shard, |session| {
            if dispatched {
                session.dispatch(frame["t"].as_str().unwrap_or_default(), &frame["d"]);
                session.connection.is_some()
            } else {
                session.send(Outgoing::Frame(frame.to_string()))
            }
        })
    }

    /// Sends the last dispatches once more, with the numbers that they had; gives the number of connections.
    pub fn redeliver(&mut self, shard: Option<u64>, count: usize) -> usize {
        self.each_live(shard, |session| {
            let first = session.replay.len().saturating_sub(count);
            let frames: Vec<String> = session
                .replay
                .iter()
                .skip(first)
                .map(|(_, frame)| frame.clone())
                .collect();
            frames
                .into_iter()
                .fold(true, |_, frame| session.send(Outgoing::Frame(frame)))
        })
    }

    /// Does something to the sessions of a shard, or of all, that have a connection; counts where it could be done.
    fn each_live(&mut self, shard: Option<u64>, mut act: impl FnMut(&mut Session) -> bool) -> usize {
        let wanted = |session: &&mut Session| {
            session.connection.is_some() && shard.is_none_or(|shard| session.shard.index == shard)
        };
        let reached = self.all.iter_mut().filter(wanted);
        reached.map(|session| usize::from(act(session))).sum()
    }

    /// Ends a session for good.
    pub fn end(&mut self, id: &str) {
        self.all.retain(|session| session.id != id);
    }

    /// The shard of a session.
    pub fn shard_of(&self, id: &str) -> Option<Shard> {
        let session = self.all.iter().find(|session| session.id == id);
        session.map(|session| session.shard)
    }

    /// Whether any shard is connected.
    pub fn connected(&self) -> bool {
        self.all.iter().any(|session| {
            session
                .connection
                .as_ref()
                .is_some_and(|connection| !connection.is_closed())
        })
    }

    fn find(&mut self, id: &str) -> Option<&mut Session> {
        self.all.iter_mut().find(|session| session.id == id)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;
    use crate::sandbox::world::{ENGINEERING, SECOND_TEAM};

    const WHOLE: Shard = Shard { index: 0, count: 1 };

    fn frames(receiver: &mut UnboundedReceiver<Outgoing>) -> Vec<Value> {
        let mut frames = Vec::new();
        while let Ok(Outgoing::Frame(text)) = receiver.try_recv() {
            frames.push(serde_json::from_str(&text).unwrap());
        }
        frames
    }

    #[test]
    fn a_resumed_session_gets_what_it_missed_in_order() {
        let mut sessions = Sessions::default();
        let (first, mut before) = unbounded_channel();
        let id = sessions.open(WHOLE, 0, first.clone());
        sessions.dispatch(Some(ENGINEERING), 0, "A", &json!({}));
        sessions.disconnected(&id, &first);
        assert!(!sessions.connected());
        sessions.dispatch(Some(ENGINEERING), 0, "B", &json!({}));
        let (second, mut after) = unbounded_channel();
        assert_eq!(
            sessions.resume(&id, 9, second.clone()),
            Err(ResumeRefused::InvalidSequence)
        );
        sessions.resume(&id, 1, second).unwrap();
        assert_eq!(frames(&mut before).len(), 1);
        let names: Vec<Value> = frames(&mut after)
            .iter()
            .map(|frame| frame["t"].clone())
            .collect();
        assert_eq!(names, ["B", "RESUMED"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_waits_a_few_minutes_for_its_bot() {
        let mut sessions = Sessions::default();
        let (first, _before) = unbounded_channel();
        let id = sessions.open(WHOLE, 0, first.clone());
        sessions.disconnected(&id, &first);
        tokio::time::advance(RESUMABLE).await;
        sessions.resume(&id, 0, first.clone()).unwrap();
        sessions.disconnected(&id, &first);
        tokio::time::advance(RESUMABLE + Duration::from_millis(1)).await;
        assert_eq!(sessions.resume(&id, 0, first), Err(ResumeRefused::Gone));
    }

    #[test]
    fn frames_can_be_sent_again_and_out_of_turn() {
        let mut sessions = Sessions::default();
        let (sender, mut receiver) = unbounded_channel();
        sessions.open(WHOLE, 0, sender);
        sessions.dispatch(None, 0, "A", &json!({}));
        sessions.dispatch(None, 0, "B", &json!({}));
        assert_eq!(sessions.redeliver(None, 1), 1);
        assert_eq!(
            sessions.send_raw(Some(0), &json!({ "op": 0, "t": "C", "d": {} })),
            1
        );
        assert_eq!(sessions.send_raw(Some(0), &json!({ "op": 7, "d": null })), 1);
        assert_eq!(sessions.send_raw(Some(1), &json!({ "op": 7, "d": null })), 0);
        let heard: Vec<_> = frames(&mut receiver)
            .iter()
            .map(|frame| (frame["op"].clone(), frame["s"].clone()))
            .collect();
        let expected = [(0, Some(1)), (0, Some(2)), (0, Some(2)), (0, Some(3)), (7, None)];
        assert_eq!(heard, expected.map(|(op, s)| (json!(op), json!(s))));
    }

    #[test]
    fn an_event_needs_the_right_shard_and_the_right_intents() {
        let mut sessions = Sessions::default();
        let (sender, mut receiver) = unbounded_channel();
        let count = 2;
        let shard = Shard {
            index: (ENGINEERING.get() >> 22) % count,
            count,
        };
        sessions.open(shard, 1, sender);
        let expected = usize::from(shard.has_guild(SECOND_TEAM));
        sessions.dispatch(Some(SECOND_TEAM), 1, "A", &json!({}));
        assert_eq!(frames(&mut receiver).len(), expected);
        sessions.dispatch(Some(ENGINEERING), 1, "B", &json!({}));
        sessions.dispatch(Some(ENGINEERING), 1 << 9, "C", &json!({}));
        assert_eq!(frames(&mut receiver).len(), 1);
    }
}
