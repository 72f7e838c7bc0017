//! The one sender of all REST requests.
//!
//! serenity's builders make the bodies; its `Http` is not used, because it ignores the API's address while its limiter
//! is on, and hides the headers and bodies that say how long to wait.

mod allowed_mentions;
mod api_url;
mod application;
mod buckets;
mod budget;
mod callback;
mod channels;
pub mod code;
mod error;
mod exchange;
mod file;
mod global;
mod interactions;
mod lanes;
mod limits;
mod model;
mod nonce;
mod pause;
mod payload;
mod roster;
mod route;
mod server_time;
#[cfg(test)]
#[cfg(feature = "sandbox")]
pub(in crate::discord) mod tests;
mod threads;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::redirect;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::metrics::Metrics;

pub use allowed_mentions::MessageBody;
pub use api_url::{ApiUrl, ApiUrlError};
pub(in crate::discord) use api_url::{is_discord, is_loopback};
pub(in crate::discord) use budget::OF_THE_BOT as INVALID_REQUESTS;
pub use callback::{Callback, Choice, ChoiceValue, FormBody};
pub use error::SendError;
pub use file::{File, MAX_FILE};
pub use global::A_SECOND;
pub use model::{Application, GatewayBot, Guild, Message, SessionStartLimit, User};
pub use nonce::{Nonce, NonceError};
pub use pause::{Pause, TimerPause};
pub use roster::{MEMBERS_A_PAGE, Member, Person, Role};
pub use threads::ThreadName;

/// How long the connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request may take from first to last byte. What is not answered by then is ambiguous.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// All REST requests go through one of these and its clones, which share connections and limits.
#[derive(Clone)]
pub struct Sender {
    inner: Arc<Inner>,
    metrics: Metrics,
}

struct Inner {
    http: reqwest::Client,
    api: ApiUrl,
    token: SecretString,
    authorization: HeaderValue,
    clock: Clock,
    pause: Arc<dyn Pause>,
    lanes: lanes::Lanes,
    limits: limits::Limits,
    budget: budget::Budget,
    token_refused: CancellationToken,
}

/// Why there is no sender.
#[derive(Debug, thiserror::Error)]
pub enum SenderError {
    /// The token can not be sent: it is not the token of any bot.
    #[error("the token is not one of Discord's: it is empty, or has characters that no token has")]
    MalformedToken,
    /// The TLS library or the resolver does not start.
    #[error("the HTTP client does not start: {0}")]
    Client(#[source] reqwest::Error),
}

impl Sender {
    /// A sender that follows Discord's time with `clock`.
    pub fn new(api: ApiUrl, token: &SecretString, clock: Clock) -> Result<Self, SenderError> {
        Self::with_pause(api, token, clock, Arc::new(TimerPause))
    }

    /// The same with a way to wait of your own.
    pub fn with_pause(
        api: ApiUrl,
        token: &SecretString,
        clock: Clock,
        pause: Arc<dyn Pause>,
    ) -> Result<Self, SenderError> {
        let (token, authorization) = authorization(token)?;
        let mut http = reqwest::Client::builder()
            .user_agent(user_agent())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT)
            // Discord's API never redirects, and what claims to must not be given a token.
            .redirect(redirect::Policy::none());
        if api.is_loopback() {
            http = http.no_proxy();
        }
        Ok(Self {
            inner: Arc::new(Inner {
                http: http.build().map_err(SenderError::Client)?,
                api,
                token,
                authorization,
                clock,
                lanes: lanes::Lanes::default(),
                limits: limits::Limits::new(Arc::clone(&pause)),
                budget: budget::Budget::default(),
                pause,
                token_refused: CancellationToken::new(),
            }),
            metrics: Metrics::default(),
        })
    }

    /// The same sender, which counts into `metrics`; those go by its clock.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        metrics.go_by(&self.inner.clock);
        self.metrics = metrics;
        self
    }

    /// What requests and answers are counted into.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The clock that follows Discord's time.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// How many requests of the last ten minutes Discord counts as invalid.
    pub fn invalid_requests(&self) -> usize {
        self.inner.budget.used(Instant::now())
    }

    /// Where requests go.
    pub fn api(&self) -> &ApiUrl {
        &self.inner.api
    }

    /// Whether Discord has refused the token; from then on only interactions are answered.
    pub fn is_token_refused(&self) -> bool {
        self.inner.token_refused.is_cancelled()
    }

    /// Returns when Discord has refused the token.
    pub async fn token_refused(&self) {
        self.inner.token_refused.cancelled().await;
    }

    /// For the gateway, which identifies with it.
    pub(super) fn token(&self) -> &SecretString {
        &self.inner.token
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("api", &self.inner.api)
            .finish_non_exhaustive()
    }
}

fn authorization(token: &SecretString) -> Result<(SecretString, HeaderValue), SenderError> {
    let token = token.expose_secret().trim_start();
    let token = token.strip_prefix("Bot ").unwrap_or(token).trim();
    let plain = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    let mut header = plain
        .then(|| HeaderValue::try_from(format!("Bot {token}")).ok())
        .flatten()
        .ok_or(SenderError::MalformedToken)?;
    header.set_sensitive(true);
    Ok((SecretString::from(token), header))
}

/// In the form that Discord asks for.
fn user_agent() -> String {
    let home = match env!("CARGO_PKG_REPOSITORY") {
        "" => env!("CARGO_PKG_NAME"),
        repository => repository,
    };
    format!("DiscordBot ({home}, {})", env!("CARGO_PKG_VERSION"))
}
