//! Tests of the timeline: order, inheritance, movement, and every way in which a publication is refused.

use proptest::prelude::*;

use super::*;
use crate::radar::scheme::tests::four_rings;
use crate::radar::{BlipText, Origin, Quadrant, Title};

const QUADRANTS: [&str; 2] = ["operable", "operators"];
const RINGS: [&str; 4] = ["adopt", "trial", "assess", "hold"];

/// Four rings and two quadrants.
fn scheme() -> Scheme {
    let four = four_rings();
    let mut quadrants = four.quadrants().to_vec();
    quadrants.push(Quadrant {
        id: QuadrantId::parse(QUADRANTS[1]).unwrap(),
        title: Title::parse("Operators").unwrap(),
        aliases: Vec::new(),
    });
    Scheme::new(four.title().clone(), four.rings().to_vec(), quadrants).unwrap()
}

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
    Timeline::build(Arc::new(scheme()), publications).unwrap()
}

fn faults(publications: Vec<Publication>) -> Vec<TimelineFault> {
    let errors = Timeline::build(Arc::new(scheme()), publications).unwrap_err();
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
        Arc::new(scheme()),
        vec![publish("1", 1, Origin::Data, vec![lost])],
    )
    .unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "edition 1, a: `nowhere` is not a quadrant of this radar"
    );
}

fn renamed(id: &BlipId, to: &str) -> Revision {
    Revision {
        title: Some(Title::parse(to).unwrap()),
        ..Revision::of(id.clone())
    }
}

fn in_quadrant(id: &BlipId, to: &str) -> Revision {
    Revision {
        quadrant: Some(QuadrantId::parse(to).unwrap()),
        ..Revision::of(id.clone())
    }
}

#[test]
fn a_new_name_and_another_quadrant_are_told_with_the_movement() {
    let moved = Revision {
        ring: Some(ring("trial")),
        ..in_quadrant(&blip("a"), QUADRANTS[1])
    };
    let timeline = build(vec![
        publish("1", 1, Origin::Data, vec![new("a", "assess")]),
        publish("2", 2, Origin::Guild, vec![renamed(&blip("a"), "A!")]),
        publish("3", 3, Origin::Guild, vec![moved]),
        publish("4", 4, Origin::Guild, vec![]),
        publish("5", 5, Origin::Guild, vec![Revision::retire(blip("a"))]),
    ]);
    let shift = |id: &str| timeline.shift(&edition(id), &blip("a"));
    let name = Title::parse("a").unwrap();
    let quadrant = QuadrantId::parse(QUADRANTS[0]).unwrap();
    let expected = Shift {
        renamed_from: Some(name.clone()),
        ..Shift::of(Movement::NoChange)
    };
    assert_eq!(shift("2"), Some(expected));
    let from = ring("assess");
    let expected = Shift {
        quadrant_from: Some(quadrant.clone()),
        ..Shift::of(Movement::MovedIn { from: from.clone() })
    };
    assert_eq!(shift("3"), Some(expected));
    assert!(!shift("4").unwrap().is_change());
    let told = timeline.differences(&edition("1"), &edition("4")).unwrap();
    let expected = Shift {
        movement: Movement::MovedIn { from },
        renamed_from: Some(name),
        quadrant_from: Some(quadrant),
    };
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1, expected);
    let now = Timestamp::from_second(5 * 86_400).unwrap();
    let steps = timeline.history(&blip("a"), now);
    let told: Vec<(&str, usize)> = steps
        .iter()
        .map(|step| (step.edition.id.as_str(), step.stayed))
        .collect();
    assert_eq!(told, [("1", 0), ("2", 0), ("3", 1), ("5", 0)]);
    assert_eq!(timeline.differences(&edition("1"), &edition("9")), None);
}

/// What a member of the team may do to one of six blips in one edition.
#[derive(Debug, Clone)]
enum Act {
    Nothing,
    Move(usize),
    Retire,
    Return(usize),
    Rename(usize),
    Requadrant(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Nothing),
        (0..4usize).prop_map(Act::Move),
        Just(Act::Retire),
        (0..4usize).prop_map(Act::Return),
        (0..3usize).prop_map(Act::Rename),
        (0..2usize).prop_map(Act::Requadrant)
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
                    Act::Rename(to) => Some(renamed(&id, &format!("Name {to} of {n}"))),
                    Act::Requadrant(to) => Some(in_quadrant(&id, QUADRANTS[to])),
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

/// The changes that lead from one edition to another.
fn changes(from: &Edition, to: &Edition) -> Vec<Revision> {
    let in_from = |id: &BlipId| {
        let blip = from.blip(id)?;
        Some((blip.as_ref(), from.is_retired(id)))
    };
    let all = to.blips.values().chain(to.retired.values());
    all.filter_map(|blip| Revision::between(in_from(&blip.id), blip, to.is_retired(&blip.id)))
        .collect()
}

proptest! {
    /// What differs between any two editions, applied to the first, is the second.
    #[test]
    fn diff_then_apply_restores_the_edition(history in history(), one in 0..8usize, other in 0..8usize) {
        let whole = build(history.clone());
        let last = whole.editions().len() - 1;
        let (from, to) = (one.min(other).min(last), one.max(other).min(last));
        let (first, second) = (&whole.editions()[from], &whole.editions()[to]);
        let mut replayed = history[..=from].to_vec();
        replayed.push(publish("diff", 99, Origin::Guild, changes(first, second)));
        let replayed = build(replayed);
        let restored = replayed.editions().last().unwrap();
        prop_assert_eq!(&restored.blips, &second.blips);
        // What came and went in between is not in the first, and can not be retired from it.
        let kept = |(id, blip): (&BlipId, &Arc<Blip>)| {
            restored.retired.get(id) == Some(blip) || first.blip(id).is_none()
        };
        prop_assert!(second.retired.iter().all(kept));
        let told = whole.differences(&first.id, &second.id).unwrap();
        let back = whole.differences(&second.id, &first.id).unwrap();
        prop_assert_eq!(&told, &back, "the order of the two does not matter");
        for (blip, shift) in &told {
            prop_assert_ne!(first.blips.get(&blip.id), second.blips.get(&blip.id));
            prop_assert!(shift.is_change());
        }
        let seen = |blip: &Blip| (blip.title.clone(), blip.ring.clone(), blip.quadrant.clone());
        for (id, blip) in &second.blips {
            let same = first.blips.get(id).is_some_and(|before| seen(before) == seen(blip));
            prop_assert_eq!(same, !told.iter().any(|(other, _)| other.id == *id));
        }
    }

    /// A history is a chain: each step begins where the one before it ended.
    #[test]
    fn the_history_of_a_blip_is_every_change_of_it(history in history(), which in 0..6usize) {
        let whole = build(history);
        let id = blip(&format!("b{which}"));
        let now = whole.editions().last().unwrap().published;
        let steps = whole.history(&id, now);
        prop_assert_eq!(&steps[0].shift, &Shift::of(Movement::New));
        for pair in steps.windows(2) {
            let (before, after) = (&pair[0].blip, &pair[1]);
            let from = match &after.shift.movement {
                Movement::MovedIn { from } | Movement::MovedOut { from } | Movement::Retired { from }
                | Movement::Returned { from } => Some(from),
                Movement::New | Movement::NoChange => None,
            };
            if !matches!(pair[0].shift.movement, Movement::Retired { .. }) {
                prop_assert!(from.is_none_or(|from| *from == before.ring));
            }
            prop_assert!(after.shift.renamed_from.as_ref().is_none_or(|title| *title != after.blip.title));
        }
        let told = whole.editions().iter().filter(|edition| {
            whole.shift(&edition.id, &id).is_some_and(|shift| shift.is_change())
        });
        prop_assert_eq!(told.count(), steps.len());
        prop_assert_eq!(whole.history(&id, steps[0].edition.published).len(), 1);
        prop_assert_eq!(whole.history(&id, steps[0].edition.published - jiff::SignedDuration::from_secs(1)), []);
    }

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
