//! Wrong files: every problem with file and line, at once, and nothing starts.

use super::place::{Ended, Place, ended};

const RADAR: &str = "title = \"Radar\"\n[[rings]]\nid = \"adopt\"\ntitle = \"Adopt\"\n[[rings]]\nid = \"hold\"\n\
                     title = \"Hold\"\n[[quadrants]]\nid = \"tools\"\ntitle = \"Tools\"\n";

/// Lines, and what is said of each.
type Said = &'static [(usize, &'static str)];

/// A radar with a mistake of each kind: its files, and where each problem must be said.
const WRONG: &[(&str, &str, Said)] = &[
    (
        "2024-01-01/front.md",
        "---\ntitle: Front\nring: [adopt\n---\nText.\n",
        &[(3, "")],
    ),
    (
        "2024-01-01/unknown-key.md",
        "---\ntitle: Unknown key\nring: adopt\nquadrant: tools\ncolour: red\n---\nText.\n",
        &[(5, "colour")],
    ),
    (
        "2024-01-01/ring.md",
        "---\ntitle: Ring\nring: maybe\nquadrant: tools\n---\nText.\n",
        &[(3, "maybe")],
    ),
    (
        "2024-01-01/quadrant.md",
        "---\ntitle: Quadrant\nring: adopt\nquadrant: corner\n---\nText.\n",
        &[(4, "corner")],
    ),
    (
        "2024-01-01/same.md",
        "---\ntitle: The Same\nring: adopt\nquadrant: tools\n---\nText.\n",
        &[],
    ),
    (
        "2024-01-01/same-again.md",
        "---\ntitle: the  same\nring: adopt\nquadrant: tools\n---\nText.\n",
        &[(2, "")],
    ),
    (
        "2024-02-01/edition.toml",
        "title = \"February\"\npublish = \"2024-02-31T00:00:00Z\"\n",
        &[(2, "")],
    ),
    ("2024-02-01/Wrong Name.md", "---\ntitle: X\n---\n", &[(1, "")]),
];

fn wrong(place: &Place) {
    place.write("data/radar.toml", RADAR);
    for (name, text, _) in WRONG {
        place.write(&format!("data/{name}"), text);
    }
}

/// A line of the report that is about this place.
#[track_caller]
fn assert_named(report: &str, path: &str, line: usize, says: &str) {
    let start = format!("{path}:{line}: error: ");
    assert!(
        report
            .lines()
            .any(|said| said.contains(&start) && said.contains(says)),
        "no {start:?} with {says:?} in:\n{report}"
    );
}

#[test]
fn the_radar_that_ships_has_no_problems() {
    let ended = Place::new().run(&["check"]);
    assert_eq!(ended.done(), ["0 problems"]);
}

#[test]
fn with_a_wrong_configuration_the_folder_that_it_names_is_checked_and_no_other() {
    let place = Place::new();
    place.write("radars/radar.toml", RADAR);
    let policy = "[vote.policies.x]\nquorum = \"101%\"\n";
    let says = "bot.toml:4: error: vote.policies.x.quorum: `101%` can not be used";
    let check = |text: &str| {
        place.write("bot.toml", text);
        let mut command = place.blipbot(&["check"]);
        let ended = ended(command.env_remove("BLIPBOT__DATA__PATH"));
        assert_eq!(ended.code, Some(1), "{ended:#?}");
        ended.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let found = check(&format!("[data]\npath = \"radars\"\n{policy}"));
    assert!(found[0].starts_with(says), "{found:#?}");
    assert_eq!(found[1..], ["1 problems"]);
    let found = check(&format!("[data]\npath = \"nowhere\"\n{policy}"));
    assert!(found[1].starts_with("nowhere:1: error: "), "{found:#?}");
    assert_eq!(found[2..], ["2 problems"]);
    let found = check("[data]\npath = 5\n");
    assert!(
        found[0].starts_with("bot.toml:2: error: data.path: "),
        "{found:#?}"
    );
    assert_eq!(found[1..], ["1 problems"], "no other folder is made up");
}

#[test]
fn every_mistake_is_reported_with_its_line_and_counted() {
    let place = Place::new();
    wrong(&place);
    let run = place.run(&["check", "data"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    for (name, _, expected) in WRONG {
        for (line, says) in *expected {
            if *name == "2024-01-01/same-again.md" {
                continue;
            }
            assert_named(&run.out, &format!("data/{name}"), *line, says);
        }
    }
    let lines: Vec<&str> = run.out.lines().collect();
    let (last, problems) = lines.split_last().unwrap();
    assert_eq!(*last, format!("{} problems", problems.len()));
    for problem in problems {
        let (place, text) = problem.split_once(": error: ").unwrap();
        let (path, line) = place.rsplit_once(':').unwrap();
        assert!(path.starts_with("data"), "{problem}");
        assert!(line.parse::<usize>().unwrap() > 0, "{problem}");
        assert!(!text.is_empty(), "{problem}");
    }
}

#[test]
fn two_blips_of_one_title_are_named_once_the_rest_is_right() {
    let place = Place::new();
    place.write("data/radar.toml", RADAR);
    for (name, text, _) in WRONG.iter().filter(|(name, ..)| name.contains("same")) {
        place.write(&format!("data/{name}"), text);
    }
    let run = place.run(&["check", "data"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert!(run.out.contains("same"), "{}", run.out);
}

#[test]
fn a_wrong_radar_starts_nothing_and_makes_nothing() {
    let place = Place::new();
    wrong(&place);
    let before = place.names();
    let with_token = |command: &str| -> Ended {
        let mut blipbot = place.bot("http://127.0.0.1:9");
        ended(
            blipbot
                .env("BLIPBOT__DATA__PATH", "data")
                .env("BLIPBOT__STORE__PATH", command),
        )
    };
    let alone = place.run_with(&["run"], &[("BLIPBOT__DATA__PATH", "data")]);
    for run in [with_token("store"), alone] {
        run.refused(&["problems in the radar's files: ", "blipbot check"]);
        assert_named(&run.err, "data/2024-01-01/ring.md", 3, "maybe");
        assert_named(&run.err, "data/2024-01-01/quadrant.md", 4, "corner");
        assert_eq!(run.out, "", "no sandbox was started");
    }
    assert_eq!(place.names(), before);
}

#[test]
fn no_radar_at_all_is_said() {
    let place = Place::new();
    let run = place.run_with(&["run"], &[("BLIPBOT__DATA__PATH", "nowhere")]);
    run.refused(&["nowhere:1: error: the radar's folder can not be read"]);
    let check = place.run(&["check", "nowhere"]);
    assert_eq!((check.code, check.out.lines().count()), (Some(1), 2));
}
