//! What a shard knows from one connection to the next, and what it learns from the end of one.

use std::time::Duration;

use super::back_off::{BackOff, jitter};
use super::close_code::{After, after};
use super::error::GatewayError;
use super::protocol::Session;
use super::why::Why;

/// How long a new session may take to start. It doubles with each that did not, so that a slow Discord is waited for.
const READY_WITHIN: Duration = Duration::from_secs(8);
/// Its longest.
const READY_AT_MOST: Duration = Duration::from_mins(1);
/// How many resumes in a row may come to nothing before a new session is started.
const MAX_RESUMES: u32 = 2;
/// Discord wants bots whose session it did not accept to wait between one and five seconds
/// (<https://discord.com/developers/docs/events/gateway#resuming>).
const INVALID_WAIT: Duration = Duration::from_secs(1);

/// What is known from one connection to the next.
#[derive(Default)]
pub(super) struct Memory {
    pub session: Option<Session>,
    back_off: BackOff,
    /// Resumes in a row that came to nothing.
    failed_resumes: u32,
    /// Tries to resume in a row at which nothing was heard of Discord; every other one is where sessions are started.
    unheard: u32,
    /// New sessions in a row that did not start.
    failed_starts: u32,
    /// Whether a session was started before: then Discord is asked again where, and how many may be.
    pub started: bool,
    /// Why the last connection ended.
    pub last: String,
}

impl Memory {
    /// How long a new session may take to start.
    pub fn patience(&self) -> Duration {
        (READY_WITHIN * 2_u32.saturating_pow(self.failed_starts.min(8))).min(READY_AT_MOST)
    }

    /// A resume is tried: whether at the place that Discord named for it. That place may be gone while the session is
    /// not, so every other try of which nothing was heard goes to where sessions are started.
    pub fn resumes_where_named(&mut self) -> bool {
        self.unheard = self.unheard.wrapping_add(1);
        !self.unheard.is_multiple_of(2)
    }

    /// Discord has begun to speak where the session is resumed.
    pub fn heard(&mut self) {
        self.unheard = 0;
    }

    /// Whether one connection after the other ends.
    pub fn is_in_trouble(&self) -> bool {
        self.back_off.failures() > 3
    }

    /// The shard is told what happens.
    pub fn lives(&mut self) {
        self.failed_resumes = 0;
        self.failed_starts = 0;
    }

    /// What the end of a connection says about the next one: how long to wait for it.
    pub fn learn(&mut self, why: &Why, lived: Duration) -> Result<Duration, GatewayError> {
        let resumed = self.session.is_some();
        match why {
            Why::Closed(code) => match after(*code) {
                After::Resume => {}
                After::Identify => self.session = None,
                After::End(error) => return Err(error),
            },
            Why::InvalidSession { resumable: false } | Why::Unreadable(_) | Why::NotReady => {
                self.session = None;
            }
            Why::InvalidSession { resumable: true }
            | Why::Broken(_)
            | Why::Asked
            | Why::NoHello
            | Why::NotResumed
            | Why::NotAcknowledged => {}
        }
        if lived.is_zero() {
            if *why == Why::NotReady {
                self.failed_starts += 1;
            }
            let tried = matches!(why, Why::NotResumed | Why::Closed(_) | Why::InvalidSession { .. });
            if resumed && tried {
                self.failed_resumes += 1;
            }
            if self.failed_resumes >= MAX_RESUMES {
                self.failed_resumes = 0;
                self.session = None;
            }
        }
        self.last = why.to_string();
        let wait = self.back_off.next(lived, jitter());
        Ok(match why {
            Why::InvalidSession { .. } => wait.max(INVALID_WAIT + INVALID_WAIT * u32::from(jitter()) / 1_000),
            Why::Closed(_)
            | Why::Broken(_)
            | Why::Asked
            | Why::NoHello
            | Why::NotReady
            | Why::NotResumed
            | Why::NotAcknowledged
            | Why::Unreadable(_) => wait,
        })
    }
}
