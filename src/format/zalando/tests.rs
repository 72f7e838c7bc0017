use proptest::prelude::*;

use super::*;
use crate::format::Options;
use crate::format::tests::{assert_ours, folder, newest, options, places, put, radar, said, timeline};
use crate::radar::{Movement, Title};

const FIRST: &str = r#"{"date": "2024.05", "entries": [
  {"quadrant": 3, "ring": 0, "label": "Zap", "active": true, "moved": 0, "link": "https://a.example/zap"},
  {"quadrant": 0, "ring": 3, "label": "ZAP", "active": false, "moved": 2}
]}"#;

#[test]
fn files_are_dated_inside_and_names_come_from_elsewhere() {
    let second = r#"{"date": "2024.08", "entries": [
      {"quadrant": 3, "ring": 1, "label": "Zap", "moved": 1},
      {"quadrant": 4, "ring": "x", "label": "", "moved": 7},
      {"quadrant": 0, "ring": 0, "label": "Other", "moved": 2, "link": "javascript:alert(1)"}
    ]}"#;
    let folder = folder(&[("a.json", second), ("b.json", FIRST)]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import),
        [
            "a.json:3: error: entry 2, `label`: it is empty",
            "a.json:3: error: entry 2, `quadrant`: it is 4, and must be a number from 0 to 3 (--quadrants names more)",
            "a.json:3: error: entry 2, `ring`: it is \"x\", and must be a number from 0 to 3 (--rings names more)",
            "a.json:3: error: entry 2, `moved`: it is 7, and must be -1, 0, 1 or 2",
            "a.json:4: error: entry 3, `link`: `javascript:alert(1)` is not a web address: it must start with https:// or http://; the link is left out",
            "b.json:1: note: blips that are not active, which only means that they are drawn in grey: 1",
            "a.json:1: note: the file numbers its quadrants and does not name them: they are called Languages, Infrastructure, Datastores, Data Management, as Zalando's are (--quadrants names others)",
            "a.json:2: note: entry 1: it is said to be `moved in`; by its rings in all these editions it is `moved out`",
        ]
    );
    let timeline = timeline(&import.files);
    let edition = "2024-08-01".parse().unwrap();
    let adopt = "adopt".parse().unwrap();
    assert_eq!(
        timeline.movement(&edition, &"zap".parse().unwrap()),
        Some(Movement::MovedOut { from: adopt })
    );
    assert_eq!(newest(&timeline).edition.retired.len(), 1);
}

#[test]
fn names_need_no_title_and_a_list_is_told_for_what_it_is() {
    let names = r#"{"quadrants": ["One", "Two", "Three", "Four"], "rings": ["A", "B", "C", "D"]}"#;
    let folder = folder(&[
        ("config.json", FIRST),
        ("config.names.json", names),
        ("list.json", "[{}, {}]"),
    ]);
    let import = read(&[folder.path().join("config.json")], &options()).unwrap();
    assert_eq!(import.files.scheme.quadrants()[0].title.as_str(), "One");
    let problems = read(&[folder.path().join("list.json")], &options()).unwrap_err();
    let told: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        told,
        ["this is not a radar of Zalando's shape: it is a list, and must be an object with date and entries"]
    );
}

#[test]
fn names_in_the_file_itself_are_used_if_they_are_enough() {
    let with = |quadrants: &str| {
        let inside = format!(
            r##"{{"quadrants": {quadrants}, "rings": [{{"name": "IN", "color": "#5ba300"}}, "TRY", "WAIT", "OUT"], "date"##
        );
        let text = FIRST.replacen("{\"date", &inside, 1);
        let folder = folder(&[("config.json", &text)]);
        let path = folder.path().join("config.json");
        assert_eq!(
            crate::format::detect(&path),
            Ok(Some(crate::format::Foreign::Zalando))
        );
        let import = read(&[path], &options()).unwrap();
        assert_ours(&import.files);
        let scheme = &import.files.scheme;
        let ring = scheme.rings()[1].title.to_string();
        (ring, scheme.quadrants()[3].title.to_string(), said(&import))
    };
    let (ring, quadrant, told) = with(r#"[{"name": "A"}, {"name": "B"}, {"name": "C"}, {"name": "D"}]"#);
    assert_eq!((ring.as_str(), quadrant.as_str()), ("TRY", "D"));
    assert_eq!(
        told,
        [
            "config.json:1: left out: `color`, which this format does not know, of 1 ring",
            "config.json:1: note: blips that are not active, which only means that they are drawn in grey: 1",
        ]
    );
    let (ring, quadrant, told) = with(r#"[{"name": "A"}, {"name": "B"}, {"name": "C"}]"#);
    assert_eq!((ring.as_str(), quadrant.as_str()), ("Trial", "Data Management"));
    assert!(
        told.contains(
            &"config.json:1: left out: `quadrants`, which this format does not know, of 1 file".to_owned()
        ),
        "{told:?}"
    );
}

#[test]
fn names_without_end_are_no_radars() {
    let many = |number: usize| (0..number).map(|n| format!("r{n}")).collect::<Vec<_>>();
    let with_names = |rings: usize, quadrants: usize| {
        let names = serde_json::json!({"rings": many(rings), "quadrants": many(quadrants)});
        let folder = folder(&[("c.json", FIRST), ("c.names.json", &names.to_string())]);
        read(&[folder.path().join("c.json")], &options()).map_err(|problems| {
            let told = problems.iter().map(ToString::to_string);
            told.collect::<Vec<_>>()
        })
    };
    assert_eq!(with_names(100, 100).unwrap().files.scheme.rings().len(), 100);
    for (rings, quadrants, what) in [(200_000, 4, "rings"), (4, 101, "quadrants")] {
        let told = with_names(rings, quadrants).unwrap_err();
        assert_eq!(told.len(), 1, "{told:?}");
        let why = format!("there are more than 100 {what}: this is no radar, and is not read on");
        assert!(told[0].ends_with(&why), "{told:?}");
        assert!(told[0].contains("c.names.json"), "{told:?}");
    }
    let folder = folder(&[("c.json", FIRST)]);
    let options = Options {
        rings: Some(many(101)),
        ..options()
    };
    let told = read(&[folder.path().join("c.json")], &options).unwrap_err();
    assert_eq!(
        told[0].text,
        "there are more than 100 rings: this is no radar, and is not read on"
    );
}

#[test]
fn names_on_the_command_line_count_first() {
    let folder = folder(&[("config.json", FIRST)]);
    let names = ["One", "Two", "Three", "Four"].map(str::to_owned).to_vec();
    let options = Options {
        quadrants: Some(names.clone()),
        rings: Some(names),
        ..options()
    };
    let import = read(&[folder.path().join("config.json")], &options).unwrap();
    assert_eq!(import.files.scheme.quadrants()[0].title.as_str(), "One");
    assert_eq!(import.files.scheme.rings()[3].title.as_str(), "Four");
}

#[test]
fn what_is_no_such_file_is_refused() {
    for (text, said) in [
        ("[]", "this is not a radar of Zalando's shape"),
        ("{\"entries\": 1}", "this is not a radar of Zalando's shape"),
        (
            "{\"date\": \"soon\", \"entries\": []}",
            "`date`: `soon` is not a date such as 2026.05",
        ),
        (
            "{\"date\": \"2024.05\", \"entries\": []}",
            "there is no blip to import",
        ),
        ("{", "this is not JSON"),
    ] {
        let folder = folder(&[("config.json", text)]);
        let problems = read(&[folder.path().to_owned()], &options()).unwrap_err();
        assert!(
            problems.iter().any(|problem| problem.text.contains(said)),
            "{text}: {problems:?}"
        );
    }
}

#[test]
fn names_without_a_radar_are_told_for_what_they_are() {
    const NAMES: &str =
        r#"{"title": "Ours", "quadrants": ["A", "B", "C", "D"], "rings": ["Use", "Try", "Hold", "Stop"]}"#;
    for (file, instead) in [
        ("config.names.json", "config.json, which is read together with it"),
        ("other.names.json", "the config.json that it belongs to"),
        ("names.json", "the config.json that it belongs to"),
    ] {
        let folder = folder(&[("config.json", FIRST), (file, NAMES)]);
        let path = folder.path().join(file);
        assert_eq!(
            crate::format::detect(&path),
            Ok(Some(crate::format::Foreign::Zalando)),
            "{file}"
        );
        let problems = read(&[path], &options()).unwrap_err();
        let text = &problems[0].text;
        assert!(
            text.starts_with("this file has only the names of a radar's rings and quadrants")
                && text.contains(instead),
            "{text}"
        );
        let both = [folder.path().join("config.json"), folder.path().join(file)];
        assert!(read(&both, &options()).is_ok());
    }
}

fn names(quadrants: &[&str], rings: &[&str]) -> String {
    format!(r#"{{"title": "Ours", "quadrants": {quadrants:?}, "rings": {rings:?}}}"#)
}

fn one(date: &str, quadrant: usize, ring: usize) -> String {
    format!(
        r#"{{"date": "{date}", "entries": [{{"quadrant": {quadrant}, "ring": {ring}, "label": "Zap", "moved": 0}}]}}"#
    )
}

#[test]
fn each_file_is_read_by_the_names_beside_it() {
    let folder = folder(&[
        ("a.json", &one("2024.05", 0, 0)),
        ("a.names.json", &names(&["Langs", "Infra"], &["Use", "Stop"])),
        ("b.json", &one("2024.08", 1, 1)),
        ("b.names.json", &names(&["Infra", "Langs"], &["Explore", "Use"])),
        ("c.json", &one("2024.11", 0, 0)),
        ("d.names.json", &names(&["Else"], &["Other"])),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(import.problems, []);
    let titles = |titles: Vec<&Title>| {
        titles
            .into_iter()
            .map(Title::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let scheme = &import.files.scheme;
    let rings = scheme.rings().iter().map(|ring| &ring.title).collect();
    assert_eq!(titles(rings), "Explore, Use, Stop");
    let quadrants = scheme
        .quadrants()
        .iter()
        .map(|quadrant| &quadrant.title)
        .collect();
    assert_eq!(titles(quadrants), "Langs, Infra");
    let timeline = timeline(&import.files);
    let stands: Vec<String> = timeline
        .editions()
        .iter()
        .map(|edition| {
            let zap = edition.blip(&"zap".parse().unwrap()).unwrap();
            format!("{} {}", zap.quadrant, zap.ring)
        })
        .collect();
    assert_eq!(stands, ["langs use", "langs use", "infra explore"]);
    let said = said(&import).join("\n");
    for part in [
        "c.json:1: note: the file numbers its rings and quadrants, and no file beside it names them: they are called as in",
        "d.names.json:1: note: this file is not read: the radar whose names it has is not given",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn names_that_make_no_radar_together_are_told_with_both_files() {
    let first = names(&["A", "B"], &["Adopt", "Hold"]);
    for (second, why) in [
        (
            names(&["A", "B"], &["Caution", "Adopt"]),
            "the rings stand in another order, Caution, Adopt here and Adopt, Hold there",
        ),
        (
            names(&["A", "C", "D", "E"], &["Adopt", "Hold"]),
            "the quadrants are A, C, D, E here and A, B there, and together more than 4",
        ),
    ] {
        let folder = folder(&[
            ("a.json", &one("2024.05", 0, 0)),
            ("a.names.json", &first),
            ("b.json", &one("2024.08", 1, 1)),
            ("b.names.json", &second),
        ]);
        let problems = read(&[folder.path().to_owned()], &options()).unwrap_err();
        let [problem] = problems.as_slice() else {
            panic!("{problems:?}")
        };
        assert!(problem.path.ends_with("b.json"), "{problem}");
        assert!(
            problem.text.contains("a.json: ") && problem.text.contains(why),
            "{problem}"
        );
    }
}

#[test]
fn a_key_that_the_tool_does_not_know_is_left_out_and_named() {
    let text = FIRST.replace("\"active\": true", "\"owner\": \"Ada\"");
    let folder = folder(&[("config.json", &text)]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    let left_out = "config.json:2: left out: `owner`, which this format does not know, of 1 entry";
    assert_eq!(said(&import)[0], left_out);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_exported_is_imported_the_same(files in radar()) {
        let timeline = timeline(&files);
        let view = newest(&timeline);
        let exported = to_json(&view).unwrap();
        let folder = folder(&[]);
        let path = put(&exported.files, folder.path(), "config.json");
        let import = read(&[path], &options()).unwrap();
        prop_assert_eq!(&import.problems, &Vec::new());
        assert_ours(&import.files);
        prop_assert_eq!(&import.files.scheme, &files.scheme);
        let again = crate::format::tests::timeline(&import.files);
        let bare = |view| places(view).into_iter().map(|(name, ring, quadrant, _)| (name, ring, quadrant)).collect::<Vec<_>>();
        let again = newest(&again);
        prop_assert_eq!(bare(&again), bare(&view));
        prop_assert_eq!(again.edition.published, view.edition.published);
    }
}
