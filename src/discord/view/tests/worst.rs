//! The longest and the most: everything fits, and nothing is lost.

use std::sync::Arc;

use serde_json::Value;

use super::limits::check;
use super::sample::{
    add_nix, at, atlantis, bare_blip, blip_id, card, channel, count, digest_view, draft_view, edition,
    move_crossplane, number, overview, policy, posted, prose, scheme, title, view,
};
use super::with_context;
use crate::digest::{Digest, Entry, VoteBehind};
use crate::discord::attempted::Attempted;
use crate::discord::commands::Audience;
use crate::discord::custom_id::CustomId;
use crate::discord::view::{render, render_facts, render_refusal};
use crate::outbox::{Obstacle, Posted, Topic};
use crate::radar::{
    Blip, Color, EditionId, Heading, Link, Movement, Quadrant, QuadrantId, Ring, RingId, Scheme, Section,
    Shift, Standing, Url,
};
use crate::service::Why;
use crate::service::{
    Again, Broken, CalendarView, Candidate, Card, ClosingVote, DigestView, DraftView, Earlier, EditionLine,
    Facts, Fingerprint, Flaw, MAX_REASON, MAX_SUMMARY, Overview, Page, ProposalView, Propose, Purpose,
    Rebased, Refusal, Related, Response, Teller, Waiting,
};
use crate::settings::Settings;
use crate::vote::{
    Answer, Change, Choice, Concern, Count, Electorate, Electors, Extension, Fate, Proposal, Shortfall,
    Status, Voided, Voter, Why as VoteWhy,
};

/// 80 characters that all need a backslash, and an end by which to tell them apart.
pub fn hostile(which: usize) -> String {
    format!("{}{which:04}", "*".repeat(76))
}

pub fn worst_scheme() -> Arc<Scheme> {
    let rings = ["adopt", "trial", "assess", "hold"].into_iter().enumerate();
    let rings = rings.map(|(position, id)| Ring {
        id: RingId::parse(id).unwrap(),
        title: title(&hostile(position)),
        aliases: Vec::new(),
        color: Color::parse("#ffffff").unwrap(),
    });
    let quadrants = ["operable", "secure"].into_iter().enumerate();
    let quadrants = quadrants.map(|(position, id)| Quadrant {
        id: QuadrantId::parse(id).unwrap(),
        title: title(&hostile(position)),
        aliases: Vec::new(),
    });
    let title = title(&hostile(0));
    Arc::new(Scheme::new(title, rings.collect(), quadrants.collect()).unwrap())
}

/// Forty sections of a hundred items, a wall of text, a code block, and everything else.
pub fn worst_blip() -> Blip {
    let mut sections: Vec<Section> = (0..40)
        .map(|section| Section {
            heading: Heading::Other(format!("Section {section} {}", "x".repeat(300))),
            markdown: (0..100)
                .map(|item| format!("- item-{section}-{item} of some length"))
                .collect::<Vec<_>>()
                .join("\n"),
        })
        .collect();
    sections.push(Section {
        heading: Heading::Tips,
        markdown: format!("{} end-of-wall", "wall ".repeat(2000)),
    });
    sections.push(Section {
        heading: Heading::Limits,
        markdown: "é".repeat(9000),
    });
    let code: Vec<String> = (0..400).map(|line| format!("key_{line}: value")).collect();
    sections.push(Section {
        heading: Heading::Other("Code".to_owned()),
        markdown: format!("```yaml\n{}\n```", code.join("\n")),
    });
    let mut blip = atlantis();
    blip.title = title(&hostile(7));
    blip.text.summary = "s".repeat(4000);
    blip.text.sections = sections;
    blip.links = (0..60)
        .map(|link| Link {
            title: title(&format!("link {link}")),
            url: Url::parse(&format!("https://a.example/{link}/{}", "x".repeat(400))).unwrap(),
        })
        .collect();
    blip.tags = (0..200).map(|tag| format!("tag-{tag}")).collect();
    blip.aliases = (0..30).map(|alias| title(&hostile(alias))).collect();
    blip
}

fn worst_card() -> Card {
    Card {
        vote: None,
        scheme: worst_scheme(),
        blip: Arc::new(worst_blip()),
        related: (0..60)
            .map(|other| Related {
                id: blip_id("other"),
                title: title(&hostile(other)),
                ring: title(&hostile(0)),
                how: "is an alternative to".to_owned(),
                told_by: Teller::OtherBlip,
            })
            .collect(),
        ..card()
    }
}

pub fn body(response: &Response) -> Value {
    let body = with_context(|context| render(response, Audience::Asker, context).body);
    check(&body);
    body
}

/// Presses `More` to the end.
pub fn leafed(page: impl Fn(u16) -> Response) -> Vec<String> {
    let mut texts = Vec::new();
    for number in 0..u16::MAX {
        let body = body(&page(number));
        texts.push(body["embeds"][0]["description"].as_str().unwrap().to_owned());
        let rows = body["components"].as_array().unwrap();
        let more = rows
            .iter()
            .flat_map(|row| row["components"].as_array().unwrap())
            .any(|part| {
                part["label"]
                    .as_str()
                    .is_some_and(|label| label.starts_with("More"))
            });
        if !more {
            break;
        }
    }
    texts
}

#[test]
fn nothing_of_a_long_card_is_lost() {
    let pages = leafed(|page| Response::Card(Box::new(Card { page, ..worst_card() })));
    assert!(pages.len() > 30);
    let all = pages.join("\n");
    for section in 0..40 {
        for item in 0..100 {
            let text = format!("- item-{section}-{item} of");
            assert!(all.contains(&text), "{text}");
        }
        assert!(all.contains(&format!("Section {section} {}", "x".repeat(300))));
    }
    for number in 0..60 {
        assert!(all.contains(&format!("[link {number}](https://a.example/{number}/")));
    }
    for line in 0..400 {
        assert!(all.contains(&format!("key_{line}: value")));
    }
    // Two thousand of them, and the one at the end.
    assert_eq!(all.matches("wall").count(), 2001);
    assert!(all.contains("end-of-wall") && all.contains("tag-199"));
    assert_eq!(all.matches('é').count(), 9000);
    for page in &pages {
        assert_eq!(page.matches("```").count() % 2, 0, "an open code block:\n{page}");
    }
}

#[test]
fn a_page_past_the_end_is_the_last() {
    let last = leafed(|page| Response::Card(Box::new(Card { page, ..worst_card() }))).pop();
    let past = body(&Response::Card(Box::new(Card {
        page: u16::MAX,
        ..worst_card()
    })));
    assert_eq!(past["embeds"][0]["description"].as_str(), last.as_deref());
}

/// Everything that is said of a count, in the longest words: of more members than ever voted.
fn worst_count() -> Count {
    let mut count = count(9_999_999, 9_999_999, 9_999_999);
    count.tally.recused = 9_999_999;
    count.electors = Some(Electors {
        opened: 90_000_000,
        counted: 70_000_000,
        asked: true,
    });
    count
}

/// A vote of members by name, of whom some are away and to whom others came.
fn among_names(mut view: ProposalView) -> ProposalView {
    view.proposal.electorate = Electorate::Members {
        role: super::sample::role(u64::MAX),
        members: (1..=1_000).map(super::sample::member).collect(),
    };
    view.away = 999;
    view.count = count(1_000, 1_000, 1_000);
    view.count.tally.recused = 1_000;
    view.count.tally.advisory = 1_000_000;
    view.count.electors = Some(Electors {
        opened: 9_000,
        counted: 8_000,
        asked: false,
    });
    view
}

/// The longest that a proposal can be: every text at its limit, and nothing but signs.
pub fn worst_view(status: Status, which: usize) -> ProposalView {
    let signs = prose(&"*".repeat(1000));
    let change = Change::Add {
        blip: blip_id("x"),
        title: title(&hostile(which)),
        quadrant: QuadrantId::parse("secure").unwrap(),
        to: RingId::parse("assess").unwrap(),
        summary: signs.clone(),
    };
    let mut sample = view(add_nix(), status);
    // Until the end it is said that names are not shown; afterwards names are longer than that they are missing.
    sample.proposal.policy.names = sample.proposal.status.ended_at().is_some();
    let long = |length: usize| prose(&"*".repeat(length));
    let concern = |answer| Concern {
        author: super::sample::member(u64::MAX),
        title: long(90),
        text: Some(long(1000)),
        raised_at: at(0),
        answer,
    };
    let overridden = || Answer::Overridden {
        at: at(0),
        by: super::sample::member(u64::MAX),
        reason: long(1000),
    };
    let voided = Voided {
        member: super::sample::member(u64::MAX),
        by: super::sample::member(u64::MAX),
        at: at(0),
        reason: long(1000),
    };
    let extension = Extension {
        at: at(0),
        from: at(0),
        until: at(600_000),
        why: VoteWhy::Outage {
            from: at(0),
            until: at(600_000),
        },
    };
    let is_live = sample.proposal.status.is_live();
    let waits = sample.proposal.status.phase().is_waiting();
    let rebased = if waits {
        Rebased::To(Standing::In(RingId::parse("assess").unwrap()))
    } else {
        Rebased::Meanwhile
    };
    ProposalView {
        rebased: is_live.then_some(rebased),
        published: None,
        earlier: Some(Earlier {
            number: number(u32::MAX),
            status: Status::Passed {
                at: at(0),
                count: worst_count(),
                fate: Fate::Dropped {
                    at: at(0),
                    by: super::sample::member(u64::MAX),
                    reason: long(1000),
                },
            },
            posted: Some(posted()),
        }),
        scheme: worst_scheme(),
        // They are told of votes that are over.
        reasons: (0..if is_live { 0 } else { 50 })
            .map(|_| Why {
                voter: Voter::Known(super::sample::member(u64::MAX)),
                choice: Choice::InFavor,
                text: long(300),
            })
            .collect(),
        proposal: Proposal {
            number: number(u32::MAX - u32::try_from(which).unwrap()),
            change,
            reason: Some(signs),
            addenda: (0..20).map(|_| long(1000)).collect(),
            concerns: (0..20).map(|_| concern(overridden())).collect(),
            extensions: (0..9).map(|_| extension.clone()).collect(),
            voided: (0..50).map(|_| voided.clone()).collect(),
            electorate: Electorate::Role {
                role: super::sample::role(u64::MAX),
                size: Some(u32::MAX),
            },
            ..sample.proposal
        },
        count: worst_count(),
        away: 0,
        departed: 99,
        reworded: is_live,
        again: Some(Again {
            at: at(0),
            thread: Some(channel(u64::MAX)),
        }),
        ..sample
    }
}

fn statuses() -> [Status; 6] {
    [
        Status::Held {
            since: at(0),
            until: at(0),
        },
        Status::Waiting(crate::vote::Waiting::Second { until: at(0) }),
        Status::Open,
        Status::Rejected {
            at: at(0),
            count: worst_count(),
            shortfall: Shortfall::BelowThreshold,
        },
        Status::Withdrawn {
            at: at(0),
            stood: None,
        },
        Status::Cancelled {
            at: at(0),
            by: super::sample::member(u64::MAX),
            reason: prose(&"`".repeat(1000)),
            stood: None,
        },
    ]
}

#[test]
fn the_longest_vote_fits_one_message() {
    for status in statuses() {
        for line in ["*", "x", "\n*", "*a "] {
            for among in [|view| view, among_names] {
                let mut view = among(worst_view(status.clone(), 0));
                let long: String = line.repeat(1000 / line.len());
                let long: String = long.split('\n').take(39).collect::<Vec<_>>().join("\n");
                view.proposal.reason = Some(prose(&long));
                body(&Response::Proposal {
                    view: Box::new(view.clone()),
                    mine: super::sample::mine(None),
                    silent: Some((1..=100).map(|id| super::sample::member(u64::MAX - id)).collect()),
                });
                for facts in [
                    Facts::Vote(Box::new(view.clone())),
                    Facts::Outcome(Box::new(view)),
                ] {
                    let bodies = with_context(|context| render_facts(&facts, "k7f3", context));
                    bodies.iter().for_each(check);
                }
            }
        }
    }
}

#[test]
fn the_longest_lists_fit_one_message() {
    for status in statuses() {
        let rows = (0..8).map(|which| worst_view(status.clone(), which)).collect();
        body(&Response::Proposals {
            page: Page {
                rows,
                number: 1,
                count: 9,
                total: 70,
            },
        });
    }
    let rows = (0..12).map(|which| EditionLine {
        edition: edition(&format!("2024-01-01-{}", which + 2), &hostile(which)),
        blips: 118,
        changes: 118,
    });
    body(&Response::Editions {
        page: Page {
            rows: rows.collect(),
            number: 1,
            count: 9,
            total: 100,
        },
        scheduled: Some(at(0)),
    });
}

#[test]
fn sixty_open_votes_and_118_blips_are_all_on_the_radar() {
    let blips: Vec<Arc<Blip>> = (0..118)
        .map(|which| {
            Arc::new(bare_blip(
                &format!("b{which}"),
                &format!("Blip_{which:03}"),
                "adopt",
            ))
        })
        .collect();
    let page = |page| {
        Response::Overview(Box::new(Overview {
            blips: blips.clone(),
            open_votes: (0..60).map(|which| worst_view(Status::Open, which)).collect(),
            page,
            ..overview()
        }))
    };
    let all = leafed(page).join("\n");
    for which in 0..118 {
        assert!(all.contains(&format!(r"Blip\_{which:03}")), "{which}");
    }
    for which in 0..60 {
        assert!(all.contains(&format!("[#{}](", u32::MAX - which)), "{which}");
    }
}

pub fn worst_digest() -> Digest {
    let entry = |which: usize| Entry {
        has_own_text: true,
        blip: Arc::new(bare_blip(
            &format!("b{which}"),
            &format!("Blip-{which:03}"),
            "adopt",
        )),
        shift: Shift::of(Movement::MovedIn {
            from: RingId::parse("trial").unwrap(),
        }),
        vote: Some(VoteBehind {
            number: number(u32::try_from(which).unwrap() + 1),
            reason: Some(prose(&format!("reason-{which:03} {}", "words ".repeat(160)))),
            posted: Some(posted()),
        }),
    };
    Digest {
        entries: (0..118).map(entry).collect(),
        ..digest_view().digest
    }
}

#[test]
fn a_digest_of_118_changes_is_posted_whole() {
    let view = DigestView {
        digest: worst_digest(),
        ..digest_view()
    };
    let facts = Facts::Digest(Box::new(view));
    let bodies = with_context(|context| render_facts(&facts, "k7f3", context));
    bodies.iter().for_each(check);
    let all: Vec<&str> = bodies
        .iter()
        .map(|body| body["embeds"][0]["description"].as_str().unwrap())
        .collect();
    let all = all.join("\n");
    for which in 0..118 {
        assert!(all.contains(&format!("**Blip-{which:03}**")), "{which}");
        assert!(all.contains(&format!("> reason-{which:03}")), "{which}");
    }
    let pages = leafed(|page| {
        Response::Edition(Box::new(DigestView {
            digest: worst_digest(),
            scheme: scheme(),
            page,
        }))
    });
    assert_eq!(pages.len(), bodies.len());
}

#[test]
fn a_preview_keeps_its_button_on_every_page() {
    let title = Some("*".repeat(80));
    let publish = CustomId::Publish(Fingerprint(0xabcd), title.clone()).to_string();
    for page in 0..5 {
        let body = body(&Response::Preview(Box::new(DraftView {
            digest: Some(worst_digest()),
            title: title.clone(),
            page,
            ..draft_view()
        })));
        assert_eq!(body["components"][0]["components"][0]["custom_id"], publish);
    }
}

#[test]
fn the_longest_refusals_fit() {
    let many: Vec<_> = (0..60).map(|which| title(&hostile(which))).collect();
    let nearest: Vec<Candidate> = (0..5)
        .map(|which| Candidate {
            id: blip_id(&format!("b{which}")),
            title: title(&hostile(which)),
            ring: title(&hostile(which)),
            retired: true,
        })
        .collect();
    let typed = "@everyone ".repeat(400);
    let asked = Box::new(Propose {
        blip: "x".repeat(100),
        ring: "x".repeat(100),
        reason: Some("`".repeat(MAX_REASON)),
        quadrant: None,
        summary: Some("x".repeat(MAX_SUMMARY)),
        policy: Some("x".repeat(100)),
        duration: Some("x".repeat(100)),
    });
    for refusal in [
        Refusal::NewBlipNeeds {
            title: title(&hostile(0)),
            quadrant: true,
            summary: true,
            quadrants: many.clone(),
            nearest: nearest.clone(),
            asked: asked.clone(),
        },
        Refusal::UnknownRing {
            typed: typed.clone(),
            rings: many,
        },
        Refusal::Ambiguous {
            typed: typed.clone(),
            candidates: nearest.clone(),
            asked: asked.clone(),
        },
        Refusal::NothingToRetire {
            typed: typed.clone(),
            nearest: nearest.clone(),
            asked,
        },
    ] {
        check(&with_context(|context| render_refusal(&refusal, Attempted::Ballot, context)).body);
    }
    for response in [
        Response::NotOnRadar {
            query: typed.clone(),
            nearest: nearest.clone(),
            purpose: Purpose::Card,
        },
        Response::Candidates {
            query: typed,
            candidates: nearest,
            purpose: Purpose::Card,
        },
    ] {
        body(&response);
    }
}

#[test]
fn however_much_waits_the_state_and_the_messages_fit() {
    let longest = EditionId::parse(&"_".repeat(EditionId::MAX_CHARS)).unwrap();
    let troubles: Vec<Waiting> = (0..20_u64)
        .map(|cause| Waiting {
            why: Obstacle::ALL[usize::try_from(cause).unwrap() % Obstacle::ALL.len()],
            channel: channel(u64::MAX - cause),
            since: at(0),
            topics: vec![Topic::Digest(longest.clone()); 1_000],
        })
        .collect();
    for waiting in &troubles {
        let bodies = with_context(|context| render_facts(&Facts::Trouble(waiting.clone()), "k7f3", context));
        bodies.iter().for_each(check);
        assert_eq!(bodies.len(), 1);
    }
    let flaw = |line| Flaw::Written {
        path: "_".repeat(500),
        line,
        text: "*".repeat(5_000),
    };
    let files = Arc::new(Broken::new((0..1_000).map(flaw)));
    let facts = Facts::BrokenFiles(Arc::clone(&files));
    let bodies = with_context(|context| render_facts(&facts, "k7f3", context));
    bodies.iter().for_each(check);
    let setup = Response::Setup {
        settings: Settings::default(),
        changed: false,
        waiting: troubles,
        files: Some(files),
        lists_members: false,
    };
    let text = body(&setup)["embeds"][0]["description"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(text.contains("and 15 more"), "{text}");
    assert!(text.contains("and 995 more"), "{text}");
}

#[test]
fn however_many_votes_end_before_an_edition_that_fits() {
    let votes = (1..=500).map(|number| ClosingVote {
        number: number.try_into().unwrap(),
        title: title(&"*_[`~".repeat(16)),
        closes_at: at(0),
        posted: Some(Posted {
            channel: channel(u64::MAX),
            message: u64::MAX.try_into().unwrap(),
        }),
    });
    let soon = CalendarView::Soon {
        at: at(0),
        title: Some("*".repeat(80)),
        digest: Some(worst_digest()),
        votes: votes.collect(),
    };
    let bodies = with_context(|context| render_facts(&Facts::Calendar(Box::new(soon)), "k7f3", context));
    bodies.iter().for_each(check);
    let text = bodies[0]["embeds"][0]["description"].as_str().unwrap();
    assert!(text.contains("and 490 more"), "{text}");
}

#[test]
fn an_empty_radar_says_how_to_begin() {
    let empty = Overview {
        blips: Vec::new(),
        open_votes: Vec::new(),
        ..overview()
    };
    let body = body(&Response::Overview(Box::new(empty)));
    let text = body["embeds"][0]["description"].as_str().unwrap();
    assert!(text.contains("Start with `/propose`"), "{text}");
}

#[test]
fn a_proposal_without_any_ballot_is_counted_without_dividing() {
    let status = Status::NoQuorum {
        at: at(0),
        count: count(0, 0, 0),
    };
    let mut view = view(move_crossplane(), status);
    view.proposal.policy = policy();
    let bodies = with_context(|context| render_facts(&Facts::Vote(Box::new(view)), "k7f3", context));
    let text = bodies[0]["embeds"][0]["description"].as_str().unwrap();
    assert!(text.contains("✗ No votes cast, so no share in favor"), "{text}");
}
