//! One request and what becomes of it: the wait before, the repetition after, the reading of the answer.

use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::Sender;
use super::code;
use super::error::SendError;
use super::limits::{RateLimit, TooLong};
use super::payload::Payload;
use super::route::{Pace, Repeat, Route};
use super::server_time::ServerTime;

/// How often a request is repeated after a 429.
const MAX_LIMITED: u32 = 3;

/// How long one request may wait for limits altogether: within what a member waits for and a nonce is known.
const PATIENCE: Duration = Duration::from_secs(30);

/// The waits before a request that may be repeated is, after a server's error or a broken connection.
const BACK_OFF: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// The first wait before an answer is sent again that somebody waits for, and the longest; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long the first try of such an answer may take, so that there is time for another; it doubles, too.
const TRY_WITHIN: Duration = Duration::from_secs(1);

/// The most characters that are kept of Discord's words about a refusal.
const MAX_REFUSAL: usize = 600;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    /// What a 429 asks for.
    limited: Option<RateLimit>,
}

/// The tries of one request that did not come through, as far as is known.
#[derive(Default)]
struct Tries {
    failed: u32,
    /// Whether one of them may have come through all the same.
    lost: bool,
}

impl Tries {
    /// How long the next may take; `None`: as long as any request.
    fn within(&self, repeat: Repeat) -> Option<Duration> {
        match repeat {
            Repeat::Never | Repeat::Some => None,
            Repeat::Until(_) => Some(
                TRY_WITHIN
                    .saturating_mul(1 << self.failed.min(10))
                    .min(LONGEST_WAIT),
            ),
        }
    }

    /// How long to wait before the next; `None`: that was the last.
    fn next_wait(&mut self, repeat: Repeat) -> Option<Duration> {
        let failed = self.failed;
        self.failed = self.failed.saturating_add(1);
        match repeat {
            Repeat::Never => None,
            Repeat::Some => BACK_OFF.get(usize::try_from(failed).ok()?).copied(),
            Repeat::Until(until) => {
                let wait = FIRST_WAIT.saturating_mul(1 << failed.min(10)).min(LONGEST_WAIT);
                (Instant::now() + wait < until).then_some(wait)
            }
        }
    }
}

/// Why there is no answer.
enum NoAnswer {
    NotSent(String),
    Lost(String),
}

impl Sender {
    /// Sends, and reads the answer as a `T`.
    pub(super) async fn fetch<T: DeserializeOwned>(
        &self,
        route: Route,
        payload: Payload,
    ) -> Result<T, SendError> {
        let template = route.template;
        let body = self.send(route, payload).await?;
        serde_json::from_slice(&body).map_err(|error| SendError::Unreadable {
            route: template,
            reason: error.to_string(),
        })
    }

    /// Sends, and does not look at what a success says.
    pub(super) async fn tell(&self, route: Route, payload: Payload) -> Result<(), SendError> {
        self.send(route, payload).await.map(drop)
    }

    async fn send(&self, route: Route, payload: Payload) -> Result<Vec<u8>, SendError> {
        let span = tracing::debug_span!(
            "discord.request",
            http.request.method = %route.method,
            url.template = route.template,
            http.response.status_code = tracing::field::Empty,
        );
        self.send_in_turn(&route, &payload).instrument(span).await
    }

    async fn send_in_turn(&self, route: &Route, payload: &Payload) -> Result<Vec<u8>, SendError> {
        let _lane = match route.pace {
            Pace::Bot { major } => Some(self.inner.lanes.enter((route.template, major)).await),
            Pace::Interaction => None,
        };
        let mut patience = PATIENCE;
        let mut limited = 0;
        let mut tries = Tries::default();
        loop {
            let trouble = match self
                .attempt(route, payload, patience, tries.within(route.repeat))
                .await?
            {
                Ok(Answer {
                    limited: Some(limit), ..
                }) => {
                    limited += 1;
                    tracing::warn!(
                        url.template = route.template,
                        wait_ms = u64::try_from(limit.retry_after.as_millis()).unwrap_or(u64::MAX),
                        discord.global = limit.global,
                        "Discord limits the rate"
                    );
                    if limited > MAX_LIMITED || limit.retry_after > patience {
                        return Err(rate_limited(route, limit.retry_after));
                    }
                    patience = patience.saturating_sub(limit.retry_after);
                    // A global limit is waited for together, before the next attempt.
                    if !limit.global || route.pace == Pace::Interaction {
                        self.inner.pause.pause(limit.retry_after).await;
                    }
                    continue;
                }
                Ok(answer) if answer.status.is_success() => return Ok(answer.body),
                Ok(answer) if answer.status.is_server_error() => {
                    NoAnswer::Lost(format!("the server answered {}", answer.status))
                }
                Ok(answer) => {
                    let refusal = self.refusal(route, &answer);
                    // Nobody else answers this interaction: a try of which nothing was heard has come through.
                    if tries.lost && refusal.code() == Some(code::ALREADY_ACKNOWLEDGED) {
                        return Ok(answer.body);
                    }
                    // Discord says so of one that has its answer, too: whether it was the lost one is not known.
                    if tries.lost && refusal.code() == Some(code::UNKNOWN_INTERACTION) {
                        return Err(SendError::Ambiguous {
                            route: route.template,
                            reason: "the interaction is over, and a try was lost before".to_owned(),
                        });
                    }
                    return Err(refusal);
                }
                Err(no_answer) => no_answer,
            };
            tries.lost |= matches!(trouble, NoAnswer::Lost(_));
            match (tries.next_wait(route.repeat), trouble) {
                (Some(wait), NoAnswer::NotSent(reason) | NoAnswer::Lost(reason)) => {
                    tracing::debug!(url.template = route.template, reason, "a request is repeated");
                    self.inner.pause.pause(wait).await;
                }
                (None, NoAnswer::NotSent(reason)) => {
                    return Err(SendError::NotSent {
                        route: route.template,
                        reason,
                    });
                }
                (None, NoAnswer::Lost(reason)) => {
                    return Err(SendError::Ambiguous {
                        route: route.template,
                        reason,
                    });
                }
            }
        }
    }

    /// One try: as soon as the limits allow it.
    async fn attempt(
        &self,
        route: &Route,
        payload: &Payload,
        patience: Duration,
        within: Option<Duration>,
    ) -> Result<Result<Answer, NoAnswer>, SendError> {
        let ours = route.pace != Pace::Interaction;
        if ours {
            let admitted = self.inner.limits.admit(route, patience).await;
            // Asked after the wait: what was queued when the token was refused is not sent, either.
            if self.is_token_refused() {
                return Err(SendError::Unauthorized);
            }
            admitted.map_err(|TooLong(wait)| rate_limited(route, wait))?;
        }
        self.within_budget(route)?;
        let answer = self.exchange(route, payload, within).await;
        if let (true, Ok(answer)) = (ours, &answer) {
            let limited = answer.limited.as_ref();
            self.inner.limits.settle(route, &answer.headers, limited);
        }
        Ok(answer)
    }

    /// Whether Discord has taken few enough of the last requests for invalid.
    fn within_budget(&self, route: &Route) -> Result<(), SendError> {
        let spent = self.inner.budget.spent(route, Instant::now());
        spent.map_or(Ok(()), |wait| Err(rate_limited(route, wait)))
    }

    async fn exchange(
        &self,
        route: &Route,
        payload: &Payload,
        within: Option<Duration>,
    ) -> Result<Answer, NoAnswer> {
        let answer = self.exchange_once(route, payload, within).await;
        let status = answer.as_ref().ok().map(|answer| answer.status);
        self.metrics.request(status.map(|status| status.as_u16()));
        if let Ok(answer) = &answer {
            let scope = answer.limited.map(|limit| limit.scope);
            if let Some(scope) = scope {
                self.metrics.rate_limited(scope);
            }
            self.inner.budget.note(answer.status, scope, Instant::now());
        }
        answer
    }

    async fn exchange_once(
        &self,
        route: &Route,
        payload: &Payload,
        within: Option<Duration>,
    ) -> Result<Answer, NoAnswer> {
        let mut path = self.inner.api.join(&route.path);
        path.push_str(&route.query);
        let mut request = self.inner.http.request(route.method.clone(), path);
        if let Pace::Bot { .. } = route.pace {
            request = request.header(AUTHORIZATION, self.inner.authorization.clone());
        }
        if let Some(within) = within {
            request = request.timeout(within);
        }
        let server_time = ServerTime::start(&self.inner.clock);
        let response = payload.attach(request).send().await.map_err(no_answer)?;
        server_time.follow(response.headers());
        let status = response.status();
        tracing::Span::current().record("http.response.status_code", status.as_u16());
        let headers = response.headers().clone();
        let body: Vec<u8> = response.bytes().await.map_err(no_answer)?.into();
        let limited = (status == StatusCode::TOO_MANY_REQUESTS).then(|| RateLimit::read(&headers, &body));
        Ok(Answer {
            status,
            headers,
            body,
            limited,
        })
    }

    fn refusal(&self, route: &Route, answer: &Answer) -> SendError {
        // Interactions are not asked for in the bot's name: theirs is about a token of their own that has expired.
        if answer.status == StatusCode::UNAUTHORIZED && route.pace != Pace::Interaction {
            self.inner.token_refused.cancel();
            return SendError::Unauthorized;
        }
        let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
        let mut message = refusal.message;
        if message.is_empty() {
            message.push_str(answer.status.canonical_reason().unwrap_or("no reason given"));
        }
        if let Some(errors) = refusal.errors {
            // Writing to a string can not fail.
            let _ = write!(message, ": {errors}");
        }
        if let Some((end, _)) = message.char_indices().nth(MAX_REFUSAL) {
            message.truncate(end);
        }
        SendError::Refused {
            route: route.template,
            status: answer.status,
            code: refusal.code,
            message,
        }
    }
}

/// Discord's words about a refusal.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    code: u32,
    #[serde(default)]
    message: String,
    /// Which field of the body breaks which rule.
    errors: Option<Value>,
}

fn rate_limited(route: &Route, retry_after: Duration) -> SendError {
    SendError::RateLimited {
        route: route.template,
        retry_after,
    }
}

/// The address is taken out of the words: an interaction's holds its token.
fn no_answer(error: reqwest::Error) -> NoAnswer {
    let unsent = error.is_connect() || error.is_builder();
    let error = error.without_url();
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        // Writing to a string can not fail.
        let _ = write!(reason, ": {cause}");
        source = cause.source();
    }
    if unsent {
        NoAnswer::NotSent(reason)
    } else {
        NoAnswer::Lost(reason)
    }
}
