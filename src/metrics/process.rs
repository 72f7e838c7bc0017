//! What the system says about this process.

/// What this process has used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usage {
    /// Memory that is not swapped out.
    pub resident_bytes: usize,
    /// Processor time of all threads since the start.
    pub cpu_seconds: f64,
}

/// Reads it from `/proc`; nothing where there is none.
#[cfg(target_os = "linux")]
pub(super) fn usage() -> Option<Usage> {
    // In pages and clock ticks, which the C library's `sysconf` would tell; Linux fixes the ticks that programs see at
    // 100 a second, and `VmRSS` is in kibibytes whatever the size of a page.
    const TICKS: f64 = 100.0;
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: usize = resident.split_whitespace().next()?.parse().ok()?;
    // The process's name is in parentheses and may hold spaces; user and system time are fields 14 and 15.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut times = rest.split_whitespace().skip(11);
    let user: f64 = times.next()?.parse().ok()?;
    let system: f64 = times.next()?.parse().ok()?;
    Some(Usage {
        resident_bytes: kibibytes * 1024,
        cpu_seconds: (user + system) / TICKS,
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn usage() -> Option<Usage> {
    None
}
