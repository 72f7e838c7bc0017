//! Requests about channels and their messages.

use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::Sender;
use super::allowed_mentions::MessageBody;
use super::code;
use super::error::SendError;
use super::file::File;
use super::model::{Message, WireChannel};
use super::nonce::Nonce;
use super::payload::Payload;
use super::route::Route;
use crate::discord::channel::Channel;
use crate::id::{ChannelId, MemberId, MessageId};
use crate::outbox::Posted;

/// The most messages that one request reads.
const MAX_PAGE: u8 = 100;

const MESSAGES: &str = "/channels/{channel}/messages";
const MESSAGE: &str = "/channels/{channel}/messages/{message}";
const CROSSPOST: &str = "/channels/{channel}/messages/{message}/crosspost";

impl Sender {
    /// Posts a message. A repetition with the same nonce within a few minutes gives the message that is there.
    pub async fn create_message(
        &self,
        channel: ChannelId,
        message: &impl Serialize,
        files: Vec<File>,
        nonce: &Nonce,
    ) -> Result<Message, SendError> {
        let mut body = MessageBody::new(message)?.with_files(files);
        body.set("nonce", Value::from(nonce.as_str()));
        body.set("enforce_nonce", Value::Bool(true));
        let route = Route::of_channel(Method::POST, MESSAGES, channel, "/messages");
        self.fetch(route, Payload::message(body)?).await
    }

    /// Changes a message of the bot.
    pub async fn edit_message(
        &self,
        channel: ChannelId,
        message: MessageId,
        change: &impl Serialize,
    ) -> Result<Message, SendError> {
        let route = Route::of_channel(Method::PATCH, MESSAGE, channel, &format!("/messages/{message}"));
        self.fetch(route, Payload::message(MessageBody::new(change)?)?)
            .await
    }

    /// The same with files, which take the place of all that the message had: without any, none are left.
    pub async fn edit_message_with(
        &self,
        posted: Posted,
        change: &impl Serialize,
        files: Vec<File>,
    ) -> Result<Message, SendError> {
        let Posted { channel, message } = posted;
        let route = Route::of_channel(Method::PATCH, MESSAGE, channel, &format!("/messages/{message}"));
        let body = MessageBody::new(change)?.with_only_files(files);
        self.fetch(route, Payload::message(body)?).await
    }

    /// Deletes a message of the bot.
    pub async fn delete_message(&self, channel: ChannelId, message: MessageId) -> Result<(), SendError> {
        let route = Route::of_channel(Method::DELETE, MESSAGE, channel, &format!("/messages/{message}"));
        self.tell(route, Payload::Empty).await
    }

    /// One message.
    pub async fn message(&self, channel: ChannelId, message: MessageId) -> Result<Value, SendError> {
        let route = Route::of_channel(Method::GET, MESSAGE, channel, &format!("/messages/{message}"));
        self.fetch(route, Payload::Empty).await
    }

    /// The oldest messages after `after`, at most 100 of them; the order within is Discord's.
    ///
    /// A bot that may not read a channel's history is given an empty list, so an empty list proves nothing.
    pub async fn messages_after(
        &self,
        channel: ChannelId,
        after: MessageId,
        limit: u8,
    ) -> Result<Vec<Value>, SendError> {
        let route = Route::of_channel(Method::GET, MESSAGES, channel, "/messages")
            .with_query(format!("?after={after}&limit={}", limit.clamp(1, MAX_PAGE)));
        self.fetch(route, Payload::Empty).await
    }

    /// One channel.
    pub async fn channel(&self, channel: ChannelId) -> Result<Channel, SendError> {
        let route = Route::of_channel(Method::GET, "/channels/{channel}", channel, "");
        self.fetch::<WireChannel>(route, Payload::Empty)
            .await
            .map(Channel::from)
    }

    /// A channel as Discord writes it, with who may do what in it.
    pub async fn channel_object(&self, channel: ChannelId) -> Result<Value, SendError> {
        let route = Route::of_channel(Method::GET, "/channels/{channel}", channel, "");
        self.fetch(route, Payload::Empty).await
    }

    /// The channel of direct messages with a person; Discord makes it at the first time.
    pub async fn open_dm(&self, person: MemberId) -> Result<ChannelId, SendError> {
        let template = "/users/@me/channels";
        let route = Route::bot(Method::POST, template, 0, template.to_owned()).repeatable();
        let body = Payload::json(&json!({"recipient_id": person.to_string()}))?;
        self.fetch::<WireChannel>(route, body)
            .await
            .map(|wire| Channel::from(wire).id)
    }

    /// Publishes a message of an announcement channel to those who follow it; once is enough.
    pub async fn crosspost(&self, channel: ChannelId, message: MessageId) -> Result<(), SendError> {
        let rest = format!("/messages/{message}/crosspost");
        let route = Route::of_channel(Method::POST, CROSSPOST, channel, &rest).repeatable();
        match self.tell(route, Payload::Empty).await {
            Err(error) if error.code() == Some(code::ALREADY_CROSSPOSTED) => Ok(()),
            other => other,
        }
    }
}
