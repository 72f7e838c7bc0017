//! Health and metrics of a running bot, and the command that asks for them.

use std::net::TcpListener;

use blipbot::clock::Clock;
use blipbot::sandbox::Sandbox;

use serde_json::json;

use super::place::{Place, Running, TOKEN, ended};
use crate::support::{Page, buttons, faulty_sandbox, figure as count};

const LISTEN: &str = "BLIPBOT__OPS__LISTEN";

/// What a running bot answers: status, type and text.
async fn asked(method: reqwest::Method, url: &str) -> (u16, String, String) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.request(method, url).send().await.unwrap();
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type");
    let kind = kind.map_or_else(String::new, |kind| kind.to_str().unwrap().to_owned());
    (status, kind, answer.text().await.unwrap())
}

async fn get(url: &str) -> (u16, String, String) {
    asked(reqwest::Method::GET, url).await
}

/// Where the bot says that it listens.
fn address(running: &mut Running) -> String {
    let line = running.line();
    line.strip_prefix("ops ")
        .unwrap_or_else(|| panic!("{line}"))
        .to_owned()
}

/// The figure of a line of metrics.
#[track_caller]
fn figure(metrics: &str, series: &str) -> f64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(series));
    let figure = line.unwrap_or_else(|| panic!("{series} is not in\n{metrics}"));
    figure.trim().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_bot_tells_how_it_is_and_what_it_counted() {
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), Clock::system())
        .await
        .unwrap();
    let place = Place::new();
    let mut running = place.start(place.bot(&sandbox.url()).env(LISTEN, "127.0.0.1:0"));
    let url = tokio::task::block_in_place(|| address(&mut running));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    let page = Page::new(&sandbox.url()).await;
    page.command("Ada", "general", "/propose crossplane trial").await;
    let vote = page
        .until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    page.press("Ada", &vote, &buttons(&vote)[0].1).await;
    for path in ["healthz", "readyz"] {
        let (status, _, text) = get(&format!("{url}{path}")).await;
        assert_eq!((status, text.as_str()), (200, "ok\n"), "{path}");
    }
    let (status, kind, metrics) = get(&format!("{url}metrics")).await;
    assert_eq!(
        (status, kind.as_str()),
        (200, "text/plain; version=0.0.4; charset=utf-8")
    );
    let answered = |kind: &str| {
        let series =
            |outcome: &str| format!("blipbot_interactions_total{{kind=\"{kind}\",outcome=\"{outcome}\"}} ");
        figure(&metrics, &series("answered"))
    };
    assert!((answered("command") - 1.0).abs() < 0.1);
    assert!((answered("component") - 1.0).abs() < 0.1);
    assert!(figure(&metrics, "blipbot_interaction_seconds_count ") > 1.9);
    assert!(figure(&metrics, "blipbot_deliveries_total{result=\"done\"} ") > 0.9);
    assert!(figure(&metrics, "blipbot_store_commits_total{result=\"written\"} ") > 1.9);
    assert!(figure(&metrics, "blipbot_rest_requests_total{status=\"2xx\"} ") > 1.9);
    assert!((figure(&metrics, "blipbot_open_votes ") - 1.0).abs() < 0.1);
    assert!((figure(&metrics, "blipbot_gateway_shards{stage=\"connected\"} ") - 1.0).abs() < 0.1);
    assert!(figure(&metrics, "blipbot_outbox_notices{state=\"pending\"} ").abs() < 0.1);
    assert!(figure(&metrics, "blipbot_store_notices ") > 0.9);
    let of_members = [TOKEN, "crossplane", "Ada"];
    for word in of_members {
        assert!(!metrics.contains(word), "{word}: {metrics}");
    }
    // Ids have 17 digits and more, and no figure has: fractions are none.
    let mut numbers = metrics.split(|c: char| !c.is_ascii_digit() && c != '.');
    let id = numbers.find(|number| number.len() >= 17 && !number.contains('.'));
    assert_eq!(id, None, "{metrics}");
    assert_eq!(get(&url).await.0, 404);
    assert_eq!(
        asked(reqwest::Method::POST, &format!("{url}metrics")).await.0,
        405
    );
    let at = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let health = tokio::task::block_in_place(|| place.run_with(&["health"], &[(LISTEN, &at)]));
    assert_eq!(health.code, Some(0), "{health:#?}");
    assert_eq!(health.out, "");
    running.signal("TERM");
    assert_eq!(tokio::task::block_in_place(|| running.end()).code, Some(0));
    let health = tokio::task::block_in_place(|| place.run_with(&["health"], &[(LISTEN, &at)]));
    health.refused(&["nothing answers at ops.listen", &at]);
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_to_be_seen_while_they_last_and_counted_afterwards() {
    let (sandbox, page) = faulty_sandbox().await;
    let place = Place::new();
    let mut running = place.start(place.bot(&sandbox.url()).env(LISTEN, "127.0.0.1:0"));
    let url = tokio::task::block_in_place(|| address(&mut running));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    let readiness = async || {
        let (status, _, text) = get(&format!("{url}readyz")).await;
        (status, text)
    };
    let ok = (200, "ok\n".to_owned());
    assert_eq!(readiness().await, ok);

    // Discord sees the end of a connection before the bot does.
    page.cut_off().await;
    let away = loop {
        let told = readiness().await;
        if told.0 != 200 {
            break told;
        }
    };
    assert_eq!(away.0, 503);
    assert!(away.1.starts_with("the gateway: shard 0 of 1 is "), "{away:?}");
    assert_eq!(
        get(&format!("{url}healthz")).await.0,
        200,
        "it lives all the same"
    );
    page.reconnect().await;
    while readiness().await != ok {}

    page.fault(&json!({"gateway": {"close": 4000}})).await;
    page.until_gateway("the bot is back", |log| log.count("resumed") == 2)
        .await;
    for scope in ["user", "shared", "global"] {
        let limit = json!({"scope": scope, "retry_after": 0.02, "header_retry_after": 0.02});
        page.fault(&json!({
            "rest": {"method": "POST", "path": "/channels/*/messages"}, "then": {"rate_limit": limit},
        }))
        .await;
    }
    page.fault(&json!({"interaction": {"lacks": ["data"]}})).await;
    page.command("Ada", "general", "/radar atlantis").await;
    page.command("Ada", "general", "/propose crossplane trial").await;
    page.until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    page.fault(&json!({"gateway": {"redeliver": 2}})).await;
    let redelivered = "blipbot_interactions_total{kind=\"command\",outcome=\"redelivered\"}";
    let metrics = loop {
        let (_, _, metrics) = get(&format!("{url}metrics")).await;
        if count(&metrics, redelivered) == 1 {
            break metrics;
        }
    };
    for (series, expected) in [
        ("gateway_identifies_total", 1),
        ("gateway_resumes_total", 2),
        ("gateway_closes_total{code=\"4000\"}", 1),
        ("gateway_unreadable_events_total", 1),
        ("gateway_shards{stage=\"connected\"}", 1),
        ("interactions_total{kind=\"command\",outcome=\"answered\"}", 1),
        ("interactions_total{kind=\"unreadable\",outcome=\"answered\"}", 1),
        ("rest_rate_limited_total{scope=\"user\"}", 1),
        ("rest_rate_limited_total{scope=\"shared\"}", 1),
        ("rest_rate_limited_total{scope=\"global\"}", 1),
        // A limit that is everybody's is nobody's fault.
        ("rest_invalid_requests", 2),
        ("rest_requests_total{status=\"4xx\"}", 3),
    ] {
        let found = count(&metrics, &format!("blipbot_{series}"));
        assert_eq!(found, expected, "{series} in {metrics}");
    }
    running.signal("TERM");
    let ended = tokio::task::block_in_place(|| running.end());
    assert_eq!(ended.code, Some(0));
    let unreadable = |line: &&str| line.contains("an interaction could not be read interaction.id=");
    assert_eq!(ended.err.lines().filter(unreadable).count(), 1, "{}", ended.err);
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guild_that_goes_and_comes_is_counted_and_told_of_once() {
    let (sandbox, page) = faulty_sandbox().await;
    let place = Place::new();
    let mut running = place.start(place.bot(&sandbox.url()).env(LISTEN, "127.0.0.1:0"));
    let url = tokio::task::block_in_place(|| address(&mut running));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    let guilds = page.guilds();
    let until = async |here: u64, unavailable: u64| loop {
        let (_, _, metrics) = get(&format!("{url}metrics")).await;
        let of = |state: &str| count(&metrics, &format!("blipbot_guilds{{state=\"{state}\"}}"));
        if (of("here"), of("unavailable")) == (here, unavailable) {
            break;
        }
    };
    let happens = async |what: &str, guild: &str| {
        let body = json!({"guild": guild, "do": what});
        page.post("/sandbox/guild", &body).await;
    };
    until(2, 0).await;
    happens("outage", &guilds[1]).await;
    until(1, 1).await;
    happens("recover", &guilds[1]).await;
    until(2, 0).await;
    happens("kick", &guilds[1]).await;
    until(1, 0).await;
    page.fault(&json!({"gateway": {"redeliver": 1}})).await;
    happens("outage", &guilds[0]).await;
    until(0, 1).await;
    running.signal("TERM");
    let ended = tokio::task::block_in_place(|| running.end());
    for (words, times) in [
        ("a guild is unavailable for now guild.id=", 2),
        ("a guild is available again guild.id=", 1),
        ("the bot left a guild; its data is kept for a while guild.id=", 1),
    ] {
        assert_eq!(ended.err.matches(words).count(), times, "{words}: {}", ended.err);
    }
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_discord_does_not_answer_lives_and_is_not_ready() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = Place::new();
    let mut command = place.bot(&format!("http://{}", silent.local_addr().unwrap()));
    let mut running = place.start(command.env(LISTEN, "127.0.0.1:0"));
    let url = tokio::task::block_in_place(|| address(&mut running));
    let (status, _, text) = get(&format!("{url}healthz")).await;
    assert_eq!((status, text.as_str()), (200, "ok\n"));
    let (status, _, text) = get(&format!("{url}readyz")).await;
    let missing = "the gateway: not asked for yet\ncommands are not registered yet\n";
    assert_eq!((status, text.as_str()), (503, missing));
    assert_eq!(get(&format!("{url}metrics")).await.0, 200);
    running.signal("TERM");
    assert_eq!(tokio::task::block_in_place(|| running.end()).code, Some(0));
}

#[test]
fn where_it_can_not_listen_is_said_with_the_key() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let place = Place::new();
    let run = ended(place.bot("http://127.0.0.1:9").env(LISTEN, &at));
    run.refused(&[&at, "choose another address with ops.listen"]);
    assert_eq!(run.out, "");
    ended(place.bot("http://127.0.0.1:9").env(LISTEN, "0.0.0.0:9700"))
        .refused(&["ops.listen: `0.0.0.0:9700` is not on loopback"]);
}

#[test]
fn health_is_refused_where_nobody_knows() {
    let place = Place::new();
    place.run(&["health"]).refused(&["ops.listen is not set"]);
    place
        .run_with(&["health"], &[(LISTEN, "127.0.0.1:0")])
        .refused(&["ops.listen has port 0"]);
    // It takes the connection and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = silent.local_addr().unwrap().to_string();
    place
        .run_with(&["health"], &[(LISTEN, &at)])
        .refused(&["does not answer within 3 seconds"]);
}
