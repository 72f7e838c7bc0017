//! The ways in which a process is asked to end.

use std::io;

use tokio_util::sync::CancellationToken;

/// Watches for ctrl-C and SIGTERM from now on; the first of them cancels what is returned.
pub(super) fn stop_on_signal() -> io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupted = signal(SignalKind::interrupt())?;
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
            stopping.cancel();
        });
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(error = %error, "ctrl-C can not be watched");
            return;
        }
        stopping.cancel();
    });
    Ok(stop)
}
