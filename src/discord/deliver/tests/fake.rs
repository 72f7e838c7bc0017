//! A Discord whose channels keep their messages, and that fails when it is told to.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Body;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::discord::sender::tests::stand_in::{Seen, StandIn, answer, no_content};
use crate::id::snowflake_at;

/// How long the fake recognises a nonce: Discord says "a few minutes".
const NONCE_MEMORY: SignedDuration = SignedDuration::from_mins(3);

/// What goes wrong with a request that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 502, and nothing was done.
    Failed,
    /// 502, and it was done.
    Lost,
    /// The connection breaks, and it was done.
    Reset,
}

/// A message in a channel.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: u64,
    pub channel: String,
    pub nonce: Value,
    pub body: Value,
    pub posted_at: Timestamp,
    pub deleted: bool,
}

#[derive(Debug, Default)]
struct State {
    messages: Vec<Message>,
    faults: VecDeque<Option<Fault>>,
    /// Status and code by which everything in a channel is refused.
    refusals: HashMap<String, (u16, u32)>,
    /// Whether the bot may not read what was said before.
    history_hidden: bool,
    /// Whether nobody gets an answer to a look into the history.
    history_hangs: bool,
    /// Whether all channels are announcement channels.
    announces: bool,
    /// The messages that were published, in this order.
    published: Vec<String>,
    /// How many may be published.
    publishes: Option<usize>,
}

/// The server and its state.
pub struct Fake {
    state: Arc<Mutex<State>>,
    history_asked: Arc<Notify>,
    pub stand_in: StandIn,
}

impl Fake {
    /// An empty channel, by this clock.
    pub async fn start(clock: Clock) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let history_asked = Arc::new(Notify::new());
        let (shared, asked) = (Arc::clone(&state), Arc::clone(&history_asked));
        let stand_in = StandIn::start(move |seen: Seen| {
            let (state, asked, now) = (Arc::clone(&shared), Arc::clone(&asked), clock.now());
            async move {
                let is_history = seen.method == "GET" && seen.path.ends_with("/messages");
                if is_history {
                    asked.notify_one();
                    if state.lock().unwrap().history_hangs {
                        return std::future::pending().await;
                    }
                }
                state.lock().unwrap().answer(&seen, now)
            }
        })
        .await;
        Self {
            state,
            history_asked,
            stand_in,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The requests that write meet these, one after the other.
    pub fn fails(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.state().faults.extend(faults);
    }

    /// Everything in the channel is refused from now on.
    pub fn refuses(&self, channel: &str, status: u16, code: u32) {
        self.state().refusals.insert(channel.to_owned(), (status, code));
    }

    /// Nothing in the channel is refused any more.
    pub fn allows(&self, channel: &str) {
        self.state().refusals.remove(channel);
    }

    /// All channels are announcement channels from now on, or none is.
    pub fn announces(&self, announces: bool) {
        self.state().announces = announces;
    }

    /// So many messages more may be published, and then none for an hour.
    pub fn publishes_only(&self, count: Option<usize>) {
        self.state().publishes = count;
    }

    /// The messages that were published, in this order.
    pub fn published(&self) -> Vec<String> {
        self.state().published.clone()
    }

    /// The bot may not read the history.
    pub fn hides_history(&self, hidden: bool) {
        self.state().history_hidden = hidden;
    }

    /// A look into the history is not answered.
    pub fn hangs(&self, hangs: bool) {
        self.state().history_hangs = hangs;
    }

    /// Returns when somebody has asked for the history.
    pub async fn history_asked(&self) {
        self.history_asked.notified().await;
    }

    /// Somebody deletes all messages.
    pub fn deletes_all(&self) {
        for message in &mut self.state().messages {
            message.deleted = true;
        }
    }

    /// All messages, deleted ones too, in the order of posting.
    pub fn messages(&self) -> Vec<Message> {
        self.state().messages.clone()
    }

    /// How many requests began with this.
    pub fn count(&self, start: &str) -> usize {
        self.stand_in
            .lines()
            .iter()
            .filter(|line| line.starts_with(start))
            .count()
    }
}

fn refusal(status: u16, code: u32) -> Response {
    answer(status, &json!({"code": code, "message": "No"}))
}

impl State {
    fn answer(&mut self, seen: &Seen, now: Timestamp) -> Response {
        let path: Vec<&str> = seen.path.trim_matches('/').split('/').collect();
        let channel = path.get(1).copied().unwrap_or_default();
        if path.first() == Some(&"channels")
            && let Some((status, code)) = self.refusals.get(channel)
            // Who may not write may still read.
            && (*code != 50_013 || seen.method != "GET")
        {
            return refusal(*status, *code);
        }
        match (seen.method.as_str(), path.as_slice()) {
            ("POST", ["users", "@me", "channels"]) => answer(200, &json!({"id": super::DM, "type": 1})),
            ("POST", ["channels", channel, "messages"]) => self.write(|state| state.post(channel, seen, now)),
            ("POST", ["channels", _, "messages", message, "crosspost"]) => {
                self.write(|state| state.publish(message))
            }
            ("PATCH", ["channels", _, "messages", message]) => self.write(|state| state.edit(message, seen)),
            ("GET", ["channels", _, "messages", message]) => self.message(message),
            ("GET", ["channels", channel, "messages"]) => self.history(channel, &seen.query),
            ("GET", ["channels", id]) if *id == super::DM => answer(200, &json!({"id": id, "type": 1})),
            ("GET", ["channels", id]) => answer(
                200,
                &json!({
                    "id": id, "type": if self.announces { 5 } else { 0 }, "guild_id": "10", "name": "a", "position": 0, "flags": 0,
                    "permission_overwrites": [], "parent_id": null, "nsfw": false,
                }),
            ),
            ("GET", ["guilds", id]) => self.guild(id),
            ("GET", ["guilds", _, "members", id]) => answer(
                200,
                &json!({
                    "user": {"id": id, "username": "bot", "discriminator": "0", "avatar": null},
                    "roles": [], "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0,
                }),
            ),
            ("POST", ["interactions", ..]) => no_content(),
            _ => refusal(404, 0),
        }
    }

    fn write(&mut self, work: impl FnOnce(&mut Self) -> Response) -> Response {
        let fault = self.faults.pop_front().flatten();
        if fault == Some(Fault::Failed) {
            return answer(502, &json!({}));
        }
        let done = work(self);
        match fault {
            None | Some(Fault::Failed) => done,
            Some(Fault::Lost) => answer(502, &json!({})),
            Some(Fault::Reset) => {
                let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(io::Error::other("reset"))]);
                Response::new(Body::from_stream(broken))
            }
        }
    }

    fn post(&mut self, channel: &str, seen: &Seen, now: Timestamp) -> Response {
        let nonce = seen.body["nonce"].clone();
        let known = self
            .messages
            .iter()
            .find(|message| message.nonce == nonce && now.duration_since(message.posted_at) <= NONCE_MEMORY);
        match known {
            Some(message) if message.deleted => return refusal(404, 10_008),
            Some(message) => return shown(message),
            None => {}
        }
        let message = Message {
            id: snowflake_at(now).get() + self.messages.len() as u64,
            channel: channel.to_owned(),
            nonce,
            body: seen.body.clone(),
            posted_at: now,
            deleted: false,
        };
        let response = shown(&message);
        self.messages.push(message);
        response
    }

    fn publish(&mut self, id: &str) -> Response {
        let Some(message) = self
            .messages
            .iter()
            .find(|message| message.id.to_string() == id && !message.deleted)
        else {
            return refusal(404, 10_008);
        };
        if self.published.iter().any(|published| published == id) {
            return refusal(400, 40_033);
        }
        match &mut self.publishes {
            Some(0) => {
                return answer(
                    429,
                    &json!({"message": "You are being rate limited.", "retry_after": 3000.0, "global": false}),
                );
            }
            Some(left) => *left -= 1,
            None => {}
        }
        self.published.push(id.to_owned());
        shown(message)
    }

    fn edit(&mut self, id: &str, seen: &Seen) -> Response {
        let message = self
            .messages
            .iter_mut()
            .find(|message| message.id.to_string() == id);
        match message.filter(|message| !message.deleted) {
            Some(message) => {
                message.body = seen.body.clone();
                shown(message)
            }
            None => refusal(404, 10_008),
        }
    }

    fn message(&self, id: &str) -> Response {
        let mut messages = self.messages.iter();
        match messages.find(|message| message.id.to_string() == id && !message.deleted) {
            Some(message) => answer(200, &message.body),
            None => refusal(404, 10_008),
        }
    }

    fn history(&self, channel: &str, query: &str) -> Response {
        let field = |name: &str| {
            let fields = query.split('&').filter_map(|field| field.split_once('='));
            fields
                .filter(|(key, _)| *key == name)
                .map(|(_, value)| value.parse::<u64>().unwrap())
                .next()
                .unwrap()
        };
        let (after, limit) = (field("after"), usize::try_from(field("limit")).unwrap());
        let page: Vec<Value> = self
            .messages
            .iter()
            .filter(|message| message.channel == channel && message.id > after)
            .filter(|message| !message.deleted && !self.history_hidden)
            .take(limit)
            .map(|message| {
                json!({
                    "id": message.id.to_string(), "channel_id": message.channel, "author": {"id": "5"},
                    "content": message.body["content"], "embeds": message.body["embeds"],
                    "components": message.body["components"],
                })
            })
            .collect();
        answer(200, &Value::from(page))
    }

    fn guild(&self, id: &str) -> Response {
        // View Channel, Send Messages, Embed Links, and Read Message History.
        let permissions = 1_u64 << 10 | 1 << 11 | 1 << 14 | u64::from(!self.history_hidden) << 16;
        answer(
            200,
            &json!({
                "id": id, "name": "a", "owner_id": "77", "afk_timeout": 300, "verification_level": 0,
                "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
                "premium_tier": 0, "preferred_locale": "en-US", "system_channel_flags": 0, "emojis": [],
                "features": [], "stickers": [], "premium_progress_bar_enabled": false,
                "roles": [{
                    "id": id, "name": "@everyone", "color": 0, "hoist": false, "position": 0, "managed": false,
                    "mentionable": false, "flags": 0,
                    "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
                    "permissions": permissions.to_string(),
                }],
            }),
        )
    }
}

fn shown(message: &Message) -> Response {
    answer(
        200,
        &json!({"id": message.id.to_string(), "channel_id": message.channel}),
    )
}
