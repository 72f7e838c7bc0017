//! `audit` and `forget`: what was changed in a vote is found, and whose a ballot was can be taken away.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::place::{Ended, Place};

const GUILD: &str = "1199000000000000001";
/// Has ballots on both proposals; of the first one they are forgotten in part.
const ADA: &str = "1199000000000000031";

fn fixture() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v3.jsonl");
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text(rows: &[Value]) -> String {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

fn audited(place: &Place, rows: &[Value]) -> Ended {
    place.write("dump.jsonl", text(rows));
    place.run(&["audit", "dump.jsonl"])
}

fn last_line(ended: &Ended) -> &str {
    ended.out.lines().last().unwrap()
}

/// What `change` makes of the fixture is a problem at this entry, or none, of proposal 1.
#[track_caller]
fn found(place: &Place, at: Option<u64>, change: impl FnOnce(&mut Vec<Value>)) -> String {
    let mut rows = fixture();
    change(&mut rows);
    assert_ne!(rows, fixture());
    let ended = audited(place, &rows);
    assert_eq!(
        (ended.code, last_line(&ended)),
        (Some(1), "1 problems"),
        "{}",
        ended.out
    );
    let entry = at.map_or_else(String::new, |entry| format!(", entry {entry}"));
    let starts = format!("guild {GUILD}, proposal 1{entry}: error: ");
    let problem = ended.out.lines().find(|line| line.starts_with(&starts));
    let problem = problem
        .unwrap_or_else(|| panic!("{starts} is not in {}", ended.out))
        .to_owned();
    // What is not whole is not restored either.
    place
        .run(&["restore", "dump.jsonl"])
        .refused(&["dump.jsonl: line "]);
    problem
}

/// The row of the first proposal with this type and number of the entry.
fn row<'a>(rows: &'a mut [Value], kind: &str, entry: u64) -> &'a mut Value {
    rows.iter_mut()
        .find(|row| row["type"] == kind && row["proposal"] == 1 && row["number"] == entry)
        .unwrap()
}

#[test]
fn a_whole_dump_and_its_store_have_no_problems() {
    let place = Place::new();
    let ended = audited(&place, &fixture());
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    let lines: Vec<&str> = ended.out.lines().collect();
    let head = fixture().iter().find(|row| row["type"] == "trail").unwrap()["hash"].clone();
    let first = format!(
        "guild {GUILD}, proposal 1: 15 entries verified, head {}, 1 ballots from before the trail",
        head.as_str().unwrap()
    );
    assert_eq!(lines[0], first);
    assert!(
        lines[1].contains("proposal 3: 0 entries verified"),
        "{}",
        lines[1]
    );
    assert_eq!(lines[2..], ["0 problems"]);

    place.run(&["restore", "dump.jsonl"]).done();
    assert_eq!(place.run(&["audit"]).out, ended.out);
    assert_eq!(place.run(&["audit", "--guild", GUILD]).out, ended.out);
    let none = place.run(&["audit", "--guild", "8"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), "0 problems\n"));
    assert!(
        none.err.contains("there is no vote of this guild"),
        "{}",
        none.err
    );
    assert_eq!(
        place.run(&["audit", "dump.jsonl", "--guild", "8"]).out,
        "0 problems\n"
    );
}

#[test]
fn every_changed_field_of_a_ballot_is_found() {
    let place = Place::new();
    let fields = [
        ("choice", json!("against")),
        ("member", json!("1199000000000000033")),
        ("member", Value::Null),
        ("voter", json!(2)),
        ("number", json!(7)),
        ("commitment", json!("00".repeat(32))),
        ("hash", json!("00".repeat(32))),
    ];
    for (field, value) in fields {
        let change = |rows: &mut Vec<Value>| row(rows, "ballot", 1)[field] = value;
        // A number that is another one's leaves a gap.
        let at = if field == "number" { 2 } else { 1 };
        let problem = found(&place, Some(at), change);
        assert_eq!(
            problem.contains("names another member"),
            field == "member",
            "{problem}"
        );
    }
    // The time and the press say the same, so both are changed.
    found(&place, Some(1), |rows| {
        let ballot = row(rows, "ballot", 1);
        ballot["interaction"] = json!("4194304000");
        ballot["at"] = json!("2015-01-01T00:00:01Z");
    });
    let mut rows = fixture();
    row(&mut rows, "ballot", 1)["at"] = json!("2015-01-01T00:00:01Z");
    let ended = audited(&place, &rows);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.starts_with("line "), "{}", ended.out);
    assert!(
        ended
            .out
            .contains("`at` is not the time that `interaction` carries"),
        "{}",
        ended.out
    );
}

#[test]
fn a_changed_event_is_found() {
    let place = Place::new();
    for (field, value) in [
        ("event", json!("held")),
        ("detail", json!("something else")),
        ("at", json!("2024-01-23T08:54:20.124Z")),
        ("voter", Value::Null),
        ("voter", json!(1)),
        ("commitment", json!("00".repeat(32))),
        ("hash", json!("00".repeat(32))),
    ] {
        found(&place, Some(3), |rows| row(rows, "event", 3)[field] = value);
    }
}

#[test]
fn what_is_missing_or_in_another_place_is_found() {
    let place = Place::new();
    let without = |kind: &'static str, entry: u64| {
        move |rows: &mut Vec<Value>| {
            rows.retain(|row| row["type"] != kind || row["proposal"] != 1 || row["number"] != entry);
        }
    };
    let gap = found(&place, Some(3), without("ballot", 2));
    assert!(gap.ends_with("entry 2 is missing"), "{gap}");
    let last = found(&place, None, without("event", 15));
    assert!(
        last.ends_with("the head names 15 entries, and 14 are there"),
        "{last}"
    );
    found(&place, Some(1), |rows| {
        row(rows, "ballot", 1)["number"] = json!(20);
        row(rows, "ballot", 2)["number"] = json!(1);
        row(rows, "ballot", 20)["number"] = json!(2);
    });
    // A ballot from before the trail is counted by its head.
    found(&place, None, |rows| {
        let before = rows
            .iter()
            .position(|row| row["type"] == "ballot" && row["v"] == 1);
        rows.remove(before.unwrap());
    });
    // Another vote's chain, and none.
    found(&place, None, |rows| {
        let heads: Vec<usize> = (0..rows.len())
            .filter(|row| rows[*row]["type"] == "trail")
            .collect();
        rows[heads[0]]["hash"] = rows[heads[1]]["hash"].clone();
    });
    let ended = audited(&place, &swapped());
    assert_eq!(
        (ended.code, last_line(&ended)),
        (Some(1), "2 problems"),
        "{}",
        ended.out
    );
    found(&place, None, |rows| {
        rows.retain(|row| row["type"] != "trail" || row["proposal"] != 1);
    });
    // Counts of the head are nothing that may be changed, either.
    for field in ["entries", "ballots", "before", "voters"] {
        found(&place, None, |rows| {
            let head = rows.iter_mut().find(|row| row["type"] == "trail").unwrap();
            head[field] = json!(head[field].as_u64().unwrap() + 1);
        });
    }
}

/// The fixture with the trails of its two proposals in each other's place.
fn swapped() -> Vec<Value> {
    let mut rows = fixture();
    for row in &mut rows {
        if let Some(number) = row["proposal"].as_u64() {
            row["proposal"] = json!(4 - number);
        }
    }
    rows
}

#[test]
fn a_voter_who_is_gone_is_no_problem_and_another_one_is() {
    let place = Place::new();
    let is_ada = |row: &Value| row["type"] == "voter" && row["member"] == ADA;
    found(&place, Some(1), |rows| {
        for row in rows
            .iter_mut()
            .filter(|row| row["member"] == ADA && row["v"] != 1 || is_ada(row))
        {
            row["member"] = json!("1199000000000000039");
        }
    });
    found(&place, Some(1), |rows| {
        rows.iter_mut().find(|row| is_ada(row)).unwrap()["salt"] = json!("00".repeat(16));
    });
    // A name that no row proves any more.
    found(&place, Some(6), |rows| rows.retain(|row| !is_ada(row)));

    let mut rows = fixture();
    rows.retain(|row| !is_ada(row));
    for row in rows
        .iter_mut()
        .filter(|row| row["type"] == "ballot" && row["v"] == 2)
    {
        row["member"] = Value::Null;
    }
    let ended = audited(&place, &rows);
    assert_eq!(
        (ended.code, last_line(&ended)),
        (Some(0), "0 problems"),
        "{}",
        ended.out
    );
}

#[test]
fn what_is_no_dump_or_no_store_is_said() {
    let place = Place::new();
    place.write("dump.jsonl", "nonsense\n{\"type\":\"surprise\"}\n");
    let ended = place.run(&["audit", "dump.jsonl"]);
    assert_eq!((ended.code, last_line(&ended)), (Some(1), "2 problems"));
    assert!(ended.out.starts_with("line 1: error: "), "{}", ended.out);
    assert!(
        ended.out.contains("line 2: error: there is no type `surprise`"),
        "{}",
        ended.out
    );
    place
        .run(&["audit", "none.jsonl"])
        .refused(&["none.jsonl: can not be read"]);
    place
        .run(&["audit"])
        .refused(&["there is no store at blipbot-store"]);
    place
        .run(&["forget", ADA])
        .refused(&["there is no store at blipbot-store"]);
    assert_eq!(place.run(&["forget", "ada"]).code, Some(2));

    place.write("dump.jsonl", text(&fixture()));
    place.run(&["restore", "dump.jsonl"]).done();
    let db = place.path("blipbot-store/db");
    let mut bytes = fs::read(&db).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&db, bytes).unwrap();
    place
        .run(&["audit"])
        .refused(&["the store `blipbot-store` is damaged"]);
}

/// The member is forgotten in so many votes, and whoever had it done knows what stays.
#[track_caller]
fn assert_forgotten(ended: &Ended, votes: &str) {
    let said = format!(
        "forgotten in {votes}; what they proposed, seconded, objected to or did as a maintainer stays under their id: see \
         \"What is kept about members\" in the README\n"
    );
    assert_eq!((ended.code, &ended.out), (Some(0), &said));
}

#[test]
fn a_forgotten_member_is_in_no_ballot_and_the_count_stays() {
    let place = Place::new();
    place.write("dump.jsonl", text(&fixture()));
    place.run(&["restore", "dump.jsonl"]).done();
    let before = place.run(&["audit"]).out;
    let dump = |place: &Place| -> Vec<Value> {
        let dump = place.run(&["dump"]).out;
        dump.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let rows = dump(&place);
    place.run(&["forget", ADA, "--guild", "8"]).done();
    assert_eq!(dump(&place), rows, "in another guild");
    let ended = place.run(&["forget", ADA]);
    assert_forgotten(&ended, "1 vote");
    assert_forgotten(&place.run(&["forget", ADA]), "0 votes");
    let after = dump(&place);
    assert!(
        after
            .iter()
            .all(|row| row["type"] == "proposal" || row["member"] != ADA),
        "{after:#?}"
    );
    let ballots = |rows: &[Value]| -> Vec<(Value, Value)> {
        let ballots = rows.iter().filter(|row| row["type"] == "ballot");
        ballots
            .map(|row| (row["interaction"].clone(), row["choice"].clone()))
            .collect()
    };
    assert_eq!(ballots(&after), ballots(&rows));
    let theirs = after
        .iter()
        .filter(|row| row["type"] == "ballot" && row["proposal"] == 1 && row["voter"] == 1);
    assert_eq!(
        theirs.count(),
        3,
        "they are still one voter's, before and after the trail began"
    );
    assert!(rows.iter().any(|row| row["type"] == "reason"));
    assert!(!after.iter().any(|row| row["type"] == "reason"));
    assert_eq!(place.run(&["audit"]).out, before);
    // What is left is a whole dump.
    place.write("after.jsonl", text(&after));
    let copy = [("BLIPBOT__STORE__PATH", "copy")];
    place.run_with(&["restore", "after.jsonl"], &copy).done();
    assert_eq!(place.run_with(&["dump"], &copy).out, place.run(&["dump"]).out);
}

#[test]
fn nobody_is_forgotten_while_they_vote() {
    let place = Place::new();
    // The sixth vote of this one is open, and they have a ballot in it.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v1.jsonl");
    place.run(&["restore", path.to_str().unwrap()]).done();
    let before = place.run(&["dump"]).out;
    place
        .run(&["forget", ADA])
        .refused(&["the vote on proposal 6 of guild 1199", "is not over"]);
    assert_eq!(place.run(&["dump"]).out, before);
    let ended = place.run(&["forget", "1199000000000000032"]);
    assert_forgotten(&ended, "1 vote");
    assert_eq!(place.run(&["audit"]).code, Some(0));
}
