//! Whatever a person can type will be typed.

use serde_json::json;

use crate::support::{Member, World, text};

/// Texts that would ping, format, deceive or overflow.
fn nasty() -> Vec<String> {
    vec![
        "@everyone @here <@&1> <@1> <#1> </radar:1>".to_owned(),
        "# big\n> quote\n```\ncode\n```\n- [x](https://evil.example) **b** _i_ ~~s~~ ||spoiler||".to_owned(),
        "x".repeat(4_000),
        "\u{202E}evil\u{2066}\u{200B}\u{FEFF}".to_owned(),
        String::new(),
        " \n\t ".to_owned(),
        "🦀".repeat(300),
        "*".to_owned(),
        "a:b:c:1:vote:{}[]\"'\\\u{0}".to_owned(),
        "<t:0:R> <:a:1> [a](<https://a>)".to_owned(),
    ]
}

#[tokio::test]
async fn hostile_text_in_every_option_is_answered_or_refused_and_pings_nobody() {
    let world = World::start().await;
    for text in nasty() {
        let cases = [
            ("radar", None, json!({"blip": text, "public": true})),
            (
                "propose",
                None,
                json!({"blip": text, "ring": "trial", "reason": text}),
            ),
            (
                "propose",
                None,
                json!({"blip": text, "ring": text, "reason": text, "quadrant": text, "summary": text}),
            ),
            (
                "propose",
                None,
                json!({"blip": format!("New {text}"), "ring": "trial", "quadrant": "operable", "summary": text, "reason": text}),
            ),
            ("propose", None, json!({"blip": "pulumi", "ring": text})),
            ("proposal", Some("cancel"), json!({"proposal": 1, "reason": text})),
            ("edition", Some("show"), json!({"edition": text})),
            ("edition", Some("publish"), json!({"title": text})),
        ];
        for (name, sub, options) in cases {
            let answer = world
                .sends(Member::Ada, "general", name, sub, options.clone())
                .await;
            assert!(
                answer.value["message"].is_object() || answer.value["error"].is_string(),
                "{name} {options} was not answered: {}",
                answer.value
            );
        }
    }
    world.end().await;
}

#[tokio::test]
async fn a_reason_with_mentions_is_shown_and_pings_nobody_on_post_and_edit() {
    let world = World::start().await;
    let reason = "@everyone look, <@&2> and [here](https://evil.example)";
    let options = json!({"blip": "crossplane", "ring": "trial", "reason": reason});
    world
        .sends(Member::Ada, "general", "propose", None, options)
        .await
        .says(&["Crossplane"]);
    let vote = world
        .until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    assert!(text(&vote).contains("everyone"));
    assert!(
        !text(&vote).contains("[here](https://evil.example)"),
        "a masked link is not rendered"
    );
    world.presses(Member::Linus, &vote, "In favor").await;
    world
        .until("general", "the edit", |text| text.contains("In favor 1"))
        .await;
    world.end().await;
}
