//! Gives an interaction its answer: at once when it is there in time, else the member is told to wait first.
//!
//! Discord voids an interaction that has no answer after three seconds. A slow disk or a rate limit must not leave a
//! member without a word, least of all one whose ballot is stored.

use std::future::Future;
use std::pin::pin;

use serde_json::Value;
use tokio::time::timeout_at;

use super::responder::Responder;
use super::sender::{MessageBody, SendError};
use super::view::Reply;

/// Where the answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A message of its own.
    Message {
        /// Whether only the member sees that they are told to wait, and then the answer.
        ephemeral: bool,
    },
    /// In place of the message with the button.
    Same,
}

/// Answers with what `work` comes to. The work is finished even if nobody can be told.
pub async fn answer(
    responder: Responder,
    place: Place,
    work: impl Future<Output = Reply>,
) -> Result<(), SendError> {
    let mut work = pin!(work);
    let deadline = responder.deadline();
    if let Ok(reply) = timeout_at(deadline, work.as_mut()).await {
        return match place {
            Place::Message { .. } => responder.reply_with(with_flags(reply)?).await.map(drop),
            Place::Same => responder.update(in_place(reply)?).await.map(drop),
        };
    }
    let told_to_wait = match place {
        Place::Message { ephemeral } => responder.defer(ephemeral).await,
        Place::Same => responder.defer_update().await,
    };
    let reply = work.await;
    let message = match place {
        Place::Message { .. } => promised(reply),
        Place::Same => in_place(reply),
    };
    match told_to_wait?.in_time() {
        Some(deferred) => deferred.finish_with(message?).await.map(drop),
        None => Ok(()),
    }
}

/// The flag of an answer that only the asking member reads.
const EPHEMERAL: u64 = 1 << 6;

/// The message with what makes it ephemeral, if it is.
pub fn with_flags(reply: Reply) -> Result<MessageBody, SendError> {
    let mut body = reply.body;
    if let (true, Value::Object(fields)) = (reply.ephemeral, &mut body) {
        fields.insert("flags".to_owned(), Value::from(EPHEMERAL));
    }
    Ok(MessageBody::from_value(body)?.with_files(reply.files))
}

/// The message without the flag, which an answer that was promised has from its promise.
fn promised(reply: Reply) -> Result<MessageBody, SendError> {
    Ok(MessageBody::from_value(reply.body)?.with_files(reply.files))
}

/// The message that takes the place of another one, with its pictures.
fn in_place(reply: Reply) -> Result<MessageBody, SendError> {
    Ok(MessageBody::from_value(reply.body)?.with_only_files(reply.files))
}

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests {
    use std::time::Duration;

    use serde_json::json;
    use tokio::task::yield_now;
    use tokio::time::Instant;

    use super::*;
    use crate::discord::responder::Ticket;
    use crate::discord::sender::tests::stand_in::{Pauses, Seen, StandIn, message, no_content};

    fn reply() -> Reply {
        Reply {
            body: json!({"content": "Recorded."}),
            ephemeral: true,
            files: Vec::new(),
        }
    }

    /// The types and flags of the callbacks, and the texts of the edits, that a piece of work causes.
    async fn told(received: Instant, place: Place, work: impl Future<Output = Reply>) -> Vec<Value> {
        let discord = StandIn::start(|seen: Seen| async move {
            if seen.path.ends_with("/callback") {
                no_content()
            } else {
                message()
            }
        })
        .await;
        let ticket = Ticket::new(
            "6".parse().unwrap(),
            "5".parse().unwrap(),
            "secret-token".to_owned(),
            received,
        );
        let responder = Responder::new(discord.sender(&Pauses::short()), ticket);
        answer(responder, place, work).await.unwrap();
        let facts = |seen: &Seen| match seen.method.as_str() {
            "POST" => json!([
                seen.body["type"],
                seen.body["data"]["flags"],
                seen.body["data"]["attachments"]
            ]),
            _ => json!([seen.body["content"], seen.body["attachments"]]),
        };
        discord.seen().iter().map(facts).collect()
    }

    async fn slow() -> Reply {
        yield_now().await;
        reply()
    }

    #[tokio::test]
    async fn what_is_ready_in_time_is_the_first_answer() {
        let place = Place::Message { ephemeral: true };
        let said = told(Instant::now(), place, async { reply() }).await;
        assert_eq!(said, [json!([4, EPHEMERAL, null])]);
        let said = told(Instant::now(), Place::Same, async { reply() }).await;
        // It takes the place of what the message had, and of its pictures.
        assert_eq!(said, [json!([7, null, []])]);
    }

    #[tokio::test]
    async fn who_would_wait_too_long_is_told_to_and_then_answered() {
        let long_ago = Instant::now().checked_sub(Duration::from_mins(1)).unwrap();
        let place = Place::Message { ephemeral: true };
        let said = told(long_ago, place, slow()).await;
        assert_eq!(said, [json!([5, EPHEMERAL, null]), json!(["Recorded.", null])]);
        let said = told(long_ago, Place::Same, slow()).await;
        assert_eq!(said, [json!([6, null, null]), json!(["Recorded.", []])]);
    }
}
