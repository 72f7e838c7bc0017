//! What was decided can not become something else without notice.

use serde_json::Value;

use super::edge_cases::{asks, settled, stored};
use super::electorates::{FIRST, member, proposed, votes, with_list};
use super::*;
use crate::storage::{audit, dump};

/// A vote to which much happened, decided, as a dump.
async fn decided() -> Vec<Value> {
    let room = with_list().await;
    let open = proposed(&room).await.unwrap();
    for by in 1..=3 {
        votes(&room, by).await.unwrap();
    }
    let at = |minutes| start() + SignedDuration::from_mins(minutes);
    let words = |text: &str| text.to_owned();
    let raise = ProposalRequest::Raise(FIRST, words("Too dear"), Some(words("Who pays for it?")));
    asks(&room, (at(2), 2), raise).await.unwrap();
    let overridden =
        ProposalRequest::Override(FIRST, crate::vote::ConcernNumber::at(0), words("It is paid."));
    asks(&room, (at(3), 1), overridden).await.unwrap();
    let void = ProposalRequest::Void(FIRST, member(3), words("By mistake."));
    asks(&room, (at(4), 1), void).await.unwrap();
    let add = ProposalRequest::Add(FIRST, words("It runs in staging."));
    asks(&room, (at(5), open.proposer.get()), add).await.unwrap();
    room.rosters.leaves(guild(), member(2));
    let due = stored(&room, FIRST).await.due_at();
    let ended = settled(&room, FIRST, due).await;
    assert!(matches!(ended.status, Status::Passed { .. }), "{ended:?}");
    let mut lines = Vec::new();
    dump::write(&*room.store, None, &mut lines).await.unwrap();
    let lines = String::from_utf8(lines).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What the audit finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    /// It can not even be read.
    NoRow,
    Problem,
}

fn audited(rows: &[Value]) -> Found {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    let found = audit::dump(lines.join("\n").as_bytes(), None).unwrap();
    if !found.lines.is_empty() {
        Found::NoRow
    } else if found.findings.iter().any(|finding| finding.problem.is_some()) {
        Found::Problem
    } else {
        Found::Nothing
    }
}

/// The places of all single facts in a value.
fn facts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| facts(value, &format!("{at}/{name}"), found)),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .for_each(|(index, value)| facts(value, &format!("{at}/{index}"), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(at.to_owned()),
    }
}

/// Another fact, which can be read as well, in most places.
fn other(fact: &Value) -> Value {
    match fact {
        Value::Null => Value::from("x"),
        Value::Bool(is) => Value::from(!is),
        Value::Number(number) => Value::from(number.as_u64().unwrap() + 1),
        Value::String(text) => {
            let digit = text.rfind(|letter: char| letter.is_ascii_digit());
            Value::from(match digit {
                Some(at) => {
                    let new = if &text[at..=at] == "1" { "2" } else { "1" };
                    format!("{}{new}{}", &text[..at], &text[at + 1..])
                }
                None => format!("{text}x"),
            })
        }
        Value::Array(_) | Value::Object(_) => panic!("no single fact"),
    }
}

#[tokio::test]
async fn no_fact_of_a_decided_proposal_is_changed_unnoticed() {
    let rows = decided().await;
    assert_eq!(audited(&rows), Found::Nothing);
    let place = rows.iter().position(|row| row["type"] == "proposal").unwrap();
    let mut found = Vec::new();
    facts(&rows[place], "", &mut found);
    assert!(found.len() > 40, "{found:?}");
    let mut problems = 0;
    for fact in found {
        let mut changed = rows.clone();
        let value = changed[place].pointer_mut(&fact).unwrap();
        *value = other(value);
        let found = audited(&changed);
        assert_ne!(found, Found::Nothing, "{fact}: {}", changed[place]);
        problems += usize::from(found == Found::Problem);
    }
    assert!(problems > 30, "{problems}");
    for list in ["concerns", "voided", "addenda"] {
        let mut changed = rows.clone();
        assert!(!changed[place][list].as_array().unwrap().is_empty(), "{list}");
        changed[place][list] = Value::Array(Vec::new());
        assert_eq!(audited(&changed), Found::Problem, "{list}");
    }
}

#[test]
fn why_it_was_rejected_and_where_the_blip_stood_are_among_the_terms() {
    use crate::radar::Standing;
    use crate::vote::{Count, Proposal, Shortfall, terms};
    let ended = |status| {
        let proposal = crate::storage::sample::proposal(1, 1);
        terms::hash(&Proposal { status, ..proposal })
    };
    let (at, count) = (start(), Count::default());
    let rejected = |shortfall| ended(Status::Rejected { at, count, shortfall });
    assert_ne!(rejected(Shortfall::NoMajority), rejected(Shortfall::Opposed));
    let stale = |found| {
        ended(Status::Stale {
            at,
            found,
            stood: None,
        })
    };
    assert_ne!(stale(Standing::Unknown), stale(Standing::Retired));
}

#[test]
fn what_is_kept_when_a_member_is_forgotten_is_none_of_the_terms() {
    use crate::vote::terms;
    let mut withdrawn = crate::storage::sample::proposal(1, 1);
    withdrawn.status = Status::Withdrawn {
        at: start(),
        stood: None,
    };
    let keeping = withdrawn.keeping(&[]).unwrap();
    assert_ne!(keeping, withdrawn);
    assert_eq!(terms::hash(&keeping), terms::hash(&withdrawn));
    assert_eq!(keeping.keeping(&[]), None, "once is enough");
}

#[tokio::test]
async fn what_was_decided_before_votes_had_trails_can_be_dropped_and_verifies() {
    let old = include_str!("../../../tests/fixtures/store-v1.jsonl");
    let rows: Vec<Value> = old
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let is_passed = |row: &&Value| row["type"] == "proposal" && row["status"] == "passed";
    let passed = rows.iter().find(is_passed).unwrap();
    let number = u32::try_from(passed["number"].as_u64().unwrap()).unwrap();
    let store = MemoryStore::new();
    dump::restore(&store, old.as_bytes()).await.unwrap();
    let dropped = crate::storage::Append {
        guild: passed["guild"].as_str().unwrap().parse().unwrap(),
        proposal: number.try_into().unwrap(),
        deed: crate::storage::Deed::Event {
            by: None,
            what: crate::vote::trail::EventKind::Dropped,
            detail: "No.".to_owned(),
            at: start(),
        },
        salt: crate::storage::draw_salt().unwrap(),
    };
    store.commit(Batch::new().append(dropped)).await.unwrap();
    let mut lines = Vec::new();
    dump::write(&store, None, &mut lines).await.unwrap();
    let found = audit::dump(lines.as_slice(), None).unwrap();
    let is_right = |finding: &audit::Finding| finding.problem.is_none();
    assert!(found.findings.iter().all(is_right), "{found:?}");
}

#[tokio::test]
async fn a_vote_that_goes_on_is_not_made_a_decided_one() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    votes(&room, 1).await.unwrap();
    let mut lines = Vec::new();
    dump::write(&*room.store, None, &mut lines).await.unwrap();
    let mut rows: Vec<Value> = String::from_utf8(lines)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(audited(&rows), Found::Nothing);
    let proposal = rows.iter_mut().find(|row| row["type"] == "proposal").unwrap();
    proposal["status"] = "withdrawn".into();
    proposal["state"] = serde_json::json!({ "ended": "2026-11-24T10:00:00Z" });
    let lines = audit::dump(proposal.to_string().as_bytes(), None).unwrap().lines;
    assert_eq!(audited(&rows), Found::Problem, "{lines:?}");
}
