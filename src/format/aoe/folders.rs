//! Which folders are releases: the tool reads every folder in `radar`, and takes the name of the one in which a blip's file
//! stands for its release. Some keep a folder for each quadrant around them.

use std::collections::BTreeMap;

use crate::format::native::files::{Folder, FolderEntry};
use crate::format::problem::Findings;

/// Folders in folders that are looked into. Links can make circles of them.
pub(super) const MAX_DEPTH: usize = 4;
/// Files of one folder that are named in one line.
const MAX_NAMED: usize = 10;

/// A folder and what is in it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) folder: Folder,
    pub(super) entries: Vec<FolderEntry>,
}

/// The folders of each release, by its name.
pub(super) type Releases = BTreeMap<String, Vec<Opened>>;

/// The releases in these folders.
pub(super) fn releases(
    folders: Vec<Folder>,
    found: &mut Vec<Findings>,
    problems: &mut Vec<crate::format::problem::Problem>,
) -> Releases {
    let mut releases = Releases::new();
    let mut open: Vec<(Folder, usize)> = folders.into_iter().map(|folder| (folder, 1)).collect();
    while let Some((folder, depth)) = open.pop() {
        let entries = folder.entries(problems);
        let around = depth < MAX_DEPTH
            && !has_blips(&entries)
            && inner(&entries).any(|inner| holds_blips(inner, depth + 1));
        if !around {
            let name = folder.name().to_owned();
            releases.entry(name).or_default().push(Opened { folder, entries });
            continue;
        }
        for entry in entries {
            match entry {
                FolderEntry::Folder(inner) if holds_blips(&inner, depth + 1) => open.push((inner, depth + 1)),
                FolderEntry::Folder(inner) => found.push(super::read::passed_over(
                    inner.path(),
                    "no blip is in this folder",
                )),
                FolderEntry::File(name) => found.push(super::read::passed_over(
                    &folder.path().join(name),
                    "this file is in no release",
                )),
            }
        }
    }
    for folders in releases.values_mut() {
        folders.sort_by(|a, b| a.folder.path().cmp(b.folder.path()));
    }
    releases
}

/// Tells of a folder in a release's own: pictures that texts show, or blips that are missing for it.
pub(super) fn tell_inner(inner: &Folder, found: &mut Vec<Findings>) {
    let mut blips = Vec::new();
    collect_blips(inner, "", 1, &mut blips);
    if blips.is_empty() {
        found.push(super::read::passed_over(inner.path(), "this folder is no blip"));
        return;
    }
    let more = blips.len().saturating_sub(MAX_NAMED);
    blips.truncate(MAX_NAMED);
    let mut named = blips.join(", ");
    if more > 0 {
        named = format!("{named} and {more} more");
    }
    let mut findings = Findings::new(inner.path().to_owned());
    findings.leave_out(
        1,
        format_args!(
            "the blips in this folder, which is in a release and is none itself: {named}; move them up to the others of the \
             release"
        ),
    );
    found.push(findings);
}

/// The name of a blip in the name of its file; a README is hardly ever one.
pub(super) fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".md")
        .filter(|stem| !stem.eq_ignore_ascii_case("readme"))
}

fn has_blips(entries: &[FolderEntry]) -> bool {
    entries.iter().any(|entry| match entry {
        FolderEntry::File(name) => stem(name).is_some(),
        FolderEntry::Folder(_) => false,
    })
}

fn inner(entries: &[FolderEntry]) -> impl Iterator<Item = &Folder> {
    entries.iter().filter_map(|entry| match entry {
        FolderEntry::Folder(folder) => Some(folder),
        FolderEntry::File(_) => None,
    })
}

fn holds_blips(folder: &Folder, depth: usize) -> bool {
    // What can not be read is told when it is read.
    let entries = folder.entries(&mut Vec::new());
    has_blips(&entries) || (depth < MAX_DEPTH && inner(&entries).any(|inner| holds_blips(inner, depth + 1)))
}

fn collect_blips(folder: &Folder, before: &str, depth: usize, blips: &mut Vec<String>) {
    for entry in folder.entries(&mut Vec::new()) {
        match entry {
            FolderEntry::File(name) if stem(&name).is_some() => blips.push(format!("{before}{name}")),
            FolderEntry::Folder(inner) if depth < MAX_DEPTH => {
                let before = format!("{before}{}/", inner.name());
                collect_blips(&inner, &before, depth + 1, blips);
            }
            FolderEntry::File(_) | FolderEntry::Folder(_) => {}
        }
    }
}
