//! Answers to interactions: when, of which type, and what is in them.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::super::sessions::pass;
use super::super::socket::Socket;
use super::super::{Loop, definitions};
use super::{codes, long};
use crate::sandbox::world::{BOT, VOTES};

/// A sandbox with a plain bot that answers nothing by itself.
struct Stage {
    sandbox: Loop,
    socket: Socket,
}

/// What is needed for an answer.
struct Asked {
    id: String,
    token: String,
}

impl Stage {
    async fn start() -> Self {
        let sandbox = Loop::start().await;
        let path = format!("/applications/{BOT}/commands");
        sandbox
            .api(reqwest::Method::PUT, &path, Some(&definitions()))
            .await;
        let (mut socket, _) = Socket::ready(&sandbox).await;
        socket.guilds(2).await;
        Self { sandbox, socket }
    }

    /// A member does something on the page, which is left to wait for its answer.
    async fn does(&mut self, path: &str, what: Value) -> Asked {
        let url = format!("{}/sandbox/{path}", self.sandbox.sandbox.url());
        let request = self
            .sandbox
            .client
            .post(url)
            .header("content-type", "application/json");
        tokio::spawn(request.body(what.to_string()).send());
        loop {
            let event = self.socket.next().await.frame();
            if event["t"] == "INTERACTION_CREATE" {
                let text = |key: &str| event["d"][key].as_str().unwrap().to_owned();
                return Asked {
                    id: text("id"),
                    token: text("token"),
                };
            }
        }
    }

    async fn command(&mut self) -> Asked {
        self.does(
            "command",
            json!({ "as": "Ada", "channel": VOTES, "text": "/form" }),
        )
        .await
    }

    async fn typing(&mut self) -> Asked {
        let typing = json!({ "as": "Ada", "channel": VOTES, "name": "ask", "options": { "thing": "y" }, "focused": "thing" });
        self.does("autocomplete", typing).await
    }

    async fn click(&mut self) -> Asked {
        let button = json!({ "type": 2, "style": 1, "label": "a", "custom_id": "b" });
        let body = json!({ "content": "a", "components": [{ "type": 1, "components": [button] }] });
        let path = format!("/channels/{VOTES}/messages");
        let (_, message) = self.sandbox.post(&path, &body).await;
        let click = json!({ "as": "Ada", "channel": VOTES, "message": message["id"], "custom_id": "b" });
        self.does("click", click).await
    }

    async fn form(&mut self) -> Asked {
        let opener = self.command().await;
        assert_eq!(self.answer(&opener, &modal(&json!({}))).await.0, 204);
        let form = json!({ "as": "Ada", "interaction": opener.id, "values": { "why": "a" } });
        self.does("modal", form).await
    }

    async fn answer(&self, asked: &Asked, body: &Value) -> (StatusCode, Value) {
        let path = format!("/interactions/{}/{}/callback", asked.id, asked.token);
        self.sandbox.post(&path, body).await
    }

    async fn follow_up(&self, asked: &Asked) -> (u16, u64) {
        let path = format!("/webhooks/{BOT}/{}", asked.token);
        codes(&self.sandbox.post(&path, &json!({ "content": "a" })).await)
    }
}

fn message() -> Value {
    json!({ "type": 4, "data": { "content": "a" } })
}

fn row(input: Value) -> Value {
    json!([{ "type": 1, "components": [input] }])
}

fn input(more: Value) -> Value {
    let mut input = json!({ "type": 4, "custom_id": "why", "label": "Why", "style": 1 });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    input
}

fn modal(more: &Value) -> Value {
    let mut data = json!({ "custom_id": "m", "title": "a", "components": row(input(json!({}))) });
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more.clone());
    }
    json!({ "type": 9, "data": data })
}

fn labelled(label: usize, description: usize, component: Value) -> Value {
    json!({ "components": [{
        "type": 18, "label": long(label), "description": long(description), "component": component,
    }] })
}

fn group(kind: u64, count: usize) -> Value {
    let options = (0..count).map(|n| json!({ "label": n.to_string(), "value": n.to_string() }));
    json!({ "type": kind, "custom_id": "g", "options": options.collect::<Vec<_>>() })
}

#[tokio::test]
async fn the_first_answer_comes_within_three_seconds_and_once() {
    let mut stage = Stage::start().await;
    let asked = stage.command().await;
    pass(Duration::from_millis(2_900)).await;
    assert_eq!(stage.answer(&asked, &message()).await.0, 204);
    assert_eq!(codes(&stage.answer(&asked, &message()).await), (400, 40_060));
    let asked = stage.command().await;
    pass(Duration::from_millis(3_001)).await;
    assert_eq!(codes(&stage.answer(&asked, &message()).await), (404, 10_062));
}

#[tokio::test]
async fn what_follows_comes_within_fifteen_minutes() {
    let mut stage = Stage::start().await;
    let asked = stage.command().await;
    stage.answer(&asked, &message()).await;
    pass(Duration::from_mins(14)).await;
    assert_eq!(stage.follow_up(&asked).await, (200, 0));
    pass(Duration::from_mins(1)).await;
    assert_eq!(stage.follow_up(&asked).await, (401, 50_027));
}

#[tokio::test]
async fn an_interaction_has_five_follow_ups_in_two_seconds() {
    let mut stage = Stage::start().await;
    let (asked, other) = (stage.command().await, stage.click().await);
    for one in [&asked, &other] {
        stage.answer(one, &message()).await;
    }
    for _ in 0..5 {
        assert_eq!(stage.follow_up(&asked).await, (200, 0));
    }
    assert_eq!(stage.follow_up(&asked).await.0, 429);
    assert_eq!(stage.follow_up(&other).await, (200, 0));
    pass(Duration::from_secs(2)).await;
    assert_eq!(stage.follow_up(&asked).await, (200, 0));
}

#[tokio::test]
async fn each_interaction_has_its_types_of_answers() {
    let mut stage = Stage::start().await;
    let later = json!({ "type": 5, "data": { "flags": 64 } });
    let update = json!({ "type": 7, "data": { "content": "b" } });
    let choices = json!({ "type": 8, "data": { "choices": [] } });
    let form = modal(&json!({}));
    let pong = json!({ "type": 1 });
    let quiet = json!({ "type": 6 });

    let asked = stage.command().await;
    for wrong in [&pong, &quiet, &update, &choices] {
        assert_eq!(
            codes(&stage.answer(&asked, wrong).await),
            (400, 50_035),
            "{wrong}"
        );
    }
    assert_eq!(stage.answer(&asked, &later).await.0, 204);
    assert_eq!(
        codes(&stage.answer(&asked, &form).await),
        (400, 40_060),
        "a form comes first"
    );

    let asked = stage.click().await;
    assert_eq!(codes(&stage.answer(&asked, &choices).await), (400, 50_035));
    assert_eq!(stage.answer(&asked, &quiet).await.0, 204);
    let asked = stage.click().await;
    assert_eq!(stage.answer(&asked, &update).await.0, 204);

    let asked = stage.typing().await;
    for wrong in [&message(), &later, &form] {
        assert_eq!(
            codes(&stage.answer(&asked, wrong).await),
            (400, 50_035),
            "{wrong}"
        );
    }
    assert_eq!(stage.answer(&asked, &choices).await.0, 204);

    let asked = stage.form().await;
    assert_eq!(
        codes(&stage.answer(&asked, &form).await),
        (400, 50_035),
        "no form after a form"
    );
    assert_eq!(stage.answer(&asked, &message()).await.0, 204);
}

#[tokio::test]
async fn what_an_answer_may_hold() {
    let mut stage = Stage::start().await;
    let choices = |count: usize, length: usize| {
        let choice =
            |n: usize| json!({ "name": format!("{n:0>length$}"), "value": format!("{n:0>length$}") });
        json!({ "type": 8, "data": { "choices": (0..count).map(choice).collect::<Vec<_>>() } })
    };
    for (limit, fine, wrong, field) in [
        ("25 suggestions", choices(25, 2), choices(26, 2), "choices"),
        (
            "a suggestion's name: 100",
            choices(1, 100),
            choices(1, 101),
            "choices/0/name",
        ),
        (
            "a suggestion's value: 100",
            choices(1, 100),
            choices(1, 101),
            "choices/0/value",
        ),
    ] {
        let asked = stage.typing().await;
        refuse(&stage, &asked, limit, &wrong, field).await;
        assert_eq!(stage.answer(&asked, &fine).await.0, 204, "{limit}");
    }
    let later = |flags: u64| json!({ "type": 5, "data": { "flags": flags } });
    let text = |count| json!({ "type": 4, "data": { "content": long(count) } });
    for (limit, fine, wrong, field) in [
        (
            "later: no flag but EPHEMERAL",
            later(64),
            later(64 | 1 << 15),
            "flags",
        ),
        ("content: 2000", text(2_000), text(2_001), "content"),
    ] {
        let asked = stage.command().await;
        refuse(&stage, &asked, limit, &wrong, field).await;
        assert_eq!(stage.answer(&asked, &fine).await.0, 204, "{limit}");
    }
}

#[tokio::test]
async fn what_a_form_may_hold() {
    let mut stage = Stage::start().await;
    let title = |count| json!({ "title": long(count) });
    let id = |count| json!({ "custom_id": long(count) });
    let rows = |count| json!({ "components": vec![row(input(json!({})))[0].clone(); count] });
    let field = |more: Value| json!({ "components": row(input(more)) });
    let inside = "components/0/components/0";
    let text = || input(json!({}));
    for (limit, fine, wrong, at) in [
        ("title: 45", title(45), title(46), "title".to_owned()),
        ("title: there", title(1), title(0), "title".to_owned()),
        ("custom_id: 100", id(100), id(101), "custom_id".to_owned()),
        ("parts: at most 5", rows(5), rows(6), "components".to_owned()),
        ("parts: at least 1", rows(1), rows(0), "components".to_owned()),
        (
            "old label: 45",
            field(json!({ "label": long(45) })),
            field(json!({ "label": long(46) })),
            format!("{inside}/label"),
        ),
        (
            "text: 4000",
            field(json!({ "value": long(4_000) })),
            field(json!({ "value": long(4_001) })),
            format!("{inside}/value"),
        ),
        (
            "shortest text: 4000",
            field(json!({ "min_length": 4_000 })),
            field(json!({ "min_length": 4_001 })),
            format!("{inside}/min_length"),
        ),
        (
            "longest text: 4000",
            field(json!({ "max_length": 4_000 })),
            field(json!({ "max_length": 4_001 })),
            format!("{inside}/max_length"),
        ),
        (
            "longest text: 1",
            field(json!({ "max_length": 1 })),
            field(json!({ "max_length": 0 })),
            format!("{inside}/max_length"),
        ),
        (
            "placeholder: 100",
            field(json!({ "placeholder": long(100) })),
            field(json!({ "placeholder": long(101) })),
            format!("{inside}/placeholder"),
        ),
        (
            "label: 45",
            labelled(45, 1, text()),
            labelled(46, 1, text()),
            "components/0/label".to_owned(),
        ),
        (
            "description: 100",
            labelled(1, 100, text()),
            labelled(1, 101, text()),
            "components/0/description".to_owned(),
        ),
        (
            "radio: at most 10",
            labelled(1, 1, group(21, 10)),
            labelled(1, 1, group(21, 11)),
            "components/0/component/options".to_owned(),
        ),
        (
            "radio: at least 2",
            labelled(1, 1, group(21, 2)),
            labelled(1, 1, group(21, 1)),
            "components/0/component/options".to_owned(),
        ),
        (
            "checkboxes: at most 10",
            labelled(1, 1, group(22, 10)),
            labelled(1, 1, group(22, 11)),
            "components/0/component/options".to_owned(),
        ),
        (
            "checkboxes: at least 1",
            labelled(1, 1, group(22, 1)),
            labelled(1, 1, group(22, 0)),
            "components/0/component/options".to_owned(),
        ),
    ] {
        let asked = stage.command().await;
        refuse(&stage, &asked, limit, &modal(&wrong), &at).await;
        let taken = stage.answer(&asked, &modal(&fine)).await;
        assert_eq!(taken.0, 204, "{limit}: {}", taken.1);
    }
}

/// The answer is refused at a field of its data.
async fn refuse(stage: &Stage, asked: &Asked, limit: &str, wrong: &Value, field: &str) {
    let refused = stage.answer(asked, wrong).await;
    assert_eq!(codes(&refused), (400, 50_035), "{limit}");
    let place = format!("/errors/data/{field}/_errors");
    assert!(refused.1.pointer(&place).is_some(), "{limit}: {}", refused.1);
}
