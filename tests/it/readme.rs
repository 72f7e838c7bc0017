//! What the README says of permissions is what the bot asks for, and what it says of metrics is what the bot counts.

use blipbot::health::Stage;
use blipbot::metrics::{Ended, GuildState, Metrics, Outbox};
use blipbot::service::Permission;

/// Discord's bit and name of a permission.
fn in_discord(permission: Permission) -> (u64, &'static str) {
    match permission {
        Permission::ViewChannel => (1 << 10, "View Channel"),
        Permission::SendMessages => (1 << 11, "Send Messages"),
        Permission::EmbedLinks => (1 << 14, "Embed Links"),
        Permission::ReadMessageHistory => (1 << 16, "Read Message History"),
        Permission::CreatePublicThreads => (1 << 35, "Create Public Threads"),
        Permission::SendMessagesInThreads => (1 << 38, "Send Messages in Threads"),
    }
}

#[test]
fn the_invite_link_asks_for_exactly_what_is_needed() {
    let readme = include_str!("../../README.md");
    let needed = Permission::FOR_MESSAGES.map(in_discord);
    let sum: u64 = needed.iter().map(|(bit, _)| bit).sum();
    let link = format!("scope=bot+applications.commands&permissions={sum}\n");
    assert!(readme.contains(&link), "the link does not ask for {sum}");
    for (_, name) in needed {
        assert!(
            readme.contains(&format!("| {name} |")),
            "the README does not say why {name} is needed"
        );
    }
    let besides = Permission::FOR_THREADS.map(in_discord);
    let with_threads = sum + besides.iter().map(|(bit, _)| bit).sum::<u64>();
    assert!(readme.contains(&format!("`{with_threads}`")), "{with_threads}");
    for (_, name) in besides {
        assert!(readme.contains(name), "{name}");
    }
}

#[test]
fn what_the_readme_has_prometheus_asked_for_is_there() {
    let metrics = Metrics::new();
    metrics.shards(Stage::Connected, 1);
    metrics.closed(Ended::Asked);
    metrics.sessions_remaining(1);
    metrics.outbox(Outbox::Parked, 1);
    metrics.guilds(GuildState::Unavailable, 1);
    let written = metrics.render();
    // A series as the README names it: with one label, or without.
    let named = |text: &'static str| {
        let name = text
            .split(|c: char| !c.is_ascii_lowercase() && c != '_')
            .next()
            .unwrap();
        let label = text[name.len()..]
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        (name, label)
    };
    let readme = include_str!("../../README.md");
    let found: Vec<_> = readme.split("blipbot_").skip(1).map(named).collect();
    assert!(found.len() >= 10, "{found:?}");
    for (name, label) in found {
        let of_family = |line: &&str| {
            let rest = line
                .strip_prefix("blipbot_")
                .and_then(|line| line.strip_prefix(name));
            rest.is_some_and(|rest| rest.starts_with([' ', '{']))
        };
        for label in label.unwrap_or_default().split(',') {
            let label = label.replace("!=", "=");
            let is_there = written
                .lines()
                .filter(of_family)
                .any(|line| line.contains(&label));
            assert!(is_there, "blipbot_{name} {{{label}}} is not in:\n{written}");
        }
    }
}
