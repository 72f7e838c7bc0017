//! How long to wait before the next try.

use std::time::Duration;

/// The longest wait, so that a bot whose network is back is back within ten seconds, too.
const LONGEST: Duration = Duration::from_secs(6);
/// The wait after the first failure that follows another; it doubles from there.
const FIRST: Duration = Duration::from_millis(500);
/// A connection that lasted this long has shown that all is well again.
const LASTED: Duration = Duration::from_secs(30);

/// Counts the failures in a row.
#[derive(Debug, Default)]
pub(super) struct BackOff {
    failures: u32,
}

impl BackOff {
    /// How many there were.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// A connection ended after it was of use for `lived`: how long to wait before the next.
    ///
    /// The first try comes at once. `jitter`, from 0 to 1,000, spreads the bots that an outage has cut off at the same
    /// moment: each wait is between half of its full length and all of it.
    pub fn next(&mut self, lived: Duration, jitter: u16) -> Duration {
        if lived >= LASTED {
            self.failures = 0;
        }
        let doubled = match self.failures {
            0 => Duration::ZERO,
            failures => FIRST.saturating_mul(1 << (failures - 1).min(16)).min(LONGEST),
        };
        self.failures = self.failures.saturating_add(1);
        doubled / 2 + doubled * u32::from(jitter.min(1_000)) / 2_000
    }
}

/// A number from 0 to 1,000.
pub(super) fn jitter() -> u16 {
    fastrand::u16(0..=1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_try_comes_at_once_and_then_they_slow_down() {
        let mut back_off = BackOff::default();
        let waits: Vec<u128> = (0..7)
            .map(|_| back_off.next(Duration::ZERO, 1_000).as_millis())
            .collect();
        assert_eq!(waits, [0, 500, 1_000, 2_000, 4_000, 6_000, 6_000]);
        let half = back_off.next(Duration::from_secs(29), 0);
        assert_eq!(half, LONGEST / 2);
        assert_eq!(back_off.next(Duration::from_secs(30), 1_000), Duration::ZERO);
    }
}
