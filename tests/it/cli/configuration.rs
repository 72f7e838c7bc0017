//! Defaults < `bot.toml` < `BLIPBOT__SECTION__KEY` < `DISCORD_TOKEN`.

use super::place::{Place, TOKEN, ended};

#[test]
fn a_named_file_must_be_there_and_the_default_need_not() {
    let place = Place::new();
    assert_eq!(place.run(&["lookup", "x"]).code, Some(0));
    for args in [
        &["--config", "none.toml", "lookup", "x"][..],
        &["check", "--config", "none.toml"],
    ] {
        place.run(args).refused(&["there is no file none.toml"]);
    }
}

#[test]
fn a_file_that_can_not_be_read_is_not_passed_over() {
    let place = Place::new();
    std::fs::create_dir(place.path("bot.toml")).unwrap();
    place
        .run(&["lookup", "x"])
        .refused(&["bot.toml:1: error: can not be read"]);
    let latin = place.write("latin.toml", b"[data]\npath = \"\xE4\"\n");
    let named = latin.to_str().unwrap();
    place
        .run(&["--config", named, "lookup", "x"])
        .refused(&["latin.toml:1: error: can not be read"]);
}

#[test]
fn the_environment_beats_the_file() {
    let place = Place::new();
    place.write("bot.toml", "[data]\npath = \"nowhere\"\n");
    assert_eq!(place.run(&["lookup", "x"]).code, Some(0), "the variable is right");
    let mut command = place.blipbot(&["lookup", "x"]);
    ended(command.env_remove("BLIPBOT__DATA__PATH")).refused(&["nowhere:1: error: "]);
    place.write("other.toml", "[data]\npath = \"elsewhere\"\n");
    let mut command = place.blipbot(&["--config", "other.toml", "lookup", "x"]);
    ended(command.env_remove("BLIPBOT__DATA__PATH")).refused(&["elsewhere:1: error: "]);
}

#[test]
fn unknown_keys_and_wrong_values_are_refused_by_name_all_at_once() {
    let place = Place::new();
    place.write(
        "bot.toml",
        "[vote]\ntreshold = \"1/2\"\nduration = \"soon\"\n\n[discord]\nguild = \"x\"\n",
    );
    let variables = [
        ("BLIPBOT__STORE__FOLDER", "x"),
        ("BLIPBOT__VOTE__MIN_VOTERS", "0"),
    ];
    let places = [
        "bot.toml:2: error: vote.treshold: unknown field `treshold`",
        "bot.toml:3: error: vote.duration: `soon` can not be used: write a duration of more than nothing and at most a year",
        "bot.toml:6: error: discord.guild: `x` is not an id",
        "BLIPBOT__STORE__FOLDER:1: error: unknown field `folder`",
        "BLIPBOT__VOTE__MIN_VOTERS:1: error: vote.min_voters: `0` can not be used: write a whole number from 1",
    ];
    for args in [&["run"][..], &["lookup", "x"], &["dump"], &["sandbox"]] {
        let run = place.run_with(args, &variables);
        run.refused(&places)
            .refused(&["problems in the configuration: 5"]);
        assert_eq!(run.out, "", "{args:?}");
    }
    let check = place.run_with(&["check"], &variables);
    assert_eq!(check.code, Some(1));
    for wanted in places {
        assert!(check.out.contains(wanted), "{wanted}: {}", check.out);
    }
    assert_eq!(place.names(), ["bot.toml"]);
}

#[test]
fn ids_and_durations_are_taken_as_people_write_them() {
    let place = Place::new();
    for text in [
        "[discord]\nguild = 123456789012345678\n[vote]\nduration = \"72h\"\n",
        "[discord]\nguild = \"123456789012345678\"\n[vote]\nduration = \"7 days\"\nmin_duration = \"30s\"\n",
    ] {
        place.write("bot.toml", text);
        assert_eq!(place.run(&["check"]).done(), ["0 problems"], "{text}");
    }
    let variables = [
        ("BLIPBOT__DISCORD__GUILD", "123456789012345678"),
        ("BLIPBOT__VOTE__MIN_VOTERS", "5"),
        ("BLIPBOT__ANNOUNCE__CHANNEL", ""),
    ];
    assert_eq!(place.run_with(&["check"], &variables).done(), ["0 problems"]);
}

#[test]
fn an_address_without_a_token_is_refused() {
    let place = Place::new();
    let run = place.run_with(&["run"], &[("BLIPBOT__DISCORD__API_URL", "http://127.0.0.1:9")]);
    run.refused(&[
        "there is no token for discord.api_url",
        "DISCORD_TOKEN",
        "discord.token_file",
    ]);
    assert_eq!((run.out.as_str(), place.names().len()), ("", 0));
}

#[test]
fn an_address_off_this_machine_must_be_encrypted_and_an_origin() {
    let place = Place::new();
    for (url, says) in [
        ("http://discord.example", "loopback"),
        ("http://10.0.0.1:80", "loopback"),
        ("ftp://127.0.0.1", "ftp"),
        ("not an address", "discord.api_url"),
        ("https://discord.com/api/v10", "/api/v10"),
    ] {
        ended(&mut place.bot(url)).refused(&["discord.api_url: ", says]);
        let check = place.run_with(&["check"], &[("BLIPBOT__DISCORD__API_URL", url)]);
        assert_eq!(check.code, Some(1), "{url}");
        let named = "BLIPBOT__DISCORD__API_URL:1: error: ";
        assert!(check.out.starts_with(named), "{url}: {}", check.out);
    }
    assert!(place.names().is_empty(), "no store was made");
}

#[test]
fn a_token_file_is_read_and_the_variable_beats_it() {
    let place = Place::new();
    let sandbox = place.write("token", format!("{TOKEN}\n"));
    let mut server = place.start(&mut place.blipbot(&["sandbox"]));
    let url = server.line().strip_prefix("sandbox ").unwrap().to_owned();
    let run = |file: &std::path::Path, variable: Option<&str>| {
        let place = Place::new();
        let mut bot = place.bot(&url);
        bot.env("BLIPBOT__DISCORD__TOKEN_FILE", file);
        match variable {
            Some(token) => bot.env("DISCORD_TOKEN", token),
            None => bot.env_remove("DISCORD_TOKEN"),
        };
        let mut running = place.start(&mut bot);
        assert_eq!(running.line(), "ready");
        running.signal("TERM");
        assert_eq!(running.end().code, Some(0));
    };
    run(&sandbox, None);
    run(&place.write("wrong", "not for the sandbox"), Some(TOKEN));
}

#[test]
fn a_token_file_that_can_not_be_used_is_named() {
    let place = Place::new();
    place.write("empty/token", " \n");
    place.write("bot.toml", "\n[discord]\ntoken_file = \"missing/token\"\n");
    place
        .run(&["run"])
        .refused(&["discord.token_file: missing/token can not be used: "]);
    let check = place.run(&["check"]);
    assert_eq!(check.code, Some(1));
    assert!(
        check
            .out
            .starts_with("bot.toml:3: error: discord.token_file: missing/token"),
        "{}",
        check.out
    );
    place
        .run_with(&["run"], &[("BLIPBOT__DISCORD__TOKEN_FILE", "empty/token")])
        .refused(&["empty/token can not be used: it is empty"]);
}

#[test]
fn a_token_in_the_wrong_place_is_not_shown() {
    let place = Place::new();
    for text in [
        format!("[discord]\ntoken = \"{TOKEN}\"\n"),
        format!("[discord]\ntoken = \"{TOKEN}\n"),
        format!("[discord]\ntoken = {TOKEN}\n"),
        format!("[discord]\ntoken_file = \"{TOKEN}\"\n"),
    ] {
        place.write("bot.toml", &text);
        for command in ["run", "check"] {
            assert_eq!(place.run(&[command]).code, Some(1), "{text}");
        }
    }
    place
        .run_with(&["run"], &[("BLIPBOT__DISCORD__TOKEN", TOKEN)])
        .refused(&["BLIPBOT__DISCORD__TOKEN:1: error: unknown field `token`"]);
}

#[test]
#[cfg(unix)]
fn bytes_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    let bytes = std::ffi::OsStr::from_bytes(b"abc\xFF");
    for name in ["DISCORD_TOKEN", "BLIPBOT__STORE__PATH"] {
        let run = place.run_with(&["run"], &[(name, bytes)]);
        run.refused(&[&format!("{name}:1: error: is not text in UTF-8")]);
        assert_eq!(run.out, "", "no sandbox takes the place of a wrong token");
    }
}
