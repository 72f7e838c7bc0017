//! What is read when nothing is wrong.

use std::path::Path;

use super::{BLIP, expect, radar, with};
use crate::format::native::read;
use crate::radar::{Blip, BlipId, Heading, Timeline};

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
