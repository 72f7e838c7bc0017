//! `/blips`, `/compare`, and a message that is checked against the radar.

use serde_json::Value;

use crate::support::{Member, World, buttons};

#[tokio::test]
async fn the_radar_is_listed_page_by_page_and_one_of_the_list_is_shown() {
    let world = World::start().await;
    let first = world.types(Member::Guest, "general", "/blips").await;
    first.says(&["16 blips", "Terraform", "Page 1 of 2"]);
    assert!(first.is_private());
    let second = world.presses(Member::Guest, first.message(), "More (2/2)").await;
    second.says(&["Page 2 of 2", "Back (1/2)"]);
    assert_eq!(
        second.message()["id"],
        first.message()["id"],
        "the page is turned, not added"
    );
    world
        .presses(Member::Guest, second.message(), "Back (1/2)")
        .await
        .says(&["Page 1 of 2"]);
    let card = world.chooses(Member::Guest, first.message(), "terraform").await;
    card.says(&["Terraform", "Strengths"]);
    assert_ne!(card.message()["id"], first.message()["id"], "the list stays");
    world.end().await;
}

#[tokio::test]
async fn the_radar_is_searched_by_all_at_once_and_wrong_input_names_what_there_is() {
    let world = World::start().await;
    let asked = |options: &str| {
        let line = format!("/blips {options}");
        let world = &world;
        async move { world.types(Member::Guest, "general", &line).await }
    };
    asked("pull requ")
        .await
        .says(&["Atlantis", "“pull requ” in names or texts"]);
    asked("text:terra ring:adopt")
        .await
        .says(&["Terraform", "ring Adopt"])
        .does_not_say(&["Terratest"]);
    asked("tag:gitops").await.says(&["tag gitops"]);
    asked("movement:new")
        .await
        .says(&["16 blips", "New in this edition"]);
    asked("due:true")
        .await
        .says(&["No blip on the radar fits", "due for review by"]);
    asked("zzz")
        .await
        .says(&["No blip on the radar fits", "“zzz”", "/blips"]);
    asked("ring:sideways")
        .await
        .says(&["There is no ring “sideways”", "Adopt"]);
    asked("quadrant:north")
        .await
        .says(&["There is no quadrant “north”"]);
    asked("tag:zzz").await.says(&["zzz", "The tags are", "iac"]);
    asked("owner:me")
        .await
        .says(&["No blip has an owner yet", "/edition edit"]);
    let public = asked("text:atlantis public:true").await;
    assert!(!public.is_private());
    world.end().await;
}

#[tokio::test]
async fn a_list_goes_on_after_a_restart() {
    let world = World::start().await;
    let list = world.types(Member::Guest, "general", "/blips tag:iac").await;
    list.says(&["tag iac"]);
    let whole = world.types(Member::Guest, "general", "/blips").await;
    let world = world.restart().await;
    let turned = world.presses(Member::Guest, whole.message(), "More (2/2)").await;
    turned.says(&["16 blips", "Page 2 of 2"]);
    world.end().await;
}

#[tokio::test]
async fn two_or_three_are_compared_side_by_side() {
    let world = World::start().await;
    let two = world
        .types(Member::Guest, "general", "/compare terraform pulumi")
        .await;
    two.says(&["Terraform · Pulumi", "Strengths", "Limits", "Verdict"]);
    assert!(two.is_private());
    let fields = two.message()["embeds"][0]["fields"].as_array().unwrap();
    let columns: Vec<bool> = fields.iter().map(|field| field["inline"] == true).collect();
    let rows: Vec<usize> = columns.split(|beside| !beside).map(<[bool]>::len).collect();
    assert_eq!(
        rows, [2; 5],
        "a heading parts the rows, so that each thing is beside its like"
    );
    world
        .presses(Member::Guest, two.message(), "Pulumi")
        .await
        .says(&["Pulumi", "Verdict"]);
    let three = world
        .types(
            Member::Guest,
            "general",
            "/compare first:TF second:pulumi third:crossplane public:true",
        )
        .await;
    three.says(&["Terraform · Pulumi · Crossplane"]);
    assert!(!three.is_private());
    world.end().await;
}

#[tokio::test]
async fn what_can_not_be_compared_says_why_and_leads_on() {
    let world = World::start().await;
    let same = world
        .types(Member::Guest, "general", "/compare TF terraform")
        .await;
    same.says(&["Terraform more than once"]);
    let unclear = world
        .types(Member::Guest, "general", "/compare pulumi terra")
        .await;
    unclear.says(&["Not every name is clear yet", "“terra”", "Terratest"]);
    let offered = buttons(unclear.message());
    assert!(
        offered.iter().any(|(label, _)| label == "Terragrunt"),
        "{offered:?}"
    );
    world
        .presses(Member::Guest, unclear.message(), "Terragrunt")
        .await
        .says(&["Pulumi · Terragrunt"]);
    let neither = world
        .types(Member::Guest, "general", "/compare first:qqqq second:terra")
        .await;
    neither.says(&["“qqqq” is not on the radar", "/compare"]);
    assert!(buttons(neither.message()).is_empty());
    world.end().await;
}

#[tokio::test]
async fn a_message_is_checked_against_the_radar() {
    let world = World::start().await;
    world.proposes(Member::Ada, "atlantis adopt").await;
    let text = "Let's run *Atlantis* with TF, as they do at https://x.example/kustomize";
    let checked = world.checks(Member::Grace, text, Member::Guest).await;
    checked.says(&[
        "names 3 blips",
        "**Atlantis** (Trial) · [vote #1]",
        "**Terraform** (Adopt)",
        "**Kustomize**",
        "discord.com/channels/",
    ]);
    assert!(checked.is_private(), "who checks does not shame the author");
    let checked = checked.message().clone();
    assert_eq!(checked["interaction_metadata"]["name"], "Check against radar");
    world
        .chooses(Member::Guest, &checked, "terraform")
        .await
        .says(&["Terraform", "Strengths"]);
    let nothing = world.checks(Member::Grace, "Let's go!", Member::Guest).await;
    nothing.says(&["names nothing that is or was on the radar", "/propose"]);
    world.end().await;
}

#[tokio::test]
async fn the_words_in_frames_of_a_message_count_too() {
    let world = World::start().await;
    let card = world
        .types(Member::Ada, "general", "/radar blip:atlantis public:true")
        .await;
    let checked: Value = world
        .uses_on(Member::Guest, card.message(), "Check against radar")
        .await
        .message()
        .clone();
    let text = crate::support::text(&checked);
    assert!(
        text.contains("**Atlantis**") && text.contains("**Terraform**"),
        "{text}"
    );
    world.end().await;
}

#[tokio::test]
async fn a_choice_goes_on_with_what_was_asked() {
    let world = World::start().await;
    let history = world.types(Member::Guest, "general", "/history terra").await;
    history.says(&["Which one do you mean by “terra”?"]);
    let told = world
        .presses(Member::Guest, history.message(), "Terragrunt")
        .await;
    told.says(&["The history of Terragrunt"]);
    assert_eq!(told.message()["id"], history.message()["id"]);

    let question = world
        .types(Member::Guest, "general", "/radar blip:terra public:true")
        .await;
    question.says(&["Which one do you mean", "shown to everybody in this channel"]);
    assert!(question.is_private());
    let card = world
        .presses(Member::Guest, question.message(), "Terragrunt")
        .await;
    card.says(&["Terragrunt", "Verdict"]);
    assert!(!card.is_private(), "as it was asked for");

    let unclear = world
        .types(
            Member::Guest,
            "general",
            "/compare first:pulumi second:terra public:true",
        )
        .await;
    unclear.says(&["shown to everybody in this channel"]);
    let compared = world
        .presses(Member::Guest, unclear.message(), "Terragrunt")
        .await;
    compared.says(&["Pulumi · Terragrunt"]);
    assert!(!compared.is_private());

    let private = world.types(Member::Guest, "general", "/radar terra").await;
    private.does_not_say(&["everybody"]);
    let card = world
        .presses(Member::Guest, private.message(), "Terragrunt")
        .await;
    assert!(card.is_private());
    assert_eq!(card.message()["id"], private.message()["id"]);

    let edit = world
        .types(Member::Ada, "general", "/edition edit blip:terra")
        .await;
    world
        .presses(Member::Ada, edit.message(), "Terragrunt")
        .await
        .says(&["What the next edition says of **Terragrunt**"]);
    world.end().await;
}

#[tokio::test]
async fn what_is_proposed_by_a_wrong_name_comes_back_to_be_copied() {
    let world = World::start().await;
    let line = "/propose blip:atlntis ring:adopt reason:Quick and dull";
    let refused = world.types(Member::Ada, "general", line).await;
    let command = "/propose blip:atlantis ring:adopt reason:Quick and dull";
    refused.says(&["not on the radar yet", "Atlantis", command]);
    assert!(
        buttons(refused.message()).is_empty(),
        "no card looks like a proposal"
    );
    world.types(Member::Ada, "general", command).await.says(&["#1"]);
    world.end().await;
}
