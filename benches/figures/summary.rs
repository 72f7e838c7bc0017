//! Order statistics of what was measured.

use std::time::Duration;

/// The value below which `percent` of the sorted sample lie; zero of none.
pub fn percentile<T: Copy + Default + PartialOrd>(sample: &[T], percent: usize) -> T {
    let mut sorted = sample.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).copied().unwrap_or_default()
}

/// The value in the middle.
pub fn median<T: Copy + Default + PartialOrd>(sample: &[T]) -> T {
    percentile(sample, 50)
}

pub fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

pub fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
