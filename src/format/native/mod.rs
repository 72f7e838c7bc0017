//! The radar's own files: `radar.toml`, and a folder per edition with a Markdown file for each blip that it changes.
//!
//! Everything is read before anything is believed: all problems are reported with file and line, and a radar with
//! one problem is not loaded at all.

mod blip_file;
mod consistency;
mod edition_toml;
pub(super) mod fields;
pub(super) mod files;
pub(super) mod front_matter;
pub(super) mod radar_toml;
mod toml_tree;
pub(super) mod tree;
mod write;
pub(super) mod yaml_tree;

use std::path::Path;
use std::sync::Arc;

use self::blip_file::BlipFile;
use self::edition_toml::EditionHead;
use self::files::{Folder, FolderEntry};
pub use self::write::write;
pub(super) use self::write::{length, yaml_text};
use super::problem::{Findings, Problem};
use crate::radar::{BlipId, EditionId, Origin, Publication, Revision, Scheme, Timeline};

/// A radar as its files hold it, found to be without a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RadarFiles {
    /// The rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The editions, in the order of their publication.
    pub publications: Vec<Publication>,
}

/// An edition's folder, read but not yet compared with the others.
struct EditionFolder {
    head: EditionHead,
    blips: Vec<BlipFile>,
    /// Blips whose files could not be read: they exist, but nothing is known of them.
    unread: Vec<BlipId>,
}

/// Reads the radar in `dir`, or says everything that is wrong with it, in the order of paths and lines.
pub fn read(dir: &Path) -> Result<RadarFiles, Vec<Problem>> {
    let mut problems = Vec::new();
    let read = read_folder(dir, &mut problems);
    problems.sort();
    problems.dedup();
    match read {
        Some(files) if problems.is_empty() => Ok(files),
        Some(_) | None => Err(problems),
    }
}

fn read_folder(dir: &Path, problems: &mut Vec<Problem>) -> Option<RadarFiles> {
    let root = Folder::open_root(dir)
        .map_err(|problem| problems.push(problem))
        .ok()?;
    let scheme = read_scheme(&root, problems);
    let mut editions = Vec::new();
    let mut complete = true;
    for entry in root.entries(problems) {
        // Files beside `radar.toml` (a README, say) are nobody's edition.
        let FolderEntry::Folder(folder) = entry else {
            continue;
        };
        match read_edition(&folder, scheme.as_ref(), problems) {
            Some(edition) => editions.push(edition),
            None => complete = false,
        }
    }
    // Without all editions in their order, what a blip inherits is not known.
    if !complete {
        return None;
    }
    editions.sort_by(|a, b| (a.head.publish, &a.head.id).cmp(&(b.head.publish, &b.head.id)));
    problems.extend(consistency::check(&editions));
    let publications: Vec<Publication> = editions.into_iter().map(EditionFolder::publication).collect();
    let files = RadarFiles {
        scheme: Arc::new(scheme?),
        publications,
    };
    if problems.is_empty() {
        check_replay(dir, &files, problems);
    }
    Some(files)
}

impl EditionFolder {
    fn publication(self) -> Publication {
        let mut revisions: Vec<Revision> = self.blips.into_iter().map(|file| file.revision).collect();
        // The names of files are in another order: `zap-2.md` comes before `zap.md`.
        revisions.sort_by(|a, b| a.blip.cmp(&b.blip));
        Publication {
            id: self.head.id,
            title: self.head.title,
            publish: self.head.publish,
            origin: Origin::Data,
            revisions,
        }
    }
}

fn read_scheme(root: &Folder, problems: &mut Vec<Problem>) -> Option<Scheme> {
    let mut findings = Findings::new(root.path().join("radar.toml"));
    let scheme = root
        .read("radar.toml", &mut findings)
        .and_then(|text| radar_toml::parse(&text, &mut findings));
    problems.extend(findings.into_problems());
    scheme
}

fn read_edition(
    folder: &Folder,
    scheme: Option<&Scheme>,
    problems: &mut Vec<Problem>,
) -> Option<EditionFolder> {
    let head = read_head(folder, problems);
    let mut blips = Vec::new();
    let mut unread = Vec::new();
    for entry in folder.entries(problems) {
        match entry {
            FolderEntry::File(name) if name == "edition.toml" => {}
            FolderEntry::File(name) => match name.strip_suffix(".md") {
                Some(stem) => match read_blip(folder, &name, stem, scheme, problems) {
                    Some(file) => blips.push(file),
                    None => unread.extend(BlipId::parse(stem)),
                },
                None => problems.push(Problem {
                    path: folder.path().join(name),
                    line: 1,
                    text: "not a blip: the name of a blip's file ends in .md".to_owned(),
                }),
            },
            FolderEntry::Folder(inner) => problems.push(Problem {
                path: inner.path().to_owned(),
                line: 1,
                text: "an edition's folder holds files only".to_owned(),
            }),
        }
    }
    head.map(|head| EditionFolder { head, blips, unread })
}

fn read_head(folder: &Folder, problems: &mut Vec<Problem>) -> Option<EditionHead> {
    let mut at_folder = Findings::new(folder.path().to_owned());
    let mut at_file = Findings::new(folder.path().join("edition.toml"));
    let id = EditionId::parse(folder.name())
        .map_err(|why| at_folder.report(1, why))
        .ok();
    let head = if folder.contains("edition.toml") {
        let text = folder.read("edition.toml", &mut at_file);
        text.and_then(|text| edition_toml::parse(&text, id, &mut at_file))
    } else {
        id.and_then(|id| edition_toml::from_name(id, &mut at_folder))
    };
    problems.extend(at_folder.into_problems());
    problems.extend(at_file.into_problems());
    head
}

fn read_blip(
    folder: &Folder,
    name: &str,
    stem: &str,
    scheme: Option<&Scheme>,
    problems: &mut Vec<Problem>,
) -> Option<BlipFile> {
    let path = folder.path().join(name);
    let mut findings = Findings::new(path.clone());
    let id = BlipId::parse(stem)
        .map_err(|why| findings.report(1, format_args!("the file's name: {why}")))
        .ok();
    let file = folder.read(name, &mut findings).and_then(|text| {
        // A file with a wrong name is read all the same, so that its other problems are seen.
        let placeholder = || BlipId::parse("nameless").ok();
        let file = blip_file::parse(
            path,
            &text,
            id.clone().or_else(placeholder)?,
            scheme,
            &mut findings,
        );
        id.and(file)
    });
    problems.extend(findings.into_problems());
    file
}

/// The timeline has the last word on what can be replayed; the checks before it know the lines.
fn check_replay(dir: &Path, files: &RadarFiles, problems: &mut Vec<Problem>) {
    if let Err(errors) = Timeline::build(Arc::clone(&files.scheme), files.publications.clone()) {
        problems.extend(errors.into_iter().map(|error| {
            let folder = dir.join(error.edition.as_str());
            let path = error
                .blip
                .map_or_else(|| folder.clone(), |blip| folder.join(format!("{blip}.md")));
            Problem {
                path,
                line: 1,
                text: error.why.to_string(),
            }
        }));
    }
}

#[cfg(test)]
mod tests;
