//! The power is cut while members vote, votes close and editions come out.
//!
//! `cargo test --features powercut --test it powercut` as root; `POWER_CUTS=` says how many (20 by default).

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use fastrand::Rng;
use tempfile::TempDir;

use super::disk::Disk;
use super::load::{self, Promise};
use super::scene::Scene;
use super::{STEP, UNDER_WAY, dice};
use crate::support::{Process, blipbot, dump};

/// The cuts of the control; most of them lose something.
const CONTROL_CUTS: usize = 3;
/// Says that everything is on the disk, and does nothing.
const MUTE: &str = "int fdatasync(int file) { (void)file; return 0; }";

fn cuts() -> usize {
    env::var("POWER_CUTS").map_or(20, |cuts| cuts.parse().expect("POWER_CUTS is a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_promise_is_broken_after_a_power_cut() {
    let (mut scene, mut dice) = (Scene::new().await, dice());
    let folder = TempDir::new().unwrap();
    let mut disk = tokio::task::block_in_place(|| Disk::new(folder.path()));
    scene.store = disk.store();
    let mut process = begun(&scene, &[]).await;
    let mut newest = 0;
    for cut in 0..cuts() {
        println!("cut {cut}");
        let promises;
        (disk, promises) = is_cut(&scene, disk, cut, &mut dice, process).await;
        scene.store = disk.store();
        let rows = tokio::task::block_in_place(|| dump(&scene.store));
        scene.promises_are_kept(promises, &rows);
        let first = u64::saturating_sub(newest, UNDER_WAY);
        newest = rows.iter().filter(|row| row["type"] == "proposal").count() as u64;
        process = scene.starts();
        scene.is_quiet(first).await;
    }
    process.kill();
    println!("{}", scene.summary());
    drop(disk);
    scene.ends().await;
}

/// The control: the same bot on the same disk, where only its fdatasync does nothing, loses ballots. So the method finds
/// what is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_fdatasync_promises_are_broken_after_a_power_cut() {
    let mut dice = dice();
    let folder = TempDir::new().unwrap();
    let mute = tokio::task::block_in_place(|| compiled(MUTE, folder.path()));
    let mut broken = 0;
    for cut in 0..CONTROL_CUTS {
        let mut scene = Scene::new().await;
        let place = folder.path().join(format!("control-{cut}"));
        std::fs::create_dir(&place).unwrap();
        let disk = tokio::task::block_in_place(|| Disk::new(&place));
        scene.store = disk.store();
        let process = begun(&scene, &[("LD_PRELOAD", mute.to_str().unwrap())]).await;
        let (disk, promises) = is_cut(&scene, disk, cut, &mut dice, process).await;
        let output = blipbot()
            .arg("dump")
            .env("BLIPBOT__STORE__PATH", disk.store())
            .output()
            .unwrap();
        let (kept, said) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        let lost = promises
            .iter()
            .filter(|promise| !kept.contains(promise.text()))
            .count();
        println!("{lost} of {} promises are lost: {said}", promises.len());
        broken += usize::from(lost > 0);
        drop(disk);
        scene.ends().await;
    }
    assert!(broken > 0, "power cuts without fdatasync lost nothing");
}

/// A real disk that is full while members vote, and one that takes no writes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_ends_the_bot_a_read_only_one_is_said_and_no_promise_is_broken() {
    let (mut scene, mut dice) = (Scene::new().await, dice());
    let folder = TempDir::new().unwrap();
    let disk = tokio::task::block_in_place(|| Disk::new(folder.path()));
    scene.store = disk.store();
    let process = begun(&scene, &[("RUST_LOG", "off")]).await;
    tokio::task::block_in_place(|| disk.is_filled_but(256 * 1024));
    // Nobody kills it: it ends by itself.
    let ended = move || process.ends();
    let (code, promises) = load::until_killed(&scene.page, scene.votes().await, 0, &mut dice, ended).await;
    assert_eq!(code, Some(1));
    assert!(
        !promises.is_empty(),
        "nothing was recorded before the disk was full"
    );
    let refused = |sentence: &str| {
        let output = blipbot()
            .arg("dump")
            .env("BLIPBOT__STORE__PATH", disk.store())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(sentence), "{said}");
    };
    refused("is full: free some space and start again");
    disk.is_emptied();
    tokio::task::block_in_place(|| disk.is_read_only());
    refused("lies on a read-only file system: mount it writable");
    tokio::task::block_in_place(|| disk.is_writable());
    scene.promises_are_kept(promises, &tokio::task::block_in_place(|| dump(&scene.store)));
    drop(disk);
    scene.ends().await;
}

/// A bot with a vote that is open.
async fn begun(scene: &Scene, variables: &[(&str, &str)]) -> Process {
    let process = scene.starts_with(variables);
    scene
        .page
        .command("Ada", "general", "/setup digests:#digests")
        .await;
    scene
        .page
        .command("Ada", "general", "/propose crossplane trial")
        .await;
    scene.is_quiet(0).await;
    process
}

/// The bot is killed under load and the power cut at the same moment; gives the disk as it comes back, and what the
/// bot had promised.
async fn is_cut(
    scene: &Scene,
    disk: Disk,
    cut: usize,
    dice: &mut Rng,
    process: Process,
) -> (Disk, Vec<Promise>) {
    let votes = scene.votes().await;
    scene.clock.advance(STEP);
    let kill = move || {
        process.kill();
        disk.is_cut();
        disk
    };
    let (disk, promises) = load::until_killed(&scene.page, votes, cut, dice, kill).await;
    (tokio::task::block_in_place(|| disk.comes_back()), promises)
}

/// A library of this C text, which a program is started with.
fn compiled(text: &str, folder: &Path) -> PathBuf {
    let (source, library) = (folder.join("mute.c"), folder.join("mute.so"));
    std::fs::write(&source, text).unwrap();
    let mut compiler = Command::new("cc");
    compiler
        .args(["-shared", "-fPIC", "-o"])
        .arg(&library)
        .arg(&source);
    let status = compiler.status();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "the control takes a C compiler, `cc`: {status:?}"
    );
    library
}
