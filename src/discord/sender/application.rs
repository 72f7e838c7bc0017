//! Requests about the bot itself: who it is, its gateway, its commands, its guilds.

use reqwest::Method;
use serde_json::Value;

use super::Sender;
use super::error::SendError;
use super::model::{Application, GatewayBot, Guild, User};
use super::payload::Payload;
use super::route::Route;
use crate::id::{ApplicationId, GuildId, MemberId};

impl Sender {
    /// Where the gateway is, and how many sessions may be started, which is noted in the metrics.
    pub async fn gateway_bot(&self) -> Result<GatewayBot, SendError> {
        let route = Route::bot(Method::GET, "/gateway/bot", 0, "/gateway/bot".to_owned()).vital();
        let gateway: GatewayBot = self.fetch(route, Payload::Empty).await?;
        self.metrics()
            .sessions_remaining(gateway.session_start_limit.remaining);
        Ok(gateway)
    }

    /// The bot's user.
    pub async fn me(&self) -> Result<User, SendError> {
        self.fetch(
            Route::bot(Method::GET, "/users/@me", 0, "/users/@me".to_owned()),
            Payload::Empty,
        )
        .await
    }

    /// The bot's application.
    pub async fn application(&self) -> Result<Application, SendError> {
        let template = "/applications/@me";
        self.fetch(
            Route::bot(Method::GET, template, 0, template.to_owned()),
            Payload::Empty,
        )
        .await
    }

    /// The commands that Discord has, everywhere or in one guild, with all their translations.
    pub async fn commands(
        &self,
        application: ApplicationId,
        guild: Option<GuildId>,
    ) -> Result<Vec<Value>, SendError> {
        let route = Route::commands(Method::GET, application, guild)
            .with_query("?with_localizations=true".to_owned());
        self.fetch(route, Payload::Empty).await
    }

    /// Replaces all commands.
    pub async fn set_commands(
        &self,
        application: ApplicationId,
        guild: Option<GuildId>,
        commands: &[Value],
    ) -> Result<Vec<Value>, SendError> {
        self.fetch(
            Route::commands(Method::PUT, application, guild),
            Payload::json(&commands)?,
        )
        .await
    }

    /// A guild that the bot is in.
    pub async fn guild(&self, guild: GuildId) -> Result<Guild, SendError> {
        let route = Route::bot(
            Method::GET,
            "/guilds/{guild}",
            guild.get(),
            format!("/guilds/{guild}"),
        );
        self.fetch(route, Payload::Empty).await
    }

    /// A guild as Discord writes it, with its roles.
    pub async fn guild_object(&self, guild: GuildId) -> Result<Value, SendError> {
        let route = Route::bot(
            Method::GET,
            "/guilds/{guild}",
            guild.get(),
            format!("/guilds/{guild}"),
        );
        self.fetch(route, Payload::Empty).await
    }

    /// A member of a guild as Discord writes them, with their roles.
    pub async fn member_object(&self, guild: GuildId, member: MemberId) -> Result<Value, SendError> {
        let path = format!("/guilds/{guild}/members/{member}");
        let route = Route::bot(Method::GET, "/guilds/{guild}/members/{member}", guild.get(), path);
        self.fetch(route, Payload::Empty).await
    }
}
