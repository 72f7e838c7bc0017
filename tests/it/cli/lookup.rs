//! `blipbot lookup`: one JSON object a line, for scripts.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use super::place::Place;

fn parsed(lines: &[&str]) -> Vec<Value> {
    lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// What must hold for every answer, whatever was asked.
#[track_caller]
fn assert_shape(line: &Value, query: &str) {
    assert_eq!(line["query"], query);
    assert_eq!(line.as_object().unwrap().len(), 2);
    let matches = line["matches"].as_array().unwrap();
    assert!(matches.len() <= 5, "{line}");
    let mut best = 1.0;
    for found in matches {
        let score = found["score"].as_f64().unwrap();
        assert!((0.0..=best).contains(&score), "{line}");
        best = score;
        for key in ["id", "title", "ring", "quadrant"] {
            assert!(!found[key].as_str().unwrap().is_empty(), "{line}");
        }
        assert_eq!(found.as_object().unwrap().len(), 5, "{line}");
    }
}

#[test]
fn several_names_are_answered_in_order() {
    let place = Place::new();
    let ended = place.run(&["lookup", "Crossplane", "atlnatis", "", "zzz"]);
    let lines = parsed(&ended.done());
    assert_eq!(lines.len(), 4);
    for (line, query) in lines.iter().zip(["Crossplane", "atlnatis", "", "zzz"]) {
        assert_shape(line, query);
    }
    assert_eq!(lines[0]["matches"][0]["id"], "crossplane");
    assert_eq!(lines[0]["matches"][0]["ring"], "assess");
    assert_eq!(lines[0]["matches"][0]["score"], 1.0);
    assert_eq!(lines[1]["matches"][0]["id"], "atlantis");
    assert!(lines[1]["matches"][0]["score"].as_f64().unwrap() < 1.0);
    assert_eq!(lines[2]["matches"], serde_json::json!([]));
    assert!(place.names().is_empty(), "it needs no store");
}

#[test]
fn it_needs_no_token() {
    let place = Place::new();
    let run = place.run_with(
        &["lookup", "pulumi"],
        &[("BLIPBOT__DISCORD__TOKEN_FILE", "/nowhere")],
    );
    assert_eq!(run.done().len(), 1);
}

#[test]
fn a_dash_reads_a_name_a_line_whatever_is_in_it() {
    let long = "x".repeat(100_000);
    let input = [
        b"atlantis\n\n".as_slice(),
        b"  Grafana \r\n",
        b"\"}],\n",
        b"\\u0000\n",
        b"\x00\x1b[31m\n",
        b"\xff\xfe\n",
        "\u{202E}sitnalta\u{2066}\n".as_bytes(),
        "🦀\n".as_bytes(),
        long.as_bytes(),
        b"\n@everyone\nterraform",
    ]
    .concat();
    let queries = [
        "atlantis",
        "",
        "  Grafana ",
        "\"}],",
        "\\u0000",
        "\u{0}\u{1b}[31m",
        "\u{FFFD}\u{FFFD}",
        "\u{202E}sitnalta\u{2066}",
        "🦀",
        &long,
        "@everyone",
        "terraform",
    ];
    let place = Place::new();
    let mut child = place
        .blipbot(&["lookup", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = parsed(&text.lines().collect::<Vec<_>>());
    assert_eq!(lines.len(), queries.len());
    for (line, query) in lines.iter().zip(queries) {
        assert_shape(line, query);
    }
    assert_eq!(lines[2]["matches"][0]["id"], "grafana");
    assert_eq!(lines[11]["matches"][0]["id"], "terraform");
}

#[test]
fn wrong_files_are_named_and_nothing_is_answered() {
    let place = Place::new();
    place.write("data/radar.toml", "title = 3\n");
    let run = place.run_with(&["lookup", "x"], &[("BLIPBOT__DATA__PATH", "data")]);
    run.refused(&["data/radar.toml:1: error: "]);
    assert_eq!(run.out, "");
}
