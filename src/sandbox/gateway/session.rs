//! Sessions: what has been dispatched to each shard of the bot, so that it can be resumed.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::close_code::CloseCode;
use crate::sandbox::interaction::new_token;
use crate::sandbox::snowflake::Snowflake;

/// How many dispatches a session keeps for a resume.
const REPLAY: usize = 1_000;
/// How many sessions without a connection are kept.
const DISCONNECTED: usize = 16;

/// What is sent to a connection.
#[derive(Debug, Clone)]
pub enum Outgoing {
    /// A frame.
    Frame(String),
    /// The end: the session has moved to another connection.
    Close(CloseCode),
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
}

impl Session {
    fn dispatch(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        let frame = json!({ "op": 0, "s": self.sequence, "t": event, "d": data }).to_string();
        if self.replay.len() == REPLAY {
            self.replay.pop_front();
        }
        self.replay.push_back((self.sequence, frame.clone()));
        if let Some(connection) = &self.connection
            && connection.send(Outgoing::Frame(frame)).is_err()
        {
            self.connection = None;
        }
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
    ) -> Result<(), ResumeRefused> {
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
        session.dispatch("RESUMED", &json!({}));
        Ok(())
    }

    /// The session has lost its connection; another one may have taken it over since.
    pub fn disconnected(&mut self, id: &str, connection: &UnboundedSender<Outgoing>) {
        if let Some(session) = self.find(id)
            && session
                .connection
                .as_ref()
                .is_some_and(|own| own.same_channel(connection))
        {
            session.connection = None;
        }
    }

    /// Ends a session for good.
    pub fn end(&mut self, id: &str) {
        self.all.retain(|session| session.id != id);
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
