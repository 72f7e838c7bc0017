//! A small bot on serenity: its gateway client, and plain REST for the answers.

use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use serenity::all::{
    ActionRowComponent, Context, Event, GatewayIntents, Http, HttpBuilder, Interaction, RawEventHandler,
};
use serenity::async_trait;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Loop;

/// What the bot has understood.
pub struct Bot {
    pub events: UnboundedReceiver<String>,
    task: JoinHandle<()>,
}

struct Handler {
    origin: String,
    client: Client,
    events: UnboundedSender<String>,
}

impl Bot {
    /// Connects and waits until both guilds are there.
    pub async fn connect(sandbox: &Loop) -> Self {
        let (sender, events) = unbounded_channel();
        let handler = Handler {
            origin: sandbox.sandbox.url(),
            client: Client::new(),
            events: sender,
        };
        let http: Http = HttpBuilder::new("sandbox-test")
            .proxy(sandbox.sandbox.url())
            .ratelimiter_disabled(true)
            .build();
        let mut client =
            serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::non_privileged())
                .raw_event_handler(handler)
                .await
                .unwrap();
        let task = tokio::spawn(async move {
            client.start().await.unwrap();
        });
        let mut bot = Self { events, task };
        assert_eq!(bot.next().await, "ready blipbot 2");
        assert_eq!(bot.next().await, "guild Engineering 5 channels");
        assert_eq!(bot.next().await, "guild Second team 1 channels");
        bot
    }

    /// The next thing that the bot understood.
    pub async fn next(&mut self) -> String {
        timeout(Duration::from_secs(10), self.events.recv())
            .await
            .unwrap()
            .unwrap()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        let heard = match event {
            Event::Ready(event) => format!("ready {} {}", event.ready.user.name, event.ready.guilds.len()),
            Event::GuildCreate(event) => {
                format!(
                    "guild {} {} channels",
                    event.guild.name,
                    event.guild.channels.len()
                )
            }
            Event::InteractionCreate(event) => self.react(event.interaction).await,
            Event::MessageCreate(event) => format!("message {}", event.message.content),
            Event::MessageUpdate(_) => "changed".to_owned(),
            Event::MessageDelete(_) => "deleted".to_owned(),
            Event::ChannelUpdate(event) => format!("channel {}", event.channel.name),
            Event::ThreadCreate(event) => format!("thread {}", event.thread.name),
            Event::Unknown(event) => format!("NOT UNDERSTOOD {} {}", event.kind, event.value),
            other => format!("{:?}", other.name()),
        };
        let _ = self.events.send(heard);
    }
}

impl Handler {
    async fn react(&self, interaction: Interaction) -> String {
        let (id, token) = (interaction.id(), interaction.token().to_owned());
        let (heard, answer) = match interaction {
            Interaction::Command(command) if command.data.name == "strict" => {
                return self.be_refused(&id.to_string(), &token).await;
            }
            Interaction::Command(command) => {
                let name = command.data.name.clone();
                let who = command
                    .member
                    .as_ref()
                    .map(|member| member.user.name.clone())
                    .unwrap_or_default();
                let value = command
                    .data
                    .options
                    .first()
                    .map(|option| format!("{:?}", option.value))
                    .unwrap_or_default();
                (format!("command {name} of {who} {value}"), command_answer(&name))
            }
            Interaction::Autocomplete(command) => {
                let typed = command
                    .data
                    .autocomplete()
                    .map(|option| option.value.to_owned())
                    .unwrap_or_default();
                let choices =
                    json!([{ "name": format!("Thing {typed}"), "value": format!("thing {typed}") }]);
                (
                    format!("typing {typed}"),
                    json!({ "type": 8, "data": { "choices": choices } }),
                )
            }
            Interaction::Component(component) => {
                let text = format!("{} clicked {}", component.user.name, component.data.custom_id);
                let answer = json!({ "type": 7, "data": { "content": format!("clicked in {}", component.message.content) } });
                (text, answer)
            }
            Interaction::Modal(modal) => {
                let value = modal
                    .data
                    .components
                    .iter()
                    .flat_map(|row| &row.components)
                    .find_map(|input| match input {
                        ActionRowComponent::InputText(input) => input.value.clone(),
                        _ => None,
                    });
                let value = value.unwrap_or_default();
                (
                    format!("form {value}"),
                    json!({ "type": 4, "data": { "content": value, "flags": 64 } }),
                )
            }
            _ => return "another interaction".to_owned(),
        };
        let url = format!("{}/api/v10/interactions/{id}/{token}/callback", self.origin);
        self.post(&url, &answer).await;
        if answer["type"] == 5 {
            let url = format!(
                "{}/api/v10/webhooks/{}/{token}",
                self.origin,
                super::super::world::BOT
            );
            self.post(&url, &json!({ "content": "at last" })).await;
        }
        heard
    }

    /// Answers with a text that is too long, then well, then once more; tells what was wrong.
    async fn be_refused(&self, id: &str, token: &str) -> String {
        let answer = async |content: &str| -> Value {
            let url = format!("{}/api/v10/interactions/{id}/{token}/callback", self.origin);
            let body = json!({ "type": 4, "data": { "content": content, "flags": 64 } }).to_string();
            let request = self
                .client
                .post(url)
                .header("content-type", "application/json")
                .body(body);
            let text = request.send().await.unwrap().text().await.unwrap();
            serde_json::from_str(&text).unwrap_or_default()
        };
        let long = answer(&"x".repeat(2_001)).await;
        let place = "/errors/data/content";
        assert!(long.pointer(place).is_some(), "{long}");
        assert_eq!(answer("good").await, Value::Null);
        let again = answer("again").await;
        format!("{} {place}, then {}", long["code"], again["code"])
    }

    async fn post(&self, url: &str, body: &Value) {
        let request = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .body(body.to_string());
        assert!(
            request.send().await.unwrap().status().is_success(),
            "{url}: {body}"
        );
    }
}

fn command_answer(name: &str) -> Value {
    match name {
        "form" => {
            let input =
                json!({ "type": 4, "custom_id": "why", "label": "Why", "style": 2, "required": true });
            let rows = json!([{ "type": 1, "components": [input] }]);
            json!({ "type": 9, "data": { "custom_id": "f", "title": "A form", "components": rows } })
        }
        "later" => json!({ "type": 5, "data": { "flags": 64 } }),
        _ => {
            let button = json!({ "type": 2, "style": 1, "label": "Press", "custom_id": "press" });
            json!({ "type": 4, "data": {
                "content": "an answer", "flags": 64, "embeds": [{ "title": "Title", "color": 255 }],
                "components": [{ "type": 1, "components": [button] }],
            } })
        }
    }
}
