//! Where Discord comes in: decode, handle, render, answer.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use serenity::model::application::{CommandInteraction, ComponentInteraction, Interaction};
use tokio::sync::watch;

use super::autocomplete;
use super::commands::{self, COMMANDS};
use super::convert;
use super::custom_id::CustomId;
use super::deliver::Deliverer;
use super::gateway::{GatewayEvent, GatewayHandler, GuildSnapshot};
use super::register::{Registered, register};
use super::responder::{Responder, Ticket};
use super::sender::{SendError, Sender};
use super::view::{Reply, View};
use crate::clock::Clock;
use crate::id::{ApplicationId, GuildId};
use crate::service::{Call, Error, Request, Response, Service};

/// What is left of an interaction's time for the answer itself, after waiting for a vote's message.
const ANSWER_TIME: Duration = Duration::from_millis(500);

/// Where the bot stands with Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not connected, or the commands are not registered.
    Starting,
    /// Commands are answered.
    Ready,
    /// The commands could not be registered.
    Failed(String),
}

/// Answers what comes over the gateway.
#[derive(Clone)]
pub struct Door {
    service: Service,
    sender: Sender,
    deliverer: Deliverer,
    view: Arc<View>,
    clock: Clock,
    scope: Option<GuildId>,
    standing: watch::Sender<Standing>,
}

impl Door {
    /// A door that registers its commands on `scope`, or everywhere.
    pub fn new(
        service: Service,
        sender: Sender,
        deliverer: Deliverer,
        view: Arc<View>,
        clock: Clock,
        scope: Option<GuildId>,
    ) -> Self {
        let (standing, _) = watch::channel(Standing::Starting);
        Self { service, sender, deliverer, view, clock, scope, standing }
    }

    /// Changes with where the bot stands.
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.standing.subscribe()
    }
}
