//! The page's interface without a bot.

use reqwest::{Client, Method};
use serde_json::json;

use super::{Loop, definitions};
use crate::sandbox::world::{ADA, BOT, ENGINEERING, GRACE, SECOND_GENERAL, VOTERS, VOTES};

#[tokio::test]
async fn the_state_tells_people_places_and_the_time() {
    let sandbox = Loop::start().await;
    let state = sandbox.page_get("state").await;
    assert_eq!(state["now"], "2026-03-01T12:00:00Z");
    assert_eq!(state["bot"]["connected"], false);
    assert_eq!(state["guilds"][0]["name"], "Engineering");
    assert_eq!(state["guilds"][0]["channels"][3]["kind"], "announcement");
    assert_eq!(state["guilds"][1]["members"][0]["name"], "Barbara");
}

#[tokio::test]
async fn the_client_refuses_in_plain_words_and_hides_what_is_not_allowed() {
    let sandbox = Loop::start().await;
    sandbox
        .api(
            Method::PUT,
            &format!("/applications/{BOT}/commands"),
            Some(&definitions()),
        )
        .await;
    let refused = async |member: &str, channel: &str, text: &str| {
        let (status, body) = sandbox
            .page(
                "command",
                &json!({ "as": member, "channel": channel, "text": text }),
            )
            .await;
        assert_eq!(status, 400, "{body}");
        body["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused("Ada", "#votes", "/ask").await, "`thing` must be given.");
    assert_eq!(
        refused("Ada", "#votes", "/ask x public:maybe").await,
        "`public`: true or false, please."
    );
    assert_eq!(
        refused("Ada", "#votes", "/many one 0").await,
        "`number`: at least 1."
    );
    assert_eq!(
        refused("Ada", "#votes", "/many").await,
        "`/many` needs one of: one."
    );
    assert_eq!(
        refused("Guest", "#votes", "/admin").await,
        "You may not use `/admin`."
    );
    assert_eq!(
        refused("Ada", "#votes", "/none").await,
        "There is no command `/none`."
    );
    assert_eq!(
        refused("Ken", &VOTES.to_string(), "/ask x").await,
        "You cannot see this channel."
    );
    assert_eq!(
        refused("Nobody", "#votes", "/ask x").await,
        "There is no member `Nobody`."
    );
}

#[tokio::test]
async fn without_a_bot_nobody_answers() {
    let sandbox = Loop::start().await;
    sandbox
        .api(
            Method::PUT,
            &format!("/applications/{BOT}/commands"),
            Some(&definitions()),
        )
        .await;
    let (_, outcome) = sandbox
        .page(
            "command",
            &json!({ "as": "Ada", "channel": VOTES, "text": "/ask x" }),
        )
        .await;
    assert_eq!(outcome["status"], "no answer");
}

#[tokio::test]
async fn the_clock_goes_to_a_second_after_the_next_deadline() {
    let sandbox = Loop::start().await;
    let (status, _) = sandbox.page("clock", &json!({ "to": "next-deadline" })).await;
    assert_eq!(status, 409);
    let deadline = sandbox.clock.now().as_second() + 500;
    let content = format!("<t:{}:R> <t:5:R>", deadline + 1_000);
    let embeds = json!([{ "description": format!("until <t:{deadline}:F>") }]);
    let path = format!("/channels/{VOTES}/messages");
    sandbox
        .post(&path, &json!({ "content": content, "embeds": embeds }))
        .await;
    sandbox.page("clock", &json!({ "to": "next-deadline" })).await;
    assert_eq!(sandbox.clock.now().as_second(), deadline + 1);
    sandbox.page("clock", &json!({ "advance_seconds": 3_600 })).await;
    assert_eq!(sandbox.clock.now().as_second(), deadline + 3_601);
    assert_eq!(
        sandbox.page("clock", &json!({ "advance_seconds": -1 })).await.0,
        400
    );
}

#[tokio::test]
async fn roles_change_and_a_change_can_be_waited_for() {
    let sandbox = Loop::start().await;
    let before = sandbox.page_get("state").await["change"].as_u64().unwrap();
    let waiting = format!("wait?after={before}");
    let voter = json!({ "guild": ENGINEERING, "member": GRACE, "roles": [VOTERS] });
    let (waited, (status, _)) = tokio::join!(sandbox.page_get(&waiting), sandbox.page("roles", &voter),);
    assert_eq!(status, 200);
    assert!(waited["change"].as_u64().unwrap() > before);
    let (status, _) = sandbox
        .page(
            "roles",
            &json!({ "guild": ENGINEERING, "member": GRACE, "roles": [ADA] }),
        )
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn members_talk_and_the_bot_cannot_change_their_words() {
    let sandbox = Loop::start().await;
    let (_, said) = sandbox
        .page(
            "message",
            &json!({ "as": "Ken", "channel": SECOND_GENERAL, "text": "hi" }),
        )
        .await;
    let path = format!(
        "/channels/{SECOND_GENERAL}/messages/{}",
        said["id"].as_str().unwrap()
    );
    let (status, body) = sandbox.patch(&path, &json!({ "content": "ho" })).await;
    assert_eq!((status.as_u16(), &body["code"]), (403, &json!(50_005)));
    let page = format!(
        "/sandbox/messages/{SECOND_GENERAL}/{}",
        said["id"].as_str().unwrap()
    );
    assert_eq!(sandbox.send(Method::DELETE, &page, None).await.status(), 204);
    assert!(sandbox.seen(SECOND_GENERAL, "Ken").await.is_empty());
}

#[tokio::test]
async fn other_sites_are_kept_out_and_the_page_is_served() {
    let sandbox = Loop::start().await;
    let url = sandbox.sandbox.url();
    let page = Client::new().get(&url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    let foreign = Client::new()
        .post(format!("{url}/sandbox/clock"))
        .header("origin", "https://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    let rebound = Client::new()
        .get(format!("{url}/sandbox/state"))
        .header("host", "evil.example");
    assert_eq!(rebound.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn a_stopped_sandbox_has_closed_everything() {
    let Loop { sandbox, .. } = Loop::start().await;
    let url = format!("{}/sandbox/events", sandbox.url());
    let mut stream = Client::new().get(&url).send().await.unwrap();
    assert!(stream.chunk().await.unwrap().unwrap().starts_with(b"data: "));
    sandbox.stop().await;
    assert_eq!(stream.chunk().await.unwrap(), None);
    assert!(Client::new().get(&url).send().await.is_err());
}

#[tokio::test]
async fn only_loopback_addresses_are_taken() {
    let clock = crate::clock::Clock::system();
    let error = crate::sandbox::Sandbox::start("0.0.0.0:0".parse().unwrap(), clock)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("loopback"));
}
