//! The protocol, with the time in the test's hand.

use serde_json::{Value, json};

use super::*;

const MINUTE: Duration = Duration::from_mins(1);
const SECOND: Duration = Duration::from_secs(1);

/// A connection and the time.
struct Play {
    protocol: Protocol,
    now: Instant,
}

impl Play {
    fn begin(session: Option<Session>) -> Self {
        let now = Instant::now();
        Self {
            protocol: Protocol::new(session, SECOND * 8, 500, now),
            now,
        }
    }

    /// Until the session has started; the heartbeat's interval is a minute, and its first is after half of it.
    fn live() -> Self {
        let mut play = Self::begin(None);
        play.identifies();
        assert!(matches!(play.ready(), Step::Started(_)));
        play
    }

    fn hears(&mut self, frame: &Value) -> Step {
        self.protocol
            .heard(Frame::read(&frame.to_string()).unwrap(), self.now)
    }

    fn hello(&mut self) -> Step {
        self.hears(&json!({"op": 10, "d": {"heartbeat_interval": 60_000}}))
    }

    /// The greeting, and the start of a session whose turn it is.
    fn identifies(&mut self) {
        assert!(matches!(self.hello(), Step::Queue));
        self.protocol.identify_at(self.now);
        assert!(matches!(self.wakes(), (waited, Step::Identify) if waited.is_zero()));
    }

    fn ready(&mut self) -> Step {
        self.hears(
            &json!({"op": 0, "s": 1, "t": "READY", "d": {"session_id": "s", "resume_gateway_url": "wss://r"}}),
        )
    }

    /// The next thing that the time brings.
    fn wakes(&mut self) -> (Duration, Step) {
        let at = self.protocol.wake_at();
        let waited = at.saturating_duration_since(self.now);
        self.now = at;
        (waited, self.protocol.woken(at))
    }
}

fn session(sequence: u64) -> Session {
    Session {
        id: "s".to_owned(),
        sequence,
        address: Some("wss://r".to_owned()),
    }
}

#[test]
fn a_session_starts_and_is_remembered_with_its_last_number() {
    let mut play = Play::live();
    assert!(matches!(
        play.hears(&json!({"op": 0, "s": 7, "t": "X", "d": {}})),
        Step::Take(_)
    ));
    assert!(matches!(
        play.hears(&json!({"op": 0, "s": 6, "t": "X", "d": {}})),
        Step::Take(_)
    ));
    assert_eq!(
        play.protocol.into_session(),
        Some(session(7)),
        "an old number does not set it back"
    );
}

#[test]
fn heartbeats_start_somewhere_in_the_interval_and_carry_the_last_number() {
    let mut play = Play::live();
    let (waited, step) = play.wakes();
    assert_eq!(waited, MINUTE / 2, "half of the interval, as the jitter says");
    assert!(matches!(step, Step::Beat(Some(1))));
    play.now += SECOND;
    let acknowledged = play.hears(&json!({"op": 11}));
    assert!(matches!(acknowledged, Step::Acknowledged(latency) if latency == SECOND));
    assert!(
        matches!(play.hears(&json!({"op": 11})), Step::Nothing),
        "nothing was asked"
    );
    let (waited, step) = play.wakes();
    assert_eq!(waited + SECOND, MINUTE);
    assert!(matches!(step, Step::Beat(Some(1))));
}

#[test]
fn a_heartbeat_without_an_answer_means_a_dead_connection() {
    let mut play = Play::live();
    assert!(matches!(play.wakes().1, Step::Beat(_)));
    // What comes in meanwhile does not count: half of a dead connection may live on.
    assert!(matches!(
        play.hears(&json!({"op": 0, "s": 2, "t": "X", "d": {}})),
        Step::Take(_)
    ));
    let (waited, step) = play.wakes();
    assert_eq!(waited, SECOND * 10);
    assert!(matches!(step, Step::Leave(Why::NotAcknowledged)));
    assert_eq!(play.protocol.into_session(), Some(session(2)), "it is resumed");
}

#[test]
fn a_heartbeat_that_is_asked_for_is_sent_at_once_but_not_in_a_row() {
    let mut play = Play::live();
    let asked = json!({"op": 1});
    assert!(matches!(play.hears(&asked), Step::Beat(Some(1))));
    assert!(
        matches!(play.hears(&asked), Step::Nothing),
        "120 frames in a minute are Discord's limit"
    );
    play.now += SECOND;
    assert!(matches!(play.hears(&asked), Step::Beat(Some(1))));
    assert!(matches!(play.wakes(), (waited, Step::Leave(Why::NotAcknowledged)) if waited == SECOND * 9));
}

#[test]
fn nothing_is_waited_for_for_ever() {
    let mut silent = Play::begin(None);
    assert!(matches!(silent.wakes(), (waited, Step::Leave(Why::NoHello)) if waited == SECOND * 5));

    let mut slow = Play::begin(None);
    slow.identifies();
    assert!(matches!(slow.wakes(), (waited, Step::Leave(Why::NotReady)) if waited == SECOND * 8));

    let mut resuming = Play::begin(Some(session(3)));
    assert!(matches!(resuming.hello(), Step::Resume(of) if of == session(3)));
    resuming.now += SECOND * 3;
    assert!(matches!(
        resuming.hears(&json!({"op": 0, "s": 4, "t": "X", "d": {}})),
        Step::Take(_)
    ));
    assert!(matches!(resuming.wakes(), (waited, Step::Leave(Why::NotResumed)) if waited == SECOND * 4));
    assert_eq!(resuming.protocol.into_session(), Some(session(4)));
}

#[test]
fn a_resumed_session_is_live_when_it_has_caught_up() {
    let mut play = Play::begin(Some(session(3)));
    assert!(matches!(play.hello(), Step::Resume(_)));
    assert!(matches!(
        play.hears(&json!({"op": 0, "s": 4, "t": "X", "d": {}})),
        Step::Take(_)
    ));
    assert!(matches!(
        play.hears(&json!({"op": 0, "s": 5, "t": "RESUMED", "d": {}})),
        Step::Resumed
    ));
    play.now += MINUTE;
    assert_eq!(play.protocol.lived(play.now), MINUTE);
    assert_eq!(play.protocol.into_session(), Some(session(5)));
}

#[test]
fn discord_says_whether_a_session_survives() {
    for (frame, kept, left) in [
        (json!({"op": 7, "d": null}), true, Why::Asked),
        (
            json!({"op": 9, "d": true}),
            true,
            Why::InvalidSession { resumable: true },
        ),
        (
            json!({"op": 9, "d": false}),
            false,
            Why::InvalidSession { resumable: false },
        ),
    ] {
        let mut play = Play::live();
        assert!(matches!(play.hears(&frame), Step::Leave(why) if why == left));
        assert_eq!(play.protocol.into_session().is_some(), kept, "{frame}");
    }
}

#[test]
fn a_start_that_can_not_be_read_is_no_start() {
    let mut play = Play::begin(None);
    play.identifies();
    let step = play.hears(&json!({"op": 0, "s": 1, "t": "READY", "d": {"v": 10}}));
    assert!(matches!(step, Step::Leave(Why::Unreadable(_))));
    assert_eq!(play.protocol.into_session(), None);
}

#[test]
fn a_session_waits_for_its_turn_with_its_heart_beating() {
    let mut play = Play::begin(None);
    assert!(matches!(play.hello(), Step::Queue));
    play.protocol.identify_at(play.now + SECOND * 45);
    assert!(matches!(play.wakes(), (waited, Step::Beat(None)) if waited == SECOND * 30));
    assert!(matches!(play.hears(&json!({"op": 11})), Step::Acknowledged(_)));
    assert!(matches!(play.wakes(), (waited, Step::Identify) if waited == SECOND * 15));
    // The time for the start counts from here.
    assert!(matches!(play.wakes(), (waited, Step::Leave(Why::NotReady)) if waited == SECOND * 8));
}

#[test]
fn what_is_not_known_is_skipped() {
    let mut play = Play::live();
    for frame in [
        json!({"op": 42, "d": {}}),
        json!({"op": 0, "s": 2, "t": "RESUMED", "d": {}}),
    ] {
        assert!(matches!(play.hears(&frame), Step::Nothing), "{frame}");
    }
    assert!(
        matches!(play.hello(), Step::Nothing),
        "a second hello changes nothing"
    );
}
