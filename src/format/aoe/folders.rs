//! Which folders are releases: the tool reads every folder in `radar`, and takes the name of the one in which a blip's file
//! stands for its release. Some keep a folder for each quadrant around them.

use std::collections::BTreeMap;

use super::read::{passed_over, whole};
use crate::format::native::files::{Folder, FolderEntry};
use crate::format::problem::{Findings, Problem};

/// Folders in folders that are looked into.
pub(super) const MAX_DEPTH: usize = 4;
/// Folders in all. Forty years of monthly releases, each in six folders, have fewer.
const MAX_FOLDERS: usize = 4_000;
/// Files of one folder that are named in one line.
const MAX_NAMED: usize = 10;

/// A folder and what is in it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) folder: Folder,
    /// Its files, by name.
    pub(super) files: Vec<String>,
    /// The folders in it.
    pub(super) inner: Vec<Opened>,
}

impl Opened {
    fn has_blips(&self) -> bool {
        self.files.iter().any(|name| stem(name).is_some())
    }

    fn holds_blips(&self) -> bool {
        self.has_blips() || self.inner.iter().any(Self::holds_blips)
    }
}

/// The folders of each release, by its name.
pub(super) type Releases = BTreeMap<String, Vec<Opened>>;

/// The releases in these folders; nothing if there is no end to them.
pub(super) fn releases(
    folders: Vec<Folder>,
    found: &mut Vec<Findings>,
    problems: &mut Vec<Problem>,
) -> Option<Releases> {
    let mut opener = Opener {
        opened: 0,
        found,
        problems,
    };
    let mut open = Vec::with_capacity(folders.len());
    for folder in folders {
        open.push(opener.open(folder, 1)?);
    }
    let mut releases = Releases::new();
    while let Some(opened) = open.pop() {
        let is_around = !opened.has_blips() && opened.inner.iter().any(Opened::holds_blips);
        // A release may have nothing but a blip called README.
        let is_release = !is_around && opened.files.iter().any(|name| name.strip_suffix(".md").is_some());
        if is_release {
            let name = opened.folder.name().to_owned();
            releases.entry(name).or_default().push(opened);
        } else if is_around {
            let files = opened.files.iter();
            found.extend(
                files.map(|name| passed_over(&opened.folder.path().join(name), "this file is in no release")),
            );
            open.extend(opened.inner);
        } else {
            found.push(passed_over(opened.folder.path(), "no blip is in this folder"));
        }
    }
    for folders in releases.values_mut() {
        folders.sort_by(|a, b| a.folder.path().cmp(b.folder.path()));
    }
    Some(releases)
}

/// Lists each folder once.
struct Opener<'a> {
    opened: usize,
    found: &'a mut Vec<Findings>,
    problems: &'a mut Vec<Problem>,
}

impl Opener<'_> {
    fn open(&mut self, folder: Folder, depth: usize) -> Option<Opened> {
        self.opened += 1;
        if self.opened > MAX_FOLDERS {
            let text = format!(
                "there are more than {MAX_FOLDERS} folders, or links make circles of them: this is no radar, and is not read on"
            );
            self.problems.push(whole(folder.path(), text));
            return None;
        }
        let (mut files, mut inner) = (Vec::new(), Vec::new());
        for entry in folder.entries(self.problems) {
            match entry {
                FolderEntry::File(name) => files.push(name),
                FolderEntry::Folder(deeper) if depth < MAX_DEPTH => inner.push(self.open(deeper, depth + 1)?),
                FolderEntry::Folder(deeper) => {
                    let why = "this folder is too deep in the radar to be a release";
                    self.found.push(passed_over(deeper.path(), why));
                }
            }
        }
        Some(Opened { folder, files, inner })
    }
}

/// Tells of a folder in a release's own: pictures that texts show, or blips that are missing for it.
pub(super) fn tell_inner(inner: &Opened, found: &mut Vec<Findings>) {
    let mut blips = Vec::new();
    collect_blips(inner, "", &mut blips);
    if blips.is_empty() {
        found.push(passed_over(inner.folder.path(), "this folder is no blip"));
        return;
    }
    let more = blips.len().saturating_sub(MAX_NAMED);
    blips.truncate(MAX_NAMED);
    let mut named = blips.join(", ");
    if more > 0 {
        named = format!("{named} and {more} more");
    }
    let mut findings = Findings::new(inner.folder.path().to_owned());
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

fn collect_blips(opened: &Opened, before: &str, blips: &mut Vec<String>) {
    let own = opened.files.iter().filter(|name| stem(name).is_some());
    blips.extend(own.map(|name| format!("{before}{name}")));
    for inner in &opened.inner {
        let before = format!("{before}{}/", inner.folder.name());
        collect_blips(inner, &before, blips);
    }
}
