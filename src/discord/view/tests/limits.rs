//! Discord's limits of a message, as its documents state them.

use std::collections::HashSet;

use serde_json::Value;

use crate::discord::custom_id::CustomId;
use crate::discord::select_id::SelectId;

/// Counted both ways in which Discord may count: in UTF-16, which is never less than in characters.
fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.encode_utf16().count())
}

/// Panics if Discord would refuse `body`, or if a button of it is none of ours.
pub fn check(body: &Value) {
    let mut keys: HashSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    if keys.remove("allowed_mentions") {
        let roles = body["allowed_mentions"]["roles"].as_array().unwrap();
        assert_eq!(roles.len(), 1, "one role, and nobody else");
    }
    assert_eq!(keys, HashSet::from(["content", "embeds", "components"]));
    let embeds = body["embeds"].as_array().unwrap();
    assert!(length(&body["content"]) <= 2000);
    assert!(
        length(&body["content"]) > 0 || !embeds.is_empty(),
        "an empty message"
    );
    assert!(embeds.len() <= 10);
    let mut total = 0;
    for embed in embeds {
        let (title, text, footer) = (&embed["title"], &embed["description"], &embed["footer"]["text"]);
        assert!(
            title
                .as_str()
                .is_none_or(|title| !title.is_empty() && title.chars().count() <= 256)
        );
        assert!(length(text) <= 4096, "a description of {}", length(text));
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        let said = text
            .as_str()
            .map_or(!fields.is_empty(), |text| !text.trim().is_empty());
        assert!(said, "an empty description");
        assert!(fields.len() <= 25, "{} fields", fields.len());
        for field in fields {
            let (name, value) = (length(&field["name"]), length(&field["value"]));
            assert!(
                (1..=256).contains(&name) && (1..=1024).contains(&value),
                "{field}"
            );
            total += name + value;
        }
        assert!(length(footer) <= 2048);
        total += length(title) + length(text) + length(footer);
    }
    assert!(total <= 6000, "embeds of {total}");
    let rows = body["components"].as_array().unwrap();
    assert!(rows.len() <= 5);
    let mut ids = HashSet::new();
    for row in rows {
        let buttons = row["components"].as_array().unwrap();
        assert!((1..=5).contains(&buttons.len()));
        for button in buttons {
            if button["type"] != 2 {
                assert_eq!(buttons.len(), 1, "a menu stands alone");
                let id = button["custom_id"].as_str().unwrap();
                assert!(ids.insert(id) && id.parse::<SelectId>().is_ok(), "{id}");
                continue;
            }
            let label = button["label"].as_str().unwrap();
            assert!((1..=80).contains(&label.chars().count()));
            let id = button["custom_id"].as_str().unwrap();
            assert!(id.chars().count() <= 100);
            assert!(ids.insert(id), "{id} twice");
            assert!(id.parse::<CustomId>().is_ok(), "{id}");
        }
    }
}
