//! A Discord that says no, or nothing.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::place::{Place, ended};

/// What a stand-in for Discord does with a request.
#[derive(Clone, Copy)]
enum Mood {
    /// Answers 401.
    Refuses,
    /// Answers nothing.
    Hangs,
}

/// A stand-in: its address, and how many requests it got.
fn stand_in(mood: Mood) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && connection.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            counter.fetch_add(1, Ordering::SeqCst);
            match mood {
                Mood::Refuses => {
                    let body = "{\"message\": \"401: Unauthorized\", \"code\": 0}";
                    write!(
                        connection,
                        "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
                         connection: close\r\n\r\n{body}",
                        body.len()
                    )
                    .unwrap();
                }
                Mood::Hangs => open.push(connection),
            }
        }
    });
    (url, requests)
}

#[test]
fn a_wrong_token_is_said_after_one_request() {
    let (url, requests) = stand_in(Mood::Refuses);
    let place = Place::new();
    let run = ended(&mut place.bot(&url));
    run.refused(&[
        "Discord refused the bot's token",
        "DISCORD_TOKEN",
        "discord.token_file",
    ]);
    assert_eq!(requests.load(Ordering::SeqCst), 1, "no retry storm");
    assert_eq!(run.out, "");
    assert!(run.took < Duration::from_secs(10), "{:?}", run.took);
}

#[test]
fn the_sandbox_refuses_a_token_that_is_not_for_it() {
    let place = Place::new();
    let mut sandbox = place.start(&mut place.blipbot(&["sandbox"]));
    let url = sandbox.line().strip_prefix("sandbox ").unwrap().to_owned();
    let elsewhere = Place::new();
    let mut bot = elsewhere.bot(&url);
    ended(bot.env("DISCORD_TOKEN", "MTk4.Cl2FMQ.ThisTokenIsSecret"))
        .refused(&["Discord refused the bot's token"]);
    ended(bot.env("DISCORD_TOKEN", "not\na ThisTokenIsSecret"))
        .refused(&["the token is not one of Discord's"]);
}

#[test]
fn a_discord_that_is_not_there_is_said_soon() {
    let place = Place::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = ended(&mut place.bot(&format!("http://{free}")));
    run.refused(&["Discord was not reached"]);
    assert!(run.took < Duration::from_secs(15), "{:?}", run.took);
}

#[test]
fn a_discord_that_hangs_does_not_keep_the_bot_from_stopping() {
    let (url, requests) = stand_in(Mood::Hangs);
    let place = Place::new();
    let running = place.start(&mut place.bot(&url));
    while requests.load(Ordering::SeqCst) == 0 {
        std::thread::yield_now();
    }
    running.signal("TERM");
    let run = running.end();
    assert_eq!(run.code, Some(0), "{run:#?}");
    assert!(run.took < Duration::from_secs(5), "{:?}", run.took);
}
