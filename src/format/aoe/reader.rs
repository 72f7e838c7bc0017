//! What each file of a release says of its blip: what it does not say is as it was.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::folders::{self, Opened};
use super::keys::given;
use super::read::{passed_over, whole};
use crate::format::import::{MAX_PROBLEMS, MAX_ROWS, Row};
use crate::format::names::Ids;
use crate::format::native::fields::Fields;
use crate::format::native::{front_matter, yaml_tree};
use crate::format::problem::{Findings, Problem};
use crate::format::source::MAX_TOTAL_BYTES;
use crate::format::text;
use crate::radar::{BlipId, BlipText, QuadrantId, RingId, Scheme, Title};

/// A blip as the files until now tell it.
#[derive(Debug, Clone)]
struct Known {
    title: Title,
    ring: RingId,
    quadrant: QuadrantId,
    tags: Vec<String>,
    text: Option<BlipText>,
    featured: bool,
    /// Whether it was ever shown.
    shown: bool,
}

/// Reads files in the order of their releases, each on top of those before.
pub(super) struct Reader<'a> {
    scheme: &'a Scheme,
    known: BTreeMap<BlipId, Known>,
    /// The ids that the files' names have here.
    ids: Ids,
    files: usize,
    bytes: usize,
    /// Problems of the files.
    problems: usize,
}

impl<'a> Reader<'a> {
    /// One that has read nothing.
    pub(super) fn of(scheme: &'a Scheme) -> Self {
        Self {
            scheme,
            known: BTreeMap::new(),
            ids: Ids::default(),
            files: 0,
            bytes: 0,
            problems: 0,
        }
    }

    /// Keeps the ids that files are called by.
    pub(super) fn claim(&mut self, files: &[String]) {
        for name in files {
            let stem = folders::stem(name);
            if let Some((id, title)) =
                stem.and_then(|stem| BlipId::parse(stem).ok().zip(Title::parse(stem).ok()))
            {
                self.ids.keep(id, &title);
            }
        }
    }

    /// The blips that a release changes; nothing if reading ends here.
    pub(super) fn release(
        &mut self,
        Opened { folder, files, inner }: Opened,
        found: &mut Vec<Findings>,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<Row>> {
        let mut rows = Vec::new();
        for inner in &inner {
            folders::tell_inner(inner, found);
        }
        for name in files {
            let Some(stem) = name.strip_suffix(".md") else {
                found.push(passed_over(&folder.path().join(&name), "this file is no blip"));
                continue;
            };
            self.files += 1;
            if self.files > MAX_ROWS
                || problems.len() + self.problems > MAX_PROBLEMS
                || u64::try_from(self.bytes).unwrap_or(u64::MAX) > MAX_TOTAL_BYTES
            {
                problems.push(whole(
                    folder.path(),
                    format!("more than {MAX_ROWS} files, {MAX_TOTAL_BYTES} bytes or {MAX_PROBLEMS} problems: this is no radar, and is not read on"),
                ));
                return None;
            }
            let path = folder.path().join(&name);
            let mut findings = Findings::new(path.clone());
            let text = folder.read(&name, &mut findings);
            let is_blip = || text.as_ref().is_some_and(|text| self.is_blip(text, stem));
            if stem.eq_ignore_ascii_case("readme") && !is_blip() {
                found.push(passed_over(&path, "a README without the keys of a blip is none"));
                continue;
            }
            rows.extend(text.and_then(|text| self.file(&text, &name, stem, &mut findings)));
            self.problems += findings.count();
            found.push(findings);
        }
        Some(rows)
    }

    /// Whether a file that may be about its folder is a blip all the same: a blip can be called README.
    fn is_blip(&self, text: &str, stem: &str) -> bool {
        let mut unsaid = Findings::new(PathBuf::new());
        let keys = front_matter::split(text).ok().and_then(|(yaml, _, _)| {
            let yaml = yaml_tree::parse(yaml, 1, &mut unsaid)?;
            Fields::of(yaml, "the front matter", &mut unsaid)
        });
        let has = |any: &[&str]| {
            keys.as_ref()
                .is_some_and(|keys| any.iter().any(|key| keys.has(key)))
        };
        // Pages of other tools have a title, too.
        let is_known = || {
            let title = Title::parse(stem).ok();
            title.is_some_and(|title| self.ids.find(&title).is_some())
        };
        has(&["ring", "quadrant", "featured"]) || (has(&["title", "tags"]) && is_known())
    }

    fn file(&mut self, file: &str, name: &str, stem: &str, findings: &mut Findings) -> Option<Row> {
        self.bytes += file.len();
        // The tool tells `Zap` from `ZAP`: they are two blips.
        let id = Title::parse(stem)
            .map(|title| self.ids.of(&title))
            .map_err(|why| findings.report(1, format_args!("the file's name: {why}")))
            .ok()?;
        if id.as_str() != stem {
            findings.note(
                1,
                format_args!(
                    "the blip is called `{id}` here: an id has a-z, 0-9 and - only, and no two blips have one"
                ),
            );
        }
        let (yaml, body, lines_before) = match front_matter::split(file) {
            Ok(parts) => parts,
            // What is known of the blip stays, and only its words change.
            Err(_) if self.known.contains_key(&id) && !file.starts_with("---") => ("", file, 0),
            Err(why) => {
                findings.report(1, why);
                return None;
            }
        };
        let before = findings.count();
        let said = given(self.scheme, yaml, findings)?;
        if findings.count() > before {
            return None;
        }
        let known = self.known.get(&id);
        let title = said
            .title
            .or_else(|| known.map(|known| known.title.clone()))
            .or_else(|| Title::parse(stem).ok())?;
        if let Some(why) = text::refused(body) {
            findings.report(lines_before + 1, format_args!("the text: {why}"));
            return None;
        }
        let (words, left_out) = text::of_markdown(body, &title);
        left_out.tell(lines_before + 1, "the text", findings);
        let ring = said.ring.or_else(|| known.map(|known| known.ring.clone()));
        let quadrant = said
            .quadrant
            .or_else(|| known.map(|known| known.quadrant.clone()));
        for (key, missing) in [("ring", ring.is_none()), ("quadrant", quadrant.is_none())] {
            if missing {
                findings.report(
                    1,
                    format_args!("`{key}` is missing, and no release before this one says it"),
                );
            }
        }
        let now = Known {
            title,
            ring: ring?,
            quadrant: quadrant?,
            tags: said
                .tags
                .or_else(|| known.map(|known| known.tags.clone()))
                .unwrap_or_default(),
            text: words.or_else(|| known.and_then(|known| known.text.clone())),
            featured: said
                .featured
                .unwrap_or_else(|| known.is_none_or(|known| known.featured)),
            shown: known.is_some_and(|known| known.shown),
        };
        self.row(id, now, name, findings)
    }

    /// The row of a blip that is or was shown.
    fn row(&mut self, id: BlipId, mut now: Known, name: &str, findings: &mut Findings) -> Option<Row> {
        if !now.featured && !now.shown {
            findings.leave_out(
                1,
                "the blip, which is not shown here (`featured: false`) and was not before: it is read from where it is shown on",
            );
            self.known.insert(id, now);
            return None;
        }
        now.shown = true;
        let row = Row {
            line: 1,
            name: name.to_owned(),
            id: Some(id.clone()),
            title: now.title.clone(),
            ring: now.ring.clone(),
            quadrant: now.quadrant.clone(),
            text: now.text.clone(),
            links: Vec::new(),
            related: String::new(),
            tags: Some(now.tags.clone()),
            away: !now.featured,
            claim: None,
        };
        self.known.insert(id, now);
        Some(row)
    }
}
