//! Writing a radar as the files that [`read`](super::read) reads back the same.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::format::text;
use crate::radar::{Blip, Given, Publication, Revision, Scheme, Title};

/// Writes a radar into `dir`, which exists and is empty.
pub fn write(dir: &Path, scheme: &Scheme, publications: &[Publication]) -> io::Result<()> {
    fs::write(dir.join("radar.toml"), radar_toml(scheme))?;
    for publication in publications {
        let folder = dir.join(publication.id.as_str());
        fs::create_dir(&folder)?;
        let head = format!(
            "title = {}\npublish = {}\n",
            toml_text(&publication.title),
            toml_text(&publication.publish.to_string())
        );
        fs::write(folder.join("edition.toml"), head)?;
        for revision in &publication.revisions {
            fs::write(folder.join(format!("{}.md", revision.blip)), blip_file(revision))?;
        }
    }
    Ok(())
}

/// How many bytes the file of a blip has that stands in no edition before.
pub(in crate::format) fn length(blip: &Blip) -> usize {
    Revision::between(None, blip, false).map_or(0, |revision| blip_file(&revision).len())
}

/// `radar.toml`.
fn radar_toml(scheme: &Scheme) -> String {
    let mut toml = format!("title = {}\n", toml_text(scheme.title().as_str()));
    let mut table = |name: &str, id: &str, title: &Title, aliases: &[Title], color: Option<String>| {
        let aliases: Vec<String> = aliases.iter().map(|alias| toml_text(alias.as_str())).collect();
        let mut lines = vec![
            format!("\n[[{name}]]"),
            format!("id = {}", toml_text(id)),
            format!("title = {}", toml_text(title.as_str())),
        ];
        if !aliases.is_empty() {
            lines.push(format!("aliases = [{}]", aliases.join(", ")));
        }
        lines.extend(color.map(|color| format!("color = {}", toml_text(&color))));
        for line in lines {
            toml.push_str(&line);
            toml.push('\n');
        }
    };
    for ring in scheme.rings() {
        let color = Some(ring.color.to_string());
        table("rings", ring.id.as_str(), &ring.title, &ring.aliases, color);
    }
    for quadrant in scheme.quadrants() {
        table(
            "quadrants",
            quadrant.id.as_str(),
            &quadrant.title,
            &quadrant.aliases,
            None,
        );
    }
    toml
}

/// A blip's file: the keys that the revision gives, and its words.
fn blip_file(revision: &Revision) -> String {
    let mut keys: Vec<String> = Vec::new();
    let list = |items: &[String]| format!("[{}]", items.join(", "));
    let mut key = |name: &str, value: Option<String>| {
        keys.extend(value.map(|value| format!("{name}: {value}\n")));
    };
    key(
        "title",
        revision.title.as_ref().map(|title| yaml_text(title.as_str())),
    );
    key(
        "ring",
        revision.ring.as_ref().map(|ring| yaml_text(ring.as_str())),
    );
    key(
        "quadrant",
        revision
            .quadrant
            .as_ref()
            .map(|quadrant| yaml_text(quadrant.as_str())),
    );
    key(
        "tags",
        revision
            .tags
            .as_ref()
            .map(|tags| list(&tags.iter().map(|tag| yaml_text(tag)).collect::<Vec<_>>())),
    );
    key(
        "aliases",
        revision.aliases.as_ref().map(|aliases| {
            list(
                &aliases
                    .iter()
                    .map(|alias| yaml_text(alias.as_str()))
                    .collect::<Vec<_>>(),
            )
        }),
    );
    key(
        "links",
        revision.links.as_ref().map(|links| {
            list(
                &links
                    .iter()
                    .map(|link| {
                        format!(
                            "{{title: {}, url: {}}}",
                            yaml_text(link.title.as_str()),
                            yaml_text(link.url.as_str())
                        )
                    })
                    .collect::<Vec<_>>(),
            )
        }),
    );
    key(
        "related",
        revision.related.as_ref().map(|related| {
            list(
                &related
                    .iter()
                    .map(|relation| {
                        format!(
                            "{{id: {}, how: {}}}",
                            yaml_text(relation.id.as_str()),
                            yaml_text(&relation.how)
                        )
                    })
                    .collect::<Vec<_>>(),
            )
        }),
    );
    // Files can not say that there is none any more.
    let owner = revision.owner.as_ref().and_then(Given::given);
    key("owner", owner.map(|owner| yaml_text(owner)));
    let review_by = revision.review_by.as_ref().and_then(Given::given);
    key("review-by", review_by.map(ToString::to_string));
    key("retired", revision.retired.map(|retired| retired.to_string()));
    let body = revision
        .text
        .as_ref()
        .map(|text| format!("\n{}", text::render(text)));
    format!("---\n{}---\n{}", keys.concat(), body.unwrap_or_default())
}

/// A text as TOML's basic string.
fn toml_text(text: &str) -> String {
    quoted(text)
}

/// Words that YAML readers take for something else than text.
const RESERVED: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// A text as YAML: words as they are, everything else in quotes.
pub(in crate::format) fn yaml_text(text: &str) -> String {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let plain = text.split(' ').all(is_word) && !RESERVED.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// In double quotes, which TOML and YAML read alike: what may not stand in them is written by its number.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        let printable = c == ' ' || c.is_alphanumeric() || c.is_ascii_graphic();
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if printable => quoted.push(c),
            // Writing to a string does not fail.
            c if u32::from(c) <= 0xFFFF => write!(quoted, "\\u{:04X}", u32::from(c)).unwrap_or_default(),
            c => write!(quoted, "\\U{:08X}", u32::from(c)).unwrap_or_default(),
        }
    }
    quoted.push('"');
    quoted
}
