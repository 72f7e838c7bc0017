use proptest::prelude::*;

use super::*;
use crate::format::tests::{assert_ours, folder, newest, options, places, put, radar, said, timeline};
use crate::radar::Movement;

const FRAME: &str = r##""quadrants": [{"id": "infra", "name": "Infrastructure"}], "rings": [
  {"id": "Use It", "name": "Use", "color": "#93c47d"}, {"id": "avoid", "name": "Avoid", "color": "red", "description": "No."}],"##;

#[test]
fn timelines_are_read_newest_first_and_make_editions() {
    let text = format!(
        r##"{{"title": "Ours", "extra": 1, {FRAME}
        "entries": [
          {{"key": "zap", "id": "zap", "title": "Zap", "quadrant": "infra", "url": "#", "description": "Now.",
            "links": [{{"url": "https://a.example", "title": "A"}}, {{"url": "javascript:x", "title": "B"}}],
            "timeline": [
              {{"date": "2024-05-01", "ringId": "Use It", "moved": -1}},
              {{"date": "2023-05-01T12:00:00Z", "ringId": "avoid", "moved": 0, "description": "Then. <script>x</script>"}}
            ]}},
          {{"key": "x", "id": "x", "title": "X", "quadrant": "infra", "timeline": [
              {{"date": "2023-05-01", "ringId": "avoid"}}, {{"date": "2024-05-01", "ringId": "Use It", "moved": 1}}]}},
          {{"key": "y", "id": "y", "title": "Y", "quadrant": "nowhere", "timeline": []}},
          {{"key": "z", "id": "z", "title": "Z", "quadrant": "infra", "timeline": [{{"date": "soon", "ringId": "other"}}]}},
          {{"id": "w"}}
        ]}}"##
    );
    let folder = folder(&[("radar.json", &text)]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import),
        [
            "radar.json:5: error: entry 1, link 2: `javascript:x` is not a web address: it must start with https:// or http://; the link is left out",
            "radar.json:12: error: entry 3, `quadrant`: `nowhere` is not a quadrant of this file: they are infra",
            "radar.json:12: error: entry 3, `timeline`: it is empty, so the blip is in no ring",
            "radar.json:13: error: entry 4, step 1, `date`: `soon` is not a date: write one such as \"2024-05-01\", \"2024/05/01\" or \"2024-05-01T12:00:00Z\", or the milliseconds since 1970 as a number",
            "radar.json:13: error: entry 4, step 1, `ringId`: `other` is not a ring of this file: they are use-it, avoid",
            "radar.json:14: error: entry 5: missing field `quadrant`",
            "radar.json:1: left out: `extra`, which this format does not know, of 1 file",
            "radar.json:2: left out: ring 2: its description",
            "radar.json:2: note: ring 1: its id `Use It` is `use-it` here: an id is short, and has a-z, 0-9 and - only",
            "radar.json:2: note: ring 2: its colour `red` is not written as #rrggbb: it gets one of ours",
            "radar.json:8: note: entry 1, step 2, `description`: read without what could do harm or is for looks: <script>",
            "radar.json:10: note: entry 2, `timeline`: it is not newest first, and the plugin takes the first step for today's; it was read by its dates",
            "radar.json:7: note: entry 1, step 1: it is said to be `moved out`; by its rings in all these editions it is `moved in`",
        ]
    );
    let timeline = timeline(&import.files);
    assert_eq!(timeline.scheme().title().as_str(), "Ours");
    let zap = "zap".parse().unwrap();
    let avoid = "avoid".parse().unwrap();
    assert_eq!(
        timeline.movement(&"2024-05-01".parse().unwrap(), &zap),
        Some(Movement::MovedIn { from: avoid })
    );
    let texts: Vec<_> = timeline
        .editions()
        .iter()
        .map(|edition| edition.blips[&zap].text.summary.clone())
        .collect();
    assert_eq!(texts, ["Then.", "Now."]);
}

#[test]
fn an_address_stays_if_the_link_that_has_it_too_can_not() {
    let text = format!(
        r#"{{{FRAME} "entries": [{{"key": "a", "id": "a", "title": "A", "quadrant": "infra", "url": "https://a.example",
             "links": [{{"url": "https://a.example", "title": "{}"}}], "timeline": [{{"date": "2024-05-01", "ringId": "avoid"}}]}}]}}"#,
        "long ".repeat(40)
    );
    let folder = folder(&[("radar.json", &text)]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    assert_eq!(import.problems.len(), 1);
    let timeline = timeline(&import.files);
    let links = &newest(&timeline).edition.blips[&"a".parse().unwrap()].links;
    assert_eq!(
        links.iter().map(|link| link.title.as_str()).collect::<Vec<_>>(),
        ["A"]
    );
}

#[test]
fn ids_that_can_stay_do_and_what_is_called_otherwise_is_told() {
    let ids = [
        "Node.js",
        "node_js",
        "node-js",
        "../../x",
        "zap",
        &"long ".repeat(40),
    ];
    let more: Vec<String> = (0..12).map(|n| format!("C {n}")).collect();
    let all = ids.into_iter().chain(more.iter().map(String::as_str));
    let entries = all.zip(1..).map(|(id, number)| {
        format!(
            r#"{{"key": "k", "id": "{id}", "title": "B{number}", "quadrant": "Q 1", "timeline": [{{"date": "2024-05-01", "ringId": "use"}}]}}"#
        )
    });
    let entries = entries.collect::<Vec<_>>().join(",\n");
    let text = format!(
        r##"{{"quadrants": [{{"id": "Q 1", "name": "One"}}], "rings": [{{"id": "use", "name": "Use", "color": "#93c47d"}}],
"entries": [{entries}]}}"##
    );
    let folder = folder(&[("radar.json", &text)]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    assert_ours(&import.files);
    let said = said(&import);
    assert_eq!(
        said[..4],
        [
            "radar.json:1: note: quadrant 1: its id `Q 1` is `q-1` here: an id is short, and has a-z, 0-9 and - only",
            "radar.json:2: note: entry 1: its id `Node.js` is `node-js-c11a0aa9` here: an id has a-z, 0-9 and - only, and no two blips have one",
            "radar.json:3: note: entry 2: its id `node_js` is `node-js-ebefaf06` here: an id has a-z, 0-9 and - only, and no two blips have one",
            "radar.json:5: note: entry 4: its id `../../x` is `x` here: an id has a-z, 0-9 and - only, and no two blips have one",
        ]
    );
    assert!(
        said[4].ends_with("can be no id here: the blip has one of its title"),
        "{said:?}"
    );
    assert_eq!(
        said.last().unwrap(),
        "radar.json:19: note: 6 more blips with another id here than in this file"
    );
    assert_eq!(said.len(), 12);
    let timeline = timeline(&import.files);
    let title = |id: &str| {
        newest(&timeline).edition.blips[&id.parse().unwrap()]
            .title
            .to_string()
    };
    assert_eq!(
        (title("node-js"), title("zap")),
        ("B3".to_owned(), "B5".to_owned())
    );
}

#[test]
fn dates_are_read_as_the_plugin_reads_them_and_what_is_none_is_told_with_its_place() {
    let dates = [
        "1714564800000",
        "\"2024/5/2\"",
        "\"2024-05-03T23:30:00-02:00\"",
        "\"1714564800000\"",
        "\"2024/13/01\"",
        "null",
        "true",
        "-99999999999999",
        "1596672000",
    ];
    let entries = dates.iter().zip(1..).map(|(date, number)| {
        format!(
            r#"{{"key": "k", "id": "b{number}", "title": "B{number}", "quadrant": "infra",
                 "timeline": [{{"date": {date}, "ringId": "avoid"}}]}}"#
        )
    });
    let entries = entries.collect::<Vec<_>>().join(", ");
    let folder = folder(&[("radar.json", &format!("{{{FRAME} \"entries\": [{entries}]}}"))]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    let editions = import.files.publications.iter();
    let editions: Vec<&str> = editions.map(|publication| publication.id.as_str()).collect();
    assert_eq!(editions, ["2024-05-01", "2024-05-02", "2024-05-04"]);
    let problems = import.problems.iter();
    let problems: Vec<&str> = problems
        .map(|problem| problem.text.split(" is not a date: ").next().unwrap())
        .collect();
    assert_eq!(
        problems,
        [
            "entry 4, step 1, `date`: `1714564800000`",
            "entry 5, step 1, `date`: `2024/13/01`",
            "entry 6, step 1, `date`: nothing",
            "entry 7, step 1, `date`: `true`",
            "entry 8, step 1, `date`: `-99999999999999`",
            "entry 9, step 1, `date`: `1596672000`",
        ]
    );
    let hint = "the milliseconds since 1970 as a number: this one can only be seconds";
    let hinted = import.problems.iter().map(|problem| problem.text.ends_with(hint));
    assert_eq!(
        hinted.collect::<Vec<_>>(),
        [false, false, false, false, false, true]
    );
}

/// A blip's file may have a megabyte, and what is larger was refused only when the written radar was read back.
#[test]
fn a_blip_that_is_too_large_for_a_file_of_ours_is_told_with_its_place() {
    let links: Vec<String> = (100..1_000)
        .map(|n| {
            let (path, title) = ("x".repeat(480), "\u{1F600}".repeat(80));
            format!(r#"{{"url": "https://a.example/{n}/{path}", "title": "{title}"}}"#)
        })
        .collect();
    let entry = |id: &str, links: &str| {
        format!(
            r#"{{"key": "{id}", "id": "{id}", "title": "{id}", "quadrant": "infra", "links": [{links}],
                 "timeline": [{{"date": "2024-05-01", "ringId": "avoid"}}]}}"#
        )
    };
    let entries = [entry("zap", ""), entry("many", &links.join(", "))].join(", ");
    let folder = folder(&[("radar.json", &format!("{{{FRAME} \"entries\": [{entries}]}}"))]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(import.blips(), 1);
    let [problem] = import.problems.as_slice() else {
        panic!("{:?}", import.problems)
    };
    assert_eq!(problem.line, 4);
    assert!(
        problem.text.starts_with("entry 2, step 1: its file would have "),
        "{problem}"
    );
}

#[test]
fn of_two_descriptions_of_today_the_one_is_read_that_the_plugin_shows() {
    let text = format!(
        r#"{{{FRAME}
        "entries": [
          {{"key": "zap", "id": "zap", "title": "Zap", "quadrant": "infra", "description": "What it is.",
            "timeline": [
              {{"date": "2024-05-01", "ringId": "avoid", "description": "Why it moved."}},
              {{"date": "2023-05-01", "ringId": "avoid", "description": "Then."}}
            ]}}
        ]}}"#
    );
    let folder = folder(&[("radar.json", &text)]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    let timeline = timeline(&import.files);
    let texts: Vec<_> = timeline
        .editions()
        .iter()
        .map(|edition| edition.blips[&"zap".parse().unwrap()].text.summary.clone())
        .collect();
    assert_eq!(texts, ["Then.", "What it is."]);
    let said = said(&import).join("\n");
    assert!(
        said.contains("left out: entry 1, step 1, `description`: the plugin shows"),
        "{said}"
    );
}

#[test]
fn ids_that_differ_by_case_are_two_blips_and_one_that_stands_twice_is_a_mistake() {
    let entry = |id: &str, title: &str, day: &str| {
        format!(
            r#"{{"key": "k", "id": "{id}", "title": "{title}", "quadrant": "infra",
                 "timeline": [{{"date": "{day}", "ringId": "avoid", "description": "{title}."}}]}}"#
        )
    };
    let entries = [
        entry("Zap", "Zap", "2023-05-01"),
        entry("ZAP", "Other", "2024-05-01"),
        entry("Zap", "Third", "2024-06-01"),
    ];
    let text = format!("{{{FRAME} \"entries\": [{}]}}", entries.join(", "));
    let folder = folder(&[("radar.json", &text)]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    let timeline = timeline(&import.files);
    let last = newest(&timeline).edition;
    let mut titles: Vec<&str> = last.blips.values().map(|blip| blip.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Other", "Zap"]);
    let said = said(&import).join("\n");
    assert!(
        said.contains("error: entry 3, `id`: `Zap` is the id of entry 1, too, which counts"),
        "{said}"
    );
}

#[test]
fn of_several_editions_of_a_day_the_newest_is_written() {
    let blip = |ring: &str| format!("---\ntitle: Zap\nring: {ring}\nquadrant: tools\n---\nText.\n");
    let releases = folder(&[
        ("config.json", "{}"),
        ("radar/2024-05-01/zap.md", &blip("hold")),
        ("radar/2024-06-01/zap.md", &blip("trial")),
        ("radar/2024-06-01-2/zap.md", &blip("adopt")),
        ("radar/2024-06-01-3/zap.md", "---\n---\nOther.\n"),
    ]);
    let files = crate::format::aoe::read(&[releases.path().to_owned()], &options())
        .unwrap()
        .files;
    let timeline = timeline(&files);
    let exported = to_json(&newest(&timeline)).unwrap();
    let folder = folder(&[]);
    let path = put(&exported.files, folder.path(), "radar.json");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.matches("\"ringId\"").count(), 2, "{written}");
    assert!(written.contains("\"moved\": 1"), "{written}");
    let import = read(&[path], &options()).unwrap();
    assert_eq!(said(&import), [""; 0]);
    let said = exported.remarks.join("\n");
    assert!(
        said.contains("editions of one day are one in this format"),
        "{said}"
    );
}

#[test]
fn what_is_no_such_file_is_refused() {
    for (text, said) in [
        ("[]", "this is not a radar of Backstage's shape"),
        (
            "{\"rings\": [], \"quadrants\": [], \"entries\": []}",
            "a radar needs at least one ring",
        ),
        (
            &format!("{{{FRAME} \"entries\": []}}"),
            "there is no blip to import",
        ),
        ("{", "this is not JSON"),
    ] {
        let folder = folder(&[("radar.json", text)]);
        let problems = read(&[folder.path().join("radar.json")], &options()).unwrap_err();
        assert!(
            problems.iter().any(|problem| problem.text.contains(said)),
            "{text}: {problems:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_exported_is_imported_the_same(files in radar()) {
        let timeline = timeline(&files);
        let view = newest(&timeline);
        let exported = to_json(&view).unwrap();
        let folder = folder(&[]);
        let path = put(&exported.files, folder.path(), "radar.json");
        let import = read(&[path], &options()).unwrap();
        prop_assert_eq!(&import.problems, &Vec::new());
        assert_ours(&import.files);
        prop_assert_eq!(&import.files.scheme.rings(), &files.scheme.rings());
        let again = crate::format::tests::timeline(&import.files);
        prop_assert_eq!(places(&newest(&again)), places(&view));
        // The steps of each blip are the same: where it stood, and since when.
        for id in view.edition.blips.keys() {
            let steps = |timeline: &crate::radar::Timeline| {
                let mut steps: Vec<(String, String)> = Vec::new();
                for edition in timeline.editions() {
                    if let Some(blip) = edition.blips.get(id)
                        && steps.last().is_none_or(|(ring, _)| *ring != blip.ring.to_string())
                    {
                        steps.push((blip.ring.to_string(), edition.published.to_string()));
                    }
                }
                steps
            };
            prop_assert_eq!(steps(&again), steps(&timeline));
        }
    }
}

/// The plugin drops such keys, so nobody looks for them there.
#[test]
fn what_the_format_does_not_know_is_told_wherever_it_stands() {
    let file = r##"{
  "owner": "Ada", "title": "Ours",
  "quadrants": [{"id": "infra", "name": "Infra",
    "color": "#fff"}],
  "rings": [{"id": "use", "name": "Use", "color": "#123456", "radius": 3}, {"id": "avoid", "name": "Avoid", "color": "#654321", "radius": 7}],
  "entries": [{"id": "zap", "title": "Zap", "quadrant": "infra", "team": "web",
    "links": [{"url": "https://a.example", "title": "A",
      "lang": "en"}, {"url": "https://b.example"}],
    "timeline": [{"date": "2024-05-01", "ringId": "use",
      "author": "Grace"}]}]
}"##;
    let folder = folder(&[("radar.json", file)]);
    let import = read(&[folder.path().join("radar.json")], &options()).unwrap();
    assert_eq!(
        said(&import),
        [
            "radar.json:8: error: entry 1, link 2: missing field `title`",
            "radar.json:2: left out: `owner`, which this format does not know, of 1 file",
            "radar.json:4: left out: `color`, which this format does not know, of 1 quadrant",
            "radar.json:5: left out: `radius`, which this format does not know, of 2 rings",
            "radar.json:6: left out: `team`, which this format does not know, of 1 entry",
            "radar.json:8: left out: `lang`, which this format does not know, of 1 link",
            "radar.json:10: left out: `author`, which this format does not know, of 1 step",
        ]
    );
    let timeline = timeline(&import.files);
    let zap = newest(&timeline).edition.blip(&"zap".parse().unwrap()).unwrap();
    assert_eq!(zap.links.len(), 1);
}

#[test]
fn a_file_of_nothing_but_mistakes_is_not_read_on() {
    let zeros = |count: usize| vec!["0"; count].join(",");
    let frame = r##""quadrants": [{"id": "infra", "name": "Infra"}], "rings": [{"id": "use", "name": "Use", "color": "#123456"}]"##;
    let entry = |inner: &str| {
        format!(r#"{{{frame}, "entries": [{{"id": "zap", "title": "Zap", "quadrant": "infra", {inner}}}]}}"#)
    };
    for (text, most, told) in [
        (
            format!(
                r#"{{"rings": [{}], "quadrants": [], "entries": []}}"#,
                zeros(100_000)
            ),
            1,
            "there are 100000 rings: this is no radar, and is not read on",
        ),
        (
            format!(
                r#"{{"rings": [], "quadrants": [{}], "entries": []}}"#,
                zeros(100_000)
            ),
            1,
            "there are 100000 quadrants: this is no radar, and is not read on",
        ),
        (
            entry(&format!(r#""timeline": [{}]"#, zeros(19_000))),
            6_001,
            "there are more than 5000 problems: this is no radar, and is not read on",
        ),
        (
            entry(&format!(
                r#""timeline": [{{"date": "2024-05-01", "ringId": "no"}}], "links": [{}]"#,
                zeros(100_000)
            )),
            1_010,
            "entry 1, `links`: there are 100000 links; 1000 are read",
        ),
    ] {
        let folder = folder(&[("radar.json", &text)]);
        let problems = read(&[folder.path().join("radar.json")], &options()).unwrap_err();
        assert!(problems.len() <= most, "{}", problems.len());
        assert!(
            problems.iter().any(|problem| problem.text == told),
            "{:?}",
            problems.last()
        );
    }
}

#[test]
fn what_the_files_say_themselves_is_not_taken_from_the_command_line() {
    let folder = folder(&[]);
    let options = crate::format::Options {
        rings: Some(vec!["Use".to_owned()]),
        date: Some(jiff::civil::date(2024, 5, 1)),
        ..options()
    };
    let problems = read(&[folder.path().join("radar.json")], &options).unwrap_err();
    let said: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        said,
        [
            "--rings is for formats whose files do not say it: Backstage's file does; leave it out",
            "--date is for formats whose files do not say it: Backstage's file does; leave it out",
        ]
    );
}
