//! Tells Discord the bot's commands, when they differ from those that it has.
//!
//! Registering at each start would spend the day's budget of 200 new commands, and make members' clients reload.

use serde_json::{Map, Value};

use super::sender::{SendError, Sender};
use crate::id::{ApplicationId, GuildId};

/// What registering did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// Discord had these commands.
    Unchanged,
    /// Discord has them now.
    Replaced {
        /// How many.
        count: usize,
    },
}

/// Makes `wanted` the application's commands: in one guild, or everywhere.
pub async fn register(
    sender: &Sender,
    application: ApplicationId,
    guild: Option<GuildId>,
    wanted: &[Value],
) -> Result<Registered, SendError> {
    let present = sender.commands(application, guild).await?;
    if same(wanted, &present, guild.is_some()) {
        return Ok(Registered::Unchanged);
    }
    let count = sender.set_commands(application, guild, wanted).await?.len();
    Ok(Registered::Replaced { count })
}

/// Fields of a command that Discord adds, or that say again what another one says.
const ADDED: [&str; 9] = [
    "id",
    "application_id",
    "guild_id",
    "version",
    "name_localized",
    "description_localized",
    "default_permission",
    "dm_permission",
    "handler",
];

/// Fields that Discord fills in where we say nothing, and does not keep for a guild's own commands.
const SCOPES: [&str; 2] = ["contexts", "integration_types"];

/// Slash commands; what a command without a type is.
const CHAT_INPUT: u64 = 1;

fn same(wanted: &[Value], present: &[Value], in_guild: bool) -> bool {
    let mut wanted: Vec<_> = wanted.iter().map(canonical).collect();
    let mut present: Vec<_> = present.iter().map(canonical).collect();
    wanted.sort_by_key(key);
    present.sort_by_key(key);
    wanted.len() == present.len()
        && wanted.into_iter().zip(present).all(|(mut wanted, mut present)| {
            for scope in SCOPES {
                if in_guild || wanted.get(scope).is_none() {
                    wanted.remove(scope);
                    present.remove(scope);
                }
            }
            wanted == present
        })
}

/// What tells commands of one scope apart.
fn key(command: &Map<String, Value>) -> (u64, String) {
    let kind = command.get("type").and_then(Value::as_u64).unwrap_or(CHAT_INPUT);
    let name = command.get("name").and_then(Value::as_str).unwrap_or_default();
    (kind, name.to_owned())
}

fn canonical(command: &Value) -> Map<String, Value> {
    let mut canonical = match without_defaults(command) {
        Some(Value::Object(command)) => command,
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => {
            Map::new()
        }
    };
    canonical.retain(|field, _| !ADDED.contains(&field.as_str()));
    canonical.entry("type").or_insert_with(|| Value::from(CHAT_INPUT));
    for field in SCOPES {
        if let Some(Value::Array(list)) = canonical.get_mut(field) {
            list.sort_by_key(Value::as_u64);
        }
    }
    canonical
}

/// All defaults of a command and its options are null, false or empty, so whether they are written out is no
/// difference. Numbers of a kind are equal however they are written.
fn without_defaults(value: &Value) -> Option<Value> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) if text.is_empty() => None,
        Value::Array(list) if list.is_empty() => None,
        Value::Object(fields) => {
            let fields: Map<_, _> = fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), without_defaults(value)?)))
                .collect();
            (!fields.is_empty()).then_some(Value::Object(fields))
        }
        // A list's elements keep their places.
        Value::Array(list) => Some(
            list.iter()
                .map(|value| without_defaults(value).unwrap_or_default())
                .collect(),
        ),
        Value::Number(number) => Some(whole(number)),
        Value::Bool(true) | Value::String(_) => Some(value.clone()),
    }
}

/// `1.0` as `1`: the limits of a number option may come back either way.
fn whole(number: &serde_json::Number) -> Value {
    let text = number.to_string();
    match text
        .strip_suffix(".0")
        .and_then(|whole| whole.parse::<i64>().ok())
    {
        Some(whole) => Value::from(whole),
        None => Value::Number(number.clone()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wanted() -> Value {
        json!({
            "name": "radar", "description": "Look up a technology", "contexts": [0],
            "options": [
                {"type": 3, "name": "blip", "description": "Which", "required": true, "autocomplete": true},
                {"type": 5, "name": "public", "description": "Show everybody"},
                {"type": 4, "name": "page", "description": "Which", "min_value": 1},
            ],
        })
    }

    /// The same as Discord gives it back.
    fn present() -> Value {
        json!({
            "id": "1", "application_id": "2", "version": "3", "type": 1, "nsfw": false, "dm_permission": false,
            "name": "radar", "name_localizations": null, "description": "Look up a technology",
            "description_localizations": null, "default_member_permissions": null, "contexts": [0],
            "integration_types": [0],
            "options": [
                {"type": 3, "name": "blip", "name_localizations": null, "description": "Which", "required": true, "autocomplete": true},
                {"type": 5, "name": "public", "description": "Show everybody", "required": false},
                {"type": 4, "name": "page", "description": "Which", "min_value": 1.0},
            ],
        })
    }

    #[cfg(feature = "sandbox")]
    #[tokio::test]
    async fn commands_are_sent_only_when_they_differ() {
        use crate::discord::sender::tests::stand_in::{Pauses, StandIn, answer};

        let discord = StandIn::start(|_| async { answer(200, &json!([present()])) }).await;
        let sender = discord.sender(&Pauses::short());
        let application: ApplicationId = "2".parse().unwrap();
        let registered = register(&sender, application, None, &[wanted()]).await.unwrap();
        assert_eq!(registered, Registered::Unchanged);
        assert_eq!(discord.lines(), ["GET /applications/2/commands"]);

        let mut changed = wanted();
        changed["description"] = json!("Ask the radar");
        let registered = register(&sender, application, None, &[changed.clone()])
            .await
            .unwrap();
        assert_eq!(registered, Registered::Replaced { count: 1 });
        assert_eq!(
            discord.lines()[1..],
            ["GET /applications/2/commands", "PUT /applications/2/commands"]
        );
        assert_eq!(discord.seen()[2].body, json!([changed]));
    }

    #[test]
    fn what_discord_adds_is_no_difference() {
        assert!(same(&[wanted()], &[present()], false));
        let help = json!({"name": "help", "description": "Help"});
        assert!(
            same(&[wanted(), help.clone()], &[help, present()], false),
            "order is no difference"
        );
    }

    #[test]
    fn every_other_difference_counts() {
        for (pointer, value) in [
            ("/description", json!("Another")),
            ("/options/0/required", json!(false)),
            ("/options/1/required", json!(true)),
            ("/options/2/min_value", json!(2)),
            ("/contexts", json!([0, 1])),
            ("/default_member_permissions", json!("32")),
            ("/name_localizations", json!({"de": "radar"})),
        ] {
            let mut present = present();
            if let Some(field) = present.pointer_mut(pointer) {
                *field = value;
            }
            assert!(!same(&[wanted()], &[present], false), "{pointer}");
        }
        assert!(!same(&[wanted()], &[], false));
        assert!(!same(&[], &[present()], false));
        let mut reordered = present();
        reordered["options"].as_array_mut().unwrap().reverse();
        assert!(
            !same(&[wanted()], &[reordered], false),
            "options are shown in their order"
        );
    }

    #[test]
    fn a_guilds_commands_have_no_contexts() {
        let mut present = present();
        present["contexts"] = Value::Null;
        assert!(same(&[wanted()], std::slice::from_ref(&present), true));
        assert!(!same(&[wanted()], &[present], false));
    }
}
