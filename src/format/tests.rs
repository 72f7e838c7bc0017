//! Radars made up for the tests of all formats, and what holds for each of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use proptest::prelude::*;
use pulldown_cmark::{Event, Tag};

use super::native::{self, RadarFiles};
use super::{Files, Foreign, Import, Options, View, frame, text};
use crate::radar::{BlipText, Heading, Section, Timeline, Title};

/// What nobody said anything about, on a day of the past.
pub(super) fn options() -> Options {
    Options {
        today: Date::constant(2024, 2, 29),
        ..Options::default()
    }
}

/// A folder with these files.
pub(super) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The problems, what is left out, then the notes, with the file's name alone.
pub(super) fn said(import: &Import) -> Vec<String> {
    let file = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let problems = import.problems.iter().map(|problem| {
        problem
            .to_string()
            .replace(&problem.path.display().to_string(), &file(&problem.path))
    });
    let notes = import.notes.iter().map(|note| {
        note.to_string()
            .replace(&note.0.path.display().to_string(), &file(&note.0.path))
    });
    let omissions = import.omissions.iter().map(|omission| {
        omission
            .to_string()
            .replace(&omission.at.path.display().to_string(), &file(&omission.at.path))
    });
    problems.chain(omissions).chain(notes).collect()
}

/// Writes an export into `folder`; gives what a reader is pointed to.
pub(super) fn put(files: &Files, folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    match files {
        Files::One(text) => std::fs::write(&path, text).unwrap(),
        Files::Beside { main, ending, other } => {
            std::fs::write(&path, main).unwrap();
            std::fs::write(path.with_extension(ending), other).unwrap();
        }
        Files::Folder(files) => {
            for (inner, text) in files {
                let path = path.join(inner);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
        }
    }
    path
}

/// The newest edition of a radar.
pub(super) fn newest(timeline: &Timeline) -> View<'_> {
    View {
        timeline,
        edition: timeline.editions().last().unwrap(),
    }
}

pub(super) fn timeline(files: &RadarFiles) -> Timeline {
    Timeline::build(Arc::clone(&files.scheme), files.publications.clone()).unwrap()
}

/// Written by our writer, a radar is read back the same.
pub(super) fn assert_ours(files: &RadarFiles) {
    let folder = tempfile::TempDir::new().unwrap();
    native::write(folder.path(), &files.scheme, &files.publications).unwrap();
    let read = native::read(folder.path()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(read, *files);
}

/// A text that Markdown and the HTML of descriptions can both tell.
fn blip_text() -> impl Strategy<Value = BlipText> {
    let words = "[A-Za-z<&#*_.-]{1,9}( [A-Za-z0-9\"'+!]{1,9}){0,5}";
    let paragraph = words.prop_map(|words| super::html::escaped(&words)).boxed();
    let emphasis = (paragraph.clone(), "[a-z]{2,8}", any::<bool>()).prop_map(|(before, word, link)| {
        if link {
            format!("{before} [{word}](https://a.example/{word}?x=1&y=2)")
        } else {
            format!("{before} **{word}**")
        }
    });
    let list = proptest::collection::vec("[a-z]{1,8}( [a-z]{1,8})?", 1..4).prop_map(|items| {
        items
            .iter()
            .map(|item| format!("- {item}"))
            .collect::<Vec<_>>()
            .join("\n")
    });
    let block = prop_oneof![paragraph.clone(), emphasis, list];
    let sections = proptest::collection::btree_map("[A-Z][a-z]{2,9}( [a-z]{1,5})?", block, 0..3);
    prop_oneof![
        1 => Just(text::nothing()),
        4 => (paragraph, sections).prop_map(|(summary, sections)| BlipText {
            summary,
            sections: sections
                .into_iter()
                .map(|(heading, markdown)| Section { heading: Heading::parse(&heading), markdown })
                .collect(),
        }),
    ]
}

/// Editions, a month apart; in each, what of twelve names is on the radar, with ring, quadrant and text.
pub(super) fn radar() -> impl Strategy<Value = RadarFiles> {
    const NAMES: [&str; 12] = [
        "Zap",
        "ZAP",
        "C++",
        "C#",
        "Scala, the good parts",
        "\"Quoted\"",
        "日本",
        "Node.js",
        "true",
        "a",
        "Édition: x",
        "O'Reilly & co",
    ];
    let place = (0..4_usize, 0..4_usize, blip_text());
    let edition = proptest::collection::btree_map(0..NAMES.len(), place, 1..8);
    proptest::collection::vec(edition, 1..5).prop_map(|editions| {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let scheme = frame::of_names(&names(&frame::RINGS), &names(&frame::QUADRANTS)).unwrap();
        let volumes = editions
            .into_iter()
            .enumerate()
            .map(|(n, rows)| super::import::Volume {
                head: super::import::Head::of(Date::constant(2020, 1 + i8::try_from(n).unwrap(), 1), "x")
                    .unwrap(),
                findings: super::problem::Findings::new(PathBuf::from("made up")),
                complete: true,
                rows: rows
                    .into_iter()
                    .map(|(name, (ring, quadrant, text))| super::import::Row {
                        line: 1,
                        name: "row".to_owned(),
                        id: None,
                        title: Title::parse(NAMES[name]).unwrap(),
                        ring: scheme.rings()[ring].id.clone(),
                        quadrant: scheme.quadrants()[quadrant].id.clone(),
                        // Saying nothing is not taking back what was said.
                        text: (text != text::nothing()).then_some(text),
                        links: Vec::new(),
                        related: String::new(),
                        tags: None,
                        away: false,
                        claim: None,
                    })
                    .collect(),
            })
            .collect();
        super::import::compose(scheme, volumes).unwrap().files
    })
}

/// What a format without history holds of each blip: by name, where it stands and what is said of it.
pub(super) fn places(view: &View<'_>) -> Vec<(String, String, String, BlipText)> {
    let mut places: Vec<_> = view
        .edition
        .blips
        .values()
        .map(|blip| {
            (
                blip.title.to_string(),
                blip.ring.to_string(),
                blip.quadrant.to_string(),
                blip.text.clone(),
            )
        })
        .collect();
    places.sort_by(|a, b| a.0.cmp(&b.0));
    places
}

#[test]
fn a_text_that_begins_with_a_heading_keeps_it_and_all_that_stands_under_it() {
    let title = Title::parse("X").unwrap();
    for (markdown, written) in [
        (
            "## Limits\n\nIt does not scale.",
            "Limits: It does not scale.\n\n## Limits\n\nIt does not scale.\n",
        ),
        (
            "## Why not?\n\nIt is slow, e.g. At night. It *costs*.\n\nMore.\n\n## Tips\n\nx",
            "Why not? It is slow, e.g. At night. …\n\n## Why not?\n\nIt is slow, e.g. At night. It *costs*.\n\nMore.\n\n## \
             Tips\n\nx\n",
        ),
        ("## Limits\n\n- a\n- b", "X:\n\n## Limits\n\n- a\n- b\n"),
        ("Fine.\n\n## Limits\n\nNo.", "Fine.\n\n## Limits\n\nNo.\n"),
    ] {
        let (read, left_out) = text::of_markdown(markdown, &title);
        assert_eq!(text::render(&read.unwrap()), written);
        let mut findings = super::problem::Findings::new(PathBuf::from("t.md"));
        left_out.tell(1, "the text", &mut findings);
        let (_, omissions, notes) = findings.into_parts();
        assert_eq!(omissions, []);
        assert_eq!(
            notes.len(),
            usize::from(!markdown.starts_with("Fine")),
            "{notes:?}"
        );
    }
    let (read, _) = text::of_html("<h2>Limits</h2><p>It does not scale.</p>", &title);
    let written = text::render(&read.unwrap());
    assert_eq!(
        written,
        "Limits: It does not scale.\n\n## Limits\n\nIt does not scale.\n"
    );
}

#[test]
fn a_heading_under_which_nothing_stands_is_told() {
    let title = Title::parse("X").unwrap();
    let (read, left_out) = text::of_markdown("Fine.\n\n## Limits\n\n## Tips\n\ny", &title);
    assert!(text::render(&read.unwrap()).contains("**Limits**"));
    let mut findings = super::problem::Findings::new(PathBuf::from("t.md"));
    left_out.tell(1, "the text", &mut findings);
    let (_, _, notes) = findings.into_parts();
    assert_eq!(
        notes[0].to_string(),
        "t.md:1: note: the text: nothing stands under the heading `Limits`, which is kept as bold words"
    );
}

#[test]
fn what_a_heading_says_beside_its_words_is_told() {
    let title = Title::parse("X").unwrap();
    let said = "Fine.\n\n## ~~Old~~ [limits][1] of *it*\n\nText, ~~all~~ [gone](https://b.example).\n\n\
                ### ~~Kept~~\n\nText.\n\n[1]: https://a.example\n";
    let (read, left_out) = text::of_markdown(said, &title);
    assert!(text::render(&read.unwrap()).contains("\n## Old limits of it\n"));
    assert_eq!(
        left_out.missing().as_deref(),
        Some("a link to `https://a.example`, that words are struck out")
    );
}

#[test]
fn html_among_words_of_markdown_becomes_markdown() {
    let title = Title::parse("X").unwrap();
    let said = "See <a href=\"https://ok.example/x\">the manual</a>. It is <b>not</b> free, <del>good</del>.\n\n\
                <h2>Limits</h2>\n<ul><li>`<b>`</li></ul>";
    let (read, left_out) = text::of_markdown(said, &title);
    assert_eq!(left_out.words(), None);
    assert_eq!(
        text::render(&read.unwrap()),
        "See [the manual](https://ok.example/x). It is **not** free, ~~good~~.\n\n## Limits\n\n- \\`**\\`**\n"
    );
    let (read, left_out) = text::of_html("It is <del>good</del>, a<s>bc</s>.", &title);
    assert_eq!(left_out.missing(), None);
    assert_eq!(read.unwrap().summary, "It is ~~good~~, a~~bc~~.");
}

#[test]
fn a_description_that_would_not_come_back_is_told_by_each_exporter() {
    let summary = |length: usize| BlipText::from_summary("x".repeat(length));
    for (length, fits) in [(text::MAX_BYTES, true), (text::MAX_BYTES + 1, false)] {
        let names = |name: &str| vec![name.to_owned()];
        let scheme = frame::of_names(&names("Hold"), &names("Tools")).unwrap();
        let row = super::import::Row {
            line: 1,
            name: "row".to_owned(),
            id: None,
            title: Title::parse("Zap").unwrap(),
            ring: scheme.rings()[0].id.clone(),
            quadrant: scheme.quadrants()[0].id.clone(),
            text: Some(summary(length)),
            links: Vec::new(),
            related: String::new(),
            tags: None,
            away: false,
            claim: None,
        };
        let volume = super::import::Volume {
            head: super::import::Head::of(Date::constant(2024, 1, 1), "x").unwrap(),
            findings: super::problem::Findings::new(PathBuf::from("made up")),
            complete: true,
            rows: vec![row],
        };
        let timeline = timeline(&super::import::compose(scheme, vec![volume]).unwrap().files);
        for (format, name) in [
            (Foreign::Aoe, "aoe"),
            (Foreign::ByorCsv, "2024-01-01.csv"),
            (Foreign::ByorJson, "2024-01-01.json"),
            (Foreign::Backstage, "2024-01-01.json"),
        ] {
            let exported = format.write(&newest(&timeline)).unwrap();
            let told = exported.remarks.iter().any(|remark| {
                remark.contains("too long for blipbot to read them back (131072 bytes are allowed): shorten those of `Zap`")
            });
            assert_eq!(told, !fits, "{format:?}: {:?}", exported.remarks);
            let folder = tempfile::TempDir::new().unwrap();
            let read = format.read(&[put(&exported.files, folder.path(), name)], &options());
            assert_eq!(
                read.is_ok_and(|import| import.problems.is_empty()),
                fits,
                "{format:?}"
            );
        }
    }
}

#[test]
fn what_is_code_below_a_table_is_no_html_to_readers_without_tables() {
    let title = Title::parse("X").unwrap();
    let (read, left_out) = text::of_markdown("| a |\n| - |\n    <script>", &title);
    let written = text::render(&read.unwrap());
    assert!(!written.contains("<script>"), "{written}");
    assert!(left_out.words().is_some(), "it is said");
}

/// Tags and what they meet in Markdown.
const HTML: [&str; 23] = [
    "</b>",
    "<i>",
    "</i>",
    "<s>",
    "</s>",
    "<code>",
    "</code>",
    "<ul>",
    "</ul>",
    "<ol start=3>",
    "<li>",
    "<li value=9>",
    "<br>",
    "<a href=\"https://a.example\">",
    "<a href=\"javascript:x\">",
    "</a>",
    "<img src=x>",
    "<img src=\"https://a.example/p\" alt=\"a]b\">",
    "<div>\n",
    "</script>",
    "~~",
    "| ",
    "<!-- x -->",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn our_own_files_are_read_back_the_same(files in radar()) {
        assert_ours(&files);
    }

    /// Whatever Markdown somebody wrote becomes a text that our files hold.
    #[test]
    fn any_markdown_becomes_a_text_that_our_files_hold(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("\n\n".to_owned()), Just("\n".to_owned()), Just("# ".to_owned()), Just("```\n".to_owned()),
                Just("- ".to_owned()), Just("<b>".to_owned()), Just("<script>".to_owned()), Just("---\n".to_owned()),
                Just("| a |\n| - |\n".to_owned()), Just("> ".to_owned()), Just("    ".to_owned()), Just("[x](javascript:y)".to_owned()),
                Just("[a]: /b\n".to_owned()), Just("===\n".to_owned()), Just("## Strengths\n".to_owned()), "[ -~]{0,12}", "\\PC{0,5}",
                proptest::sample::select(&HTML[..]).prop_map(str::to_owned),
            ],
            0..24,
        )
    ) {
        let title = Title::parse("X").unwrap();
        let (read, _) = text::of_markdown(&pieces.concat(), &title);
        if let Some(read) = read {
            let (again, _) = text::of_markdown(&text::render(&read), &title);
            prop_assert_eq!(again.as_ref(), Some(&read));
            for event in pulldown_cmark::Parser::new(&text::render(&read)) {
                let harmless = match &event {
                    Event::Html(_) | Event::InlineHtml(_) => false,
                    Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => dest_url.starts_with("http"),
                    _ => true,
                };
                prop_assert!(harmless, "{:?}", event);
            }
        }
    }
}
