//! Exit codes: 0 done, 1 refused, 2 wrong usage; and `blipbot` is `blipbot run`.

use super::place::{Place, ended};

#[test]
fn wrong_usage_is_2_and_touches_nothing() {
    let place = Place::new();
    for args in [
        &["frobnicate"][..],
        &["lookup"],
        &["restore"],
        &["dump", "--guild", "x"],
        &["dump", "--guild", "0"],
        &["--nonsense"],
        &["check", "--format", "csv"],
    ] {
        let ended = place.run(args);
        assert_eq!(ended.code, Some(2), "{args:?}: {ended:#?}");
        assert_eq!(ended.out, "", "{args:?}");
        assert!(ended.err.starts_with("error: "), "{args:?}: {}", ended.err);
    }
    assert!(place.names().is_empty());
}

#[test]
fn help_and_version_are_0_and_go_to_standard_output() {
    let place = Place::new();
    for command in ["run", "sandbox", "check", "lookup", "dump", "restore"] {
        assert!(place.run(&["--help"]).out.contains(command), "{command}");
    }
    let version = place.run(&["--version"]);
    assert_eq!(version.done(), [concat!("blipbot ", env!("CARGO_PKG_VERSION"))]);
}

#[test]
fn without_a_command_it_runs_and_standard_output_has_two_lines() {
    for args in [&[][..], &["run"]] {
        let place = Place::new();
        let mut running = place.start(&mut place.blipbot(args));
        let sandbox = running.line();
        let port = sandbox
            .strip_prefix("sandbox http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix('/'));
        assert!(
            port.is_some_and(|port| port.parse::<u16>().is_ok()),
            "{sandbox:?}"
        );
        assert_eq!(running.line(), "ready");
        running.signal("TERM");
        let ended = running.end();
        assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{ended:#?}");
        assert_eq!(place.names(), [""; 0], "the temporary store is elsewhere");
    }
}

#[test]
fn the_sandbox_alone_says_where_it_is_and_takes_a_bot_of_another_process() {
    let place = Place::new();
    let mut sandbox = place.start(&mut place.blipbot(&["sandbox"]));
    let line = sandbox.line();
    let url = line
        .strip_prefix("sandbox ")
        .unwrap()
        .trim_end_matches('/')
        .to_owned();
    let elsewhere = Place::new();
    let mut bot = elsewhere.start(&mut elsewhere.bot(&url));
    assert_eq!(bot.line(), "ready", "no sandbox of its own");
    bot.signal("TERM");
    assert_eq!(bot.end().code, Some(0));
    assert_eq!(
        elsewhere.names(),
        ["blipbot-store", "blipbot-store.lock", "blipbot-store.mark"]
    );
    sandbox.signal("INT");
    assert_eq!(sandbox.end().code, Some(0));
}

#[test]
fn a_sandbox_with_a_chosen_store_keeps_it() {
    let place = Place::new();
    let mut command = place.blipbot(&["run"]);
    let mut running = place.start(command.env("BLIPBOT__STORE__PATH", "kept"));
    running.line();
    assert_eq!(running.line(), "ready");
    running.signal("TERM");
    assert_eq!(running.end().code, Some(0));
    assert_eq!(place.names(), ["kept", "kept.lock", "kept.mark"]);
}

#[test]
fn a_port_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["run", "sandbox"] {
        let place = Place::new();
        let mut blipbot = place.blipbot(&[command]);
        let run = ended(blipbot.env("BLIPBOT__SANDBOX__LISTEN", &address));
        run.refused(&[
            &format!("the sandbox can not listen on {address}"),
            "sandbox.listen",
        ]);
        assert_eq!((run.out.as_str(), place.names().len()), ("", 0));
    }
}

#[test]
fn faults_can_be_ordered_of_a_sandbox_only_if_the_configuration_says_so() {
    for (faults, status) in [("true", "200 OK"), ("false", "404 Not Found")] {
        for (command, lines) in [("sandbox", 1), ("run", 2)] {
            let place = Place::new();
            let mut starting = place.blipbot(&[command]);
            let mut running = place.start(starting.env("BLIPBOT__SANDBOX__FAULTS", faults));
            let line = running.line();
            let host = line
                .strip_prefix("sandbox http://")
                .unwrap()
                .trim_end_matches('/');
            assert!(
                answers(host, "/sandbox/faults").contains(status),
                "{command} {faults}"
            );
            if lines == 2 {
                assert_eq!(running.line(), "ready");
            }
            running.signal("TERM");
            assert_eq!(running.end().code, Some(0));
        }
    }
}

/// What comes back for a GET.
fn answers(host: &str, path: &str) -> String {
    use std::io::{Read, Write};

    let mut connection = std::net::TcpStream::connect(host).unwrap();
    write!(
        connection,
        "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut text = String::new();
    connection.read_to_string(&mut text).unwrap();
    text
}
