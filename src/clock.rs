//! The only place that asks for the time.
//!
//! A [`Clock`] is a handle: clones share one offset from the host's clock, so that the bot and the sandbox that it
//! starts see the same moment, and so that a test or the sandbox's page can move it. Rules never hold a clock, they
//! take `now` as a parameter.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

/// A shared, movable source of the time.
#[derive(Debug, Clone)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// How far this clock is ahead of its base, in milliseconds.
    offset_millis: AtomicI64,
    base: Base,
    moved: watch::Sender<u64>,
}

/// What the clock is an offset from.
#[derive(Debug, Clone, Copy)]
enum Base {
    /// The host's clock.
    Host,
    /// It stands still.
    Still(Timestamp),
    /// The runtime's timer, from a moment on: where a test moves that one, this clock goes along.
    Timer(Timestamp, Instant),
}

impl Base {
    fn now(self) -> Timestamp {
        match self {
            Self::Host => Timestamp::now(),
            Self::Still(at) => at,
            Self::Timer(start, origin) => SignedDuration::try_from(origin.elapsed())
                .ok()
                .and_then(|passed| start.checked_add(passed).ok())
                .unwrap_or(start),
        }
    }
}

/// A moment that moves along when the clock is moved: how long ago it was stays what has really passed since.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    base_millis: i64,
}

impl Clock {
    /// A clock that follows the host's.
    pub fn system() -> Self {
        Self::new(Base::Host)
    }

    /// A clock that starts at `start` and goes by the runtime's timer: for tests that move that one. Must be called
    /// within a runtime.
    pub fn by_timer(start: Timestamp) -> Self {
        Self::new(Base::Timer(start, Instant::now()))
    }

    /// A clock that stands at `at` until it is moved: for tests.
    pub fn frozen(at: Timestamp) -> Self {
        Self::new(Base::Still(at))
    }

    fn new(base: Base) -> Self {
        let (moved, _) = watch::channel(0);
        Self {
            inner: Arc::new(Inner {
                offset_millis: AtomicI64::new(0),
                base,
                moved,
            }),
        }
    }

    /// The time now, to the millisecond, which is what Discord's ids carry.
    pub fn now(&self) -> Timestamp {
        self.at(self.inner.offset_millis.load(Ordering::SeqCst))
    }

    /// The time now if the clock were so many milliseconds ahead of its base.
    fn at(&self, offset_millis: i64) -> Timestamp {
        let base = self.inner.base.now();
        let offset = SignedDuration::from_millis(offset_millis);
        let millis = base.saturating_add(offset).map_or(base, |at| at).as_millisecond();
        Timestamp::from_millisecond(millis).unwrap_or(base)
    }

    /// Remembers this moment.
    pub fn mark(&self) -> Mark {
        Mark {
            base_millis: self.inner.base.now().as_millisecond(),
        }
    }

    /// When a moment was that this clock, or one that shares its time, remembered.
    pub fn time_of(&self, mark: Mark) -> Timestamp {
        let millis = mark
            .base_millis
            .saturating_add(self.inner.offset_millis.load(Ordering::SeqCst));
        Timestamp::from_millisecond(millis).unwrap_or_else(|_| self.now())
    }

    /// Moves the clock by `by` and wakes everybody who waits for [`Clock::moved`].
    pub fn advance(&self, by: SignedDuration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.inner.offset_millis.fetch_add(millis, Ordering::SeqCst);
        self.inner.moved.send_modify(|count| *count += 1);
    }

    /// Takes over a remote clock's time when it is more than `tolerance` away from ours; says whether it did.
    ///
    /// Discord's time is what counts for a vote, and each of its answers carries it in the `Date` header.
    pub fn follow(&self, remote: Timestamp, tolerance: SignedDuration) -> bool {
        // Two answers that come at the same time must not move the clock twice.
        let mut offset = self.inner.offset_millis.load(Ordering::SeqCst);
        loop {
            let drift = remote.duration_since(self.at(offset));
            if drift.abs() <= tolerance {
                return false;
            }
            let millis = i64::try_from(drift.as_millis()).unwrap_or(i64::MAX);
            let moved = offset.saturating_add(millis);
            match self
                .inner
                .offset_millis
                .compare_exchange(offset, moved, Ordering::SeqCst, Ordering::SeqCst)
            {
                Ok(_) => break,
                Err(newer) => offset = newer,
            }
        }
        self.inner.moved.send_modify(|count| *count += 1);
        true
    }

    /// A receiver that changes each time the clock is moved.
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.inner.moved.subscribe()
    }
}

/// The runtime's timer, held still: it moves when a test moves it, and at no other time.
///
/// A paused timer moves by itself while a runtime only waits for sockets, which would fire every time-out there is. It
/// does not while something blocks.
#[cfg(test)]
pub(crate) struct HeldTimer {
    _held: std::sync::mpsc::Sender<()>,
}

#[cfg(test)]
impl HeldTimer {
    /// From now until it is dropped. The runtime must have one thread.
    pub fn hold() -> Self {
        tokio::time::pause();
        let (held, let_go) = std::sync::mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || let_go.recv());
        Self { _held: held }
    }

    /// Moves the time by `step` again and again until `wanted` comes to something. Between two steps all happens that
    /// needs no time.
    pub async fn passes<T>(&self, step: std::time::Duration, wanted: impl Future<Output = T>) -> T {
        let mut wanted = std::pin::pin!(wanted);
        loop {
            tokio::select! {
                biased;
                outcome = &mut wanted => return outcome,
                () = settled() => tokio::time::advance(step).await,
            }
        }
    }
}

#[cfg(test)]
impl Drop for HeldTimer {
    fn drop(&mut self) {
        tokio::time::resume();
    }
}

/// What is on its way over loopback is there after some turns of the runtime.
#[cfg(test)]
async fn settled() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_their_time_and_wake_their_waiters() {
        let clock = Clock::frozen(Timestamp::UNIX_EPOCH);
        let other = clock.clone();
        let moved = other.moved();
        clock.advance(SignedDuration::from_hours(1));
        assert_eq!(other.now(), Timestamp::from_second(3600).unwrap());
        assert!(moved.has_changed().unwrap());
    }

    #[test]
    fn a_remembered_moment_moves_along() {
        let clock = Clock::frozen(Timestamp::UNIX_EPOCH);
        let mark = clock.mark();
        clock.advance(SignedDuration::from_hours(1));
        assert_eq!(clock.time_of(mark), clock.now());
    }

    #[test]
    fn answers_that_come_together_move_the_clock_once() {
        let clock = Clock::frozen(Timestamp::UNIX_EPOCH);
        let remote = Timestamp::from_second(3600).unwrap();
        let start = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    clock.follow(remote, SignedDuration::from_secs(2));
                });
            }
        });
        assert_eq!(clock.now(), remote);
    }

    #[test]
    fn a_remote_time_is_followed_only_when_it_is_far() {
        let clock = Clock::frozen(Timestamp::UNIX_EPOCH);
        let tolerance = SignedDuration::from_secs(30);
        assert!(!clock.follow(Timestamp::from_second(20).unwrap(), tolerance));
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        assert!(clock.follow(Timestamp::from_second(600).unwrap(), tolerance));
        assert_eq!(clock.now(), Timestamp::from_second(600).unwrap());
    }
}
