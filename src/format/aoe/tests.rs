use proptest::prelude::*;

use super::*;
use crate::format::tests::{assert_ours, folder, newest, options, put, radar, said, timeline};
use crate::radar::Movement;

const CONFIG: &str = r##"{
  "labels": {"title": "Our radar"},
  "quadrants": [{"id": "tools", "title": "Tools", "color": "#fff"}, {"id": "platforms-and-operations", "title": "Platforms & Operations"}],
  "rings": [{"id": "adopt", "title": "Adopt", "color": "#588157"}, {"id": "hold", "title": "Hold", "description": "Wait.", "radius": 1}]
}"##;

#[test]
fn releases_are_changes_and_a_blip_that_is_not_shown_is_retired() {
    let folder = folder(&[
        ("config.json", CONFIG),
        ("README.md", "no front matter"),
        (
            "radar/2023-01-01/zap.md",
            "---\ntitle: Zap\nring: hold\nquadrant: tools\ntags: [security, web]\nextra: x\n---\n\n# About\n\nA proxy. <b>Bold</b> ![x](data:x)\n",
        ),
        (
            "radar/2023-01-01/hidden.md",
            "---\ntitle: Hidden\nring: hold\nquadrant: tools\nfeatured: false\n---\nText.\n",
        ),
        (
            "radar/2023-01-01/Node.js.md",
            "---\ntitle: Node.js\nring: adopt\nquadrant: Platforms & Operations\n---\n",
        ),
        ("radar/2023-06-01/zap.md", "---\nring: adopt\n---\n"),
        ("radar/2023-06-01/hidden.md", "---\nfeatured: true\n---\n"),
        ("radar/2024-01-01/zap.md", "---\nfeatured: false\n---\n"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import),
        [
            "config.json:4: left out: ring 2: its description",
            "hidden.md:1: left out: the blip, which is not shown here (`featured: false`) and was not before: it is read from where it is shown on",
            "zap.md:6: left out: `extra`, a key that AOE's radar does not know",
            "zap.md:8: left out: the text: a link to `data:x`",
            "Node.js.md:1: note: the blip is called `node-js` here: an id has a-z, 0-9 and - only, and no two blips have one",
            "zap.md:8: note: the text: the text begins with the heading `About`, and a blip's text with a paragraph: that is made of the heading and the first sentence under it, which stays there, too",
        ]
    );
    let timeline = timeline(&import.files);
    let moved =
        |edition: &str, blip: &str| timeline.movement(&edition.parse().unwrap(), &blip.parse().unwrap());
    let hold = "hold".parse().unwrap();
    assert_eq!(moved("2023-06-01", "zap"), Some(Movement::MovedIn { from: hold }));
    assert_eq!(moved("2023-06-01", "hidden"), Some(Movement::New));
    assert!(matches!(
        moved("2024-01-01", "zap"),
        Some(Movement::Retired { .. })
    ));
    let zap = newest(&timeline).edition.blip(&"zap".parse().unwrap()).unwrap();
    assert_eq!(zap.tags, ["security", "web"]);
    assert_eq!(zap.text.summary, "About: A proxy. …");
    assert_eq!(zap.text.sections[0].markdown, "A proxy. **Bold** x");
}

#[test]
fn a_radar_in_a_folder_of_a_repository_is_found() {
    let blip = "---\nring: hold\nquadrant: tools\n---\nText.\n";
    let one = [
        ("package.json", "{}"),
        ("data/config.json", CONFIG),
        ("data/radar/2024-01-01/zap.md", blip),
        ("node_modules/config.json", CONFIG),
        ("node_modules/radar/2024-01-01/other.md", blip),
    ];
    let repository = folder(&one);
    let paths = [repository.path().to_owned()];
    assert_eq!(
        crate::format::detect(repository.path()),
        Ok(Some(crate::format::Foreign::Aoe))
    );
    let import = read(&paths, &options()).unwrap();
    assert_eq!(import.blips(), 1);
    assert!(
        said(&import).contains(
            &"data:1: note: the radar is read from this folder, and nothing else of the one around it"
                .to_owned()
        ),
        "{:?}",
        said(&import)
    );
    let two = [
        ("other/config.json", CONFIG),
        ("other/radar/2024-01-01/zap.md", blip),
    ];
    let repository = folder(&[&one[..], &two[..]].concat());
    let problems = read(&[repository.path().to_owned()], &options()).unwrap_err();
    assert!(
        problems[0]
            .text
            .starts_with("several folders in this one are radars of AOE's shape"),
        "{problems:?}"
    );
}

#[test]
fn the_config_of_older_versions_names_rings_and_quadrants_only() {
    let config = r#"{
  "quadrants": {
    "tools": "Tools",
    "languages-and-frameworks": "Languages &amp; Frameworks",
    "methods": ["Methods"]
  },
  "rings": ["adopt", "hold", 7]
}"#;
    let blip = "---\ntitle: Zap\nring: hold\nquadrant: languages-and-frameworks\n---\nText.\n";
    let files = |config: &str| folder(&[("config.json", config), ("radar/2023-01-01/zap.md", blip)]);
    let problems = read(&[files(config).path().to_owned()], &options()).unwrap_err();
    let told: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.line, problem.text))
        .collect();
    assert_eq!(
        told,
        [
            "5: quadrant 3: invalid type: sequence, expected a string",
            "7: ring 3: invalid type: integer `7`, expected an object with id and title",
        ]
    );
    let right = config.replace("[\"Methods\"]", "\"Methods\"").replace(", 7", "");
    let import = read(&[files(&right).path().to_owned()], &options()).unwrap();
    assert_eq!(said(&import), [""; 0]);
    assert_ours(&import.files);
    let timeline = timeline(&import.files);
    let quadrants = timeline.scheme().quadrants().iter();
    let quadrants: Vec<(&str, &str)> = quadrants
        .map(|quadrant| (quadrant.id.as_str(), quadrant.title.as_str()))
        .collect();
    assert_eq!(
        quadrants,
        [
            ("tools", "Tools"),
            ("languages-and-frameworks", "Languages & Frameworks"),
            ("methods", "Methods"),
        ]
    );
    let rings = timeline.scheme().rings().iter();
    assert_eq!(
        rings.map(|ring| ring.title.as_str()).collect::<Vec<_>>(),
        ["adopt", "hold"]
    );
}

#[test]
fn the_config_of_older_versions_is_found_in_public_and_all_is_no_ring_of_it() {
    let config = r#"{"quadrants": {"tools": "Tools"}, "rings": ["all", "adopt", "hold"]}"#;
    let blip = "---\ntitle: Zap\nring: hold\nquadrant: tools\n---\nText.\n";
    let folder = folder(&[("public/config.json", config), ("radar/2023-01-01/zap.md", blip)]);
    assert!(is_at(folder.path()));
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(
        said(&import),
        [
            "config.json:1: note: `all` is no ring of a blip's: older versions of the tool show all rings under it"
        ]
    );
    assert_ours(&import.files);
    let rings = import.files.scheme.rings().iter();
    assert_eq!(
        rings.map(|ring| ring.title.as_str()).collect::<Vec<_>>(),
        ["adopt", "hold"]
    );
    let in_place = crate::format::read_in_place(folder.path()).unwrap();
    assert_eq!(in_place, import.files);
}

#[test]
fn a_radar_in_a_folder_of_a_repository_is_read_in_place() {
    let config =
        r#"{"quadrants": [{"id": "tools", "title": "Tools"}], "rings": [{"id": "adopt", "title": "Adopt"}]}"#;
    let blip = "---\ntitle: Zap\nring: adopt\nquadrant: tools\n---\nText.\n";
    let folder = folder(&[
        ("docs/index.md", "Not of it."),
        ("radar/config.json", config),
        ("radar/radar/2023-01-01/zap.md", blip),
    ]);
    let in_place = crate::format::read_in_place(folder.path()).unwrap();
    let import = read(&[folder.path().join("radar")], &options()).unwrap();
    assert_eq!(in_place, import.files);
    assert_ours(&in_place);
}

/// The tool sorts them as text, and so does the reader.
#[test]
fn many_editions_of_one_day_have_folders_that_sort_as_they_came_out() {
    let editions = |last: u32| {
        let mut made = files_of_a_day(last);
        let timeline = timeline(&made);
        let exported = to_folder(&newest(&timeline)).unwrap();
        let folder = folder(&[]);
        let import = read(&[put(&exported.files, folder.path(), "aoe")], &options()).unwrap();
        assert_eq!(import.problems, []);
        let rings = |files: &crate::format::native::RadarFiles| {
            let revisions = files
                .publications
                .iter()
                .flat_map(|publication| &publication.revisions);
            revisions
                .map(|revision| revision.ring.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(rings(&import.files), rings(&made));
        made.publications = import.files.publications;
        let ids = made.publications.iter();
        ids.map(|publication| publication.id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(editions(2), ["2024-03-01", "2024-03-01-2"], "as they are called");
    let many = editions(12);
    assert_eq!(
        (many[0].as_str(), many[1].as_str(), many[11].as_str()),
        ("2024-03-01", "2024-03-01-02", "2024-03-01-12")
    );
}

/// A blip goes back and forth in the editions of a day, which are called as a guild's own are.
fn files_of_a_day(last: u32) -> crate::format::native::RadarFiles {
    let config = folder(&[
        ("config.json", CONFIG),
        (
            "radar/2024-03-01/zap.md",
            "---\ntitle: Zap\nring: hold\nquadrant: tools\n---\nText.\n",
        ),
    ]);
    let mut files = read(&[config.path().to_owned()], &options()).unwrap().files;
    for number in 2..=last {
        let mut next = files.publications[0].clone();
        next.id = format!("2024-03-01-{number}").parse().unwrap();
        next.publish += jiff::SignedDuration::from_mins(number.into());
        let ring = if number % 2 == 0 { "adopt" } else { "hold" };
        next.revisions = vec![crate::radar::Revision::move_to(
            "zap".parse().unwrap(),
            ring.parse().unwrap(),
        )];
        files.publications.push(next);
    }
    files
}

#[test]
fn mistakes_are_named_with_file_and_line() {
    let folder = folder(&[
        ("config.json", CONFIG),
        (
            "radar/2023-01-01/good.md",
            "---\ntitle: Good\nring: hold\nquadrant: tools\n---\nText.\n",
        ),
        (
            "radar/2023-01-01/bad.md",
            "---\ntitle: Bad\nring: maybe\nquadrant: corner\nfeatured: 7\n---\nText.\n",
        ),
        ("radar/2023-01-01/none.md", "text"),
        ("radar/2023-01-01/bare.md", "---\n---\ntext"),
        ("radar/someday/good.md", "---\nring: adopt\n---\n"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(import.blips(), 1);
    let problems: Vec<String> = import
        .problems
        .iter()
        .map(|problem| {
            let path = problem
                .path
                .strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string();
            format!("{path}:{}: {}", problem.line, problem.text)
        })
        .collect();
    assert_eq!(
        problems,
        [
            "radar/2023-01-01/bad.md:3: `ring`: `maybe` is not a ring of config.json: the rings are Adopt, Hold",
            "radar/2023-01-01/bad.md:4: `quadrant`: `corner` is not a quadrant of config.json: the quadrants are Tools, Platforms & Operations",
            "radar/2023-01-01/bad.md:5: `featured`: `7` is neither true nor false",
            "radar/2023-01-01/bare.md:1: `quadrant` is missing, and no release before this one says it",
            "radar/2023-01-01/bare.md:1: `ring` is missing, and no release before this one says it",
            "radar/2023-01-01/none.md:1: the file must start with front matter: a line `---`, keys, and another line `---`",
        ]
    );
}

#[test]
fn releases_of_any_name_are_read_in_the_order_of_their_names_and_what_is_no_blip_is_left_out() {
    let blip = |ring: &str| format!("---\ntitle: Good\nring: {ring}\nquadrant: tools\n---\nText.\n");
    let folder = folder(&[
        ("config.json", CONFIG),
        ("radar/README.md", "# Our radar"),
        ("radar/2023-01-01/good.md", &blip("hold")),
        ("radar/2023-01-01/README.md", "# A release"),
        ("radar/2023-01-01/images/good.png", "png"),
        ("radar/2023-Q3/good.md", &blip("adopt")),
        ("radar/v1/good.md", &blip("hold")),
        ("radar/v2/good.md", &blip("adopt")),
        ("radar/2019/old.md", &blip("hold").replace("Good", "Old")),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(import.problems, []);
    let editions = import.files.publications.iter();
    let editions: Vec<String> = editions
        .map(|publication| format!("{} {}", publication.id, publication.publish.strftime("%F")))
        .collect();
    assert_eq!(
        editions,
        [
            "2019 2019-01-01",
            "2023-01-01 2023-01-01",
            "2023-Q3 2023-07-01",
            "v1 2023-07-02",
            "v2 2023-07-03",
        ]
    );
    let said = said(&import).join("\n");
    for part in [
        "README.md:1: note: this file is in no release, and is not read",
        "README.md:1: note: a README without the keys of a blip is none, and is not read",
        "images:1: note: this folder is no blip, and is not read",
        "v1:1: note: no date is in the name of this release: it is taken for 2023-07-02",
        "2019:1: note: of the date in `2019` only the year 2019 is understood",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn releases_keep_the_order_of_their_names_whatever_dates_are_in_them() {
    let blip = "---\ntitle: Good\nring: hold\nquadrant: tools\n---\nText.\n";
    for (names, dates) in [
        (
            &["2024-02-01", "2024-summer"][..],
            &["2024-02-01", "2024-02-02"][..],
        ),
        (
            &["2023-01-15", "2023-summer", "v1", "v2-2021"],
            &["2023-01-15", "2023-01-16", "2023-01-17", "2023-01-18"],
        ),
        (
            &["01-2024", "02-2023", "2025-01-01"],
            &["2024-01-01", "2024-01-02", "2025-01-01"],
        ),
        (
            &["2024-05-01", "2024-05-01-2", "2024-05-01-alpha"],
            &["2024-05-01", "2024-05-01", "2024-05-01"],
        ),
        (
            &["2024-05-01", "2024-05-01 and more", "2024-05-02", "new"],
            &["2024-05-01", "2024-05-01", "2024-05-02", "2024-05-03"],
        ),
    ] {
        let mut files: Vec<(String, &str)> = vec![("config.json".to_owned(), CONFIG)];
        // Each has a blip of its own, by which it is known again.
        for (n, name) in names.iter().enumerate() {
            files.push((format!("radar/{name}/blip-{n}.md"), blip));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let folder = folder(&files);
        let import = read(&[folder.path().to_owned()], &options()).unwrap();
        assert_ours(&import.files);
        let publications = &import.files.publications;
        let order: Vec<String> = publications
            .iter()
            .map(|publication| publication.revisions[0].blip.to_string())
            .collect();
        let wanted: Vec<String> = (0..names.len()).map(|n| format!("blip-{n}")).collect();
        assert_eq!(order, wanted, "{names:?}");
        let days: Vec<String> = publications
            .iter()
            .map(|publication| publication.publish.strftime("%F").to_string())
            .collect();
        assert_eq!(days, dates, "{names:?}");
        assert!(
            publications
                .windows(2)
                .all(|pair| pair[0].publish < pair[1].publish && pair[0].id != pair[1].id)
        );
    }
}

#[test]
fn a_release_that_is_not_dated_by_its_name_is_said() {
    let blip = "---\ntitle: Good\nring: hold\nquadrant: tools\n---\nText.\n";
    let folder = folder(&[
        ("config.json", CONFIG),
        ("radar/2024-02-01/good.md", blip),
        ("radar/2024-summer/good.md", blip),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(
        said(&import)[1..],
        [
            "2024-summer:1: note: the date in this name, 2024-01-01, is not after that of the release before it, and the \
             tool orders releases by their names as text: it is taken for 2024-02-02"
        ]
    );
}

#[test]
fn a_release_whose_name_can_be_no_title_is_read_under_another_one() {
    let blip = "---\ntitle: Good\nring: hold\nquadrant: tools\n---\nText.\n";
    let long = "2024-03-01 ".to_owned() + &"ä".repeat(78);
    for (name, title) in [
        (long.as_str(), "2024-03-01 ".to_owned() + &"ä".repeat(68) + "…"),
        ("2024-03-01 ", "2024-03-01".to_owned()),
        ("2024-03-01\nsecond", "2024-03-01 second".to_owned()),
        ("2024-03-01\u{202E}x", "2024-03-01 x".to_owned()),
        ("2024-03-01\u{7}x", "2024-03-01 x".to_owned()),
        ("\u{AD}", "2000-01-01".to_owned()),
    ] {
        let folder = folder(&[("config.json", CONFIG), (&format!("radar/{name}/good.md"), blip)]);
        let import = read(&[folder.path().to_owned()], &options()).unwrap();
        assert_eq!(import.problems, [], "{name:?}");
        assert_ours(&import.files);
        assert_eq!(import.files.publications[0].title, title, "{name:?}");
        let notes: Vec<String> = import.notes.iter().map(ToString::to_string).collect();
        assert!(
            notes.iter().any(|note| note.contains("the edition is called")),
            "{notes:?}"
        );
        assert!(notes.iter().all(|note| !note.contains('\n')), "{notes:?}");
    }
}

#[test]
fn a_blip_that_is_called_readme_is_read() {
    let folder = folder(&[
        ("config.json", CONFIG),
        (
            "radar/2023-01-01/readme.md",
            "---\ntitle: README\nring: hold\nquadrant: tools\n---\nText.\n",
        ),
        ("radar/2023-02-01/readme.md", "---\ntitle: Read me\n---\n"),
        (
            "radar/2023-03-01/README.md",
            "---\ntitle: About\n---\nOf March.\n",
        ),
        ("radar/2023-04-01/Readme.md", "# About\n"),
        ("radar/2023-05-01/readme.md", "---\nring: adopt\n---\n"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(import.problems, []);
    assert_eq!(
        said(&import)[1..],
        [
            "README.md:1: note: a README without the keys of a blip is none, and is not read",
            "Readme.md:1: note: a README without the keys of a blip is none, and is not read",
        ]
    );
    let timeline = timeline(&import.files);
    let readme = newest(&timeline)
        .edition
        .blip(&"readme".parse().unwrap())
        .unwrap();
    assert_eq!(
        (readme.title.as_str(), readme.ring.as_str()),
        ("Read me", "adopt")
    );
}

#[test]
fn releases_without_any_date_have_the_same_ones_each_time() {
    let blip = "---\ntitle: Good\nring: hold\nquadrant: tools\n---\nText.\n";
    let folder = folder(&[
        ("config.json", CONFIG),
        ("radar/v1/good.md", blip),
        ("radar/v2/zap.md", blip),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    let editions = import.files.publications.iter();
    let editions: Vec<String> = editions
        .map(|publication| format!("{} {}", publication.id, publication.publish.strftime("%F")))
        .collect();
    assert_eq!(editions, ["v1 2000-01-01", "v2 2000-01-02"]);
}

#[test]
fn files_whose_names_differ_by_case_are_two_blips() {
    let blip = |title: &str| format!("---\ntitle: {title}\nring: hold\nquadrant: tools\n---\nText.\n");
    let folder = folder(&[
        ("config.json", CONFIG),
        ("radar/2023-01-01/zap.md", &blip("Zap")),
        ("radar/2023-06-01/ZAP.md", &blip("ZAP")),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!((import.blips(), &import.problems), (2, &Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// All of these radars fit, with their history.
    #[test]
    fn what_is_exported_is_imported_the_same(files in radar()) {
        let timeline = timeline(&files);
        let view = newest(&timeline);
        let Ok(exported) = to_folder(&view) else { return Ok(()) };
        let folder = folder(&[]);
        let path = put(&exported.files, folder.path(), "aoe");
        let import = read(&[path], &options()).unwrap();
        prop_assert_eq!(&import.problems, &Vec::new());
        assert_ours(&import.files);
        let bare = |files: &crate::format::native::RadarFiles| {
            let all = crate::format::tests::timeline(files);
            let editions = all.editions().iter().filter(|edition| {
                all.publication(&edition.id).is_some_and(|publication| !publication.revisions.is_empty())
            });
            editions
                .map(|edition| {
                    let blips = |blips: &std::collections::BTreeMap<_, std::sync::Arc<crate::radar::Blip>>| {
                        blips.values().map(|blip| (blip.id.clone(), blip.title.clone(), blip.ring.clone(), blip.quadrant.clone(), blip.text.clone())).collect::<Vec<_>>()
                    };
                    (edition.published, blips(&edition.blips), blips(&edition.retired))
                })
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(bare(&import.files), bare(&files));
    }
}

#[test]
fn the_tools_page_is_passed_over_and_other_keys_are_left_out() {
    let config = r##"{
  "basePath": "/radar", "labels": {"title": "Ours", "footer": "Made by us."}, "chart": {"size": 800},
  "owner": "Ada",
  "quadrants": [{"id": "tools", "title": "Tools", "color": "#fff", "lead": "Ada"}],
  "rings": [{"id": "adopt", "title": "Adopt", "color": "#588157", "radius": 1, "strokeWidth": 5, "weight": 2}]
}"##;
    let blip = "---\ntitle: Zap\nring: adopt\nquadrant: tools\n---\nText.\n";
    let folder = folder(&[("config.json", config), ("radar/2023-01-01/zap.md", blip)]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(
        said(&import),
        [
            "config.json:3: left out: `owner`, which this format does not know, of 1 file",
            "config.json:4: left out: `lead`, which this format does not know, of 1 quadrant",
            "config.json:5: left out: `weight`, which this format does not know, of 1 ring",
            "config.json:1: note: what the file says of the tool's own page is not read: `basePath`, `chart`, all labels but the title",
        ]
    );
    assert_eq!(timeline(&import.files).scheme().title().as_str(), "Ours");
}

#[test]
fn what_the_files_say_themselves_is_not_taken_from_the_command_line() {
    let folder = folder(&[]);
    let options = crate::format::Options {
        rings: Some(vec!["Use".to_owned()]),
        date: Some(jiff::civil::date(2024, 5, 1)),
        ..options()
    };
    let problems = read(&[folder.path().to_owned()], &options).unwrap_err();
    let said: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        said,
        [
            "--rings is for formats whose files do not say it: AOE's radar does; leave it out",
            "--date is for formats whose files do not say it: AOE's radar does; leave it out",
        ]
    );
}

/// As the tool's own build reads them.
#[test]
fn a_key_without_a_value_is_not_there_and_later_files_may_be_words_alone() {
    let folder = folder(&[
        ("config.json", CONFIG),
        (
            "radar/2024-01-01/zap.md",
            "---\ntitle:\nring: hold\nquadrant: tools\ntags:\nfeatured:\n---\nFirst.\n",
        ),
        (
            "radar/2024-02-01/zap.md",
            "---\ntitle: \"\"\nring:\nquadrant: ~\ntags: [web]\n---\nSecond.\n",
        ),
        ("radar/2024-03-01/zap.md", "Third.\n"),
        ("radar/2024-03-02/zap.md", "---\n# nothing\n---\nFourth.\n"),
        ("radar/2024-04-01/zap.md", "---\ntags:\nfeatured: False\n---\n"),
        ("radar/2024-05-01/zap.md", "---\nfeatured: TRUE\n---\n"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import),
        ["config.json:4: left out: ring 2: its description"]
    );
    let timeline = timeline(&import.files);
    let zap = "zap".parse().unwrap();
    let texts = timeline.editions().iter().map(|edition| {
        edition
            .blips
            .get(&zap)
            .map(|blip| format!("{} {} {:?}", blip.title, blip.text.summary, blip.tags))
    });
    let texts: Vec<Option<String>> = texts.collect();
    let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
    assert_eq!(
        texts,
        [
            Some("zap First. []"),
            Some("zap Second. [\"web\"]"),
            Some("zap Third. [\"web\"]"),
            Some("zap Fourth. [\"web\"]"),
            None,
            Some("zap Fourth. [\"web\"]"),
        ]
    );
}

#[test]
fn words_alone_of_a_blip_that_is_not_known_are_told() {
    let folder = folder(&[
        ("config.json", CONFIG),
        ("radar/2024-01-01/zap.md", "Words.\n"),
        (
            "radar/2024-01-01/x.md",
            "---\nring: hold\nquadrant: tools\nfeatured: perhaps\n---\n",
        ),
        ("radar/2024-01-01/y.md", "---\nring: hold\nquadrant: tools\n---\n"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(
        said(&import)[..2],
        [
            "x.md:4: error: `featured`: `perhaps` is neither true nor false",
            "zap.md:1: error: the file must start with front matter: a line `---`, keys, and another line `---`",
        ]
    );
}

#[test]
fn folders_for_quadrants_may_stand_around_the_releases() {
    let blip = |ring: &str| format!("---\nring: {ring}\nquadrant: tools\n---\nText.\n");
    let (hold, adopt) = (blip("hold"), blip("adopt"));
    let folder = folder(&[
        ("config.json", CONFIG),
        ("radar/tools/README.md", "About the tools."),
        ("radar/tools/2024-01-01/zap.md", &hold),
        ("radar/tools/2024-06-01/zap.md", &adopt),
        ("radar/tools/pictures/zap.svg", "x"),
        ("radar/other/2024-01-01/y.md", &hold),
        ("radar/other/2024-01-01/more/z.md", &hold),
        ("radar/other/2024-01-01/more/deep/w.md", &hold),
        ("radar/other/2024-01-01/pictures/y.svg", "x"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import)[1..],
        [
            "more:1: left out: the blips in this folder, which is in a release and is none itself: z.md, deep/w.md; move them up to the others of the release",
            "pictures:1: note: this folder is no blip, and is not read",
            "README.md:1: note: this file is in no release, and is not read",
            "pictures:1: note: no blip is in this folder, and is not read",
        ]
    );
    let timeline = timeline(&import.files);
    let ids: Vec<&str> = timeline
        .editions()
        .iter()
        .map(|edition| edition.id.as_str())
        .collect();
    assert_eq!(ids, ["2024-01-01", "2024-06-01"]);
    assert_eq!(timeline.editions()[0].blips.len(), 2);
    let hold = "hold".parse().unwrap();
    assert_eq!(
        timeline.movement(&"2024-06-01".parse().unwrap(), &"zap".parse().unwrap()),
        Some(Movement::MovedIn { from: hold })
    );
}

#[test]
fn ids_that_can_stay_do_also_those_of_rings_and_the_tags_that_are_shown_are_told() {
    let config = r#"{"tags": ["web", "ops"],
  "quadrants": [{"id": "q_1", "title": "Tools"}], "rings": [{"id": "USE", "title": "Use"}]}"#;
    let blip = "---\nring: USE\nquadrant: q_1\n---\nText.\n";
    let folder = folder(&[
        ("config.json", config),
        ("radar/2024-01-01/Node.js.md", blip),
        ("radar/2024-06-01/node-js.md", blip),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_ours(&import.files);
    let said = said(&import);
    assert_eq!(
        said[..3],
        [
            "config.json:1: note: `tags`: AOE's radar shows only the blips with one of these tags, web, ops; here all blips are read",
            "config.json:2: note: quadrant 1: its id `q_1` is `q-1` here: an id is short, and has a-z, 0-9 and - only",
            "config.json:2: note: ring 1: its id `USE` is `use` here: an id is short, and has a-z, 0-9 and - only",
        ]
    );
    assert!(
        said[3].starts_with("Node.js.md:1: note: the blip is called `node-js-"),
        "{said:?}"
    );
    assert_eq!(said.len(), 4);
}

const ONE_RING: &str =
    r#"{"quadrants": [{"id": "tools", "title": "Tools"}], "rings": [{"id": "adopt", "title": "Adopt"}]}"#;
const ZAP: &str = "---\ntitle: Zap\nring: adopt\nquadrant: tools\n---\nText.\n";

#[test]
fn a_folder_without_blips_is_no_release() {
    let folder = folder(&[
        ("config.json", ONE_RING),
        ("radar/2023-01-01/zap.md", ZAP),
        ("radar/2023-01-01/a/b/c/d/e.png", "no picture"),
        ("radar/pictures/a.png", "no picture"),
    ]);
    let import = read(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(import.files.publications.len(), 1);
    assert_eq!(
        said(&import),
        [
            "a:1: note: this folder is no blip, and is not read",
            "d:1: note: this folder is too deep in the radar to be a release, and is not read",
            "pictures:1: note: no blip is in this folder, and is not read",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_that_make_circles_have_an_end() {
    let folder = folder(&[
        ("config.json", ONE_RING),
        ("radar/2023-01-01/zap.md", ZAP),
        ("radar/more/a.png", "no picture"),
    ]);
    for n in 0..20 {
        std::os::unix::fs::symlink(".", folder.path().join(format!("radar/more/{n}"))).unwrap();
    }
    let problems = read(&[folder.path().to_owned()], &options()).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].text.contains("4000 folders"), "{problems:?}");
}
