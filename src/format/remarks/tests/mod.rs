//! Whether all that a radar tells is in an export or said to be left out, for each format: by exporting, importing and
//! comparing.

mod made;
mod told;

use std::path::PathBuf;

use self::made::{CHANGES, Made};
use self::told::{Told, told};
use crate::format::native::RadarFiles;
use crate::format::tests::{newest, options, put, timeline};
use crate::format::{Exported, Foreign, Options};
use crate::radar::Title;

/// The formats, and what each calls the file of an edition of 1 March 2024.
const FORMATS: [(Foreign, &str); 5] = [
    (Foreign::Aoe, "aoe"),
    (Foreign::ByorCsv, "2024-03-01.csv"),
    (Foreign::ByorJson, "2024-03-01.json"),
    (Foreign::Zalando, "config.json"),
    (Foreign::Backstage, "radar.json"),
];

/// Where an edition is not among them, what it is called is not, either.
const QUIET: &str = "1 edition in which no blip that is on the radar now changed";
const UNCHANGED: &str = "1 edition that change nothing";
/// Without the editions before, all that was only in them.
const EARLIER: &str = " earlier edition";

/// What a radar tells, what says that it is left out, and of what else it goes without saying.
const ASPECTS: [(&str, &str, &[&str]); 27] = [
    ("radar title", "the radar's title", &[]),
    ("ring ids", "the id of 1 ring,", &[]),
    ("ring names", "names of rings", &[]),
    ("ring aliases", "other names of 1 ring", &[]),
    ("ring colours", "the colour of 1 ring", &[]),
    ("quadrant ids", "the id of 1 quadrant,", &[]),
    ("quadrant names", "names of quadrants", &[]),
    ("quadrant aliases", "other names of 1 quadrant", &[]),
    ("edition id", "the id of 1 edition,", &[QUIET, UNCHANGED]),
    ("edition title", "the title of", &[QUIET, UNCHANGED]),
    (
        "edition time",
        "the hour of publication of 1 edition",
        &[QUIET, UNCHANGED],
    ),
    ("blip ids", "the id of 1 blip,", &[]),
    ("blip names", "earlier names of 1 blip", &[EARLIER]),
    ("rings", "rings of", &[EARLIER]),
    ("quadrants", "earlier quadrants of 1 blip", &[EARLIER]),
    ("tags", "tags of 1 blip", &[EARLIER]),
    ("aliases", "other names of 1 blip", &[EARLIER]),
    (
        "first links",
        "left out: links of 1 blip",
        &["earlier links of 1 blip", EARLIER],
    ),
    (
        "more links",
        "all but the first link of 1 blip",
        &["left out: links of 1 blip", EARLIER],
    ),
    (
        "link titles",
        "what the link is called, of 1 blip",
        &["links of 1 blip", EARLIER],
    ),
    ("relations", "relations to other blips of 1 blip", &[EARLIER]),
    ("owners", "the owner of 1 blip", &[EARLIER]),
    ("review dates", "the date of review of 1 blip", &[EARLIER]),
    (
        "texts",
        "the description of",
        &[
            "that the description was taken away, of 1 blip",
            "became plain words",
            EARLIER,
        ],
    ),
    ("editions", " earlier edition", &[QUIET, UNCHANGED]),
    ("absences", "times away from the radar of 1 blip", &[EARLIER]),
    ("retired", "blips that have left the radar: 1", &[]),
];

/// The radar after it was exported and imported, and what was said of it.
fn there_and_back(files: &RadarFiles, format: Foreign, name: &str) -> (Told, Vec<String>) {
    let timeline_of = timeline(files);
    let Exported {
        files: written,
        remarks,
    } = format.write(&newest(&timeline_of)).unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let path: PathBuf = put(&written, folder.path(), name);
    let titles = |titles: Vec<&Title>| Some(titles.into_iter().map(Title::to_string).collect());
    let named = Options {
        rings: titles(files.scheme.rings().iter().map(|ring| &ring.title).collect()),
        quadrants: titles(
            files
                .scheme
                .quadrants()
                .iter()
                .map(|quadrant| &quadrant.title)
                .collect(),
        ),
        ..options()
    };
    let options = match format {
        Foreign::ByorCsv | Foreign::ByorJson | Foreign::Zalando => named,
        // Their files say it, and nobody else may.
        Foreign::Aoe | Foreign::Backstage => options(),
    };
    let import = format.read(&[path], &options);
    let import = import.unwrap_or_else(|problems| panic!("{format:?}: {problems:?}"));
    assert_eq!(import.problems, [], "{format:?}");
    assert_eq!(import.omissions, [], "{format:?}");
    (told(&timeline(&import.files)), remarks)
}

#[test]
fn what_a_radar_tells_is_held_or_said_to_be_left_out_and_nothing_else_is() {
    let mut wrong = Vec::new();
    for (what, change) in CHANGES {
        let mut made = Made::plain();
        change(&mut made);
        let files = made.files();
        let ours = told(&timeline(&files));
        assert!(
            ours.keys()
                .all(|aspect| ASPECTS.iter().any(|(known, ..)| known == aspect))
        );
        for (format, name) in FORMATS {
            let (theirs, remarks) = there_and_back(&files, format, name);
            for (aspect, own, others) in ASPECTS {
                let (ours, theirs) = (ours.get(aspect), theirs.get(aspect));
                let is_held = ours == theirs;
                if is_held && said(&remarks, own) {
                    wrong.push(format!(
                        "{what}, {format:?}: {aspect} is held, and said not to be: {remarks:#?}"
                    ));
                }
                let is_said = said(&remarks, own) || others.iter().any(|other| said(&remarks, other));
                if !is_held && !is_said {
                    wrong.push(format!(
                        "{what}, {format:?}: {aspect} is left out, and nothing says it: {remarks:#?}\n{ours:?}\n{theirs:?}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// These formats hold Markdown as it is, and readers of ours take out of it what could do harm.
#[test]
fn what_of_a_text_is_not_read_back_is_said() {
    for (text, kinds) in [
        ("Words in **bold**, [a](https://a.example).", None),
        ("A <b>word</b>.", Some("HTML")),
        ("See [it](../it.md).", Some("links that do not lead to the web")),
        (
            "<br>[a](b) ![c](d.png)",
            Some("HTML, links that do not lead to the web, pictures that are not on the web"),
        ),
    ] {
        let mut made = Made::plain();
        made.zap_says(text);
        let files = made.files();
        for format in [Foreign::Aoe, Foreign::Backstage] {
            let remarks = format.write(&newest(&timeline(&files))).unwrap().remarks;
            let told = remarks
                .iter()
                .filter(|remark| remark.starts_with("in descriptions"));
            let told: Vec<&str> = told.map(String::as_str).collect();
            let expected = kinds.map(|kinds| {
                format!(
                    "in descriptions these are in the files, and blipbot does not read them back: {kinds}"
                )
            });
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            assert_eq!(told, expected, "{format:?}: {text}");
        }
    }
}

fn said(remarks: &[String], sentence: &str) -> bool {
    let told =
        |remark: &&String| remark.starts_with("left out: ") || remark.starts_with("in descriptions these");
    remarks
        .iter()
        .filter(told)
        .any(|remark| remark.contains(sentence))
}

#[test]
fn of_history_what_is_not_there_any_more_counts_too() {
    let remarks_of = |format: Foreign, change: &str| {
        let mut made = Made::plain();
        CHANGES.iter().find(|(name, _)| *name == change).unwrap().1(&mut made);
        let files = made.files();
        format.write(&newest(&timeline(&files))).unwrap().remarks
    };
    for (format, change, sentence) in [
        (Foreign::Aoe, "earlier links", "left out: links of 1 blip"),
        (Foreign::Aoe, "earlier owner", "left out: the owner of 1 blip"),
        (
            Foreign::Backstage,
            "earlier links",
            "left out: earlier links of 1 blip",
        ),
        (Foreign::Backstage, "earlier tags", "left out: tags of 1 blip"),
        (Foreign::ByorCsv, "earlier tags", "left out: 1 earlier edition"),
    ] {
        let remarks = remarks_of(format, change);
        assert!(
            remarks.contains(&sentence.to_owned()),
            "{format:?}, {change}: {remarks:#?}"
        );
    }
    assert!(
        !remarks_of(Foreign::ByorCsv, "earlier tags")
            .iter()
            .any(|remark| remark.contains("tags of"))
    );
}
