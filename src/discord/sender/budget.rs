//! How many invalid requests the bot allows itself.
//!
//! Discord blocks an address that sends 10,000 requests in ten minutes that end with 401, 403, or a 429 that is not
//! shared (<https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>). A bot
//! whose permissions were taken away in a thousand guilds must stop long before.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::Instant;

use super::route::{Pace, Route};
use crate::metrics::LimitScope;

/// Discord's window.
const WINDOW: Duration = Duration::from_mins(10);
/// So many are left to what the bot does in its own name: a twentieth of Discord's limit.
pub const OF_THE_BOT: usize = 500;
/// So many to all together: answers to interactions go on for longer, because a member waits for each, and so does what
/// brings the bot back to the gateway.
const OF_ALL: usize = 2_000;

/// The invalid requests of the last ten minutes.
#[derive(Debug, Default)]
pub(super) struct Budget {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When each was answered, the oldest first. Nothing is sent at [`OF_ALL`], so it can only grow beyond by what was
    /// under way then.
    invalid: VecDeque<Instant>,
    /// Whether it was said that the budget is spent.
    said: bool,
}

impl Budget {
    /// Notes what a request was answered with; `scope` if it was a 429.
    pub fn note(&self, status: StatusCode, scope: Option<LimitScope>, now: Instant) {
        let invalid = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => true,
            StatusCode::TOO_MANY_REQUESTS => scope != Some(LimitScope::Shared),
            _ => false,
        };
        if invalid {
            self.state(now).invalid.push_back(now);
        }
    }

    /// How long a request on this route must wait because the budget is spent.
    pub fn spent(&self, route: &Route, now: Instant) -> Option<Duration> {
        let limit = match route.pace {
            Pace::Bot { .. } if !route.vital => OF_THE_BOT,
            Pace::Bot { .. } | Pace::Interaction => OF_ALL,
        };
        let mut state = self.state(now);
        // The request may go when all but the last `limit - 1` are out of the window.
        let last = state.invalid.len().checked_sub(limit)?;
        let wait = (*state.invalid.get(last)? + WINDOW).saturating_duration_since(now);
        if !state.said {
            state.said = true;
            tracing::error!(
                invalid = state.invalid.len(),
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "too many requests were refused by Discord: the bot sends nothing of its own until some time has passed"
            );
        }
        Some(wait)
    }

    /// How many there were in the last ten minutes.
    pub fn used(&self, now: Instant) -> usize {
        self.state(now).invalid.len()
    }

    /// The state without what is past. No code between lock and unlock can panic, so a poisoned one is as good as any.
    fn state(&self, now: Instant) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state
            .invalid
            .front()
            .is_some_and(|at| now.saturating_duration_since(*at) >= WINDOW)
        {
            state.invalid.pop_front();
        }
        if state.invalid.len() < OF_THE_BOT {
            state.said = false;
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Method;

    use super::*;

    fn of_the_bot() -> Route {
        Route::bot(Method::GET, "/users/@me", 0, "/users/@me".to_owned())
    }

    fn answer() -> Route {
        Route::interaction(Method::POST, "/callback", "/callback".to_owned())
    }

    fn spend(budget: &Budget, count: usize, at: Instant) {
        for _ in 0..count {
            budget.note(StatusCode::FORBIDDEN, None, at);
        }
    }

    #[tokio::test]
    async fn only_what_discord_counts_is_counted() {
        let (budget, now) = (Budget::default(), Instant::now());
        for (status, scope) in [
            (200, None),
            (204, None),
            (400, None),
            (404, None),
            (500, None),
            (429, Some(LimitScope::Shared)),
        ] {
            budget.note(StatusCode::from_u16(status).unwrap(), scope, now);
        }
        assert_eq!(budget.used(now), 0);
        for (status, scope) in [
            (401, None),
            (403, None),
            (429, Some(LimitScope::User)),
            (429, Some(LimitScope::Global)),
        ] {
            budget.note(StatusCode::from_u16(status).unwrap(), scope, now);
        }
        assert_eq!(budget.used(now), 4);
    }

    #[tokio::test]
    async fn the_bot_stops_at_its_part_until_the_window_has_moved_on() {
        let (budget, start) = (Budget::default(), Instant::now());
        spend(&budget, 1, start);
        let later = start + Duration::from_mins(4);
        spend(&budget, OF_THE_BOT - 2, later);
        assert_eq!(budget.spent(&of_the_bot(), later), None);
        spend(&budget, 1, later);
        assert_eq!(budget.spent(&of_the_bot(), later), Some(Duration::from_mins(6)));
        assert_eq!(budget.spent(&answer(), later), None);
        assert_eq!(budget.spent(&of_the_bot().vital(), later), None);
        // The very first is out of the window, and one request fits.
        let free = start + WINDOW;
        assert_eq!(budget.spent(&of_the_bot(), free), None);
        spend(&budget, 1, free);
        assert_eq!(budget.spent(&of_the_bot(), free), Some(Duration::from_mins(4)));
    }

    #[tokio::test]
    async fn answers_stop_later_and_nothing_is_kept_for_ever() {
        let (budget, start) = (Budget::default(), Instant::now());
        spend(&budget, OF_ALL - 1, start);
        assert_eq!(budget.spent(&answer(), start), None);
        spend(&budget, 1, start);
        assert_eq!(budget.spent(&answer(), start), Some(WINDOW));
        assert_eq!(budget.used(start + WINDOW), 0);
        assert_eq!(budget.spent(&of_the_bot(), start + WINDOW), None);
    }

    #[tokio::test]
    async fn it_is_said_once_for_each_time_that_it_is_spent() {
        let (budget, start) = (Budget::default(), Instant::now());
        let said = || budget.state.lock().unwrap().said;
        spend(&budget, OF_THE_BOT, start);
        assert!(!said());
        budget.spent(&of_the_bot(), start);
        assert!(said());
        budget.spent(&of_the_bot(), start + WINDOW);
        assert!(!said());
    }
}
