//! Waiting for a Discord that can not be reached when the bot starts.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::sleep;

use crate::discord::sender::ApiUrl;

/// The first wait; it doubles.
const FIRST: Duration = Duration::from_secs(2);
/// The longest.
const LONGEST: Duration = Duration::from_mins(1);

/// Asks again and again while the error is one that passes. An outage at Discord must not end a bot that somebody then
/// has to start by hand.
///
/// A stand-in on this machine that is not there is a mistake of whoever starts the bot: that is said at once.
pub(super) async fn reached<T, E, F>(
    api: &ApiUrl,
    ask: impl Fn() -> F,
    may_pass: impl Fn(&E) -> bool,
) -> Result<T, E>
where
    E: Display,
    F: Future<Output = Result<T, E>>,
{
    let mut wait = FIRST;
    loop {
        match ask().await {
            Err(error) if may_pass(&error) && !api.is_loopback() => {
                tracing::warn!(
                    error = %error,
                    wait_seconds = wait.as_secs(),
                    "Discord can not be reached yet; the start waits"
                );
            }
            outcome => return outcome,
        }
        sleep(wait).await;
        wait = (wait * 2).min(LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::time::Instant;

    use super::*;

    async fn asked(api: &str, failures: u32) -> (Result<u32, &'static str>, Duration) {
        let (start, asked) = (Instant::now(), Cell::new(0));
        let ask = || async {
            asked.set(asked.get() + 1);
            match asked.get() {
                count if count <= failures => Err("down"),
                100 => Err("refused"),
                count => Ok(count),
            }
        };
        let outcome = reached(&api.parse().unwrap(), ask, |error| *error == "down").await;
        (outcome, start.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn an_outage_is_waited_for_and_a_refusal_is_not() {
        let (outcome, took) = asked("https://discord.com", 7).await;
        assert_eq!((outcome, took.as_secs()), (Ok(8), 2 + 4 + 8 + 16 + 32 + 60 + 60));
        let (outcome, _) = asked("https://discord.com", 99).await;
        assert_eq!(outcome, Err("refused"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_stand_in_that_is_not_there_is_said_at_once() {
        let (outcome, took) = asked("http://127.0.0.1:1", 1).await;
        assert_eq!((outcome, took), (Err("down"), Duration::ZERO));
    }
}
