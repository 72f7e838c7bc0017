//! Waiting, as something that a test can take into its own hands.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

/// How the sender waits before it repeats a request.
#[async_trait]
pub trait Pause: fmt::Debug + Send + Sync {
    /// Returns after `time`.
    async fn pause(&self, time: Duration);
}

/// Waits by the runtime's timer.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimerPause;

#[async_trait]
impl Pause for TimerPause {
    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
