//! The cases in which votes of other bots go wrong, one test each, named after the case.
//!
//! Those that other files cover are told here, too, so that each has its place:
//!
//! | case | test |
//! |---|---|
//! | a voter leaves or loses the role and has not voted | `who_leaves_before_voting_is_dropped_and_who_voted_stays`, `who_loses_the_role_before_voting_is_dropped` |
//! | … and has voted | `voter_loses_the_role_and_has_voted`, `voter_leaves_and_has_voted_is_marked_while_the_ballot_can_be_voided`, `voter_leaves_and_has_voted_is_seen_at_a_refresh`, `a_voided_ballot_leaves_its_voter_in_the_electorate` |
//! | the roster can not be read at the open | `no_vote_opens_while_the_roster_can_not_be_read` |
//! | … at the close | `a_roster_that_can_not_be_read_at_the_close_is_the_one_of_the_opening` |
//! | a policy leaves out whoever has an interest | `whom_a_policy_names_has_no_ballot_no_concern_and_no_place_in_the_electorate`, `who_comes_to_be_left_out_before_voting_is_not_waited_for` |
//! | an inactive member | `an_inactive_member_is_not_in_the_electorate_unless_they_vote` |
//! | the vote's message is deleted | `a_vote_whose_message_somebody_deletes_is_posted_again_and_keeps_its_thread` |
//! | a vote that was rejected is proposed again | `rejected_and_proposed_again`, `taken_back_while_it_was_being_lost_and_proposed_again` |
//! | double click, delivered again | `of_two_presses_the_later_counts_and_is_said_to`, `a_press_that_is_delivered_again_after_a_restart_is_one_ballot` |
//! | the bot is offline at the deadline | `bot_offline_at_the_deadline_counts_nothing_and_extends_from_its_return` |
//! | a crash between commit and post | `a_proposals_message_is_posted_once`, `a_closed_vote_loses_its_buttons_and_is_announced_once` |
//! | the host's clock is wrong | `a_host_whose_clock_is_ahead_closes_no_vote` |
//! | the vote's channel is gone or closed to the bot | `each_cause_is_told_once_until_it_is_mended` |
//! | presses in direct messages | `direct_messages_are_refused` |
//! | nobody may vote | `an_emptied_list_lets_nobody_vote_rather_than_everybody` |
//! | an edition is published twice | `a_draft_that_changed_after_the_preview_is_not_published` |
//! | several editions are missed | `an_edition_that_came_out_while_the_bot_was_away_is_announced_at_the_next_start` |
//! | a blip is retired | `new_blips_and_retirements_can_be_proposed` |

use super::electorates::{
    FIRST, closed, electors, lists, member, members, peopled, proposed, refused, role, sets, votes,
    with_list, with_role,
};
use super::*;
use crate::id::RoleId;
use crate::outbox::Update;
use crate::radar::Standing;
use crate::service::{Amendment, Facts, ListRequest, Rebased};
use crate::vote::trail::{Act, EventKind};
use crate::vote::{ConcernNumber, Electorate, Proposal, Waiting};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

pub(super) async fn propose(
    room: &Room,
    (at, by): (Timestamp, u64),
    ring: &str,
    policy: Option<&str>,
) -> Result<Response, Error> {
    let propose = Propose {
        blip: "crossplane".to_owned(),
        ring: ring.to_owned(),
        reason: None,
        quadrant: None,
        summary: None,
        policy: policy.map(str::to_owned),
        duration: None,
    };
    room.asks(&call(at, 20, by, 30), Request::Propose(propose)).await
}

pub(super) async fn asks(
    room: &Room,
    (at, by): (Timestamp, u64),
    request: ProposalRequest,
) -> Result<Response, Error> {
    let mut call = call(at, 20, by, 40 + by);
    call.actor.roles = vec![role()];
    room.asks(&call, Request::Proposal(request)).await
}

pub(super) async fn casts(
    room: &Room,
    (at, by): (Timestamp, u64),
    choice: Choice,
) -> Result<Response, Error> {
    let mut call = call(at, 20, by, by);
    call.actor.roles = vec![role()];
    room.asks(&call, Request::Cast(FIRST, choice)).await
}

pub(super) async fn stored(room: &Room, number: ProposalNumber) -> Proposal {
    room.store.proposal(guild(), number).await.unwrap().unwrap().value
}

pub(super) async fn settled(room: &Room, number: ProposalNumber, at: Timestamp) -> Proposal {
    room.service.settle(guild(), number, at).await.unwrap().unwrap()
}

/// Whether the vote's trail tells of it.
async fn told(room: &Room, number: ProposalNumber, what: EventKind) -> bool {
    let trail = room.store.trail(guild(), number).await.unwrap().value;
    trail
        .entries
        .iter()
        .any(|entry| matches!(&entry.act, Act::Event { what: kind, .. } if *kind == what))
}

pub(super) async fn writes(room: &Room, text: &str) {
    let write = Request::WritePolicy {
        name: "standard".to_owned(),
        text: text.to_owned(),
    };
    room.asks(&call(start(), 20, 1, 50), write).await.unwrap();
}

/// An edition of the data folder that comes out half an hour after the start, in which Crossplane stands there.
pub(super) fn later_edition(ring: &str) -> Publication {
    Publication {
        id: EditionId::parse("2026-11-24").unwrap(),
        title: "Later".to_owned(),
        publish: start() + HOUR / 2,
        origin: Origin::Data,
        revisions: vec![Revision::move_to(
            BlipId::parse("crossplane").unwrap(),
            RingId::parse(ring).unwrap(),
        )],
    }
}

#[tokio::test]
async fn voter_loses_the_role_and_has_voted() {
    // Only counted: who voted and left is looked up, so that nobody counts among those in favor and not as a voter.
    let room = with_role().await;
    proposed(&room).await.unwrap();
    for by in [1, 2] {
        votes(&room, by).await.unwrap();
    }
    casts(&room, (start() + MINUTE, 3), Choice::Recuse).await.unwrap();
    for gone in [2, 3, 4] {
        room.rosters.enrolls(guild(), member(gone), []);
    }
    // 1 and 2 voted, 3 recused and 4 was silent.
    assert_eq!(closed(&room).await, electors(4, 2, true));
    assert_eq!(marked(&room).await, [2, 3], "their ballots stand, and are marked");
    let view = room.service.proposal_view(guild(), FIRST).await.unwrap().unwrap();
    assert_eq!((view.departed, view.count.tally.in_favor), (2, 2));
    // Whose they were goes with the member; that somebody left stays.
    room.store.forget(guild(), member(2)).await.unwrap();
    assert_eq!(marked(&room).await, [3]);
    assert_eq!(stored(&room, FIRST).await.departed.len(), 2);
}

/// Who is marked as gone.
async fn marked(room: &Room) -> Vec<u64> {
    let departed = stored(room, FIRST).await.departed;
    let trail = room.store.trail(guild(), FIRST).await.unwrap().value;
    let members = trail.members().into_iter();
    let marked = members.filter(|(number, _)| departed.contains(number));
    let mut marked: Vec<u64> = marked.map(|(_, member)| member.get()).collect();
    marked.sort_unstable();
    marked
}

#[tokio::test]
async fn voter_leaves_and_has_voted_is_marked_while_the_ballot_can_be_voided() {
    let room = with_list().await;
    writes(&room, "reminders = 30 minutes").await;
    let open = proposed(&room).await.unwrap();
    votes(&room, 2).await.unwrap();
    votes(&room, 3).await.unwrap();
    room.rosters.leaves(guild(), member(2));
    room.service
        .settle(guild(), FIRST, open.closes_at - MINUTE * 30)
        .await
        .unwrap();
    assert_eq!(marked(&room).await, [2]);
    let departed = async || {
        let view = room.service.proposal_view(guild(), FIRST).await.unwrap();
        view.unwrap().departed
    };
    assert_eq!(departed().await, 1);
    let trail = room.store.trail(guild(), FIRST).await.unwrap().value;
    let told = trail.entries.iter().any(|entry| match &entry.act {
        Act::Event { what, detail } => {
            *what == EventKind::RosterChanged && detail == "voted and left since: 1"
        }
        Act::Cast { .. } => false,
    });
    assert!(told, "{:?}", trail.entries);
    let void = ProposalRequest::Void(FIRST, member(2), "They left before it was discussed.".to_owned());
    let at = open.closes_at - MINUTE;
    room.asks(&call(at, 20, 1, 6), Request::Proposal(void))
        .await
        .unwrap();
    assert_eq!(departed().await, 0, "nothing of theirs stands any more");
}

#[tokio::test]
async fn voter_leaves_and_has_voted_is_seen_at_a_refresh() {
    let room = with_role().await;
    let open = proposed(&room).await.unwrap();
    for by in [1, 2] {
        votes(&room, by).await.unwrap();
    }
    room.rosters.enrolls(guild(), member(2), []);
    let at = open.opens_at + MINUTE * 5;
    asks(&room, (at, 1), ProposalRequest::Refresh(FIRST))
        .await
        .unwrap();
    assert_eq!(marked(&room).await, [2]);
    // Who came back is marked no more.
    room.rosters.enrolls(guild(), member(2), [role()]);
    asks(&room, (at + MINUTE, 1), ProposalRequest::Refresh(FIRST))
        .await
        .unwrap();
    assert_eq!(marked(&room).await, [0u64; 0]);
}

#[tokio::test]
async fn gains_the_role_after_the_open() {
    let room = with_role().await;
    room.rosters.may_list_members(true);
    let opened = proposed(&room).await.unwrap();
    room.rosters.enrolls(guild(), member(5), [role()]);
    votes(&room, 5).await.unwrap();
    let ballots = room.store.ballots(guild(), FIRST).await.unwrap();
    let tally = opened.tally(&ballots);
    assert_eq!((tally.in_favor, tally.advisory), (0, 1), "stops vote packing");
    // Nor does what they object to hold it.
    let mut newcomer = call(start() + MINUTE, 20, 5, 77);
    newcomer.actor.roles = vec![role()];
    let raise = ProposalRequest::Raise(FIRST, "Who runs it?".to_owned(), None);
    let raised = room.asks(&newcomer, Request::Proposal(raise)).await;
    assert_eq!(refused(raised), Refusal::ConcernIsAdvice { number: FIRST });
    // A maintainer's word makes it count, and gives time.
    let at = opened.closes_at - MINUTE;
    let refreshed = asks(&room, (at, 1), ProposalRequest::Refresh(FIRST))
        .await
        .unwrap();
    let Response::Amended(amended) = refreshed else {
        panic!("{refreshed:?}");
    };
    let what = Amendment::Refreshed {
        before: Some(4),
        now: Some(5),
        departed: 0,
    };
    assert_eq!(amended.what, what);
    let open = stored(&room, FIRST).await;
    assert_eq!(open.tally(&ballots).in_favor, 1);
    assert_eq!(
        open.closes_at,
        at + DAY.min(HOUR),
        "a day, or the vote's own window"
    );
    assert!(told(&room, FIRST, EventKind::RosterRefreshed).await);
    // One that moves no deadline is told by itself.
    let early = start() + MINUTE * 2;
    room.rosters.enrolls(guild(), member(6), [role()]);
    asks(&room, (early, 1), ProposalRequest::Refresh(FIRST))
        .await
        .unwrap();
    // Another one in the same second is told, too.
    room.rosters.enrolls(guild(), member(7), [role()]);
    asks(&room, (early, 1), ProposalRequest::Refresh(FIRST))
        .await
        .unwrap();
    let second = u32::try_from(early.as_second()).unwrap();
    for second in [second, second + 1] {
        let told = Topic::Update(FIRST, Update::Refreshed(second));
        assert!(room.store.notice(guild(), &told).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_refresh_stays_with_the_role_of_the_vote() {
    let room = with_role().await;
    room.rosters.may_list_members(true);
    proposed(&room).await.unwrap();
    let other = RoleId::try_from(8).unwrap();
    room.rosters.makes(guild(), other, true);
    for id in 1..=6 {
        room.rosters.enrolls(guild(), member(id), [role(), other]);
    }
    let voters = Some(other);
    let wanted = SetupRequest {
        voters,
        ..SetupRequest::default()
    };
    sets(&room, wanted).await.unwrap();
    asks(&room, (start() + MINUTE, 1), ProposalRequest::Refresh(FIRST))
        .await
        .unwrap();
    let expected = Electorate::Members {
        role: role(),
        members: members(1..=6).into_iter().collect(),
    };
    assert_eq!(stored(&room, FIRST).await.electorate, expected);
}

#[tokio::test]
async fn presses_in_other_guilds() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let mut call = call(start() + MINUTE, 20, 1, 1);
    call.guild = "77".parse().unwrap();
    let refusal = refused(room.asks(&call, Request::Cast(FIRST, Choice::InFavor)).await);
    assert_eq!(refusal, Refusal::NoSuchProposal { number: FIRST });
    assert_eq!(room.store.ballots(guild(), FIRST).await.unwrap(), []);
    assert_eq!(room.store.ballots(call.guild, FIRST).await.unwrap(), []);
}

#[tokio::test]
async fn names() {
    // Whatever members call themselves, and however they write it: ids are stored, and nothing else.
    let room = with_list().await;
    proposed(&room).await.unwrap();
    votes(&room, 1).await.unwrap();
    let mut lines = Vec::new();
    crate::storage::dump::write(&*room.store, None, &mut lines)
        .await
        .unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let ballot = lines
        .lines()
        .find(|line| line.contains("\"type\":\"ballot\""))
        .unwrap();
    let ballot: serde_json::Value = serde_json::from_str(ballot).unwrap();
    assert_eq!(ballot["member"], "1");
    assert!(
        ballot
            .as_object()
            .unwrap()
            .keys()
            .all(|key| !key.contains("name")),
        "{ballot}"
    );
}

#[tokio::test]
async fn conflict_of_interest() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    votes(&room, 1).await.unwrap();
    casts(&room, (start() + MINUTE, 2), Choice::Recuse).await.unwrap();
    assert_eq!(closed(&room).await, electors(4, 3, true), "not in the electorate");
    let ballots = room.store.ballots(guild(), FIRST).await.unwrap();
    assert_eq!(stored(&room, FIRST).await.tally(&ballots).recused, 1, "and shown");
}

#[tokio::test]
async fn the_proposers_own_vote() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    assert_eq!(room.store.ballots(guild(), FIRST).await.unwrap(), []);
    votes(&room, 1).await.unwrap();
    assert_eq!(room.store.ballots(guild(), FIRST).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_blip_is_edited_in_mid_vote() {
    let room = room(Arc::default(), vec![later_edition("assess")]);
    room.proposes(start(), "crossplane", "trial").await;
    let at = start() + HOUR / 2;
    room.service.blips_moved(at).await.unwrap();
    assert_eq!(
        settled(&room, FIRST, at).await.status,
        Status::Open,
        "its ring stands"
    );
}

/// What the vote's message says was changed about its blip: whose it was, and whose it is.
async fn owners(room: &Room, at: Timestamp) -> Option<(Option<String>, Option<String>)> {
    let notice = room.store.notice(guild(), &Topic::Vote(FIRST)).await.unwrap();
    let facts = room.service.facts(&notice.unwrap().value, at).await.unwrap();
    let Facts::Vote(view) = facts else {
        panic!("{facts:?}");
    };
    let show = Request::Proposal(ProposalRequest::Reworded(FIRST, 0));
    let shown = room.asks(&call(at, 20, 2, 9), show).await.unwrap();
    let Response::Reworded { reworded, .. } = shown else {
        panic!("{shown:?}");
    };
    assert_eq!(view.reworded, reworded.is_some(), "the message leads to it");
    reworded.map(|reworded| (reworded.before.owner, reworded.now.owner))
}

/// What happened since this was asked.
fn reported(room: &mut Room) -> Vec<Event> {
    std::iter::from_fn(|| room.events.try_recv().ok()).collect()
}

#[tokio::test]
async fn the_blip_is_edited_in_mid_vote_and_the_message_leads_to_what_changed() {
    let mut room = room(Arc::default(), Vec::new());
    let at = |minutes| start() + MINUTE * minutes;
    let owner = |name: &str| Some(name.to_owned());
    // What waited in the draft before the vote was there when it opened.
    let blip = room.drafted(at(0), "crossplane").await;
    room.owns(at(1), &blip, "Before").await.unwrap();
    room.proposes(at(2), "crossplane", "trial").await;
    assert_eq!(owners(&room, at(3)).await, None);
    let _ = reported(&mut room);
    let blip = room.drafted(at(4), "crossplane").await;
    room.owns(at(4), &blip, "Platform").await.unwrap();
    let changed = Event::TallyChanged(guild(), FIRST);
    assert!(reported(&mut room).contains(&changed), "its message is edited");
    let both = Some((owner("Before"), owner("Platform")));
    assert_eq!(owners(&room, at(5)).await, both);
    // It comes out: it is said no less.
    room.publishes(at(6)).await;
    assert_eq!(owners(&room, at(7)).await, both);
    assert!(reported(&mut room).contains(&changed));
    // A correction lies over what was published before the vote, too.
    room.corrects(at(8), "crossplane", Some("Corrected")).await;
    assert!(reported(&mut room).contains(&changed));
    assert_eq!(
        owners(&room, at(9)).await,
        Some((owner("Before"), owner("Corrected")))
    );
    // What is as it was is not told, and of a vote that is over nothing is.
    room.corrects(at(10), "crossplane", Some("Before")).await;
    assert_eq!(owners(&room, at(11)).await, None);
    room.corrects(at(12), "crossplane", Some("Again")).await;
    assert!(owners(&room, at(13)).await.is_some());
    asks(&room, (at(14), 1), ProposalRequest::Withdraw(FIRST))
        .await
        .unwrap();
    assert_eq!(owners(&room, at(15)).await, None);
}

#[tokio::test]
async fn the_ring_changes_in_mid_vote() {
    for (ring, again) in [("hold", true), ("trial", false)] {
        let room = room(Arc::default(), vec![later_edition(ring)]);
        room.proposes(start(), "crossplane", "trial").await;
        let at = start() + HOUR / 2;
        room.service.blips_moved(at).await.unwrap();
        let stale = settled(&room, FIRST, at).await;
        assert!(matches!(stale.status, Status::Stale { .. }), "{stale:?}");
        let restarted = asks(&room, (at + MINUTE, 2), ProposalRequest::Restart(FIRST)).await;
        if again {
            restarted.unwrap();
            let next = stored(&room, FIRST.next()).await;
            assert_eq!(next.status, Status::Open);
            assert_eq!(
                next.change.from().map(ToString::to_string).as_deref(),
                Some("hold")
            );
        } else {
            assert!(matches!(refused(restarted), Refusal::SameRing { .. }));
        }
    }
}

#[tokio::test]
async fn the_target_of_an_open_proposal_stays_and_reasons_are_added() {
    let room = with_list().await;
    let before = proposed(&room).await.unwrap();
    let add = |by| {
        asks(
            &room,
            (start() + MINUTE, by),
            ProposalRequest::Add(FIRST, "More.".to_owned()),
        )
    };
    assert_eq!(refused(add(2).await), Refusal::NotItsProposer { number: FIRST });
    add(1).await.unwrap();
    let after = stored(&room, FIRST).await;
    assert_eq!(after.addenda.len(), 1);
    assert_eq!((after.change, after.reason), (before.change, before.reason));
}

#[tokio::test]
async fn two_proposals_of_the_same_blip() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let same = propose(&room, (start() + MINUTE, 2), "trial", None).await;
    assert!(
        matches!(refused(same), Refusal::OpenVote { number: FIRST, .. }),
        "the same target: refused with its link"
    );
    propose(&room, (start() + MINUTE, 2), "hold", None).await.unwrap();
    let counter = stored(&room, FIRST.next()).await;
    assert_eq!(
        counter.status,
        Status::Waiting(Waiting::Behind(FIRST)),
        "another one waits"
    );
    for by in 1..=4 {
        votes(&room, by).await.unwrap();
    }
    closed(&room).await;
    let at = start() + HOUR * 2;
    let counter = settled(&room, FIRST.next(), at).await;
    assert_eq!((counter.status, counter.opens_at), (Status::Open, at));
    let from = counter.change.from().map(ToString::to_string);
    assert_eq!(from.as_deref(), Some("trial"), "from where the first one put it");
}

#[tokio::test]
async fn a_vote_in_waiting_tells_that_its_blip_moved_and_so_does_its_card_when_it_opened() {
    let mut room = room(Arc::default(), vec![later_edition("trial")]);
    let rebased = async |room: &Room, at| {
        let notice = room.notice(&Topic::Vote(FIRST.next())).await;
        match room.service.facts(&notice, at).await.unwrap() {
            Facts::Vote(view) => view.rebased,
            other => panic!("{other:?}"),
        }
    };
    room.proposes(start(), "crossplane", "adopt").await;
    propose(&room, (start() + MINUTE, 2), "hold", None).await.unwrap();
    assert_eq!(rebased(&room, start() + MINUTE).await, None);
    let at = start() + HOUR / 2;
    reported(&mut room);
    room.service.blips_moved(at).await.unwrap();
    let changed = Event::TallyChanged(guild(), FIRST.next());
    assert!(reported(&mut room).contains(&changed), "its message is edited");
    let trial = Standing::In(RingId::parse("trial").unwrap());
    assert_eq!(rebased(&room, at).await, Some(Rebased::To(trial)));
    settled(&room, FIRST, at).await;
    assert_eq!(settled(&room, FIRST.next(), at).await.status, Status::Open);
    assert_eq!(rebased(&room, at).await, Some(Rebased::Meanwhile));
    // One that never waited says nothing.
    let never = room
        .service
        .facts(&room.notice(&Topic::Vote(FIRST)).await, at)
        .await;
    assert!(matches!(never.unwrap(), Facts::Vote(view) if view.rebased.is_none()));
}

#[tokio::test]
async fn taken_back_while_it_was_being_lost_and_proposed_again() {
    for (against, needs_second) in [(2, true), (1, false)] {
        let room = with_list().await;
        proposed(&room).await.unwrap();
        for by in 1..=3 {
            let choice = if by <= against {
                Choice::Against
            } else {
                Choice::InFavor
            };
            casts(&room, (start() + MINUTE, by), choice).await.unwrap();
        }
        let at = start() + MINUTE * 2;
        let proposer = stored(&room, FIRST).await.proposer.get();
        asks(&room, (at, proposer), ProposalRequest::Withdraw(FIRST))
            .await
            .unwrap();
        propose(&room, (at, 1), "trial", None).await.unwrap();
        let again = stored(&room, FIRST.next()).await.status;
        assert_eq!(
            matches!(again, Status::Waiting(Waiting::Second { .. })),
            needs_second,
            "{again:?}"
        );
    }
}

#[tokio::test]
async fn rejected_and_proposed_again() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    for by in 1..=4 {
        casts(&room, (start() + MINUTE, by), Choice::Against)
            .await
            .unwrap();
    }
    let at = start() + HOUR * 2;
    let rejected = settled(&room, FIRST, at).await;
    assert!(matches!(rejected.status, Status::Rejected { .. }), "{rejected:?}");
    propose(&room, (at, 1), "trial", None).await.unwrap();
    let next = FIRST.next();
    let waiting = stored(&room, next).await;
    assert!(matches!(waiting.status, Status::Waiting(Waiting::Second { .. })));
    assert_eq!(waiting.supersedes, Some(FIRST));
    let second = |by| asks(&room, (at + MINUTE, by), ProposalRequest::Second(next));
    assert_eq!(refused(second(1).await), Refusal::OwnSecond { number: next });
    assert_eq!(refused(second(5).await), Refusal::NotListed);
    // Who may vote is read when it is put to the vote, not when it was proposed.
    lists(&room, ListRequest::Add(members([5]))).await.unwrap();
    second(5).await.unwrap();
    let open = stored(&room, next).await;
    assert_eq!(
        (open.status.clone(), open.seconded_by),
        (Status::Open, Some(member(5)))
    );
    assert_eq!(open.electorate.size(), Some(5));
    assert!(told(&room, next, EventKind::Opened).await);
    assert_eq!(
        refused(second(4).await),
        Refusal::NothingToSecond { number: next }
    );
}

#[tokio::test]
async fn rejected_and_proposed_again_after_the_cooldown_needs_no_second() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    for by in 1..=4 {
        casts(&room, (start() + MINUTE, by), Choice::Against)
            .await
            .unwrap();
    }
    let rejected = settled(&room, FIRST, start() + HOUR * 2).await;
    let again = start() + HOUR * 2 + rejected.policy.cooldown;
    propose(&room, (again - MINUTE, 1), "trial", None).await.unwrap();
    let waiting = settled(&room, FIRST.next(), again - MINUTE).await;
    assert!(matches!(waiting.status, Status::Waiting(Waiting::Second { .. })));
    assert_eq!(settled(&room, FIRST.next(), again).await.status, Status::Open);
}

#[tokio::test]
async fn a_proposal_in_waiting_says_when_nobody_knows_who_may_vote() {
    let room = with_role().await;
    writes(&room, "quorum = 50 %").await;
    proposed(&room).await.unwrap();
    propose(&room, (start() + MINUTE, 2), "hold", None).await.unwrap();
    for by in 1..=4 {
        votes(&room, by).await.unwrap();
    }
    closed(&room).await;
    room.rosters.deletes(guild(), role());
    let (next, at) = (FIRST.next(), start() + HOUR * 2);
    let waits = settled(&room, next, at).await;
    assert_eq!(waits.status, Status::Waiting(Waiting::Voters));
    assert_eq!(settled(&room, next, at + HOUR).await, waits, "once");
    room.rosters.makes(guild(), role(), true);
    room.rosters.enrolls(guild(), member(1), [role()]);
    assert_eq!(settled(&room, next, at + HOUR * 2).await.status, Status::Open);
}

#[tokio::test]
async fn vote_after_the_close() {
    let room = with_list().await;
    let open = proposed(&room).await.unwrap();
    // Pressed at the last moment and handled two seconds later.
    let mut late = call(open.closes_at, 20, 2, 0);
    late.now = open.closes_at + SignedDuration::from_secs(2);
    let cast = || Request::Cast(FIRST, Choice::InFavor);
    room.asks(&late, cast()).await.unwrap();
    let before_grace = open.closes_at + SignedDuration::from_secs(14);
    assert_eq!(settled(&room, FIRST, before_grace).await.status, Status::Open);
    let after = call(open.closes_at + SignedDuration::from_millis(1), 20, 3, 0);
    assert!(matches!(
        refused(room.asks(&after, cast()).await),
        Refusal::VoteOver { .. }
    ));
    let ended = settled(&room, FIRST, open.closes_at + CLOSE_GRACE).await;
    assert!(matches!(ended.status, Status::Passed { .. }), "{ended:?}");
    assert!(matches!(
        refused(room.asks(&after, cast()).await),
        Refusal::VoteOver { .. }
    ));
}

#[tokio::test]
async fn passed_after_the_edition() {
    let room = room(Arc::default(), Vec::new());
    let at = room.passes(start(), FIRST, "crossplane", "trial").await;
    room.proposes(at, "hermes", "trial").await;
    let edition = room.publishes(at + MINUTE).await;
    let cast = Request::Cast(FIRST.next(), Choice::InFavor);
    room.asks(&call(at + MINUTE, 20, 1, 1), cast).await.unwrap();
    settled(&room, FIRST.next(), at + HOUR * 2).await;
    let published = room.store.editions(guild()).await.unwrap();
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].value.proposals, [FIRST], "{edition} stays as it is");
    let next = room.publishes(at + HOUR * 3).await;
    assert_ne!(next, edition);
}

#[tokio::test]
async fn a_hidden_tally_stays_hidden() {
    let room = with_list().await;
    writes(&room, "tally = hidden").await;
    let open = proposed(&room).await.unwrap();
    assert!(open.hides_tally());
    // What is set later changes no open vote.
    writes(&room, "tally = live").await;
    assert!(stored(&room, FIRST).await.hides_tally());
    votes(&room, 1).await.unwrap();
    closed(&room).await;
    assert!(!stored(&room, FIRST).await.hides_tally(), "it is over");
}

#[tokio::test]
async fn anonymous_votes_of_three() {
    let room = peopled();
    lists(&room, ListRequest::Add(members(1..=3))).await.unwrap();
    writes(&room, "names = false").await;
    let refusal = refused(proposed(&room).await);
    assert!(
        matches!(refusal, Refusal::TooFewForSecrecy { size: 3, .. }),
        "{refusal:?}"
    );
    lists(&room, ListRequest::Add(members([4]))).await.unwrap();
    proposed(&room).await.unwrap();
}

#[tokio::test]
async fn anonymous_votes_of_nobody_knows_how_many() {
    let room = peopled();
    writes(&room, "names = false\nquorum = 2\nof = cast").await;
    let refusal = refused(proposed(&room).await);
    assert!(matches!(refusal, Refusal::SecretUncounted { .. }), "{refusal:?}");
}

#[tokio::test]
async fn silence_is_no_consent_where_nobody_else_may_vote() {
    let room = peopled();
    lists(&room, ListRequest::Add(members([1]))).await.unwrap();
    let alone = propose(&room, (start(), 1), "trial", Some("lazy")).await;
    let refusal = refused(alone);
    assert!(
        matches!(
            refusal,
            Refusal::TooFewVoters {
                size: 1,
                least: 2,
                ..
            }
        ),
        "{refusal:?}"
    );
    lists(&room, ListRequest::Add(members([2]))).await.unwrap();
    propose(&room, (start(), 1), "trial", Some("lazy")).await.unwrap();
}

#[tokio::test]
async fn the_author_of_a_concern_leaves() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let raise = ProposalRequest::Raise(FIRST, "The name".to_owned(), None);
    asks(&room, (start() + MINUTE, 2), raise).await.unwrap();
    room.rosters.leaves(guild(), member(2));
    let at = start() + MINUTE * 2;
    let resolve = ProposalRequest::Resolve(FIRST, ConcernNumber::at(0));
    let refusal = refused(asks(&room, (at, 3), resolve).await);
    assert!(matches!(refusal, Refusal::NotItsAuthor { .. }), "{refusal:?}");
    let pass = |why: &str| ProposalRequest::Override(FIRST, ConcernNumber::at(0), why.to_owned());
    assert!(
        asks(&room, (at, 1), pass("  ")).await.is_err(),
        "not without a reason"
    );
    asks(&room, (at, 1), pass("They left.")).await.unwrap();
    assert!(!stored(&room, FIRST).await.is_blocked());
}

#[tokio::test]
async fn a_concern_is_raised_and_resolved_between_two_looks() {
    let room = with_list().await;
    let open = proposed(&room).await.unwrap();
    let raise = ProposalRequest::Raise(FIRST, "The name".to_owned(), None);
    asks(&room, (open.closes_at - MINUTE * 2, 2), raise)
        .await
        .unwrap();
    let at = open.closes_at - MINUTE;
    let resolve = ProposalRequest::Resolve(FIRST, ConcernNumber::at(0));
    asks(&room, (at, 2), resolve).await.unwrap();
    let longer = stored(&room, FIRST).await;
    assert_eq!(
        longer.closes_at,
        at + DAY.min(HOUR),
        "it was there, and people think again"
    );
    assert_eq!(
        settled(&room, FIRST, open.closes_at + CLOSE_GRACE).await.status,
        Status::Open
    );
}

#[tokio::test]
async fn whatever_may_make_a_vote_certain_has_it_looked_at() {
    let room = with_list().await;
    let open = proposed(&room).await.unwrap();
    votes(&room, 1).await.unwrap();
    let at = start() + MINUTE * 3;
    settled(&room, FIRST, at).await;
    assert!(room.service.agenda().due(at).is_empty());
    let void = ProposalRequest::Void(FIRST, member(1), "By mistake.".to_owned());
    asks(&room, (at, 1), void).await.unwrap();
    assert_eq!(room.service.agenda().due(at), [(guild(), FIRST)]);
    assert_eq!(settled(&room, FIRST, at).await.status, open.status);
}

/// The sources of the program and of its stories.
fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn each_case_that_is_told_above_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    for folder in ["src", "tests"] {
        sources(&root.join(folder), &mut all);
    }
    let rows = include_str!("edge_cases.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//! | "))
        .skip(1);
    let names: Vec<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        assert!(all.contains(&format!("fn {name}(")), "there is no test {name}");
    }
}
