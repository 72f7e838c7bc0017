//! Each response as a reader sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::sample::{
    add_nix, at, atlantis, bare_blip, blip_id, cancelled, candidates, card, channel, count, digest,
    digest_view, draft_view, edition, guild, member, mine, move_crossplane, number, overview, passed, posted,
    prose, ring, role, rule, title, troubles, view,
};
use super::{readable_reply, with_context};
use crate::digest::{Comparison, Digest, Told, VoteBehind};
use crate::discord::commands::Audience;
use crate::discord::custom_id::CustomId;
use crate::discord::view::render;
use crate::draft::Draft;
use crate::edit::{Dropped, Edit, EditNumber};
use crate::id::MemberId;
use crate::prose::Prose;
use crate::radar::{
    Edition, EditionId, Given, Heading, Movement, Origin, QuadrantId, Revision, Section, Shift, Step,
};
use crate::schedule::Schedule;
use crate::service::{
    Amended, Amendment, Away, Card, DiffView, DigestView, DraftView, EditLine, EditionLine, HistoryView,
    Matched, Mine, OpenVote, Overview, Page, PolicySource, ProposalView, Purpose, Recorded, Reposted,
    Reposting, Response, Reworded, ScheduleChange, ScheduleView, Words,
};
use crate::settings::{Settings, Voters};
use crate::vote::electorate::Admission;
use crate::vote::policy::{Concerns, Proposers, Visibility};
use crate::vote::{Change, Choice, ConcernNumber, Effect, Fate, Policies, Policy, Status, Waiting};

fn shown(response: &Response) -> String {
    with_context(|context| readable_reply(&render(response, Audience::Asker, context)))
}

macro_rules! seen {
    ($name:literal, $response:expr) => {
        insta::assert_snapshot!($name, shown(&$response));
    };
}

fn page<T>(rows: Vec<T>, number: u16, count: u16) -> Page<T> {
    Page {
        total: rows.len() * usize::from(count),
        rows,
        number,
        count,
    }
}

#[test]
fn a_card() {
    seen!("card", Response::Card(Box::new(card())));
    let nearly = Card {
        matched: Matched::Nearly {
            query: "atlants *now*".to_owned(),
        },
        open_vote: Some(OpenVote {
            number: number(12),
            posted: Some(posted()),
        }),
        draft: Some(Some(ring("adopt"))),
        ..card()
    };
    seen!("card_nearly_matched", Response::Card(Box::new(nearly)));
    let retired = Card {
        retired: true,
        movement: Movement::Retired { from: ring("trial") },
        draft: Some(Some(ring("assess"))),
        related: Vec::new(),
        ..card()
    };
    seen!("card_retired", Response::Card(Box::new(retired)));
}

#[test]
fn knowledge_is_shared_on_request_and_nothing_else() {
    let ephemeral =
        |response: &Response| with_context(|context| render(response, Audience::Channel, context).ephemeral);
    assert!(!ephemeral(&Response::Card(Box::new(card()))));
    assert!(!ephemeral(&Response::Overview(Box::new(overview()))));
    assert!(ephemeral(&Response::Help { rule: rule() }));
}

#[test]
fn several_and_none() {
    let query = "terra<@1>".to_owned();
    seen!(
        "candidates",
        Response::Candidates {
            query: query.clone(),
            candidates: candidates(),
            purpose: Purpose::Card,
        }
    );
    seen!(
        "not_on_radar",
        Response::NotOnRadar {
            query: query.clone(),
            nearest: candidates(),
            purpose: Purpose::History,
        }
    );
    seen!(
        "not_on_radar_and_nothing_near",
        Response::NotOnRadar {
            query,
            nearest: Vec::new(),
            purpose: Purpose::Card,
        }
    );
}

#[test]
fn the_whole_radar() {
    seen!("overview", Response::Overview(Box::new(overview())));
}

#[test]
fn a_quadrant_by_itself() {
    let vault = crate::radar::Blip {
        quadrant: "secure".parse().unwrap(),
        ..bare_blip("vault", "Vault", "trial")
    };
    let mut whole = overview();
    whole.blips.push(Arc::new(vault));
    seen!("overview_quadrants", Response::Overview(Box::new(whole)));
    let quadrant = Overview {
        quadrant: Some("operable".parse().unwrap()),
        open_votes: Vec::new(),
        ..overview()
    };
    seen!("overview_quadrant", Response::Overview(Box::new(quadrant)));
}

#[test]
fn proposing_and_voting() {
    let proposed = |posted| Response::Proposed {
        number: number(12),
        channel: channel(22),
        title: title("Crossplane"),
        posted,
        similar: Vec::new(),
        waiting: None,
    };
    seen!("proposed", proposed(Some(posted())));
    seen!("proposed_later", proposed(None));
    let similar = Response::Proposed {
        number: number(12),
        channel: channel(22),
        title: title("Terrafrom"),
        posted: Some(posted()),
        similar: candidates(),
        waiting: None,
    };
    seen!("proposed_similar", similar);
    let waiting = Response::Proposed {
        number: number(13),
        channel: channel(22),
        title: title("Crossplane"),
        posted: Some(posted()),
        similar: Vec::new(),
        waiting: Some(Waiting::Behind(number(12))),
    };
    seen!("proposed_waiting", waiting);
    let recorded = |before| {
        Response::Recorded(Recorded {
            number: number(12),
            title: title("Crossplane"),
            choice: Choice::InFavor,
            effect: Effect::Counts,
            before,
            closes_at: at(604_800),
        })
    };
    seen!("recorded", recorded(None));
    seen!("recorded_again", recorded(Some(Choice::InFavor)));
    seen!("recorded_changed", recorded(Some(Choice::Abstain)));
    let Response::Recorded(advice) = recorded(None) else {
        panic!("it was one above");
    };
    let effect = Effect::Advisory;
    seen!(
        "recorded_as_advice",
        Response::Recorded(Recorded { effect, ..advice })
    );
}

#[test]
fn proposals() {
    let withdrawn = super::sample::withdrawn();
    let rows = vec![
        ProposalView {
            published: None,
            posted: None,
            ..view(add_nix(), Status::Open)
        },
        numbered(11, view(move_crossplane(), passed())),
        numbered(10, view(move_crossplane(), withdrawn.clone())),
    ];
    seen!(
        "proposals",
        Response::Proposals {
            page: page(rows, 1, 3)
        }
    );
    seen!(
        "proposals_none",
        Response::Proposals {
            page: page(Vec::new(), 0, 0),
        }
    );
    let statuses = [
        Status::Waiting(Waiting::Behind(number(12))),
        Status::Waiting(Waiting::Voters),
        Status::Waiting(Waiting::Second { until: at(86_400) }),
        Status::Held {
            since: at(604_815),
            until: at(1_209_600),
        },
    ];
    let rows = (13..).zip(statuses);
    let rows = rows.map(|(of, status)| numbered(of, view(move_crossplane(), status)));
    let rows = rows.collect();
    seen!(
        "proposals_not_open",
        Response::Proposals {
            page: page(rows, 0, 1)
        }
    );
    let shown = |view, answered| Response::Proposal {
        view: Box::new(view),
        mine: mine(answered),
        silent: None,
    };
    seen!(
        "proposal_open",
        shown(
            view(add_nix(), Status::Open),
            Some((Choice::Against, Effect::Counts))
        )
    );
    let voided = Some((Choice::Against, Effect::Voided));
    seen!("proposal_voided", shown(view(add_nix(), Status::Open), voided));
    seen!("proposal_voided_passed", shown(view(add_nix(), passed()), voided));
    let advice = Some((Choice::InFavor, Effect::Advisory));
    seen!("proposal_advice", shown(view(add_nix(), Status::Open), advice));
    let behind = Status::Waiting(Waiting::Behind(number(12)));
    seen!("proposal_waiting", shown(view(move_crossplane(), behind), None));
    let named = |silent: BTreeSet<MemberId>| Response::Proposal {
        view: Box::new(view(move_crossplane(), Status::Open)),
        mine: mine(None),
        silent: Some(silent),
    };
    seen!("proposal_silent", named(BTreeSet::from([member(71), member(72)])));
    assert!(self::shown(&named(BTreeSet::new())).contains("Everybody has voted."));
    seen!("proposal_passed", shown(view(move_crossplane(), passed()), None));
    seen!(
        "ended_withdrawn",
        Response::Ended(Box::new(view(move_crossplane(), withdrawn)))
    );
    seen!(
        "ended_cancelled",
        Response::Ended(Box::new(view(move_crossplane(), cancelled())))
    );
}

#[test]
fn what_was_changed_about_a_proposal() {
    let concern = |number: u32| ConcernNumber::try_from(number).unwrap();
    let all = [
        Amendment::Seconded(None),
        Amendment::Seconded(Some(Waiting::Behind(number(7)))),
        Amendment::Raised(concern(1)),
        Amendment::Resolved(concern(1)),
        Amendment::Overridden(concern(2)),
        Amendment::Voided(member(44)),
        Amendment::Refreshed {
            before: Some(9),
            now: Some(11),
            departed: 0,
        },
        Amendment::Refreshed {
            before: Some(4),
            now: Some(4),
            departed: 1,
        },
        Amendment::Added,
    ];
    let said = all.map(|what| {
        shown(&Response::Amended(Amended {
            number: number(12),
            title: title("Crossplane"),
            closes_at: at(604_800),
            what,
        }))
    });
    insta::assert_snapshot!("amended", said.join("\n"));
}

#[test]
fn who_has_no_vote_is_told_so_and_why() {
    let all = [
        Admission::Binding,
        Admission::Advisory,
        Admission::LacksRole(role(66)),
        Admission::NotListed,
        Admission::Excluded,
    ];
    let held = Status::Held {
        since: at(604_815),
        until: at(1_209_600),
    };
    let answers = [
        None,
        Some((Choice::InFavor, Effect::Counts)),
        Some((Choice::Recuse, Effect::Counts)),
        Some((Choice::Against, Effect::Voided)),
    ];
    let mut said = Vec::new();
    for (name, status) in [("open", Status::Open), ("held", held), ("over", passed())] {
        for ballot in answers {
            for admission in all {
                let text = shown(&Response::Proposal {
                    view: Box::new(view(move_crossplane(), status.clone())),
                    mine: Mine { admission, ballot },
                    silent: None,
                });
                let can_press = text.contains("vote:12:in_favor") || text.contains("In favor]");
                let line = text
                    .lines()
                    .find(|line| line.contains("│ You ") && !line.contains("change your"));
                said.push(format!(
                    "{name} {admission:?} {ballot:?} {can_press}\n    {}",
                    line.unwrap_or_default()
                ));
            }
        }
    }
    insta::assert_snapshot!("proposal_mine", said.join("\n"));
}

fn numbered(of: u32, mut view: ProposalView) -> ProposalView {
    view.proposal.number = number(of);
    view.count = count(4, 1, 1);
    view
}

#[test]
fn editions() {
    let line = |id, name, changes| EditionLine {
        edition: edition(id, name),
        blips: 16,
        changes,
    };
    let rows = vec![
        line("2024-01-01", "Winter 2024", 1),
        line("2023-10-01", "2023-10-01", 16),
    ];
    seen!(
        "editions",
        Response::Editions {
            page: page(rows, 0, 2),
            scheduled: Some(at(90_000)),
        }
    );
    seen!(
        "editions_none",
        Response::Editions {
            page: page(Vec::new(), 0, 0),
            scheduled: None,
        }
    );
    seen!("edition", Response::Edition(Box::new(digest_view())));
    let mut founding = digest();
    founding.founding = true;
    seen!(
        "edition_founding",
        Response::Edition(Box::new(DigestView {
            digest: founding,
            ..digest_view()
        }))
    );
}

#[test]
fn the_history_of_a_blip_and_the_difference_of_two_editions() {
    let came_out = |id: &str, name: &str, second: i64| {
        Arc::new(Edition {
            id: EditionId::parse(id).unwrap(),
            title: name.to_owned(),
            published: at(second),
            origin: Origin::Guild,
            blips: [].into(),
            retired: [].into(),
        })
    };
    let blip = |ring: &str| Arc::new(bare_blip("crossplane", "Crossplane", ring));
    let step = |edition, in_ring: &str, shift, stayed| Step {
        edition,
        blip: blip(in_ring),
        shift,
        stayed,
    };
    let behind = VoteBehind {
        number: number(12),
        reason: None,
        posted: Some(posted()),
    };
    let renamed = Shift {
        renamed_from: Some(title("Cross*plane*")),
        quadrant_from: Some(QuadrantId::parse("tools").unwrap()),
        ..Shift::of(Movement::NoChange)
    };
    let left = Movement::Retired { from: ring("trial") };
    let moved = Movement::MovedIn { from: ring("assess") };
    let view = HistoryView {
        scheme: super::sample::scheme(),
        blip: blip("trial"),
        steps: vec![
            (
                step(came_out("1", "One", 0), "assess", Shift::of(Movement::New), 2),
                None,
            ),
            (
                step(came_out("2", "Two", 86_400), "trial", Shift::of(moved), 0),
                Some(behind),
            ),
            (step(came_out("3", "Three", 172_800), "trial", renamed, 1), None),
            (
                step(came_out("4", "Four", 259_200), "trial", Shift::of(left), 0),
                None,
            ),
        ],
        matched: Matched::Nearly {
            query: "crosplane".to_owned(),
        },
        page: 0,
    };
    seen!("history", Response::History(Box::new(view)));
    let told = digest();
    let comparison = Comparison {
        from: edition("2023-10-01", "Autumn 2023"),
        to: told.edition,
        entries: told.entries,
        stayed: 1,
    };
    seen!(
        "diff",
        Response::Diff(Box::new(DiffView {
            scheme: super::sample::scheme(),
            comparison,
            page: 0,
        }))
    );
}

#[test]
fn schedules() {
    let none = ScheduleView {
        schedule: None,
        zone: "America/New_York".to_owned(),
        upcoming: Vec::new(),
        digest: None,
        digests: Some(channel(23)),
        what: ScheduleChange::Shown,
    };
    let of = |typed: &str, what| {
        let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
        let by = (9.try_into().unwrap(), member(45));
        let title = Some("*Quarterly*".to_owned());
        let schedule = Schedule::begin(by, typed, title, &zone, at(0)).unwrap();
        ScheduleView {
            upcoming: schedule.upcoming(&zone).take(3).collect(),
            digest: Some(digest()),
            schedule: Some(schedule),
            what,
            ..none.clone()
        }
    };
    let seen = |view: ScheduleView| shown(&Response::Schedule(Box::new(view)));
    let all = [
        seen(none.clone()),
        seen(ScheduleView {
            what: ScheduleChange::Removed,
            ..none.clone()
        }),
        seen(of("every quarter at 10:00", ScheduleChange::Set)),
        seen(ScheduleView {
            digest: None,
            digests: None,
            ..of("2023-11-15 09:00", ScheduleChange::Shown)
        }),
        seen(of("2023-11-15 09:00", ScheduleChange::Shown)),
        seen(of("every last friday", ScheduleChange::Shown)),
        seen(of("0 9 1 */3 *", ScheduleChange::Shown)),
    ];
    insta::assert_snapshot!("schedules", all.join("\n---\n"));
}

#[test]
fn drafts() {
    seen!("draft", Response::Draft(Box::new(draft_view())));
    let nothing = Edition {
        id: EditionId::parse("1").unwrap(),
        title: "1".to_owned(),
        published: at(0),
        origin: Origin::Data,
        blips: [].into(),
        retired: [].into(),
    };
    seen!(
        "draft_empty",
        Response::Draft(Box::new(DraftView {
            draft: Draft::of(&nothing, Vec::new(), Vec::new()),
            digest: None,
            scheduled: Some(at(90_000)),
            ..draft_view()
        }))
    );
    seen!(
        "preview",
        Response::Preview(Box::new(DraftView {
            title: Some("Spring: *new*".to_owned()),
            ..draft_view()
        }))
    );
    let mut digest = digest_view().digest;
    digest.updated = vec![Arc::new(bare_blip("hermes", "Hermes", "trial"))];
    let published = |digest: &Digest, digests| {
        let digest = Box::new(digest.clone());
        Response::Published { digest, digests }
    };
    seen!("published", published(&digest, Some(channel(23))));
    seen!("published_nowhere", published(&digest, None));
    digest.entries.clear();
    seen!("published_words", published(&digest, Some(channel(23))));
}

/// What waits, what was edited, and what was taken out.
fn full_draft() -> DraftView {
    let line = |number: u32, fits, dropped| EditLine {
        edit: Edit {
            dropped,
            number: number.try_into().unwrap(),
            ..edit()
        },
        title: title("Cross*plane*"),
        fits,
    };
    let dropped = Dropped {
        by: member(45),
        at: at(120),
        reason: prose("It was right before."),
    };
    let mut digest = digest();
    digest.updated = vec![Arc::new(atlantis())];
    let taken_out = view(
        add_nix(),
        Status::Passed {
            at: at(60),
            count: count(4, 1, 1),
            fate: Fate::Dropped {
                at: at(120),
                by: member(45),
                reason: prose("Not *yet*."),
            },
        },
    );
    DraftView {
        edits: vec![
            line(1, true, None),
            line(2, false, None),
            line(3, false, Some(dropped)),
        ],
        dropped: vec![taken_out.proposal],
        digest: Some(digest),
        ..draft_view()
    }
}

/// An edit of everything.
fn edit() -> Edit {
    Edit {
        guild: guild(),
        number: EditNumber::FIRST,
        by: member(44),
        at: at(60),
        revision: Revision {
            text: Some(atlantis().text),
            links: Some(Vec::new()),
            tags: Some(Vec::new()),
            owner: Some(Given::Nothing),
            review_by: Some(Given::Nothing),
            ..Revision::of(blip_id("crossplane"))
        },
        dropped: None,
    }
}

#[test]
fn what_is_changed_by_hand_is_told_in_the_draft_and_previewed() {
    seen!("draft_full", Response::Draft(Box::new(full_draft())));
    seen!("preview_full", Response::Preview(Box::new(full_draft())));
    let redrafted = |fate| {
        let passed = Status::Passed {
            at: at(60),
            count: count(4, 1, 1),
            fate,
        };
        let view = Box::new(view(move_crossplane(), passed));
        let ending = Vec::new();
        Response::Redrafted { view, ending }
    };
    let dropped = Fate::Dropped {
        at: at(120),
        by: member(45),
        reason: prose("Not *yet*."),
    };
    seen!("redrafted_dropped", redrafted(dropped.clone()));
    seen!("redrafted_kept", redrafted(Fate::Queued));
    let Response::Redrafted { view, .. } = redrafted(dropped) else {
        panic!("it was one above");
    };
    let open = |of, posted| OpenVote {
        number: number(of),
        posted,
    };
    let [one, other] = [open(13, Some(posted())), open(14, None)];
    for (name, ending) in [
        ("redrafted_stale", vec![one.clone()]),
        ("redrafted_stale_two", vec![one, other]),
    ] {
        let view = view.clone();
        insta::assert_snapshot!(name, shown(&Response::Redrafted { view, ending }));
    }
    seen!(
        "proposal_dropped",
        Response::Proposal {
            view,
            mine: mine(None),
            silent: None
        }
    );
    let (number, title) = (EditNumber::FIRST, title("Cross*plane*"));
    seen!(
        "edit_dropped",
        Response::EditDropped {
            number,
            title: title.clone()
        }
    );
    let edit = Box::new(edit());
    seen!("edited", Response::Edited { edit, title });
}

#[test]
fn words_are_offered_in_parts_that_fit_a_form() {
    let edition = || edition("2023-10-01", "Autumn *2023*");
    seen!("words_draft", Response::Words(Box::new(Words::Draft(atlantis()))));
    seen!(
        "words_edition",
        Response::Words(Box::new(Words::Edition(edition())))
    );
    seen!(
        "words_blip",
        Response::Words(Box::new(Words::Blip(edition(), atlantis())))
    );
    let mut long = atlantis();
    let section = |name: &str, markdown: String| Section {
        heading: Heading::parse(name),
        markdown,
    };
    long.text.sections = vec![
        section("Strengths", "strong ".repeat(700)),
        section("Cu*stom*", "words".to_owned()),
        section("Limits", "limit ".repeat(500)),
    ];
    seen!("words_long", Response::Words(Box::new(Words::Draft(long))));
    let corrected = |digest| Response::Corrected {
        edition: edition(),
        number: 2,
        digest,
    };
    seen!("corrected", corrected(Some(channel(23))));
    seen!("corrected_nowhere", corrected(None));
    let mut digest = digest();
    digest.corrections = vec![
        Told {
            at: at(600),
            by: member(44),
            note: prose("The *link* was wrong."),
        },
        Told {
            at: at(6000),
            by: member(45),
            note: prose("So was the year."),
        },
    ];
    seen!(
        "edition_corrected",
        Response::Edition(Box::new(DigestView {
            digest,
            ..digest_view()
        }))
    );
}

#[test]
fn setup_and_help() {
    let nothing = Settings::default();
    let everything = Settings {
        threads: false,
        digests: Some(channel(23)),
        votes: Some(channel(22)),
        voters: Voters::Role(role(66)),
        maintainers: Some(role(67)),
        owner: None,
        left: None,
        outage: None,
        policies: BTreeMap::new(),
        away: BTreeMap::new(),
        timezone: Some("America/New_York".parse().unwrap()),
        theme: None,
        schedule: None,
    };
    seen!(
        "setup_bare",
        Response::Setup {
            settings: nothing,
            changed: false,
            waiting: Vec::new(),
            files: None,
            lists_members: false,
        }
    );
    seen!(
        "setup_changed",
        Response::Setup {
            settings: everything,
            changed: true,
            waiting: Vec::new(),
            files: None,
            lists_members: false,
        }
    );
    let waits = Response::Setup {
        settings: Settings::default(),
        changed: false,
        waiting: troubles(),
        files: None,
        lists_members: false,
    };
    seen!("setup_waiting", waits);
    let members = BTreeSet::from([member(71), member(72)]);
    let with_voters = |voters, lists_members| Response::Setup {
        settings: Settings {
            voters,
            threads: true,
            policies: BTreeMap::from([(rule().policy.name.clone(), rule().policy)]),
            ..Settings::default()
        },
        changed: false,
        waiting: Vec::new(),
        files: None,
        lists_members,
    };
    seen!("setup_list", with_voters(Voters::Listed(members.clone()), false));
    seen!("setup_members", with_voters(Voters::Role(role(66)), true));
    let list = |members, in_force, changed| Response::Voters {
        members,
        in_force,
        changed,
    };
    seen!("voters", list(members, true, true));
    seen!("voters_empty", list(BTreeSet::new(), true, true));
    seen!("voters_not_in_force", list(BTreeSet::new(), false, false));
    seen!("help", Response::Help { rule: rule() });
    let mut secret = rule();
    secret.policy.names = false;
    let said = shown(&Response::Help { rule: secret });
    assert!(said.contains("Whoever runs me can see it."), "{said}");
}

#[test]
fn policies_are_shown_in_words_and_as_text() {
    let policy = |name: &str, source, changed| {
        let name = name.parse().unwrap();
        Response::Policy {
            policy: Box::new(Policies::built_in().get(&name).unwrap().clone()),
            source,
            changed,
        }
    };
    seen!(
        "policy_configured",
        policy("emergency", PolicySource::Configured, false)
    );
    seen!("policy_own", policy("lazy", PolicySource::Guild, true));
    let Response::Policy { policy, .. } = policy("standard", PolicySource::Nowhere, false) else {
        return;
    };
    let policy = Policy {
        name: "new-one".parse().unwrap(),
        concerns: Concerns::Note,
        tally: Visibility::AfterClose,
        names: false,
        proposers: Proposers::Maintainers,
        max_open: Some(2),
        ..*policy
    };
    seen!(
        "policy_new",
        Response::Policy {
            policy: Box::new(policy),
            source: PolicySource::Nowhere,
            changed: false,
        }
    );
}

#[test]
fn who_misses_a_votes_message_is_told_where_it_is() {
    for (name, what) in [
        ("reposted", Reposting::Queued(channel(22))),
        ("reposted_there", Reposting::NotNeeded(posted())),
        ("reposted_waits", Reposting::Waits(channel(22))),
    ] {
        let reposted = Reposted {
            number: number(12),
            title: title("Cross*plane*"),
            what,
        };
        insta::assert_snapshot!(name, shown(&Response::Reposted(reposted)));
    }
}

#[test]
fn what_was_reworded_is_shown_line_by_line() {
    let reworded = |reworded| Response::Reworded {
        number: number(12),
        title: title("Cross*plane*"),
        reworded,
        page: 0,
    };
    let before = atlantis();
    let mut now = before.clone();
    now.owner = Some("Platform *team*".to_owned());
    now.tags.clear();
    now.text.summary = "Plans ```everything``` now.".to_owned();
    let both = Box::new(Reworded { before, now });
    seen!("reworded", reworded(Some(both)));
    seen!("reworded_nothing", reworded(None));
}

#[test]
fn who_is_away_is_told_what_that_means() {
    let until = Some(at(604_800));
    seen!("away", Response::Away(Away { until, votes: 2 }));
    seen!("away_later", Response::Away(Away { until, votes: 0 }));
    let until = None;
    seen!("away_back", Response::Away(Away { until, votes: 1 }));
}

/// A reminder: whoever adds a response adds it above.
#[test]
fn every_response_is_seen() {
    let seen = |response: &Response| match response {
        Response::Card(_)
        | Response::Candidates { .. }
        | Response::NotOnRadar { .. }
        | Response::Overview(_)
        | Response::Blips(_)
        | Response::Compared(_)
        | Response::Uncompared(_)
        | Response::Checked { .. }
        | Response::Proposed { .. }
        | Response::Recorded(_)
        | Response::Proposals { .. }
        | Response::Proposal { .. }
        | Response::Record(_)
        | Response::Reworded { .. }
        | Response::Ended(_)
        | Response::Amended(_)
        | Response::Away(_)
        | Response::Reposted(_)
        | Response::Editions { .. }
        | Response::History(_)
        | Response::Diff(_)
        | Response::Edition(_)
        | Response::Draft(_)
        | Response::Preview(_)
        | Response::Redrafted { .. }
        | Response::EditDropped { .. }
        | Response::Words(_)
        | Response::Edited { .. }
        | Response::Corrected { .. }
        | Response::Published { .. }
        | Response::Schedule(_)
        | Response::Setup { .. }
        | Response::Voters { .. }
        | Response::Policy { .. }
        | Response::Help { .. } => true,
    };
    assert!(seen(&Response::Help { rule: rule() }));
}

#[test]
fn every_change_and_movement_has_its_words() {
    let (blip, title) = (atlantis().id, title("Atlantis"));
    let from = ring("trial");
    let retire = Change::Retire {
        blip: blip.clone(),
        title: title.clone(),
        from: from.clone(),
    };
    let back = Change::Return {
        blip,
        title,
        to: ring("hold"),
    };
    let shown_change = |change| {
        shown(&Response::Proposal {
            view: Box::new(view(change, Status::Open)),
            mine: mine(None),
            silent: None,
        })
    };
    assert!(shown_change(retire).contains("Trial → **off the radar**"));
    assert!(shown_change(back).contains("Back on the radar in **Hold**"));
    for (movement, words) in [
        (Movement::New, "New on the radar with Autumn 2023"),
        (Movement::NoChange, "In this ring since Autumn 2023"),
        (
            Movement::MovedOut { from: ring("adopt") },
            "Moved out from Adopt with Autumn 2023",
        ),
        (
            Movement::Returned { from: ring("hold") },
            "Back on the radar with Autumn 2023, last in Hold",
        ),
    ] {
        let card = Card { movement, ..card() };
        assert!(shown(&Response::Card(Box::new(card))).contains(words), "{words}");
    }
}

#[test]
fn a_card_is_rendered_anew_when_anything_about_it_changed() {
    let cards = crate::discord::view::CardCache::default();
    with_context(|context| {
        let plain = |card: Card| render(&Response::Card(Box::new(card)), Audience::Asker, context).body;
        let voted = Card {
            open_vote: None,
            ..card()
        };
        for card in [card(), card(), voted, card()] {
            assert_eq!(cards.body(card.clone(), context), plain(card));
        }
    });
}

#[test]
fn a_card_whose_ring_came_from_a_vote_tells_which() {
    let behind = VoteBehind {
        number: number(12),
        reason: Prose::parse("Two teams *run* it.", 100).ok(),
        posted: Some(posted()),
    };
    let voted = Card {
        vote: Some(behind),
        ..card()
    };
    seen!("card_voted", Response::Card(Box::new(voted)));
}

#[test]
fn a_passed_proposal_tells_the_edition_that_carried_it_out() {
    let view = ProposalView {
        published: Some("Winter *2024*".to_owned()),
        ..view(move_crossplane(), passed())
    };
    let view = Box::new(view);
    seen!(
        "proposal_published",
        Response::Proposal {
            view,
            mine: mine(None),
            silent: None
        }
    );
}

#[test]
fn buttons_of_candidates_go_on_with_what_was_asked() {
    let asked = |purpose, audience| {
        let response = Response::Candidates {
            query: "terra".to_owned(),
            candidates: candidates(),
            purpose,
        };
        let reply = with_context(|context| render(&response, audience, context));
        assert!(reply.ephemeral, "the question is the asker's");
        let said = reply.body["content"]
            .as_str()
            .unwrap()
            .contains("shown to everybody in this channel");
        let id = &reply.body["components"][0]["components"][0]["custom_id"];
        (id.as_str().unwrap().parse::<CustomId>().unwrap(), said)
    };
    let first = || candidates()[0].id.clone();
    let (alone, all) = (Audience::Asker, Audience::Channel);
    assert_eq!(
        asked(Purpose::Card, alone),
        (CustomId::Pick(first(), alone), false)
    );
    assert_eq!(asked(Purpose::Card, all), (CustomId::Pick(first(), all), true));
    assert_eq!(
        asked(Purpose::History, alone),
        (CustomId::History(first(), 0), false)
    );
    assert_eq!(asked(Purpose::Edit, alone), (CustomId::Edit(first()), false));
}

#[test]
fn an_only_candidate_is_asked_for_as_one() {
    let candidates = candidates().into_iter().take(1).collect();
    let query = "atlntis?".to_owned();
    let purpose = Purpose::Edit;
    let response = Response::Candidates {
        query,
        candidates,
        purpose,
    };
    seen!("candidate_only", response);
}
