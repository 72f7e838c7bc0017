//! A store that can not be used: a clear sentence, exit 1, and nothing of it changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::place::{Ended, Place, ended};

pub const STORE: &str = "blipbot-store";

pub fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v4.jsonl")
}

/// A place with a store that was closed in order.
fn filled() -> Place {
    let place = Place::new();
    place.run(&["restore", fixture().to_str().unwrap()]).done();
    place
}

/// Every file of the store, with its bytes.
pub fn files(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let folder = fs::read_dir(place.path(STORE)).unwrap();
    folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

/// All commands that open a store.
fn all_commands(place: &Place) -> Vec<Ended> {
    let fixture = fixture();
    let mut ends = vec![
        place.run(&["dump"]),
        place.run(&["restore", fixture.to_str().unwrap()]),
    ];
    ends.push(ended(&mut place.bot("http://127.0.0.1:9")));
    ends
}

#[test]
fn a_store_in_use_is_left_alone() {
    let place = Place::new();
    let mut command = place.blipbot(&["run"]);
    let mut running = place.start(command.env("BLIPBOT__STORE__PATH", STORE));
    running.line();
    assert_eq!(running.line(), "ready");
    // A dump is what a running bot gives by itself, where there are sockets.
    let refused = if cfg!(unix) { 1.. } else { 0.. };
    for run in &all_commands(&place)[refused] {
        run.refused(&[
            "the store `blipbot-store` is in use by another process",
            "stop the bot first",
        ]);
        assert_eq!(run.out, "");
    }
    running.signal("TERM");
    assert_eq!(running.end().code, Some(0), "its bot did not mind");
    place.run(&["dump"]).done();
}

#[test]
fn every_bit_that_turned_in_a_closed_store_is_found_and_nothing_is_changed() {
    let place = filled();
    let whole = files(&place);
    let db = place.path(STORE).join("db");
    let size = whole["db"].len();
    for step in 0..8 {
        let mut bytes = whole["db"].clone();
        bytes[(size - 1) * step / 7] ^= 1 << step;
        fs::write(&db, &bytes).unwrap();
        let damaged = files(&place);
        place
            .run(&["dump"])
            .refused(&["the store `blipbot-store` is damaged", "restore a dump"]);
        assert!(files(&place) == damaged, "it was changed");
    }
    fs::write(&db, &whole["db"][..size / 2]).unwrap();
    for run in all_commands(&place) {
        run.refused(&["the store `blipbot-store` is damaged"]);
        assert_eq!(run.out, "");
    }
    fs::remove_file(&db).unwrap();
    for run in all_commands(&place) {
        run.refused(&["the store `blipbot-store` lacks its end"]);
    }
    assert!(!db.exists());
    fs::write(&db, &whole["db"]).unwrap();
    assert_eq!(
        place.run(&["dump"]).out,
        fs::read_to_string(fixture()).unwrap(),
        "a whole copy is taken back"
    );
}

/// Without its mark the store is taken as it is: its files may be another version's.
fn forget_the_mark(place: &Place) {
    fs::remove_file(place.path("blipbot-store.mark")).unwrap();
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let place = filled();
    let format = u64::from_be_bytes([0, 0, 0, 0, 0, 0, 0, 9]).to_be_bytes();
    let mut sum = crc32fast::Hasher::new();
    for part in [b"bot/fmt".as_slice(), &0_u64.to_be_bytes(), &format] {
        sum.update(part);
    }
    let row = [
        0_u64.to_be_bytes().as_slice(),
        &sum.finalize().to_be_bytes(),
        &format,
    ]
    .concat();
    {
        let db = sled::open(place.path(STORE)).unwrap();
        db.insert(b"bot/fmt", row).unwrap();
        db.flush().unwrap();
    }
    forget_the_mark(&place);
    for run in all_commands(&place) {
        run.refused(&["has format 9", "use a newer version"]);
    }
}

#[test]
fn something_else_in_the_way_is_said() {
    let place = Place::new();
    place.write(STORE, "a file");
    for run in &all_commands(&place)[1..] {
        run.refused(&["the store `blipbot-store` is not a folder", "store.path"]);
    }
    assert_eq!(fs::read_to_string(place.path(STORE)).unwrap(), "a file");
    let below = [("BLIPBOT__STORE__PATH", "blipbot-store/below")];
    let restore = ["restore", fixture().to_str().unwrap()].map(str::to_owned);
    place
        .run_with(&[&restore[0], &restore[1]], &below)
        .refused(&["the store `blipbot-store/below` is not a folder"]);
}

/// The program as a user that owns nothing: root may write everywhere.
#[cfg(unix)]
fn as_nobody(place: &Place, args: &[&str]) -> Ended {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let root = fs::metadata(place.path(".")).unwrap().uid() == 0;
    let mut command = place.blipbot(args);
    if root {
        // Where the program was built may be closed to others.
        let copy = place.path("program");
        if !copy.exists() {
            // By another process: what this one writes, a program that it starts at that moment holds open, too, and
            // then it can not be run ("text file busy").
            let copied = Command::new("cp").arg(command.get_program()).arg(&copy).status();
            assert!(copied.unwrap().success());
            fs::set_permissions(place.path("."), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut copied = Command::new(&copy);
        copied.current_dir(place.path(".")).args(args).uid(65_534);
        command = copied;
    }
    ended(&mut command)
}

#[test]
#[cfg(unix)]
fn a_store_that_may_not_be_written_is_said_and_untouched() {
    use std::os::unix::fs::PermissionsExt;

    let place = filled();
    place.write("dump.jsonl", fs::read(fixture()).unwrap());
    let modes = |folder: u32, file: u32| {
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        for name in ["blipbot-store.lock", "blipbot-store.mark"] {
            set(&place.path(name), file);
        }
        set(&place.path(STORE), folder);
        set(&place.path("."), folder);
    };
    // The program is copied while the folder is still ours to write.
    as_nobody(&place, &["--version"]);
    let before = files(&place);
    modes(0o555, 0o444);
    as_nobody(&place, &["dump"]).refused(&[
        "the store `blipbot-store` may not be opened by this user",
        "run it as the bot's user or as root",
    ]);
    as_nobody(&place, &["restore", "dump.jsonl"])
        .refused(&["the bot may not write to the store `blipbot-store`", "permission"]);
    modes(0o755, 0o644);
    assert!(files(&place) == before);
    assert_eq!(place.run(&["dump"]).out, fs::read_to_string(fixture()).unwrap());
}

#[test]
#[cfg(unix)]
fn a_store_that_may_not_even_be_seen_is_not_taken_for_none() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.write("bot.toml", "[store]\npath = \"closed/store\"\n");
    as_nobody(&place, &["--version"]);
    let closed = place.path("closed");
    fs::create_dir(&closed).unwrap();
    as_nobody(&place, &["dump"]).refused(&["there is no store at closed/store"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    as_nobody(&place, &["dump"]).refused(&["run it as the bot's user or as root"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}
