//! Each notice as its channel sees it.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::Value;

use super::sample::{
    add_nix, at, cancelled, count, digest_view, move_crossplane, overview, passed, prose, troubles, view,
    withdrawn,
};
use super::{readable, with_context};
use crate::digest::EditionRef;
use crate::discord::view::{part_marker, render_facts};
use crate::outbox::Update;
use crate::radar::{BlipId, EditionId, QuadrantId, RingId, Standing};
use crate::service::{
    Addressees, Again, Broken, CalendarView, ClosingVote, Concerned, Earlier, EditionLine, Facts, Flaw,
    ProposalView, Rebased, Silent,
};
use crate::vote::policy::{Base, Quorum, Rule, Visibility};
use crate::vote::trail::VoterNumber;
use crate::vote::{
    Answer, Concern, ConcernNumber, Electorate, Electors, Extension, Fate, Ratio, Shortfall, Status, Voided,
    Waiting, Why,
};

fn bodies(facts: &Facts) -> Vec<Value> {
    with_context(|context| render_facts(facts, "k7f3", context))
}

fn shown(facts: &Facts) -> String {
    bodies(facts).iter().map(readable).collect::<Vec<_>>().join("\n")
}

fn vote(status: Status) -> String {
    shown(&Facts::Vote(Box::new(view(move_crossplane(), status))))
}

fn outcome(status: Status) -> String {
    shown(&Facts::Outcome(Box::new(view(move_crossplane(), status))))
}

fn rejected(why: Shortfall, in_favor: u32, against: u32) -> Status {
    Status::Rejected {
        at: at(604_803),
        count: count(in_favor, against, 0),
        shortfall: why,
    }
}

fn no_quorum() -> Status {
    Status::NoQuorum {
        at: at(604_803),
        count: count(0, 0, 1),
    }
}

#[test]
fn an_open_vote() {
    insta::assert_snapshot!("vote_open", vote(Status::Open));
    let mut elected = view(add_nix(), Status::Open);
    elected.proposal.electorate = Electorate::Role {
        role: super::sample::role(66),
        size: None,
    };
    elected.proposal.reason = None;
    insta::assert_snapshot!("vote_open_new_blip", shown(&Facts::Vote(Box::new(elected))));
}

#[test]
fn a_vote_that_ended() {
    insta::assert_snapshot!("vote_passed", vote(passed()));
    insta::assert_snapshot!("vote_rejected", vote(rejected(Shortfall::BelowThreshold, 3, 2)));
    insta::assert_snapshot!("vote_no_quorum", vote(no_quorum()));
    insta::assert_snapshot!("vote_withdrawn", vote(withdrawn()));
    let mut lost = view(move_crossplane(), withdrawn());
    lost.count = count(1, 2, 0);
    lost.proposal.policy.cooldown = SignedDuration::from_hours(720);
    lost.proposal.addenda = vec![prose("It is *stable* since March.")];
    lost.earlier = Some(Earlier {
        number: super::sample::number(7),
        status: passed(),
        posted: Some(super::sample::posted()),
    });
    insta::assert_snapshot!("vote_withdrawn_while_lost", shown(&Facts::Vote(Box::new(lost))));
    insta::assert_snapshot!("vote_cancelled", vote(cancelled()));
}

#[test]
fn an_ended_vote_has_no_buttons_and_an_open_one_three() {
    let components = |status| {
        let bodies = bodies(&Facts::Vote(Box::new(view(move_crossplane(), status))));
        bodies[0]["components"].clone()
    };
    assert_eq!(components(passed()), serde_json::json!([]));
    let buttons = components(Status::Open)[0]["components"].clone();
    let labels: Vec<&str> = buttons
        .as_array()
        .unwrap()
        .iter()
        .map(|button| button["label"].as_str().unwrap())
        .collect();
    assert_eq!(labels, ["In favor", "Against", "Abstain"]);
}

#[test]
fn a_share_that_leaves_a_tie_says_what_decides_it() {
    let half = crate::vote::sample::policy(3, 2, Ratio::new(1, 2).unwrap());
    let mut tie: ProposalView = view(move_crossplane(), rejected(Shortfall::NoMajority, 2, 2));
    tie.proposal.policy = half;
    let text = shown(&Facts::Vote(Box::new(tie)));
    assert!(text.contains("More must be in favor than against."), "{text}");
    assert!(
        text.contains("✗ 2 in favor, 2 against: more must be in favor"),
        "{text}"
    );
    assert!(text.contains("✓ 2 of 4 votes cast in favor"), "{text}");
}

#[test]
fn outcomes() {
    insta::assert_snapshot!("outcome_passed", outcome(passed()));
    insta::assert_snapshot!(
        "outcome_rejected",
        outcome(rejected(Shortfall::TooFewInFavor, 1, 0))
    );
    insta::assert_snapshot!("outcome_no_quorum", outcome(no_quorum()));
    insta::assert_snapshot!("outcome_withdrawn", outcome(withdrawn()));
    insta::assert_snapshot!("outcome_cancelled", outcome(cancelled()));
    assert!(bodies(&Facts::Outcome(Box::new(view(move_crossplane(), Status::Open)))).is_empty());
}

#[test]
fn editions() {
    insta::assert_snapshot!("digest", shown(&Facts::Digest(Box::new(digest_view()))));
    insta::assert_snapshot!("introduction", shown(&Facts::Introduction(Box::new(overview()))));
    assert!(bodies(&Facts::Nothing).is_empty());
}

/// Editions that came out before the one of [`digest_view`].
fn missed(count: u8) -> Vec<EditionLine> {
    let line = |which: u8| EditionLine {
        edition: EditionRef {
            id: EditionId::parse(&format!("2026-{which:02}")).unwrap(),
            title: format!("Edition *{which}*"),
            published: at(i64::from(which) * 86_400),
        },
        blips: 16,
        changes: usize::from(which),
    };
    (1..=count).rev().map(line).collect()
}

#[test]
fn what_was_missed_is_told_after_the_newest() {
    let facts = Facts::CatchUp(Box::new(digest_view()), missed(2));
    insta::assert_snapshot!("digest_catch_up", shown(&facts));
    let facts = Facts::CatchUp(Box::new(digest_view()), missed(60));
    let bodies = bodies(&facts);
    let last = bodies.last().unwrap();
    let rows = last["components"].as_array().unwrap();
    assert_eq!(rows.len(), 5, "25 buttons");
    let text = last["embeds"][0]["description"].as_str().unwrap();
    assert!(
        text.contains("**Edition \\*1\\*** ·") && text.contains("/edition list"),
        "{text}"
    );
}

#[test]
fn what_is_wrong_with_the_files_is_told_with_what_to_do() {
    let written = |line: usize| Flaw::Written {
        path: "2026-12/kafka.md".to_owned(),
        line,
        text: "`ring`: `nowhere` is not a ring of this radar".to_owned(),
    };
    let broken = |flaws: Vec<Flaw>| shown(&Facts::BrokenFiles(Arc::new(Broken::new(flaws))));
    let in_use = vec![
        Flaw::Gone(EditionId::parse("2026-05").unwrap()),
        Flaw::Postponed(EditionId::parse("2026-06").unwrap()),
        Flaw::Ring(RingId::parse("trial").unwrap()),
        Flaw::Quadrant(QuadrantId::parse("operable").unwrap()),
        Flaw::Blip(BlipId::parse("kafka").unwrap()),
    ];
    let told = [
        broken((1..=7).map(written).collect()),
        broken(in_use),
        broken(vec![Flaw::Edition(EditionId::parse("2026-07").unwrap())]),
        shown(&Facts::MendedFiles),
        shown(&Facts::LostEditions(Arc::new(Broken::new([
            Flaw::Gone(EditionId::parse("2026-05").unwrap()),
            Flaw::Postponed(EditionId::parse("2026-06").unwrap()),
        ])))),
    ];
    insta::assert_snapshot!("files", told.join("\n"));
}

#[test]
fn troubles_are_told() {
    let told: Vec<String> = troubles()
        .into_iter()
        .map(|waiting| shown(&Facts::Trouble(waiting)))
        .collect();
    insta::assert_snapshot!("troubles", told.join("\n"));
}

#[test]
fn every_part_but_a_votes_carries_its_marker() {
    for facts in [
        Facts::Outcome(Box::new(view(move_crossplane(), passed()))),
        Facts::Digest(Box::new(digest_view())),
        Facts::Introduction(Box::new(overview())),
        Facts::Trouble(troubles().remove(0)),
        Facts::CatchUp(Box::new(digest_view()), missed(3)),
        Facts::MendedFiles,
    ] {
        for (position, body) in bodies(&facts).iter().enumerate() {
            let footer = body["embeds"][0]["footer"]["text"].as_str().unwrap();
            assert!(footer.contains(&part_marker("k7f3", position + 1)), "{footer}");
        }
    }
}

/// A vote among nine with everything that can happen to one.
fn eventful(status: Status) -> ProposalView {
    let mut view = view(move_crossplane(), status);
    let proposal = &mut view.proposal;
    proposal.electorate = Electorate::Role {
        role: super::sample::role(66),
        size: Some(9),
    };
    proposal.addenda = vec![prose("It runs in staging, too.")];
    let concern = |title: &str, answer| Concern {
        author: super::sample::member(46),
        title: prose(title),
        text: Some(prose("Nobody is on call for it.")),
        raised_at: at(3600),
        answer,
    };
    proposal.concerns = vec![
        concern("Who runs *it*?", Answer::Open),
        concern("The licence", Answer::Resolved { at: at(7200) }),
        concern(
            "The name",
            Answer::Overridden {
                at: at(7300),
                by: super::sample::member(45),
                reason: prose("A name is no reason."),
            },
        ),
    ];
    let moved = |why| Extension {
        at: at(7200),
        from: at(604_800),
        until: at(608_400),
        why,
    };
    proposal.extensions = vec![
        moved(Why::Outage {
            from: at(100),
            until: at(3700),
        }),
        moved(Why::Answered(ConcernNumber::at(1))),
        moved(Why::Refreshed),
    ];
    let electors = Electors {
        opened: 9,
        counted: 8,
        asked: true,
    };
    view.count.electors = Some(electors);
    view.away = 2;
    view.count.tally.recused = 1;
    view.count.tally.advisory = 2;
    view
}

#[test]
fn a_vote_to_which_much_happened() {
    insta::assert_snapshot!(
        "vote_eventful",
        shown(&Facts::Vote(Box::new(eventful(Status::Open))))
    );
    let held = Status::Held {
        since: at(604_815),
        until: at(1_209_600),
    };
    insta::assert_snapshot!("vote_held", shown(&Facts::Vote(Box::new(eventful(held)))));
    let mut hidden = view(move_crossplane(), Status::Open);
    hidden.proposal.policy.tally = Visibility::AfterClose;
    insta::assert_snapshot!("vote_hidden", shown(&Facts::Vote(Box::new(hidden))));
    let mut secret = view(move_crossplane(), Status::Open);
    secret.proposal.policy.names = false;
    insta::assert_snapshot!("vote_secret", shown(&Facts::Vote(Box::new(secret))));
}

/// A vote that needs two thirds of the electorate, of a list of that many.
fn among(electorate: u64, in_favor: u32, against: u32, status: Status) -> ProposalView {
    let mut view = view(move_crossplane(), status);
    view.proposal.electorate = Electorate::Listed((1..=electorate).map(super::sample::member).collect());
    view.proposal.policy.rule = Rule::Majority {
        quorum: Quorum::Voters(1),
        threshold: Ratio::TWO_THIRDS,
        base: Base::Electorate,
        min_in_favor: 1,
    };
    view.count = count(in_favor, against, 0);
    let opened = u32::try_from(electorate).unwrap();
    view.count.electors = Some(Electors {
        opened,
        counted: opened,
        asked: false,
    });
    view
}

/// The same with so many away.
fn among_less(electorate: u64, away: u32, in_favor: u32, against: u32) -> ProposalView {
    let mut view = among(electorate, in_favor, against, Status::Open);
    view.away = usize::try_from(away).unwrap();
    if let Some(electors) = &mut view.count.electors {
        electors.counted -= away;
    }
    view
}

#[test]
fn a_vote_lacks_nothing_that_it_would_lack_only_with_those_who_are_away() {
    let text = shown(&Facts::Vote(Box::new(among_less(4, 1, 2, 0))));
    for part in [
        "2 of 3 have voted.",
        "1 member is away until after the close",
        "As it stands, it would pass.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = shown(&Facts::Vote(Box::new(among_less(4, 1, 1, 0))));
    assert!(text.contains("To pass it needs 1 more in favor."), "{text}");
}

#[test]
fn where_those_who_are_there_are_too_few_those_who_are_away_can_make_it_pass() {
    // All who are there in favour are two of four, with one who is away three of five, with both four of six.
    let text = shown(&Facts::Vote(Box::new(among_less(6, 2, 1, 2))));
    assert!(text.contains("To pass it needs 3 more in favor."), "{text}");
    let text = shown(&Facts::Vote(Box::new(among_less(5, 1, 1, 2))));
    assert!(
        text.contains("It can only pass if members change their answers."),
        "{text}"
    );
}

#[test]
fn where_names_are_secret_it_is_said_what_a_vote_needs_at_most() {
    let mut view = among(4, 2, 0, Status::Open);
    view.away = 1;
    view.proposal.policy.names = false;
    let text = shown(&Facts::Vote(Box::new(view)));
    assert!(
        text.contains("To pass it needs at most 1 more in favor"),
        "{text}"
    );
}

#[test]
fn a_held_vote_shows_who_took_part_and_what_it_lacks() {
    let held = Status::Held {
        since: at(604_815),
        until: at(1_209_600),
    };
    let mut view = among(4, 2, 0, held);
    view.count.tally.recused = 1;
    view.proposal.policy.rule = Rule::Majority {
        quorum: Quorum::Voters(3),
        threshold: Ratio::TWO_THIRDS,
        base: Base::Cast,
        min_in_favor: 1,
    };
    let text = shown(&Facts::Vote(Box::new(view.clone())));
    for part in [
        "2 of 4 have voted.",
        "1 member has recused themselves",
        "To pass it needs 1 more in favor.",
        "Held until its concerns are answered",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in ["close early", "closes at the deadline", "You can change"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    view.proposal.policy.tally = Visibility::AfterClose;
    let text = shown(&Facts::Vote(Box::new(view)));
    assert!(!text.contains("To pass"), "the tally is a secret: {text}");
}

#[test]
fn nothing_is_said_of_a_deadline_that_moved_by_less_than_a_minute() {
    let moved_by = |milliseconds| {
        let mut view = eventful(Status::Open);
        view.proposal.extensions = vec![Extension {
            at: at(7200),
            from: at(604_800),
            until: at(604_800) + SignedDuration::from_millis(milliseconds),
            why: Why::Answered(ConcernNumber::at(0)),
        }];
        let update = Facts::Update(Box::new(view.clone()), Update::Extended(0), Concerned::default());
        (shown(&Facts::Vote(Box::new(view))), shown(&update))
    };
    for milliseconds in [1, 999, 5_000, 59_999] {
        let (card, update) = moved_by(milliseconds);
        assert!(!card.contains("Extended"), "{card}");
        assert_eq!(update, "");
    }
    for told in [moved_by(60_000), moved_by(60_001)] {
        for text in [told.0, told.1] {
            assert!(text.contains("Extended by 1 minute: concern 1"), "{text}");
        }
    }
    // What is told stays told.
    let mut view = eventful(Status::Open);
    view.proposal.extensions.push(Extension {
        at: at(7200),
        from: at(604_800),
        until: at(604_801),
        why: Why::Answered(ConcernNumber::at(0)),
    });
    let card = shown(&Facts::Vote(Box::new(view)));
    assert!(
        card.contains("Extended by 1 hour: the roster was read again"),
        "{card}"
    );
}

#[test]
fn a_rejected_vote_says_for_how_long_the_same_needs_a_second() {
    let rejected = rejected(Shortfall::BelowThreshold, 3, 2);
    let mut view = view(move_crossplane(), rejected);
    let text = shown(&Facts::Vote(Box::new(view.clone())));
    assert!(
        text.contains("within 30 days after the close another voter must second it first."),
        "{text}"
    );
    view.proposal.policy.cooldown = SignedDuration::ZERO;
    let text = shown(&Facts::Vote(Box::new(view)));
    assert!(text.contains("It can be proposed again.\n"), "{text}");
    assert!(!vote(no_quorum()).contains("second"), "that is no rejection");
}

#[test]
fn the_whole_is_no_least_share() {
    let mut view = view(move_crossplane(), Status::Open);
    view.proposal.policy.rule = Rule::Majority {
        quorum: Quorum::Share(Ratio::new(100, 100).unwrap()),
        threshold: Ratio::new(1, 1).unwrap(),
        base: Base::Cast,
        min_in_favor: 1,
    };
    let text = shown(&Facts::Vote(Box::new(view)));
    let rule = "Passes with all of the votes cast in favor, at least 1 in favor, and the whole electorate taking part";
    assert!(text.contains(rule), "{text}");
}

#[test]
fn who_is_not_in_a_smaller_electorate_is_told_as_it_applies() {
    let role = super::sample::role(66);
    let members = || (1..=5).map(super::sample::member).collect();
    let named = Electorate::Members {
        role,
        members: members(),
    };
    let size = Some(5);
    for (electorate, counted, recused, said) in [
        (Electorate::Listed(members()), 5, 0, None),
        (
            Electorate::Listed(members()),
            4,
            1,
            Some("5 → 4: without 1 who recused themselves."),
        ),
        (
            Electorate::Listed(members()),
            4,
            0,
            Some("5 → 4: without those who left or were away and had not voted."),
        ),
        (
            Electorate::Listed(members()),
            3,
            1,
            Some(
                "5 → 3: without those who left or were away and had not voted, and 1 who recused themselves.",
            ),
        ),
        (
            named,
            4,
            0,
            Some("5 → 4: without those who left, lost the role or were away and had not voted."),
        ),
        (
            Electorate::Role { role, size },
            4,
            0,
            Some("5 → 4: without those who left or lost the role and had not voted."),
        ),
        (
            Electorate::Role { role, size },
            4,
            2,
            Some("5 → 4: without 2 who recused themselves, and with others who came since."),
        ),
        (
            Electorate::Role { role, size },
            6,
            1,
            Some("5 → 6: so many took part."),
        ),
    ] {
        let mut count = count(3, 0, 0);
        count.tally.recused = recused;
        count.electors = Some(Electors {
            opened: 5,
            counted,
            asked: true,
        });
        let ended = Status::Passed {
            at: at(604_815),
            count,
            fate: Fate::Queued,
        };
        let mut view = view(move_crossplane(), ended);
        view.proposal.electorate = electorate;
        let text = shown(&Facts::Vote(Box::new(view)));
        let line = text.lines().find_map(|line| line.split_once("Electorate "));
        assert_eq!(line.map(|(_, line)| line), said, "{text}");
    }
}

#[test]
fn the_states_that_are_neither_open_nor_counted() {
    let stale = |found| Status::Stale {
        at: at(60),
        found,
        stood: None,
    };
    let conflict = Status::Passed {
        at: at(604_815),
        count: count(4, 1, 1),
        fate: Fate::Conflict {
            at: at(700_000),
            found: Standing::Retired,
        },
    };
    let blocked = Status::Blocked {
        at: at(1_209_600),
        count: count(4, 1, 1),
    };
    let behind = Status::Waiting(Waiting::Behind(super::sample::number(11)));
    let second = Status::Waiting(Waiting::Second { until: at(86_400) });
    let statuses = [
        ("blocked", blocked),
        ("stale", stale(Standing::Retired)),
        ("stale_done", stale(Standing::In(super::sample::ring("trial")))),
        ("conflict", conflict),
        ("behind", behind),
        ("second", second),
        ("voters", Status::Waiting(Waiting::Voters)),
    ];
    for (name, status) in statuses {
        let (message, line) = (
            vote(status.clone()),
            bodies(&Facts::Outcome(Box::new(view(move_crossplane(), status)))),
        );
        let line = line.first().map(ToString::to_string).unwrap_or_default();
        insta::assert_snapshot!(format!("vote_{name}"), format!("{message}\n---\n{line}"));
    }
}

#[test]
fn what_happens_to_a_vote_is_told() {
    let held = Status::Held {
        since: at(604_815),
        until: at(1_209_600),
    };
    let conflict = Status::Passed {
        at: at(604_815),
        count: count(4, 1, 1),
        fate: Fate::Conflict {
            at: at(700_000),
            found: Standing::Retired,
        },
    };
    let told = |status, update| {
        shown(&Facts::Update(
            Box::new(eventful(status)),
            update,
            Concerned::default(),
        ))
    };
    let all = [
        told(Status::Open, Update::Added(0)),
        told(Status::Open, Update::Raised(ConcernNumber::at(0))),
        told(Status::Open, Update::Answered(ConcernNumber::at(1))),
        told(Status::Open, Update::Answered(ConcernNumber::at(2))),
        told(held, Update::Held(0)),
        told(Status::Open, Update::Extended(0)),
        told(conflict, Update::Conflict),
    ];
    insta::assert_snapshot!("updates", all.join("\n"));
    let mut changed = eventful(Status::Open);
    changed.proposal.voided = vec![Voided {
        member: super::sample::member(47),
        by: super::sample::member(45),
        at: at(7300),
        reason: prose("They left *the team*."),
    }];
    let mut secret = changed.clone();
    secret.proposal.policy.names = false;
    let voters = Some(super::sample::role(66));
    let by = Some(super::sample::member(45));
    let by_maintainers = [
        (&changed, Update::Voided(0), None, None),
        (&secret, Update::Voided(0), None, None),
        (&changed, Update::Refreshed(1_700_000_000), None, by),
        (&changed, Update::Refreshed(1_700_000_000), None, None),
        (&changed, Update::Added(0), voters, None),
    ];
    let by_maintainers = by_maintainers.map(|(view, update, pinged, by)| {
        let concerned = Concerned { pinged, by };
        shown(&Facts::Update(Box::new(view.clone()), update, concerned))
    });
    let dropped = eventful(Status::Passed {
        at: at(604_815),
        count: count(4, 1, 1),
        fate: Fate::Dropped {
            at: at(700_000),
            by: super::sample::member(45),
            reason: prose("The *licence* changed."),
        },
    });
    let put_back = eventful(passed());
    let redrafted = [
        (&dropped, Update::Dropped(1_700_000_000), None),
        (&put_back, Update::Kept(1_700_000_001), by),
        (&put_back, Update::Kept(1_700_000_001), None),
    ];
    let told =
        |view: &ProposalView, update| Facts::Update(Box::new(view.clone()), update, Concerned::default());
    let redrafted = redrafted.map(|(view, update, by)| {
        let concerned = Concerned { pinged: None, by };
        shown(&Facts::Update(Box::new(view.clone()), update, concerned))
    });
    insta::assert_snapshot!("updates_of_the_draft", redrafted.join("\n"));
    for (view, update) in [(&put_back, Update::Dropped(0)), (&dropped, Update::Kept(0))] {
        assert!(bodies(&told(view, update)).is_empty(), "it is not so any more");
    }
    insta::assert_snapshot!("updates_by_maintainers", by_maintainers.join("\n"));
    // What is not so any more is not said.
    for update in [
        Update::Held(0),
        Update::Conflict,
        Update::Raised(ConcernNumber::at(9)),
        Update::Added(9),
        Update::Voided(0),
    ] {
        assert!(
            bodies(&Facts::Update(
                Box::new(eventful(Status::Open)),
                update,
                Concerned::default()
            ))
            .is_empty()
        );
    }
}

#[test]
fn a_message_that_is_posted_again_says_so_and_tells_of_the_thread() {
    let mut view = eventful(Status::Open);
    for (name, thread) in [("vote_again", None), ("vote_again_thread", Some(23))] {
        view.again = Some(Again {
            at: at(7200),
            thread: thread.map(super::sample::channel),
        });
        insta::assert_snapshot!(name, shown(&Facts::Vote(Box::new(view.clone()))));
    }
}

#[test]
fn a_reminder_pings_the_voters_role_and_nobody_else() {
    let voters = super::sample::role(66);
    let view = || Box::new(view(move_crossplane(), Status::Open));
    let reminder = |role, pinged, silent| {
        let whom = Addressees { role, pinged, silent };
        shown(&Facts::Reminder(view(), whom))
    };
    let named = Silent::Named([45, 46].map(super::sample::member).into());
    let all = [
        reminder(None, false, None),
        reminder(Some(voters), true, None),
        reminder(Some(voters), false, None),
        reminder(Some(voters), true, Some(named.clone())),
        reminder(None, false, Some(named)),
        reminder(None, false, Some(Silent::Counted(1))),
        reminder(None, false, Some(Silent::Counted(12))),
        reminder(Some(voters), false, Some(Silent::Counted(0))),
    ];
    insta::assert_snapshot!("reminders", all.join("\n---\n"));
    let over = super::sample::view(move_crossplane(), passed());
    let over = Facts::Reminder(Box::new(over), Addressees::default());
    assert!(bodies(&over).is_empty());
}

#[test]
fn that_a_vote_in_waiting_is_open_now_is_told() {
    let opened = Facts::Update(
        Box::new(view(move_crossplane(), Status::Open)),
        Update::Waiting,
        Concerned::default(),
    );
    insta::assert_snapshot!("update_opened", shown(&opened));
    let over = Facts::Update(
        Box::new(view(move_crossplane(), passed())),
        Update::Waiting,
        Concerned::default(),
    );
    assert!(bodies(&over).is_empty(), "too late");
}

#[test]
fn a_vote_that_closed_early_did_not_close_at_its_deadline() {
    let Status::Passed { count, fate, .. } = passed() else {
        panic!("it passed");
    };
    let early = Status::Passed {
        at: at(90_000),
        count,
        fate,
    };
    let text = vote(early);
    let closed = format!("**Closed** <t:{}", at(90_000).as_second());
    assert!(text.contains(&closed), "{text}");
}

#[test]
fn the_list_and_the_card_tell_the_same_end_of_a_vote() {
    let Status::Passed { count, fate, .. } = passed() else {
        panic!("it passed");
    };
    let deadline = view(move_crossplane(), Status::Open).proposal.closes_at;
    let two_days = SignedDuration::from_hours(48);
    for (ended, told) in [
        // The bot was away at the deadline.
        (deadline + two_days, deadline),
        (deadline - two_days, deadline - two_days),
    ] {
        let fate = fate.clone();
        let view = view(
            move_crossplane(),
            Status::Passed {
                at: ended,
                count,
                fate,
            },
        );
        let second = told.as_second();
        let card = shown(&Facts::Vote(Box::new(view.clone())));
        assert!(card.contains(&format!("**Closed** <t:{second}:F>")), "{card}");
        let row = with_context(|context| crate::discord::view::proposals::row(&view, context));
        assert!(row.contains(&format!("Passed <t:{second}:")), "{row}");
    }
}

#[test]
fn that_the_start_of_a_vote_changed_while_it_waited_is_on_its_card() {
    let behind = Status::Waiting(Waiting::Behind(super::sample::number(7)));
    let in_ring = |ring| Rebased::To(Standing::In(super::sample::ring(ring)));
    let all = [
        (&behind, in_ring("hold")),
        (&behind, Rebased::To(Standing::Retired)),
        (&behind, in_ring("trial")),
        (&behind, Rebased::To(Standing::Unknown)),
        (&Status::Open, Rebased::Meanwhile),
    ];
    let said = all.map(|(status, rebased)| {
        let mut view = view(move_crossplane(), status.clone());
        view.rebased = Some(rebased);
        let card = shown(&Facts::Vote(Box::new(view)));
        card.lines().skip(1).take(2).collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!("vote_rebased", said.join("\n"));
}

#[test]
fn that_voters_left_since_is_on_the_vote() {
    let card = |view: &ProposalView| shown(&Facts::Vote(Box::new(view.clone())));
    let mut view = view(move_crossplane(), Status::Open);
    assert!(!card(&view).contains("since"));
    view.departed = 2;
    let text = card(&view);
    let said = "2 who voted have left since. Their ballots stand. `/proposal void`";
    assert!(text.contains(said), "{text}");
    view.proposal.electorate = Electorate::Role {
        role: super::sample::role(66),
        size: Some(4),
    };
    assert!(card(&view).contains("or lost the role since"));
    view.proposal.status = passed();
    let text = card(&view);
    assert!(text.contains("Their ballots stand."), "{text}");
    assert!(
        !text.contains("/proposal void"),
        "nothing can be voided any more: {text}"
    );
}

#[test]
fn who_kept_a_place_by_voting_is_not_said_to_have_the_role() {
    let mut view = view(move_crossplane(), Status::Open);
    let role = super::sample::role(66);
    let members = (1..=4).map(super::sample::member).collect();
    let mut said = Vec::new();
    for electorate in [
        Electorate::Role { role, size: Some(4) },
        Electorate::Members { role, members },
    ] {
        view.proposal.electorate = electorate;
        for departed in 0..=2 {
            let numbers = (0..departed).map(VoterNumber::after);
            view.proposal.departed = numbers.collect();
            view.departed = view.proposal.departed.len();
            let card = shown(&Facts::Vote(Box::new(view.clone())));
            let told = Facts::Update(Box::new(view.clone()), Update::Refreshed(0), Concerned::default());
            said.extend(
                card.lines()
                    .filter(|line| line.contains("Who votes"))
                    .map(str::to_owned),
            );
            said.extend(
                shown(&told)
                    .lines()
                    .filter(|line| line.contains("read again"))
                    .map(str::to_owned),
            );
        }
    }
    insta::assert_snapshot!("electorate_after_a_refresh", said.join("\n"));
}

#[test]
fn that_ballots_were_voided_is_on_the_vote() {
    let mut view = view(move_crossplane(), Status::Open);
    view.proposal.voided = vec![Voided {
        member: super::sample::member(45),
        by: super::sample::member(46),
        at: at(60),
        reason: prose("Pressed by somebody else"),
    }];
    let text = shown(&Facts::Vote(Box::new(view.clone())));
    assert!(text.contains("voided"), "{text}");
    view.proposal.status = passed();
    let text = shown(&Facts::Vote(Box::new(view)));
    assert!(text.contains("voided"), "{text}");
}

#[test]
fn what_is_told_of_a_schedule() {
    let date = jiff::civil::date(2026, 12, 1);
    let soon = |title: Option<&str>, digest, votes| CalendarView::Soon {
        at: at(90_000),
        title: title.map(str::to_owned),
        digest,
        votes,
    };
    let vote = |number: u32, posted| ClosingVote {
        number: number.try_into().unwrap(),
        title: super::sample::title("Nix"),
        closes_at: at(60),
        posted,
    };
    let posted = view(move_crossplane(), Status::Open).posted;
    let all = [
        soon(None, None, Vec::new()),
        soon(
            Some("*Winter*"),
            Some(super::sample::digest()),
            vec![vote(3, posted), vote(4, None)],
        ),
        CalendarView::Moved { date, to: at(90_000) },
        CalendarView::CalledOff { date },
        CalendarView::Empty { date, next: None },
        CalendarView::Empty {
            date,
            next: Some(at(90_000)),
        },
        CalendarView::Unannounced { date },
    ];
    let all = all.map(|view| shown(&Facts::Calendar(Box::new(view))));
    insta::assert_snapshot!("calendar", all.join("\n---\n"));
}
