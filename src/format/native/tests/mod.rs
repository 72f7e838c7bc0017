//! Radars in temporary folders: what is read, and every way in which a file can be wrong, with its line.

mod blips;
mod folders;
mod reading;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::read;

const RADAR: &str = r##"title = "Our radar"

[[rings]]
id = "adopt"
title = "Adopt"

[[rings]]
id = "hold"
title = "Hold"
aliases = ["Caution"]
color = "#d0524a"

[[quadrants]]
id = "tools"
title = "Tools"
"##;

const BLIP: &str = "---\ntitle: Atlantis\nring: adopt\nquadrant: tools\n---\nTerraform by pull request.\n";

fn write(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A folder that holds [`RADAR`] and these files.
fn radar(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("radar.toml", RADAR)]);
    write(dir.path(), files);
    dir
}

fn problems_in(dir: &Path) -> Vec<String> {
    let prefix = format!("{}/", dir.display());
    let problems = read(dir).map_or_else(|problems| problems, |_| Vec::new());
    problems
        .iter()
        .map(|problem| problem.to_string().replace(&prefix, ""))
        .collect()
}

#[track_caller]
fn expect(files: &[(&str, &str)], wanted: &[&str]) {
    assert_eq!(problems_in(radar(files).path()), wanted);
}

/// A blip's file with one line changed.
fn with(old: &str, new: &str) -> String {
    assert!(BLIP.contains(old), "{old}");
    BLIP.replace(old, new)
}

#[track_caller]
fn expect_blip(text: &str, wanted: &[&str]) {
    let wanted: Vec<String> = wanted
        .iter()
        .map(|line| format!("2024-01-01/atlantis.md:{line}"))
        .collect();
    assert_eq!(
        problems_in(radar(&[("2024-01-01/atlantis.md", text)]).path()),
        wanted
    );
}
