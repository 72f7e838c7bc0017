//! Every limit of Discord's that a bot of this kind can break: for each one request that is taken and one that is not.

#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "a table is read as a whole, with its values where they are used"
)]

mod commands;
mod interactions;
mod messages;
mod rates;
mod talk;

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::Loop;
use super::sessions::pass;

/// A limit, a body that keeps it, one that breaks it, and the field that the refusal names.
type Row = (&'static str, Value, Value, &'static str);

/// So many letters.
fn long(count: usize) -> String {
    "x".repeat(count)
}

/// Sends both bodies of each row.
async fn hold(sandbox: &Loop, method: Method, path: &str, rows: Vec<Row>) {
    for (limit, fine, wrong, field) in rows {
        let (status, answer) = sandbox.api(method.clone(), path, Some(&fine)).await;
        assert!(status.is_success(), "{limit}: {answer}");
        let (status, answer) = sandbox.api(method.clone(), path, Some(&wrong)).await;
        assert_eq!(
            (status, &answer["code"]),
            (StatusCode::BAD_REQUEST, &json!(50_035)),
            "{limit}"
        );
        let parts = ["", "errors"]
            .into_iter()
            .chain(field.split('.').filter(|part| !part.is_empty()));
        let place = parts.chain(["_errors"]).collect::<Vec<_>>().join("/");
        assert!(answer.pointer(&place).is_some(), "{limit}: {answer}");
        // The limits of rates are another matter.
        pass(Duration::from_secs(1)).await;
    }
}

/// HTTP's status and Discord's code.
fn codes(answer: &(StatusCode, Value)) -> (u16, u64) {
    (answer.0.as_u16(), answer.1["code"].as_u64().unwrap_or_default())
}
