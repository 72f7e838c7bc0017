//! Discord's limit for all requests of a bot together. It is kept from this side: a bot that runs into it has each request
//! refused that is under way, and refusals count against its address.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// How many requests of one bot Discord takes in a second; interactions are not among them
/// (<https://discord.com/developers/docs/topics/rate-limits#global-rate-limit>).
pub const A_SECOND: usize = 50;

/// A second, and a little more: requests overtake each other on their way.
const WINDOW: Duration = Duration::from_millis(1020);

/// The requests that left in the last second.
#[derive(Debug, Default)]
pub(super) struct Window {
    left_at: VecDeque<Instant>,
}

impl Window {
    /// Until when no request may leave, if none may at `now`.
    pub fn full_until(&self, now: Instant) -> Option<Instant> {
        let oldest = self.left_at.front().filter(|_| self.left_at.len() >= A_SECOND)?;
        let until = *oldest + WINDOW;
        (until > now).then_some(until)
    }

    /// One leaves at `now`.
    pub fn note(&mut self, now: Instant) {
        self.left_at.push_back(now);
        if self.left_at.len() > A_SECOND {
            self.left_at.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_fifty_leave_within_a_second() {
        let (mut window, start) = (Window::default(), Instant::now());
        let mut left: Vec<Instant> = Vec::new();
        let mut now = start;
        for _ in 0..500 {
            now = window.full_until(now).unwrap_or(now);
            window.note(now);
            left.push(now);
        }
        for (index, at) in left.iter().enumerate() {
            let within = left[..=index]
                .iter()
                .filter(|other| at.duration_since(**other) < Duration::from_secs(1));
            assert!(within.count() <= A_SECOND, "{index}");
        }
        // The first fifty at once, then fifty more with each window.
        assert_eq!(now.duration_since(start), WINDOW * 9);
    }

    #[test]
    fn whoever_comes_later_waits_for_nothing() {
        let (mut window, start) = (Window::default(), Instant::now());
        for _ in 0..A_SECOND {
            window.note(start);
        }
        assert_eq!(window.full_until(start), Some(start + WINDOW));
        assert_eq!(window.full_until(start + WINDOW), None);
    }
}
