//! The rules of the house: who may know whom, and what the papers must say.

use std::fs;
use std::path::{Path, PathBuf};

use blipbot::discord::commands::Shape;

/// Every Rust file below `src`, with its text without tests.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    assert!(paths.len() > 50, "the sources were not found");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(&root).unwrap().to_owned(), text)
        })
        .collect()
}

/// Whether a file holds nothing but tests.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
        || path
            .file_stem()
            .is_some_and(|stem| stem == "tests" || stem == "contract" || stem == "sample")
}

/// The lines that are compiled into the product: no comments, nothing after `#[cfg(test)]`.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]") && !line.starts_with("#[cfg(all(test"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

#[track_caller]
fn only_in(word: &str, allowed: &[&str]) {
    let mut found = Vec::new();
    for (path, text) in sources() {
        if is_test(&path) || allowed.iter().any(|room| path.starts_with(room)) {
            continue;
        }
        found.extend(
            code(&text)
                .filter(|(_, line)| line.contains(word))
                .map(|(line, _)| format!("{}:{line}", path.display())),
        );
    }
    assert!(
        found.is_empty(),
        "`{word}` belongs to {allowed:?} only, found at {found:#?}"
    );
}

#[test]
fn each_library_lives_in_its_room() {
    only_in("serenity::", &["discord"]);
    only_in("sled::", &["storage/sled"]);
    only_in("reqwest::", &["discord/sender", "discord/gateway"]);
    only_in("axum::", &["sandbox", "ops"]);
    only_in("hyper::", &["ops"]);
    only_in("hyper_util::", &["ops"]);
    only_in("prometheus_client::", &["metrics"]);
    only_in("fluent_bundle::", &["wording"]);
    only_in("clap::", &["cli"]);
    only_in("croner::", &["schedule"]);
    only_in("resvg::", &["picture"]);
    only_in("ttf_parser::", &["picture"]);
    only_in("csv::", &["format/byor"]);
    only_in("html5gum::", &["format/html"]);
    only_in("serde_saphyr::", &["format/native"]);
    only_in("config::Environment", &["config"]);
}

#[test]
fn only_the_clock_asks_for_the_time() {
    only_in("Timestamp::now()", &["clock.rs"]);
    only_in("SystemTime::now()", &["clock.rs"]);
    only_in("Zoned::now()", &["clock.rs"]);
}

/// What each room may import of ours. A room that is not here may import everything.
const DIRECTION: &[(&str, &[&str])] = &[
    ("fnv.rs", &[]),
    ("id.rs", &[]),
    ("prose.rs", &[]),
    ("clock.rs", &[]),
    ("health.rs", &[]),
    ("hearing.rs", &["id", "clock"]),
    ("loopback.rs", &[]),
    ("metrics", &["metrics", "health", "clock"]),
    ("radar", &["radar", "fnv"]),
    ("vote", &["vote", "radar", "id", "prose"]),
    ("zone.rs", &[]),
    ("schedule", &["schedule", "id"]),
    ("blip_text", &["blip_text", "fnv", "prose", "radar"]),
    ("edit.rs", &["id", "prose", "radar"]),
    ("correction.rs", &["id", "prose", "radar"]),
    ("draft.rs", &["radar", "vote", "edit"]),
    (
        "digest.rs",
        &["radar", "vote", "outbox", "prose", "id", "correction"],
    ),
    ("policy_text", &["policy_text", "vote"]),
    ("settings.rs", &["id", "schedule", "vote", "zone"]),
    ("guild_edition.rs", &["id", "radar", "vote", "edit"]),
    ("outbox", &["outbox", "id", "radar", "vote", "settings"]),
    (
        "storage",
        &[
            "storage",
            "id",
            "prose",
            "radar",
            "vote",
            "schedule",
            "zone",
            "settings",
            "guild_edition",
            "edit",
            "correction",
            "outbox",
        ],
    ),
    (
        "service",
        &[
            "service",
            "fnv",
            "storage",
            "id",
            "prose",
            "radar",
            "vote",
            "policy_text",
            "schedule",
            "zone",
            "settings",
            "guild_edition",
            "blip_text",
            "edit",
            "correction",
            "outbox",
            "draft",
            "digest",
            "hearing",
        ],
    ),
    (
        "scheduler.rs",
        &["service", "storage", "id", "radar", "vote", "clock"],
    ),
    ("lookout.rs", &["service", "storage", "format", "radar", "clock"]),
    ("format", &["format", "radar", "blip_text"]),
    ("picture", &["picture", "radar"]),
    ("wording", &["wording"]),
    ("config", &["config", "id", "vote", "policy_text", "format"]),
    ("sandbox", &["sandbox", "clock", "loopback"]),
    (
        "discord",
        &[
            "discord",
            "picture",
            "service",
            "storage",
            "id",
            "prose",
            "radar",
            "vote",
            "policy_text",
            "schedule",
            "zone",
            "settings",
            "guild_edition",
            "blip_text",
            "edit",
            "correction",
            "outbox",
            "draft",
            "digest",
            "clock",
            "health",
            "hearing",
            "metrics",
            "wording",
        ],
    ),
    (
        "ops",
        &[
            "ops",
            "health",
            "loopback",
            "metrics",
            "storage",
            "settings",
            "guild_edition",
            "outbox",
            "vote",
            "id",
        ],
    ),
];

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some((room, allowed)) = DIRECTION.iter().find(|(room, _)| path.starts_with(room)) else {
            continue;
        };
        if is_test(&path) {
            continue;
        }
        for (line, text) in code(&text) {
            for used in text.split("crate::").skip(1) {
                let used: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if !used.is_empty() && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{}:{line}: {room} must not know {used}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rules_are_pure() {
    for word in [
        "async ",
        ".await",
        "tokio::",
        "serde",
        "tracing::",
        "std::fs",
        "std::net",
        "f64",
        "f32",
    ] {
        let mut found = Vec::new();
        for (path, text) in sources() {
            let floats = word.starts_with('f') && word.len() == 3;
            let pure = path.starts_with("vote")
                || path.starts_with("schedule")
                || (path.starts_with("radar") && !floats);
            if pure && !is_test(&path) {
                found.extend(
                    code(&text)
                        .filter(|(_, line)| line.contains(word))
                        .map(|(line, _)| format!("{}:{line}", path.display())),
                );
            }
        }
        assert!(found.is_empty(), "the rules must not use `{word}`: {found:#?}");
    }
}

#[test]
fn nothing_is_left_unfinished_or_skipped() {
    let marks = ["to", "do!"].concat();
    let skipped = ["#[ig", "nore"].concat();
    for (path, text) in sources() {
        for mark in [
            &marks,
            &skipped,
            &"dbg!(".to_owned(),
            &"unimplemented!".to_owned(),
        ] {
            assert!(!text.contains(mark.as_str()), "{}: {mark}", path.display());
        }
    }
}

fn paper(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn the_example_configuration_is_valid_and_names_every_key() {
    let example = paper("bot.toml.example");
    let file: blipbot::config::File = toml::from_str(&example).unwrap();
    let config = blipbot::config::Config::of(file, None).unwrap();
    assert_eq!(config.vote.policies, blipbot::vote::Policies::built_in());
    for key in blipbot::policy_text::Key::ALL {
        assert!(example.contains(&format!("\n{} = ", key.name())), "{key:?}");
    }
    let all: String = example
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| rest.contains(" = \""))
                .unwrap_or(line)
        })
        .fold(String::new(), |text, line| text + line + "\n");
    let table: toml::Table = all.parse().unwrap();
    let keys: Vec<String> = table
        .iter()
        .flat_map(|(section, keys)| {
            keys.as_table()
                .unwrap()
                .keys()
                .map(move |key| format!("{section}.{key}"))
        })
        .collect();
    let expected = [
        "announce.channel",
        "announce.timezone",
        "data.path",
        "discord.api_url",
        "discord.guild",
        "discord.members_intent",
        "discord.token_file",
        "log.format",
        "ops.listen",
        "sandbox.faults",
        "sandbox.listen",
        "sandbox.members",
        "sandbox.members_intent",
        "store.path",
        "vote.duration",
        "vote.min_duration",
        "vote.min_in_favor",
        "vote.min_open",
        "vote.min_voters",
        "vote.policies",
        "vote.threshold",
    ];
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(sorted, expected);
    let readme = paper("README.md");
    for key in keys {
        assert!(
            readme.contains(&format!("`{key}`")),
            "the README's table does not name {key}"
        );
    }
}

/// Every `BLIPBOT__SECTION__KEY` that a paper sets is a key, and what it is set to can be read.
#[test]
fn the_unit_and_the_image_set_keys_that_there_are() {
    for (name, least) in [("docs/blipbot.service", 4), ("Dockerfile", 3)] {
        let paper = paper(name);
        let variables: Vec<(std::ffi::OsString, std::ffi::OsString)> = paper
            .split_whitespace()
            .filter_map(|word| word.trim_start_matches("Environment=").split_once('='))
            .filter(|(variable, _)| variable.starts_with("BLIPBOT__"))
            .map(|(variable, value)| (variable.into(), value.into()))
            .collect();
        assert!(variables.len() >= least, "{name}: {variables:?}");
        blipbot::config::Layers::new(Path::new("none.toml"), String::new(), variables)
            .config()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_unit_and_the_image_start_again_slowly_and_ask_for_health() {
    let unit = paper("docs/blipbot.service");
    for line in [
        "Restart=on-failure",
        "RestartPreventExitStatus=2",
        "StartLimitIntervalSec=0",
        "RestartMaxDelaySec=600",
        "LoadCredential=token:/etc/blipbot/token",
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
    ] {
        assert!(unit.lines().any(|one| one == line), "{line}");
    }
    let image = paper("Dockerfile");
    assert!(image.contains("HEALTHCHECK") && image.contains("[\"/usr/local/bin/blipbot\", \"health\"]"));
    assert!(paper("README.md").contains("docs/blipbot.service"));
}

#[test]
fn the_readme_lists_every_command() {
    let readme = paper("README.md");
    for command in blipbot::discord::commands::COMMANDS {
        let typed = match command.shape {
            Shape::Plain(_) | Shape::Group(_) => format!("`/{}", command.name),
            Shape::OnMessage(_) => format!("`{}`", command.name),
        };
        assert!(
            readme.contains(&typed),
            "the README does not name {}",
            command.name
        );
    }
}

#[test]
fn the_changelog_has_a_place_for_what_comes_next() {
    assert!(paper("CHANGELOG.md").contains("\n## Unreleased\n"));
}
