//! Reading files that other tools wrote: text in UTF-8, of a size that a radar can have.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::problem::{Findings, Problem};

/// The largest radars that are known have files of 200 KB. What is parsed takes several times its size in memory.
pub(super) const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;
/// Forty years of quarterly volumes of 200 KB.
pub(super) const MAX_TOTAL_BYTES: u64 = 32 * 1024 * 1024;
/// A file for each month of forty years.
const MAX_FILES: usize = 500;

/// A file's text, without a byte order mark, with `\n` at the end of its lines.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// Files that are passed over and named. A folder of other things can have thousands.
const MAX_NAMED: usize = 20;

/// Files that were read, and what was not.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) files: Vec<Source>,
    /// Notes about what else is in the folders.
    pub(super) passed_over: Vec<Findings>,
    /// Why other files could not be read: nothing is imported then, but what is wrong with the others is told, too.
    pub(super) unread: Vec<Problem>,
}

/// Reads files, and of folders those files whose names end in `.extension`, by name.
pub(super) fn read_all(paths: &[PathBuf], extension: &str) -> Result<Sources, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut passed_over = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            match folder(path, extension) {
                Ok((found, _)) if found.is_empty() => {
                    problems.push(problem(
                        path,
                        &format!("there is no .{extension} file in this folder"),
                    ));
                }
                Ok((found, others)) => {
                    passed_over.extend(notes(path, &others, extension));
                    files.extend(found);
                }
                Err(why) => problems.push(problem(path, &format!("the folder can not be read: {why}"))),
            }
        } else {
            files.push(path.clone());
        }
    }
    // A folder and a file in it, say: once is enough.
    let mut known = BTreeSet::new();
    files.retain(|path| {
        // What is not there is told when it is read.
        let is_new = fs::canonicalize(path).map_or(true, |real| known.insert(real));
        if !is_new {
            let mut findings = Findings::new(path.clone());
            findings.note(1, "this file is given more than once, and is read once");
            passed_over.push(findings);
        }
        is_new
    });
    if files.len() > MAX_FILES {
        let text = format!(
            "{} files are too many: at most {MAX_FILES} are read at once",
            files.len()
        );
        problems.extend(files.first().map(|path| problem(path, &text)));
        return Err(problems);
    }
    let mut sources = Vec::with_capacity(files.len());
    let mut total = 0;
    for path in files {
        match read(&path) {
            Ok(source) => {
                total += u64::try_from(source.text.len()).unwrap_or(u64::MAX);
                if total > MAX_TOTAL_BYTES {
                    let text =
                        format!("up to this file there are {total} bytes; {MAX_TOTAL_BYTES} are allowed");
                    problems.push(problem(&path, &text));
                    break;
                }
                sources.push(source);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if sources.is_empty() && !problems.is_empty() {
        return Err(problems);
    }
    Ok(Sources {
        files: sources,
        passed_over,
        unread: problems,
    })
}

/// What there is in a folder: files of this extension, and others. Hidden ones are nobody's.
fn folder(path: &Path, extension: &str) -> io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|other| other.eq_ignore_ascii_case(extension))
        {
            found.push(path);
        } else if !is_hidden(&path) {
            others.push(path);
        }
    }
    found.sort();
    others.sort();
    Ok((found, others))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Says what in a folder is not read.
fn notes(folder: &Path, others: &[PathBuf], extension: &str) -> Vec<Findings> {
    let note = |path: &Path, text: &str| {
        let mut findings = Findings::new(path.to_owned());
        findings.note(1, text);
        findings
    };
    let named = others.iter().take(MAX_NAMED).map(|path| {
        if path.is_dir() {
            note(path, "this folder in a folder is not read: give it by itself")
        } else {
            note(
                path,
                &format!("this file is not read: its name does not end in .{extension}"),
            )
        }
    });
    let mut notes: Vec<Findings> = named.collect();
    let more = others.len().saturating_sub(MAX_NAMED);
    if more > 0 {
        let text = format!("{more} more files and folders in it are not read");
        notes.push(note(folder, &text));
    }
    notes
}

/// Reads one file.
pub(super) fn read(path: &Path) -> Result<Source, Problem> {
    let fail = |text: String| problem(path, &text);
    let bytes = bytes(path).map_err(fail)?;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(fail("the file is UTF-16: save it as UTF-8".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|why| {
        let valid = why.utf8_error().valid_up_to();
        let before = why.as_bytes().get(..valid).unwrap_or_default();
        // An empty text is one line, too.
        let line = before.split(|byte| *byte == b'\n').count();
        Problem {
            line,
            ..fail("the file is not UTF-8 from here on: save it as UTF-8".to_owned())
        }
    })?;
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    if text.contains('\0') {
        return Err(fail(
            "the file holds zero bytes, which no text has: save it as text in UTF-8".to_owned(),
        ));
    }
    Ok(Source {
        path: path.to_owned(),
        text,
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |why: io::Error| match why.kind() {
        io::ErrorKind::NotFound => "the file is missing".to_owned(),
        _ => format!("the file can not be read: {why}"),
    };
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err("this is not a file".to_owned());
    }
    let too_large = |bytes: u64| format!("the file has {bytes} bytes; {MAX_FILE_BYTES} are allowed");
    if about.len() > MAX_FILE_BYTES {
        return Err(too_large(about.len()));
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    let file = File::open(path).map_err(unreadable)?;
    let read = file
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let read = u64::try_from(read).unwrap_or(u64::MAX);
    if read > MAX_FILE_BYTES {
        Err(too_large(read))
    } else {
        Ok(bytes)
    }
}

fn problem(path: &Path, text: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        line: 1,
        text: text.to_owned(),
    }
}
