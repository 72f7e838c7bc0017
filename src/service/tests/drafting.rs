//! The draft by hand: what is dropped, kept, edited and corrected.

use super::*;
use crate::blip_text::{Part, Typed, mark};
use crate::outbox::Update;
use crate::radar::Blip;
use crate::service::{
    BlipMark, DraftView, EditionName, Facts, Fingerprint, Right, Words, WriteCorrection, WriteEdit,
};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

impl Room {
    async fn edition(&self, at: Timestamp, request: EditionRequest) -> Result<Response, Error> {
        self.asks(&call(at, 20, 1, 7), Request::Edition(request)).await
    }

    /// A maintainer changes the owner of a blip.
    pub(super) async fn owns(&self, at: Timestamp, blip: &Blip, owner: &str) -> Result<Response, Error> {
        let typed = Typed {
            owner: Some(owner.to_owned()),
            ..Typed::default()
        };
        let edit = WriteEdit {
            blip: blip.id.clone(),
            part: Part::Facts,
            shown: mark(blip),
            typed,
        };
        self.edition(at, EditionRequest::WriteEdit(Box::new(edit))).await
    }

    /// A maintainer corrects whose a blip is in the current edition, or only notes that something was wrong.
    pub(super) async fn corrects(&self, at: Timestamp, blip: &str, owner: Option<&str>) {
        let correct = EditionRequest::Correct {
            edition: EditionName::Current,
            blip: Some(blip.to_owned()),
        };
        let Ok(Response::Words(words)) = self.edition(at, correct).await else {
            panic!("nothing to correct");
        };
        let Words::Blip(edition, blip) = *words else {
            panic!("{words:?}");
        };
        let right = match owner {
            None => Right::Title(edition.title),
            Some(owner) => Right::Blip {
                blip: BlipMark::of(&blip.id),
                part: Part::Facts,
                shown: mark(&blip),
                typed: Typed {
                    owner: Some(owner.to_owned()),
                    ..Typed::default()
                },
            },
        };
        let written = WriteCorrection {
            edition: edition.id,
            note: "It was wrong.".to_owned(),
            right,
        };
        let request = EditionRequest::WriteCorrection(Box::new(written));
        self.edition(at, request).await.unwrap();
    }

    async fn previews(&self, at: Timestamp) -> Box<DraftView> {
        let preview = EditionRequest::Preview { title: None, page: 0 };
        match self.edition(at, preview).await.unwrap() {
            Response::Preview(view) => view,
            other => panic!("{other:?}"),
        }
    }

    /// A blip as the next edition has it.
    pub(super) async fn drafted(&self, at: Timestamp, name: &str) -> Blip {
        match self.edition(at, EditionRequest::Edit(name.to_owned())).await {
            Ok(Response::Words(words)) => match *words {
                Words::Draft(blip) => blip,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
}

fn refused(answer: Result<Response, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_another_goes_on_from_is_dropped_after_it() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let (first, second) = (ProposalNumber::FIRST, ProposalNumber::FIRST.next());
    let at = room.passes(start(), first, "crossplane", "trial").await;
    let at = room.passes(at, second, "crossplane", "adopt").await;
    let drop = |number| EditionRequest::Drop(number, "not yet".to_owned());
    let answer = refused(room.edition(at, drop(first)).await);
    assert_eq!(
        answer,
        Refusal::BuiltUpon {
            number: first,
            later: second
        }
    );
    room.edition(at, drop(second)).await.unwrap();
    room.edition(at, drop(first)).await.unwrap();
    let Refusal::NotInDraft { inside, .. } = refused(room.edition(at, drop(first)).await) else {
        panic!("it is dropped twice");
    };
    assert!(inside.is_empty());
    // The later one fits only on the earlier one.
    let keep = |number| EditionRequest::Keep(number);
    let answer = refused(room.edition(at, keep(second)).await);
    assert!(matches!(answer, Refusal::FitsNoMore { .. }), "{answer:?}");
    room.edition(at, keep(first)).await.unwrap();
    room.edition(at, keep(second)).await.unwrap();
    let edition = room.publishes(at).await;
    let radar = room.service.radar(guild()).await.unwrap();
    let crossplane = BlipId::parse("crossplane").unwrap();
    let edition = radar.timeline.get(&edition).unwrap();
    assert_eq!(edition.blips[&crossplane].ring, RingId::parse("adopt").unwrap());
    // The channel that decided hears of both.
    let second = u32::try_from(at.as_second()).unwrap();
    for update in [Update::Dropped(second), Update::Kept(second)] {
        let topic = Topic::Update(first, update);
        let told = room.store.notice(guild(), &topic).await.unwrap();
        assert!(told.is_some(), "{topic:?}");
    }
    let trail = room.store.trail(guild(), first).await.unwrap().value;
    let told: Vec<&str> = trail.entries.iter().map(|entry| entry.act.name()).collect();
    assert_eq!(told[told.len() - 2..], ["dropped", "kept"]);
}

#[tokio::test]
async fn a_drop_tells_which_open_vote_it_ends_as_stale() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let (first, second) = (ProposalNumber::FIRST, ProposalNumber::FIRST.next());
    let at = room.passes(start(), first, "crossplane", "trial").await;
    room.proposes(at, "crossplane", "adopt").await;
    // One on another blip goes on.
    room.asks(
        &call(at, 20, 1, 8),
        Request::Propose(Propose {
            blip: "hermes".to_owned(),
            ring: "trial".to_owned(),
            reason: None,
            quadrant: None,
            summary: None,
            policy: None,
            duration: None,
        }),
    )
    .await
    .unwrap();
    let drop = EditionRequest::Drop(first, "not yet".to_owned());
    let Ok(Response::Redrafted { ending, .. }) = room.edition(at, drop).await else {
        panic!("it is in the draft");
    };
    let numbers: Vec<ProposalNumber> = ending.iter().map(|vote| vote.number).collect();
    assert_eq!(numbers, [second]);
    let mut ended = Vec::new();
    for number in [second, second.next()] {
        let settled = room.service.settle(guild(), number, at + MINUTE).await.unwrap();
        ended.push(matches!(settled.unwrap().status, Status::Stale { .. }));
    }
    assert_eq!(ended, [true, false], "what was told is what comes");
    let Ok(Response::Redrafted { ending, .. }) = room.edition(at, EditionRequest::Keep(first)).await else {
        panic!("it is put back");
    };
    assert_eq!(ending, []);
}

#[tokio::test]
async fn the_channel_hears_who_put_a_proposal_back() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let number = ProposalNumber::FIRST;
    let at = room.passes(start(), number, "crossplane", "trial").await;
    let mut told = Vec::new();
    for (minute, by) in [(0, 4), (2, 5)] {
        let at = at + MINUTE * minute;
        let drop = EditionRequest::Drop(number, "not yet".to_owned());
        room.edition(at, drop).await.unwrap();
        let at = at + MINUTE;
        let keep = Request::Edition(EditionRequest::Keep(number));
        room.asks(&call(at, 20, by, 9), keep).await.unwrap();
        told.push(Topic::Update(
            number,
            Update::Kept(u32::try_from(at.as_second()).unwrap()),
        ));
    }
    let by = async |topic: &Topic| {
        let notice = room.notice(topic).await;
        match room.service.facts(&notice, at + HOUR).await.unwrap() {
            Facts::Update(_, _, concerned) => concerned.by.map(MemberId::get),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((by(&told[0]).await, by(&told[1]).await), (Some(4), Some(5)));
    room.store
        .forget(guild(), MemberId::try_from(4).unwrap())
        .await
        .unwrap();
    assert_eq!((by(&told[0]).await, by(&told[1]).await), (None, Some(5)));
}

#[tokio::test]
async fn an_edit_of_what_joins_with_the_draft_goes_with_it() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let at = room.passes(start(), ProposalNumber::FIRST, "Zig", "assess").await;
    let zig = room.drafted(at, "zig").await;
    // It is found as all others are, and beside them.
    assert_eq!(room.drafted(at, "Zigg").await.id, zig.id);
    assert_eq!(room.drafted(at, "atlantys").await.id.as_str(), "atlantis");
    let Ok(Response::NotOnRadar { .. }) = room.edition(at, EditionRequest::Edit("xqw".to_owned())).await
    else {
        panic!("nothing is called so");
    };
    room.owns(at, &zig, "Compilers").await.unwrap();
    // Who opened the form before that does not undo it.
    let answer = refused(room.owns(at, &zig, "Nobody").await);
    assert!(matches!(answer, Refusal::WordsChanged { .. }), "{answer:?}");
    let zig = room.drafted(at, "Zig").await;
    assert_eq!(zig.owner.as_deref(), Some("Compilers"));
    assert_eq!(
        refused(room.owns(at, &zig, "Compilers").await),
        Refusal::NothingChanged
    );
    let shown = |view: Response| match view {
        Response::Preview(view) | Response::Draft(view) => view,
        other => panic!("{other:?}"),
    };
    let draft = shown(room.edition(at, EditionRequest::Draft(0)).await.unwrap());
    assert!(draft.edits[0].fits);
    let drop = EditionRequest::Drop(ProposalNumber::FIRST, "not yet".to_owned());
    room.edition(at, drop).await.unwrap();
    let without = room.edition(at, EditionRequest::Draft(0)).await.unwrap();
    assert_eq!(
        shown(without).digest,
        None,
        "an edit alone brings nothing onto the radar"
    );
    room.edition(at, EditionRequest::Keep(ProposalNumber::FIRST))
        .await
        .unwrap();
    let edition = room.publishes(at).await;
    let radar = room.service.radar(guild()).await.unwrap();
    let zig = &radar.timeline.get(&edition).unwrap().blips[&BlipId::parse("zig").unwrap()];
    assert_eq!(zig.owner.as_deref(), Some("Compilers"));
    let editions = room.store.editions(guild()).await.unwrap();
    assert_eq!(editions[0].value.edits.len(), 1);
}

#[tokio::test]
async fn an_edition_of_edits_alone_tells_them_and_what_was_previewed_is_published() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let atlantis = room.drafted(start(), "atlantis").await;
    room.owns(start(), &atlantis, "Platform").await.unwrap();
    let preview = EditionRequest::Preview { title: None, page: 0 };
    let Response::Preview(view) = room.edition(start(), preview).await.unwrap() else {
        panic!("no preview");
    };
    let digest = view.digest.unwrap();
    assert_eq!((digest.entries.len(), digest.updated.len()), (0, 1));
    let atlantis = room.drafted(start(), "atlantis").await;
    room.owns(start(), &atlantis, "Somebody else").await.unwrap();
    let publish = EditionRequest::Publish {
        title: None,
        shown: view.fingerprint,
    };
    assert_eq!(
        refused(room.edition(start(), publish).await),
        Refusal::DraftChanged
    );
    let number = crate::edit::EditNumber::FIRST.next();
    let drop = EditionRequest::DropEdit(number, "a joke".to_owned());
    room.edition(start(), drop.clone()).await.unwrap();
    let Refusal::NoSuchEdit { inside, .. } = refused(room.edition(start(), drop).await) else {
        panic!("it is dropped twice");
    };
    assert_eq!(inside.len(), 1);
    let edition = room.publishes(start() + MINUTE).await;
    let radar = room.service.radar(guild()).await.unwrap();
    let blip = &radar.timeline.get(&edition).unwrap().blips[&atlantis.id];
    assert_eq!(blip.owner.as_deref(), Some("Platform"));
    let answer = refused(
        room.edition(start() + HOUR, EditionRequest::Preview { title: None, page: 0 })
            .await,
    );
    assert_eq!(answer, Refusal::EmptyDraft);
}

#[tokio::test]
async fn a_data_folders_edition_is_corrected_for_one_guild() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let correct = EditionRequest::Correct {
        edition: EditionName::Current,
        blip: Some("Atlantis".to_owned()),
    };
    let Ok(Response::Words(words)) = room.edition(start(), correct).await else {
        panic!("nothing to correct");
    };
    let Words::Blip(edition, blip) = *words else {
        panic!("{words:?}");
    };
    let written = |note: &str, typed| WriteCorrection {
        edition: edition.id.clone(),
        note: note.to_owned(),
        right: Right::Blip {
            blip: BlipMark::of(&blip.id),
            part: Part::Facts,
            shown: mark(&blip),
            typed,
        },
    };
    let typed = Typed {
        owner: Some("Platform".to_owned()),
        ..Typed::default()
    };
    let without_note = written(" ", typed.clone());
    let answer = room
        .edition(start(), EditionRequest::WriteCorrection(Box::new(without_note)))
        .await;
    assert!(matches!(refused(answer), Refusal::BadNote { .. }));
    let right = written("It has an owner.", typed);
    let answer = room
        .edition(start(), EditionRequest::WriteCorrection(Box::new(right)))
        .await
        .unwrap();
    assert!(
        matches!(
            answer,
            Response::Corrected {
                number: 1,
                digest: None,
                ..
            }
        ),
        "{answer:?}"
    );
    let radar = room.service.radar(guild()).await.unwrap();
    let here = &radar.timeline.get(&edition.id).unwrap().blips[&blip.id];
    assert_eq!(here.owner.as_deref(), Some("Platform"));
    let elsewhere = room.service.radar("11".parse().unwrap()).await.unwrap();
    let there = &elsewhere.timeline.get(&edition.id).unwrap().blips[&blip.id];
    assert_eq!(**there, blip);
}

#[tokio::test]
async fn what_a_correction_changes_about_a_preview_is_shown_before_it_is_published() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    for name in ["atlantis", "hermes"] {
        let blip = room.drafted(start(), name).await;
        room.owns(start(), &blip, "Platform").await.unwrap();
    }
    let before = room.previews(start()).await;
    // As previews were marked that are open since before corrections were part of it.
    assert_eq!(before.fingerprint, Fingerprint(0xf3b6_5023));
    assert_eq!(before.digest.unwrap().updated.len(), 2);
    let publish = |shown| EditionRequest::Publish { title: None, shown };
    // What the draft does not speak of, and notes, change nothing of it.
    room.corrects(start(), "pulumi", Some("Platform")).await;
    room.corrects(start(), "atlantis", None).await;
    assert_eq!(room.previews(start()).await.fingerprint, before.fingerprint);
    room.corrects(start(), "atlantis", Some("Platform")).await;
    let answer = refused(room.edition(start(), publish(before.fingerprint)).await);
    assert_eq!(answer, Refusal::DraftChanged);
    assert_eq!(room.store.editions(guild()).await.unwrap(), []);
    let after = room.previews(start()).await;
    assert_eq!(after.digest.unwrap().updated.len(), 1);
    room.edition(start(), publish(after.fingerprint)).await.unwrap();
}
