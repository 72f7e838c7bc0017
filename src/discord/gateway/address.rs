//! Which address of a gateway is accepted: one that is as safe as the API that named it, and in its world.

use reqwest::Url;

use super::error::GatewayError;
use crate::discord::sender::{ApiUrl, is_discord, is_loopback};

/// The address without a query: the version and the encoding are the socket's to say.
///
/// A stand-in on loopback must have its gateway there, too, and no stand-in may lead to the real Discord.
pub(super) fn check(api: &ApiUrl, text: &str) -> Result<String, GatewayError> {
    let refused = |reason| GatewayError::Address {
        address: text.to_owned(),
        reason,
    };
    let mut url = Url::parse(text).map_err(|_| refused("it is no address"))?;
    let host = url.host_str().ok_or_else(|| refused("it names no host"))?;
    let loopback = is_loopback(host);
    match url.scheme() {
        "wss" => {}
        "ws" if loopback => {}
        _ => return Err(refused("only wss is accepted, and ws on loopback")),
    }
    if api.is_loopback() && !loopback {
        return Err(refused("the API is on loopback, and this is not"));
    }
    if is_discord(host) && !api.is_discord() {
        return Err(refused("the API is not Discord's, and this is"));
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(api: &str, gateway: &str) -> Option<String> {
        check(&api.parse().unwrap(), gateway).ok()
    }

    #[test]
    fn a_gateway_is_in_the_world_of_its_api() {
        assert_eq!(
            accepted("https://discord.com", "wss://gateway.discord.gg").as_deref(),
            Some("wss://gateway.discord.gg/")
        );
        assert_eq!(
            accepted("http://127.0.0.1:7700", "ws://127.0.0.1:7700/gw?v=9").as_deref(),
            Some("ws://127.0.0.1:7700/gw")
        );
        for (api, gateway) in [
            ("http://127.0.0.1:7700", "wss://gateway.discord.gg"),
            ("http://127.0.0.1:7700", "ws://10.0.0.1/gw"),
            ("https://stand-in.example", "wss://gateway.discord.gg"),
            ("https://discord.com", "ws://gateway.discord.gg"),
            ("https://discord.com", "https://gateway.discord.gg"),
            ("https://discord.com", "gateway.discord.gg"),
        ] {
            assert_eq!(accepted(api, gateway), None, "{api} {gateway}");
        }
    }
}
