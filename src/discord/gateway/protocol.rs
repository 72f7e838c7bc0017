//! The gateway's protocol on one connection, without the connection: frames and the time in, steps out.
//!
//! Written after <https://discord.com/developers/docs/events/gateway#connections>.

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

use super::frame::{Dispatch, Frame};
use super::why::Why;

/// How long Discord's first frame may take.
const HELLO_WITHIN: Duration = Duration::from_secs(5);
/// How long a resumed session may be silent before it has caught up.
const RESUMED_WITHIN: Duration = Duration::from_secs(4);
/// How long the answer to a heartbeat may take, where heartbeats are not closer together than this.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(10);
/// A heartbeat that Discord asks for is sent if none was sent just now: it counts all frames, 120 in a minute.
const BEATS_APART: Duration = Duration::from_millis(600);

/// A session that can be resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    /// Its id.
    pub id: String,
    /// The number of the last event that was received.
    pub sequence: u64,
    /// Where Discord wants it to be resumed, as it said it.
    pub address: Option<String>,
}

/// What is to be done.
#[derive(Debug)]
#[must_use = "the other side waits for it"]
pub(super) enum Step {
    /// Nothing.
    Nothing,
    /// Send a heartbeat with this number.
    Beat(Option<u64>),
    /// A session is wanted: find out when it may be started, and say so by [`Protocol::identify_at`].
    Queue,
    /// Start a session.
    Identify,
    /// Go on with a session.
    Resume(Session),
    /// Hand the event on.
    Take(Dispatch),
    /// The session has started: hand its first event on.
    Started(Dispatch),
    /// The session has caught up.
    Resumed,
    /// The answer to a heartbeat has come after this time.
    Acknowledged(Duration),
    /// Leave the connection.
    Leave(Why),
}

/// How far a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Discord speaks first.
    Greeting { until: Instant },
    /// A session may be started from a moment on; until it is known when, at once.
    Queued { from: Instant },
    /// A session was asked for.
    Starting { until: Instant },
    /// A session is catching up.
    CatchingUp { until: Instant },
    /// All that happens is told.
    Live { since: Instant },
}

/// The signs of life.
#[derive(Debug, Clone, Copy)]
struct Pulse {
    interval: Duration,
    next: Instant,
    /// When the last one was sent.
    sent: Option<Instant>,
    /// Whether Discord has answered it.
    acknowledged: bool,
}

/// The state of one connection.
#[derive(Debug)]
pub(super) struct Protocol {
    phase: Phase,
    pulse: Option<Pulse>,
    session: Option<Session>,
    ready_within: Duration,
    jitter: u16,
}

#[derive(Deserialize)]
struct Ready {
    session_id: String,
    resume_gateway_url: Option<String>,
}

impl Protocol {
    /// A connection that was made at `now`. It resumes `session` if there is one, else it starts one, which may take
    /// `ready_within`. `jitter`, from 0 to 1,000, says where in its interval the first heartbeat is.
    pub fn new(session: Option<Session>, ready_within: Duration, jitter: u16, now: Instant) -> Self {
        Self {
            phase: Phase::Greeting {
                until: now + HELLO_WITHIN,
            },
            pulse: None,
            session,
            ready_within,
            jitter,
        }
    }

    /// When [`Protocol::woken`] must be called at the latest.
    pub fn wake_at(&self) -> Instant {
        let phase = match self.phase {
            Phase::Greeting { until }
            | Phase::Queued { from: until }
            | Phase::Starting { until }
            | Phase::CatchingUp { until } => Some(until),
            Phase::Live { .. } => None,
        };
        let pulse = self
            .pulse
            .map(|pulse| pulse.next.min(pulse.overdue_at().unwrap_or(pulse.next)));
        match (phase, pulse) {
            (Some(phase), Some(pulse)) => phase.min(pulse),
            (Some(at), None) | (None, Some(at)) => at,
            // Live without a pulse can not be: hello comes first.
            (None, None) => Instant::now() + HELLO_WITHIN,
        }
    }

    /// The session as it stands: what the next connection can resume.
    pub fn into_session(self) -> Option<Session> {
        self.session
    }

    /// How long the connection has been of use.
    pub fn lived(&self, now: Instant) -> Duration {
        match self.phase {
            Phase::Live { since } => now.saturating_duration_since(since),
            Phase::Greeting { .. }
            | Phase::Queued { .. }
            | Phase::Starting { .. }
            | Phase::CatchingUp { .. } => Duration::ZERO,
        }
    }

    /// A frame has come.
    pub fn heard(&mut self, frame: Frame, now: Instant) -> Step {
        match frame {
            Frame::Hello(interval) => self.greeted(interval, now),
            Frame::HeartbeatWanted => match &self.pulse {
                Some(pulse)
                    if pulse
                        .sent
                        .is_none_or(|sent| now.duration_since(sent) >= BEATS_APART) =>
                {
                    self.beat(now)
                }
                Some(_) | None => Step::Nothing,
            },
            Frame::HeartbeatTaken => match &mut self.pulse {
                Some(pulse) if !pulse.acknowledged => {
                    pulse.acknowledged = true;
                    let sent = pulse.sent.unwrap_or(now);
                    Step::Acknowledged(now.saturating_duration_since(sent))
                }
                Some(_) | None => Step::Nothing,
            },
            Frame::Reconnect => Step::Leave(Why::Asked),
            Frame::InvalidSession { resumable } => {
                if !resumable {
                    self.session = None;
                }
                Step::Leave(Why::InvalidSession { resumable })
            }
            Frame::Dispatch(dispatch) => self.happened(dispatch, now),
            Frame::Other(opcode) => {
                tracing::debug!(discord.opcode = opcode, "a frame of an unknown kind was skipped");
                Step::Nothing
            }
        }
    }

    /// The time has come for something.
    pub fn woken(&mut self, now: Instant) -> Step {
        match self.phase {
            Phase::Greeting { until } if now >= until => return Step::Leave(Why::NoHello),
            Phase::Starting { until } if now >= until => return Step::Leave(Why::NotReady),
            Phase::CatchingUp { until } if now >= until => return Step::Leave(Why::NotResumed),
            Phase::Queued { from } if now >= from => {
                self.phase = Phase::Starting {
                    until: now + self.ready_within,
                };
                return Step::Identify;
            }
            Phase::Greeting { .. }
            | Phase::Queued { .. }
            | Phase::Starting { .. }
            | Phase::CatchingUp { .. }
            | Phase::Live { .. } => {}
        }
        match self.pulse {
            Some(pulse) if pulse.overdue_at().is_some_and(|at| now >= at) => {
                Step::Leave(Why::NotAcknowledged)
            }
            Some(pulse) if now >= pulse.next => self.beat(now),
            Some(_) | None => Step::Nothing,
        }
    }

    fn greeted(&mut self, interval: Duration, now: Instant) -> Step {
        let Phase::Greeting { .. } = self.phase else {
            return Step::Nothing;
        };
        self.pulse = Some(Pulse {
            interval,
            next: now + interval * u32::from(self.jitter.min(1_000)) / 1_000,
            sent: None,
            acknowledged: true,
        });
        if let Some(session) = &self.session {
            self.phase = Phase::CatchingUp {
                until: now + RESUMED_WITHIN,
            };
            Step::Resume(session.clone())
        } else {
            self.phase = Phase::Queued { from: now };
            Step::Queue
        }
    }

    /// The session that was queued may be started from this moment on.
    pub fn identify_at(&mut self, turn: Instant) {
        if let Phase::Queued { from } = &mut self.phase {
            *from = turn;
        }
    }

    fn beat(&mut self, now: Instant) -> Step {
        if let Some(pulse) = &mut self.pulse {
            // The answer that is missing stays missing: what is asked for besides does not start the wait anew.
            if pulse.acknowledged {
                pulse.sent = Some(now);
            }
            pulse.acknowledged = false;
            pulse.next = now + pulse.interval;
        }
        Step::Beat(self.session.as_ref().map(|session| session.sequence))
    }

    fn happened(&mut self, dispatch: Dispatch, now: Instant) -> Step {
        if let (Some(session), Some(sequence)) = (&mut self.session, dispatch.sequence) {
            session.sequence = session.sequence.max(sequence);
        }
        match (self.phase, dispatch.kind.as_str()) {
            (_, "READY") => self.started(dispatch, now),
            (Phase::CatchingUp { .. }, "RESUMED") => {
                self.phase = Phase::Live { since: now };
                Step::Resumed
            }
            (_, "RESUMED") => Step::Nothing,
            (Phase::CatchingUp { .. }, _) => {
                // It is catching up, however long that takes.
                self.phase = Phase::CatchingUp {
                    until: now + RESUMED_WITHIN,
                };
                Step::Take(dispatch)
            }
            (
                Phase::Greeting { .. } | Phase::Queued { .. } | Phase::Starting { .. } | Phase::Live { .. },
                _,
            ) => Step::Take(dispatch),
        }
    }

    fn started(&mut self, dispatch: Dispatch, now: Instant) -> Step {
        match serde_json::from_str::<Ready>(dispatch.data.get()) {
            Ok(ready) => {
                self.session = Some(Session {
                    id: ready.session_id,
                    sequence: dispatch.sequence.unwrap_or_default(),
                    address: ready.resume_gateway_url,
                });
                self.phase = Phase::Live { since: now };
                Step::Started(dispatch)
            }
            Err(error) => Step::Leave(Why::Unreadable(error.to_string())),
        }
    }
}

impl Pulse {
    /// When a heartbeat has been without an answer for too long.
    fn overdue_at(&self) -> Option<Instant> {
        let sent = self.sent.filter(|_| !self.acknowledged)?;
        Some(sent + self.interval.min(ACKNOWLEDGED_WITHIN))
    }
}
