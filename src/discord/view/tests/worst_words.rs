//! The longest and the most that maintainers change by hand, in the draft and after it: everything fits, and nothing is
//! lost.

use std::sync::Arc;

use serde_json::Value;

use super::limits::check;
use super::sample::{at, atlantis, bare_blip, channel, count, digest_view, draft_view, guild, member, title};
use super::with_context;
use super::worst::{body, hostile, leafed, worst_blip, worst_digest, worst_scheme, worst_view};
use crate::blip_text::Typed;
use crate::digest::{Digest, EditionRef, Told};
use crate::discord::attempted::Attempted;
use crate::discord::custom_id::CustomId;
use crate::discord::view::{render_facts, render_refusal};
use crate::edit::{Dropped, Edit, EditNumber};
use crate::prose::ProseError;
use crate::radar::{Blip, BlipId, EditionId, Given, Revision};
use crate::service::{
    DigestView, DraftView, EditLine, Facts, Field, Fingerprint, MAX_REASON, Refusal, Response, Words,
};
use crate::vote::{Fate, Proposal, Status};

/// Beginnings of texts: signs that double their length, code fences, many lines, many quotations, words.
const SHAPES: [&str; 6] = ["*", "`", "\n*", "> ", "|| ", "word "];
/// The most lines that such a text has.
const LINES: usize = 40;

/// A reason or note as long as they can be, with an end by which it is known.
fn longest(which: usize) -> String {
    let end = format!("end{which:04}");
    let shape = SHAPES[which % SHAPES.len()];
    let text = shape.repeat((MAX_REASON - end.len()) / shape.len());
    let lines: Vec<&str> = text.split('\n').take(LINES - 1).collect();
    format!("{}{end}", lines.join("\n"))
}

/// The same, as it is stored.
fn stored(which: usize) -> crate::prose::Prose {
    crate::prose::Prose::parse(&longest(which), MAX_REASON).unwrap()
}

fn edition() -> EditionRef {
    EditionRef {
        id: EditionId::parse(&"_".repeat(EditionId::MAX_CHARS)).unwrap(),
        title: "*".repeat(80),
        published: at(0),
    }
}

/// An edit of everything that can be edited; the first of them is as long as nothing is.
fn edit(number: usize, dropped: Option<Dropped>) -> Edit {
    let blip = if number == 1 { worst_blip() } else { atlantis() };
    Edit {
        guild: guild(),
        number: EditNumber::try_from(u32::try_from(number).unwrap()).unwrap(),
        by: member(u64::MAX),
        at: at(60),
        revision: Revision {
            text: Some(blip.text),
            links: Some(blip.links),
            tags: Some(blip.tags),
            owner: Some(Given::Is("*".repeat(80))),
            review_by: Some(Given::Nothing),
            ..Revision::of(blip.id)
        },
        dropped,
    }
}

/// Twenty edits that fit, twenty that do not and twenty that were dropped; as many dropped proposals; a long edition.
fn worst_draft() -> DraftView {
    let lines = (1..=60).map(|number| EditLine {
        title: title(&hostile(number)),
        fits: number <= 20,
        edit: edit(
            number,
            (number > 40).then(|| Dropped {
                by: member(u64::MAX),
                at: at(120),
                reason: stored(number),
            }),
        ),
    });
    let taken_out = |which: usize| {
        let status = Status::Passed {
            at: at(60),
            count: count(4, 1, 1),
            fate: Fate::Dropped {
                at: at(120),
                by: member(u64::MAX),
                reason: stored(which),
            },
        };
        Proposal {
            status,
            ..worst_view(Status::Open, which).proposal
        }
    };
    let mut digest = worst_digest();
    digest.entries.truncate(MOVED);
    digest.updated = updated();
    DraftView {
        scheme: worst_scheme(),
        edits: lines.collect(),
        dropped: (100..120).map(taken_out).collect(),
        digest: Some(digest),
        ..draft_view()
    }
}

/// As many blips move.
const MOVED: usize = 20;

/// Of as many something else is said.
const UPDATED: usize = 118;

/// The blips of which something else is said.
fn updated() -> Vec<Arc<Blip>> {
    let blip = |which: usize| Arc::new(bare_blip(&format!("u{which}"), &hostile(1_000 + which), "adopt"));
    (0..UPDATED).map(blip).collect()
}

fn once(all: &str, what: &str) {
    assert_eq!(all.matches(what).count(), 1, "{what}");
}

#[test]
fn the_longest_draft_tells_every_edit_and_every_reason() {
    let pages = leafed(|page| {
        Response::Draft(Box::new(DraftView {
            page,
            ..worst_draft()
        }))
    });
    let all = pages.join("\n");
    for number in 1..=60 {
        once(&all, &format!("Edit #{number} of "));
    }
    for which in (41..=60).chain(100..120) {
        once(&all, &format!("end{which:04}"));
    }
    for page in &pages {
        assert_eq!(page.matches("```").count() % 2, 0, "an open code block:\n{page}");
    }
}

#[test]
fn the_longest_preview_names_every_text_and_keeps_its_button() {
    let name = Some("*".repeat(80));
    let publish = CustomId::Publish(Fingerprint(0xabcd), name.clone()).to_string();
    let draft = DraftView {
        title: name,
        ..worst_draft()
    };
    let preview = |page| {
        let draft = draft.clone();
        Response::Preview(Box::new(DraftView { page, ..draft }))
    };
    let pages = leafed(preview);
    let all = pages.join("\n");
    for which in 0..UPDATED {
        // Of their titles the ends differ.
        once(&all, &format!("\\*{:04}**", 1_000 + which));
    }
    for which in 0..MOVED {
        once(&all, &format!("**Blip-{which:03}**"));
    }
    let last = u16::try_from(pages.len()).unwrap() - 1;
    for page in [0, last / 2, last] {
        let body = body(&preview(page));
        assert_eq!(body["components"][0]["components"][0]["custom_id"], publish);
    }
}

/// More corrections than anybody needs.
const TIMES: usize = 20;

/// A digest that was corrected so often, each time with as much as a note holds.
fn corrected(times: usize) -> DigestView {
    let told = (0..times).map(|which| Told {
        at: at(0),
        by: member(u64::MAX),
        note: stored(which),
    });
    let mut digest = worst_digest();
    digest.entries.truncate(MOVED);
    DigestView {
        scheme: worst_scheme(),
        digest: Digest {
            edition: edition(),
            corrections: told.collect(),
            updated: updated(),
            ..digest
        },
        ..digest_view()
    }
}

fn texts(bodies: &[Value]) -> Vec<String> {
    let text = |body: &Value| body["embeds"][0]["description"].as_str().unwrap().to_owned();
    bodies.iter().map(text).collect()
}

#[test]
fn the_longest_notes_stand_in_the_digest_and_what_follows_it() {
    let posted = |facts: &Facts| with_context(|context| render_facts(facts, "k7f3", context));
    let view = corrected(TIMES);
    let bodies = posted(&Facts::Digest(Box::new(view.clone())));
    bodies.iter().for_each(check);
    let pages = leafed(|page| {
        let view = view.clone();
        Response::Edition(Box::new(DigestView { page, ..view }))
    });
    assert_eq!(pages.len(), bodies.len());
    for all in [texts(&bodies).join("\n"), pages.join("\n")] {
        for which in 0..TIMES {
            once(&all, &format!("end{which:04}"));
        }
        for which in 0..UPDATED {
            once(&all, &format!("\\*{:04}**", 1_000 + which));
        }
        for which in 0..MOVED {
            once(&all, &format!("> reason-{which:03}"));
        }
    }
    // Of the messages that were posted before it was corrected all are edited; the others follow them.
    let there = posted(&Facts::Digest(Box::new(corrected(0)))).len();
    assert!(there < bodies.len());
    let facts = Facts::Continuation(Box::new(view), Vec::new(), there);
    assert_eq!(posted(&facts), bodies[there..]);
}

#[test]
fn the_longest_answers_about_edits_and_corrections_fit() {
    let mut blip = worst_blip();
    blip.id = BlipId::parse(&"b".repeat(BlipId::MAX_CHARS)).unwrap();
    let title = title(&hostile(7));
    for words in [
        Words::Draft(blip.clone()),
        Words::Blip(edition(), blip.clone()),
        Words::Draft(atlantis()),
        Words::Edition(edition()),
    ] {
        body(&Response::Words(Box::new(words)));
    }
    let edited = body(&Response::Edited {
        edit: Box::new(edit(1, None)),
        title: title.clone(),
    });
    let text = edited["content"].as_str().unwrap();
    assert!(text.contains("text, links, tags, owner, review date"), "{text}");
    let number = EditNumber::FIRST;
    body(&Response::EditDropped { number, title });
    for digest in [None, Some(channel(u64::MAX))] {
        let number = u32::MAX;
        let corrected = Response::Corrected {
            edition: edition(),
            number,
            digest,
        };
        let shown = body(&corrected);
        let text = shown["content"].as_str().unwrap();
        assert_eq!(text.matches("\\*").count(), 80, "the whole title: {text}");
    }
    body(&Response::Published {
        digest: Box::new(corrected(0).digest),
        digests: Some(channel(u64::MAX)),
    });
}

#[test]
fn all_that_was_typed_comes_back_when_it_is_refused() {
    // As much as the inputs of a form take.
    let long = |end: &str| Some(format!("{}{end}", "`*_".repeat(1_300)));
    let typed = Typed {
        text: long("end-text"),
        links: long("end-links"),
        tags: long("end-tags"),
        owner: long("end-owner"),
        review_by: long("end-review"),
    };
    let boxed = || Box::new(typed.clone());
    let note = format!("{}end-note", "*".repeat(1_200));
    let refusals = [
        Refusal::WordsChanged { typed: boxed() },
        Refusal::TooManyWords { typed: boxed() },
        Refusal::BadNote {
            field: Field::Note,
            error: ProseError::TooLong {
                length: note.chars().count(),
                max: MAX_REASON,
            },
            typed: boxed(),
            note: note.clone(),
        },
    ];
    for refusal in refusals {
        let reply = with_context(|context| render_refusal(&refusal, Attempted::Other, context));
        check(&reply.body);
        let file = String::from_utf8(reply.files[0].bytes.to_vec()).unwrap();
        let wanted = [
            &typed.text,
            &typed.links,
            &typed.tags,
            &typed.owner,
            &typed.review_by,
        ];
        for text in wanted.into_iter().flatten() {
            assert!(file.contains(text.as_str()), "{text}");
        }
        let is_about_the_note = matches!(refusal, Refusal::BadNote { .. });
        assert_eq!(file.contains(&note), is_about_the_note);
    }
}
