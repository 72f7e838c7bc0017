//! Lists of blips, comparisons, and blips in a message.

use super::*;
use crate::blip_text::Typed;
use crate::radar::{BlipText, Given, QuadrantId, Title};
use crate::service::{
    BlipMark, BlipsView, CompareRequest, EditionName, Filter, HistoryRequest, Matched, Meant, Motion,
    Unclear, WriteEdit,
};

/// Two teams own something, one review is due, and one blip has left.
fn more() -> Vec<Publication> {
    let of = |id: &str| Revision::of(BlipId::parse(id).unwrap());
    let owned = |id: &str, owner: &str, review: &str| Revision {
        owner: Some(Given::Is(owner.to_owned())),
        review_by: Some(Given::Is(review.parse().unwrap())),
        ..of(id)
    };
    vec![Publication {
        id: EditionId::parse("2024-01-01").unwrap(),
        title: "January".to_owned(),
        publish: "2024-01-01T09:00:00Z".parse().unwrap(),
        origin: Origin::Data,
        revisions: vec![
            owned("terraform", "Platform Team", "2026-11-22"),
            owned("atlantis", "platform team", "2026-11-23"),
            owned("pulumi", "Core", "2026-11-24"),
            Revision {
                ring: Some(RingId::parse("adopt").unwrap()),
                ..of("crossplane")
            },
            Revision {
                retired: Some(true),
                ..of("hermes")
            },
        ],
    }]
}

fn full() -> Room {
    room(Arc::new(MemoryStore::new()), more())
}

async fn list(room: &Room, request: Request) -> Result<BlipsView, Refusal> {
    match room.asks(&call(start(), 20, 1, 1), request).await {
        Ok(Response::Blips(view)) => Ok(*view),
        Err(Error::Refused(refusal)) => Err(*refusal),
        other => panic!("{other:?}"),
    }
}

async fn found(room: &Room, filter: Filter<String>) -> Result<Vec<String>, Refusal> {
    let mut ids = Vec::new();
    let mut view = list(room, Request::Blips(Box::new(filter))).await?;
    loop {
        ids.extend(view.page.rows.iter().map(|row| row.blip.id.to_string()));
        assert!(view.page.rows.len() <= 10);
        if view.page.number + 1 >= view.page.count {
            assert_eq!(ids.len(), view.page.total);
            return Ok(ids);
        }
        let next = Request::BlipsPage(Box::new(view.sieve.marks()), view.page.number + 1);
        let turned = list(room, next).await?;
        assert_eq!(turned.sieve, view.sieve, "a button asks for the same");
        view = turned;
    }
}

fn all() -> Filter<String> {
    Filter::default()
}

#[tokio::test]
async fn all_blips_are_listed_ring_by_ring_and_page_by_page() {
    let room = full();
    let ids = found(&room, all()).await.unwrap();
    assert_eq!(ids.len(), 15);
    assert!(!ids.contains(&"hermes".to_owned()), "it left");
    let view = list(&room, Request::Blips(Box::default())).await.unwrap();
    let positions: Vec<_> = view
        .page
        .rows
        .iter()
        .map(|row| view.scheme.position(&row.blip.ring))
        .collect();
    assert!(positions.is_sorted(), "{positions:?}");
}

#[tokio::test]
async fn each_filter_keeps_what_it_names_and_all_hold_together() {
    let room = full();
    let owned = |owner: &str| Filter {
        owner: Some(owner.to_owned()),
        ..all()
    };
    for owner in ["Platform Team", "PLATFORM-team", "plat"] {
        let ids = found(&room, owned(owner)).await.unwrap();
        assert_eq!(ids.len(), 2, "{owner}: {ids:?}");
    }
    let due = Filter { due: true, ..all() };
    assert_eq!(
        found(&room, due.clone()).await.unwrap(),
        ["terraform", "atlantis"],
        "longest overdue first"
    );
    let moved = |motion| Filter {
        motion: Some(motion),
        ..all()
    };
    assert_eq!(found(&room, moved(Motion::In)).await.unwrap(), ["crossplane"]);
    assert_eq!(found(&room, moved(Motion::Out)).await.unwrap(), [""; 0]);
    assert_eq!(found(&room, moved(Motion::Gone)).await.unwrap(), ["hermes"]);
    assert_eq!(found(&room, moved(Motion::Unchanged)).await.unwrap().len(), 14);
    let iac = Filter {
        tag: Some("IAC".to_owned()),
        ..all()
    };
    let tagged = found(&room, iac.clone()).await.unwrap();
    assert!(tagged.len() > 3 && tagged.contains(&"pulumi".to_owned()));
    let both = Filter {
        due: true,
        ring: Some("adopt".to_owned()),
        ..iac
    };
    for id in found(&room, both).await.unwrap() {
        assert!(
            tagged.contains(&id) && ["terraform", "atlantis"].contains(&id.as_str()),
            "{id}"
        );
    }
    let quadrant = Filter {
        quadrant: Some("no such".to_owned()),
        ..all()
    };
    assert!(matches!(
        found(&room, quadrant).await,
        Err(Refusal::UnknownQuadrant { .. })
    ));
}

#[tokio::test]
async fn words_are_looked_for_in_names_first() {
    let room = full();
    let said = |words: &str| Filter {
        words: Some(words.to_owned()),
        ..all()
    };
    let ids = found(&room, said("terra")).await.unwrap();
    assert_eq!(
        ids[..3].iter().filter(|id| id.starts_with("terra")).count(),
        3,
        "{ids:?}"
    );
    assert!(
        ids.contains(&"atlantis".to_owned()),
        "its text speaks of Terraform"
    );
    assert_eq!(found(&room, said("zzz")).await.unwrap(), [""; 0]);
    let gone = list(&room, Request::Blips(Box::new(said("hermes"))))
        .await
        .unwrap();
    assert_eq!((gone.page.total, gone.gone), (0, 1), "it left the radar");
    let mixed = Filter {
        ring: Some("adopt".to_owned()),
        ..said("terra")
    };
    assert!(found(&room, mixed).await.unwrap().len() < ids.len());
    let long = said(&"x".repeat(41));
    assert!(matches!(found(&room, long).await, Err(Refusal::BadText { .. })));
}

#[tokio::test]
async fn names_come_before_texts_and_whole_words_before_beginnings() {
    let introduced = |id: &str, name: &str, summary: &str| {
        Revision::introduce(
            BlipId::parse(id).unwrap(),
            Title::parse(name).unwrap(),
            RingId::parse("adopt").unwrap(),
            QuadrantId::parse("operable").unwrap(),
            BlipText::from_summary(summary),
        )
    };
    let mut publications = more();
    publications[0].revisions.extend([
        introduced("gopher", "Aaa Gopher", "x"),
        introduced("lang", "Zzz Go", "x"),
        Revision {
            ring: Some(RingId::parse("hold").unwrap()),
            ..introduced("go", "Go", "x")
        },
        introduced("speaks", "Speaks", "Written in Go."),
        introduced("begins", "Begins", "Gophers like it."),
        introduced("hub", "GitHub Actions", "x"),
    ]);
    let room = room(Arc::new(MemoryStore::new()), publications);
    let said = |words: &str| Filter {
        words: Some(words.to_owned()),
        ..all()
    };
    let ids = found(&room, said("go")).await.unwrap();
    assert_eq!(ids[..4], ["go", "lang", "gopher", "speaks"], "{ids:?}");
    let place = |id: &str| ids.iter().position(|one| one == id);
    assert!(place("speaks") < place("begins"), "{ids:?}");
    assert_eq!(found(&room, said("githubactions")).await.unwrap(), ["hub"]);
    assert_eq!(found(&room, said("github act")).await.unwrap(), ["hub"]);
    let near = list(&room, Request::Blips(Box::new(said("githubacitons"))))
        .await
        .unwrap();
    let near: Vec<&str> = near.near.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(near, ["hub"]);
    let fits = list(&room, Request::Blips(Box::new(said("go")))).await.unwrap();
    assert_eq!(fits.near, [], "something fits");
}

#[tokio::test]
async fn rings_and_quadrants_are_named_by_beginnings_as_tags_are() {
    let room = full();
    let of = |ring: Option<&str>, quadrant: Option<&str>| Filter {
        ring: ring.map(str::to_owned),
        quadrant: quadrant.map(str::to_owned),
        ..all()
    };
    for (begun, whole) in [("ado", "adopt"), ("TRI", "trial"), ("cau", "hold")] {
        let ids = found(&room, of(Some(begun), None)).await.unwrap();
        assert_eq!(ids, found(&room, of(Some(whole), None)).await.unwrap(), "{begun}");
    }
    assert_eq!(found(&room, of(None, Some("oper"))).await.unwrap().len(), 15);
    let refused = found(&room, of(Some("a"), None)).await;
    assert!(
        matches!(&refused, Err(Refusal::WhichRing { rings, .. }) if rings.len() == 2),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_ring_is_proposed_by_a_beginning_that_is_no_slip() {
    let room = full();
    let proposed = async |serial: u64, ring: &str| {
        let propose = Propose {
            blip: "atlantis".to_owned(),
            ring: ring.to_owned(),
            reason: None,
            quadrant: None,
            summary: None,
            policy: None,
            duration: None,
        };
        match room
            .asks(&call(start(), 20, 1, serial), Request::Propose(propose))
            .await
        {
            Ok(Response::Proposed { .. }) => Ok(()),
            Err(Error::Refused(refusal)) => Err(*refusal),
            other => panic!("{other:?}"),
        }
    };
    for (serial, slip) in (1..).zip(["a", "ad", "t", "ret", "reti", "dopt", ""]) {
        let refused = proposed(serial, slip).await;
        assert!(
            matches!(&refused, Err(Refusal::UnknownRing { .. })),
            "{slip}: {refused:?}"
        );
    }
    assert_eq!(proposed(20, "ado").await, Ok(()));
    let stored = room.store.proposals(guild()).await.unwrap();
    let to = stored[0].value.change.to().map(RingId::as_str);
    assert_eq!(to, Some("adopt"));
}

#[tokio::test]
async fn where_no_name_is_typed_that_is_said() {
    let room = full();
    for request in [
        Request::History(HistoryRequest::Named(" ".to_owned())),
        Request::Compare(named(&["terraform", ""])),
        Request::Edition(EditionRequest::Edit(String::new())),
        Request::Edition(EditionRequest::Correct {
            edition: EditionName::Current,
            blip: Some(String::new()),
        }),
    ] {
        let answer = room.asks(&call(start(), 20, 1, 1), request).await;
        assert!(
            matches!(&answer, Err(Error::Refused(refusal)) if **refusal == Refusal::NoName),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn what_there_is_not_is_refused_with_what_there_is() {
    let room = full();
    let ring = Filter {
        ring: Some("retire".to_owned()),
        ..all()
    };
    let refused = found(&room, ring).await;
    assert!(
        matches!(&refused, Err(Refusal::NoSuchRing { rings, .. }) if rings.len() == 4),
        "{refused:?}"
    );
    let tag = Filter {
        tag: Some("zzz".to_owned()),
        ..all()
    };
    let refused = found(&room, tag).await;
    assert!(
        matches!(&refused, Err(Refusal::NoSuchTag { tags, .. }) if tags.len() > 15),
        "{refused:?}"
    );
    let several = Filter {
        owner: Some("c".to_owned()),
        ..all()
    };
    assert!(found(&room, several).await.is_ok(), "one begins so");
    let several = Filter {
        tag: Some("d".to_owned()),
        ..all()
    };
    let refused = found(&room, several).await;
    assert!(
        matches!(&refused, Err(Refusal::WhichTag { tags, .. }) if tags.iter().all(|tag| tag.starts_with('d'))),
        "{refused:?}"
    );
    let owner = Filter {
        owner: Some(" ".to_owned()),
        ..all()
    };
    let refused = found(&room, owner).await;
    assert!(
        matches!(&refused, Err(Refusal::NoSuchOwner { owners, .. }) if owners.len() == 2),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_button_of_what_is_gone_says_so() {
    let room = full();
    let owned = Filter {
        owner: Some("Core".to_owned()),
        ..all()
    };
    let view = list(&room, Request::Blips(Box::new(owned))).await.unwrap();
    let marks = Box::new(view.sieve.marks());
    let edit = WriteEdit {
        blip: BlipId::parse("pulumi").unwrap(),
        part: crate::blip_text::Part::Facts,
        shown: crate::blip_text::mark(&view.page.rows[0].blip),
        typed: Typed {
            owner: Some(String::new()),
            ..Typed::default()
        },
    };
    let at = start() + HOUR;
    let edited = Request::Edition(EditionRequest::WriteEdit(Box::new(edit)));
    room.asks(&call(at, 20, 1, 2), edited).await.unwrap();
    room.publishes(at + HOUR).await;
    let later = call(at + HOUR * 2, 20, 1, 3);
    let turned = room.asks(&later, Request::BlipsPage(marks, 0)).await;
    let Err(Error::Refused(refusal)) = turned else {
        panic!("{turned:?}")
    };
    assert_eq!(*refusal, Refusal::FilterGone);
}

async fn compares(room: &Room, request: CompareRequest) -> Result<Response, Error> {
    room.asks(&call(start(), 20, 1, 1), Request::Compare(request))
        .await
}

fn named(names: &[&str]) -> CompareRequest {
    CompareRequest::Named(names.iter().map(|name| (*name).to_owned()).collect())
}

#[tokio::test]
async fn blips_are_compared_by_any_of_their_names() {
    let room = full();
    let compared = compares(&room, named(&["TF", "atlants", "hermes"])).await;
    let Ok(Response::Compared(cards)) = compared else {
        panic!("{compared:?}")
    };
    let ids: Vec<&str> = cards.iter().map(|card| card.blip.id.as_str()).collect();
    assert_eq!(ids, ["terraform", "atlantis", "hermes"]);
    assert_eq!(cards[0].matched, Matched::Exactly);
    assert!(matches!(cards[1].matched, Matched::Nearly { .. }));
    assert!(cards[2].retired);
    assert_eq!(cards[2].since.id.as_str(), "2024-01-01", "since when it is off");
    let marks = ids
        .iter()
        .map(|id| BlipMark::of(&BlipId::parse(id).unwrap()))
        .collect();
    let again = compares(&room, CompareRequest::Marked(marks)).await;
    assert!(matches!(again, Ok(Response::Compared(cards)) if cards.len() == 3));
}

#[tokio::test]
async fn a_blip_is_not_compared_with_itself_or_with_what_is_not_there() {
    let room = full();
    let twice = compares(&room, named(&["terraform", "TF"])).await;
    let title = Title::parse("Terraform").unwrap();
    assert!(
        matches!(&twice, Err(Error::Refused(refusal)) if **refusal == Refusal::SameBlip { title }),
        "{twice:?}"
    );
    let unclear = compares(&room, named(&["terraform", "terra", "zzzzzz"])).await;
    let Ok(Response::Uncompared(meant)) = unclear else {
        panic!("{unclear:?}")
    };
    assert!(
        matches!(
            meant.as_slice(),
            [
                Meant::One(_),
                Meant::Unclear(Unclear::Several { .. }),
                Meant::Unclear(Unclear::Nothing { .. })
            ]
        ),
        "{meant:?}"
    );
    let gone = compares(&room, CompareRequest::Marked(vec![BlipMark(1), BlipMark(2)])).await;
    assert!(
        matches!(&gone, Err(Error::Refused(refusal)) if **refusal == Refusal::ComparedGone),
        "{gone:?}"
    );
}

#[tokio::test]
async fn a_message_is_checked_with_votes_and_what_left() {
    let room = full();
    room.proposes(start(), "atlantis", "hold").await;
    let message = Posted {
        channel: channel(20),
        message: "7".parse().unwrap(),
    };
    let text = "Shall we run **Hermes**, or Atlantis with terraform? Or Atlantis alone?".to_owned();
    let checked = room
        .asks(&call(start(), 20, 1, 2), Request::Check(message, text))
        .await;
    let Ok(Response::Checked { named, .. }) = checked else {
        panic!("{checked:?}")
    };
    let told: Vec<_> = named
        .iter()
        .map(|one| (one.blip.id.as_str(), one.blip.retired, one.open_vote.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("hermes", true, false),
            ("atlantis", false, true),
            ("terraform", false, false)
        ]
    );
}

#[tokio::test]
async fn where_nothing_is_owned_that_is_said() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let owner = Filter {
        owner: Some("us".to_owned()),
        ..all()
    };
    let refused = found(&room, owner).await;
    assert!(
        matches!(&refused, Err(Refusal::NoSuchOwner { owners, .. }) if owners.is_empty()),
        "{refused:?}"
    );
}
