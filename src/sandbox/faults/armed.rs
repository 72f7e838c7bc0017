//! The faults that wait for their request, connection or interaction, in the order in which they were armed.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::Method;
use serde_json::{Value, json};

use super::connection::ConnectionFault;
use super::interaction::InteractionFault;
use super::order::Times;
use super::pattern::Pattern;
use super::rest::RestFault;

/// What waits.
#[derive(Debug, Clone, PartialEq)]
pub enum Waiting {
    /// For a request.
    Rest(Pattern, RestFault),
    /// For a gateway connection.
    Connection(ConnectionFault),
    /// For an interaction.
    Interaction(InteractionFault),
}

#[derive(Debug)]
struct Armed {
    id: u64,
    waiting: Waiting,
    times: Times,
    /// The order as it was written.
    order: Value,
}

#[derive(Debug, Default)]
struct List {
    last: u64,
    armed: Vec<Armed>,
}

/// The faults that wait. First armed, first used.
#[derive(Debug, Default)]
pub struct Faults {
    list: Mutex<List>,
}

impl Faults {
    /// A number for an order that is carried out at once.
    pub fn number(&self) -> u64 {
        let mut list = self.lock();
        list.last += 1;
        list.last
    }

    /// Lets a fault wait; gives its number.
    pub fn arm(&self, waiting: Waiting, times: Times, order: Value) -> u64 {
        let mut list = self.lock();
        list.last += 1;
        let id = list.last;
        list.armed.push(Armed {
            id,
            waiting,
            times,
            order,
        });
        id
    }

    /// Forgets them all.
    pub fn disarm(&self) {
        self.lock().armed.clear();
    }

    /// Those that wait, as they were ordered, with their numbers and how often each is still to be used.
    pub fn listed(&self) -> Value {
        let list = self.lock();
        let listed = list.armed.iter().map(|armed| {
            let mut order = armed.order.clone();
            order["id"] = json!(armed.id);
            order["times"] = json!(armed.times);
            order
        });
        Value::Array(listed.collect())
    }

    /// The fault of a request.
    pub fn of_request(&self, method: &Method, path: &str) -> Option<RestFault> {
        self.lock().take(|waiting| match waiting {
            Waiting::Rest(pattern, fault) => pattern.matches(method, path).then(|| fault.clone()),
            Waiting::Connection(_) | Waiting::Interaction(_) => None,
        })
    }

    /// The fault of a new gateway connection.
    pub fn of_connection(&self) -> Option<ConnectionFault> {
        self.lock().take(|waiting| match waiting {
            Waiting::Rest(..) | Waiting::Interaction(_) => None,
            Waiting::Connection(fault) => Some(fault.clone()),
        })
    }

    /// The fault of a new interaction.
    pub fn of_interaction(&self) -> Option<InteractionFault> {
        self.lock().take(|waiting| match waiting {
            Waiting::Rest(..) | Waiting::Connection(_) => None,
            Waiting::Interaction(fault) => Some(fault.clone()),
        })
    }

    fn lock(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl List {
    /// Uses the first that is wanted once.
    fn take<T>(&mut self, wanted: impl Fn(&Waiting) -> Option<T>) -> Option<T> {
        let mut found = self.armed.iter_mut().enumerate();
        let (index, armed, fault) = found.find_map(|(index, armed)| {
            let fault = wanted(&armed.waiting)?;
            Some((index, armed, fault))
        })?;
        if armed.times.use_one() {
            self.armed.remove(index);
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusing(status: u16) -> Waiting {
        Waiting::Connection(ConnectionFault {
            refuse: Some(status),
            ..ConnectionFault::default()
        })
    }

    #[test]
    fn the_first_armed_is_used_first_and_as_often_as_was_said() {
        let faults = Faults::default();
        faults.arm(refusing(501), Times::Count(2), json!({}));
        faults.arm(refusing(502), Times::Always, json!({}));
        let next = || faults.of_connection().and_then(|fault| fault.refuse);
        let used: Vec<_> = (0..4).map(|_| next()).collect();
        assert_eq!(used, [Some(501), Some(501), Some(502), Some(502)]);
        assert_eq!(faults.listed(), json!([{ "id": 2, "times": "always" }]));
        faults.disarm();
        assert_eq!(next(), None);
    }
}
