//! A small radar, and what the use cases would say of it.

use std::collections::BTreeSet;

use std::num::NonZeroU64;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;

use crate::digest::{Digest, EditionRef, Entry, VoteBehind};
use crate::draft::Draft;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::outbox::{Obstacle, Posted, Topic};
use crate::prose::Prose;
use crate::radar::{
    Blip, BlipId, BlipText, Color, Edition, EditionId, Heading, Link, Movement, Origin, Quadrant, QuadrantId,
    Ring, RingId, Scheme, Section, Shift, Title, Url,
};
use crate::service::{
    Candidate, Card, DigestView, DraftView, Fingerprint, Matched, Mine, Overview, ProposalView, Related,
    Rule, Teller, Waiting,
};
use crate::vote::electorate::Admission;
use crate::vote::{
    Change, Choice, Effect, Electorate, Fate, Policies, Policy, Proposal, ProposalNumber, Status,
};

pub fn guild() -> GuildId {
    GuildId::new(nonzero(11))
}

pub fn channel(id: u64) -> ChannelId {
    ChannelId::new(nonzero(id))
}

pub fn member(id: u64) -> MemberId {
    MemberId::new(nonzero(id))
}

pub fn role(id: u64) -> RoleId {
    RoleId::new(nonzero(id))
}

pub fn posted() -> Posted {
    Posted {
        channel: channel(22),
        message: MessageId::new(nonzero(33)),
    }
}

pub fn number(number: u32) -> ProposalNumber {
    ProposalNumber::try_from(number).unwrap()
}

fn nonzero(id: u64) -> NonZeroU64 {
    NonZeroU64::new(id).unwrap()
}

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

pub fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

pub fn ring(id: &str) -> RingId {
    RingId::parse(id).unwrap()
}

pub fn blip_id(id: &str) -> BlipId {
    BlipId::parse(id).unwrap()
}

pub fn prose(text: &str) -> Prose {
    Prose::parse(text, 4000).unwrap()
}

pub fn scheme() -> Arc<Scheme> {
    let ring = |id: &str, color: &str| Ring {
        id: ring(id),
        title: title(&(id[..1].to_uppercase() + &id[1..])),
        aliases: Vec::new(),
        color: Color::parse(color).unwrap(),
    };
    let quadrant = |id: &str| Quadrant {
        id: QuadrantId::parse(id).unwrap(),
        title: title(&(id[..1].to_uppercase() + &id[1..])),
        aliases: Vec::new(),
    };
    let rings = vec![
        ring("adopt", "#1a7f37"),
        ring("trial", "#0969da"),
        ring("assess", "#9a6700"),
        ring("hold", "#cf222e"),
    ];
    let quadrants = vec![quadrant("operable"), quadrant("secure")];
    Arc::new(Scheme::new(title("Cloud Native Radar"), rings, quadrants).unwrap())
}

pub fn edition(id: &str, name: &str) -> EditionRef {
    EditionRef {
        id: EditionId::parse(id).unwrap(),
        title: name.to_owned(),
        published: at(0),
    }
}

/// A blip with nothing but a summary.
pub fn bare_blip(id: &str, name: &str, in_ring: &str) -> Blip {
    Blip {
        id: blip_id(id),
        title: title(name),
        ring: ring(in_ring),
        quadrant: QuadrantId::parse("operable").unwrap(),
        tags: Vec::new(),
        aliases: Vec::new(),
        links: Vec::new(),
        related: Vec::new(),
        owner: None,
        review_by: None,
        text: BlipText::from_summary(format!("What {name} is for.")),
    }
}

/// A blip with everything.
pub fn atlantis() -> Blip {
    let section = |heading, markdown: &str| Section {
        heading,
        markdown: markdown.to_owned(),
    };
    Blip {
        tags: vec!["iac".to_owned(), "git_ops".to_owned()],
        aliases: vec![title("runatlantis")],
        links: vec![Link {
            title: title("Atlantis [docs]"),
            url: Url::parse("https://www.runatlantis.io/docs").unwrap(),
        }],
        owner: Some("platform-team".to_owned()),
        review_by: Some(date(2024, 6, 1)),
        text: BlipText {
            summary: "Runs Terraform from **pull requests**.".to_owned(),
            sections: vec![
                section(
                    Heading::Strengths,
                    "- Plans are reviewed\n- One place for credentials",
                ),
                section(Heading::Limits, "- One more server to run"),
                section(Heading::Alternatives, "- Terraform Cloud"),
                section(Heading::Tips, "- Lock the workspace"),
                section(Heading::Verdict, "Try it on a second project."),
                section(Heading::Other("Cost".to_owned()), "Free."),
            ],
        },
        ..bare_blip("atlantis", "Atlantis", "trial")
    }
}

pub fn card() -> Card {
    let related = |id: &str, name: &str, told_by| Related {
        id: blip_id(id),
        title: title(name),
        ring: title("Adopt"),
        how: "automates".to_owned(),
        told_by,
    };
    Card {
        vote: None,
        scheme: scheme(),
        blip: Arc::new(atlantis()),
        edition: edition("2023-10-01", "Autumn 2023"),
        since: edition("2023-10-01", "Autumn 2023"),
        movement: Movement::MovedIn { from: ring("assess") },
        retired: false,
        matched: Matched::Exactly,
        related: vec![
            related("terraform", "Terraform", Teller::ThisBlip),
            related("tacos", "TACOS", Teller::OtherBlip),
        ],
        open_vote: None,
        draft: None,
        page: 0,
    }
}

pub fn candidates() -> Vec<Candidate> {
    let candidate = |id: &str, name: &str, retired| Candidate {
        id: blip_id(id),
        title: title(name),
        ring: title("Adopt"),
        retired,
    };
    vec![
        candidate("terraform", "Terraform", false),
        candidate("terragrunt", "Terragrunt", true),
    ]
}

pub fn policy() -> Policy {
    Policies::built_in().usual(false)
}

pub use crate::vote::sample::count;

pub fn move_crossplane() -> Change {
    Change::Move {
        blip: blip_id("crossplane"),
        title: title("Crossplane"),
        from: ring("assess"),
        to: ring("trial"),
    }
}

pub fn add_nix() -> Change {
    Change::Add {
        blip: blip_id("nix"),
        title: title("Nix"),
        quadrant: QuadrantId::parse("secure").unwrap(),
        to: ring("assess"),
        summary: prose("Builds that can be repeated."),
    }
}

pub fn proposal(change: Change, status: Status) -> Proposal {
    Proposal {
        guild: guild(),
        number: number(12),
        change,
        proposer: member(44),
        reason: Some(prose(
            "Two teams run it.\nSee https://adr.example/12, and *not* @everyone.",
        )),
        addenda: Vec::new(),
        channel: channel(22),
        interaction: InteractionId::new(nonzero(55)),
        opens_at: at(0),
        closes_at: at(604_800),
        extensions: Vec::new(),
        policy: policy(),
        electorate: Electorate::Anyone,
        concerns: Vec::new(),
        voided: Vec::new(),
        departed: BTreeSet::new(),
        seconded_by: None,
        supersedes: None,
        status,
    }
}

pub fn view(change: Change, status: Status) -> ProposalView {
    let counted = status.count().copied().unwrap_or_else(|| count(2, 1, 0));
    ProposalView {
        published: None,
        scheme: scheme(),
        proposal: proposal(change, status),
        count: counted,
        posted: Some(posted()),
        again: None,
        away: 0,
        departed: 0,
        reworded: false,
        rebased: None,
        earlier: None,
        reasons: Vec::new(),
    }
}

/// What a voter answered.
pub fn mine(ballot: Option<(Choice, Effect)>) -> Mine {
    Mine {
        admission: Admission::Binding,
        ballot,
    }
}

pub fn passed() -> Status {
    Status::Passed {
        at: at(604_803),
        count: count(4, 1, 1),
        fate: Fate::Queued,
    }
}

pub fn withdrawn() -> Status {
    Status::Withdrawn {
        at: at(60),
        stood: None,
    }
}

pub fn cancelled() -> Status {
    Status::Cancelled {
        at: at(60),
        by: member(45),
        reason: prose("Wrong blip."),
        stood: None,
    }
}

pub fn overview() -> Overview {
    Overview {
        scheme: scheme(),
        edition: edition("2023-10-01", "Autumn 2023"),
        quadrant: None,
        blips: vec![
            Arc::new(bare_blip("terraform", "Terraform", "adopt")),
            Arc::new(bare_blip("terragrunt", "Terragrunt", "adopt")),
            Arc::new(atlantis()),
        ],
        open_votes: vec![view(move_crossplane(), Status::Open)],
        page: 0,
    }
}

pub fn digest() -> Digest {
    let entry = |blip: Blip, movement, vote: Option<VoteBehind>| Entry {
        has_own_text: true,
        blip: Arc::new(blip),
        shift: Shift::of(movement),
        vote,
    };
    let from = |id: &str| ring(id);
    let vote = |number_of, reason: Option<&str>| {
        Some(VoteBehind {
            number: number(number_of),
            reason: reason.map(prose),
            posted: Some(posted()),
        })
    };
    Digest {
        edition: edition("2024-01-01", "Winter 2024"),
        founding: false,
        entries: vec![
            entry(atlantis(), Movement::MovedIn { from: from("assess") }, None),
            entry(
                bare_blip("crossplane", "Crossplane", "trial"),
                Movement::MovedIn { from: from("assess") },
                vote(12, Some("Two teams run it.")),
            ),
            entry(
                bare_blip("hermes", "Hermes", "hold"),
                Movement::MovedOut { from: from("assess") },
                vote(13, None),
            ),
            entry(bare_blip("nix", "Nix", "assess"), Movement::New, None),
            entry(
                bare_blip("pulumi", "Pulumi", "hold"),
                Movement::Retired { from: from("hold") },
                vote(14, Some("Nobody uses it.")),
            ),
            entry(
                bare_blip("salt", "Salt", "assess"),
                Movement::Returned { from: from("hold") },
                None,
            ),
        ],
        stayed: 12,
        updated: Vec::new(),
        corrections: Vec::new(),
    }
}

pub fn digest_view() -> DigestView {
    DigestView {
        scheme: scheme(),
        digest: digest(),
        page: 0,
    }
}

/// The draft of one passed proposal that fits and one that does not.
pub fn draft_view() -> DraftView {
    let current = Edition {
        id: EditionId::parse("2023-10-01").unwrap(),
        title: "Autumn 2023".to_owned(),
        published: at(0),
        origin: Origin::Data,
        blips: [(
            blip_id("crossplane"),
            Arc::new(bare_blip("crossplane", "Crossplane", "assess")),
        )]
        .into(),
        retired: [].into(),
    };
    let moved = Proposal {
        number: number(13),
        ..proposal(move_crossplane(), passed())
    };
    DraftView {
        scheme: scheme(),
        draft: Draft::of(
            &current,
            vec![proposal(move_crossplane(), passed()), moved],
            Vec::new(),
        ),
        edits: Vec::new(),
        dropped: Vec::new(),
        digest: Some(digest()),
        scheduled: None,
        title: None,
        fingerprint: Fingerprint(0xabcd),
        page: 0,
    }
}

pub fn rule() -> Rule {
    Rule {
        policy: policy(),
        choice: Policies::built_in()
            .iter()
            .map(|policy| policy.name.clone())
            .collect(),
    }
}

/// What waits in each of the ways in which something can.
pub fn troubles() -> Vec<Waiting> {
    let waiting = |why, topics| Waiting {
        why,
        channel: channel(23),
        since: at(3600),
        topics,
    };
    let digest = || Topic::Digest(EditionId::parse("2026-11-26_a").unwrap());
    vec![
        waiting(
            Obstacle::PermissionMissing,
            vec![digest(), Topic::Outcome(number(3))],
        ),
        waiting(Obstacle::ChannelGone, vec![Topic::Introduction]),
        waiting(
            Obstacle::ChannelGone,
            (1..=7).map(|vote| Topic::Vote(number(vote))).collect(),
        ),
        waiting(Obstacle::Refused, vec![Topic::Ending(number(4))]),
        waiting(Obstacle::Unknown, vec![digest()]),
    ]
}
