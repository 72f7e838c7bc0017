//! Stored shapes are read back as they were written, and nothing else is read.

use proptest::prelude::*;

use super::*;
use crate::outbox::{Obstacle, Topic};
use crate::prose::Prose;
use crate::storage::sample::{
    any_row, at, ballot_row, edition_id, entry_number, guild, interaction, left_row, member, number, proposal,
};
use crate::vote::sample::count;
use crate::vote::{Fate, Status};

fn one_key_a_kind() -> Vec<Key> {
    let (guild, number) = (guild(7), number(3));
    let keys = vec![
        Key::Settings(guild),
        Key::Proposal(guild, number),
        Key::Ballot(guild, number, interaction(9)),
        Key::Edition(guild, edition_id("2023-10")),
        Key::Notice(guild, Topic::Introduction),
        Key::Event(guild, number, entry_number(1)),
        Key::Voter(guild, number, member(9)),
        Key::Reason(guild, number, entry_number(1)),
        Key::Trail(guild, number),
        Key::Edit(guild, 1.try_into().unwrap()),
        Key::Correction(guild, edition_id("2023-10"), 1),
    ];
    let kinds: Vec<Kind> = keys.iter().map(Kind::of).collect();
    assert_eq!(kinds, Kind::ALL);
    keys
}

proptest! {
    #[test]
    fn every_row_is_read_back_as_it_was(row in any_row()) {
        let bytes = encode(&row).unwrap();
        prop_assert_eq!(&decode(&row.key(), &bytes).unwrap(), &row);
        let line = to_line(&row, None).unwrap();
        prop_assert_eq!(from_line(&line).unwrap(), Line::from(row));
        prop_assert!(!line.contains('\n'));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        for key in one_key_a_kind() {
            prop_assert!(decode(&key, text.as_bytes()).is_err());
        }
        prop_assert!(from_line(&text).is_err());
    }

    #[test]
    fn a_row_without_one_of_its_fields_is_refused_or_a_row_without_that_fact(row in any_row(), which in any::<prop::sample::Index>()) {
        let mut line: Value = serde_json::from_str(&to_line(&row, None).unwrap()).unwrap();
        let fields = line.as_object_mut().unwrap();
        let name = fields.keys().nth(which.index(fields.len())).unwrap().clone();
        fields.remove(&name);
        // Optional facts may be absent: the row is then another one, and a whole one.
        if let Ok(other) = from_line(&line.to_string()) {
            let again = from_line(&to_line(&other.row, other.voter).unwrap()).unwrap();
            prop_assert_eq!(again, other);
        }
    }
}

/// Rows of version 1, as they were first written. Never edit a line: later versions must read them all.
const FIXTURE: &str = include_str!("../../../tests/fixtures/store-v1.jsonl");

#[test]
fn rows_of_version_1_stay_readable() {
    let rows: Vec<Row> = FIXTURE.lines().map(|line| from_line(line).unwrap().row).collect();
    for kind in &Kind::ALL[..5] {
        assert!(rows.iter().any(|row| Kind::of(&row.key()) == *kind), "{kind:?}");
    }
    // Where 1 is the newest version, they are also written just so; where it is not, what is written is the same row.
    for (row, line) in rows.iter().zip(FIXTURE.lines()) {
        let written = to_line(row, None).unwrap();
        match row {
            Row::Proposal(_) => assert_eq!(from_line(&written).unwrap().row, *row),
            _ => assert_eq!(written, line),
        }
    }
}

/// What came with the trails of votes: the same rule.
const FIXTURE_3: &str = include_str!("../../../tests/fixtures/store-v3.jsonl");

#[test]
fn rows_of_trails_stay_readable() {
    let lines: Vec<Line> = FIXTURE_3.lines().map(|line| from_line(line).unwrap()).collect();
    for kind in Kind::OF_TRAILS {
        assert!(
            lines.iter().any(|line| Kind::of(&line.row.key()) == kind),
            "{kind:?}"
        );
    }
    for (line, text) in lines.iter().zip(FIXTURE_3.lines()) {
        if Kind::of(&line.row.key()) != Kind::Proposal {
            assert_eq!(to_line(&line.row, line.voter).unwrap(), text);
        }
        let (key, bytes) = (line.row.key(), encode(&line.row).unwrap());
        assert_eq!(decode(&key, &bytes).unwrap(), line.row);
    }
}

/// What came with version 2 of proposals: the same rule.
const FIXTURE_4: &str = include_str!("../../../tests/fixtures/store-v4.jsonl");

#[test]
fn proposals_of_version_2_stay_readable() {
    for line in FIXTURE_4.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
    }
    assert!(FIXTURE_4.contains(r#""type":"proposal","v":2"#));
}

/// What came with version 3 of proposals: the same rule.
const PROPOSALS_3: &str = include_str!("../../../tests/fixtures/proposals-v3.jsonl");

#[test]
fn proposals_of_version_3_stay_readable() {
    for line in PROPOSALS_3.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":3"#, r#""v":2"#, "`excluded`");
    }
    assert!(PROPOSALS_3.contains(r#""excluded":["role:"#));
}

/// What came with version 5 of proposals: the same rule.
const PROPOSALS_5: &str = include_str!("../../../tests/fixtures/proposals-v5.jsonl");

#[test]
fn proposals_of_version_5_stay_readable() {
    for line in PROPOSALS_5.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":5"#, r#""v":4"#, "`departed`");
        refused(line, "[1,3]", "[3,1]", "ascending");
        refused(line, "[1,3]", "[0,3]", "numbered from 1");
        refused(line, r#""departed":[1,3],"#, "", "`departed`");
    }
    assert!(PROPOSALS_5.contains(r#""fate":{"dropped":"#));
}

/// What came with version 6 of proposals: the same rule.
const PROPOSALS_6: &str = include_str!("../../../tests/fixtures/proposals-v6.jsonl");

#[test]
fn proposals_of_version_6_stay_readable() {
    for line in PROPOSALS_6.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":6"#, r#""v":5"#, "`count`");
        refused(line, r#""in_favor":2"#, r#""in_favour":2"#, "in_favour");
    }
    assert_eq!(PROPOSALS_6.lines().count(), 3);
}

/// What came with version 2 of the settings, as it was first written: the same rule.
const FIXTURE_2: &str = include_str!("../../../tests/fixtures/store-v2.jsonl");

#[test]
fn what_came_later_stays_readable_too() {
    for line in FIXTURE_2.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
    }
    let topics = Obstacle::ALL.map(|why| format!("trouble/{}/", why.name()));
    for topic in &topics {
        let known = [FIXTURE_2, FIXTURE_5];
        assert!(
            known.iter().any(|fixture| fixture.contains(topic.as_str())),
            "{topic}"
        );
    }
}

#[test]
fn only_settings_of_version_2_say_that_the_bot_left() {
    let line = to_line(&left_row(7, 1_700_000_000), None).unwrap();
    refused(&line, r#""v":2"#, r#""v":1"#, "`left`");
    refused(&line, r#","left":"2023-11-14T22:13:20Z""#, "", "`left`");
    refused(&line, r#""v":2"#, r#""v":7"#, "version 7");
    refused(&line, r#""v":2"#, r#""v":3"#, "`left`");
}

/// What came with version 3 of the settings: the same rule.
const SETTINGS_3: &str = include_str!("../../../tests/fixtures/settings-v3.jsonl");

#[test]
fn settings_of_version_3_stay_readable() {
    for line in SETTINGS_3.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":3"#, r#""v":1"#, "`list` or `policies`");
    }
    let mut lines = SETTINGS_3.lines();
    let listed = lines.next().unwrap();
    refused(listed, r#""voters":null"#, r#""voters":"20""#, "not there both");
    refused(listed, "31\",\"119", "33\",\"119", "ascending");
    let own = lines.next().unwrap();
    refused(own, r#""name":"standard""#, r#""name":"adopt""#, "`policies`");
}

/// What came with version 4 of the settings: the same rule.
const SETTINGS_4: &str = include_str!("../../../tests/fixtures/settings-v4.jsonl");

#[test]
fn settings_of_version_4_stay_readable() {
    for line in SETTINGS_4.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":4"#, r#""v":3"#, "`away`");
        refused(
            line,
            r#""member":"1199000000000000032"#,
            r#""member":"1"#,
            "`away`",
        );
    }
}

/// What came with version 2 of notices: the same rule.
const NOTICE_2: &str = include_str!("../../../tests/fixtures/notice-v2.jsonl");

#[test]
fn notices_with_a_picture_stay_readable() {
    for line in NOTICE_2.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
    }
    let first = NOTICE_2.lines().next().unwrap();
    refused(first, r#""v":2"#, r#""v":1"#, "`picture`");
    refused(first, r#""theme":"light""#, r#""theme":"pink""#, "light or dark");
    refused(first, "1d1e1f", "1d1e1", "hexadecimal");
}

/// What came with version 6 of the settings: the same rule.
const SETTINGS_6: &str = include_str!("../../../tests/fixtures/settings-v6.jsonl");

#[test]
fn settings_of_version_6_stay_readable() {
    for line in SETTINGS_6.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":6"#, r#""v":5"#, "`outage`");
        refused(
            line,
            r#""outage":"2024-03-01T08:53:20.123Z""#,
            r#""outage":null"#,
            "`outage`",
        );
    }
}

/// What came with version 5 of the settings: the same rule.
const SETTINGS_5: &str = include_str!("../../../tests/fixtures/settings-v5.jsonl");

#[test]
fn settings_of_version_5_stay_readable() {
    for line in SETTINGS_5.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        refused(line, r#""v":5"#, r#""v":4"#, "`schedule`");
    }
    let first = SETTINGS_5.lines().next().unwrap();
    refused(
        first,
        r#""rule":"every quarter at 10:00""#,
        r#""rule":"Every quarter at 10:00""#,
        "how a rule is stored",
    );
    refused(
        first,
        r#""rule":"every quarter at 10:00""#,
        r#""rule":"* * * * *""#,
        "more than once a day",
    );
    refused(first, r#""theme":"dark""#, r#""theme":"pink""#, "light or dark");
    refused(
        first,
        "Europe/Berlin",
        "Europe Berlin",
        "not the name of a time zone",
    );
}

/// What came with schedules: the same rule.
const CALENDAR: &str = include_str!("../../../tests/fixtures/calendar.jsonl");

#[test]
fn what_schedules_bring_stays_readable() {
    let mut lines = CALENDAR.lines();
    let edition = lines.next().unwrap();
    assert_eq!(to_line(&from_line(edition).unwrap().row, None).unwrap(), edition);
    refused(edition, r#""v":2"#, r#""v":1"#, "`scheduled`");
    refused(
        edition,
        r#""scheduled":true"#,
        r#""scheduled":false"#,
        "`scheduled`",
    );
    for line in lines {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
        for (from, to) in [
            ("/2024-10-01/", "/2024-10-1/"),
            ("2024-10-01/", "2024-10-01/x"),
            ("calendar/", "calendar/+"),
        ] {
            assert!(from_line(&line.replace(from, to)).is_err(), "{line}");
        }
    }
}

/// What came with edits and corrections: the same rule.
const FIXTURE_5: &str = include_str!("../../../tests/fixtures/store-v5.jsonl");

#[test]
fn edits_and_corrections_stay_readable() {
    for line in FIXTURE_5.lines() {
        assert_eq!(to_line(&from_line(line).unwrap().row, None).unwrap(), line);
    }
    let mut lines = FIXTURE_5.lines();
    let edition = lines.next().unwrap();
    refused(edition, r#""v":2"#, r#""v":1"#, "version 2");
    let edit = lines.next().unwrap();
    refused(edit, r#""blip":"#, r#""ring":"trial","blip":"#, "`revision`");
    refused(edit, r#""number":1"#, r#""number":0"#, "from 1");
    let retitled = lines.nth(2).unwrap();
    refused(
        retitled,
        r#""title":"#,
        r#""revision":{"blip":"atlantis"},"title":"#,
        "not there both",
    );
    let dropped = Status::Passed {
        at: at(60),
        count: count(4, 1, 1),
        fate: Fate::Dropped {
            at: at(90),
            by: member(9),
            reason: Prose::parse("not yet", 100).unwrap(),
        },
    };
    let row = Row::Proposal(Proposal {
        status: dropped,
        ..proposal(7, 3)
    });
    let line = to_line(&row, None).unwrap();
    assert_eq!(from_line(&line).unwrap().row, row);
    refused(&line, r#""v":4"#, r#""v":2"#, "`dropped`");
}

#[test]
fn a_number_in_a_topic_has_one_form() {
    let line = FIXTURE_2
        .lines()
        .find(|line| line.contains("trouble/unknown"))
        .unwrap();
    for (from, to) in [
        ("/1\"", "/01\""),
        ("/1\"", "/+1\""),
        ("/1\"", "\""),
        ("/1\"", "/1/1\""),
    ] {
        assert!(line.contains(from), "{line}");
        assert!(from_line(&line.replacen(from, to, 1)).is_err(), "{to}");
    }
}

#[test]
fn the_lines_of_proposals_and_ballots_have_the_fields_that_scripts_rely_on() {
    let line: Value = serde_json::from_str(&to_line(&Row::Proposal(proposal(7, 3)), None).unwrap()).unwrap();
    assert_eq!(line["type"], "proposal");
    assert_eq!(line["guild"], "7");
    assert_eq!(line["number"], 3);
    assert_eq!(line["blip"], "atlantis");
    assert_eq!(line["from"], "assess");
    assert_eq!(line["to"], "trial");
    assert_eq!(line["status"], "open");
    assert_eq!(line["opens"], "2023-11-14T22:13:20Z");
    assert_eq!(line["closes"], "2023-11-21T20:53:20Z");
    assert_eq!(
        to_line(&ballot_row(7, 3, 9, 4_194_304_000), None).unwrap(),
        r#"{"type":"ballot","v":1,"guild":"7","proposal":3,"member":"9","choice":"in_favor","interaction":"4194304000","at":"2015-01-01T00:00:01Z"}"#
    );
}

#[track_caller]
fn refused(line: &str, from: &str, to: &str, why: &str) {
    assert!(line.contains(from), "{line}");
    let error = from_line(&line.replace(from, to)).unwrap_err().to_string();
    assert!(error.contains(why), "{error}");
}

#[test]
fn contradictions_are_refused() {
    let line = to_line(&Row::Proposal(proposal(7, 3)), None).unwrap();
    refused(&line, r#""status":"open""#, r#""status":"passed""#, "`status`");
    refused(
        &line,
        r#""status":"open""#,
        r#""status":"open","state":{"ended":"2023-11-14T22:13:20Z"}"#,
        "`status`",
    );
    refused(&line, r#""change":"move""#, r#""change":"retire""#, "`change`");
    refused(&line, r#""from":"assess""#, r#""from":null"#, "`change`");
    refused(&line, r#""closes":"2023"#, r#""closes":"2022"#, "`closes`");
    refused(&line, r#""2/3""#, r#""3/2""#, "no share");
    refused(&line, r#""v":2"#, r#""v":3"#, "`excluded`");
    refused(&line, r#""v":2"#, r#""v":4"#, "`dropped`");
    refused(&line, r#""v":2"#, r#""v":5"#, "version 5");
    refused(&line, r#""v":2"#, r#""v":2,"mood":"good""#, "mood");
    refused(
        &line,
        r#""type":"proposal""#,
        r#""type":"poll""#,
        "no type `poll`",
    );
    refused(&line, r#""guild":"7""#, r#""guild":"0""#, "not an id");
    refused(&line, "Atlantis", "Atlantis ", "never stored");
    let ballot = to_line(&ballot_row(7, 3, 9, 4_194_304_000), None).unwrap();
    refused(&ballot, "00:01Z", "00:02Z", "`at`");
    refused(
        &ballot,
        "in_favor",
        "in favor",
        "in_favor, against, abstain or recuse",
    );
}

#[test]
fn a_row_that_is_too_large_is_refused() {
    let mut edition = crate::storage::sample::edition(1, "2023-10");
    edition.title = "x".repeat(MAX_BYTES);
    let error = encode(&Row::Edition(edition)).unwrap_err();
    assert!(error.to_string().contains("guild 1, edition 2023-10"), "{error}");
}

#[test]
fn a_key_is_of_the_kind_of_its_row() {
    assert_eq!(Kind::of(&Key::Settings(7.try_into().unwrap())), Kind::Settings);
    assert_eq!(Kind::Correction.index(), Kind::ALL.len() - 1);
}
