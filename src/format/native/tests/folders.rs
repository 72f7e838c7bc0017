//! What can be wrong with folders, with `radar.toml`, and with files that are not even text.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use super::{BLIP, expect, problems_in, radar, with, write};
use crate::format::native::read;

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
