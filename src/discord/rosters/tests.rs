//! What Discord's answers say about a roster.

use std::collections::BTreeSet;

use axum::response::Response;
use serde_json::{Value, json};

use super::RestRosters;
use crate::discord::sender::tests::stand_in::{Pauses, Seen, StandIn, answer};
use crate::id::{GuildId, MemberId, RoleId};
use crate::service::{Enrolled, RoleFacts, RosterError, Rosters as _};

fn guild() -> GuildId {
    "8".parse().unwrap()
}

fn role(id: u64) -> RoleId {
    RoleId::try_from(id).unwrap()
}

fn member(id: u64) -> MemberId {
    MemberId::try_from(id).unwrap()
}

/// A guild of 2,500: each seventh has role 7, and each fourteenth of them is a program.
fn listed(after: u64) -> Value {
    let one = |id: u64| {
        let roles = if id.is_multiple_of(7) {
            json!(["7"])
        } else {
            json!([])
        };
        json!({"user": {"id": id.to_string(), "bot": id.is_multiple_of(14)}, "roles": roles})
    };
    let mut page: Vec<Value> = (after + 1..=(after + 1_000).min(2_500)).map(one).collect();
    // The order within is Discord's.
    page.reverse();
    Value::Array(page)
}

fn discords(seen: &Seen) -> Response {
    match seen.path.as_str() {
        "/guilds/8/roles" => answer(
            200,
            &json!([
                {"id": "8", "name": "@everyone", "mentionable": false},
                {"id": "7", "name": "engineers", "mentionable": true},
                {"id": "6", "name": "nobody", "mentionable": false},
            ]),
        ),
        "/guilds/8/roles/member-counts" => answer(200, &json!({"7": 357})),
        "/guilds/8/members" => {
            let after = seen.query.split_once("after=");
            answer(200, &listed(after.map_or(0, |(_, after)| after.parse().unwrap())))
        }
        "/guilds/8/members/44" => answer(200, &json!({"user": {"id": "44"}, "roles": ["7", "6"]})),
        "/guilds/8/members/45" => answer(404, &json!({"message": "Unknown Member", "code": 10_007})),
        _ => answer(403, &json!({"message": "Missing Access", "code": 50_001})),
    }
}

async fn rosters(lists_members: bool) -> (StandIn, RestRosters) {
    let discord = StandIn::start(|seen| async move { discords(&seen) }).await;
    let rosters = RestRosters::new(discord.sender(&Pauses::short()), lists_members);
    (discord, rosters)
}

#[tokio::test]
async fn a_role_is_counted_without_a_privilege() {
    let (discord, rosters) = rosters(false).await;
    assert_eq!(rosters.role_size(guild(), role(7)).await, Ok(357));
    assert_eq!(discord.seen().len(), 1);
    assert_eq!(
        rosters.role_size(guild(), role(6)).await,
        Ok(0),
        "it is there, and nobody has it"
    );
    let gone = rosters.role_size(guild(), role(5)).await;
    assert_eq!(gone, Err(RosterError::NoSuchRole(role(5))));
    let everybody = rosters.role_size(guild(), guild().everyone()).await;
    assert_eq!(everybody, Err(RosterError::Everybody));
}

#[tokio::test]
async fn a_roles_people_are_read_page_by_page_and_programs_are_none() {
    let (discord, rosters) = rosters(true).await;
    let expected: BTreeSet<MemberId> = (1..=2_500).filter(|id| id % 14 == 7).map(member).collect();
    assert_eq!(rosters.role_members(guild(), role(7)).await, Ok(expected));
    let queries: Vec<String> = discord.seen().into_iter().map(|seen| seen.query).collect();
    let pages = ["limit=1000", "limit=1000&after=1000", "limit=1000&after=2000"];
    assert_eq!(queries[1..], pages);
    let everybody = rosters.role_members(guild(), guild().everyone()).await;
    assert_eq!(everybody.unwrap().len(), 2_500 - 2_500 / 14);
    let gone = rosters.role_members(guild(), role(5)).await;
    assert_eq!(gone, Err(RosterError::NoSuchRole(role(5))));
}

#[tokio::test]
async fn a_page_that_comes_again_and_again_ends() {
    let discord = StandIn::start(|seen| async move {
        if seen.path.ends_with("/members") {
            answer(200, &listed(0))
        } else {
            discords(&seen)
        }
    })
    .await;
    let rosters = RestRosters::new(discord.sender(&Pauses::short()), true);
    assert_eq!(rosters.role_members(guild(), role(7)).await.unwrap().len(), 71);
    assert_eq!(discord.seen().len(), 3);
}

#[tokio::test]
async fn without_the_privilege_members_are_not_asked_for() {
    let (discord, asking) = rosters(false).await;
    assert_eq!(
        asking.role_members(guild(), role(7)).await,
        Err(RosterError::NotListed)
    );
    assert!(discord.seen().is_empty());
    let refusing = StandIn::start(|seen| async move {
        if seen.path.ends_with("/members") {
            answer(403, &json!({"message": "Missing Access", "code": 50_001}))
        } else {
            discords(&seen)
        }
    })
    .await;
    let rosters = RestRosters::new(refusing.sender(&Pauses::short()), true);
    let refused = rosters.role_members(guild(), role(7)).await;
    assert_eq!(refused, Err(RosterError::NotListed));
}

#[tokio::test]
async fn who_has_left_is_told_from_who_can_not_be_asked_for() {
    let (_discord, rosters) = rosters(false).await;
    let ada = Enrolled {
        roles: [role(6), role(7)].into(),
        bot: false,
    };
    assert_eq!(rosters.enrolled(guild(), member(44)).await, Ok(Some(ada)));
    assert_eq!(rosters.enrolled(guild(), member(45)).await, Ok(None));
    let elsewhere = rosters.enrolled("9".parse().unwrap(), member(44)).await;
    assert!(
        matches!(elsewhere, Err(RosterError::Unreachable(_))),
        "{elsewhere:?}"
    );
}

#[tokio::test]
async fn whether_a_role_may_be_pinged_is_known() {
    let (_discord, rosters) = rosters(false).await;
    let roles = rosters.roles(guild()).await.unwrap();
    let pinged = RoleFacts { mentionable: true };
    assert_eq!(roles.get(&role(7)), Some(&pinged));
    assert_eq!(roles.get(&role(5)), None);
}
