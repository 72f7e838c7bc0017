//! From the folder to a radar: where its releases are, and what is around them.

use std::path::{Path, PathBuf};

use super::config::scheme;
use super::folders::{self, Opened};
use super::reader::Reader;
use super::releases::dated_releases;
use crate::format::import::{self, Import, Options, Volume};
use crate::format::native::files::{Folder, FolderEntry};
use crate::format::problem::{Findings, Problem};
use crate::radar::Scheme;

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

pub(super) fn whole(path: &Path, text: String) -> Problem {
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
    let releases = dated_releases(folders::releases(folders, found, problems)?, found);
    let mut reader = Reader::of(&scheme);
    // A file whose name is an id keeps it, whatever other name would make the same one.
    for Opened { files, .. } in releases.iter().flat_map(|(_, folders)| folders) {
        reader.claim(files);
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
