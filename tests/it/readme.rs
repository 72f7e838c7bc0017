//! What the README promises about permissions is what the bot asks for.

use blipbot::service::Permission;

/// Discord's bit and name of a permission.
fn in_discord(permission: Permission) -> (u64, &'static str) {
    match permission {
        Permission::ViewChannel => (1 << 10, "View Channel"),
        Permission::SendMessages => (1 << 11, "Send Messages"),
        Permission::EmbedLinks => (1 << 14, "Embed Links"),
        Permission::ReadMessageHistory => (1 << 16, "Read Message History"),
    }
}

#[test]
fn the_invite_link_asks_for_exactly_what_is_needed() {
    let readme = include_str!("../../README.md");
    let needed = Permission::ALL.map(in_discord);
    let sum: u64 = needed.iter().map(|(bit, _)| bit).sum();
    let link = format!("scope=bot+applications.commands&permissions={sum}\n");
    assert!(readme.contains(&link), "the link does not ask for {sum}");
    for (_, name) in needed {
        assert!(
            readme.contains(&format!("| {name} |")),
            "the README does not say why {name} is needed"
        );
    }
}
