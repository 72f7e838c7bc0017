//! `/radar`: asking what the team thinks.

use crate::support::{Member, World};

#[tokio::test]
async fn a_blip_is_answered_with_everything_the_team_knows() {
    let world = World::start().await;
    let answer = world.types(Member::Guest, "general", "/radar atlantis").await;
    answer.says(&[
        "Atlantis",
        "Trial",
        "pull request",
        "Strengths",
        "Limits",
        "credentials",
        "Verdict",
        "drift detection",
    ]);
    assert!(
        answer.is_private(),
        "an answer is for its reader unless `public` is set"
    );
    assert!(world.public("general").await.is_empty());
    world.end().await;
}

#[tokio::test]
async fn an_answer_can_be_made_public() {
    let world = World::start().await;
    let answer = world
        .types(Member::Guest, "general", "/radar blip:atlantis public:true")
        .await;
    assert!(!answer.is_private());
    assert_eq!(world.public("general").await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn names_are_found_by_alias_and_despite_mistakes() {
    let world = World::start().await;
    for (typed, title) in [
        ("TF", "Terraform"),
        ("K8S gateway api", "Kubernetes Gateway API"),
        ("  renovate ", "Renovate"),
    ] {
        world
            .types(Member::Linus, "general", &format!("/radar blip:{typed}"))
            .await
            .says(&[title]);
    }
    world
        .types(Member::Linus, "general", "/radar atlantsi")
        .await
        .says(&["Atlantis", "atlantsi"]);
    world.end().await;
}

#[tokio::test]
async fn several_near_names_are_offered_as_buttons() {
    let world = World::start().await;
    let answer = world.types(Member::Linus, "general", "/radar terra").await;
    let message = answer.message().clone();
    let picked = world.presses(Member::Linus, &message, "Terratest").await;
    picked.says(&["Terratest", "Go"]);
    world.end().await;
}

#[tokio::test]
async fn an_unknown_name_is_said_to_be_unknown_and_how_to_propose_it() {
    let world = World::start().await;
    let answer = world.types(Member::Linus, "general", "/radar postgresql").await;
    answer.says(&["postgresql", "not on the radar", "nearest names", "/propose"]);
    let far = world.types(Member::Linus, "general", "/radar flux").await;
    far.says(&["flux", "not on the radar", "nearest names"]);
    world.end().await;
}

#[tokio::test]
async fn the_whole_radar_shows_every_ring_and_blip() {
    let world = World::start().await;
    let answer = world.types(Member::Linus, "general", "/radar *").await;
    answer.says(&[
        "Adopt",
        "Trial",
        "Assess",
        "Hold",
        "Atlantis",
        "Crossplane",
        "Kustomize",
        "Pulumi",
        "16",
    ]);
    // An answer does not wait for the picture: whoever asks next has it.
    let drawn = async {
        loop {
            let answer = world.types(Member::Linus, "general", "/radar *").await;
            if answer.message()["attachments"][0].is_object() {
                break answer.message().clone();
            }
        }
    };
    let message = tokio::time::timeout(std::time::Duration::from_secs(20), drawn)
        .await
        .expect("there is no picture");
    let picture = &message["attachments"][0];
    assert_eq!(picture["content_type"], "image/png", "{message}");
    assert_eq!(message["embeds"][0]["image"]["url"], picture["url"]);
    assert!(picture["size"].as_u64().unwrap() > 50_000, "{picture}");
    world.end().await;
}

#[tokio::test]
async fn suggestions_begin_with_the_whole_radar_and_carry_ids() {
    let world = World::start().await;
    let all = world.suggests(Member::Linus, "general", "/radar ").await;
    assert_eq!(all[0].1, "*");
    assert!(all.len() <= 25);
    let some = world.suggests(Member::Linus, "general", "/radar gate").await;
    assert_eq!(some[0].1, "kubernetes-gateway-api");
    world.end().await;
}

#[tokio::test]
async fn a_card_keeps_every_item_over_its_pages() {
    let world = World::start().await;
    let mut answer = world
        .types(Member::Linus, "general", "/radar custom operators")
        .await;
    let mut read = answer.text();
    while let Some((_, id)) = crate::support::buttons(answer.message())
        .into_iter()
        .find(|(label, _)| label.starts_with("More"))
    {
        let message = answer.message().clone();
        answer = world.presses_id(Member::Linus, &message, &id).await;
        read.push_str(&answer.text());
    }
    for item in [
        "cert-manager",
        "ArgoCD",
        "tenant",
        "edge case",
        "Java",
        "Rust",
        "Ansible",
        "operator-SDK",
        "Red Hat",
    ] {
        assert!(read.contains(item), "{item:?} is lost in:\n{read}");
    }
    world.end().await;
}

#[tokio::test]
async fn help_lists_every_command() {
    let world = World::start().await;
    let answer = world.types(Member::Guest, "general", "/help").await;
    for command in blipbot::discord::commands::COMMANDS {
        answer.says(&[command.name]);
    }
    world.end().await;
}
