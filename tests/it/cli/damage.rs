//! Files that were cut or in which a bit turned: a clear sentence and exit 1, or everything; and what is refused stays as
//! it was found.

use std::collections::BTreeMap;
use std::fs;

use fastrand::Rng;

use super::place::Place;
use super::store::{STORE, files, fixture};

const MARK: &str = "blipbot-store.mark";

/// Files by their names in a place.
type Files = BTreeMap<String, Vec<u8>>;

/// The store and its mark.
fn found(place: &Place) -> Files {
    let store = files(place).into_iter();
    let mut found: Files = store
        .map(|(name, bytes)| (format!("{STORE}/{name}"), bytes))
        .collect();
    found.insert(MARK.to_owned(), fs::read(place.path(MARK)).unwrap());
    found
}

fn put(place: &Place, files: &Files) {
    fs::remove_dir_all(place.path(STORE)).unwrap();
    fs::remove_file(place.path(MARK)).unwrap();
    fs::create_dir(place.path(STORE)).unwrap();
    for (name, bytes) in files {
        place.write(name, bytes);
    }
}

/// More than a pipe takes, so that a bot which dumps it can be killed while it waits for a reader.
fn many_rows() -> String {
    let dump = fs::read_to_string(fixture()).unwrap();
    let guilds = (10..40).map(|guild| dump.replace("1199000000000000001", &guild.to_string()));
    let dump: String = guilds.collect();
    assert!(dump.len() > 200_000, "a pipe would take it all");
    dump
}

/// Its store as it was closed, and as a process leaves it that was killed with nothing under way.
fn closed_and_killed(place: &Place, dump: &str) -> [Files; 2] {
    place.write("dump.jsonl", dump);
    place.run(&["restore", "dump.jsonl"]).done();
    // The second opening writes a snapshot.
    place.run(&["dump"]).done();
    let closed = found(place);
    let mut running = place.start(&mut place.blipbot(&["dump"]));
    running.line();
    running.signal("KILL");
    assert_eq!(running.end().code, None);
    [closed, found(place)]
}

/// The file cut at several lengths, and with bits turned at random.
fn harmed(whole: &[u8], dice: &mut Rng) -> Vec<Vec<u8>> {
    // sled's file grows in large steps; most of it is empty.
    let written = whole.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let lengths = [0, 1, written / 4, written / 2, written - 1];
    let mut harmed: Vec<_> = lengths.iter().map(|length| whole[..*length].to_vec()).collect();
    for _ in 0..6 {
        let mut turned = whole.to_vec();
        turned[dice.usize(..written)] ^= 1 << dice.u8(..8);
        harmed.push(turned);
    }
    harmed
}

#[test]
fn every_damaged_file_is_a_sentence_and_is_left_as_it_was_or_harms_nothing() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let (place, mut dice, dump) = (Place::new(), Rng::with_seed(seed), many_rows());
    for files in closed_and_killed(&place, &dump) {
        put(&place, &files);
        assert!(place.run(&["dump"]).out == dump, "nothing is lost by the kill");
        for (name, whole) in &files {
            let mut refused = 0;
            for bytes in harmed(whole, &mut dice) {
                let mut damaged = files.clone();
                damaged.insert(name.clone(), bytes);
                put(&place, &damaged);
                let run = place.run(&["dump"]);
                if run.code == Some(0) {
                    assert!(run.out == dump, "{name}: other rows");
                    continue;
                }
                run.refused(&["the store `blipbot-store` "]);
                assert_eq!(run.out, "", "{name}");
                assert!(found(&place) == damaged, "{name}: it was changed");
                refused += 1;
            }
            println!("{name}: {refused} refused");
            // What the mark says twice can be read once; what it says is whether the rest is whole.
            assert!(refused > 0, "{name}: no damage was found");
        }
    }
    assert_eq!(place.names(), [STORE, "blipbot-store.lock", MARK, "dump.jsonl"]);
}
