//! From the folder to a radar.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::config::scheme;
use super::folders::{self, Opened};
use super::releases::dated_releases;
use crate::format::frame;
use crate::format::import::{self, Import, MAX_PROBLEMS, MAX_ROWS, Options, Row, Volume};
use crate::format::names::Ids;
use crate::format::native::fields::Fields;
use crate::format::native::files::{Folder, FolderEntry};
use crate::format::native::{front_matter, yaml_tree};
use crate::format::problem::{Findings, Problem, short};
use crate::format::source::MAX_TOTAL_BYTES;
use crate::format::text;
use crate::radar::{BlipId, BlipText, QuadrantId, RingId, Scheme, Title};

/// Reads one folder.
pub fn read(paths: &[PathBuf], options: &Options) -> Result<Import, Vec<Problem>> {
    let needless = options.needless("AOE's radar", paths);
    if !needless.is_empty() {
        return Err(needless);
    }
    let [given] = paths else {
        return Err(paths
            .get(1)
            .map(|path| whole(path, "one folder holds all editions: give one".to_owned()))
            .into_iter()
            .collect());
    };
    let mut found = Vec::new();
    let path = match super::roots(given).as_slice() {
        [] => given.clone(),
        [root] => root.clone(),
        [_, ..] => {
            let several =
                "several folders in this one are radars of AOE's shape: give one of them".to_owned();
            return Err(vec![whole(given, several)]);
        }
    };
    if path != *given {
        let mut findings = Findings::new(path.clone());
        findings.note(
            1,
            "the radar is read from this folder, and nothing else of the one around it",
        );
        found.push(findings);
    }
    let mut problems = Vec::new();
    let read = read_folder(&path, &mut found, &mut problems);
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

pub(super) fn passed_over(path: &Path, why: &str) -> Findings {
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
    let place = super::config_in(path).filter(|_| super::is_at(path));
    let Some(place) = place else {
        problems.push(whole(
            path,
            "a radar of AOE's shape has a file config.json, or public/config.json, and a folder radar"
                .to_owned(),
        ));
        return None;
    };
    let mut findings = Findings::new(path.join(place));
    let scheme = root
        .read(place, &mut findings)
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
    let releases = dated_releases(folders::releases(folders, found, problems), found);
    let mut reader = Reader {
        scheme: &scheme,
        known: BTreeMap::new(),
        ids: Ids::default(),
        files: 0,
        bytes: 0,
        problems: 0,
    };
    // A file whose name is an id keeps it, whatever other name would make the same one.
    for Opened { entries, .. } in releases.iter().flat_map(|(_, folders)| folders) {
        reader.claim(entries);
    }
    let mut volumes = Vec::with_capacity(releases.len());
    for (head, folders) in releases {
        let place = folders
            .first()
            .map_or(path, |first| first.folder.path())
            .to_owned();
        let mut rows = Vec::new();
        for opened in folders {
            rows.extend(reader.release(opened, found, problems)?);
        }
        volumes.push(Volume {
            findings: Findings::new(place),
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
    /// Problems of the files.
    problems: usize,
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
    /// Keeps the ids that files are called by.
    fn claim(&mut self, entries: &[FolderEntry]) {
        for entry in entries {
            let FolderEntry::File(name) = entry else { continue };
            let stem = folders::stem(name);
            if let Some((id, title)) =
                stem.and_then(|stem| BlipId::parse(stem).ok().zip(Title::parse(stem).ok()))
            {
                self.ids.keep(id, &title);
            }
        }
    }

    /// The blips that a release changes; nothing if reading ends here.
    fn release(
        &mut self,
        Opened { folder, entries }: Opened,
        found: &mut Vec<Findings>,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<Row>> {
        let mut rows = Vec::new();
        for entry in entries {
            let name = match entry {
                FolderEntry::File(name) => name,
                FolderEntry::Folder(inner) => {
                    folders::tell_inner(&inner, found);
                    continue;
                }
            };
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
        let given = self.given(yaml, findings)?;
        if findings.count() > before {
            return None;
        }
        let known = self.known.get(&id);
        let title = given
            .title
            .or_else(|| known.map(|known| known.title.clone()))
            .or_else(|| Title::parse(stem).ok())?;
        if let Some(why) = text::refused(body) {
            findings.report(lines_before + 1, format_args!("the text: {why}"));
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
        // For the tool a key without a value is not there.
        let mut fields = Fields::of_said(yaml_tree::parse(yaml, 1, findings)?, "the front matter", findings)?;
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
                .parsed("featured", findings, |text| match text {
                    "true" | "True" | "TRUE" => Ok(true),
                    "false" | "False" | "FALSE" => Ok(false),
                    _ => Err(format!("`{}` is neither true nor false", short(text))),
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
