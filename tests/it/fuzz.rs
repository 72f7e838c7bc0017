//! Broken files for each reader of other tools' files, made of whole ones: none may bring the reader down or hold it up,
//! and what it reads must be a radar that goes out and comes back the same. `FUZZ_SECONDS=60 cargo test --test it fuzz`
//! goes on for a minute each; `FUZZ_SEED` repeats a run that failed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use blipbot::format::{Files, Foreign, Options, View, native};
use blipbot::radar::{BlipText, RingId, Timeline};
use fastrand::Rng;
use tempfile::TempDir;

/// How long each reader is tried where nothing is said.
const SECONDS: u64 = 2;
/// No file of these sizes takes a hundredth of it.
const PATIENCE: Duration = Duration::from_secs(20);

const CSV: &str = "name,ring,quadrant,isNew,status,description,relatedBlips\n\
    Zap,Trial,Tools,TRUE,new,\"<p>A <b>proxy</b>, <a href=\"\"https://a.example\"\">see</a></p><ul><li>x</li></ul>\",\n\
    ZAP,Hold,Techniques,FALSE,no change,,Zap\n\
    \"Scala, the good parts\",Caution,languages-and-frameworks,TRUE,,\"<script>x</script>\",Zap;ZAP\n";
const JSON: &str = r#"[{"name": "Zap", "ring": "trial", "quadrant": "tools", "isNew": "TRUE", "status": "new",
    "description": "\"<h2>A</h2> \"\"b\"\" <pre>c\n</pre>\"", "relatedBlips": ["ZAP"]},
    {"name": "ZAP", "ring": "caution", "quadrant": "platforms", "isNew": false, "description": "x<br>y"}]"#;
const ZALANDO: &str = r#"{"date": "2024.05", "entries": [
    {"quadrant": 3, "ring": 0, "label": "Zap", "active": true, "moved": 0, "link": "https://a.example/zap"},
    {"quadrant": 0, "ring": 3, "label": "ZAP", "active": false, "moved": 2}]}"#;
const BACKSTAGE: &str = r##"{"title": "Ours", "quadrants": [{"id": "infra", "name": "Infrastructure"}],
    "rings": [{"id": "Use It", "name": "Use", "color": "#93c47d"}, {"id": "avoid", "name": "Avoid", "color": "red"}],
    "entries": [{"key": "zap", "id": "zap", "title": "Zap", "quadrant": "infra", "description": "# Now\n\n- <s>a</s><br>c\n- b<ul><li>d</ul>",
    "links": [{"url": "https://a.example", "title": "A"}], "timeline": [
    {"date": "2024-05-01", "ringId": "Use It", "moved": 1}, {"date": "2023-05-01T12:00:00Z", "ringId": "avoid"}]}]}"##;
const AOE: [(&str, &str); 4] = [
    (
        "config.json",
        r##"{"labels": {"title": "Ours"}, "quadrants": [{"id": "tools", "title": "Tools", "color": "#a3b18a"}],
        "rings": [{"id": "adopt", "title": "Adopt", "color": "#588157"}, {"id": "hold", "title": "Hold"}]}"##,
    ),
    (
        "radar/2023-01-01/zap.md",
        "---\ntitle: Zap\nring: hold\nquadrant: tools\ntags: [a, \"b c\"]\n---\n\nA *proxy*, <b>see</b> <a href=\"https://a.example\">it</a>.\n\n\
        ## Limits\n\n<ol start=\"2\">\n<li>\n\n```\nx\n```\n\n</li>\n</ol>\n",
    ),
    (
        "radar/2023-06-01/zap.md",
        "---\nring: adopt\nfeatured: true\n---\n| a |\n| - |\n| b |\n",
    ),
    ("radar/2024-01-01/zap.md", "---\nfeatured: false\n---\n"),
];
/// What is put in: where readers branch.
const PIECES: &[&str] = &[
    "\"",
    "\"\"",
    ",",
    ";",
    "\n",
    "\r\n",
    "\u{FEFF}",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    "null",
    "true",
    "-1",
    "2",
    "1e999",
    "\u{202E}",
    "---\n",
    "# ",
    "## Strengths\n\n",
    "```\n",
    "~~~\n",
    "<b>",
    "</b>",
    "<script>",
    "<pre>",
    "<li>",
    "<ul>",
    "<a href=\"",
    "javascript:x",
    "](",
    "[a]: b\n",
    "&lt;",
    "&#0;",
    "日本",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "***",
    "__",
    "`",
    "|",
    "===\n",
    "\\u0000",
    "\\ud800",
    "Adopt",
    "Tools",
    "2020-01-01",
    "../",
    "/",
    "é",
    "a\u{301}",
];

/// A day of the past for what nothing dates.
fn options() -> Options {
    Options {
        today: jiff::civil::date(2024, 1, 1),
        ..Options::default()
    }
}

type Source = Vec<(String, Vec<u8>)>;

fn mutated(rng: &mut Rng, seed: &Source) -> Source {
    let mut files = seed.clone();
    for _ in 0..rng.usize(1..8) {
        let at = rng.usize(..files.len());
        let donor = files[rng.usize(..files.len())].1.clone();
        let bytes = &mut files[at].1;
        let place = rng.usize(..=bytes.len());
        match rng.u8(..6) {
            0 => insert(bytes, place, PIECES[rng.usize(..PIECES.len())].as_bytes()),
            1 if place < bytes.len() => bytes[place] = rng.u8(..),
            2 => {
                let end = rng.usize(place..=bytes.len().min(place + 40));
                bytes.drain(place..end);
            }
            3 if !donor.is_empty() => {
                let start = rng.usize(..donor.len());
                let end = rng.usize(start..=donor.len());
                insert(bytes, place, &donor[start..end]);
            }
            4 => {
                let piece = PIECES[rng.usize(..PIECES.len())].repeat(rng.usize(1..300));
                insert(bytes, place, piece.as_bytes());
            }
            5 => bytes.truncate(place),
            _ => {}
        }
    }
    files
}

fn insert(bytes: &mut Vec<u8>, place: usize, piece: &[u8]) {
    bytes.splice(place..place, piece.iter().copied());
}

/// What every format tells of a blip.
type Places = BTreeMap<String, (RingId, BlipText)>;

fn places(view: &View<'_>, with_text: bool) -> Places {
    let blips = view.edition.blips.values();
    blips
        .map(|blip| {
            let text = if with_text {
                blip.text.clone()
            } else {
                BlipText::default()
            };
            (blip.title.to_string(), (blip.ring.clone(), text))
        })
        .collect()
}

/// The radar as our own files, and out of them.
fn ours(files: &native::RadarFiles) {
    let folder = TempDir::new().unwrap();
    native::write(folder.path(), &files.scheme, &files.publications).unwrap();
    let read = native::read(folder.path()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(read, *files);
}

/// Reads a file, and what is read goes out and comes back.
fn try_one(format: Foreign, path: &Path, place: &Path) -> bool {
    let Ok(import) = format.read(&[path.to_owned()], &options()) else {
        return false;
    };
    ours(&import.files);
    let timeline = Timeline::build(Arc::clone(&import.files.scheme), import.files.publications).unwrap();
    let view = View {
        timeline: &timeline,
        edition: timeline.editions().last().unwrap(),
    };
    // Other numbers of rings and quadrants than a format has, and an empty radar, are refused.
    let Ok(exported) = format.write(&view) else {
        return true;
    };
    let out = put(&exported.files, &place.join("out"));
    let again = format
        .read(&[out], &options())
        .unwrap_or_else(|problems| panic!("{problems:#?}"));
    // HTML holds less than Markdown: what it holds is compared by the formats' own tests.
    let with_text = matches!(format, Foreign::Aoe | Foreign::Backstage);
    let again = Timeline::build(Arc::clone(&again.files.scheme), again.files.publications).unwrap();
    let again = View {
        timeline: &again,
        edition: again.editions().last().unwrap(),
    };
    if format != Foreign::ByorCsv && format != Foreign::ByorJson {
        assert_eq!(places(&again, with_text), places(&view, with_text));
    }
    true
}

fn put(files: &Files, out: &Path) -> PathBuf {
    fs::remove_dir_all(out).ok();
    fs::create_dir_all(out).unwrap();
    match files {
        Files::One(text) => fs::write(out.join("2024-01-01.json"), text).unwrap(),
        Files::Beside { main, ending, other } => {
            fs::write(out.join("config.json"), main).unwrap();
            fs::write(out.join("config.json").with_extension(ending), other).unwrap();
        }
        Files::Folder(files) => {
            for (name, text) in files {
                fs::create_dir_all(out.join(name).parent().unwrap()).unwrap();
                fs::write(out.join(name), text).unwrap();
            }
            return out.to_owned();
        }
    }
    let name = if matches!(files, Files::One(_)) {
        "2024-01-01.json"
    } else {
        "config.json"
    };
    out.join(name)
}

/// Tries broken files until the time is up. Some of them must be readable: otherwise nothing was tried.
fn fuzz(format: Foreign, seed: &[(&str, &str)]) {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|value| value.parse::<u64>().unwrap())
    };
    let until = Instant::now() + Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(SECONDS));
    let first = number("FUZZ_SEED");
    let source: Source = seed
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let (mut tried, mut read) = (0_u64, 0_u64);
    for number in first.unwrap_or(0).. {
        if Instant::now() > until && first.is_none_or(|first| number > first) {
            break;
        }
        let place = TempDir::new().unwrap();
        for (name, bytes) in mutated(&mut Rng::with_seed(number), &source) {
            let path = place.path().join("in").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let inside = place.path().join("in");
        let path = if seed.len() == 1 {
            inside.join(seed[0].0)
        } else {
            inside
        };
        let started = Instant::now();
        let outcome = std::panic::catch_unwind(|| try_one(format, &path, place.path()));
        let Ok(was_read) = outcome else {
            panic!("{format:?}: FUZZ_SEED={number} fails");
        };
        read += u64::from(was_read);
        assert!(
            started.elapsed() < PATIENCE,
            "{format:?}: FUZZ_SEED={number} took {:?}",
            started.elapsed()
        );
        tried += 1;
    }
    println!("{format:?}: {tried} files, {read} of them read");
    assert!(read > 0, "{tried} files, and none was read");
}

#[test]
fn byor_csv() {
    fuzz(Foreign::ByorCsv, &[("2024-01-01.csv", CSV)]);
}

#[test]
fn byor_json() {
    fuzz(Foreign::ByorJson, &[("2024-01-01.json", JSON)]);
}

#[test]
fn zalando() {
    fuzz(Foreign::Zalando, &[("config.json", ZALANDO)]);
}

#[test]
fn backstage() {
    fuzz(Foreign::Backstage, &[("radar.json", BACKSTAGE)]);
}

#[test]
fn aoe() {
    fuzz(Foreign::Aoe, &AOE);
}
