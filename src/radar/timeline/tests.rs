//! Tests of the timeline: order, inheritance, movement, and every way in which a publication is refused.

use proptest::prelude::*;

use super::*;
use crate::radar::scheme::tests::four_rings;
use crate::radar::{BlipText, Origin, Title};

const RINGS: [&str; 4] = ["adopt", "trial", "assess", "hold"];

fn blip(id: &str) -> BlipId {
    BlipId::parse(id).unwrap()
}

fn ring(id: &str) -> RingId {
    RingId::parse(id).unwrap()
}

fn edition(id: &str) -> EditionId {
    EditionId::parse(id).unwrap()
}

fn new(id: &str, in_ring: &str) -> Revision {
    let title = Title::parse(id).unwrap();
    let quadrant = QuadrantId::parse("operable").unwrap();
    Revision::introduce(
        blip(id),
        title,
        ring(in_ring),
        quadrant,
        BlipText::from_summary("What it is."),
    )
}

fn publish(id: &str, day: i64, origin: Origin, revisions: Vec<Revision>) -> Publication {
    let publish = Timestamp::from_second(day * 86_400).unwrap();
    Publication {
        id: edition(id),
        title: id.to_owned(),
        publish,
        origin,
        revisions,
    }
}

fn build(publications: Vec<Publication>) -> Timeline {
    Timeline::build(Arc::new(four_rings()), publications).unwrap()
}

fn faults(publications: Vec<Publication>) -> Vec<TimelineFault> {
    let errors = Timeline::build(Arc::new(four_rings()), publications).unwrap_err();
    errors.into_iter().map(|error| error.why).collect()
}

/// A blip's life: new in Assess, stays, in to Trial, out to Hold, retired, gone, back in Trial.
fn life() -> Timeline {
    build(vec![
        publish("1", 1, Origin::Data, vec![new("a", "assess"), new("b", "adopt")]),
        publish("2", 2, Origin::Data, vec![]),
        publish(
            "3",
            3,
            Origin::Guild,
            vec![Revision::move_to(blip("a"), ring("trial"))],
        ),
        publish(
            "4",
            4,
            Origin::Guild,
            vec![Revision::move_to(blip("a"), ring("hold"))],
        ),
        publish("5", 5, Origin::Guild, vec![Revision::retire(blip("a"))]),
        publish("6", 6, Origin::Guild, vec![]),
        publish(
            "7",
            7,
            Origin::Guild,
            vec![Revision::return_to(blip("a"), ring("trial"))],
        ),
    ])
}

#[test]
fn movement_is_against_the_last_edition_in_which_the_blip_stood() {
    let timeline = life();
    let moved = |id: &str| timeline.movement(&edition(id), &blip("a"));
    assert_eq!(moved("1"), Some(Movement::New));
    assert_eq!(moved("2"), Some(Movement::NoChange));
    assert_eq!(moved("3"), Some(Movement::MovedIn { from: ring("assess") }));
    assert_eq!(moved("4"), Some(Movement::MovedOut { from: ring("trial") }));
    assert_eq!(moved("5"), Some(Movement::Retired { from: ring("hold") }));
    assert_eq!(moved("6"), None);
    assert_eq!(moved("7"), Some(Movement::Returned { from: ring("hold") }));
    assert_eq!(timeline.movement(&edition("7"), &blip("unknown")), None);
    assert_eq!(timeline.movement(&edition("8"), &blip("a")), None);
}

#[test]
fn a_blip_that_changes_ring_as_it_retires_left_the_ring_in_which_it_stood() {
    let timeline = build(vec![
        publish("1", 1, Origin::Data, vec![new("a", "assess")]),
        publish(
            "2",
            2,
            Origin::Data,
            vec![Revision {
                ring: Some(ring("hold")),
                ..Revision::retire(blip("a"))
            }],
        ),
    ]);
    assert_eq!(
        timeline.movement(&edition("2"), &blip("a")),
        Some(Movement::Retired { from: ring("assess") })
    );
}

#[test]
fn since_is_where_the_unbroken_stay_in_the_ring_began() {
    let timeline = life();
    let since = |id: &str, of: &str| {
        timeline
            .since(&edition(id), &blip(of))
            .map(|edition| edition.id.as_str().to_owned())
    };
    assert_eq!(since("2", "a").as_deref(), Some("1"));
    assert_eq!(since("3", "a").as_deref(), Some("3"));
    assert_eq!(since("6", "a"), None);
    assert_eq!(since("7", "a").as_deref(), Some("7"));
    assert_eq!(since("7", "b").as_deref(), Some("1"));
}

#[test]
fn the_current_edition_is_the_newest_that_is_published() {
    let timeline = life();
    let at = |second| {
        timeline
            .at(Timestamp::from_second(second).unwrap())
            .map(|edition| edition.id.as_str())
    };
    assert_eq!(at(86_399), None);
    assert_eq!(at(86_400), Some("1"));
    assert_eq!(at(86_400 * 5 + 1), Some("5"));
    let next = timeline.upcoming(Timestamp::from_second(86_400 * 5).unwrap());
    assert_eq!(
        next.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>(),
        ["6", "7"]
    );
    assert_eq!(timeline.previous(&edition("1")), None);
    assert_eq!(timeline.previous(&edition("2")).unwrap().id, edition("1"));
}

#[test]
fn a_guild_has_the_last_word_of_one_moment() {
    let timeline = build(vec![
        publish(
            "a-guild",
            2,
            Origin::Guild,
            vec![Revision::move_to(blip("a"), ring("hold"))],
        ),
        publish(
            "z-data",
            2,
            Origin::Data,
            vec![Revision::move_to(blip("a"), ring("adopt"))],
        ),
        publish("1", 1, Origin::Data, vec![new("a", "assess")]),
    ]);
    assert_eq!(
        timeline.editions().last().unwrap().blips[&blip("a")].ring,
        ring("hold")
    );
}

#[test]
fn what_did_not_change_is_shared() {
    let timeline = life();
    let first = &timeline.editions()[0].blips[&blip("b")];
    let last = &timeline.editions()[6].blips[&blip("b")];
    assert!(Arc::ptr_eq(first, last));
}

#[test]
fn a_retired_blip_keeps_away_until_it_is_said_to_return() {
    let timeline = build(vec![
        publish("1", 1, Origin::Data, vec![new("a", "assess")]),
        publish("2", 2, Origin::Data, vec![Revision::retire(blip("a"))]),
        publish(
            "3",
            3,
            Origin::Data,
            vec![Revision::move_to(blip("a"), ring("trial"))],
        ),
    ]);
    assert!(timeline.editions()[2].is_retired(&blip("a")));
    assert_eq!(
        timeline.editions()[2].blip(&blip("a")).unwrap().ring,
        ring("trial")
    );
}

#[test]
fn every_fault_is_named() {
    assert_eq!(
        faults(vec![
            publish("1", 1, Origin::Data, vec![]),
            publish("1", 2, Origin::Guild, vec![])
        ]),
        [TimelineFault::EditionTwice]
    );
    assert_eq!(
        faults(vec![publish(
            "1",
            1,
            Origin::Data,
            vec![new("a", "hold"), new("a", "hold")]
        )]),
        [TimelineFault::BlipTwice]
    );
    assert_eq!(
        faults(vec![publish(
            "1",
            1,
            Origin::Data,
            vec![new("a", "nowhere"), Revision::retire(blip("b"))]
        )]),
        [
            TimelineFault::Ring(ring("nowhere")),
            TimelineFault::First(RevisionError::NoTitle),
            TimelineFault::First(RevisionError::NoRing),
            TimelineFault::First(RevisionError::NoQuadrant),
            TimelineFault::First(RevisionError::NoText),
            TimelineFault::First(RevisionError::Retired),
        ]
    );
    let mut lost = new("a", "hold");
    lost.quadrant = Some(QuadrantId::parse("nowhere").unwrap());
    let errors = Timeline::build(
        Arc::new(four_rings()),
        vec![publish("1", 1, Origin::Data, vec![lost])],
    )
    .unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "edition 1, a: `nowhere` is not a quadrant of this radar"
    );
}

/// What a member of the team may do to one of six blips in one edition.
#[derive(Debug, Clone)]
enum Act {
    Nothing,
    Move(usize),
    Retire,
    Return(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Nothing),
        (0..4usize).prop_map(Act::Move),
        Just(Act::Retire),
        (0..4usize).prop_map(Act::Return)
    ]
}

fn history() -> impl Strategy<Value = Vec<Publication>> {
    prop::collection::vec(prop::collection::vec(act(), 6), 1..8).prop_map(|editions| {
        let founding = (0..6).map(|n| new(&format!("b{n}"), RINGS[n % 4])).collect();
        let later = editions.into_iter().enumerate().map(|(n, acts)| {
            let revisions = acts.into_iter().enumerate().filter_map(|(n, act)| {
                let id = blip(&format!("b{n}"));
                match act {
                    Act::Nothing => None,
                    Act::Move(to) => Some(Revision::move_to(id, ring(RINGS[to]))),
                    Act::Retire => Some(Revision::retire(id)),
                    Act::Return(to) => Some(Revision::return_to(id, ring(RINGS[to]))),
                }
            });
            let day = i64::try_from(n).unwrap() + 2;
            publish(&format!("e{day}"), day, Origin::Guild, revisions.collect())
        });
        std::iter::once(publish("e1", 1, Origin::Data, founding))
            .chain(later)
            .collect()
    })
}

proptest! {
    /// In whatever order publications arrive, the snapshots are those of the order of their times.
    #[test]
    fn replaying_restores_the_snapshots(history in history(), turn in 0..8usize) {
        let whole = build(history.clone());
        let mut turned = history.clone();
        let by = turn % turned.len();
        turned.rotate_left(by);
        let reordered = build(turned);
        prop_assert_eq!(reordered.editions(), whole.editions());

        let grown = history.into_iter().try_fold(build(Vec::new()), |timeline, next| timeline.with(next)).unwrap();
        prop_assert_eq!(grown.editions(), whole.editions());
    }

    /// Movements, followed from the first edition, lead to where the blips stand.
    #[test]
    fn movements_lead_from_each_snapshot_to_the_next(history in history()) {
        let timeline = build(history);
        for edition in timeline.editions() {
            for id in edition.blips.keys().chain(edition.retired.keys()) {
                let last = timeline.before(&edition.id).iter().rev().find_map(|edition| edition.blips.get(id));
                match timeline.movement(&edition.id, id) {
                    Some(Movement::New) => prop_assert!(last.is_none() && !edition.is_retired(id)),
                    Some(Movement::NoChange) => prop_assert_eq!(&edition.blips[id].ring, &last.unwrap().ring),
                    Some(Movement::MovedIn { from }) => {
                        prop_assert_eq!(&from, &last.unwrap().ring);
                        prop_assert!(timeline.scheme.position(&edition.blips[id].ring) < timeline.scheme.position(&from));
                    }
                    Some(Movement::MovedOut { from }) => {
                        prop_assert_eq!(&from, &last.unwrap().ring);
                        prop_assert!(timeline.scheme.position(&edition.blips[id].ring) > timeline.scheme.position(&from));
                    }
                    Some(Movement::Returned { from }) => {
                        prop_assert_eq!(&from, &last.unwrap().ring);
                        prop_assert!(timeline.previous(&edition.id).unwrap().is_retired(id));
                    }
                    Some(Movement::Retired { from }) => {
                        prop_assert_eq!(&from, &last.unwrap().ring);
                        prop_assert!(edition.is_retired(id));
                    }
                    None => prop_assert!(edition.is_retired(id)),
                }
            }
        }
    }
}
