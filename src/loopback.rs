//! Names of this machine.

use std::net::IpAddr;

/// Whether the `Host` of a request (`localhost:7700`, `127.0.0.1`, `[::1]:7700`) is a name or an address that only this
/// machine has. A web site that lets its own name point to this machine (DNS rebinding) is known by it.
pub fn is_loopback_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        Some(_) | None => host,
    };
    let v6 = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let address = v6.unwrap_or(name).parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback() && address.is_ipv6() == v6.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_pass() {
        for host in [
            "localhost",
            "LocalHost:9700",
            "127.0.0.1",
            "127.0.0.2:9700",
            "[::1]",
            "[::1]:9700",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "",
            ":9700",
            "evil.example",
            "evil.example:9700",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1@evil.example",
            "127.0.0.1:9700@evil.example",
            "[::1]evil.example",
            "192.0.2.1:9700",
            "[2001:db8::1]:9700",
            "0.0.0.0:9700",
            "::1",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
