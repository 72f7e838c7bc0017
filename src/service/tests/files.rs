//! The data folder changes while the bot runs.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::lookout::{Lookout, Seen};
use crate::outbox::{Files, FilesState};
use crate::service::{Facts, Flaw, Taken};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The radar that ships in a folder of its own, a guild that knows it, and somebody who looks at the folder.
struct Place {
    folder: TempDir,
    room: Room,
    lookout: Lookout,
}

impl Place {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), folder.path());
        let room = room(Arc::default(), Vec::new());
        room.sets_digests(start(), 30).await;
        let lookout = Lookout::new(room.service.clone(), folder.path().to_owned());
        let mut place = Self {
            folder,
            room,
            lookout,
        };
        assert_eq!(place.judges(start()).await, Taken::Same);
        assert_eq!(place.lookout.look(start()).await, Ok(Seen::Same));
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn writes(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Two looks at something that changed.
    async fn judges(&mut self, now: Timestamp) -> Taken {
        assert_eq!(self.lookout.look(now).await, Ok(Seen::Changing));
        match self.lookout.look(now).await.unwrap() {
            Seen::Judged(taken) => taken,
            other => panic!("{other:?}"),
        }
    }

    async fn refused(&mut self, now: Timestamp) -> Vec<Flaw> {
        match self.judges(now).await {
            Taken::Refused(broken) => broken.flaws().to_vec(),
            other => panic!("{other:?}"),
        }
    }

    /// The news of the files that were queued, in order, and whether there would be anything to say of them now.
    async fn news(&self, now: Timestamp) -> Vec<(u32, &'static str, bool)> {
        let notices = self.room.store.notices(guild()).await.unwrap();
        let mut news = Vec::new();
        for stored in notices {
            if let Topic::Files(Files { count, state }) = stored.value.topic {
                let facts = self.room.service.facts(&stored.value, now).await.unwrap();
                let name = match state {
                    FilesState::Broken(_) => "broken",
                    FilesState::Mended => "mended",
                    FilesState::Lost(_) => "lost",
                };
                news.push((count, name, facts != Facts::Nothing));
            }
        }
        news.sort_unstable();
        news
    }

    /// All news of the files are posted.
    async fn posts_news(&self) {
        for stored in self.room.store.notices(guild()).await.unwrap() {
            if matches!(stored.value.topic, Topic::Files(_)) && stored.value.is_open() {
                let posted = Posted {
                    channel: channel(30),
                    message: "500".parse().unwrap(),
                };
                let mut stored = stored;
                assert!(
                    self.room
                        .service
                        .said(&mut stored, vec![posted], start())
                        .await
                        .unwrap()
                );
            }
        }
    }

    async fn ring_of(&self, blip: &str, now: Timestamp) -> String {
        let radar = self.room.service.radar(guild()).await.unwrap();
        let current = radar.current(now).unwrap();
        let blip = current.edition.blip(&BlipId::parse(blip).unwrap()).unwrap();
        blip.ring.to_string()
    }
}

const NEXT: &str = "title = \"Next\"\npublish = \"2026-11-23T12:00:00Z\"\n";

#[tokio::test]
async fn a_folder_is_taken_up_once_it_stays_as_it_is_and_comes_out_in_its_time() {
    let mut place = Place::new().await;
    let scheduler = Scheduler::new(place.room.service.clone());
    scheduler.tick(start()).await.unwrap();
    place.writes("next/edition.toml", NEXT);
    assert_eq!(place.lookout.look(start()).await, Ok(Seen::Changing));
    place.writes("next/hermes.md", "---\nring: trial\n---\n");
    // Somebody is copying.
    assert_eq!(place.judges(start() + SECOND).await, Taken::TakenUp);
    assert_eq!(place.lookout.look(start()).await, Ok(Seen::Same));
    assert_eq!(place.ring_of("hermes", start() + SECOND).await, "assess");
    assert_eq!(scheduler.tick(start() + HOUR).await.unwrap(), []);
    let done = scheduler.tick(start() + HOUR * 2).await.unwrap();
    let next = EditionId::parse("next").unwrap();
    assert_eq!(done, [crate::scheduler::Done::Announced(guild(), next)]);
    assert_eq!(place.ring_of("hermes", start() + HOUR * 2).await, "trial");
    assert_eq!(place.news(start()).await, []);
}

#[tokio::test]
async fn an_edition_whose_time_has_come_already_is_told_at_once() {
    let mut place = Place::new().await;
    let scheduler = Scheduler::new(place.room.service.clone());
    let now = start() + HOUR * 3;
    scheduler.tick(now).await.unwrap();
    place.writes("next/edition.toml", NEXT);
    place.writes("next/hermes.md", "---\nring: trial\n---\n");
    assert_eq!(place.judges(now).await, Taken::TakenUp);
    let next = EditionId::parse("next").unwrap();
    let done = scheduler.tick(now + SECOND).await.unwrap();
    assert_eq!(done, [crate::scheduler::Done::Announced(guild(), next)]);
    assert_eq!(scheduler.tick(now + SECOND * 2).await.unwrap(), []);
}

#[tokio::test]
async fn files_with_problems_change_nothing_and_each_set_of_them_is_told_once() {
    let mut place = Place::new().await;
    place.writes("next/edition.toml", NEXT);
    place.writes("next/hermes.md", "---\nring: nowhere\n---\n");
    let flaws = place.refused(start()).await;
    let [Flaw::Written { path, line, text }] = flaws.as_slice() else {
        panic!("{flaws:?}");
    };
    assert_eq!((path.as_str(), *line), ("next/hermes.md", 2));
    assert!(text.contains("nowhere"), "{text}");
    assert!(!format!("{flaws:?}").contains(&place.folder.path().display().to_string()));
    assert_eq!(place.ring_of("hermes", start() + HOUR * 3).await, "assess");
    assert_eq!(place.news(start()).await, [(1, "broken", true)]);
    // The same problems again are no news, others are.
    place.writes("README.md", "Something else changed.");
    place.refused(start()).await;
    assert_eq!(place.news(start()).await, [(1, "broken", true)]);
    place.writes("next/pulumi.md", "---\nring: nowhere\n---\n");
    assert_eq!(place.refused(start()).await.len(), 2);
    let both = [(1, "broken", false), (2, "broken", true)];
    assert_eq!(place.news(start()).await, both);
    place.posts_news().await;
    place.writes("next/pulumi.md", "---\nring: hold\n---\n");
    place.writes("next/hermes.md", "---\nring: trial\n---\n");
    assert_eq!(place.judges(start()).await, Taken::TakenUp);
    let all = [(1, "broken", false), (2, "broken", false), (3, "mended", true)];
    assert_eq!(place.news(start()).await, all);
    assert_eq!(place.ring_of("hermes", start() + HOUR * 3).await, "trial");
    // What comes again after it was mended is told again.
    place.writes("next/hermes.md", "---\nring: nowhere\n---\n");
    place.refused(start()).await;
    assert_eq!(place.news(start()).await.last(), Some(&(4, "broken", true)));
}

#[tokio::test]
async fn problems_that_nobody_read_of_are_not_told_to_be_mended() {
    let mut place = Place::new().await;
    place.writes("next/edition.toml", "title = 3\n");
    place.refused(start()).await;
    fs::remove_dir_all(place.path("next")).unwrap();
    assert_eq!(place.judges(start()).await, Taken::Same);
    let news = place.news(start()).await;
    assert_eq!(news, [(1, "broken", false), (2, "mended", false)]);
}

#[tokio::test]
async fn an_edition_that_was_published_is_never_taken_back() {
    let mut place = Place::new().await;
    fs::remove_dir_all(place.path("2023-10-01")).unwrap();
    place.writes("later/edition.toml", NEXT);
    let flaws = place.refused(start()).await;
    assert_eq!(flaws, [Flaw::Gone(EditionId::parse("2023-10-01").unwrap())]);
    assert_eq!(place.ring_of("hermes", start()).await, "assess");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("data/2023-10-01"),
        &place.path("2023-10-01"),
    );
    place.writes(
        "2023-10-01/edition.toml",
        "title = \"October 2023\"\npublish = \"2026-11-24T12:00:00Z\"\n",
    );
    let flaws = place.refused(start()).await;
    assert_eq!(flaws, [Flaw::Postponed(EditionId::parse("2023-10-01").unwrap())]);
    // One that did not come out yet may go.
    let mut place = Place::new().await;
    place.writes("later/edition.toml", NEXT);
    assert_eq!(place.judges(start()).await, Taken::TakenUp);
    fs::remove_dir_all(place.path("later")).unwrap();
    assert_eq!(place.judges(start()).await, Taken::TakenUp);
}

#[tokio::test]
async fn a_ring_that_a_guild_uses_stays() {
    let mut place = Place::new().await;
    place
        .room
        .passes(start(), ProposalNumber::FIRST, "crossplane", "trial")
        .await;
    let toml = fs::read_to_string(place.path("radar.toml")).unwrap();
    place.writes("radar.toml", &toml.replace("\"trial\"", "\"pilot\""));
    let shipped = place.path("2023-10-01");
    for entry in fs::read_dir(&shipped).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("ring: trial", "ring: pilot")).unwrap();
    }
    let trial = Flaw::Ring(RingId::parse("trial").unwrap());
    // What passed and waits for the next edition.
    assert_eq!(place.refused(start() + HOUR).await, std::slice::from_ref(&trial));
    let later = start() + HOUR * 2;
    place.room.publishes(later).await;
    place.writes("README.md", "Published now.");
    // The edition that it came out with.
    assert_eq!(place.refused(later).await, [trial]);
    assert_eq!(place.ring_of("crossplane", later).await, "trial");
}

/// The editions of the folder of which this store would tell that they are lost, by queued news; and whether there is
/// anything to say of that now.
async fn lost(room: &Room, now: Timestamp) -> Vec<(u32, Option<Vec<Flaw>>)> {
    let mut lost = Vec::new();
    for stored in room.store.notices(guild()).await.unwrap() {
        if let Topic::Files(Files {
            count,
            state: FilesState::Lost(_),
        }) = stored.value.topic
        {
            let flaws = match room.service.facts(&stored.value, now).await.unwrap() {
                Facts::LostEditions(lost) => Some(lost.flaws().to_vec()),
                Facts::Nothing => None,
                other => panic!("{other:?}"),
            };
            lost.push((count, flaws));
        }
    }
    lost.sort_unstable_by_key(|(count, _)| *count);
    lost
}

#[tokio::test]
async fn what_is_gone_at_a_start_is_told_once() {
    let id = |id: &str| EditionId::parse(id).unwrap();
    let folder = |name: &str, hours: i32| Publication {
        id: id(name),
        title: name.to_owned(),
        publish: start() + HOUR * hours,
        origin: Origin::Data,
        revisions: vec![Revision::move_to(
            BlipId::parse("hermes").unwrap(),
            RingId::parse("trial").unwrap(),
        )],
    };
    let (a, b, c) = (folder("a", 1), folder("b", 2), folder("c", 3));
    let store = Arc::new(MemoryStore::new());
    let begins = |folders: &[&Publication]| {
        room(
            Arc::clone(&store),
            folders.iter().map(|folder| (*folder).clone()).collect(),
        )
    };
    let before = begins(&[&a, &b, &c]);
    before.sets_digests(start(), 30).await;
    before
        .passes(start(), ProposalNumber::FIRST, "crossplane", "trial")
        .await;
    let now = start() + HOUR * 4;
    before.publishes(now).await;
    // The newest has a digest, the others are named in it.
    before.service.announce_data_editions(None, now).await.unwrap();
    before.service.tell_of_lost_editions(now).await.unwrap();
    assert_eq!(lost(&before, now).await, []);
    let gone = [Flaw::Gone(id("b")), Flaw::Gone(id("c"))];
    for _ in 0..2 {
        let after = begins(&[&a]);
        after.service.tell_of_lost_editions(now).await.unwrap();
        assert_eq!(lost(&after, now).await, [(1, Some(gone.to_vec()))]);
    }
    // One is back, the other will come out once more; and then all are back.
    let later = folder("c", 9);
    let after = begins(&[&a, &b, &later]);
    after.service.tell_of_lost_editions(now).await.unwrap();
    let postponed = (2, Some(vec![Flaw::Postponed(id("c"))]));
    assert_eq!(lost(&after, now).await, [(1, None), postponed]);
    let after = begins(&[&a, &b, &c]);
    after.service.tell_of_lost_editions(now).await.unwrap();
    assert_eq!(lost(&after, now).await, [(1, None), (2, None)]);
}

#[tokio::test]
async fn an_edition_that_was_corrected_is_known_to_have_come_out() {
    let store = Arc::new(MemoryStore::new());
    let folder = Publication {
        id: EditionId::parse("a").unwrap(),
        title: "A".to_owned(),
        publish: start() - HOUR,
        origin: Origin::Data,
        revisions: Vec::new(),
    };
    let before = room(Arc::clone(&store), vec![folder.clone()]);
    before.sets_digests(start(), 30).await;
    let correction = crate::correction::Correction {
        guild: guild(),
        edition: folder.id.clone(),
        number: 1,
        by: "1".parse().unwrap(),
        at: start(),
        note: crate::prose::Prose::parse("It is called A.", 100).unwrap(),
        what: crate::correction::Corrected::Note,
    };
    let batch = Batch::new().create(Row::Correction(correction));
    store.commit(batch).await.unwrap();
    let after = room(store, Vec::new());
    after.service.tell_of_lost_editions(start()).await.unwrap();
    let gone = vec![Flaw::Gone(folder.id)];
    assert_eq!(lost(&after, start()).await, [(1, Some(gone))]);
}

#[tokio::test]
async fn what_is_gone_at_a_start_is_no_problem_of_files_that_change() {
    let mut place = Place::new().await;
    place.writes("next/edition.toml", "title = 3\n");
    place.refused(start()).await;
    place.posts_news().await;
    let digest = Topic::Digest(EditionId::parse("gone").unwrap());
    let notice = Notice::new(guild(), digest, channel(30), start());
    let batch = Batch::new().create(Row::Notice(notice));
    place.room.store.commit(batch).await.unwrap();
    place.room.service.tell_of_lost_editions(start()).await.unwrap();
    fs::remove_dir_all(place.path("next")).unwrap();
    assert_eq!(place.judges(start()).await, Taken::Same);
    let news = [(1, "broken", false), (1, "lost", true), (2, "mended", true)];
    assert_eq!(place.news(start()).await, news);
}

/// Its files are as deep as any: in a folder for a quadrant, too.
#[tokio::test]
async fn a_change_in_a_repository_whose_radar_is_one_folder_of_it_is_seen() {
    let mut place = Place::new().await;
    fs::remove_file(place.path("radar.toml")).unwrap();
    let config =
        r#"{"quadrants": [{"id": "tools", "title": "Tools"}], "rings": [{"id": "adopt", "title": "Adopt"}]}"#;
    place.writes("tech/config.json", config);
    let blip = |text: &str| format!("---\ntitle: Zap\nring: adopt\nquadrant: tools\n---\n{text}\n");
    place.writes("tech/radar/tools/2023-10-01/zap.md", &blip("Text."));
    assert_eq!(place.judges(start()).await, Taken::TakenUp);
    assert_eq!(place.lookout.look(start()).await, Ok(Seen::Same));
    place.writes("tech/radar/tools/2023-10-01/zap.md", &blip("Another text."));
    assert_eq!(place.judges(start()).await, Taken::TakenUp);
    // What else the repository has is nobody's radar.
    place.writes("src/deep/main.rs", "fn main() {}");
    assert_eq!(place.judges(start()).await, Taken::Same, "a folder was made");
    place.writes("src/deep/main.rs", "fn main() { run() }");
    assert_eq!(place.lookout.look(start()).await, Ok(Seen::Same));
}
