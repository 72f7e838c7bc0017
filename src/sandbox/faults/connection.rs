//! What goes wrong on a gateway connection from its beginning.

use std::time::Duration;

use serde::Deserialize;

/// What goes wrong on one gateway connection to come. Nothing, by default.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = r#"an object such as {"no_ready": true}"#
)]
pub struct ConnectionFault {
    /// The upgrade is refused with this HTTP status.
    pub refuse: Option<u16>,
    /// Nothing is ever said on the connection.
    pub no_hello: bool,
    /// How often the client is asked to beat, in milliseconds.
    pub heartbeat_interval: Option<u64>,
    /// Heartbeats are not acknowledged.
    pub no_ack: bool,
    /// An identify is swallowed.
    pub no_ready: bool,
    /// An identify is taken up only after so many seconds.
    pub ready_after: Option<f64>,
    /// An identify is answered by closing with this code.
    pub close_on_identify: Option<u16>,
    /// A resume is answered by closing with this code.
    pub close_on_resume: Option<u16>,
    /// The first identify or resume is answered by "invalid session"; the value says whether it can be resumed.
    pub invalid_session: Option<bool>,
}

impl ConnectionFault {
    /// After how long an identify is taken up.
    pub fn ready_after(&self) -> Option<Duration> {
        self.ready_after
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    }
}
