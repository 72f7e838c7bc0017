//! A guild's own policies.

use super::*;
use crate::policy_text::Expects;
use crate::service::PolicySource;
use crate::storage::{Batch, Row};
use crate::vote::PolicyName;

fn name(name: &str) -> PolicyName {
    name.parse().unwrap()
}

async fn writes(room: &Room, policy: &str, text: &str) -> Result<Response, Error> {
    let write = Request::WritePolicy {
        name: policy.to_owned(),
        text: text.to_owned(),
    };
    room.asks(&call(start(), 20, 1, 5), write).await
}

async fn shows(room: &Room, policy: &str) -> (Policy, PolicySource) {
    let setup = SetupRequest {
        policy: Some(policy.to_owned()),
        ..SetupRequest::default()
    };
    match room
        .asks(&call(start(), 20, 1, 6), Request::Setup(setup))
        .await
        .unwrap()
    {
        Response::Policy { policy, source, .. } => (*policy, source),
        other => panic!("{other:?}"),
    }
}

async fn proposes(room: &Room, policy: &str, duration: Option<&str>) -> Result<Response, Error> {
    let propose = Propose {
        blip: "crossplane".to_owned(),
        ring: "trial".to_owned(),
        reason: None,
        quadrant: None,
        summary: None,
        policy: Some(policy.to_owned()),
        duration: duration.map(str::to_owned),
    };
    room.asks(&call(start(), 20, 1, 7), Request::Propose(propose))
        .await
}

#[tokio::test]
async fn a_guilds_policy_stands_over_the_configured_one_and_an_empty_text_gives_that_back() {
    let room = room(Arc::default(), Vec::new());
    let configured = shows(&room, "lazy").await;
    assert_eq!(configured.1, PolicySource::Configured);
    writes(&room, "lazy", "min_seconds = 3").await.unwrap();
    let (own, source) = shows(&room, "Lazy ").await;
    assert_eq!(source, PolicySource::Guild);
    assert_eq!(own.rule, crate::vote::policy::Rule::Lazy { min_seconds: 3 });
    proposes(&room, "lazy", None).await.unwrap();
    let open = room
        .store
        .proposal(guild(), ProposalNumber::FIRST)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(open.value.policy, own, "copied when it opens");
    writes(&room, "lazy", " \n ").await.unwrap();
    assert_eq!(shows(&room, "lazy").await, configured);
}

#[tokio::test]
async fn help_tells_the_guilds_rule() {
    let room = room(Arc::default(), Vec::new());
    writes(&room, "standard", "min_in_favor = 7").await.unwrap();
    let help = room.asks(&call(start(), 20, 2, 1), Request::Help).await.unwrap();
    let Response::Help { rule } = help else {
        panic!("{help:?}");
    };
    assert_eq!(rule.policy, shows(&room, "standard").await.0);
    writes(&room, "quick", "duration = 2h").await.unwrap();
    let help = room.asks(&call(start(), 20, 2, 2), Request::Help).await.unwrap();
    let Response::Help { rule } = help else {
        panic!("{help:?}");
    };
    let names: Vec<&str> = rule.choice.iter().map(PolicyName::as_str).collect();
    assert_eq!(names, ["adopt", "emergency", "lazy", "quick", "standard"]);
}

#[tokio::test]
async fn a_new_policy_begins_as_the_standard_one_and_can_be_removed() {
    let room = room(Arc::default(), Vec::new());
    let (begun, source) = shows(&room, "quick").await;
    assert_eq!((begun.name, source), (name("quick"), PolicySource::Nowhere));
    assert!(matches!(
        proposes(&room, "quick", None).await,
        Err(Error::Refused(refusal)) if matches!(*refusal, Refusal::UnknownPolicy { .. })
    ));
    writes(&room, "quick", "duration = 2h").await.unwrap();
    proposes(&room, "quick", Some("3 days")).await.unwrap();
    let open = room
        .store
        .proposal(guild(), ProposalNumber::FIRST)
        .await
        .unwrap()
        .unwrap()
        .value;
    assert_eq!(open.closes_at.duration_since(open.opens_at), HOUR * 72);
    assert_eq!(open.policy.name, name("quick"));
    writes(&room, "quick", "").await.unwrap();
    assert_eq!(shows(&room, "quick").await.1, PolicySource::Nowhere);
}

#[tokio::test]
async fn one_that_is_shorter_than_the_shortest_vote_by_now_is_as_long_and_can_be_edited() {
    let room = room(Arc::default(), Vec::new());
    writes(&room, "quick", "duration = 2h").await.unwrap();
    let stored = room.store.settings(guild()).await.unwrap();
    let mut settings = stored.value;
    let quick = settings.policies.get_mut(&name("quick")).unwrap();
    quick.duration = HOUR / 4;
    quick.min_open = HOUR / 4;
    let row = Row::Settings(guild(), settings);
    let batch = Batch::new().replace(stored.revision, row);
    room.store.commit(batch).await.unwrap();

    let text = room.service.policy_text(guild(), &name("quick")).await.unwrap();
    assert!(text.contains("duration = \"1 hour\""), "{text}");
    proposes(&room, "quick", None).await.unwrap();
    let open = room.store.proposal(guild(), ProposalNumber::FIRST).await;
    let open = open.unwrap().unwrap().value;
    assert_eq!(open.closes_at.duration_since(open.opens_at), HOUR);
    writes(&room, "quick", &text).await.unwrap();
}

#[tokio::test]
async fn a_wrong_policy_is_refused_whole_with_what_was_typed() {
    let room = room(Arc::default(), Vec::new());
    let typed = "quorum = 150%\nduration = 1m\nreminders = soon\nexcluded = role:404";
    let all = vec![
        ("quorum", Expects::Quorum),
        ("duration", Expects::Duration(HOUR)),
        ("reminders", Expects::Reminders(HOUR / 60)),
        ("excluded", Expects::ServerRole),
    ];
    for (text, wrong) in [
        (typed, all),
        ("duration = 1m", vec![("duration", Expects::Duration(HOUR))]),
    ] {
        let Err(Error::Refused(refusal)) = writes(&room, "adopt", text).await else {
            panic!("{text} was taken");
        };
        let Refusal::BadPolicy {
            policy,
            faults,
            typed,
        } = *refusal
        else {
            panic!("{refusal:?}");
        };
        let found: Vec<_> = faults
            .iter()
            .map(|fault| (fault.key.as_str(), fault.expects))
            .collect();
        assert_eq!((policy, found, typed), (name("adopt"), wrong, text.to_owned()));
    }
    let settings = room.store.settings(guild()).await.unwrap().value;
    assert!(settings.policies.is_empty());
    let bad = writes(&room, "Two Thirds", "quorum = 1").await;
    assert!(matches!(bad, Err(Error::Refused(refusal)) if matches!(*refusal, Refusal::BadPolicyName { .. })));
}

#[tokio::test]
async fn there_are_at_most_as_many_as_can_be_offered() {
    let room = room(Arc::default(), Vec::new());
    for number in 1..=21 {
        writes(&room, &format!("policy-{number}"), "min_in_favor = 5")
            .await
            .unwrap();
    }
    let one_more = writes(&room, "policy-22", "min_in_favor = 5").await;
    let expected = Refusal::TooManyPolicies { max: 25 };
    assert_eq!(one_more, Err(expected.into()));
}

#[tokio::test]
async fn only_managers_of_the_server_write_policies() {
    let room = room(Arc::default(), Vec::new());
    let mut by = call(start(), 20, 2, 5);
    by.actor.manages_server = false;
    let write = Request::WritePolicy {
        name: "adopt".to_owned(),
        text: "quorum = 1".to_owned(),
    };
    assert_eq!(room.asks(&by, write).await, Err(Refusal::NotManager.into()));
}

#[tokio::test]
async fn threads_are_refused_where_the_bot_can_start_none() {
    let room = room(Arc::default(), Vec::new());
    let setup = Request::Setup(SetupRequest {
        threads: Some(true),
        ..SetupRequest::default()
    });
    let mut from = call(start(), 20, 1, 5);
    from.place.threads = Threads::Impossible;
    let refusal = Refusal::NoThreads { channel: channel(20) };
    assert_eq!(room.asks(&from, setup.clone()).await, Err(refusal.into()));
    from.place.threads = Threads::Missing(vec![Permission::CreatePublicThreads]);
    let refusal = Refusal::MissingPermissions {
        channel: channel(20),
        missing: vec![Permission::CreatePublicThreads],
    };
    assert_eq!(room.asks(&from, setup.clone()).await, Err(refusal.into()));
    from.place.threads = Threads::Startable;
    room.asks(&from, setup).await.unwrap();
    assert!(room.store.settings(guild()).await.unwrap().value.threads);
}
