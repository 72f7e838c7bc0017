//! The sandbox over real sockets, with plain clients.

mod bot;
mod faults;
mod gateway;
mod guilds;
mod limits;
mod messages;
mod moderation;
mod page;
mod rest;
mod rosters;
mod sessions;
mod socket;

use jiff::Timestamp;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{Options, Sandbox};
use crate::clock::Clock;

/// A sandbox with a client of it.
struct Loop {
    sandbox: Sandbox,
    clock: Clock,
    client: Client,
}

impl Loop {
    async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// With faults on demand.
    async fn with_faults() -> Self {
        Self::start_with(Options {
            faults: true,
            ..Options::default()
        })
        .await
    }

    async fn start_with(options: Options) -> Self {
        let clock = Clock::frozen("2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap());
        let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), clock.clone(), options)
            .await
            .unwrap();
        Self {
            sandbox,
            clock,
            client: Client::new(),
        }
    }

    /// Orders a fault.
    async fn fault(&self, order: &Value) -> Value {
        let (status, answer) = self.page("faults", order).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Waits until this has happened on the gateway, event by event, without heartbeats.
    async fn happens(&self, expected: &[&str]) {
        loop {
            let change = self.page_get("state").await["change"].clone();
            let happened = self.happened().await;
            if happened == expected {
                return;
            }
            assert!(happened.len() < expected.len(), "{happened:?}");
            let waited = self.page_get(&format!("wait?after={change}")).await;
            assert_ne!(waited["change"], change, "no more than {happened:?}");
        }
    }

    async fn happened(&self) -> Vec<String> {
        let log = self.page_get("gateway").await;
        let entries = log.as_array().cloned().unwrap_or_default();
        let told = entries.iter().map(|entry| {
            let event = entry["event"].as_str().unwrap_or_default();
            match (&entry["code"], &entry["by"]) {
                (Value::Null, Value::Null) => event.to_owned(),
                (code, by) => format!("{event} {code} by {by}"),
            }
        });
        told.filter(|event| event != "heartbeat").collect()
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let url = format!("{}{path}", self.sandbox.url());
        let mut request = self
            .client
            .request(method, url)
            .header("authorization", "Bot sandbox-test");
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        request.send().await.unwrap()
    }

    /// A REST request of the bot.
    async fn api(&self, method: Method, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        answer(self.send(method, &format!("/api/v10{path}"), body).await).await
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        self.api(Method::POST, path, Some(body)).await
    }

    async fn patch(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        self.api(Method::PATCH, path, Some(body)).await
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.api(Method::GET, path, None).await
    }

    /// A request of the page.
    async fn page(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(
            self.send(Method::POST, &format!("/sandbox/{path}"), Some(body))
                .await,
        )
        .await
    }

    async fn page_get(&self, path: &str) -> Value {
        answer(self.send(Method::GET, &format!("/sandbox/{path}"), None).await)
            .await
            .1
    }

    /// The messages of a channel as a member sees them.
    async fn seen(&self, channel: impl ToString, member: &str) -> Vec<Value> {
        let path = format!("messages?channel={}&as={member}", channel.to_string());
        self.page_get(&path).await.as_array().cloned().unwrap_or_default()
    }
}

async fn answer(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn definitions() -> Value {
    json!([
        { "name": "ask", "description": "Ask for a thing.", "options": [
            { "type": 3, "name": "thing", "description": "Which.", "required": true, "autocomplete": true },
            { "type": 5, "name": "public", "description": "For all." },
            { "type": 7, "name": "where", "description": "A channel." },
        ] },
        { "name": "form", "description": "Opens a form." },
        { "name": "later", "description": "Answers later." },
        { "name": "strict", "description": "Answers wrongly first." },
        { "name": "admin", "description": "For some.", "default_member_permissions": "32" },
        { "name": "many", "description": "Several.", "options": [
            { "type": 1, "name": "one", "description": "One of them.", "options": [
                { "type": 4, "name": "number", "description": "Which.", "required": true, "min_value": 1 },
            ] },
        ] },
    ])
}
