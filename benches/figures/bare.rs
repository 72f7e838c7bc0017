//! The baseline: the least bot that serenity allows. It answers every command with a constant.

use std::io::Write;

use async_trait::async_trait;
use serenity::builder::{CreateInteractionResponse, CreateInteractionResponseMessage};
use serenity::client::{ClientBuilder, Context, EventHandler};
use serenity::http::HttpBuilder;
use serenity::model::application::Interaction;
use serenity::model::gateway::{GatewayIntents, Ready};

use crate::Outcome;

/// The argument that makes this program the baseline.
pub const ROLE: &str = "bare-bot";
/// What it answers.
pub const ANSWER: &str = "This is a constant.";
/// As many as blipbot has.
pub const WORKERS: usize = 2;

struct Constant;

#[async_trait]
impl EventHandler for Constant {
    async fn ready(&self, _: Context, _: Ready) {
        let mut out = std::io::stdout().lock();
        // Who started this process may have gone.
        writeln!(out, "ready").and_then(|()| out.flush()).ok();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        if let Interaction::Command(command) = interaction {
            let message = CreateInteractionResponseMessage::new()
                .content(ANSWER)
                .ephemeral(true);
            let response = CreateInteractionResponse::Message(message);
            if let Err(error) = command.create_response(&context.http, response).await {
                writeln!(std::io::stderr(), "bare bot: {error}").ok();
            }
        }
    }
}

/// Runs until it is killed.
pub fn run(url: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let http = HttpBuilder::new("bare")
            .proxy(url)
            // With its limiter, serenity would ignore the line before.
            .ratelimiter_disabled(true)
            .build();
        let mut client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
            .event_handler(Constant)
            .await?;
        client.start().await?;
        Ok(())
    })
}
