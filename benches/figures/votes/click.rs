//! The whole path of a press in the bot: its JSON is decoded, handled, stored and rendered; the answer's bytes go
//! nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use blipbot::clock::Clock;
use blipbot::discord::commands::Audience;
use blipbot::discord::convert;
use blipbot::discord::custom_id::CustomId;
use blipbot::discord::decoded::Decoded;
use blipbot::discord::press::Press;
use blipbot::discord::view::{self, Context};
use blipbot::format::native;
use blipbot::id::{ChannelId, GuildId, MemberId, RoleId};
use blipbot::outbox::Posted;
use blipbot::service::{
    Defaults, Enrolled, Library, Place, PlaceError, Places, Response, RoleFacts, RosterError, Rosters,
    Service,
};
use blipbot::storage::Store;
use blipbot::vote::Policies;
use blipbot::wording::Wording;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use super::ballots;
use crate::Outcome;

/// The parts of a press's way, in nanoseconds of all presses together.
#[derive(Default)]
pub struct Parts {
    presses: AtomicU64,
    decode: AtomicU64,
    handle: AtomicU64,
    render: AtomicU64,
    bytes: AtomicU64,
}

impl Parts {
    /// What one press took of each on the average, in µs.
    pub fn line(&self) -> String {
        let presses = self.presses.load(Ordering::Relaxed).max(1);
        let each = |part: &AtomicU64| part.load(Ordering::Relaxed) / presses;
        format!(
            "decode {} µs, handle and store {} µs, render {} µs; {} bytes of answer",
            each(&self.decode) / 1000,
            each(&self.handle) / 1000,
            each(&self.render) / 1000,
            each(&self.bytes),
        )
    }
}

/// The bot without its two ends.
pub struct Clicks {
    service: Service,
    wording: Wording,
    guild: GuildId,
    clock: Clock,
    pub parts: Parts,
}

impl Clicks {
    pub fn on(store: Arc<dyn Store>) -> Outcome<Self> {
        let service = service(store)?;
        Ok(Self {
            service,
            wording: Wording::english(),
            guild: ballots::guild()?,
            clock: Clock::system(),
            parts: Parts::default(),
        })
    }

    /// One press; an error if it is not recorded.
    pub async fn click(&self, json: &str) -> Outcome<()> {
        let received = Instant::now();
        let (_ticket, press) = Press::read(json, received.into())?;
        let call = convert::press_call(&press, self.clock.now())?;
        let id: CustomId = press.custom_id.parse()?;
        let Decoded::Request(request) = id.decode() else {
            return Err("no vote".into());
        };
        let decoded = Instant::now();
        let response = self.service.handle(&call, request).await?;
        let handled = Instant::now();
        if !matches!(response, Response::Recorded(_)) {
            return Err("a press was not recorded".into());
        }
        let context = Context {
            wording: &self.wording,
            guild: self.guild,
        };
        let body = serde_json::to_vec(&view::render(&response, Audience::Asker, context).body)?;
        let add = |part: &AtomicU64, amount: u128| -> Outcome<()> {
            part.fetch_add(u64::try_from(amount)?, Ordering::Relaxed);
            Ok(())
        };
        add(&self.parts.presses, 1)?;
        add(&self.parts.decode, (decoded - received).as_nanos())?;
        add(&self.parts.handle, (handled - decoded).as_nanos())?;
        add(&self.parts.render, handled.elapsed().as_nanos())?;
        add(&self.parts.bytes, body.len() as u128)
    }
}

/// All use cases, with the radar that ships. Nobody listens to what they report.
pub fn service(store: Arc<dyn Store>) -> Outcome<Service> {
    let files = native::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    let files = files.map_err(|_| "the radar's files can not be read")?;
    let library = Library::new(files.scheme, files.publications).map_err(|_| "no radar")?;
    let defaults = Defaults {
        policies: Policies::built_in(),
        min_duration: SignedDuration::from_hours(1),
        announce: None,
        timezone: TimeZone::UTC,
    };
    let (events, mut reported) = mpsc::unbounded_channel();
    tokio::spawn(async move { while reported.recv().await.is_some() {} });
    Ok(Service::new(
        store,
        Arc::new(library),
        Arc::new(Nowhere),
        Arc::new(Nowhere),
        defaults,
        events,
    ))
}

/// All that is asked for is in the vote's own channel.
struct Nowhere;

#[async_trait]
impl Places for Nowhere {
    async fn look(&self, _: GuildId, channel: ChannelId) -> Result<Place, PlaceError> {
        Err(PlaceError::NotSeen(channel))
    }

    async fn may_use(&self, _: GuildId, _: ChannelId, _: MemberId) -> Result<bool, PlaceError> {
        Ok(false)
    }

    async fn is_there(&self, _: Posted) -> Result<bool, PlaceError> {
        Ok(false)
    }
}

/// Nobody has a role.
#[async_trait]
impl Rosters for Nowhere {
    fn lists_members(&self) -> bool {
        false
    }

    async fn roles(&self, _: GuildId) -> Result<BTreeMap<RoleId, RoleFacts>, RosterError> {
        Ok(BTreeMap::new())
    }

    async fn role_size(&self, _: GuildId, role: RoleId) -> Result<u32, RosterError> {
        Err(RosterError::NoSuchRole(role))
    }

    async fn role_members(&self, _: GuildId, role: RoleId) -> Result<BTreeSet<MemberId>, RosterError> {
        Err(RosterError::NoSuchRole(role))
    }

    async fn enrolled(&self, _: GuildId, _: MemberId) -> Result<Option<Enrolled>, RosterError> {
        Ok(None)
    }
}
