//! Who is in a guild, as Discord's documents show it.

use serde_json::json;

use super::stand_in::{Pauses, StandIn, answer};
use crate::discord::sender::{Member, Person, Role};
use crate::id::GuildId;

fn guild() -> GuildId {
    "8".parse().unwrap()
}

#[tokio::test]
async fn roles_and_their_sizes_are_read() {
    let discord = StandIn::start(|seen| async move {
        if seen.path.ends_with("member-counts") {
            return answer(200, &json!({"613425648685547541": 1337, "697138785317814292": 0}));
        }
        answer(
            200,
            &json!([
                {
                    "id": "8", "name": "@everyone", "color": 0, "colors": {"primary_color": 0}, "hoist": false,
                    "position": 0, "permissions": "0", "managed": false, "mentionable": false, "flags": 0,
                },
                {"id": "7", "name": "engineers", "mentionable": true, "tags": {"bot_id": "5"}},
            ]),
        )
    })
    .await;
    let sender = discord.sender(&Pauses::short());
    let roles = sender.roles(guild()).await.unwrap();
    let role = |id: &str, mentionable| Role {
        id: id.parse().unwrap(),
        mentionable,
    };
    assert_eq!(roles, [role("8", false), role("7", true)]);
    assert_eq!(roles[0].id, guild().everyone());
    let sizes = sender.role_sizes(guild()).await.unwrap();
    assert_eq!(sizes.len(), 2);
    assert_eq!(sizes[&"613425648685547541".parse().unwrap()], 1337);
    assert_eq!(
        discord.lines(),
        ["GET /guilds/8/roles", "GET /guilds/8/roles/member-counts"]
    );
}

#[tokio::test]
async fn members_are_read_with_their_roles_and_whether_they_are_programs() {
    let discord = StandIn::start(|seen| async move {
        let ada = json!({
            "user": {"id": "44", "username": "ada", "discriminator": "0", "avatar": null},
            "nick": null, "roles": ["7", "6"], "joined_at": "2015-04-26T06:26:56.936000+00:00", "deaf": false,
            "mute": false, "flags": 0, "communication_disabled_until": null,
        });
        let robot = json!({"user": {"id": "45", "username": "ci", "bot": true}, "roles": []});
        answer(
            200,
            &if seen.path.ends_with("/44") {
                ada
            } else {
                json!([ada, robot])
            },
        )
    })
    .await;
    let sender = discord.sender(&Pauses::short());
    let ada = Member {
        user: Person {
            id: "44".parse().unwrap(),
            bot: false,
        },
        roles: vec!["7".parse().unwrap(), "6".parse().unwrap()],
    };
    assert_eq!(sender.member(guild(), ada.user.id).await.unwrap(), ada);
    let listed = sender.members_after(guild(), None).await.unwrap();
    assert!(listed[0] == ada && listed[1].user.bot);
    sender.members_after(guild(), Some(ada.user.id)).await.unwrap();
    let queries: Vec<String> = discord.seen().into_iter().map(|seen| seen.query).collect();
    assert_eq!(queries, ["", "limit=1000", "limit=1000&after=44"]);
}
