//! Use cases see the members of the moment, as the fake for the tests tells them.

use std::collections::BTreeSet;

use super::*;
use crate::id::RoleId;
use crate::service::{Enrolled, RoleFacts, RosterError};

fn role(id: u64) -> RoleId {
    RoleId::try_from(id).unwrap()
}

fn member(id: u64) -> MemberId {
    MemberId::try_from(id).unwrap()
}

#[tokio::test]
async fn who_has_a_role_is_asked_anew_each_time() {
    let room = room(Arc::default(), Vec::new());
    let (rosters, asked) = (&room.rosters, room.service.rosters());
    let (engineers, size) = (role(7), async || asked.role_size(guild(), role(7)).await);
    assert_eq!(size().await, Err(RosterError::NoSuchRole(engineers)));
    rosters.makes(guild(), engineers, true);
    rosters.enrolls(guild(), member(1), [engineers]);
    rosters.enrolls(guild(), member(2), []);
    rosters.enrolls_bot(guild(), member(3), [engineers]);
    assert_eq!(
        size().await,
        Ok(2),
        "Discord counts programs as well, for all we know"
    );
    let facts = RoleFacts { mentionable: true };
    assert_eq!(asked.roles(guild()).await.unwrap().get(&engineers), Some(&facts));

    let people = async || asked.role_members(guild(), engineers).await;
    assert_eq!(people().await, Err(RosterError::NotListed));
    rosters.may_list_members(true);
    assert_eq!(people().await, Ok(BTreeSet::from([member(1)])));
    rosters.enrolls(guild(), member(2), [engineers]);
    assert_eq!(people().await, Ok(BTreeSet::from([member(1), member(2)])));

    rosters.leaves(guild(), member(1));
    assert_eq!(asked.enrolled(guild(), member(1)).await, Ok(None));
    rosters.deletes(guild(), engineers);
    let without = Enrolled {
        roles: BTreeSet::new(),
        bot: false,
    };
    assert_eq!(asked.enrolled(guild(), member(2)).await, Ok(Some(without)));
    rosters.is_unreachable(true);
    assert!(matches!(size().await, Err(RosterError::Unreachable(_))));
}
