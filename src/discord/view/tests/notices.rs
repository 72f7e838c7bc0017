//! Each notice as its channel sees it.

use serde_json::Value;

use super::sample::{
    add_nix, at, cancelled, digest_view, move_crossplane, overview, passed, policy, tally, troubles, view,
};
use super::{readable, with_context};
use crate::discord::view::{part_marker, render_facts};
use crate::service::{Facts, ProposalView};
use crate::vote::{Electorate, Policy, Ratio, Shortfall, Status};

fn bodies(facts: &Facts) -> Vec<Value> {
    with_context(|context| render_facts(facts, "k7f3", context))
}

fn shown(facts: &Facts) -> String {
    bodies(facts).iter().map(readable).collect::<Vec<_>>().join("\n")
}

fn vote(status: Status) -> String {
    shown(&Facts::Vote(Box::new(view(move_crossplane(), status))))
}

fn outcome(status: Status) -> String {
    shown(&Facts::Outcome(Box::new(view(move_crossplane(), status))))
}

fn rejected(why: Shortfall, in_favor: u32, against: u32) -> Status {
    Status::Rejected {
        at: at(604_803),
        tally: tally(in_favor, against, 0),
        shortfall: why,
    }
}

fn no_quorum() -> Status {
    Status::NoQuorum {
        at: at(604_803),
        tally: tally(0, 0, 1),
    }
}

#[test]
fn an_open_vote() {
    insta::assert_snapshot!("vote_open", vote(Status::Open));
    let mut elected = view(add_nix(), Status::Open);
    elected.proposal.electorate = Electorate::Role(super::sample::role(66));
    elected.proposal.reason = None;
    insta::assert_snapshot!("vote_open_new_blip", shown(&Facts::Vote(Box::new(elected))));
}

#[test]
fn a_vote_that_ended() {
    insta::assert_snapshot!("vote_passed", vote(passed()));
    insta::assert_snapshot!("vote_rejected", vote(rejected(Shortfall::BelowThreshold, 3, 2)));
    insta::assert_snapshot!("vote_no_quorum", vote(no_quorum()));
    insta::assert_snapshot!("vote_withdrawn", vote(Status::Withdrawn { at: at(60) }));
    insta::assert_snapshot!("vote_cancelled", vote(cancelled()));
}

#[test]
fn an_ended_vote_has_no_buttons_and_an_open_one_three() {
    let components = |status| {
        let bodies = bodies(&Facts::Vote(Box::new(view(move_crossplane(), status))));
        bodies[0]["components"].clone()
    };
    assert_eq!(components(passed()), serde_json::json!([]));
    let buttons = components(Status::Open)[0]["components"].clone();
    let labels: Vec<&str> = buttons
        .as_array()
        .unwrap()
        .iter()
        .map(|button| button["label"].as_str().unwrap())
        .collect();
    assert_eq!(labels, ["In favor", "Against", "Abstain"]);
}

#[test]
fn a_share_that_leaves_a_tie_says_what_decides_it() {
    let half = Policy {
        threshold: Ratio::new(1, 2).unwrap(),
        ..policy()
    };
    let mut tie: ProposalView = view(move_crossplane(), rejected(Shortfall::NoMajority, 2, 2));
    tie.proposal.policy = half;
    let text = shown(&Facts::Vote(Box::new(tie)));
    assert!(text.contains("More must be in favor than against."), "{text}");
    assert!(
        text.contains("✗ 2 in favor, 2 against: more must be in favor"),
        "{text}"
    );
    assert!(text.contains("✓ 2 of 4 votes cast in favor"), "{text}");
}

#[test]
fn outcomes() {
    insta::assert_snapshot!("outcome_passed", outcome(passed()));
    insta::assert_snapshot!(
        "outcome_rejected",
        outcome(rejected(Shortfall::TooFewInFavor, 1, 0))
    );
    insta::assert_snapshot!("outcome_no_quorum", outcome(no_quorum()));
    insta::assert_snapshot!("outcome_withdrawn", outcome(Status::Withdrawn { at: at(60) }));
    insta::assert_snapshot!("outcome_cancelled", outcome(cancelled()));
    assert!(bodies(&Facts::Outcome(Box::new(view(move_crossplane(), Status::Open)))).is_empty());
}

#[test]
fn editions() {
    insta::assert_snapshot!("digest", shown(&Facts::Digest(Box::new(digest_view()))));
    insta::assert_snapshot!("introduction", shown(&Facts::Introduction(Box::new(overview()))));
    assert!(bodies(&Facts::Nothing).is_empty());
}

#[test]
fn troubles_are_told() {
    let told: Vec<String> = troubles()
        .into_iter()
        .map(|waiting| shown(&Facts::Trouble(waiting)))
        .collect();
    insta::assert_snapshot!("troubles", told.join("\n"));
}

#[test]
fn every_part_but_a_votes_carries_its_marker() {
    for facts in [
        Facts::Outcome(Box::new(view(move_crossplane(), passed()))),
        Facts::Digest(Box::new(digest_view())),
        Facts::Introduction(Box::new(overview())),
        Facts::Trouble(troubles().remove(0)),
    ] {
        for (position, body) in bodies(&facts).iter().enumerate() {
            let footer = body["embeds"][0]["footer"]["text"].as_str().unwrap();
            assert!(footer.contains(&part_marker("k7f3", position + 1)), "{footer}");
        }
    }
}
