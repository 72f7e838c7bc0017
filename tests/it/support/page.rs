//! What the sandbox's page does, over the same requests.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::text;

/// How long a story waits for something that must happen; only a failing story waits so long. Longer than Discord holds
/// back edits of messages that are older than an hour (20 s), which stories meet that move the clock.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// The page of a sandbox.
#[derive(Clone)]
pub struct Page {
    pub url: String,
    pub(super) http: reqwest::Client,
    state: Value,
}

impl Page {
    /// Opens the page of the sandbox at `url`.
    pub async fn new(url: &str) -> Self {
        let (url, http) = (url.to_owned(), reqwest::Client::new());
        let state = get(&http, &format!("{url}/sandbox/state")).await;
        Self { url, http, state }
    }

    /// The page as somebody opens it now: with what was added since.
    pub async fn reopened(&self) -> Self {
        Self::new(&self.url).await
    }

    /// Everything about the sandbox, now.
    pub async fn state(&self) -> Value {
        get(&self.http, &format!("{}/sandbox/state", self.url)).await
    }

    /// The name and the text of a message's only file.
    pub async fn file(&self, message: &Value) -> (String, String) {
        let (name, bytes) = self.bytes(message).await;
        (name, String::from_utf8(bytes).unwrap())
    }

    /// The name of a message's only file, and what is in it.
    pub async fn bytes(&self, message: &Value) -> (String, Vec<u8>) {
        let files = message["attachments"].as_array().unwrap();
        assert_eq!(files.len(), 1, "{message:#}");
        let (name, url) = (
            files[0]["filename"].as_str().unwrap(),
            files[0]["url"].as_str().unwrap(),
        );
        let answer = self
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap();
        (name.to_owned(), answer.bytes().await.unwrap().to_vec())
    }

    /// The id of the first guild.
    pub fn guild(&self) -> String {
        self.guilds().remove(0)
    }

    /// The ids of all guilds.
    pub fn guilds(&self) -> Vec<String> {
        let guilds = self.state["guilds"].as_array().unwrap().iter();
        guilds
            .map(|guild| guild["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The id of a member.
    pub fn member(&self, name: &str) -> String {
        self.id(self.guild_of(name), "members", name)
    }

    /// The id of a channel of a member's guild.
    pub fn channel(&self, member: &str, name: &str) -> String {
        self.id(self.guild_of(member), "channels", name)
    }

    /// The id of a role of the first guild.
    pub fn role(&self, name: &str) -> String {
        self.id(&self.state["guilds"][0], "roles", name)
    }

    /// A member types a command.
    pub async fn command(&self, member: &str, channel: &str, typed: &str) -> Value {
        let body =
            json!({"as": self.member(member), "channel": self.channel(member, channel), "text": typed});
        self.post("/sandbox/command", &body).await
    }

    /// A member presses the button with this id.
    pub async fn press(&self, member: &str, message: &Value, custom_id: &str) -> Value {
        let body = json!({
            "as": self.member(member), "channel": message["channel_id"], "message": message["id"],
            "custom_id": custom_id,
        });
        self.post("/sandbox/click", &body).await
    }

    /// A member chooses an answer of a menu.
    pub async fn choose(&self, member: &str, message: &Value, custom_id: &str, value: &str) -> Value {
        let body = json!({
            "as": self.member(member), "channel": message["channel_id"], "message": message["id"],
            "custom_id": custom_id, "values": [value],
        });
        self.post("/sandbox/click", &body).await
    }

    /// A member writes a message; gives its id.
    pub async fn say(&self, member: &str, channel: &str, text: &str) -> Value {
        let body = json!({"as": self.member(member), "channel": self.channel(member, channel), "text": text});
        self.post("/sandbox/message", &body).await["id"].clone()
    }

    /// A member uses an entry of a message's menu.
    pub async fn use_on(&self, member: &str, channel: &str, message: &Value, name: &str) -> Value {
        let body = json!({
            "as": self.member(member), "channel": self.channel(member, channel), "message": message,
            "name": name,
        });
        self.post("/sandbox/menu", &body).await
    }

    /// What a member sees in a channel, oldest first.
    pub async fn messages(&self, member: &str, channel: &str) -> Vec<Value> {
        let (channel, member) = (self.channel(member, channel), self.member(member));
        let url = format!("{}/sandbox/messages?channel={channel}&as={member}", self.url);
        get(&self.http, &url).await.as_array().unwrap().clone()
    }

    /// What everybody sees in a channel of the first guild.
    pub async fn public(&self, channel: &str) -> Vec<Value> {
        let mut messages = self.messages("Ada", channel).await;
        messages.retain(|message| message["flags"].as_u64().unwrap_or(0) & 64 == 0);
        messages
    }

    /// Waits until a message that everybody sees in the channel satisfies `wanted`.
    pub async fn until(&self, channel: &str, what: &str, wanted: impl Fn(&str) -> bool) -> Value {
        let find = |messages: &[Value]| messages.iter().find(|message| wanted(&text(message))).cloned();
        self.until_all(channel, what, find).await
    }

    /// Waits until the messages that everybody sees in the channel satisfy `wanted`.
    pub async fn until_all<T>(&self, channel: &str, what: &str, wanted: impl Fn(&[Value]) -> Option<T>) -> T {
        let waiting = async {
            let mut change = 0;
            loop {
                let messages = self.public(channel).await;
                if let Some(found) = wanted(&messages) {
                    return found;
                }
                change = self.change_after(change).await;
            }
        };
        if let Ok(found) = tokio::time::timeout(PATIENCE, waiting).await {
            return found;
        }
        panic!(
            "{what} did not happen; #{channel} shows {:#?}",
            self.public(channel).await
        )
    }

    /// Waits until more than `known` has changed, at most for some seconds; gives the count of changes.
    pub async fn change_after(&self, known: u64) -> u64 {
        let url = format!("{}/sandbox/wait?after={known}", self.url);
        get(&self.http, &url).await["change"].as_u64().unwrap()
    }

    /// Posts to the sandbox.
    pub async fn post(&self, path: &str, body: &Value) -> Value {
        let request = self
            .http
            .post(format!("{}{path}", self.url))
            .body(body.to_string());
        let response = request
            .header("content-type", "application/json")
            .send()
            .await
            .unwrap();
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    fn guild_of(&self, member: &str) -> &Value {
        let guilds = self.state["guilds"].as_array().unwrap();
        let has = |guild: &&Value| {
            guild["members"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one["name"] == member)
        };
        guilds
            .iter()
            .find(has)
            .unwrap_or_else(|| panic!("nobody is called {member}"))
    }

    #[expect(clippy::unused_self, reason = "reads better where it is called")]
    fn id(&self, guild: &Value, kind: &str, name: &str) -> String {
        let all = guild[kind].as_array().unwrap();
        let found = all
            .iter()
            .find(|one| one["name"] == name)
            .unwrap_or_else(|| panic!("no {name} in {all:#?}"));
        found["id"].as_str().unwrap().to_owned()
    }
}

pub(super) async fn get(http: &reqwest::Client, url: &str) -> Value {
    serde_json::from_str(&http.get(url).send().await.unwrap().text().await.unwrap()).unwrap()
}
