//! A disk whose power can be cut: an ext4 image on a loop device. What its kernel has not written is lost.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::FallocateFlags;

/// Room for a store, and for what the bot wants to find free.
const BYTES: u64 = 128 * 1024 * 1024;
/// The kernel writes nothing of its own accord while a cut is made: what survives is what was asked for.
const OPTIONS: &str = "loop,commit=300";

/// A mounted disk. It is unmounted when this is dropped.
pub struct Disk {
    folder: PathBuf,
    number: usize,
}

impl Disk {
    /// An empty disk, with its image in `folder`.
    pub fn new(folder: &Path) -> Self {
        let image = image(folder, 0);
        File::create(&image).unwrap().set_len(BYTES).unwrap();
        run("mkfs.ext4", &["-q", "-F", "-m", "0", text(&image)]);
        Self::mounted(folder.to_owned(), 0)
    }

    /// Where a bot's store is on it.
    pub fn store(&self) -> PathBuf {
        place(&self.folder, self.number).join("store")
    }

    /// Takes no writes any more.
    pub fn is_read_only(&self) {
        let place = place(&self.folder, self.number);
        run("mount", &["-o", "remount,ro", text(&place)]);
    }

    /// Takes writes again.
    pub fn is_writable(&self) {
        let place = place(&self.folder, self.number);
        run("mount", &["-o", "remount,rw", text(&place)]);
    }

    /// Leaves so much room.
    pub fn is_filled_but(&self, bytes: u64) {
        let place = place(&self.folder, self.number);
        let free = rustix::fs::statvfs(&place).unwrap();
        let full = File::create(place.join("full")).unwrap();
        rustix::fs::fallocate(
            &full,
            FallocateFlags::empty(),
            0,
            free.f_bavail * free.f_frsize - bytes,
        )
        .unwrap();
    }

    /// There is room again.
    pub fn is_emptied(&self) {
        fs::remove_file(place(&self.folder, self.number).join("full")).unwrap();
    }

    /// Cuts the power: sets aside what has reached the disk until now.
    pub fn is_cut(&self) {
        let [now, then] = [0, 1].map(|later| image(&self.folder, self.number + later));
        run("cp", &["--sparse=always", text(&now), text(&then)]);
    }

    /// The disk as it was when its power was cut.
    pub fn comes_back(self) -> Self {
        let (folder, number) = (self.folder.clone(), self.number + 1);
        drop(self);
        Self::mounted(folder, number)
    }

    fn mounted(folder: PathBuf, number: usize) -> Self {
        let place = place(&folder, number);
        fs::create_dir(&place).unwrap();
        run(
            "mount",
            &["-o", OPTIONS, text(&image(&folder, number)), text(&place)],
        );
        Self { folder, number }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let place = place(&self.folder, self.number);
        let unmounted = Command::new("umount").arg(&place).status();
        if unmounted.is_ok_and(|status| status.success()) {
            fs::remove_file(image(&self.folder, self.number)).ok();
        } else {
            println!("{} is still mounted", place.display());
        }
    }
}

fn image(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("disk-{number}.img"))
}

fn place(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("disk-{number}"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs a program that power cuts need.
fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output();
    let said = match output {
        Ok(output) if output.status.success() => return,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    panic!(
        "power cuts are tried on an ext4 image on a loop device, which takes root, e2fsprogs and a kernel that lends \
         loop devices: `{program} {}` failed: {said}",
        arguments.join(" ")
    );
}
