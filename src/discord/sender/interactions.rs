//! Requests that answer an interaction. They carry the interaction's own token, and wait for nothing.

use reqwest::Method;
use serde::Serialize;
use tokio::time::Instant;

use super::Sender;
use super::allowed_mentions::MessageBody;
use super::callback::Callback;
use super::error::SendError;
use super::model::Message;
use super::payload::Payload;
use super::route::Route;
use crate::id::{ApplicationId, InteractionId};

impl Sender {
    /// The first answer, within three seconds. [`crate::discord::responder::Responder`] sees to it that there is one.
    /// It is sent again `until` it is of no use, when nothing is heard of it: Discord takes it once.
    pub async fn callback(
        &self,
        interaction: InteractionId,
        token: &str,
        callback: Callback,
        until: Instant,
    ) -> Result<(), SendError> {
        let path = format!("/interactions/{interaction}/{token}/callback");
        let route = Route::interaction(Method::POST, "/interactions/{interaction}/{token}/callback", path)
            .repeatable_until(until);
        self.tell(route, Payload::callback(callback)?).await
    }

    /// Changes the first answer, or gives the one that was deferred. It is sent again `until` it is of no use.
    pub async fn edit_original(
        &self,
        application: ApplicationId,
        token: &str,
        change: &impl Serialize,
        until: Instant,
    ) -> Result<Message, SendError> {
        self.edit_original_with(application, token, MessageBody::new(change)?, until)
            .await
    }

    /// The same with a message that is ready to be sent, and its file.
    pub async fn edit_original_with(
        &self,
        application: ApplicationId,
        token: &str,
        change: MessageBody,
        until: Instant,
    ) -> Result<Message, SendError> {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        let route = Route::interaction(
            Method::PATCH,
            "/webhooks/{application}/{token}/messages/@original",
            path,
        )
        .repeatable_until(until);
        self.fetch(route, Payload::message(change)?).await
    }

    /// One more message after the first answer.
    pub async fn follow_up(
        &self,
        application: ApplicationId,
        token: &str,
        message: &impl Serialize,
    ) -> Result<Message, SendError> {
        let path = format!("/webhooks/{application}/{token}");
        let route = Route::interaction(Method::POST, "/webhooks/{application}/{token}", path);
        self.fetch(route, Payload::message(MessageBody::new(message)?)?)
            .await
    }
}
