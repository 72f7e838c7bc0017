//! Whether a message shows already what it is to show. Discord takes few edits of some messages, of published ones three an
//! hour: none is spent on what is right.

use serde_json::Value;

use crate::discord::sender::File;

/// Where the files of a message are named in what is sent; Discord tells an address in its place.
const ATTACHED: &str = "attachment://";

/// Whether the message `there`, as Discord tells it, shows `wanted` with these files and no others.
pub(super) fn shows(there: &Value, wanted: &Value, files: &[File]) -> bool {
    let parts = ["content", "embeds", "components"];
    parts.iter().all(|part| {
        wanted
            .get(part)
            .is_none_or(|wanted| holds(there.get(part), wanted))
    }) && has_only(there, files)
}

/// Whether all that is wanted is there. Discord adds fields, and takes white space off the ends of texts.
fn holds(there: Option<&Value>, wanted: &Value) -> bool {
    match (there, wanted) {
        (Some(Value::Object(there)), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| holds(there.get(key), wanted))
        }
        (Some(Value::Array(there)), Value::Array(wanted)) => {
            there.len() == wanted.len()
                && there
                    .iter()
                    .zip(wanted)
                    .all(|(there, wanted)| holds(Some(there), wanted))
        }
        (Some(Value::String(there)), Value::String(wanted)) => {
            wanted.starts_with(ATTACHED) || there.trim() == wanted.trim()
        }
        (Some(there), wanted) => there == wanted,
        (None, wanted) => wanted.is_null(),
    }
}

fn has_only(there: &Value, files: &[File]) -> bool {
    let none = Vec::new();
    let attached = there
        .get("attachments")
        .and_then(Value::as_array)
        .unwrap_or(&none);
    let is = |attached: &Value, file: &File| {
        attached["filename"] == file.name.as_str()
            && attached["size"] == file.bytes.len()
            && attached.get("description").and_then(Value::as_str) == file.description.as_deref()
    };
    attached.len() == files.len()
        && attached
            .iter()
            .zip(files)
            .all(|(attached, file)| is(attached, file))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(name: &str, bytes: usize, description: &str) -> File {
        File {
            name: name.to_owned(),
            kind: "image/png",
            bytes: vec![0; bytes].into(),
            description: Some(description.to_owned()),
        }
    }

    #[test]
    fn what_discord_adds_makes_no_difference_and_all_else_does() {
        let wanted = json!({
            "content": "", "components": [],
            "embeds": [{"title": "Digest", "description": "Two changes.\n", "color": 7, "image": {"url": "attachment://radar.png"}}],
        });
        let there = json!({
            "id": "5", "content": "", "components": [], "flags": 1,
            "embeds": [{
                "type": "rich", "title": "Digest", "description": "Two changes.", "color": 7,
                "image": {"url": "https://cdn.example/radar.png", "width": 1600},
            }],
            "attachments": [{"id": "6", "filename": "radar.png", "size": 3, "description": "A radar"}],
        });
        let files = [file("radar.png", 3, "A radar")];
        assert!(shows(&there, &wanted, &files));
        for (place, other) in [
            ("/content", json!("Hello")),
            ("/embeds/0/title", json!("Other")),
            ("/embeds/0/description", json!("Three changes.")),
            ("/embeds/0/image", json!(null)),
            ("/embeds", json!([])),
            ("/components", json!([{"type": 1}])),
            ("/attachments/0/size", json!(4)),
            ("/attachments/0/description", json!("Another radar")),
            ("/attachments", json!([])),
        ] {
            let mut changed = there.clone();
            *changed.pointer_mut(place).unwrap() = other;
            assert!(!shows(&changed, &wanted, &files), "{place}");
        }
        assert!(!shows(&there, &wanted, &[]));
        assert!(!shows(
            &there,
            &wanted,
            &[file("radar.png", 3, "A radar"), file("b.png", 3, "B")]
        ));
    }
}
