//! The draft by hand: what maintainers drop, edit, preview, publish and correct.

use serde_json::{Value, json};

use crate::support::{Member, World, text};

/// Three members pass Crossplane to Trial.
async fn passed(world: &World) -> Value {
    let vote = world
        .proposes(Member::Ada, "crossplane trial reason:it runs our databases")
        .await;
    world.three_in_favor(&vote).await;
    world.votes_close(1).await;
    vote
}

#[tokio::test]
async fn what_passed_is_dropped_and_kept_again() {
    let world = World::start().await;
    passed(&world).await;
    let drop = "/edition drop reason:not before the audit";
    world
        .types(Member::Guest, "general", &format!("{drop} proposal:1"))
        .await
        .says(&["Manage Server"]);
    world
        .types(Member::Ada, "general", drop)
        .await
        .says(&["proposal:", "edit:"]);
    world
        .types(Member::Ada, "general", &format!("{drop} proposal:7"))
        .await
        .says(&["no proposal #7"]);
    world
        .types(Member::Ada, "general", "/edition keep proposal:1")
        .await
        .says(&["#1 was not dropped"]);
    world
        .types(Member::Ada, "general", &format!("{drop} proposal:1"))
        .await
        .says(&["#1 Crossplane", "/edition keep proposal:1"]);
    world
        .until("general", "the vote's message with what became of it", |text| {
            text.contains("dropped from the draft") && text.contains("not before the audit")
        })
        .await;
    world
        .until("general", "the news of it", |text| {
            text.contains("Taken out of the draft") && text.contains("not before the audit")
        })
        .await;
    world
        .types(Member::Guest, "general", "/edition draft")
        .await
        .says(&["Dropped (1)", "#1 Crossplane", "not before the audit"]);
    world
        .types(Member::Ada, "general", "/edition publish")
        .await
        .says(&["nothing to publish"]);
    world
        .types(Member::Ada, "general", &format!("{drop} proposal:1"))
        .await
        .says(&["does not stand in the draft"]);
    world
        .types(Member::Guest, "general", "/proposal list")
        .await
        .says(&["dropped from the draft"]);
    // Its blip can be proposed again; while that vote is open, the old one can not come back.
    world.proposes(Member::Grace, "crossplane trial reason:now").await;
    world
        .types(Member::Ada, "general", "/edition keep proposal:1")
        .await
        .says(&["open vote"]);
    world
        .types(Member::Grace, "general", "/proposal withdraw proposal:2")
        .await;
    world
        .types(Member::Ada, "general", "/edition keep proposal:1")
        .await
        .says(&["stands in the draft again"]);
    world
        .types(Member::Ada, "general", "/edition publish")
        .await
        .says(&["Preview", "Crossplane"]);
    world.end().await;
}

/// Everything wrong, then everything right.
#[tokio::test]
async fn an_edit_is_previewed_published_and_told() {
    let world = World::start().await;
    world.is_introduced().await;
    let edit = world
        .types(Member::Ada, "general", "/edition edit blip:atlantis")
        .await;
    edit.says(&["Atlantis"]);
    let offer = edit.message().clone();
    world
        .types(Member::Guest, "general", "/edition edit blip:atlantis")
        .await
        .says(&["Manage Server"]);
    let wrong = json!({
        "text": "Plans by comment.", "links": "nowhere", "tags": "a, b", "owner": "Platform", "review": "soon",
    });
    let refused = world.fills(Member::Ada, &offer, "Edit", wrong).await;
    refused.says(&[
        "Nothing was changed",
        "links",
        "line 1",
        "review date",
        "2027-01-31",
    ]);
    assert_eq!(
        refused.message()["attachments"][0]["filename"],
        "what-you-typed.md"
    );
    let right = json!({
        "text": "Plans by comment.\n\n## Verdict\n\nUse it.", "links": "Site | https://a.example/atlantis",
        "tags": "terraform", "owner": "Platform", "review": "2027-05-01",
    });
    world
        .fills(Member::Ada, &offer, "Edit", right.clone())
        .await
        .says(&["Edit #1 of **Atlantis**", "text"]);
    let same = world
        .types(Member::Ada, "general", "/edition edit blip:atlantis")
        .await
        .message()
        .clone();
    world
        .fills(Member::Ada, &same, "Edit", right)
        .await
        .says(&["Nothing was changed in the form"]);
    let emptied = json!({"owner": "", "review": ""});
    world
        .fills(Member::Ada, &same, "Edit", emptied)
        .await
        .says(&["Edit #2", "owner, review date"]);
    world
        .types(Member::Guest, "general", "/edition draft")
        .await
        .says(&["Edits (2)", "Edit #1", "Edit #2", "Texts updated (1)"]);
    world
        .types(Member::Ada, "general", "/edition drop reason:no date yet edit:2")
        .await;
    let suggested = world
        .suggests(Member::Ada, "general", "/edition drop reason:x edit:")
        .await;
    assert!(
        suggested.iter().any(|(name, _)| name.contains("Atlantis")),
        "{suggested:?}"
    );
    let preview = world
        .types(Member::Ada, "general", "/edition publish title:Words")
        .await;
    preview.says(&["Preview", "Words", "Texts updated (1)", "Atlantis"]);
    let preview = preview.message().clone();
    world
        .presses(Member::Ada, &preview, "Publish")
        .await
        .says(&["Words", "Of 1 of them something else is said"]);
    let digest = world
        .until("digests", "the digest", |text| text.contains("Words"))
        .await;
    assert!(text(&digest).contains("Texts updated (1)"), "{}", text(&digest));
    world
        .types(Member::Guest, "general", "/radar atlantis")
        .await
        .says(&["Plans by comment.", "Use it.", "Site"]);
    world
        .types(Member::Guest, "general", "/edition draft")
        .await
        .says(&["Nothing waits"]);
    world.end().await;
}

/// A new blip that passed can be edited before any edition has it.
#[tokio::test]
async fn what_joins_with_the_draft_is_suggested_and_edited() {
    let world = World::start().await;
    let vote = world
        .proposes(
            Member::Ada,
            "Nushell assess quadrant:operable summary:a shell reason:tables",
        )
        .await;
    world.three_in_favor(&vote).await;
    world.votes_close(1).await;
    let suggested = world
        .suggests(Member::Ada, "general", "/edition edit blip:nush")
        .await;
    assert_eq!(
        suggested.first(),
        Some(&("New in the draft: Nushell · Assess".to_owned(), json!("nushell")))
    );
    let offer = world
        .types(Member::Ada, "general", "/edition edit blip:nushel")
        .await;
    offer.says(&["**Nushell**"]);
    let offer = offer.message().clone();
    world
        .fills(Member::Ada, &offer, "Edit", json!({"owner": "Shell team"}))
        .await
        .says(&["Edit #1 of **Nushell**", "owner"]);
    let suggested = world
        .suggests(Member::Ada, "general", "/edition drop reason:x edit:")
        .await;
    assert!(suggested[0].0.contains("Edit #1: Nushell"), "{suggested:?}");
    let preview = world
        .types(Member::Ada, "general", "/edition publish")
        .await
        .message()
        .clone();
    world
        .presses(Member::Ada, &preview, "Publish")
        .await
        .says(&["** is published"]);
    world
        .types(Member::Guest, "general", "/radar nushell")
        .await
        .says(&["Shell team"]);
    world.end().await;
}

#[tokio::test]
async fn a_published_digest_is_corrected() {
    let world = World::start().await;
    world.is_introduced().await;
    passed(&world).await;
    let preview = world
        .types(Member::Ada, "general", "/edition publish title:Novembre")
        .await
        .message()
        .clone();
    world.presses(Member::Ada, &preview, "Publish").await;
    let digest = world
        .until("digests", "the digest", |text| text.contains("Novembre"))
        .await;
    world
        .types(Member::Guest, "general", "/edition correct edition:Novembre")
        .await
        .says(&["Manage Server"]);
    let offer = world
        .types(Member::Ada, "general", "/edition correct edition:Novembre")
        .await
        .message()
        .clone();
    world
        .fills(
            Member::Ada,
            &offer,
            "Correct it",
            json!({"title": "November", "note": "The name was French."}),
        )
        .await
        .says(&["**November** is corrected", "edited"]);
    let corrected = |messages: &[Value]| {
        let shown = messages.iter().find(|message| message["id"] == digest["id"])?;
        text(shown)
            .contains("The name was French.")
            .then(|| shown.clone())
    };
    let shown = world
        .until_all("digests", "the corrected digest", corrected)
        .await;
    let words = text(&shown);
    assert!(
        words.contains("November") && !words.contains("Novembre") && words.contains("**Corrected**"),
        "{words}"
    );
    assert_eq!(shown["attachments"].as_array().unwrap().len(), 1, "{shown:#}");
    assert_eq!(shown["embeds"][0]["image"]["url"], shown["attachments"][0]["url"]);
    let offer = world
        .types(
            Member::Ada,
            "general",
            "/edition correct edition:November blip:crossplane",
        )
        .await
        .message()
        .clone();
    world
        .fills(
            Member::Ada,
            &offer,
            "Links, tags, owner, review date",
            json!({"owner": "Database team", "note": "It has an owner."}),
        )
        .await
        .says(&["correction 2"]);
    world
        .types(Member::Guest, "general", "/radar crossplane")
        .await
        .says(&["Database team"]);
    world
        .types(Member::Guest, "general", "/edition show")
        .await
        .says(&["November", "The name was French.", "It has an owner."]);
    let world = world.restart().await;
    world
        .until("digests", "the second correction", |text| {
            text.contains("It has an owner.")
        })
        .await;
    assert_eq!(world.public("digests").await.len(), 2, "nothing was posted again");
    world.end().await;
}
