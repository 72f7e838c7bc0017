//! What goes wrong, and when.

use std::time::Duration;

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::simulation::Simulation;

/// New sessions that are forced within ten minutes: one less than a shard gets.
const SESSIONS: usize = 3;

/// What went wrong so far, and what will.
pub struct Chaos {
    rng: Rng,
    next_rest: Instant,
    next_gateway: Instant,
    next_guild: Instant,
    /// When a new session was forced.
    sessions: Vec<Instant>,
    /// What happened, how often.
    pub count: usize,
    /// The second guild is out of reach, and what brings it back.
    away: Option<&'static str>,
    /// When it was.
    pub absences: Vec<(Timestamp, Timestamp)>,
}

impl Chaos {
    pub fn new(rng: Rng) -> Self {
        let soon = Instant::now() + Duration::from_secs(30);
        Self {
            rng,
            next_rest: soon,
            next_gateway: soon,
            next_guild: soon,
            sessions: Vec::new(),
            count: 0,
            away: None,
            absences: Vec::new(),
        }
    }

    /// Lets something go wrong if its time has come.
    pub async fn strike(&mut self, simulation: &Simulation) {
        let now = Instant::now();
        if now >= self.next_rest {
            self.next_rest = now + self.within(3, 12);
            let order = self.rest();
            simulation.fault(&order).await;
            self.count += 1;
        }
        if now >= self.next_gateway {
            self.next_gateway = now + self.within(20, 60);
            for order in self.connection(now) {
                simulation.fault(&order).await;
            }
            self.count += 1;
        }
        if now >= self.next_guild {
            self.next_guild = now + self.within(60, 180);
            let (change, then) = match self.away.take() {
                Some(back) => (back, None),
                None if self.rng.bool() => ("outage", Some("recover")),
                None => ("kick", Some("invite")),
            };
            simulation.guild(&second_guild(simulation).await, change).await;
            self.away = then;
            let at = simulation.clock.now();
            match self.absences.last_mut() {
                Some((_, end)) if then.is_none() => *end = at,
                Some(_) | None => self.absences.push((at, Timestamp::MAX)),
            }
            self.count += 1;
        }
    }

    /// Nothing goes wrong any more.
    pub async fn end(&mut self, simulation: &Simulation) {
        let url = format!("{}/sandbox/faults", simulation.url);
        simulation
            .while_time_passes(simulation.http.delete(url).send())
            .await
            .unwrap();
        if let Some(back) = self.away.take() {
            simulation.guild(&second_guild(simulation).await, back).await;
        }
    }

    fn one_of<const N: usize>(&mut self, codes: [u16; N]) -> u16 {
        codes[self.rng.usize(..N)]
    }

    fn within(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(self.rng.u64(from * 1_000..to * 1_000))
    }

    /// A request that goes wrong.
    fn rest(&mut self) -> Value {
        let paths = [
            ("POST", "/channels/{id}/messages"),
            ("PATCH", "/channels/{id}/messages/{id}"),
            ("GET", "/channels/{id}/messages"),
            ("GET", "/channels/{id}"),
            ("GET", "/guilds/{id}/members/{id}"),
            ("POST", "/interactions/{id}/{token}/callback"),
            ("PATCH", "/webhooks/{id}/{token}/messages/{id}"),
        ];
        let (method, path) = paths[self.rng.usize(..paths.len())];
        let when = if self.rng.bool() { "before" } else { "after" };
        let of_interaction = path.starts_with("/interactions") || path.starts_with("/webhooks");
        let then = match self.rng.usize(..7) {
            0 => json!({"status": 502, "when": when}),
            1 => json!({"reset": {"when": when}}),
            2 => json!({"stall": {"when": when}}),
            3 => json!({"rate_limit": {"scope": "user", "retry_after": 0.6, "header_retry_after": 1}}),
            4 if !of_interaction => json!({"rate_limit": {"scope": "global", "retry_after": 1.4}}),
            5 if !of_interaction => {
                json!({"rate_limit": {"scope": "shared", "retry_after": 2.5, "header_retry_after": 1}})
            }
            6 if path == "/channels/{id}/messages" && method == "POST" => {
                let code = self.one_of([50_013, 50_001, 10_003]);
                let status = if code == 10_003 { 404 } else { 403 };
                json!({"refuse": {"status": status, "code": code, "message": "ordered"}})
            }
            _ => json!({"delay": {"seconds": 0.4}}),
        };
        json!({"rest": {"method": method, "path": path}, "then": then, "times": 1})
    }

    /// Something that happens to the gateway, perhaps together with something that happens to the next connection.
    fn connection(&mut self, now: Instant) -> Vec<Value> {
        self.sessions
            .retain(|at| now.duration_since(*at) < Duration::from_mins(11));
        let may_end = self.sessions.len() < SESSIONS;
        let mut orders = Vec::new();
        match self.rng.usize(..6) {
            0 => orders.push(json!({"connection": {"no_hello": true}, "times": 1})),
            1 => orders.push(json!({"connection": {"refuse": 503}, "times": 1})),
            2 => {
                orders.push(json!({"connection": {"no_ack": true, "heartbeat_interval": 5_000}, "times": 1}));
            }
            _ => {}
        }
        let blow = match self.rng.usize(..7) {
            0 => json!({"gateway": {"drop": true}}),
            1 => json!({"gateway": {"close": self.one_of([4000, 4001, 4002, 4005, 4008, 1001])}}),
            2 => json!({"gateway": {"send": {"op": 7, "d": null}}}),
            3 => json!({"gateway": {"redeliver": self.rng.usize(1..5)}}),
            4 if may_end => {
                self.sessions.push(now);
                json!({"gateway": {"close": self.one_of([4007, 4009, 4003])}})
            }
            5 if may_end => {
                self.sessions.push(now);
                json!({"gateway": {"send": {"op": 9, "d": false}}})
            }
            _ => json!({"gateway": {"send": {"op": 9, "d": true}}}),
        };
        orders.push(blow);
        orders
    }
}

async fn second_guild(simulation: &Simulation) -> String {
    let state = simulation.get("/sandbox/state").await;
    state["guilds"][1]["id"].as_str().unwrap().to_owned()
}
