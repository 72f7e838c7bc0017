//! Finding technologies: lists, comparisons, and the menu of a message.

use super::{end, start};
use crate::support::Member;

#[tokio::test]
async fn technologies_are_listed_compared_and_found_in_a_message() {
    let (world, page) = start().await;
    page.speaks_as(Member::Guest).await;
    page.sends("Shall we run atlantis, with TF?").await;
    page.sees(&["Shall we run atlantis"]).await;
    page.picks("Message menu", "Apps: Check against radar").await;
    page.sees(&[
        "used Check against radar",
        "That message names 2 blips",
        "Atlantis (Trial)",
        "Terraform (Adopt)",
    ])
    .await;
    page.chooses("Show one of them", "Terraform").await;
    page.sees(&["Terraform leads the market"]).await;
    page.sends("/blips").await;
    page.sees(&["16 blips", "Page 1 of 2"]).await;
    page.presses("More (2/2)").await;
    page.sees(&["Page 2 of 2"]).await;
    page.sends("/compare terraform pulumi").await;
    page.sees(&["Terraform · Pulumi", "has an alternative in", "Verdict"])
        .await;
    page.presses("Pulumi").await;
    page.sees(&["With Pulumi, Infrastructure as Code"]).await;
    end(world, page).await;
}
