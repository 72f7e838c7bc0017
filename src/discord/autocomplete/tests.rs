//! What is offered while a member types.

use std::collections::BTreeSet;

use std::num::NonZeroU64;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use serenity::model::application::CommandData;

use super::{ChoiceValue, Focus, Sources, choices, focus};
use crate::discord::commands::Topic;
use crate::draft::Draft;
use crate::edit::{Edit, EditNumber};
use crate::id::{ChannelId, GuildId, InteractionId, MemberId};
use crate::prose::Prose;
use crate::radar::{
    BlipId, BlipText, Color, EditionId, Origin, Publication, Quadrant, QuadrantId, Revision, Ring, RingId,
    Scheme, Timeline, Title,
};
use crate::service::{GuildRadar, Joined, Library};
use crate::vote::{Answer, Change, Concern, Electorate, Policies, Proposal, ProposalNumber, Status};
use crate::wording::Wording;

fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

fn ring(id: &str) -> RingId {
    RingId::parse(id).unwrap()
}

fn blip(id: &str) -> BlipId {
    BlipId::parse(id).unwrap()
}

fn scheme() -> Arc<Scheme> {
    let ring = |id: &str, name: &str, alias: &str| Ring {
        id: ring(id),
        title: title(name),
        aliases: vec![title(alias)],
        color: Color::parse("#112233").unwrap(),
    };
    let quadrant = Quadrant {
        id: QuadrantId::parse("operable").unwrap(),
        title: title("Operable"),
        aliases: Vec::new(),
    };
    let rings = vec![ring("trial", "Trial", "pilot"), ring("hold", "Hold", "caution")];
    Arc::new(Scheme::new(title("Radar"), rings, vec![quadrant]).unwrap())
}

fn introduce(id: &str, name: &str) -> Revision {
    let quadrant = QuadrantId::parse("operable").unwrap();
    let text = BlipText::from_summary("x");
    Revision::introduce(blip(id), title(name), ring("trial"), quadrant, text)
}

fn publication(id: &str, day: i64, revisions: Vec<Revision>) -> Publication {
    Publication {
        id: EditionId::parse(id).unwrap(),
        title: format!("Edition {id}"),
        publish: Timestamp::from_second(day * 86_400).unwrap(),
        origin: Origin::Data,
        revisions,
    }
}

/// Thirty blips and three with names, one of them retired; a second edition, and a third that is yet to come.
fn library() -> Library {
    let mut first: Vec<Revision> = (0..30)
        .map(|n| introduce(&format!("tool-{n}"), &format!("Tool {n}")))
        .collect();
    first.push(introduce("atlantis", "Atlantis"));
    first.push(introduce("pulumi", "Pulumi"));
    let editions = vec![
        publication("1", 1, first),
        publication("2", 2, vec![Revision::retire(blip("pulumi"))]),
        publication("3", 9, Vec::new()),
    ];
    Library::new(scheme(), editions).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_second(3 * 86_400).unwrap()
}

fn proposal(number: u32, name: &str, status: Status) -> Proposal {
    let id = NonZeroU64::new(1).unwrap();
    Proposal {
        guild: GuildId::new(id),
        number: ProposalNumber::try_from(number).unwrap(),
        change: Change::Move {
            blip: blip("atlantis"),
            title: title(name),
            from: ring("trial"),
            to: ring("hold"),
        },
        proposer: MemberId::new(id),
        reason: None,
        channel: ChannelId::new(id),
        interaction: InteractionId::new(id),
        opens_at: now(),
        closes_at: now() + SignedDuration::from_hours(1),
        policy: Policies::built_in().usual(false),
        addenda: Vec::new(),
        extensions: Vec::new(),
        concerns: Vec::new(),
        voided: Vec::new(),
        departed: BTreeSet::new(),
        seconded_by: None,
        supersedes: None,
        electorate: Electorate::Anyone,
        status,
    }
}

/// Names and values.
fn offered_by(
    radar: &GuildRadar,
    proposals: &[Proposal],
    topic: Topic,
    typed: &str,
) -> Vec<(String, String)> {
    offered_beside(&[], radar, proposals, (topic, typed))
}

/// The same where these stand in other options.
fn offered_beside(
    beside: &[&str],
    radar: &GuildRadar,
    proposals: &[Proposal],
    (topic, typed): (Topic, &str),
) -> Vec<(String, String)> {
    // All that are given here passed, and nothing else waits.
    let current = radar.current(now()).unwrap();
    let draft = Draft::of(current.edition, proposals.to_vec(), Vec::new());
    let joined = Joined::of(current.edition, &draft);
    let edits = [edit("zig"), edit("atlantis")];
    let sources = Sources {
        current: radar.current(now()),
        joined: joined.as_ref(),
        proposals,
        edits: &edits,
        policies: &Policies::built_in(),
        now: now(),
    };
    let wording = Wording::shared();
    let suggestions = choices(
        &Focus {
            topic,
            typed,
            proposal: Some(ProposalNumber::FIRST),
            beside: beside.to_vec(),
        },
        sources,
        &wording,
    );
    assert!(suggestions.len() <= 25);
    suggestions
        .into_iter()
        .map(|suggestion| {
            assert!((1..=100).contains(&suggestion.name.chars().count()));
            let value = match suggestion.value {
                ChoiceValue::Text(text) => text,
                ChoiceValue::Number(number) => number.to_string(),
            };
            assert!((1..=100).contains(&value.chars().count()));
            (suggestion.name, value)
        })
        .collect()
}

fn edit(id: &str) -> Edit {
    Edit {
        guild: GuildId::new(NonZeroU64::MIN),
        number: EditNumber::FIRST,
        by: MemberId::new(NonZeroU64::MIN),
        at: now(),
        revision: Revision::move_to(blip(id), ring("hold")),
        dropped: None,
    }
}

fn offered(topic: Topic, typed: &str) -> Vec<(String, String)> {
    offered_by(&library().base(), &[], topic, typed)
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn nothing_typed_offers_the_whole_radar_first() {
    let offers = offered(Topic::Radar, "");
    assert_eq!(offers[0], pair("The whole radar", "*"));
    assert_eq!(offers[1], pair("Atlantis · Trial", "atlantis"));
    assert_eq!(offers.len(), 25);
}

#[test]
fn the_whole_radar_comes_after_blips_where_its_name_is_begun_and_else_not_at_all() {
    let whole = pair("The whole radar", "*");
    for begun in ["t", "THE", "wh", "radar", "whole ra"] {
        let offers = offered(Topic::Radar, begun);
        assert_eq!(offers.last(), Some(&whole), "{begun}");
        assert_eq!(offers.iter().filter(|offer| **offer == whole).count(), 1);
    }
    assert_ne!(offered(Topic::Radar, "t")[0], whole, "Tool 1 and others begin so");
    for other in ["e", "ad", "le", "he w", "🚀", "atl"] {
        assert!(!offered(Topic::Radar, other).contains(&whole), "{other}");
    }
    assert_eq!(offered(Topic::Radar, "*")[0], whole);
}

#[test]
fn what_is_compared_already_is_not_offered_again() {
    let radar = library().base();
    let offered = |beside: &[&str]| offered_beside(beside, &radar, &[], (Topic::Compared, "atl"));
    let atlantis = pair("Atlantis · Trial", "atlantis");
    assert_eq!(offered(&[])[0], atlantis);
    for there in ["atlantis", "Atlantis"] {
        assert!(!offered(&["tool-1", there]).contains(&atlantis), "{there}");
    }
    let all = offered_beside(&["tool-1"], &radar, &[], (Topic::Compared, ""));
    assert_eq!(all.len(), 25);
}

#[test]
fn what_is_typed_finds_blips_by_name_retired_ones_too() {
    assert_eq!(
        offered(Topic::Radar, "ATL")[0],
        pair("Atlantis · Trial", "atlantis")
    );
    assert_eq!(
        offered(Topic::Radar, "pulu")[0],
        pair("Pulumi · off the radar, last in Trial", "pulumi")
    );
}

#[test]
fn a_name_that_is_not_on_the_radar_is_offered_as_new() {
    assert_eq!(offered(Topic::Blip, "Nix").pop(), Some(pair("New: Nix", "Nix")));
    let known = offered(Topic::Blip, "atlantis");
    assert!(known.iter().all(|(name, _)| !name.starts_with("New")));
    assert_eq!(offered(Topic::Blip, "").len(), 25);
    let many = offered(Topic::Blip, "tool");
    assert_eq!((many.len(), &many[24]), (25, &pair("New: tool", "tool")));
    let too_long = offered(Topic::Blip, &"x".repeat(101));
    assert!(too_long.is_empty());
}

#[test]
fn what_joins_with_the_draft_can_be_edited_and_is_told_to_be_new() {
    let joins = [Proposal {
        change: Change::Add {
            blip: blip("zig"),
            title: title("Zig"),
            quadrant: QuadrantId::parse("operable").unwrap(),
            to: ring("trial"),
            summary: Prose::parse("A language.", 100).unwrap(),
        },
        ..proposal(1, "Zig", Status::Open)
    }];
    let library = library();
    let offered = |topic, typed: &str| offered_by(&library.base(), &joins, topic, typed);
    let zig = pair("New in the draft: Zig · Trial", "zig");
    assert_eq!(offered(Topic::Drafted, "Zi")[0], zig);
    assert_eq!(
        offered(Topic::Drafted, "atl")[0],
        pair("Atlantis · Trial", "atlantis")
    );
    assert_eq!(offered(Topic::Drafted, "").len(), 25);
    // An edition that is out does not speak of it.
    assert!(!offered(Topic::Known, "Zi").contains(&pair("Zig · Trial", "zig")));
    assert_eq!(offered(Topic::Edit, "zig"), [pair("Edit #1: Zig", "1")]);
    // Nothing joins: as it is.
    assert_eq!(
        offered_by(&library.base(), &[], Topic::Drafted, "pulu")[0],
        pair("Pulumi · off the radar, last in Trial", "pulumi")
    );
}

#[test]
fn rings_and_quadrants_are_found_by_alias_and_retire_is_offered() {
    let all = offered(Topic::Ring, "");
    let values: Vec<&str> = all.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["trial", "hold", "retire"]);
    assert_eq!(offered(Topic::Ring, "caut"), [pair("Hold", "hold")]);
    assert_eq!(
        offered(Topic::Ring, "retire"),
        [pair("Retire (take it off the radar)", "retire")]
    );
    assert_eq!(offered(Topic::Quadrant, "oper"), [pair("Operable", "operable")]);
    assert!(offered(Topic::Quadrant, "zzz").is_empty());
}

#[test]
fn open_proposals_come_first_then_the_newest() {
    let library = library();
    let ended = Status::Withdrawn {
        at: now(),
        stood: None,
    };
    let proposals = [
        proposal(1, "Atlantis", Status::Open),
        proposal(2, "Nix", ended.clone()),
        proposal(12, &"y".repeat(80), ended),
    ];
    let found = |typed: &str| {
        let offers = offered_by(&library.base(), &proposals, Topic::Proposal, typed);
        offers.into_iter().map(|(_, value)| value).collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["1", "12", "2"]);
    assert_eq!(found("#1"), ["1", "12"]);
    assert_eq!(found("ni"), ["2"]);
    let names = offered_by(&library.base(), &proposals, Topic::Proposal, "atl");
    assert_eq!(names, [pair("#1 Atlantis: Trial → Hold", "1")]);
}

#[test]
fn editions_are_offered_newest_first_and_not_before_they_are_out() {
    assert_eq!(
        offered(Topic::Edition, ""),
        [pair("Edition 2 (2)", "2"), pair("Edition 1 (1)", "1")]
    );
    assert_eq!(offered(Topic::Edition, "edition 1"), [pair("Edition 1 (1)", "1")]);
}

#[test]
fn without_an_edition_nothing_of_the_radar_is_offered() {
    let timeline = Timeline::build(scheme(), Vec::new()).unwrap();
    assert!(timeline.editions().is_empty());
    let sources = Sources {
        current: None,
        joined: None,
        proposals: &[proposal(1, "Atlantis", Status::Open)],
        edits: &[],
        policies: &Policies::built_in(),
        now: now(),
    };
    let wording = Wording::shared();
    for topic in [
        Topic::Radar,
        Topic::Blip,
        Topic::Drafted,
        Topic::Ring,
        Topic::Quadrant,
        Topic::Edition,
    ] {
        assert!(
            choices(
                &Focus {
                    topic,
                    typed: "",
                    proposal: None,
                    beside: Vec::new(),
                },
                sources,
                &wording
            )
            .is_empty()
        );
    }
    let topic = Topic::Proposal;
    assert_eq!(
        serde_json::to_value(
            &choices(
                &Focus {
                    topic,
                    typed: "",
                    proposal: None,
                    beside: Vec::new(),
                },
                sources,
                &wording
            )[0]
            .value
        )
        .unwrap(),
        1
    );
}

fn data(name: &str, options: &Value) -> CommandData {
    serde_json::from_value(json!({"id": "1", "name": name, "type": 1, "options": options})).unwrap()
}

#[test]
fn the_focused_option_is_found_in_commands_and_subcommands() {
    let ring = json!([
        {"name": "blip", "type": 3, "value": "x"},
        {"name": "ring", "type": 3, "value": "tr", "focused": true},
    ]);
    let command = data("propose", &ring);
    assert_eq!(
        focus(&command),
        Some(Focus {
            topic: Topic::Ring,
            typed: "tr",
            proposal: None,
            beside: vec!["x"],
        })
    );
    let number = json!([{"name": "show", "type": 1, "options": [
        {"name": "proposal", "type": 4, "value": "1", "focused": true}
    ]}]);
    let command = data("proposal", &number);
    assert_eq!(
        focus(&command),
        Some(Focus {
            topic: Topic::Proposal,
            typed: "1",
            proposal: None,
            beside: vec![],
        })
    );
    let concern = json!([{"name": "resolve", "type": 1, "options": [
        {"name": "proposal", "type": 4, "value": 7},
        {"name": "concern", "type": 4, "value": "", "focused": true}
    ]}]);
    let command = data("proposal", &concern);
    assert_eq!(
        focus(&command),
        Some(Focus {
            topic: Topic::Concern,
            typed: "",
            proposal: ProposalNumber::try_from(7).ok(),
            beside: vec![],
        })
    );
    assert_eq!(focus(&data("dance", &ring)), None);
    assert_eq!(focus(&data("help", &json!([]))), None);
}

#[test]
fn policies_say_what_they_are() {
    let library = library();
    let radar = library.radar(GuildId::new(NonZeroU64::MIN), &[], &[]);
    let found = offered_by(&radar, &[], Topic::Policy, "");
    assert_eq!(
        found[0],
        (
            "adopt · 7 days · 3/4 in favor, 3 taking part".to_owned(),
            "adopt".to_owned()
        )
    );
    assert_eq!(found.len(), 4);
    let lazy = offered_by(&radar, &[], Topic::Policy, "LAZ");
    assert_eq!(
        lazy,
        [(
            "lazy · 5 days · nobody against, 1 in favor besides the proposer".to_owned(),
            "lazy".to_owned()
        )]
    );
}

#[test]
fn a_duration_is_repeated_if_it_is_one() {
    let library = library();
    let radar = library.radar(GuildId::new(NonZeroU64::MIN), &[], &[]);
    let values = |typed: &str| -> Vec<String> {
        let found = offered_by(&radar, &[], Topic::Duration, typed);
        found.into_iter().map(|(_, value)| value).collect()
    };
    assert_eq!(
        values(""),
        ["1 day", "2 days", "3 days", "5 days", "7 days", "14 days"]
    );
    assert_eq!(values("1 week"), ["7 days"]);
    assert_eq!(values("36h"), ["36 hours"]);
    assert_eq!(values("3"), ["3 days"]);
    assert_eq!(values("soon"), Vec::<String>::new());
}

#[test]
fn concerns_of_the_proposal_that_wait_are_offered() {
    let concern = |title: &str, answer: Answer| Concern {
        title: Prose::parse(title, 100).unwrap(),
        text: None,
        author: MemberId::new(NonZeroU64::MIN),
        raised_at: now(),
        answer,
    };
    let mut about = proposal(1, "Atlantis", Status::Open);
    about.concerns = vec![
        concern("Who runs it?", Answer::Resolved { at: now() }),
        concern("The name", Answer::Open),
        concern("Licence", Answer::Open),
    ];
    let mut other = proposal(2, "Zig", Status::Open);
    other.concerns = vec![concern("Another", Answer::Open)];
    let all = [other, about];
    let library = library();
    let radar = library.radar(GuildId::new(NonZeroU64::MIN), &[], &[]);
    let offered = |typed: &str| offered_by(&radar, &all, Topic::Concern, typed);
    let (name, licence) = (pair("#2 The name", "2"), pair("#3 Licence", "3"));
    assert_eq!(offered(""), [name.clone(), licence.clone()]);
    assert_eq!(offered("NAME"), [name]);
    assert_eq!(offered("3"), [licence]);
    assert_eq!(offered("1"), [], "it has its answer");
}

#[test]
fn schedules_and_zones_are_offered() {
    let library = library();
    let radar = library.radar(GuildId::new(NonZeroU64::MIN), &[], &[]);
    let values = |topic, typed: &str| -> Vec<String> {
        let found = offered_by(&radar, &[], topic, typed);
        found.into_iter().map(|(_, value)| value).collect()
    };
    let all = values(Topic::Schedule, "");
    assert_eq!(all.first().map(String::as_str), Some("every quarter"));
    assert_eq!(all.last().map(String::as_str), Some("off"));
    for value in all.iter().filter(|value| *value != "off") {
        assert!(value.parse::<crate::schedule::Rule>().is_ok(), "{value}");
    }
    assert_eq!(values(Topic::Schedule, "Every ha"), ["every half-year"]);
    assert_eq!(values(Topic::Schedule, "30 8 * * FRI"), ["30 8 * * FRI"]);
    assert_eq!(values(Topic::Schedule, "whenever"), Vec::<String>::new());
    assert_eq!(values(Topic::Zone, "berl"), ["Europe/Berlin"]);
    assert_eq!(
        values(Topic::Zone, "new york").first().map(String::as_str),
        Some("America/New_York")
    );
    assert_eq!(values(Topic::Zone, "").len(), 25);
}
