//! Writing all or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// Somebody's files are there.
    #[error("{} is not empty: name a folder that is empty or not there yet", .0.display())]
    NotEmpty(PathBuf),
    /// A link to nothing.
    #[error("{} is a link to what is not there: make the folder that it leads to, or name another one", .0.display())]
    LeadsNowhere(PathBuf),
    /// It is no folder.
    #[error("{} is a file: name a folder that is empty or not there yet", .0.display())]
    NotAFolder(PathBuf),
    /// The system refuses.
    #[error("{} could not be written: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
    /// What was written is not what was meant.
    #[error("nothing was written to {}: {}", .0.display(), .1)]
    Differs(PathBuf, String),
}

/// What is at a place for a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing.
    Nothing,
    /// A folder without anything in it.
    EmptyFolder,
}

/// What is at `target`, if a folder may be written there.
pub(super) fn room(target: &Path) -> Result<Room, WriteError> {
    match fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(Room::EmptyFolder),
            Some(_) => Err(WriteError::NotEmpty(target.to_owned())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => match target.symlink_metadata() {
            Ok(_) => Err(WriteError::LeadsNowhere(target.to_owned())),
            Err(_) => Ok(Room::Nothing),
        },
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(WriteError::NotAFolder(target.to_owned()))
        }
        Err(error) => Err(WriteError::Io(target.to_owned(), error)),
    }
}

/// Writes a folder, in one that has another name until `write` has written all of it. An empty one that is there stays
/// the one that it is, with its rights and what is mounted on it.
pub(super) fn folder(
    target: &Path,
    write: impl FnOnce(&Path) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(target.to_owned(), error);
    let room = room(target)?;
    let around = match room {
        Room::Nothing => parent(target),
        Room::EmptyFolder => target.to_owned(),
    };
    fs::create_dir_all(&around).map_err(failed)?;
    let beside = tempfile::Builder::new()
        .prefix(".blipbot-")
        .tempdir_in(&around)
        .map_err(failed)?;
    // The temporary folder is its owner's alone; the one in it is as folders are.
    let whole = beside.path().join("whole");
    fs::create_dir(&whole).map_err(failed)?;
    write(&whole)?;
    settle(&whole).map_err(failed)?;
    match room {
        Room::Nothing => fs::rename(&whole, target),
        Room::EmptyFolder => move_into(&whole, target),
    }
    .map_err(failed)
}

/// Moves what is in a folder, or nothing. Folders come first: by the files beside them a radar is known, and a half of one
/// must not pass for it.
fn move_into(whole: &Path, target: &Path) -> io::Result<()> {
    let entries = fs::read_dir(whole)?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort_by_key(|path| (path.is_file(), path.clone()));
    let mut moved: Vec<(&PathBuf, PathBuf)> = Vec::new();
    for from in &paths {
        let to = target.join(from.file_name().unwrap_or_default());
        // Somebody may have put a file there meanwhile.
        let renamed = match to.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(from, &to),
        };
        if let Err(error) = renamed {
            let back = moved
                .into_iter()
                .filter(|(from, to)| fs::rename(to, from).is_err());
            let stays: Vec<String> = back.map(|(_, to)| to.display().to_string()).collect();
            if stays.is_empty() {
                return Err(error);
            }
            let told = format!("{error}; these could not be taken back: {}", stays.join(", "));
            return Err(io::Error::new(error.kind(), told));
        }
        moved.push((from, to));
    }
    settle(target)
}

/// Writes a file, all or nothing.
pub(super) fn file(target: &Path, text: &str) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(target.to_owned(), error);
    let parent = parent(target);
    fs::create_dir_all(&parent).map_err(failed)?;
    let beside = tempfile::Builder::new()
        .prefix(".blipbot-")
        .tempdir_in(&parent)
        .map_err(failed)?;
    let whole = beside.path().join("whole");
    fs::write(&whole, text).map_err(failed)?;
    settle(beside.path()).map_err(failed)?;
    fs::rename(&whole, target).map_err(failed)
}

fn parent(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

/// Waits until what was written is on the disk, so that a new name never stands for half of it.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn settle(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(fs::File::open(folder)?).map_err(io::Error::from)
}

/// There is no such call here: the system decides when.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn settle(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_whole_or_not_at_all() {
        let place = tempfile::TempDir::new().unwrap();
        let target = place.path().join("new/radar");
        let half = folder(&target, |dir| {
            fs::write(dir.join("one"), "1").unwrap();
            Err(WriteError::Differs(target.clone(), "it went wrong".to_owned()))
        });
        assert!(half.is_err());
        assert_eq!(fs::read_dir(place.path().join("new")).unwrap().count(), 0);
        let write = |dir: &Path| {
            fs::write(dir.join("one"), "1").map_err(|error| WriteError::Io(dir.to_owned(), error))
        };
        folder(&target, write).unwrap();
        assert_eq!(fs::read_to_string(target.join("one")).unwrap(), "1");
        assert_eq!(fs::read_dir(place.path().join("new")).unwrap().count(), 1);
        assert!(matches!(folder(&target, write), Err(WriteError::NotEmpty(_))));
        assert!(matches!(
            folder(&target.join("one"), write),
            Err(WriteError::NotAFolder(_))
        ));
    }

    #[test]
    fn an_empty_folder_and_an_old_file_give_way() {
        let place = tempfile::TempDir::new().unwrap();
        folder(place.path().join("x").as_path(), |_| Ok(())).unwrap();
        folder(place.path().join("x").as_path(), |dir| {
            fs::write(dir.join("one"), "1").map_err(|error| WriteError::Io(dir.to_owned(), error))
        })
        .unwrap();
        assert!(place.path().join("x/one").exists());
        for text in ["old", "new"] {
            file(&place.path().join("file"), text).unwrap();
        }
        assert_eq!(fs::read_to_string(place.path().join("file")).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn an_empty_folder_stays_the_one_that_it_is_also_behind_a_link() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

        let place = tempfile::TempDir::new().unwrap();
        let own = place.path().join("own");
        fs::create_dir(&own).unwrap();
        fs::set_permissions(&own, fs::Permissions::from_mode(0o700)).unwrap();
        let before = fs::metadata(&own).unwrap();
        let link = place.path().join("link");
        symlink("own", &link).unwrap();
        folder(&link, |dir| {
            fs::create_dir(dir.join("2024-01-01")).unwrap();
            fs::write(dir.join("2024-01-01/one.md"), "1").unwrap();
            fs::write(dir.join("radar.toml"), "2").unwrap();
            Ok(())
        })
        .unwrap();
        let after = fs::metadata(&own).unwrap();
        assert_eq!((after.ino(), after.mode()), (before.ino(), before.mode()));
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(own.join("2024-01-01/one.md")).unwrap(), "1");
        assert_eq!(fs::read_dir(&own).unwrap().count(), 2);
        let astray = place.path().join("astray");
        symlink("gone", &astray).unwrap();
        let refused = folder(&astray, |_| Ok(())).unwrap_err();
        assert!(matches!(refused, WriteError::LeadsNowhere(_)), "{refused}");
    }

    #[cfg(unix)]
    #[test]
    fn of_a_folder_that_fails_half_way_nothing_stays() {
        let place = tempfile::TempDir::new().unwrap();
        let target = place.path().join("x");
        fs::create_dir(&target).unwrap();
        let failed = folder(&target, |dir| {
            fs::write(dir.join("a"), "1").unwrap();
            fs::write(dir.join("b"), "1").unwrap();
            // Somebody else is faster.
            fs::create_dir(target.join("b")).unwrap();
            Ok(())
        });
        assert!(matches!(failed, Err(WriteError::Io(..))), "{failed:?}");
        assert!(!target.join("a").exists());
    }
}
