//! `blipbot import`, `export` and `check` with other tools' files: as people type them, and with files that mean harm.

use std::fs;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::{io::Read, process::Stdio, sync::mpsc, time::Duration};

use super::place::{Ended, Place, ended};

const CSV: &str = "name,ring,quadrant,isNew,status,description\n\
                   Zap,Trial,Tools,TRUE,,\"<p>A <b>proxy</b>.</p><script>alert(1)</script>\"\n\
                   ZAP,Hold,Techniques,TRUE,,\n";
const NEXT: &str = "name,ring,quadrant,isNew,status,description\nZap,Adopt,Tools,FALSE,moved in,\n";
/// A row whose name has a comma and no quotes.
const SHIFTED: &str = "Scala, the good parts,Trial,Tools,TRUE,,text\n";

/// It refused, wrote nothing, and said all of `parts`, wherever.
#[track_caller]
fn nothing(place: &Place, run: &Ended, parts: &[&str]) {
    assert_eq!(run.code, Some(1), "{run:#?}");
    for part in parts {
        assert!(
            run.out.contains(part) || run.err.contains(part),
            "{part:?} is not said: {run:#?}"
        );
    }
    assert!(!run.err.contains("panicked at"), "{}", run.err);
    assert!(!place.path("radar").exists());
    let names = place.names();
    assert!(
        !names.iter().any(|name| name.starts_with(".blipbot")),
        "{names:?}"
    );
}

#[test]
fn two_volumes_become_a_radar_that_the_bot_reads() {
    let place = Place::new();
    place.write("Radar 01 (Jan 2020).csv", CSV);
    place.write("Radar 02 (Apr 2020).csv", NEXT);
    let run = place.run(&[
        "import",
        "--from",
        "byor-csv",
        "Radar 02 (Apr 2020).csv",
        "Radar 01 (Jan 2020).csv",
        "--into",
        "radar",
    ]);
    assert_eq!(
        run.done(),
        [
            "Radar 01 (Jan 2020).csv:2: note: row 1, column 6 (`description`): read without what could do harm or is for looks: <script>",
            "Radar 02 (Apr 2020).csv:1: note: the edition 2020-04-01 has no description of 1 blip, and the earlier one stays: Zap",
            "imported 2 blips in 2 editions into radar; nothing was left out, and the notes above say what was read otherwise \
             than it is written"
        ]
    );
    assert_eq!(place.run(&["check", "radar"]).done(), ["0 problems"]);
    let zap = fs::read_to_string(place.path("radar/2020-01-01/zap.md")).unwrap();
    assert_eq!(
        zap,
        "---\ntitle: Zap\nring: trial\nquadrant: tools\n---\n\nA **proxy**.\n"
    );
    let next = fs::read_to_string(place.path("radar/2020-04-01/zap.md")).unwrap();
    assert_eq!(next, "---\nring: adopt\n---\n");
    let found = place.run_with(&["lookup", "zap"], &[("BLIPBOT__DATA__PATH", "radar")]);
    assert!(found.done()[0].contains("\"ring\":\"adopt\""), "{found:#?}");
    // It is not written over.
    let again = place.run(&[
        "import",
        "--from",
        "byor-csv",
        "Radar 02 (Apr 2020).csv",
        "--into",
        "radar",
    ]);
    again.refused(&["radar is not empty: name a folder that is empty or not there yet"]);
}

#[test]
fn what_is_wrong_is_left_out_and_said_or_nothing_is_imported() {
    let place = Place::new();
    place.write("2020-01.csv", format!("{CSV}{SHIFTED}"));
    let args = ["import", "--from", "byor-csv", "2020-01.csv", "--into", "radar"];
    let strict = place.run(&[&args[..], &["--strict"]].concat());
    let said = "2020-01.csv:4: error: row 3 has 7 columns and the header 6";
    nothing(
        &place,
        &strict,
        &[
            said,
            "nothing was imported: 1 problem; without --strict what is wrong is left out",
        ],
    );
    let run = place.run(&args);
    let lines = run.done();
    assert!(lines[0].starts_with(said), "{lines:?}");
    assert_eq!(
        *lines.last().unwrap(),
        "imported 2 blips in 1 edition into radar; left out: what the lines above name, 1 problem"
    );
    let checked = place.run(&["check", "2020-01.csv"]);
    assert_eq!(checked.code, Some(1));
    assert!(
        checked.out.contains(said) && checked.out.ends_with("1 problems\n"),
        "{}",
        checked.out
    );
}

#[test]
fn the_radar_that_ships_goes_out_and_comes_back_in_every_format() {
    for (format, out, import) in [
        ("byor-csv", "2023-10-01.csv", "2023-10-01.csv"),
        ("byor-json", "2023-10-01.json", "2023-10-01.json"),
        ("zalando", "config.json", "config.json"),
        ("backstage", "radar.json", "radar.json"),
        ("aoe", "repository", "repository"),
    ] {
        let place = Place::new();
        let run = place.run(&["export", "--to", format, "--out", out]);
        let lines = run.done();
        assert_eq!(
            *lines.last().unwrap(),
            format!("exported edition 2023-10-01 with 16 blips to {out}")
        );
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("left out: relations to other blips of ")),
            "{lines:?}"
        );
        let checked = place.run(&["check", out]);
        assert_eq!(
            checked.done().last(),
            Some(&"0 problems"),
            "{format}: {checked:#?}"
        );
        let run = place.run(&["import", "--strict", "--from", format, import, "--into", "radar"]);
        let lines = run.done();
        assert!(
            lines
                .last()
                .unwrap()
                .starts_with("imported 16 blips in 1 edition into radar"),
            "{lines:?}"
        );
        assert_eq!(place.run(&["check", "radar"]).done(), ["0 problems"]);
        let ring = |place: &Place, data: &Path| {
            let found = place.run_with(&["lookup", "Crossplane"], &[("BLIPBOT__DATA__PATH", data)]);
            let found: serde_json::Value = serde_json::from_str(found.done()[0]).unwrap();
            (
                found["matches"][0]["title"].clone(),
                found["matches"][0]["ring"].clone(),
            )
        };
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        assert_eq!(
            ring(&place, &place.path("radar")),
            ring(&place, &shipped),
            "{format}"
        );
    }
}

#[test]
fn what_is_no_mistake_and_is_left_out_is_said_last_and_stops_a_strict_import() {
    let place = Place::new();
    place
        .run(&["export", "--to", "aoe", "--out", "repository"])
        .done();
    let args = ["import", "--from", "aoe", "repository", "--into", "radar"];
    let whole = place.run(&[&args[..], &["--strict"]].concat());
    assert_eq!(
        whole.done(),
        ["imported 16 blips in 1 edition into radar; nothing was left out"]
    );
    fs::remove_dir_all(place.path("radar")).unwrap();
    place.write(
        "repository/radar/2024-01-01/hidden.md",
        "---\ntitle: Hidden\nring: hold\nquadrant: operable\nfeatured: false\n---\nText.\n",
    );
    let strict = place.run(&[&args[..], &["--strict"]].concat());
    nothing(
        &place,
        &strict,
        &[
            "hidden.md:1: left out: the blip, which is not shown here",
            "nothing was imported: 1 omission; without --strict what has no place in a radar of ours is left out",
        ],
    );
    assert_eq!(
        place.run(&args).done().last(),
        Some(&"imported 16 blips in 2 editions into radar; left out: what the lines above name, 1 omission")
    );
    // The files are right, so `check` finds nothing wrong, and the bot answers from them.
    assert_eq!(
        place.run(&["check", "repository"]).done().last(),
        Some(&"0 problems")
    );
    let found = place.run_with(&["lookup", "Atlantis"], &[("BLIPBOT__DATA__PATH", "repository")]);
    assert!(found.done()[0].contains("atlantis"), "{found:#?}");
}

/// Runs the arguments as somebody pastes them into a shell.
#[cfg(unix)]
fn pasted(place: &Place, arguments: &str) -> Ended {
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_blipbot"));
    ended(
        std::process::Command::new("sh")
            .current_dir(place.path(""))
            .args(["-c", &line]),
    )
}

#[cfg(unix)]
#[test]
fn what_an_export_advises_works_when_it_is_pasted() {
    let place = Place::new();
    place.write(
        "data/radar.toml",
        "title = \"Ours\"\n[[rings]]\nid = \"use\"\ntitle = \"Use, always\"\n[[rings]]\nid = \"ask\"\ntitle = \"Don't \\\"ask\\\" $HOME\"\n\
         [[quadrants]]\nid = \"old\"\ntitle = \"Languages, old\"\n[[quadrants]]\nid = \"tools\"\ntitle = \"Tools\"\n",
    );
    place.write(
        "data/2024-01-01/x.md",
        "---\ntitle: X\nring: ask\nquadrant: old\n---\nText.\n",
    );
    let run = place.run_with(
        &["export", "--to", "byor-csv", "--out", "2024-01-01.csv"],
        &[("BLIPBOT__DATA__PATH", "data")],
    );
    let lines = run.done();
    let options: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split_once("to read the file back, add "))
        .map(|(_, option)| option)
        .collect();
    assert_eq!(options.len(), 2, "{lines:?}");
    let import = format!(
        "import --strict --from byor-csv 2024-01-01.csv --into radar {}",
        options.join(" ")
    );
    pasted(&place, &import).done();
    let radar = fs::read_to_string(place.path("radar/radar.toml")).unwrap();
    for title in [
        "title = \"Use, always\"",
        "title = \"Don't \\\"ask\\\" $HOME\"",
        "title = \"Languages, old\"",
    ] {
        assert!(radar.contains(title), "{title}: {radar}");
    }
    // What the tool itself is told is a list of four, as JSON.
    let set = lines
        .iter()
        .find_map(|line| line.split_once("QUADRANTS="))
        .unwrap()
        .1;
    let list = set.split_once("' ").unwrap().0.trim_start_matches('\'');
    let list: Vec<String> = serde_json::from_str(list).unwrap();
    assert_eq!(list, ["Languages, old", "Tools", "(1)", "(2)"]);
    // Names may also be given one by one.
    let one_by_one = place.run(&[
        "import",
        "--from",
        "byor-csv",
        "2024-01-01.csv",
        "--into",
        "again",
        "--rings",
        "Use, always",
        "--rings",
        "Don't \"ask\" $HOME",
        "--quadrants",
        "\"Languages, old\"",
        "--quadrants",
        "Tools",
    ]);
    one_by_one.done();
    assert_eq!(fs::read_to_string(place.path("again/radar.toml")).unwrap(), radar);
    let wrong = place.run(&["check", "2024-01-01.csv", "--rings", "\"Use, always"]);
    assert_eq!(wrong.code, Some(2), "{wrong:#?}");
    assert!(wrong.err.contains("a quote is not closed"), "{}", wrong.err);
}

#[test]
fn the_names_beside_a_zalando_radar_are_told_for_what_they_are() {
    let place = Place::new();
    place
        .run(&["export", "--to", "zalando", "--out", "config.json"])
        .done();
    let alone = place.run(&["check", "config.names.json"]);
    assert_eq!(alone.code, Some(1), "{alone:#?}");
    assert!(
        alone.out.starts_with("config.names.json:1: error: this file has only the names of a radar's rings and quadrants, and no \
                              blip: give config.json, which is read together with it\n"),
        "{}",
        alone.out
    );
    let both = place.run(&["check", "config.json", "config.names.json"]);
    assert_eq!(both.done().last(), Some(&"0 problems"));
}

#[test]
fn an_aoe_repository_is_read_where_it_is() {
    let place = Place::new();
    place
        .run(&["export", "--to", "aoe", "--out", "repository"])
        .done();
    let found = place.run_with(&["lookup", "Atlantis"], &[("BLIPBOT__DATA__PATH", "repository")]);
    assert!(found.done()[0].contains("\"id\":\"atlantis\""), "{found:#?}");
    place.write(
        "repository/radar/2024-01-01/atlantis.md",
        "---\nring: maybe\n---\n",
    );
    let wrong = place.run_with(&["lookup", "Atlantis"], &[("BLIPBOT__DATA__PATH", "repository")]);
    wrong.refused(&["repository/radar/2024-01-01/atlantis.md:2: error: `ring`: `maybe` is not a ring"]);
}

#[test]
fn a_guild_s_own_editions_go_out_with_the_others() {
    let place = Place::new();
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v4.jsonl");
    place.run(&["restore", dump.to_str().unwrap()]).done();
    let guild = ["--guild", "1199000000000000001", "--edition", "2024-02-01-2"];
    let run = place.run(&[&["export", "--to", "aoe", "--out", "repository"], &guild[..]].concat());
    let last = "exported edition 2024-02-01-2 with 16 blips to repository";
    assert_eq!(run.done().last(), Some(&last), "{run:#?}");
    let atlantis = fs::read_to_string(place.path("repository/radar/2024-02-01-2/atlantis.md")).unwrap();
    assert!(
        atlantis.contains("Terraform by pull request.\n\n## Strengths\n\n- simple\n"),
        "{atlantis}"
    );
    place
        .run(&[
            "import",
            "--strict",
            "--from",
            "aoe",
            "repository",
            "--into",
            "radar",
        ])
        .done();
    // The same while a bot has the store.
    let mut command = place.blipbot(&["run"]);
    command.env("BLIPBOT__STORE__PATH", "blipbot-store");
    let mut running = place.start(&mut command);
    running.line();
    assert_eq!(running.line(), "ready");
    place
        .run(&[&["export", "--to", "aoe", "--out", "again"], &guild[..]].concat())
        .done();
    running.signal("TERM");
    assert_eq!(running.end().code, Some(0));
    let again = fs::read_to_string(place.path("again/radar/2024-02-01-2/atlantis.md")).unwrap();
    assert_eq!(again, atlantis);
}

#[test]
fn what_can_not_be_exported_is_said() {
    let place = Place::new();
    place
        .run(&["export", "--to", "aoe", "--out", "x", "--edition", "1999-01-01"])
        .refused(&["there is no edition `1999-01-01`: the editions are 2023-10-01"]);
    place
        .run(&["export", "--to", "backstage", "--out", "x.json", "--guild", "1"])
        .refused(&["there is no store at blipbot-store"]);
    place.write("full/file", "x");
    place
        .run(&["export", "--to", "aoe", "--out", "full"])
        .refused(&["full is not empty"]);
    assert_eq!(place.names(), ["full"]);
    assert_eq!(place.run(&["export", "--to", "word", "--out", "x"]).code, Some(2));
    assert_eq!(
        place.run(&["import", "--from", "byor-csv", "--into", "x"]).code,
        Some(2)
    );
}

/// What no process of ours takes less than once it has begun, in KiB.
#[cfg(target_os = "linux")]
const BEGUN: u64 = 1_000;

/// Runs an import of one file; gives how it ended, what it said, and the most memory that it took, in KiB. One that was over
/// before it could be looked at is run again.
#[cfg(target_os = "linux")]
fn measured(place: &Place, format: &str, name: &str) -> (Option<i32>, String, u64) {
    let mut run = looked_at(place, format, name);
    for _ in 0..20 {
        if run.2 > BEGUN {
            break;
        }
        run = looked_at(place, format, name);
    }
    run
}

/// Runs it once. The system tells how much memory a process took as long as it is there.
#[cfg(target_os = "linux")]
fn looked_at(place: &Place, format: &str, name: &str) -> (Option<i32>, String, u64) {
    let mut command = place.blipbot(&["import", "--from", format, name, "--into", "radar"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let (ended, end) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).unwrap();
        ended.send(()).unwrap();
        text
    });
    let mut peak = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let highest = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let highest = highest.and_then(|line| line.trim().split(' ').next()?.parse().ok());
        peak = peak.max(highest.unwrap_or(0));
        if end.recv_timeout(Duration::from_millis(1)) != Err(mpsc::RecvTimeoutError::Timeout) {
            break;
        }
    }
    let code = child.wait().unwrap().code();
    (code, reader.join().unwrap(), peak)
}

#[test]
fn hostile_files_are_refused_or_read_and_nothing_is_written_elsewhere() {
    let place = Place::new();
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(CSV.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let refused: [(&str, &str, Vec<u8>, &str); 9] = [
        (
            "byor-csv",
            "2020-01.csv",
            utf16,
            "the file is UTF-16: save it as UTF-8",
        ),
        (
            "byor-csv",
            "2020-01.csv",
            b"name,ring\n\xE9t\xE9,x\n".to_vec(),
            "2020-01.csv:2: error: the file is not UTF-8 from here on",
        ),
        (
            "byor-csv",
            "2020-01.csv",
            b"name\0".to_vec(),
            "the file holds zero bytes",
        ),
        (
            "byor-csv",
            "2020-01.csv",
            b"name,ring,quadrant,description\n\"open".to_vec(),
            "is never closed",
        ),
        (
            "byor-json",
            "2020-01.json",
            vec![b'['; 1_000_000],
            "this is not JSON",
        ),
        (
            "backstage",
            "2020-01.json",
            b"{\"a\":".repeat(200_000),
            "this is not JSON",
        ),
        ("zalando", "2020-01.json", b"[[[[[[".to_vec(), "this is not"),
        (
            "byor-json",
            "2020-01.json",
            br#"[{"name": "../../evil"}]"#.to_vec(),
            "row 1, `ring`: it is missing",
        ),
        (
            "aoe",
            "2020-01.json",
            b"{}".to_vec(),
            "the radar is a folder, and this is none",
        ),
    ];
    for (format, name, bytes, said) in refused {
        place.write(name, &bytes);
        let run = place.run(&["import", "--from", format, name, "--into", "radar"]);
        nothing(&place, &run, &[said]);
    }
    // A name that is a path names no path; marks and line ends of Windows are read.
    let table = format!(
        "\u{FEFF}{}../../evil,Trial,Tools,TRUE,,x\r\n/etc/passwd,Trial,Tools,TRUE,,x\r\n",
        CSV.replace('\n', "\r\n")
    );
    place.write("2020-01.csv", table);
    place
        .run(&[
            "import",
            "--strict",
            "--from",
            "byor-csv",
            "2020-01.csv",
            "--into",
            "radar",
        ])
        .done();
    let mut files: Vec<String> = fs::read_dir(place.path("radar/2020-01-01"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files.len(), 5);
    assert_eq!(&files[..3], ["edition.toml", "etc-passwd.md", "evil.md"]);
    assert_eq!(place.names(), ["2020-01.csv", "2020-01.json", "radar"]);
}

#[cfg(target_os = "linux")]
#[test]
fn large_files_take_little_memory() {
    let row = "Tool N,Trial,Tools,TRUE,,A text of a few words that says what it is and what it is for\n";
    let million: String = (0..1_000_000)
        .map(|n| row.replacen('N', &n.to_string(), 1))
        .collect();
    let short_rows = format!(
        "name,ring,quadrant,description\n{}",
        "a,b,c,d\n".repeat(1_000_000)
    );
    let row = "Tool N,Trial,Tools,TRUE,,A text of a few words that says what it is and what it is for\n";
    let fits: String = (0..12_000)
        .map(|n| row.replacen('N', &n.to_string(), 1))
        .collect();
    for (name, bytes, code, said) in [
        (
            "2020-01.csv",
            format!("{}{million}", &CSV[..44]),
            1,
            "bytes; 16777216 are allowed",
        ),
        (
            "2020-01.csv",
            short_rows,
            1,
            "this is no radar, and is not read on",
        ),
        ("2020-01.csv", format!("{CSV}{fits}"), 0, "imported 12002 blips"),
    ] {
        let place = Place::new();
        place.write(name, bytes);
        let (ended, out, peak) = measured(&place, "byor-csv", name);
        assert_eq!(ended, Some(code), "{out}");
        assert!(
            out.contains(said),
            "{said}: {}",
            out.lines().last().unwrap_or_default()
        );
        assert!(peak > BEGUN && peak < 300 * 1024, "{said}: {peak} KiB");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn many_files_are_read_no_further_than_a_radar_can_go() {
    let place = Place::new();
    let rows: Vec<String> = (0..3_000).map(|n| format!("{n},Hold,Tools,,\n")).collect();
    let table = format!("name,ring,quadrant,isNew,description\n{}", rows.concat());
    for n in 0..500 {
        place.write(&format!("many/{}-{:02}.csv", 1990 + n / 12, n % 12 + 1), &table);
    }
    place.write("wide/2020-01.csv", ",".repeat(16_000_000));
    for (folder, said) in [
        (
            "many",
            "many/1991-05.csv:1: error: up to this file there are 51000 rows",
        ),
        ("wide", "this line has more than 200000 columns: this is no radar"),
    ] {
        let (ended, out, peak) = measured(&place, "byor-csv", folder);
        assert_eq!(ended, Some(1), "{out}");
        assert!(out.contains(said), "{said}: {out}");
        assert!(peak > BEGUN && peak < 300 * 1024, "{said}: {peak} KiB");
    }
}
