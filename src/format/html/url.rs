//! Addresses that may stay.

use std::fmt::Write as _;

/// Whether a link leads to the web.
pub(in crate::format) fn is_harmless(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.split_at_checked(scheme.len()).is_some_and(|(start, place)| {
            start.eq_ignore_ascii_case(scheme) && !place.trim_start_matches('/').is_empty()
        })
    })
}

/// How much of an address is its scheme and a host that is a number of IPv6, in the brackets that belong to it.
fn numbered_host(url: &str) -> usize {
    let Some((scheme, rest)) = url.split_once("://[") else {
        return 0;
    };
    let is_number = |number: &str| {
        number
            .chars()
            .all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
    };
    match rest.split_once(']') {
        Some((number, _)) if scheme.chars().all(char::is_alphanumeric) && is_number(number) => {
            scheme.len() + "://[".len() + number.len() + "]".len()
        }
        Some(_) | None => 0,
    }
}

/// An address without what browsers drop from one, wherever it stands.
pub(super) fn tidy(url: &str) -> String {
    let url: String = url.chars().filter(|c| !c.is_control()).collect();
    url.trim().to_owned()
}

/// An address that can stand in Markdown's brackets.
pub(super) fn encoded(url: &str) -> String {
    let (host, rest) = url.split_at(numbered_host(url));
    let mut safe = String::with_capacity(url.len());
    safe.push_str(host);
    for c in rest.chars() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_stay_around_a_host_that_is_a_number_and_nowhere_else() {
        for (url, safe) in [
            ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
            ("http://[::1]/a[b]", "http://[::1]/a%5Bb%5D"),
            ("http://[x](y)", "http://%5Bx%5D%28y%29"),
            ("http://a.example/://[1]", "http://a.example/://%5B1%5D"),
        ] {
            assert_eq!(encoded(url), safe);
        }
    }

    #[test]
    fn a_link_leads_somewhere() {
        for (url, harmless) in [
            ("https://a.example", true),
            ("HTTP://a", true),
            ("https://", false),
            ("https:///", false),
            ("ftp://a", false),
        ] {
            assert_eq!(is_harmless(url), harmless, "{url}");
        }
    }
}
