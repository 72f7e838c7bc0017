//! Texts, embeds, components, files, nonces, mentions and the history.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::super::{Loop, answer};
use super::{Row, codes, hold, long};
use crate::sandbox::world::{ADA, VOTERS, VOTES};

fn path() -> String {
    format!("/channels/{VOTES}/messages")
}

fn embed(embed: Value) -> Value {
    json!({ "embeds": [embed] })
}

fn field(name: usize, value: usize) -> Value {
    embed(json!({ "fields": [{ "name": long(name), "value": long(value) }] }))
}

fn fields(count: usize) -> Value {
    embed(json!({ "fields": vec![json!({ "name": "a", "value": "b" }); count] }))
}

fn embeds_of(total: usize) -> Value {
    json!({ "embeds": [{ "description": long(4_096) }, { "description": long(total - 4_096) }] })
}

fn link(url: usize) -> Value {
    let url = format!("https://a/{}", long(url - 10));
    rows(&[json!([{ "type": 2, "style": 5, "label": "a", "url": url }])])
}

fn button(label: usize, id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": long(label), "custom_id": id })
}

fn rows(rows: &[Value]) -> Value {
    let rows = rows.iter().map(|row| json!({ "type": 1, "components": row }));
    json!({ "components": rows.collect::<Vec<_>>() })
}

fn buttons(count: usize) -> Value {
    json!(
        (0..count)
            .map(|n| button(1, &format!("b{n}")))
            .collect::<Vec<_>>()
    )
}

fn button_rows(count: usize) -> Value {
    let many = (0..count).map(|n| json!([button(1, &format!("b{n}"))]));
    rows(&many.collect::<Vec<_>>())
}

fn select(count: usize, text: usize, placeholder: usize) -> Value {
    let option = |n: usize| {
        let text = format!("{n:0>text$}");
        json!({ "label": text, "value": text, "description": text })
    };
    let options: Vec<_> = (0..count).map(option).collect();
    json!({ "type": 3, "custom_id": "s", "options": options, "placeholder": long(placeholder) })
}

fn v2(components: Value) -> Value {
    json!({ "flags": 1 << 15, "components": components })
}

fn texts(count: usize, length: usize) -> Value {
    json!(vec![json!({ "type": 10, "content": long(length) }); count])
}

fn section(count: usize) -> Value {
    v2(json!([{ "type": 9, "components": texts(count, 1), "accessory": button(1, "b") }]))
}

fn gallery(count: usize) -> Value {
    let item = json!({ "media": { "url": "https://a/b.png" } });
    v2(json!([{ "type": 12, "items": vec![item; count] }]))
}

fn content_with(more: Value) -> Value {
    let mut body = json!({ "content": "a" });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    body
}

fn mentions(mentions: Value) -> Value {
    content_with(json!({ "allowed_mentions": mentions }))
}

fn table() -> Vec<Row> {
    let text = |count| json!({ "content": long(count) });
    let ids = |count| json!((1..=count).map(|n| n.to_string()).collect::<Vec<_>>());
    vec![
        ("content: 2000", text(2_000), text(2_001), "content"),
        (
            "embeds: 10",
            json!({ "embeds": vec![json!({ "title": "a" }); 10] }),
            json!({ "embeds": vec![json!({ "title": "a" }); 11] }),
            "embeds",
        ),
        ("all embeds: 6000", embeds_of(6_000), embeds_of(6_001), "embeds"),
        (
            "embed title: 256",
            embed(json!({ "title": long(256) })),
            embed(json!({ "title": long(257) })),
            "embeds.0.title",
        ),
        (
            "embed description: 4096",
            embed(json!({ "description": long(4_096) })),
            embed(json!({ "description": long(4_097) })),
            "embeds.0.description",
        ),
        ("embed fields: 25", fields(25), fields(26), "embeds.0.fields"),
        (
            "embed field name: 256",
            field(256, 1),
            field(257, 1),
            "embeds.0.fields.0.name",
        ),
        (
            "embed field name: there",
            field(1, 1),
            field(0, 1),
            "embeds.0.fields.0.name",
        ),
        (
            "embed field value: 1024",
            field(1, 1_024),
            field(1, 1_025),
            "embeds.0.fields.0.value",
        ),
        (
            "embed field value: there",
            field(1, 1),
            field(1, 0),
            "embeds.0.fields.0.value",
        ),
        (
            "embed footer: 2048",
            embed(json!({ "footer": { "text": long(2_048) } })),
            embed(json!({ "footer": { "text": long(2_049) } })),
            "embeds.0.footer.text",
        ),
        (
            "embed author: 256",
            embed(json!({ "author": { "name": long(256) } })),
            embed(json!({ "author": { "name": long(257) } })),
            "embeds.0.author.name",
        ),
        ("rows: 5", button_rows(5), button_rows(6), "components"),
        (
            "buttons of a row: 5",
            rows(&[buttons(5)]),
            rows(&[buttons(6)]),
            "components.0.components",
        ),
        (
            "selects of a row: 1",
            rows(&[json!([select(1, 3, 1)])]),
            rows(&[json!([select(1, 3, 1), button(1, "b")])]),
            "components.0.components",
        ),
        (
            "custom_id: 100",
            rows(&[json!([button(1, &long(100))])]),
            rows(&[json!([button(1, &long(101))])]),
            "components.0.components.0.custom_id",
        ),
        (
            "custom_id: there",
            rows(&[json!([button(1, "a")])]),
            rows(&[json!([button(1, "")])]),
            "components.0.components.0.custom_id",
        ),
        (
            "custom_id: unique",
            rows(&[json!([button(1, "a")]), json!([button(1, "b")])]),
            rows(&[json!([button(1, "a")]), json!([button(1, "a")])]),
            "components.1.components.0.custom_id",
        ),
        (
            "button label: 80",
            rows(&[json!([button(80, "a")])]),
            rows(&[json!([button(81, "a")])]),
            "components.0.components.0.label",
        ),
        (
            "button url: 512",
            link(512),
            link(513),
            "components.0.components.0.url",
        ),
        (
            "select options: 25",
            rows(&[json!([select(25, 3, 1)])]),
            rows(&[json!([select(26, 3, 1)])]),
            "components.0.components.0.options",
        ),
        (
            "select label: 100",
            rows(&[json!([select(1, 100, 1)])]),
            rows(&[json!([select(1, 101, 1)])]),
            "components.0.components.0.options.0.label",
        ),
        (
            "select value: 100",
            rows(&[json!([select(1, 100, 1)])]),
            rows(&[json!([select(1, 101, 1)])]),
            "components.0.components.0.options.0.value",
        ),
        (
            "select description: 100",
            rows(&[json!([select(1, 100, 1)])]),
            rows(&[json!([select(1, 101, 1)])]),
            "components.0.components.0.options.0.description",
        ),
        (
            "select placeholder: 150",
            rows(&[json!([select(1, 3, 150)])]),
            rows(&[json!([select(1, 3, 151)])]),
            "components.0.components.0.placeholder",
        ),
        (
            "components alone: their flag",
            v2(texts(1, 1)),
            json!({ "components": texts(1, 1) }),
            "components.0.type",
        ),
        (
            "components alone: no content",
            v2(texts(1, 1)),
            json!({ "flags": 1 << 15, "components": texts(1, 1), "content": "a" }),
            "content",
        ),
        (
            "components alone: no embeds",
            v2(texts(1, 1)),
            json!({ "flags": 1 << 15, "components": texts(1, 1), "embeds": [{ "title": "a" }] }),
            "embeds",
        ),
        (
            "components alone: 40",
            v2(texts(40, 1)),
            v2(texts(41, 1)),
            "components",
        ),
        (
            "components alone: 4000 letters",
            v2(texts(4, 1_000)),
            v2(texts(5, 1_000)),
            "components",
        ),
        (
            "a text: 4000",
            v2(texts(1, 4_000)),
            v2(texts(1, 4_001)),
            "components.0.content",
        ),
        (
            "texts of a section: 1 to 3",
            section(3),
            section(4),
            "components.0.components",
        ),
        (
            "texts of a section: there",
            section(1),
            section(0),
            "components.0.components",
        ),
        (
            "pictures of a gallery: 1 to 10",
            gallery(10),
            gallery(11),
            "components.0.items",
        ),
        (
            "pictures of a gallery: there",
            gallery(1),
            gallery(0),
            "components.0.items",
        ),
        (
            "nonce: 25",
            content_with(json!({ "nonce": long(25) })),
            content_with(json!({ "nonce": long(26) })),
            "nonce",
        ),
        (
            "nonce: text or whole number",
            content_with(json!({ "nonce": i64::MAX })),
            content_with(json!({ "nonce": 0.5 })),
            "nonce",
        ),
        (
            "mentions: users by kind or by id",
            mentions(json!({ "parse": ["roles"], "users": [ADA] })),
            mentions(json!({ "parse": ["users"], "users": [ADA] })),
            "allowed_mentions",
        ),
        (
            "mentions: roles by kind or by id",
            mentions(json!({ "parse": ["users"], "roles": [VOTERS] })),
            mentions(json!({ "parse": ["roles"], "roles": [VOTERS] })),
            "allowed_mentions",
        ),
        (
            "mentions: 100 users",
            mentions(json!({ "users": ids(100) })),
            mentions(json!({ "users": ids(101) })),
            "allowed_mentions.users",
        ),
        (
            "mentions: 100 roles",
            mentions(json!({ "roles": ids(100) })),
            mentions(json!({ "roles": ids(101) })),
            "allowed_mentions.roles",
        ),
        (
            "mentions: known kinds",
            mentions(json!({ "parse": ["everyone"] })),
            mentions(json!({ "parse": ["somebody"] })),
            "allowed_mentions",
        ),
    ]
}

#[tokio::test]
async fn what_a_message_may_hold() {
    let sandbox = Loop::start().await;
    hold(&sandbox, Method::POST, &path(), table()).await;
    assert_eq!(
        codes(&sandbox.post(&path(), &json!({ "content": " " })).await),
        (400, 50_006)
    );
}

#[tokio::test]
async fn an_edit_is_held_to_the_same() {
    let sandbox = Loop::start().await;
    let (_, message) = sandbox.post(&path(), &json!({ "content": "a" })).await;
    let path = format!("{}/{}", path(), message["id"].as_str().unwrap());
    let text = |count| json!({ "content": long(count) });
    let rows = vec![
        ("content: 2000", text(2_000), text(2_001), "content"),
        ("all embeds: 6000", embeds_of(6_000), embeds_of(6_001), "embeds"),
        ("rows: 5", button_rows(5), button_rows(6), "components"),
    ];
    hold(&sandbox, Method::PATCH, &path, rows).await;
}

/// A form with files of these sizes.
fn form(sizes: &[usize], alt_text: usize) -> Form {
    let attachments = sizes.iter().enumerate().map(|(index, _)| {
        json!({ "id": index, "filename": format!("{index}.png"), "description": long(alt_text) })
    });
    let payload = json!({ "attachments": attachments.collect::<Vec<_>>() });
    let form = Form::new().text("payload_json", payload.to_string());
    sizes.iter().enumerate().fold(form, |form, (index, size)| {
        let part = Part::bytes(vec![0; *size]).file_name(format!("{index}.png"));
        form.part(format!("files[{index}]"), part)
    })
}

async fn upload(sandbox: &Loop, method: Method, path: &str, form: Form) -> (u16, u64, Value) {
    let url = format!("{}/api/v10{path}", sandbox.sandbox.url());
    let request = sandbox
        .client
        .request(method, url)
        .header("authorization", "Bot sandbox");
    let answer = answer(request.multipart(form).send().await.unwrap()).await;
    let (status, code) = codes(&answer);
    (status, code, answer.1)
}

#[tokio::test]
async fn which_files_a_message_may_have() {
    let sandbox = Loop::start().await;
    let mebi = 1 << 20;
    let nine = 9 * mebi;
    for (limit, fine, wrong, code) in [
        ("10 files", form(&[1; 10], 1), form(&[1; 11], 1), (400, 50_035)),
        (
            "10 MiB a file",
            form(&[10 * mebi], 1),
            form(&[10 * mebi + 1], 1),
            (413, 40_005),
        ),
        (
            "25 MiB a request",
            form(&[nine, nine], 1),
            form(&[nine, nine, nine], 1),
            (413, 40_005),
        ),
        (
            "alt text: 1024",
            form(&[1], 1_024),
            form(&[1], 1_025),
            (400, 50_035),
        ),
    ] {
        let (status, _, body) = upload(&sandbox, Method::POST, &path(), fine).await;
        assert_eq!(status, 200, "{limit}: {body}");
        let (status, refused, _) = upload(&sandbox, Method::POST, &path(), wrong).await;
        assert_eq!((status, refused), code, "{limit}");
    }
}

#[tokio::test]
async fn an_edit_keeps_the_files_that_it_lists_and_counts_them() {
    let sandbox = Loop::start().await;
    let (_, _, message) = upload(&sandbox, Method::POST, &path(), form(&[1; 6], 1)).await;
    let path = format!("{}/{}", path(), message["id"].as_str().unwrap());
    let edit = async |kept: usize, new: usize| {
        let old = message["attachments"].as_array().unwrap().iter().take(kept);
        let entries = old.map(|file| json!({ "id": file["id"] }));
        let entries: Vec<_> = entries.chain((0..new).map(|n| json!({ "id": n }))).collect();
        let payload = json!({ "attachments": entries }).to_string();
        let form = (0..new).fold(Form::new().text("payload_json", payload), |form, n| {
            form.part(format!("files[{n}]"), Part::bytes(vec![0]).file_name("a.png"))
        });
        upload(&sandbox, Method::PATCH, &path, form).await
    };
    assert_eq!(edit(6, 5).await.1, 50_035);
    let (status, _, changed) = edit(5, 5).await;
    assert_eq!(
        (status, changed["attachments"].as_array().unwrap().len()),
        (200, 10)
    );
}

#[tokio::test]
async fn how_the_history_may_be_asked_for() {
    let sandbox = Loop::start().await;
    let (_, message) = sandbox.post(&path(), &json!({ "content": "a" })).await;
    let id = message["id"].as_str().unwrap();
    let one = |key: &str| format!("{key}={id}");
    for (limit, fine, wrong) in [
        (
            "limit: at most 100",
            "limit=100".to_owned(),
            "limit=101".to_owned(),
        ),
        ("limit: at least 1", "limit=1".to_owned(), "limit=0".to_owned()),
        (
            "before or after",
            one("before"),
            format!("{}&{}", one("before"), one("after")),
        ),
        (
            "after or around",
            one("after"),
            format!("{}&{}", one("after"), one("around")),
        ),
        (
            "around or before",
            one("around"),
            format!("{}&{}", one("around"), one("before")),
        ),
    ] {
        assert_eq!(sandbox.get(&format!("{}?{fine}", path())).await.0, 200, "{limit}");
        let refused = sandbox.get(&format!("{}?{wrong}", path())).await;
        assert_eq!(codes(&refused), (400, 50_035), "{limit}");
    }
}
