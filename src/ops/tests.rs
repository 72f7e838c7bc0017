use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use super::*;
use crate::clock::Clock;
use crate::health::Health;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::storage::{Batch, CommitError, MemoryStore, Row, Store, dump};

const FIXTURE: &str = include_str!("../../tests/fixtures/store-v1.jsonl");

async fn filled() -> Arc<dyn Store> {
    let store = MemoryStore::new();
    dump::restore(&store, FIXTURE.as_bytes()).await.unwrap();
    Arc::new(store)
}

fn sources(store: &Arc<dyn Store>) -> Sources {
    Sources {
        store: Arc::downgrade(store),
        open_votes: Box::new(|| 4),
        invalid_requests: Box::new(|| 7),
    }
}

#[track_caller]
fn has(metrics: &Metrics, line: &str) {
    let text = metrics.render();
    assert!(text.lines().any(|one| one == line), "{line} is not in:\n{text}");
}

/// How many notices of the fixture are in this state, and the line that says so for `guilds` copies of it.
fn line(state: &str, guilds: usize) -> String {
    let word = format!("\"state\":\"{state}\"");
    let of_notices = FIXTURE.lines().filter(|line| line.contains("\"notice\""));
    let count = of_notices.filter(|line| line.contains(&word)).count();
    assert!(count > 0, "the fixture has none that is {state}");
    format!("blipbot_outbox_notices{{state=\"{state}\"}} {}", count * guilds)
}

#[tokio::test(start_paused = true)]
async fn the_outbox_is_counted_and_not_more_often_than_needed() {
    let (store, metrics, figures) = (filled().await, Metrics::new(), Figures::default());
    figures.take(&metrics).await;
    figures.come_from(sources(&store));
    figures.take(&metrics).await;
    has(&metrics, "blipbot_open_votes 4");
    has(&metrics, "blipbot_rest_invalid_requests 7");
    for state in ["pending", "sending", "parked"] {
        has(&metrics, &line(state, 1));
    }
    // The same notices in one more guild are seen after a while.
    let other = FIXTURE.replace("1199000000000000001", "7");
    let rows = dump::read(other.as_bytes()).unwrap();
    let batch = rows.into_iter().fold(Batch::new(), Batch::create);
    store.commit(batch).await.unwrap();
    figures.take(&metrics).await;
    has(&metrics, &line("parked", 1));
    tokio::time::advance(Duration::from_secs(16)).await;
    figures.take(&metrics).await;
    has(&metrics, &line("parked", 2));
}

#[tokio::test(start_paused = true)]
async fn the_age_of_what_waits_is_that_of_the_oldest_which_can_be_said() {
    let (store, metrics, figures) = (filled().await, Metrics::new(), Figures::default());
    let under_way = |row: Row| match row {
        Row::Notice(notice) if notice.is_under_way() => Some(notice),
        _ => None,
    };
    let rows = dump::read(FIXTURE.as_bytes()).unwrap();
    let oldest = rows
        .into_iter()
        .filter_map(under_way)
        .min_by_key(|notice| notice.queued_at);
    let oldest = oldest.unwrap();
    metrics.go_by(&Clock::frozen(oldest.queued_at + SignedDuration::from_mins(3)));
    figures.come_from(sources(&store));
    figures.take(&metrics).await;
    has(&metrics, "blipbot_outbox_oldest_seconds 180.0");
    // What waits in a guild that the bot has left is nobody's business.
    let stored = store.settings(oldest.guild).await.unwrap();
    let settings = Settings {
        left: Some(oldest.queued_at),
        ..stored.value
    };
    let left = Batch::new().put(Row::Settings(oldest.guild, settings));
    store.commit(left).await.unwrap();
    tokio::time::advance(Duration::from_secs(16)).await;
    figures.take(&metrics).await;
    has(&metrics, "blipbot_outbox_oldest_seconds 0.0");
}

#[tokio::test]
async fn commits_are_counted_by_what_became_of_them() {
    let (store, metrics) = (filled().await, Metrics::new());
    let measured = MeasuredStore::new(store, metrics.clone());
    let rows = dump::read(FIXTURE.as_bytes()).unwrap();
    let settings = rows.into_iter().find(|row| matches!(row, Row::Settings(..)));
    let settings = settings.unwrap();
    measured.commit(Batch::new().put(settings.clone())).await.unwrap();
    let refused = measured.commit(Batch::new().create(settings)).await;
    assert_eq!(refused, Err(CommitError::Conflict));
    has(&metrics, "blipbot_store_commits_total{result=\"written\"} 1");
    has(&metrics, "blipbot_store_commits_total{result=\"conflict\"} 1");
    has(&metrics, "blipbot_store_commit_seconds_count 2");
}

#[tokio::test]
async fn a_bot_that_is_not_well_says_why() {
    let (health, metrics) = (Health::new(), Metrics::new());
    let listen = "127.0.0.1:0".parse().unwrap();
    let ops = Ops::start(listen, health.clone(), metrics, Figures::default())
        .await
        .unwrap();
    ask_health(ops.address()).await.unwrap();
    health.store_failed();
    let error = ask_health(ops.address()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("not well: a write to the store failed"),
        "{error}"
    );
}

async fn started() -> Ops {
    let listen = "127.0.0.1:0".parse().unwrap();
    Ops::start(listen, Health::new(), Metrics::new(), Figures::default())
        .await
        .unwrap()
}

/// What is answered to these bytes, up to the end of the connection.
async fn answer_to(ops: &Ops, request: &str) -> String {
    let mut connection = TcpStream::connect(ops.address()).await.unwrap();
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn pages_of_other_web_sites_and_whatever_has_a_body_are_refused() {
    let ops = started().await;
    for path in ["/healthz", "/readyz", "/metrics", "/nowhere"] {
        for host in ["host: evil.example:9700\r\n", "host: 192.0.2.1\r\n", ""] {
            let answer = answer_to(&ops, &format!("GET {path} HTTP/1.1\r\n{host}\r\n")).await;
            assert!(answer.starts_with("HTTP/1.1 403 "), "{path} {host}: {answer}");
            assert!(!answer.contains("blipbot_"), "{answer}");
        }
    }
    for body in [
        "content-length: 2\r\n\r\nhi",
        "transfer-encoding: chunked\r\n\r\n",
    ] {
        let answer = answer_to(
            &ops,
            &format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\n{body}"),
        )
        .await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
    for host in ["localhost:9700", "127.0.0.1", "[::1]:9700"] {
        // It is answered once, and the connection ends by itself.
        let answer = answer_to(&ops, &format!("GET /metrics HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_whose_head_does_not_come_in_loses_its_connection() {
    let ops = started().await;
    for head in ["", "GET /healthz HTTP/1.1\r\nhost: local"] {
        let begun = Instant::now();
        answer_to(&ops, head).await;
        let took = begun.elapsed();
        assert!(
            took >= Duration::from_secs(5) && took < Duration::from_secs(6),
            "{took:?}"
        );
    }
}

#[tokio::test]
async fn only_so_many_connections_are_served_at_once_and_the_next_one_waits() {
    let ops = started().await;
    let mut open = Vec::new();
    for _ in 0..32 {
        let mut connection = TcpStream::connect(ops.address()).await.unwrap();
        connection.write_all(b"GET ").await.unwrap();
        open.push(connection);
    }
    let healthz = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut next = std::pin::pin!(answer_to(&ops, healthz));
    tokio::select! {
        answer = &mut next => panic!("{answer}"),
        () = turns(1_000) => {}
    }
    drop(open.pop());
    assert!(next.await.starts_with("HTTP/1.1 200 "));
}

/// Lets everybody do what they can.
async fn turns(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_is_no_blipbot_is_not_taken_for_one() {
    for answer in [
        "HTTP/1.1 200 OK\r\n\r\nwelcome",
        "SSH-2.0-OpenSSH_9.2",
        "HTTP/1.1 404 Not Found\r\n\r\n",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let other = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            let (mut from, mut to) = connection.split();
            to.write_all(answer.as_bytes()).await.unwrap();
            to.shutdown().await.unwrap();
            // What is left unread would reset the connection.
            tokio::io::copy(&mut from, &mut tokio::io::sink()).await.ok();
        });
        let error = ask_health(address).await.unwrap_err();
        assert!(matches!(error, AskError::SomethingElse(_)), "{answer}: {error}");
        other.abort();
    }
}
