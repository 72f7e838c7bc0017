//! Lists of blips, blips side by side, and blips in a message.

use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::sample::{
    atlantis, bare_blip, blip_id, candidates, card, edition, number, posted, ring, scheme, title,
};
use super::{readable_reply, with_context};
use crate::discord::commands::Audience;
use crate::discord::view::render;
use crate::radar::{Blip, BlipText, Heading, Movement, QuadrantId, Section};
use crate::service::{
    BlipRow, BlipsView, Candidate, Card, Matched, Meant, Mentioned, Motion, OpenVote, Page, Related,
    Response, Sieve, Teller, Unclear,
};

fn shown(response: &Response) -> String {
    with_context(|context| readable_reply(&render(response, Audience::Channel, context)))
}

fn row(blip: Blip, movement: Option<Movement>) -> BlipRow {
    BlipRow {
        blip: Arc::new(blip),
        movement,
        retired: false,
    }
}

fn rows() -> Vec<BlipRow> {
    let from = ring("assess");
    vec![
        row(
            bare_blip("terraform", "Terraform", "adopt"),
            Some(Movement::NoChange),
        ),
        row(atlantis(), Some(Movement::MovedIn { from: from.clone() })),
        row(bare_blip("nix", "N*i*x", "assess"), Some(Movement::New)),
        row(
            bare_blip("tacos", "TACOS", "hold"),
            Some(Movement::MovedOut { from: from.clone() }),
        ),
        row(
            bare_blip("pulumi", "Pulumi", "hold"),
            Some(Movement::Returned { from }),
        ),
        BlipRow {
            retired: true,
            ..row(bare_blip("hermes", "Hermes", "trial"), None)
        },
    ]
}

fn list(sieve: Sieve, rows: Vec<BlipRow>, (number, count): (u16, u16)) -> Response {
    Response::Blips(Box::new(BlipsView {
        scheme: scheme(),
        edition: edition("2023-10-01", "Autumn 2023"),
        gone: 0,
        near: Vec::new(),
        sieve,
        page: Page {
            total: rows.len() * usize::from(count),
            rows,
            number,
            count,
        },
    }))
}

#[test]
fn a_list_of_blips() {
    insta::assert_snapshot!("blips", shown(&list(Sieve::default(), rows(), (0, 1))));
    let asked = Sieve {
        words: Some("terra pull".to_owned()),
        ring: Some(ring("trial")),
        quadrant: Some(QuadrantId::parse("operable").unwrap()),
        tag: Some("git_ops".to_owned()),
        owner: Some("platform-team".to_owned()),
        motion: Some(Motion::In),
        due_by: Some(date(2024, 6, 1)),
    };
    let found = vec![row(atlantis(), None)];
    insta::assert_snapshot!("blips_asked", shown(&list(asked.clone(), found, (1, 3))));
    let mut none = list(asked, Vec::new(), (0, 0));
    insta::assert_snapshot!("blips_none", shown(&none));
    if let Response::Blips(view) = &mut none {
        view.gone = 2;
    }
    insta::assert_snapshot!("blips_none_but_gone", shown(&none));
    if let Response::Blips(view) = &mut none {
        (view.gone, view.near) = (0, candidates());
    }
    insta::assert_snapshot!("blips_none_but_near", shown(&none));
    insta::assert_snapshot!(
        "blips_none_yet",
        shown(&list(Sieve::default(), Vec::new(), (0, 0)))
    );
}

fn terraform() -> Card {
    Card {
        blip: Arc::new(bare_blip("terraform", "Terraform", "adopt")),
        movement: Movement::NoChange,
        related: Vec::new(),
        ..card()
    }
}

#[test]
fn blips_side_by_side() {
    insta::assert_snapshot!("compared", shown(&Response::Compared(vec![card(), terraform()])));
    let third = Card {
        blip: Arc::new(Blip {
            text: BlipText::default(),
            ..bare_blip("nix", "N*i*x", "hold")
        }),
        open_vote: Some(OpenVote {
            number: number(12),
            posted: Some(posted()),
        }),
        ..terraform()
    };
    let three = Response::Compared(vec![terraform(), card(), third]);
    insta::assert_snapshot!("compared_three", shown(&three));
}

#[test]
fn names_that_are_not_clear() {
    let several = Meant::Unclear(Unclear::Several {
        query: "terra*".to_owned(),
        candidates: candidates(),
    });
    let only = Meant::Unclear(Unclear::Several {
        query: "atlntis".to_owned(),
        candidates: candidates().into_iter().take(1).collect(),
    });
    let nothing = Meant::Unclear(Unclear::Nothing {
        query: "zzz <@1>".to_owned(),
        nearest: Vec::new(),
    });
    let one = |id: &str, name: &str| {
        Meant::One(Candidate {
            id: blip_id(id),
            title: title(name),
            ring: title("Adopt"),
            retired: false,
        })
    };
    let unclear = [
        (
            "compare_unclear",
            vec![one("atlantis", "Atlantis"), several.clone()],
        ),
        // What is compared already is no way on.
        (
            "compare_unclear_twice",
            vec![several.clone(), one("terraform", "Terraform")],
        ),
        ("compare_two_unclear", vec![several, nothing]),
        (
            "compare_one_candidate",
            vec![one("atlantis", "Atlantis"), only.clone()],
        ),
        (
            "compare_candidate_that_is_named",
            vec![one("terraform", "Terraform"), only],
        ),
    ];
    for (name, meant) in unclear {
        insta::assert_snapshot!(name, shown(&Response::Uncompared(meant)));
    }
}

fn mentioned(candidate: Candidate) -> Mentioned {
    Mentioned {
        blip: candidate,
        open_vote: None,
    }
}

#[test]
fn blips_that_a_message_names() {
    let checked = |named| Response::Checked {
        message: posted(),
        named,
    };
    insta::assert_snapshot!("checked_nothing", shown(&checked(Vec::new())));
    let mut named: Vec<Mentioned> = candidates().into_iter().map(mentioned).collect();
    insta::assert_snapshot!("checked_one", shown(&checked(named[..1].to_vec())));
    named[0].blip.retired = true;
    named[1].open_vote = Some(OpenVote {
        number: number(12),
        posted: None,
    });
    insta::assert_snapshot!("checked", shown(&checked(named)));
}

#[test]
fn only_what_names_something_is_shared() {
    let shared = |response: &Response| shown(response).starts_with("for everybody");
    assert!(shared(&list(Sieve::default(), rows(), (0, 1))));
    assert!(shared(&Response::Compared(vec![card(), terraform()])));
    assert!(!shared(&list(Sieve::default(), Vec::new(), (0, 0))));
    let message = posted();
    assert!(!shared(&Response::Checked {
        message,
        named: Vec::new()
    }));
    assert!(!shared(&Response::Uncompared(Vec::new())));
}

/// 80 characters, all of which need a backslash.
fn signs() -> crate::radar::Title {
    title(&"*".repeat(80))
}

#[test]
fn the_longest_list_fits() {
    let blip = |at: usize| Blip {
        title: signs(),
        owner: Some("_".repeat(200)),
        review_by: Some(date(2024, 1, 1)),
        ..bare_blip(&format!("blip-{at}"), "x", "no-such-ring")
    };
    let from = ring(&"r".repeat(32));
    let rows = (0..10).map(|at| row(blip(at), Some(Movement::MovedIn { from: from.clone() })));
    let asked = Sieve {
        words: Some("*".repeat(40)),
        ring: Some(from.clone()),
        quadrant: None,
        tag: Some("~".repeat(200)),
        owner: Some("_".repeat(200)),
        motion: Some(Motion::New),
        due_by: Some(date(2024, 6, 1)),
    };
    shown(&list(asked, rows.collect(), (7, 9)));
}

#[test]
fn the_longest_of_a_message_fits() {
    let named = (0..60).map(|at| Mentioned {
        open_vote: Some(OpenVote {
            number: number(u32::MAX),
            posted: Some(posted()),
        }),
        blip: Candidate {
            id: blip_id(&format!("blip-{at}")),
            title: signs(),
            ring: signs(),
            retired: true,
        },
    });
    let named: Vec<Mentioned> = named.collect();
    let text = shown(&Response::Checked {
        message: posted(),
        named,
    });
    assert!(text.contains("more"), "{text}");
}

#[test]
fn what_a_message_can_name_is_named() {
    let named = (0..100).map(|at| {
        mentioned(Candidate {
            id: blip_id(&format!("blip-{at}")),
            title: title(&format!("Tool {at:02}")),
            ring: title("Adopt"),
            retired: false,
        })
    });
    let named: Vec<Mentioned> = named.collect();
    let message = posted();
    let text = shown(&Response::Checked { message, named });
    for at in 0..100 {
        assert!(text.contains(&format!("Tool {at:02}")), "{at} in {text}");
    }
}

fn any_card() -> impl Strategy<Value = Card> {
    let text = prop_oneof![
        "[ -~\n]{0,900}",
        "(- [a-z* ]{1,40}\n){0,20}",
        "```\n([a-z]{1,30}\n){0,30}```",
        "[é*_]{0,700}",
    ];
    let sections = proptest::collection::vec(text.clone(), 3);
    let name = prop_oneof!["[*a-z]{1,80}", "[*]{80}", "[\u{1F680}]{80}"];
    (text, sections, name, any::<bool>()).prop_map(|(summary, sections, name, retired)| {
        let headings = [Heading::Strengths, Heading::Limits, Heading::Verdict];
        let sections = headings.into_iter().zip(sections);
        let sections = sections.filter(|(_, text)| !text.trim().is_empty());
        let sections = sections.map(|(heading, markdown)| Section { heading, markdown });
        let other = |how: &str| Related {
            id: blip_id("atlantis"),
            title: signs(),
            ring: signs(),
            how: how.to_owned(),
            told_by: Teller::ThisBlip,
        };
        Card {
            blip: Arc::new(Blip {
                title: title(&name),
                owner: Some("*".repeat(300)),
                text: BlipText {
                    summary,
                    sections: sections.collect(),
                },
                ..atlantis()
            }),
            related: vec![other(&"*".repeat(200)); 5],
            matched: Matched::Nearly {
                query: "*".repeat(200),
            },
            open_vote: Some(OpenVote {
                number: number(u32::MAX),
                posted: Some(posted()),
            }),
            draft: Some(Some(ring("adopt"))),
            retired,
            ..card()
        }
    })
}

proptest! {
    #[test]
    fn a_text_that_is_cut_shows_no_marks(line in "(\\*\\*|_|`|a|\\[b\\]\\(https://x\\.example\\)| ){200,400}") {
        let mut card = card();
        Arc::make_mut(&mut card.blip).text = BlipText::from_summary(format!("x{line}"));
        let other = Card { blip: Arc::new(bare_blip("b", "B", "adopt")), ..terraform() };
        shown(&Response::Compared(vec![card, other]));
    }

    #[test]
    fn blips_side_by_side_always_fit(mut cards in proptest::collection::vec(any_card(), 2..=3)) {
        for (at, card) in cards.iter_mut().enumerate() {
            Arc::make_mut(&mut card.blip).id = blip_id(&format!("blip-{at}"));
        }
        shown(&Response::Compared(cards));
    }
}
