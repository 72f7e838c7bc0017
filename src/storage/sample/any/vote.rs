//! Proposals, and the policies under which they are voted on.

use jiff::SignedDuration;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{
    any_blip, any_edition_id, any_number, any_prose, any_quadrant, any_ring, any_time, any_title, id,
};
use crate::id::MemberId;
use crate::radar::Standing;
use crate::vote::policy::{Base, Concerns, MAX_DURATION, Proposers, Quorum, Rule, Visibility};
use crate::vote::trail::VoterNumber;
use crate::vote::{
    Answer, Change, Concern, Count, Electorate, Electors, Excluded, Extension, Fate, Party, Policy,
    PolicyName, Proposal, Ratio, Shortfall, Status, Tally, Voided, Waiting, Why,
};

pub fn any_change() -> BoxedStrategy<Change> {
    let parts = (
        any_blip(),
        any_title(),
        any_ring(),
        any_ring(),
        any_quadrant(),
        any_prose(),
    );
    (0..4, parts)
        .prop_map(
            |(which, (blip, title, from, to, quadrant, summary))| match which {
                0 => Change::Add {
                    blip,
                    title,
                    quadrant,
                    to,
                    summary,
                },
                1 => Change::Move {
                    blip,
                    title,
                    from,
                    to,
                },
                2 => Change::Retire { blip, title, from },
                _ => Change::Return { blip, title, to },
            },
        )
        .boxed()
}

pub fn any_tallied() -> BoxedStrategy<Count> {
    let electors = option::of(any::<([u32; 2], bool)>());
    (any::<[u32; 6]>(), electors)
        .prop_map(|(counts, electors)| {
            let [in_favor, against, abstain, recused, advisory, seconds] = counts;
            Count {
                tally: Tally {
                    in_favor,
                    against,
                    abstain,
                    recused,
                    advisory,
                },
                seconds,
                electors: electors.map(|([opened, counted], asked)| Electors {
                    opened,
                    counted,
                    asked,
                }),
            }
        })
        .boxed()
}

pub fn any_standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        Just(Standing::Unknown),
        Just(Standing::Retired),
        any_ring().prop_map(Standing::In)
    ]
}

pub fn any_status() -> BoxedStrategy<Status> {
    let shortfall = prop_oneof![
        Just(Shortfall::NoMajority),
        Just(Shortfall::TooFewInFavor),
        Just(Shortfall::BelowThreshold),
        Just(Shortfall::Opposed)
    ];
    let fate = prop_oneof![
        Just(Fate::Queued),
        (any_edition_id(), any_time()).prop_map(|(edition, at)| Fate::Published { edition, at }),
        (any_standing(), any_time()).prop_map(|(found, at)| Fate::Conflict { at, found }),
        (any_time(), id(), any_prose()).prop_map(|(at, by, reason)| Fate::Dropped { at, by, reason }),
    ];
    let parts = (any_time(), any_tallied(), shortfall, id(), any_prose());
    let stood = option::of(any_tallied());
    let more = (fate, any_standing(), any_time(), any_number(), stood);
    (0..12, parts, more)
        .prop_map(
            |(which, (at, count, shortfall, by, reason), (fate, found, until, behind, stood))| match which {
                0 => Status::Open,
                1 => Status::Passed { at, count, fate },
                2 => Status::Rejected { at, count, shortfall },
                3 => Status::NoQuorum { at, count },
                4 => Status::Withdrawn { at, stood },
                5 => Status::Waiting(Waiting::Behind(behind)),
                6 => Status::Waiting(Waiting::Second { until }),
                7 => Status::Held { since: at, until },
                8 => Status::Blocked { at, count },
                9 => Status::Stale { at, found, stood },
                10 => Status::Waiting(Waiting::Voters),
                _ => Status::Cancelled {
                    at,
                    by,
                    reason,
                    stood,
                },
            },
        )
        .boxed()
}

pub fn any_rule() -> BoxedStrategy<Rule> {
    let ratio = || (1..9u32, 0..9u32).prop_map(|(one, more)| Ratio::new(one, one + more).unwrap());
    let quorum = prop_oneof![
        any::<u32>().prop_map(Quorum::Voters),
        ratio().prop_map(Quorum::Share)
    ];
    let base = select(Base::ALL.to_vec());
    prop_oneof![
        any::<u32>().prop_map(|min_seconds| Rule::Lazy { min_seconds }),
        (quorum, ratio(), base, any::<u32>()).prop_map(|(quorum, threshold, base, min_in_favor)| {
            Rule::Majority {
                quorum,
                threshold,
                base,
                min_in_favor,
            }
        }),
    ]
    .boxed()
}

pub fn any_span() -> impl Strategy<Value = SignedDuration> {
    (0..=MAX_DURATION.as_secs()).prop_map(SignedDuration::from_secs)
}

/// Any policy that a record may hold. Boxed, since a tree of strategies lies on the stack.
pub fn any_policy() -> BoxedStrategy<Policy> {
    let name = "[a-z][a-z0-9-]{0,31}".prop_map(|name| PolicyName::parse(&name).unwrap());
    let concerns = option::of(any_span()).prop_map(|max| max.map_or(Concerns::Note, Concerns::Hold));
    let tally = any::<bool>().prop_map(|hidden| {
        if hidden {
            Visibility::AfterClose
        } else {
            Visibility::Live
        }
    });
    let times = (any_span(), any_span(), any_span(), vec(any_span(), 0..4));
    let proposers = select(Proposers::ALL.to_vec());
    let party = prop_oneof![id().prop_map(Party::Role), id().prop_map(Party::Member)];
    let excluded = btree_set(party, 0..3).prop_map(Excluded);
    let who = (proposers, option::of(any::<u32>()), any::<[bool; 2]>(), excluded);
    (name, times, any_rule(), concerns, tally, who)
        .prop_map(|(name, times, rule, concerns, tally, who)| {
            let (duration, min_open, cooldown, reminders) = times;
            let (proposers, max_open, [names, extend], excluded) = who;
            Policy {
                name,
                duration,
                min_open,
                rule,
                concerns,
                tally,
                names,
                reminders,
                cooldown,
                proposers,
                max_open,
                extend,
                excluded,
            }
        })
        .boxed()
}

pub fn any_electorate() -> BoxedStrategy<Electorate> {
    let members = || btree_set(id(), 0..4);
    prop_oneof![
        Just(Electorate::Anyone),
        members().prop_map(Electorate::Listed),
        (id(), option::of(any::<u32>())).prop_map(|(role, size)| Electorate::Role { role, size }),
        (id(), members()).prop_map(|(role, members)| Electorate::Members { role, members }),
    ]
    .boxed()
}

pub fn any_concern() -> BoxedStrategy<Concern> {
    let answer = prop_oneof![
        Just(Answer::Open),
        any_time().prop_map(|at| Answer::Resolved { at }),
        (any_time(), id(), any_prose()).prop_map(|(at, by, reason)| Answer::Overridden { at, by, reason }),
    ];
    (id(), any_prose(), option::of(any_prose()), any_time(), answer)
        .prop_map(|(author, title, text, raised_at, answer)| Concern {
            author,
            title,
            text,
            raised_at,
            answer,
        })
        .boxed()
}

pub fn any_extension() -> BoxedStrategy<Extension> {
    let why = prop_oneof![
        Just(Why::Refreshed),
        (1..30_u32).prop_map(|number| Why::Answered(number.try_into().unwrap())),
        (any_time(), any_time()).prop_map(|(from, until)| Why::Outage { from, until }),
    ];
    (any_time(), any_time(), any_time(), why)
        .prop_map(|(at, from, until, why)| Extension { at, from, until, why })
        .boxed()
}

pub fn any_voided() -> impl Strategy<Value = Voided> {
    (id(), id(), any_time(), any_prose()).prop_map(|(member, by, at, reason)| Voided {
        member,
        by,
        at,
        reason,
    })
}

/// A proposal of any kind in any state.
pub fn any_proposal() -> BoxedStrategy<Proposal> {
    let who = (id(), any_number(), id(), id(), id(), any_electorate());
    let what = (any_change(), option::of(any_prose()), any_policy(), any_status());
    let history = (
        vec(any_prose(), 0..2),
        vec(any_extension(), 0..3),
        vec(any_concern(), 0..3),
        vec(any_voided(), 0..2),
        btree_set(
            (1..9u32).prop_map(|number| VoterNumber::try_from(number).unwrap()),
            0..3,
        ),
        option::of(any_number()),
        option::of(id::<MemberId>()),
    );
    (who, what, history, any_time(), any_time())
        .prop_map(|(who, what, history, one, other)| {
            let (guild, number, proposer, channel, interaction, electorate) = who;
            let (change, reason, policy, status) = what;
            let (addenda, extensions, concerns, voided, departed, supersedes, seconded_by) = history;
            Proposal {
                guild,
                number,
                change,
                proposer,
                reason,
                addenda,
                channel,
                interaction,
                opens_at: one.min(other),
                closes_at: one.max(other),
                extensions,
                policy,
                electorate,
                concerns,
                voided,
                departed,
                seconded_by,
                supersedes,
                status,
            }
        })
        .boxed()
}
