//! Radars in temporary folders: what is read, and every way in which a file can be wrong, with its line.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::radar::{Blip, Heading, Timeline};

const RADAR: &str = r##"title = "Our radar"

[[rings]]
id = "adopt"
title = "Adopt"

[[rings]]
id = "hold"
title = "Hold"
aliases = ["Caution"]
color = "#d0524a"

[[quadrants]]
id = "tools"
title = "Tools"
"##;

const BLIP: &str = "---\ntitle: Atlantis\nring: adopt\nquadrant: tools\n---\nTerraform by pull request.\n";

fn write(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A folder that holds [`RADAR`] and these files.
fn radar(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("radar.toml", RADAR)]);
    write(dir.path(), files);
    dir
}

fn problems_in(dir: &Path) -> Vec<String> {
    let prefix = format!("{}/", dir.display());
    let problems = read(dir).map(|_| Vec::new()).unwrap_or_else(|problems| problems);
    problems
        .iter()
        .map(|problem| problem.to_string().replace(&prefix, ""))
        .collect()
}

#[track_caller]
fn expect(files: &[(&str, &str)], wanted: &[&str]) {
    assert_eq!(problems_in(radar(files).path()), wanted);
}

/// A blip's file with one line changed.
fn with(old: &str, new: &str) -> String {
    assert!(BLIP.contains(old), "{old}");
    BLIP.replace(old, new)
}

#[track_caller]
fn expect_blip(text: &str, wanted: &[&str]) {
    let wanted: Vec<String> = wanted
        .iter()
        .map(|line| format!("2024-01-01/atlantis.md:{line}"))
        .collect();
    assert_eq!(
        problems_in(radar(&[("2024-01-01/atlantis.md", text)]).path()),
        wanted
    );
}

fn current(dir: &Path, id: &str) -> Blip {
    let files = read(dir).unwrap();
    let timeline = Timeline::build(files.scheme, files.publications).unwrap();
    let edition = timeline.editions().last().unwrap();
    Blip::clone(edition.blip(&BlipId::parse(id).unwrap()).unwrap())
}

#[test]
fn everything_that_a_file_says_is_read() {
    let text = "\u{FEFF}---\r
title: 1.10\r
ring: CAUTION\r
quadrant: Tools\r
tags: [ci, iac]\r
aliases:\r
  - No\r
  - \"A: b\"\r
links:\r
  - {title: Home, url: https://www.runatlantis.io}\r
related:\r
  - id: terraform\r
    how: automates\r
owner: platform team\r
review-by: 2025-01-31\r
---\r
\r
First paragraph,\r
still the first.\r
\r
A second one.\r
\r
## strengths\r
\r
- one\r
  ### inner\r
- two\r
\r
```\r
## not a heading\r
```\r
\r
How it works\r
------------\r
\r
> ## quoted\r
";
    let other = with("Atlantis", "Terraform");
    let dir = radar(&[
        ("2024-01-01/atlantis.md", text),
        ("2024-01-01/terraform.md", &other),
    ]);
    let blip = current(dir.path(), "atlantis");
    assert_eq!(blip.title.as_str(), "1.10");
    assert_eq!(blip.ring.as_str(), "hold");
    assert_eq!(blip.tags, ["ci", "iac"]);
    assert_eq!(
        blip.aliases
            .iter()
            .map(crate::radar::Title::as_str)
            .collect::<Vec<_>>(),
        ["No", "A: b"]
    );
    assert_eq!(blip.links[0].url.as_str(), "https://www.runatlantis.io");
    assert_eq!(blip.related[0].how, "automates");
    assert_eq!(blip.owner.as_deref(), Some("platform team"));
    assert_eq!(blip.review_by.unwrap().to_string(), "2025-01-31");
    assert_eq!(blip.text.summary, "First paragraph,\nstill the first.");
    let sections: Vec<_> = blip
        .text
        .sections
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    assert_eq!(sections, ["About", "Strengths", "How it works"]);
    assert_eq!(
        blip.text.section(&Heading::Strengths).unwrap(),
        "- one\n  ### inner\n- two\n\n```\n## not a heading\n```"
    );
}

#[test]
fn later_editions_inherit_and_may_retire() {
    let dir = radar(&[
        ("2024-01-01/atlantis.md", BLIP),
        ("2024-02-01/atlantis.md", "---\nring: hold\n---\n"),
        (
            "spring/edition.toml",
            "title = \"Spring\"\npublish = 2024-03-20T09:00:00+01:00\n",
        ),
        ("spring/atlantis.md", "---\nretired: true\n---\n"),
    ]);
    let files = read(dir.path()).unwrap();
    let timeline = Timeline::build(files.scheme, files.publications).unwrap();
    let editions = timeline.editions();
    assert_eq!(editions[0].published.to_string(), "2024-01-01T00:00:00Z");
    assert_eq!(
        editions[1].blips.values().next().unwrap().text.summary,
        "Terraform by pull request."
    );
    assert_eq!(editions[2].title, "Spring");
    assert_eq!(editions[2].published.to_string(), "2024-03-20T08:00:00Z");
    assert_eq!(editions[2].retired.len(), 1);
}

#[test]
fn files_beside_the_radar_and_hidden_ones_are_left_alone() {
    expect(
        &[
            ("README.md", "hello"),
            (".git/config", "x"),
            ("2024-01-01/.hidden", "x"),
            ("2024-01-01/atlantis.md", BLIP),
        ],
        &[],
    );
    expect(&[], &[]);
}

#[test]
fn every_problem_of_every_file_is_reported_at_once() {
    expect(
        &[
            (
                "2024-01-01/a.md",
                "---\ntitle: ''\nring: maybe\nquadrant: none\ncolour: red\n---\n",
            ),
            ("2024-01-01/b.md", "no front matter\n"),
            ("2024-02-01/b.md", "---\nring: adopt\nretired: perhaps\n---\n"),
            ("winter/c.md", BLIP),
        ],
        &[
            "2024-01-01/a.md:2: error: `title`: it is empty",
            "2024-01-01/a.md:3: error: `ring`: `maybe` is not a ring of this radar: the rings are adopt, hold",
            "2024-01-01/a.md:4: error: `quadrant`: `none` is not a quadrant of this radar: the quadrants are tools",
            "2024-01-01/a.md:5: error: unknown key `colour`: the keys here are title, ring, quadrant, tags, aliases, \
             links, related, owner, review-by, retired",
            "2024-01-01/b.md:1: error: the file must start with front matter: a line `---`, keys, and another line `---`",
            "2024-02-01/b.md:3: error: `retired`: `perhaps` is neither true nor false",
            "winter:1: error: an edition's folder is named by its date (2023-10-01), or holds an edition.toml with \
             `publish`",
        ],
    );
}

#[test]
fn what_a_first_revision_leaves_out_is_said() {
    expect_blip(
        "---\nretired: true\n---\n",
        &[
            "1: error: a blip's first revision can not retire it",
            "1: error: a blip's first revision needs a quadrant",
            "1: error: a blip's first revision needs a ring",
            "1: error: a blip's first revision needs a title",
            "4: error: a blip's first revision needs a text",
        ],
    );
    // A file that could not be read is still its blip's first.
    expect(
        &[
            ("2024-01-01/a.md", "---\n"),
            ("2024-02-01/a.md", "---\nring: hold\n---\n"),
        ],
        &["2024-01-01/a.md:1: error: the front matter does not end: there is no second line `---`"],
    );
}

#[test]
fn wrong_front_matter_is_reported_on_its_line() {
    expect_blip(&with("ring: adopt", "ring:"), &["3: error: `ring` has no value"]);
    expect_blip(
        &with("ring: adopt", "ring: [adopt]"),
        &["3: error: `ring` must be a text"],
    );
    expect_blip(
        &with("ring: adopt", "ring: adopt\ntags: ci"),
        &["4: error: `tags` must be a list"],
    );
    expect_blip(
        &with("Atlantis", &"x".repeat(81)),
        &["2: error: `title`: it has 81 characters; 80 are allowed"],
    );
    expect_blip(
        &with("Atlantis", "\"At\\u202Elantis\""),
        &["2: error: `title`: it holds U+202E, which changes the direction of the text"],
    );
    expect_blip(
        &with("ring: adopt", "ring: adopt\nreview-by: 2024-13-01"),
        &["4: error: `review-by`: `2024-13-01` is not a date such as 2023-10-01"],
    );
    expect_blip(
        &with(
            "ring: adopt",
            "ring: adopt\nlinks:\n  - title: Home\n    url: javascript:alert(1)\n  - url: https://a.io\n    rel: x",
        ),
        &[
            "6: error: `url`: `javascript:alert(1)` is not a web address: it must start with https:// or http://",
            "7: error: `title` is missing",
            "8: error: unknown key `rel`: the keys here are title, url",
        ],
    );
    expect_blip(
        &with(
            "ring: adopt",
            "ring: adopt\nrelated:\n  - {id: atlantis, how: is}\n  - {id: no_id, how: is}\n  - {id: gone, how: was}",
        ),
        &[
            "5: error: `id`: a blip is not related to itself",
            "6: error: `id`: `no_id` is not an id: use a-z, 0-9 and -, and start with a letter or digit",
            "7: error: `related`: there is no blip `gone` in this edition",
        ],
    );
    expect_blip(
        "---\n- a\n---\n",
        &["2: error: the front matter must be a table of keys and values"],
    );
}

#[test]
fn yaml_that_can_not_be_read_is_reported_on_its_line() {
    for (yaml, line) in [
        ("title: a\nring: [", 3),
        ("title: a\ntitle: b", 3),
        ("a: *nowhere", 2),
        ("a: b: c", 2),
    ] {
        let problems =
            problems_in(radar(&[("2024-01-01/a.md", &format!("---\n{yaml}\n---\nText.\n"))]).path());
        assert_eq!(problems.len(), 1, "{yaml}: {problems:?}");
        assert!(
            problems[0].starts_with(&format!("2024-01-01/a.md:{line}: error: ")),
            "{problems:?}"
        );
    }
}

#[test]
fn wrong_bodies_are_reported_on_their_line() {
    expect_blip(
        &with(
            "Terraform by pull request.",
            "\n## Limits\n\n## Tips\n\n- a\n\n## TIPS\n\n- b\n\n##\n\nc",
        ),
        &[
            "6: error: the summary is missing: a paragraph before the first heading",
            "7: error: nothing stands under `Limits`",
            "13: error: the heading `Tips` appears twice",
            "17: error: the heading: it is empty",
        ]
        .map(|line| line)
        .as_slice(),
    );
    expect_blip(
        &with("Terraform by pull request.", "- a list\n- no summary"),
        &["6: error: the summary is missing: a paragraph before the first heading"],
    );
}

#[test]
fn wrong_names_of_files_and_folders_are_reported() {
    expect(
        &[
            ("2024-01-01/Atlantis.md", &with("adopt", "maybe")),
            ("2024-01-01/notes.txt", "x"),
            ("2024-01-01/inner/x.md", BLIP),
            ("2024-02-30/atlantis.md", BLIP),
        ],
        &[
            "2024-01-01/Atlantis.md:1: error: the file's name: `Atlantis` is not an id: use a-z, 0-9 and -, and start \
             with a letter or digit",
            "2024-01-01/Atlantis.md:3: error: `ring`: `maybe` is not a ring of this radar: the rings are adopt, hold",
            "2024-01-01/inner:1: error: an edition's folder holds files only",
            "2024-01-01/notes.txt:1: error: not a blip: the name of a blip's file ends in .md",
            "2024-02-30:1: error: an edition's folder is named by its date (2023-10-01), or holds an edition.toml with \
             `publish`",
        ],
    );
    expect(
        &[("bad name/edition.toml", "publish = 2024-01-01T00:00:00Z\n")],
        &[
            "bad name:1: error: `bad name` is not an id: use A-Z, a-z, 0-9, `.`, `_` and -, and do not start with `.`",
        ],
    );
}

#[test]
fn wrong_edition_files_are_reported_on_their_line() {
    expect(
        &[
            ("2024-01-01/edition.toml", "title = \"New year\"\n"),
            ("a/edition.toml", "title = \"A\"\n"),
            ("b/edition.toml", "publish = \"tomorrow\"\n"),
            ("c/edition.toml", "publish = 2024-01-01\nauthor = 1\n"),
            ("d/edition.toml", "publish = \n"),
        ],
        &[
            "a/edition.toml:1: error: `publish` is missing",
            "b/edition.toml:1: error: `publish`: `tomorrow` is not a time with its offset, such as 2023-10-01T09:00:00Z",
            "c/edition.toml:1: error: `publish`: `2024-01-01` is not a time with its offset, such as \
             2023-10-01T09:00:00Z",
            "c/edition.toml:2: error: unknown key `author`: the keys here are title, publish",
            "d/edition.toml:1: error: string values must be quoted, expected literal string",
        ],
    );
}

#[test]
fn names_that_two_blips_claim_are_reported() {
    let twin = with("Atlantis", "ATLANTIS");
    expect(
        &[("2024-01-01/a.md", BLIP), ("2024-01-01/b.md", &twin)],
        &[
            "2024-01-01/b.md:2: error: `title`: `a` has the same title; give one of them another, or name it in `related`",
        ],
    );
    let related = twin.replace("ring:", "related: [{id: a, how: succeeds}]\nring:");
    expect(&[("2024-01-01/a.md", BLIP), ("2024-01-01/b.md", &related)], &[]);
    let alias = with("Atlantis", "Other\naliases: [x, atlantis!]");
    expect(
        &[("2024-01-01/a.md", BLIP), ("2024-01-01/b.md", &alias)],
        &["2024-01-01/b.md:3: error: `aliases`: `atlantis!` is the name of the blip `a`"],
    );
    // A blip that has left the radar leaves its name.
    expect(
        &[
            ("2024-01-01/a.md", BLIP),
            ("2024-02-01/a.md", "---\nretired: true\n---\n"),
            ("2024-02-01/b.md", &twin),
        ],
        &[],
    );
}

#[test]
fn a_wrong_radar_toml_is_reported_on_its_line() {
    let dir = TempDir::new().unwrap();
    assert_eq!(
        problems_in(dir.path()),
        ["radar.toml:1: error: the file is missing"]
    );
    write(dir.path(), &[("2024-01-01/atlantis.md", &with("adopt", "maybe"))]);
    let cases: &[(&str, &[&str])] = &[
        (
            "title = \n",
            &["radar.toml:1: error: string values must be quoted, expected literal string"],
        ),
        (
            "title = \"a\"\n",
            &[
                "radar.toml:1: error: a radar needs at least one quadrant",
                "radar.toml:1: error: a radar needs at least one ring",
            ],
        ),
        (
            "rings = 1\n[[quadrants]]\nid = \"A b\"\nname = \"x\"\n",
            &[
                "radar.toml:1: error: `rings` must be a list",
                "radar.toml:1: error: `title` is missing",
                "radar.toml:2: error: `title` is missing",
                "radar.toml:3: error: `id`: `A b` is not an id: use a-z, 0-9 and -, and start with a letter or digit",
                "radar.toml:4: error: unknown key `name`: the keys here are id, title, aliases",
            ],
        ),
        (
            "title = \"a\"\n[[rings]]\nid = \"x\"\ntitle = \"X\"\ncolor = \"red\"\n[[quadrants]]\nid = \"q\"\ntitle = \"Q\"\n",
            &["radar.toml:5: error: `color`: `red` is not a colour: write it as #rrggbb"],
        ),
        (
            "title = \"a\"\n[[rings]]\nid = \"x\"\ntitle = \"X\"\n[[rings]]\nid = \"y\"\ntitle = \"x!\"\n\
             [[quadrants]]\nid = \"q\"\ntitle = \"Q\"\n[[quadrants]]\nid = \"q\"\ntitle = \"Q\"\n",
            &[
                "radar.toml:5: error: ring `y`: the name `x!` belongs to another ring",
                "radar.toml:11: error: quadrant `q`: the name `q` belongs to another quadrant",
            ],
        ),
    ];
    for (text, wanted) in cases {
        write(dir.path(), &[("radar.toml", text)]);
        let mut found = problems_in(dir.path());
        found.retain(|problem| !problem.starts_with("2024"));
        assert_eq!(&found, wanted, "{text}");
    }
    let missing = dir.path().join("nowhere");
    assert!(
        read(&missing).unwrap_err()[0]
            .text
            .starts_with("the radar's folder can not be read")
    );
}

#[test]
fn files_that_are_not_text_or_too_large_are_refused() {
    let dir = radar(&[("2024-01-01/big.md", &"x".repeat(1024 * 1024 + 1))]);
    fs::write(dir.path().join("2024-01-01/bytes.md"), b"---\ntitle: \xFF\n---\n").unwrap();
    assert_eq!(
        problems_in(dir.path()),
        [
            "2024-01-01/big.md:1: error: the file has 1048577 bytes; 1048576 are allowed",
            "2024-01-01/bytes.md:2: error: the file is not UTF-8 from here on",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_radar_are_refused_and_others_followed() {
    let outside = TempDir::new().unwrap();
    write(outside.path(), &[("secret.md", BLIP)]);
    let dir = radar(&[("2024-01-01/atlantis.md", BLIP)]);
    let link = |from: &str, to: &Path| std::os::unix::fs::symlink(to, dir.path().join(from)).unwrap();
    link("2024-01-01/secret.md", &outside.path().join("secret.md"));
    link("2024-01-01/loop.md", Path::new("loop.md"));
    link("2024-02-01", outside.path());
    let found = problems_in(dir.path());
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found[0].starts_with("2024-01-01/loop.md:1: error: can not be read"),
        "{found:?}"
    );
    assert_eq!(
        found[1],
        "2024-01-01/secret.md:1: error: a link that leads out of the radar's folder"
    );
    assert_eq!(
        found[2],
        "2024-02-01:1: error: a link that leads out of the radar's folder"
    );

    let whole = TempDir::new().unwrap();
    std::os::unix::fs::symlink(radar(&[]).keep(), whole.path().join("data")).unwrap();
    assert_eq!(problems_in(&whole.path().join("data")), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_the_reader_panic(blip in any::<Vec<u8>>(), head in any::<Vec<u8>>(), text in any::<String>()) {
        let dir = radar(&[("2024-01-01/text.md", &format!("---\n{text}\n---\n{text}"))]);
        fs::write(dir.path().join("2024-01-01/bytes.md"), blip).unwrap();
        fs::write(dir.path().join("2024-01-01/edition.toml"), head).unwrap();
        let _ = read(dir.path());
    }

    #[test]
    fn no_punctuation_makes_the_reader_panic(yaml in "[a-c:\\-\\[\\]{}&*!|>'\"%@# \\n,?~]{0,60}", body in "[a#>\\-`*_ \\n=|\\[\\]()]{0,60}") {
        let dir = radar(&[("2024-01-01/a.md", &format!("---\n{yaml}\n---\n{body}"))]);
        let _ = read(dir.path());
    }
}
