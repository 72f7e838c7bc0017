//! Addresses that may stay.

use std::fmt::Write as _;

/// Whether a link leads to the web.
pub(in crate::format) fn is_harmless(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// An address without what browsers drop from one, wherever it stands.
pub(super) fn tidy(url: &str) -> String {
    let url: String = url.chars().filter(|c| !c.is_control()).collect();
    url.trim().to_owned()
}

/// An address that can stand in Markdown's brackets.
pub(super) fn encoded(url: &str) -> String {
    let mut safe = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '\\' | '`' | '"' | '[' | ']') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string does not fail.
                write!(safe, "%{byte:02X}").unwrap_or_default();
            }
        } else {
            safe.push(c);
        }
    }
    safe
}
