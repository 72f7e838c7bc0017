//! `dump` and `restore`: everything out, and everything back in.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::place::Place;

const GUILD: &str = "1199000000000000001";

fn fixture() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v4.jsonl")).unwrap()
}

/// A place with a store of this dump.
fn restored(dump: &str) -> Place {
    let place = Place::new();
    place.write("dump.jsonl", dump);
    place.run(&["restore", "dump.jsonl"]).done();
    place
}

#[test]
fn what_is_restored_is_dumped_again() {
    let dump = fixture();
    let place = restored(&dump);
    assert_eq!(place.run(&["dump"]).out, dump);
    assert_eq!(restored(&dump).run(&["dump"]).out, dump, "and once more");
    for line in dump.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let keys: &[&str] = match row["type"].as_str().unwrap() {
            "proposal" => &[
                "guild", "number", "blip", "from", "to", "status", "opens", "closes",
            ],
            "ballot" => &["guild", "proposal", "member", "choice", "interaction", "at"],
            _ => &["guild"],
        };
        for key in keys {
            assert!(row.get(key).is_some(), "{key} is not in {line}");
        }
    }
}

#[test]
fn one_guild_is_dumped_alone() {
    let dump = fixture();
    let other = dump.replace(GUILD, "7");
    let place = restored(&format!("{other}{dump}"));
    assert_eq!(place.run(&["dump", "--guild", "7"]).out, other);
    assert_eq!(place.run(&["dump", "--guild", GUILD]).out, dump);
    let unknown = place.run(&["dump", "--guild", "8"]);
    assert_eq!(unknown.done(), [""; 0]);
    assert!(
        unknown.err.contains("nothing is stored of this guild guild.id=8"),
        "{}",
        unknown.err
    );
    assert_eq!(place.run(&["dump"]).out, format!("{other}{dump}"));
}

#[test]
fn a_store_that_holds_something_is_not_restored_into() {
    let dump = fixture();
    let place = restored(&dump);
    place
        .run(&["restore", "dump.jsonl"])
        .refused(&["the store is not empty"]);
    assert_eq!(place.run(&["dump"]).out, dump);
}

#[test]
fn a_wrong_line_is_named_and_no_store_is_made() {
    let dump = fixture();
    let lines: Vec<&str> = dump.lines().collect();
    let cut = lines[..3].join("\n") + "\n{\"type\":\"ballot\",\n";
    let twice = format!("{}\n{}\n", lines[0], lines[0]);
    let orphan = lines.iter().find(|line| line.contains("\"ballot\"")).unwrap();
    let cases: &[(&[u8], &str)] = &[
        (cut.as_bytes(), "wrong.jsonl: line 4: "),
        (
            twice.as_bytes(),
            "wrong.jsonl: line 2: the row of line 1 once more",
        ),
        (
            orphan.as_bytes(),
            "wrong.jsonl: line 1: a ballot on proposal 1, which is in no line",
        ),
        (
            b"{\"type\":\"surprise\",\"guild\":\"1\"}\n",
            "wrong.jsonl: line 1: ",
        ),
        (b"\n\nnonsense\n", "wrong.jsonl: line 3: "),
        (b"\xFF\n", "wrong.jsonl: line 1: the file can not be read"),
    ];
    let place = Place::new();
    for (dump, says) in cases {
        place.write("wrong.jsonl", dump);
        place.run(&["restore", "wrong.jsonl"]).refused(&[says]);
    }
    place
        .run(&["restore", "none.jsonl"])
        .refused(&["none.jsonl: can not be read"]);
    assert_eq!(place.names(), ["wrong.jsonl"], "nothing was written");
}

#[test]
fn where_there_is_no_store_none_is_made() {
    let place = Place::new();
    place
        .run(&["dump"])
        .refused(&["there is no store at blipbot-store", "store.path"]);
    fs::create_dir(place.path("blipbot-store")).unwrap();
    place.run(&["dump"]).refused(&["there is no store at"]);
    assert_eq!(place.names(), ["blipbot-store"]);
    assert_eq!(fs::read_dir(place.path("blipbot-store")).unwrap().count(), 0);
}
