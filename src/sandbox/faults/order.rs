//! Orders of faults as they are written in JSON, and what is wrong with one.

use axum::Json;
use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use super::connection::ConnectionFault;
use super::interaction::InteractionFault;
use super::live::Live;
use super::pattern::Pattern;
use super::rest::{RateLimit, RestFault, When};

/// The longest delay, in seconds.
const LONGEST: f64 = 86_400.0;

/// What the reader of JSON expects, in words for people.
const PLAINLY: [(&str, &str); 7] = [
    ("u16", "a whole number from 0 to 65535"),
    ("u32", "a whole number from 0 on"),
    ("u64", "a whole number from 0 on"),
    ("usize", "a whole number from 0 on"),
    ("f64", "a number"),
    ("a sequence", "a list"),
    ("a boolean", "`true` or `false`"),
];

/// How often a fault is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// So many times.
    Count(u32),
    /// Until it is disarmed.
    Always,
}

impl Times {
    /// Counts one use; says whether it was the last.
    pub fn use_one(&mut self) -> bool {
        match self {
            Self::Count(left) => {
                *left = left.saturating_sub(1);
                *left == 0
            }
            Self::Always => false,
        }
    }
}

impl Serialize for Times {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u32(*count),
            Self::Always => serializer.serialize_str("always"),
        }
    }
}

impl<'de> Deserialize<'de> for Times {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        match (count, value.as_str()) {
            (Some(count), _) if count > 0 => Ok(Self::Count(count)),
            (_, Some("always")) => Ok(Self::Always),
            _ => Err(de::Error::custom("expected a number from 1 on, or \"always\"")),
        }
    }
}

/// An order that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// A request goes wrong.
    Rest(Pattern, RestFault, Times),
    /// A gateway connection to come goes wrong.
    Connection(ConnectionFault, Times),
    /// The event of an interaction to come is not whole.
    Interaction(InteractionFault, Times),
    /// The live gateway connections go wrong now.
    Live(Live),
}

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"an object with one of `rest`, `gateway`, `connection` and `interaction`"#
)]
struct Written {
    rest: Option<WrittenPattern>,
    then: Option<WrittenThen>,
    gateway: Option<WrittenLive>,
    shard: Option<u64>,
    connection: Option<ConnectionFault>,
    interaction: Option<InteractionFault>,
    times: Option<Times>,
}

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"an object such as {"method": "POST", "path": "/channels/*/messages"}"#
)]
struct WrittenPattern {
    method: Option<String>,
    path: String,
}

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"an object with one of `rate_limit`, `status`, `refuse`, `stall`, `reset`, `delay` and `answer`"#
)]
struct WrittenThen {
    rate_limit: Option<RateLimit>,
    status: Option<u16>,
    when: Option<When>,
    refuse: Option<WrittenRefusal>,
    stall: Option<WrittenWhen>,
    reset: Option<WrittenWhen>,
    delay: Option<WrittenDelay>,
    answer: Option<WrittenAnswer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = r#"{"when": "before"} or {"when": "after"}"#)]
struct WrittenWhen {
    when: When,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = r#"an object such as {"seconds": 2}"#)]
struct WrittenDelay {
    seconds: f64,
}

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"an object such as {"status": 403, "code": 50013}"#
)]
struct WrittenRefusal {
    status: u16,
    code: u32,
    #[serde(default)]
    message: String,
}

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"an object such as {"status": 200, "body": {}}"#
)]
struct WrittenAnswer {
    status: u16,
    #[serde(default)]
    body: Value,
}

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"an object with one of `close`, `drop`, `send` and `redeliver`"#
)]
struct WrittenLive {
    close: Option<u16>,
    drop: Option<bool>,
    send: Option<Value>,
    redeliver: Option<usize>,
    shard: Option<u64>,
}

impl Order {
    /// Reads an order; the error is a sentence that names the field and what it may hold.
    pub fn read(bytes: &Bytes) -> Result<Self, String> {
        let Json(written) =
            Json::<Written>::from_bytes(bytes).map_err(|rejection| sentence(&rejection.body_text()))?;
        let times = written.times.unwrap_or(Times::Count(1));
        let given = (
            written.rest,
            written.gateway,
            written.connection,
            written.interaction,
        );
        match given {
            (Some(pattern), None, None, None) => {
                let then = written
                    .then
                    .ok_or("`then` is missing: it says what happens to the requests of `rest`.")?;
                if written.shard.is_some() {
                    return Err("`shard` belongs to `gateway`.".to_owned());
                }
                Ok(Self::Rest(pattern.read()?, then.read()?, times))
            }
            (None, Some(live), None, None) if written.then.is_none() && written.times.is_none() => {
                live.read(written.shard).map(Self::Live)
            }
            (None, None, Some(fault), None) if written.then.is_none() && written.shard.is_none() => {
                check(&fault)?;
                Ok(Self::Connection(fault, times))
            }
            (None, None, None, Some(fault)) if written.then.is_none() && written.shard.is_none() => {
                Ok(Self::Interaction(fault, times))
            }
            (None, Some(_), None, None) => Err(
                "`gateway` happens at once: `then` belongs to `rest`, `times` to what waits for something."
                    .to_owned(),
            ),
            (None, None, Some(_), None) | (None, None, None, Some(_)) => Err(
                "`connection` and `interaction` go with `times` only: `then` belongs to `rest`, `shard` to `gateway`."
                    .to_owned(),
            ),
            _ => Err(
                "An order has exactly one of `rest`, `gateway`, `connection` and `interaction`.".to_owned(),
            ),
        }
    }
}

impl WrittenPattern {
    fn read(self) -> Result<Pattern, String> {
        let known = [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ];
        let method = match self.method {
            None => None,
            Some(name) => Some(
                known
                    .into_iter()
                    .find(|known| known.as_str() == name)
                    .ok_or_else(|| {
                        format!("`rest.method`: `{name}` is none of `GET`, `POST`, `PUT`, `PATCH`, `DELETE`.")
                    })?,
            ),
        };
        if !self.path.starts_with('/') {
            return Err("`rest.path` starts with `/`: write for example `/channels/*/messages`.".to_owned());
        }
        Ok(Pattern::new(method, &self.path))
    }
}

impl WrittenThen {
    fn read(self) -> Result<RestFault, String> {
        let when_alone = self.when.is_some() && self.status.is_none();
        let given = [
            self.rate_limit.is_some(),
            self.status.is_some(),
            self.refuse.is_some(),
            self.stall.is_some(),
            self.reset.is_some(),
            self.delay.is_some(),
            self.answer.is_some(),
        ];
        if when_alone || given.iter().filter(|given| **given).count() != 1 {
            return Err(
                "`then` has exactly one of `rate_limit`, `status` (with `when`), `refuse`, `stall`, `reset`, `delay` \
                 and `answer`."
                    .to_owned(),
            );
        }
        let chosen = [
            self.rate_limit
                .map(RateLimit::check)
                .transpose()?
                .map(RestFault::RateLimit),
            self.status
                .map(|number| status("then.status", number))
                .transpose()?
                .map(|status| RestFault::Status(status, self.when.unwrap_or(When::Before))),
            self.refuse
                .map(|refusal| {
                    Ok::<_, String>(RestFault::Refuse {
                        status: status("then.refuse.status", refusal.status)?,
                        code: refusal.code,
                        message: refusal.message,
                    })
                })
                .transpose()?,
            self.stall.map(|stall| RestFault::Stall(stall.when)),
            self.reset.map(|reset| RestFault::Reset(reset.when)),
            self.delay
                .map(|delay| seconds("then.delay.seconds", delay.seconds).map(RestFault::Delay))
                .transpose()?,
            self.answer
                .map(|answer| {
                    Ok::<_, String>(RestFault::Answer(
                        status("then.answer.status", answer.status)?,
                        answer.body,
                    ))
                })
                .transpose()?,
        ];
        chosen.into_iter().flatten().next().ok_or_else(String::new)
    }
}

impl WrittenLive {
    fn read(self, shard: Option<u64>) -> Result<Live, String> {
        let shard = self.shard.or(shard);
        match (self.close, self.drop, self.send, self.redeliver) {
            (Some(code @ 1000..=4999), None, None, None) => Ok(Live::Close(shard, code)),
            (Some(_), None, None, None) => Err("`gateway.close` is a code from 1000 to 4999.".to_owned()),
            (None, Some(true), None, None) => Ok(Live::Drop(shard)),
            (None, Some(false), None, None) => Err("`gateway.drop` is `true`.".to_owned()),
            (None, None, Some(frame), None) if frame.is_object() => Ok(Live::Send(shard, frame)),
            (None, None, Some(_), None) => {
                Err("`gateway.send` is a frame, such as `{\"op\": 7, \"d\": null}`.".to_owned())
            }
            (None, None, None, Some(count)) if count > 0 => Ok(Live::Redeliver(shard, count)),
            (None, None, None, Some(_)) => Err("`gateway.redeliver` is a number from 1 on.".to_owned()),
            _ => Err("`gateway` has exactly one of `close`, `drop`, `send` and `redeliver`.".to_owned()),
        }
    }
}

/// What the reader of JSON says, as a sentence for people: where, what was found, and what may be there.
fn sentence(text: &str) -> String {
    let (_, text) = text.split_once("target type: ").unwrap_or(("", text));
    let text = text.rsplit_once(" at line ").map_or(text, |(what, _)| what);
    let mut text = match text.split_once(": ") {
        Some((field, what)) if !field.contains([' ', '`']) => format!("`{field}`: {what}"),
        Some(_) | None => text.to_owned(),
    };
    for (of_rust, for_people) in PLAINLY {
        if let Some(start) = text.strip_suffix(&format!("expected {of_rust}")) {
            text = format!("{start}expected {for_people}");
            break;
        }
    }
    text + "."
}

fn check(fault: &ConnectionFault) -> Result<(), String> {
    if let Some(number) = fault.refuse {
        status("connection.refuse", number)?;
    }
    if let Some(after) = fault.ready_after {
        seconds("connection.ready_after", after)?;
    }
    if fault.heartbeat_interval == Some(0) {
        return Err("`connection.heartbeat_interval` is a number of milliseconds from 1 on.".to_owned());
    }
    for (name, code) in [
        ("close_on_identify", fault.close_on_identify),
        ("close_on_resume", fault.close_on_resume),
    ] {
        if code.is_some_and(|code| !(1000..=4999).contains(&code)) {
            return Err(format!("`connection.{name}` is a code from 1000 to 4999."));
        }
    }
    Ok(())
}

fn status(field: &str, number: u16) -> Result<StatusCode, String> {
    match StatusCode::from_u16(number) {
        Ok(status) if (200..=599).contains(&number) => Ok(status),
        Ok(_) | Err(_) => Err(format!("`{field}` is an HTTP status from 200 to 599.")),
    }
}

/// A number of seconds that can be waited for.
pub(super) fn seconds(field: &str, seconds: f64) -> Result<std::time::Duration, String> {
    if (0.0..=LONGEST).contains(&seconds) {
        std::time::Duration::try_from_secs_f64(seconds).map_err(|error| format!("`{field}`: {error}."))
    } else {
        Err(format!("`{field}` is a number of seconds from 0 to {LONGEST}."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(order: &'static str, names: &[&str]) {
        let sentence = Order::read(&Bytes::from_static(order.as_bytes())).unwrap_err();
        for name in names {
            assert!(sentence.contains(name), "{sentence:?} does not name {name:?}");
        }
    }

    #[test]
    fn a_wrong_order_is_refused_with_the_field_and_what_it_may_hold() {
        refused("{}", &["rest", "gateway", "connection", "interaction"]);
        refused(r#"{"interaction": {"lack": ["data"]}}"#, &["lack", "lacks"]);
        refused(
            r#"{"interaction": {"lacks": ["data"]}, "shard": 1}"#,
            &["interaction", "times"],
        );
        refused(r#"{"rset": {}}"#, &["rset", "rest", "gateway", "connection"]);
        refused(r#"{"rest": {"path": "/a"}}"#, &["then"]);
        refused(
            r#"{"rest": {"path": "/a"}, "then": {}}"#,
            &["then", "stall", "answer"],
        );
        refused(
            r#"{"rest": {"path": "/a"}, "then": {"stall": {"when": "soon"}}}"#,
            &["then.stall.when", "before", "after"],
        );
        refused(
            r#"{"rest": {"path": "/a"}, "then": {"status": 99}}"#,
            &["then.status", "200"],
        );
        refused(
            r#"{"rest": {"path": "/a", "method": "get"}, "then": {"status": 500}}"#,
            &["rest.method", "GET"],
        );
        refused(
            r#"{"rest": {"path": "/a"}, "times": 0, "then": {"status": 500}}"#,
            &["times", "always"],
        );
        refused(
            r#"{"rest": {"path": "/a"}, "then": {"rate_limit": {"scope": "mine"}}}"#,
            &["then.rate_limit.scope", "user", "shared", "global"],
        );
        refused(r#"{"gateway": {"close": 7}}"#, &["gateway.close", "4999"]);
        refused(r#"{"gateway": {}}"#, &["close", "drop", "send", "redeliver"]);
        refused(r#"{"connection": {"no_hallo": true}}"#, &["no_hallo", "no_hello"]);
    }

    #[test]
    fn a_wrong_shape_is_told_in_words_for_people() {
        for (order, sentence) in [
            (
                r#"{"rest": {"path": "/a"}, "then": {"stall": "before"}}"#,
                r#"`then.stall`: invalid type: string "before", expected {"when": "before"} or {"when": "after"}."#,
            ),
            (
                r#"{"rest": {"path": "/a"}, "then": {"stall": {"when": 5}}}"#,
                "`then.stall.when`: expected `before` or `after`.",
            ),
            (
                r#"{"rest": {"path": "/a"}, "then": {"rate_limit": {"scope": 5}}}"#,
                "`then.rate_limit.scope`: expected `user`, `shared` or `global`.",
            ),
            (
                r#"{"rest": {"path": "/a"}, "then": {"delay": {"seconds": "2"}}}"#,
                r#"`then.delay.seconds`: invalid type: string "2", expected a number."#,
            ),
            (
                r#"{"gateway": {"close": "x"}}"#,
                r#"`gateway.close`: invalid type: string "x", expected a whole number from 0 to 65535."#,
            ),
            (
                r#"{"connection": {"no_ack": 1}}"#,
                "`connection.no_ack`: invalid type: integer `1`, expected `true` or `false`.",
            ),
        ] {
            let said = Order::read(&Bytes::from_static(order.as_bytes())).unwrap_err();
            assert_eq!(said, sentence);
        }
        let texts = [
            "5",
            "[]",
            r#"{"rest": 5}"#,
            r#"{"rest": {"path": 5}}"#,
            r#"{"rest": {}}"#,
            r#"{"rest": {"path": "/a"}, "then": 5}"#,
            r#"{"rest": {"path": "/a"}, "then": {"rate_limit": 5}}"#,
            r#"{"rest": {"path": "/a"}, "then": {"refuse": 5}}"#,
            r#"{"rest": {"path": "/a"}, "then": {"refuse": {"status": 403, "code": "x"}}}"#,
            r#"{"rest": {"path": "/a"}, "then": {"delay": 5}}"#,
            r#"{"rest": {"path": "/a"}, "then": {"answer": 5}}"#,
            r#"{"gateway": "drop"}"#,
            r#"{"gateway": {"redeliver": "x"}}"#,
            r#"{"gateway": {"drop": true}, "shard": "x"}"#,
            r#"{"connection": 5}"#,
            r#"{"interaction": 5}"#,
            r#"{"interaction": {"lacks": "data"}}"#,
        ];
        for order in texts {
            let said = Order::read(&Bytes::from_static(order.as_bytes())).unwrap_err();
            for of_rust in [
                "struct ",
                "Written",
                "Fault",
                "RateLimit",
                "u16",
                "u32",
                "u64",
                "usize",
                "f64",
                "map",
                "sequence",
            ] {
                assert!(!said.contains(&format!("expected {of_rust}")), "{order}: {said}");
            }
            assert!(
                said.ends_with('.') && !said.contains(" at line "),
                "{order}: {said}"
            );
        }
    }

    #[test]
    fn a_fault_happens_once_unless_more_is_said() {
        let read = |text: &'static str| Order::read(&Bytes::from_static(text.as_bytes())).unwrap();
        let Order::Rest(_, fault, times) = read(r#"{"rest": {"path": "/a"}, "then": {"status": 502}}"#)
        else {
            panic!("no fault of REST");
        };
        assert_eq!(fault, RestFault::Status(StatusCode::BAD_GATEWAY, When::Before));
        assert_eq!(times, Times::Count(1));
        let always = read(r#"{"connection": {"no_ack": true}, "times": "always"}"#);
        assert!(matches!(always, Order::Connection(_, Times::Always)));
        let one_shard = read(r#"{"gateway": {"drop": true}, "shard": 1}"#);
        assert_eq!(one_shard, Order::Live(Live::Drop(Some(1))));
    }
}
