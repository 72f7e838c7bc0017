//! How much a client may say.

use std::time::Duration;

use tokio::time::Instant;

/// Frames in one window, heartbeats included.
const LIMIT: u32 = 120;
/// The window.
const WINDOW: Duration = Duration::from_mins(1);
/// The most bytes of one frame.
pub const FRAME_BYTES: usize = 4_096;

/// Counts the frames of one connection.
#[derive(Debug)]
pub struct FrameBudget {
    start: Instant,
    used: u32,
}

impl FrameBudget {
    /// A full one.
    pub fn new(now: Instant) -> Self {
        Self { start: now, used: 0 }
    }

    /// Counts one frame; says whether it is still allowed.
    pub fn take(&mut self, now: Instant) -> bool {
        if now.duration_since(self.start) >= WINDOW {
            *self = Self::new(now);
        }
        self.used += 1;
        self.used <= LIMIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_a_hundred_and_twenty_frames() {
        let start = Instant::now();
        let mut budget = FrameBudget::new(start);
        assert!((0..LIMIT).all(|_| budget.take(start)));
        assert!(!budget.take(start + WINDOW.saturating_sub(Duration::from_millis(1))));
        assert!(budget.take(start + WINDOW));
    }
}
