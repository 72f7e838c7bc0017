//! From the folder to a radar.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::wire::{Config, Part};
use crate::format::dated;
use crate::format::frame;
use crate::format::import::{self, Head, Import, MAX_PROBLEMS, MAX_ROWS, Options, Row, Volume};
use crate::format::json::Json;
use crate::format::names::Ids;
use crate::format::native::fields::Fields;
use crate::format::native::files::{Folder, FolderEntry};
use crate::format::native::{front_matter, yaml_tree};
use crate::format::problem::{Findings, Problem, short};
use crate::format::text;
use crate::radar::{BlipId, BlipText, Color, EditionId, Quadrant, QuadrantId, Ring, RingId, Scheme, Title};

/// What the tool takes for quadrants where `config.json` has none.
const QUADRANTS: [(&str, &str); 4] = [
    ("languages-and-frameworks", "Languages & Frameworks"),
    ("methods-and-patterns", "Methods & Patterns"),
    ("platforms-and-operations", "Platforms & Operations"),
    ("tools", "Tools"),
];
/// The day before the first release, where none has a date.
const EPOCH: Date = jiff::civil::date(1999, 12, 31);
/// All files together: as much as the other formats may have.
const MAX_TOTAL_BYTES: usize = 32 * 1024 * 1024;

/// Reads one folder.
pub fn read(paths: &[PathBuf], _options: &Options) -> Result<Import, Vec<Problem>> {
    let [path] = paths else {
        return Err(paths
            .get(1)
            .map(|path| whole(path, "one folder holds all editions: give one".to_owned()))
            .into_iter()
            .collect());
    };
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let read = read_folder(path, &mut found, &mut problems);
    let imported = match read {
        Some((scheme, volumes)) => import::compose(scheme, volumes),
        None => Err(Vec::new()),
    };
    match imported {
        Ok(mut import) => {
            import.problems.extend(problems);
            for findings in found {
                import.take(findings);
            }
            import.problems.sort();
            import.omissions.sort();
            import.notes.sort();
            Ok(import)
        }
        Err(more) => {
            problems.extend(found.into_iter().flat_map(Findings::into_problems));
            problems.extend(more);
            problems.sort();
            Err(problems)
        }
    }
}

fn passed_over(path: &Path, why: &str) -> Findings {
    let mut findings = Findings::new(path.to_owned());
    findings.note(1, format_args!("{why}, and is not read"));
    findings
}

fn whole(path: &Path, text: String) -> Problem {
    Problem {
        path: path.to_owned(),
        line: 1,
        text,
    }
}

fn read_folder(
    path: &Path,
    found: &mut Vec<Findings>,
    problems: &mut Vec<Problem>,
) -> Option<(Scheme, Vec<Volume>)> {
    let root = Folder::open_root(path)
        .map_err(|problem| problems.push(problem))
        .ok()?;
    if !super::is_at(path) {
        problems.push(whole(
            path,
            "a radar of AOE's shape has a file config.json and a folder radar".to_owned(),
        ));
        return None;
    }
    let mut findings = Findings::new(path.join("config.json"));
    let scheme = root
        .read("config.json", &mut findings)
        .and_then(|text| scheme(&text, &mut findings));
    found.push(findings);
    let scheme = scheme?;
    let radar = root.entries(problems).into_iter().find_map(|entry| match entry {
        FolderEntry::Folder(folder) if folder.name() == "radar" => Some(folder),
        FolderEntry::Folder(_) | FolderEntry::File(_) => None,
    })?;
    let mut folders: Vec<Folder> = Vec::new();
    for entry in radar.entries(problems) {
        match entry {
            FolderEntry::Folder(folder) => folders.push(folder),
            FolderEntry::File(name) => {
                let mut findings = Findings::new(radar.path().join(name));
                findings.note(1, "this file is in no release, and is not read");
                found.push(findings);
            }
        }
    }
    let mut releases = dated_releases(folders, found);
    releases.sort_by(|(a, _), (b, _)| (a.publish, &a.id).cmp(&(b.publish, &b.id)));
    let mut reader = Reader {
        scheme: &scheme,
        known: BTreeMap::new(),
        ids: Ids::default(),
        files: 0,
        bytes: 0,
    };
    let mut volumes = Vec::with_capacity(releases.len());
    for (head, folder) in releases {
        let rows = reader.release(&folder, found, problems)?;
        volumes.push(Volume {
            findings: Findings::new(folder.path().to_owned()),
            head,
            rows,
            complete: false,
        });
    }
    if volumes.is_empty() {
        problems.push(whole(path, "there is no blip to import".to_owned()));
        return None;
    }
    Some((scheme, volumes))
}

/// The releases with their dates. The tool takes any name and orders releases by it as text: one without a date comes the
/// day after the one before it.
fn dated_releases(mut folders: Vec<Folder>, found: &mut Vec<Findings>) -> Vec<(Head, Folder)> {
    folders.sort_by(|a, b| a.name().cmp(b.name()));
    let mut releases: Vec<(Head, Folder)> = Vec::with_capacity(folders.len());
    let first = folders.iter().find_map(|folder| dated::date_in(folder.name()));
    // As many days before the first date as there are releases before it.
    let undated = folders
        .iter()
        .take_while(|folder| dated::date_in(folder.name()).is_none());
    let before = jiff::Span::new().days(i64::try_from(undated.count()).unwrap_or_default() + 1);
    let mut last = first.map_or(EPOCH, |first| first.date.saturating_sub(before));
    for folder in folders {
        let mut findings = Findings::new(folder.path().to_owned());
        let named = if let Some(dated) = dated::date_in(folder.name()) {
            last = dated.date;
            dated.note(folder.name())
        } else {
            last = last.tomorrow().unwrap_or(last);
            Some(format!(
                "no date is in the name of this release: it is taken for {last}, in its place among the others, which the \
                     tool orders by name; a folder such as 2024-03-01 says another date"
            ))
        };
        if let Some(note) = named {
            findings.note(1, note);
            found.push(findings);
        }
        releases.extend(head(folder.name(), last).map(|head| (head, folder)));
    }
    releases
}

/// The edition that a folder is.
pub(super) fn head(name: &str, date: Date) -> Option<Head> {
    let id = EditionId::parse(name).ok().or_else(|| dated::edition_id(date))?;
    Some(Head {
        title: name.to_owned(),
        publish: dated::midnight(date)?,
        id,
    })
}

fn scheme(text: &str, findings: &mut Findings) -> Option<Scheme> {
    let json = Json::new(text);
    let config: Config<'_> = json.parse("a configuration of AOE's radar", findings)?;
    let before = findings.count();
    let rings = match &config.rings {
        Some(rings) => parts(&json, rings, "ring", findings, |part, color, position| {
            frame::ring(&part.id, &part.title, color, position)
        }),
        None => default_rings(),
    };
    let quadrants = match &config.quadrants {
        Some(quadrants) => parts(&json, quadrants, "quadrant", findings, |part, _, _| {
            frame::quadrant(&part.id, &part.title)
        }),
        None => default_quadrants(),
    };
    if findings.count() > before {
        return None;
    }
    let title = config
        .labels
        .and_then(|labels| labels.title)
        .unwrap_or_else(|| frame::TITLE.to_owned());
    match frame::scheme(&title, rings, quadrants) {
        Ok(scheme) => Some(scheme),
        Err(errors) => {
            for error in errors {
                findings.report(1, error);
            }
            None
        }
    }
}

fn parts<T>(
    json: &Json<'_>,
    values: &[&RawValue],
    what: &str,
    findings: &mut Findings,
    make: impl Fn(&Part, Option<Color>, usize) -> Result<T, String>,
) -> Vec<T> {
    let mut parts = Vec::with_capacity(values.len());
    for ((value, line), position) in values.iter().zip(json.lines(values)).zip(0..) {
        let number = position + 1;
        let wire = match serde_json::from_str::<Part>(value.get()) {
            Ok(wire) => wire,
            Err(error) => {
                let text = error.to_string();
                let (text, _) = text.split_once(" at line ").unwrap_or((&text, ""));
                findings.report(line, format_args!("{what} {number}: {text}"));
                continue;
            }
        };
        if wire
            .description
            .as_ref()
            .is_some_and(|description| !description.trim().is_empty())
        {
            findings.leave_out(line, format_args!("{what} {number}: its description"));
        }
        let color = wire
            .color
            .as_deref()
            .and_then(|color| Color::parse(color.trim()).ok());
        match make(&wire, color, position) {
            Ok(part) => parts.push(part),
            Err(why) => findings.report(line, format_args!("{what} {number}: {why}")),
        }
    }
    parts
}

fn default_rings() -> Vec<Ring> {
    frame::RINGS
        .iter()
        .enumerate()
        .filter_map(|(n, name)| frame::ring(&name.to_lowercase(), name, None, n).ok())
        .collect()
}

fn default_quadrants() -> Vec<Quadrant> {
    QUADRANTS
        .iter()
        .filter_map(|(id, title)| frame::quadrant(id, title).ok())
        .collect()
}

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

struct Reader<'a> {
    scheme: &'a Scheme,
    known: BTreeMap<BlipId, Known>,
    /// The ids that the files' names have here.
    ids: Ids,
    files: usize,
    bytes: usize,
}

/// The keys of a file.
struct Given {
    title: Option<Title>,
    ring: Option<RingId>,
    quadrant: Option<QuadrantId>,
    tags: Option<Vec<String>>,
    featured: Option<bool>,
}

impl Reader<'_> {
    /// The blips that a release changes; nothing if reading ends here.
    fn release(
        &mut self,
        folder: &Folder,
        found: &mut Vec<Findings>,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<Row>> {
        let mut rows = Vec::new();
        for entry in folder.entries(problems) {
            let name = match entry {
                FolderEntry::File(name) => name,
                FolderEntry::Folder(inner) => {
                    // Pictures that texts show.
                    found.push(passed_over(inner.path(), "this folder is no blip"));
                    continue;
                }
            };
            let Some(stem) = name.strip_suffix(".md") else {
                found.push(passed_over(&folder.path().join(&name), "this file is no blip"));
                continue;
            };
            if stem.eq_ignore_ascii_case("readme") {
                found.push(passed_over(&folder.path().join(&name), "a README is no blip"));
                continue;
            }
            self.files += 1;
            if self.files > MAX_ROWS || problems.len() > MAX_PROBLEMS || self.bytes > MAX_TOTAL_BYTES {
                problems.push(whole(
                    folder.path(),
                    format!("more than {MAX_ROWS} files, {MAX_TOTAL_BYTES} bytes or {MAX_PROBLEMS} problems: this is no radar, and is not read on"),
                ));
                return None;
            }
            let mut findings = Findings::new(folder.path().join(&name));
            rows.extend(self.file(folder, &name, stem, &mut findings));
            found.push(findings);
        }
        Some(rows)
    }

    fn file(&mut self, folder: &Folder, name: &str, stem: &str, findings: &mut Findings) -> Option<Row> {
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
        let file = folder.read(name, findings)?;
        self.bytes += file.len();
        let (yaml, body, lines_before) = match front_matter::split(&file) {
            Ok(parts) => parts,
            Err(why) => {
                findings.report(1, why);
                return None;
            }
        };
        let before = findings.count();
        let given = self.given(yaml, findings)?;
        if findings.count() > before {
            return None;
        }
        let known = self.known.get(&id);
        let title = given
            .title
            .or_else(|| known.map(|known| known.title.clone()))
            .or_else(|| Title::parse(stem).ok())?;
        if body.len() > text::MAX_TEXT_BYTES {
            let (length, max) = (body.len(), text::MAX_TEXT_BYTES);
            findings.report(
                lines_before + 1,
                format_args!("the text has {length} bytes; {max} are allowed"),
            );
            return None;
        }
        let (words, left_out) = text::of_markdown(body, &title);
        left_out.tell(lines_before + 1, "the text", findings);
        let ring = given.ring.or_else(|| known.map(|known| known.ring.clone()));
        let quadrant = given
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
            tags: given
                .tags
                .or_else(|| known.map(|known| known.tags.clone()))
                .unwrap_or_default(),
            text: words.or_else(|| known.and_then(|known| known.text.clone())),
            featured: given
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

    /// The keys that the tool knows; it passes over all others, and so does this, which says so.
    fn given(&self, yaml: &str, findings: &mut Findings) -> Option<Given> {
        let mut fields = Fields::of(yaml_tree::parse(yaml, 1, findings)?, "the front matter", findings)?;
        let rings = || frame::listed(self.scheme.rings().iter().map(|ring| &ring.title));
        let quadrants = || frame::listed(self.scheme.quadrants().iter().map(|quadrant| &quadrant.title));
        let given = Given {
            title: fields
                .parsed("title", findings, Title::parse)
                .map(|title| title.value),
            ring: fields
                .parsed("ring", findings, |text| {
                    let ring = frame::find_ring(self.scheme, text).map(|ring| ring.id.clone());
                    ring.ok_or_else(|| {
                        format!(
                            "`{}` is not a ring of config.json: the rings are {}",
                            short(text),
                            rings()
                        )
                    })
                })
                .map(|ring| ring.value),
            quadrant: fields
                .parsed("quadrant", findings, |text| {
                    let quadrant =
                        frame::find_quadrant(self.scheme, text).map(|quadrant| quadrant.id.clone());
                    quadrant.ok_or_else(|| {
                        format!(
                            "`{}` is not a quadrant of config.json: the quadrants are {}",
                            short(text),
                            quadrants()
                        )
                    })
                })
                .map(|quadrant| quadrant.value),
            tags: fields
                .texts("tags", findings, |text| {
                    Title::parse(text).map(|tag| tag.to_string())
                })
                .map(|tags| tags.into_iter().map(|tag| tag.value).collect()),
            featured: fields
                .parsed("featured", findings, |text| {
                    text.parse::<bool>()
                        .map_err(|_| format!("`{}` is neither true nor false", short(text)))
                })
                .map(|featured| featured.value),
        };
        for (line, key) in fields.rest() {
            findings.leave_out(
                line,
                format_args!("`{}`, a key that AOE's radar does not know", short(&key)),
            );
        }
        Some(given)
    }
}
