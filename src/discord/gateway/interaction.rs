//! Reading an interaction, as well as it goes: somebody waits for its answer.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use serenity::model::application::Interaction;
use tokio::time::Instant;

use super::event::{GatewayEvent, Read};
use crate::discord::fields::Fields;
use crate::discord::press::Press;
use crate::discord::responder::Ticket;
use crate::discord::wire::id;
use crate::id::{ApplicationId, InteractionId};

/// The number of a command.
const COMMAND: u64 = 2;
/// That of a button or menu.
const COMPONENT: u64 = 3;
/// The number of an interaction that suggestions are wanted for: it can not be answered with a message.
const AUTOCOMPLETE: u64 = 4;
/// That of a form that is submitted. Its parts are read elsewhere, whatever serenity makes of them.
const FORM: u64 = 5;
/// That of a ping, which comes by HTTP only.
const PING: u64 = 1;

/// What it takes to answer what can not be read.
#[derive(Deserialize)]
struct Answerable {
    #[serde(deserialize_with = "id")]
    id: InteractionId,
    #[serde(rename = "application_id", deserialize_with = "id")]
    application: ApplicationId,
    token: String,
    #[serde(rename = "type")]
    kind: u64,
}

/// The interaction in `data`. One that does not fit serenity's types is read once more with what they want besides, and
/// if that does not help, it can still be answered by what is in it.
pub(super) fn read(data: &RawValue, received: Instant) -> Read {
    let kind = kind(data.get());
    if kind == Some(COMPONENT) {
        return match Press::read(data.get(), received) {
            Ok((ticket, press)) => Read::Event(GatewayEvent::Press {
                ticket,
                press: Box::new(press),
            }),
            Err(error) => answerable(data, received, &error.to_string()),
        };
    }
    match parse(kind, data.get()) {
        Ok(interaction) => take(interaction, data, received),
        Err(error) => match completed(data).map(serde_json::from_value::<Interaction>) {
            Some(Ok(interaction)) => {
                tracing::debug!(error = %error, "an interaction was read in spite of what it lacks");
                take(interaction, data, received)
            }
            Some(Err(_)) | None => answerable(data, received, &error.to_string()),
        },
    }
}

/// Which interaction it is.
#[derive(Deserialize)]
struct OfKind {
    #[serde(rename = "type")]
    kind: u64,
}

fn kind(text: &str) -> Option<u64> {
    serde_json::from_str(text).ok().map(|OfKind { kind }| kind)
}

/// Reads an interaction as what it is: serenity makes a tree of all its values first.
fn parse(kind: Option<u64>, text: &str) -> serde_json::Result<Interaction> {
    match kind {
        Some(COMMAND) => serde_json::from_str(text).map(Interaction::Command),
        Some(AUTOCOMPLETE) => serde_json::from_str(text).map(Interaction::Autocomplete),
        Some(FORM) => serde_json::from_str(text).map(Interaction::Modal),
        Some(_) | None => serde_json::from_str(text),
    }
}

fn take(mut interaction: Interaction, data: &RawValue, received: Instant) -> Read {
    if matches!(interaction, Interaction::Ping(_)) {
        return Read::Nothing;
    }
    let ticket = Ticket::take(&mut interaction, received);
    match interaction {
        // Of what was filled in, serenity loses a part.
        Interaction::Modal(form) => match Fields::read(data.get()) {
            Ok(fields) => Read::Event(GatewayEvent::Form {
                ticket,
                form: Box::new(form),
                fields,
            }),
            Err(error) => answerable(data, received, &error.to_string()),
        },
        // serenity's list is open.
        other => Read::Event(GatewayEvent::Interaction {
            ticket,
            interaction: Box::new(other),
        }),
    }
}

/// The same with the fields that serenity wants and that nothing here depends on.
fn completed(data: &RawValue) -> Option<Value> {
    let mut fields: Map<String, Value> = serde_json::from_str(data.get()).ok()?;
    if fields.get("type").and_then(Value::as_u64) == Some(FORM)
        && let Some(Value::Object(submitted)) = fields.get_mut("data")
    {
        submitted.insert("components".to_owned(), json!([]));
    }
    for (field, value) in [
        ("attachment_size_limit", json!(0)),
        ("entitlements", json!([])),
        ("authorizing_integration_owners", json!({})),
        ("locale", json!("en-US")),
        ("version", json!(1)),
    ] {
        if fields.get(field).is_none_or(Value::is_null) {
            fields.insert(field.to_owned(), value);
        }
    }
    Some(Value::Object(fields))
}

fn answerable(data: &RawValue, received: Instant, why: &str) -> Read {
    match serde_json::from_str::<Answerable>(data.get()) {
        Ok(found) if found.kind == PING => Read::Nothing,
        Ok(found) => Read::Event(GatewayEvent::UnreadableInteraction {
            ticket: Ticket::new(found.id, found.application, found.token, received),
            wants_suggestions: found.kind == AUTOCOMPLETE,
        }),
        Err(_) => Read::Unreadable(why.to_owned()),
    }
}
