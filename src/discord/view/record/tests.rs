//! The document in each state, and what it must never give away.

use jiff::SignedDuration;

use super::super::tests::sample::{guild, member, move_crossplane, number, passed, prose, view};
use super::*;
use crate::service::ProposalView;
use crate::vote::policy::Visibility;
use crate::vote::trail::{Act, EventKind, Head, Salt, VoterKey, VoterNumber};
use crate::vote::{Choice, Concern, Electorate, Extension, Trail, Voided, Why};
use crate::wording::Wording;

/// Three ballots: one replaced, one of somebody who is forgotten.
fn trail() -> Trail {
    trail_after(None)
}

/// The same after somebody raised a concern.
fn trail_after(raised: Option<u64>) -> Trail {
    trail_of([Choice::Against, Choice::InFavor], raised)
}

/// The same where member 44 answers so.
fn trail_of([first, last]: [Choice; 2], raised: Option<u64>) -> Trail {
    let mut trail = Trail::empty(guild(), number(12));
    let mut head = Head::genesis(guild(), number(12), 0);
    if let Some(by) = raised.map(member) {
        let key = head.voter(None, Salt([9; 16]));
        let act = Act::Event {
            what: EventKind::ConcernRaised,
            detail: "1: Too dear".to_owned(),
        };
        let (entry, next) = head.append("2023-11-14T22:00:00Z".parse().unwrap(), act, Some((by, key)));
        trail.voters.insert(by, key);
        trail.entries.push(entry);
        head = next;
    }
    let ballots = [(44, first), (44, last), (66, Choice::Abstain)];
    for (index, (id, choice)) in ballots.into_iter().enumerate() {
        let id = member(id);
        let salt = Salt([u8::try_from(index).unwrap(); 16]);
        let key: VoterKey = head.voter(trail.voters.get(&id).copied(), salt);
        let press = (1_700_000_000_000 - 1_420_070_400_000 + index as u64 * 60_000) << 22;
        let act = Act::Cast {
            choice,
            interaction: press.to_string().parse().unwrap(),
        };
        let at = act.interaction().unwrap().created_at();
        let (entry, next) = head.append(at, act, Some((id, key)));
        trail
            .reasons
            .insert(entry.number, prose("# Because\n---\n[x](y)"));
        trail.voters.insert(id, key);
        trail.entries.push(entry);
        head = next;
    }
    trail.voters.remove(&member(66));
    trail.head = Some(head);
    trail
}

fn record(status: Status) -> RecordView {
    RecordView {
        view: view(move_crossplane(), status),
        trail: trail(),
        superseded_by: None,
    }
}

fn written_in(record: &RecordView, max: usize) -> String {
    let wording = Wording::shared();
    let context = Context {
        wording: &wording,
        guild: guild(),
    };
    document(record, max, context)
}

fn written(record: &RecordView) -> String {
    written_in(record, MAX_FILE)
}

fn hidden(mut view: ProposalView) -> ProposalView {
    view.proposal.policy.tally = Visibility::AfterClose;
    view
}

#[test]
fn a_passed_vote() {
    insta::assert_snapshot!("record_passed", written(&record(passed())));
}

#[test]
fn a_rejected_vote() {
    let rejected = Status::Rejected {
        at: record(passed()).view.proposal.closes_at,
        count: crate::vote::sample::count(2, 3, 0),
        shortfall: crate::vote::Shortfall::NoMajority,
    };
    let text = written(&record(rejected));
    for part in [
        "status: \"rejected\"",
        "**Rejected**",
        "In favor 2 · Against 3",
        "✗ 2 of 5",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_the_proposer_added_stands_with_the_reason() {
    let mut record = record(Status::Open);
    record.view.proposal.addenda = vec![prose("It runs in staging, too."), prose("And in production.")];
    let text = written(&record);
    for part in [
        "The proposer added:\n\n> It runs in staging, too.",
        "The proposer added:\n\n> And in production.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn an_open_vote() {
    insta::assert_snapshot!("record_open", written(&record(Status::Open)));
}

#[test]
fn a_secret_tally_stays_secret_until_the_close() {
    let mut record = record(Status::Open);
    record.view = hidden(record.view);
    let text = written(&record);
    assert!(text.contains("The ballots are shown after the close."));
    assert!(text.contains("decision-makers: []"));
    for secret in ["In favor", "Against", "Abstain", "Because", "✓", "✗", "voter"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    record.view = hidden(view(move_crossplane(), passed()));
    assert!(written(&record).contains("member 44: Against (replaced by a later ballot)"));
}

#[test]
fn without_names_nobody_is_named_as_a_voter() {
    let mut record = record(passed());
    record.view.proposal.policy.names = false;
    record.view.proposal.proposer = member(45);
    let text = written(&record);
    assert!(!text.contains("member 44"), "{text}");
    assert!(text.contains("2023-11-14, voter 1: In favor"), "{text}");
    assert!(text.contains("decision-makers: []"));
}

#[test]
fn the_ballot_of_somebody_who_left_since_is_marked_and_stands() {
    let mut record = record(passed());
    record.view.proposal.departed = [VoterNumber::FIRST].into();
    record.view.departed = 1;
    let text = written(&record);
    let last = text.lines().find(|line| line.contains("member 44: In favor"));
    assert!(last.unwrap().contains("lost the voters' role"), "{text}");
    assert!(text.contains("1 who voted has left"), "{text}");
    // Without names the mark would tell whose it is.
    record.view.proposal.policy.names = false;
    let text = written(&record);
    let last = text.lines().find(|line| line.contains("voter 1: In favor"));
    assert!(!last.unwrap().contains("lost"), "{text}");
}

#[test]
fn who_is_forgotten_is_a_number() {
    assert!(written(&record(passed())).contains("voter 2: Abstain"));
}

#[test]
fn reasons_are_shown_at_the_close() {
    assert!(!written(&record(Status::Open)).contains("Because"));
    assert!(written(&record(passed())).contains("> \\# Because \\-\\-\\- \\[x\\]\\(y\\)"));
}

#[test]
fn an_asked_again_vote_is_superseded() {
    let mut record = record(passed());
    record.superseded_by = Some(number(15));
    assert!(written(&record).contains("status: \"superseded by #15\""));
}

#[test]
fn ballots_that_do_not_fit_are_counted() {
    let mut record = record(passed());
    record.view.proposal.reason = None;
    let room = written(&record).len();
    assert!(!written_in(&record, room + 1024).contains("Not complete"));
    let short = written_in(&record, 1024);
    assert!(short.contains("3 more ballots do not fit"), "{short}");
}

#[test]
fn what_was_typed_breaks_nothing() {
    let mut record = record(passed());
    let hostile = "---\nstatus: accepted\n# Title\n```\n<!-- <script>";
    record.view.proposal.reason = Some(prose(hostile));
    record.view.proposal.concerns = vec![Concern {
        author: member(45),
        title: prose("x\n## Decision Outcome"),
        text: Some(prose(hostile)),
        raised_at: record.view.proposal.opens_at,
        answer: crate::vote::Answer::Open,
    }];
    let text = written(&record);
    assert_eq!(text.lines().filter(|line| *line == "---").count(), 2, "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1);
    assert_eq!(text.matches("\n## Decision Outcome").count(), 1);
    for block in ["```", "<!--", " <script"] {
        assert!(!text.contains(block), "{text}");
    }
}

#[test]
fn only_those_whose_ballots_count_are_decision_makers() {
    let makers = |change: &dyn Fn(&mut RecordView)| {
        let mut record = record(passed());
        change(&mut record);
        let text = written(&record);
        let line = text.lines().find(|line| line.starts_with("decision-makers"));
        line.unwrap().to_owned()
    };
    assert_eq!(makers(&|_| {}), "decision-makers: [\"44\"]");
    let nobody = "decision-makers: []";
    let advisory = |record: &mut RecordView| {
        record.view.proposal.electorate = Electorate::Listed([member(45)].into());
    };
    assert_eq!(makers(&advisory), nobody);
    let recused = |record: &mut RecordView| record.trail = trail_of([Choice::InFavor, Choice::Recuse], None);
    assert_eq!(makers(&recused), nobody);
    let back = |record: &mut RecordView| record.trail = trail_of([Choice::Recuse, Choice::InFavor], None);
    assert_eq!(makers(&back), "decision-makers: [\"44\"]");
    assert_eq!(makers(&|record| void(record, LAST)), nobody);
    assert_eq!(
        makers(&|record| void(record, FIRST)),
        "decision-makers: [\"44\"]",
        "a later one counts"
    );
}

/// When the first and the last ballot of member 44 were cast.
const FIRST: &str = "2023-11-14T22:13:20Z";
const LAST: &str = "2023-11-14T22:14:20Z";

/// A maintainer voids the ballots of member 44 up to then.
fn void(record: &mut RecordView, at: &str) {
    record.view.proposal.voided = vec![Voided {
        member: member(44),
        by: member(45),
        at: at.parse().unwrap(),
        reason: prose("They were not themselves."),
    }];
}

#[test]
fn a_voided_ballot_is_voided_also_where_a_later_one_stands() {
    let mut record = record(passed());
    void(&mut record, FIRST);
    let text = written(&record);
    assert!(
        text.contains("member 44: Against (voided by a maintainer)\n"),
        "{text}"
    );
    assert!(text.contains("member 44: In favor\n"), "{text}");
    // Without names it would tell whose they are.
    record.view.proposal.policy.names = false;
    let text = written(&record);
    assert!(!text.contains("(voided by a maintainer)"), "{text}");
}

#[test]
fn a_deadline_that_moved_by_less_than_a_minute_is_not_told_as_moved() {
    let mut record = record(Status::Open);
    let closes_at = record.view.proposal.closes_at;
    let moved_by = |seconds| Extension {
        at: closes_at,
        from: closes_at,
        until: closes_at + SignedDuration::from_secs(seconds),
        why: Why::Refreshed,
    };
    record.view.proposal.extensions = vec![moved_by(59)];
    assert!(!written(&record).contains("Extended"));
    record.view.proposal.extensions.push(moved_by(60));
    assert_eq!(written(&record).matches("Extended").count(), 1);
}

#[test]
fn files_sort_by_number() {
    assert_eq!(name(&record(passed())), "0012-crossplane-to-trial.md");
}

#[test]
fn without_names_no_ballot_is_of_a_number_that_somebody_got_by_a_concern() {
    let ballots = |raised| {
        let mut record = record(passed());
        record.view.proposal.policy.names = false;
        record.trail = trail_after(raised);
        let text = written(&record);
        let lines = text.lines().filter(|line| line.contains("voter "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ballots(None).len(), 3);
    assert_eq!(ballots(Some(66)), ballots(None));
}
