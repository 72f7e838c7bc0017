//! The sandbox's page in a real browser: what a newcomer sees, types and presses.

mod find;
mod people;
mod talk;

use std::fs;
use std::path::Path;

use fantoccini::key::Key;
use serde_json::json;

use crate::support::{Browser, Member, World};

/// A world, and a newcomer before its page.
async fn start() -> (World, Browser) {
    let world = World::start().await;
    let browser = Browser::open(world.url()).await;
    (world, browser)
}

/// Keeps what the page looks like in `target/tmp`, to be looked at.
async fn keeps(page: &Browser, name: &str) {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    fs::write(file, page.picture().await).unwrap();
}

/// Leaves the page and ends the world.
async fn end(world: World, browser: Browser) {
    browser.close().await;
    world.end().await;
}

#[tokio::test]
async fn a_newcomer_asks_and_reads_the_card() {
    let (world, page) = start().await;
    page.sees(&["Nothing has been said here yet."]).await;
    page.sends("/radar atlantis").await;
    page.sees(&[
        "used /radar",
        "Atlantis",
        "Trial",
        "Strengths",
        "Only you can see this",
    ])
    .await;
    assert_eq!(page.typed().await, "", "the box is ready for the next line");
    let visible = "const card = document.querySelector('[role=log] article').getBoundingClientRect();
        return card.top >= 0 && card.top < innerHeight / 2";
    assert_eq!(
        page.asks(visible).await,
        json!(true),
        "a long card is read from its start"
    );
    page.presses("Dismiss").await;
    page.sees_no_more("Atlantis").await;
    end(world, page).await;
}

#[tokio::test]
async fn commands_and_their_values_are_completed_by_keyboard() {
    let (world, page) = start().await;
    page.types("/").await;
    page.is_suggested("/propose").await;
    page.types("rad").await;
    page.is_suggested("/radar").await;
    page.key(Key::Tab).await;
    page.is_suggested("The whole radar").await;
    page.types("kubernetes g").await;
    page.is_suggested("Kubernetes Gateway API").await;
    page.key(Key::Down).await;
    page.key(Key::Enter).await;
    page.until(
        "the chosen value in the box",
        "return document.activeElement.value.includes('kubernetes-gateway-api')",
        &[],
    )
    .await;
    page.key(Key::Enter).await;
    page.sees(&["Kubernetes Gateway API", "Assess"]).await;
    end(world, page).await;
}

#[tokio::test]
async fn who_types_faster_than_suggestions_come_is_not_overtaken_by_them() {
    let (world, page) = start().await;
    page.types("/").await;
    page.is_suggested("/radar").await;
    page.sends("radar atlantis").await;
    page.sees(&["Atlantis", "Strengths"]).await;
    page.types("/hel").await;
    page.key(Key::Enter).await;
    page.until(
        "the whole name",
        "return document.activeElement.value.trim() === '/help'",
        &[],
    )
    .await;
    page.key(Key::Enter).await;
    page.sees(&["What I can do"]).await;
    end(world, page).await;
}

#[tokio::test]
async fn three_members_vote_and_at_the_deadline_it_has_passed() {
    let (world, page) = start().await;
    page.speaks_as(Member::Ada).await;
    page.sends("/propose crossplane trial reason:it runs our databases")
        .await;
    page.sees(&[
        "Vote #1: Crossplane",
        "it runs our databases",
        "In favor 0",
        "up for the vote",
    ])
    .await;
    for member in [Member::Ada, Member::Grace, Member::Linus] {
        page.speaks_as(member).await;
        page.sees_no_more("Recorded").await;
        page.presses("In favor").await;
        page.sees(&["Recorded: In favor", "Only you can see this"]).await;
    }
    let focused = page.asks("return document.activeElement.innerText").await;
    assert_eq!(focused, json!("In favor"), "a press keeps the focus where it was");
    page.sees(&["In favor 3 · Against 0 · Abstain 0"]).await;
    page.presses("+1 hour").await;
    page.is_told("It is now").await;
    page.sees(&["In favor 3"]).await;
    page.presses("To the next deadline").await;
    page.sees(&["Passed:", "✓ 3 taking part"]).await;
    assert!(
        !page.has("button", "In favor").await,
        "a vote that has ended has no buttons"
    );
    end(world, page).await;
}

#[tokio::test]
async fn an_edition_is_published_and_its_digest_is_read_in_its_channel() {
    let (world, page) = start().await;
    page.speaks_as(Member::Ada).await;
    page.sends("/setup digests:#digests").await;
    page.sees(&["Saved.", "New editions are announced in #digests"])
        .await;
    page.sends("/propose crossplane trial reason:it runs our databases")
        .await;
    page.sees(&["In favor 0"]).await;
    for member in [Member::Ada, Member::Grace, Member::Linus] {
        page.speaks_as(member).await;
        page.presses("In favor").await;
        page.sees(&["Recorded"]).await;
    }
    page.speaks_as(Member::Ada).await;
    page.presses("To the next deadline").await;
    page.sees(&["Passed:"]).await;
    page.sends("/edition publish title:November").await;
    page.sees(&["Preview: November", "Nothing is published yet"])
        .await;
    page.presses("Publish").await;
    page.sees(&["November is published"]).await;
    page.goes_to("digests").await;
    page.sees(&[
        "Cloud Native radar",
        "November",
        "1 moved in",
        "it runs our databases",
    ])
    .await;
    let loaded = "const image = document.querySelector('[role=log] .embed img');
        return Boolean(image?.complete && image.naturalWidth > 0)";
    page.until("the digest's picture", loaded, &[]).await;
    let picture = "const image = document.querySelector('[role=log] .embed img');
        const room = image.closest('.embed').clientWidth;
        return [image.alt.includes('Crossplane (Moved in) in Trial'), image.naturalHeight, image.clientWidth <= room,
            Math.abs(image.clientWidth / image.clientHeight - 1.6) < 0.01]";
    assert_eq!(
        page.asks(picture).await,
        json!([true, 1000, true, true]),
        "it is described, and whole"
    );
    keeps(&page, "digest-1280").await;
    let open = "document.querySelector('[role=log] .embed .picture').click();
        return document.querySelector('#lightbox').open";
    assert_eq!(page.asks(open).await, json!(true), "it opens in full");
    page.presses("Close").await;
    page.has_size(400, 800).await;
    assert_eq!(page.asks(picture).await, json!([true, 1000, true, true]));
    keeps(&page, "digest-400").await;
    page.has_size(1280, 800).await;
    page.follows("vote #1").await;
    page.sees(&["Vote #1: Crossplane", "✓ 3 taking part"]).await;
    assert_eq!(
        page.asks("return document.title").await,
        json!("general · Sandbox"),
        "a link to a message leads to it"
    );
    end(world, page).await;
}

#[tokio::test]
async fn hostile_text_is_shown_as_text() {
    let (world, page) = start().await;
    let hostile = "<img src=x onerror=\"document.title='owned'\"> <b>bold</b>";
    page.sends(hostile).await;
    page.sees(&[hostile]).await;
    page.sends(&format!("/propose crossplane trial reason:@everyone {hostile}"))
        .await;
    page.sees(&["In favor 0", "everyone <img src=x onerror="]).await;
    page.sends("/radar <script>document.title='owned'</script>").await;
    page.sees(&["<script>document.title='owned'</script>", "is not on the radar"])
        .await;
    let foreign = "return document.querySelectorAll('[role=log] :is(img, script, b)').length
        - document.querySelectorAll('[role=log] p > b').length";
    assert_eq!(page.asks(foreign).await, json!(0), "nothing became an element");
    assert_eq!(
        page.asks("return document.title").await,
        json!("general · Sandbox")
    );
    end(world, page).await;
}

#[tokio::test]
async fn wrong_input_is_refused_and_can_be_corrected() {
    let (world, page) = start().await;
    page.sends("/radar").await;
    page.is_told("blip must be given").await;
    assert_eq!(page.typed().await, "/radar", "what was refused can be corrected");
    page.sends(" zzz").await;
    page.sees(&["“zzz” is not on the radar"]).await;
    page.sends("/propose pulumi hold").await;
    page.sees(&["Pulumi is in Hold already"]).await;
    page.sends("/nonsense now").await;
    page.is_told("There is no command").await;
    end(world, page).await;
}

#[tokio::test]
async fn the_narrow_page_has_all_controls_and_nothing_sticks_out() {
    let (world, page) = start().await;
    page.has_size(420, 800).await;
    page.sends("/propose crossplane trial").await;
    page.sees(&["In favor 0", "up for the vote"]).await;
    page.sends("/radar *").await;
    page.sees(&["Adopt (6)"]).await;
    for (role, name) in [
        ("combobox", "Message"),
        ("combobox", "Speak as"),
        ("combobox", "Channel"),
        ("button", "+1 hour"),
        ("button", "To the next deadline"),
        ("button", "Send"),
        ("button", "Abstain"),
    ] {
        assert!(page.has(role, name).await, "no {role} is called {name:?}");
    }
    page.presses("People").await;
    page.can_use("button", "Leave: Grace").await;
    assert!(
        !page.has("combobox", "Message").await,
        "there is room for one of both"
    );
    let people = "const people = document.querySelector('#people');
        return [people.scrollWidth - people.clientWidth, people.offsetWidth - innerWidth]";
    assert_eq!(page.asks(people).await, json!([0, 0]), "all of it can be seen");
    page.presses("Close").await;
    let sideways = "const log = document.querySelector('[role=log]');
        return [document.documentElement.scrollWidth - innerWidth, log.scrollWidth - log.clientWidth]";
    assert_eq!(
        page.asks(sideways).await,
        json!([0, 0]),
        "nothing scrolls sideways"
    );
    end(world, page).await;
}

#[tokio::test]
async fn between_wide_and_narrow_people_and_conversation_stand_side_by_side() {
    let (world, page) = start().await;
    for width in [800, 1000] {
        page.has_size(width, 800).await;
        page.presses("People").await;
        page.can_use("button", "Leave: Grace").await;
        assert!(page.has("combobox", "Message").await, "the conversation goes on");
        let apart = "const [people, log] = ['#people', '[role=log]'].map((one) => document.querySelector(one).getBoundingClientRect());
            return [people.right <= log.left, log.width > 380, document.documentElement.scrollWidth - innerWidth]";
        assert_eq!(page.asks(apart).await, json!([true, true, 0]), "{width} px");
        keeps(&page, &format!("people-{width}")).await;
        page.presses("Close").await;
    }
    end(world, page).await;
}

/// Takes the README's picture, `docs/page.png`; CONTRIBUTING.md says how it is renewed.
#[tokio::test]
async fn the_picture_of_the_readme_shows_the_radar_and_an_open_vote() {
    let (world, page) = start().await;
    page.has_size(1120, 1240).await;
    page.presses("Got it").await;
    page.speaks_as(Member::Linus).await;
    page.sends("/radar * public:true").await;
    page.sees(&["Cloud Native radar"]).await;
    page.speaks_as(Member::Ada).await;
    page.sends("Crossplane has earned more than Assess, I think.")
        .await;
    page.sees(&["has earned more"]).await;
    page.sends("/propose crossplane trial reason:It has run our databases since May, and nothing broke.")
        .await;
    page.sees(&["Vote #1: Crossplane", "up for the vote"]).await;
    for (member, choice) in [
        (Member::Ada, "In favor"),
        (Member::Grace, "In favor"),
        (Member::Linus, "Against"),
    ] {
        page.speaks_as(member).await;
        page.presses(choice).await;
        page.sees(&["Recorded"]).await;
    }
    page.speaks_as(Member::Guest).await;
    page.sees(&["Cloud Native radar", "In favor 2 · Against 1 · Abstain 0"])
        .await;
    page.sees_no_more("Only you can see this").await;
    page.clicks_message().await;
    let picture = page.picture().await;
    assert!(
        picture.len() <= 300 * 1024,
        "{} bytes are too many for a README",
        picture.len()
    );
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("page.png"), picture).unwrap();
    end(world, page).await;
}
