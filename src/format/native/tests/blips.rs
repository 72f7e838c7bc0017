//! What can be wrong with a blip's file, alone and beside others.

use super::{BLIP, expect, expect_blip, problems_in, radar, with};

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
        ],
    );
    expect_blip(
        &with("Terraform by pull request.", "- a list\n- no summary"),
        &["6: error: the summary is missing: a paragraph before the first heading"],
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
