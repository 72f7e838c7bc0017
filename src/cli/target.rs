//! Where the bot connects to: Discord, or a sandbox of its own.

use secrecy::SecretString;

use crate::clock::Clock;
use crate::config::{Config, DISCORD};
#[cfg(feature = "sandbox")]
use crate::sandbox::Sandbox;

/// Where the bot connects to.
pub(super) struct Target {
    /// The origin of the API.
    pub api_url: String,
    /// The token for it.
    pub token: SecretString,
    #[cfg(feature = "sandbox")]
    sandbox: Option<Sandbox>,
}

impl Target {
    /// Discord, or a sandbox where there is neither a token nor an address.
    pub async fn choose(config: &Config, clock: &Clock) -> Result<Self, String> {
        let token = config.discord.token.read().map_err(|error| error.to_string())?;
        match (token, &config.discord.api_url) {
            (Some(token), api_url) => Ok(Self {
                api_url: api_url.clone().unwrap_or_else(|| DISCORD.to_owned()),
                token,
                #[cfg(feature = "sandbox")]
                sandbox: None,
            }),
            (None, Some(api_url)) => Err(format!(
                "there is no token for discord.api_url {api_url}: set DISCORD_TOKEN or discord.token_file"
            )),
            (None, None) => sandbox(config, clock).await,
        }
    }

    /// Whether the sandbox is this process's own.
    #[cfg(feature = "sandbox")]
    pub fn has_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// Whether the sandbox is this process's own.
    #[cfg(not(feature = "sandbox"))]
    #[expect(clippy::unused_self, reason = "the same as with a sandbox")]
    pub fn has_sandbox(&self) -> bool {
        false
    }

    /// Stops the sandbox, if there is one.
    #[cfg(feature = "sandbox")]
    pub async fn stop(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.stop().await;
        }
    }

    /// There is none to stop.
    #[cfg(not(feature = "sandbox"))]
    #[expect(clippy::unused_async, reason = "the same as with a sandbox")]
    pub async fn stop(self) {}
}

#[cfg(feature = "sandbox")]
async fn sandbox(config: &Config, clock: &Clock) -> Result<Target, String> {
    let sandbox = super::sandbox::start(config, clock).await?;
    let api_url = sandbox.url();
    Ok(Target {
        api_url,
        token: SecretString::from("sandbox".to_owned()),
        sandbox: Some(sandbox),
    })
}

#[cfg(not(feature = "sandbox"))]
#[expect(clippy::unused_async, reason = "the same as with a sandbox")]
async fn sandbox(_config: &Config, _clock: &Clock) -> Result<Target, String> {
    Err(
        "there is no Discord token: set DISCORD_TOKEN or discord.token_file, as the README shows \
         (this build has no sandbox to try the bot in)"
            .to_owned(),
    )
}
