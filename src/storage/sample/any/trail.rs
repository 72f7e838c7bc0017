//! What the trail of a vote is made of.

use jiff::Timestamp;
use proptest::option;
use proptest::prelude::*;

use super::{any_count, any_number, any_prose, id};
use crate::storage::{BallotEntry, BallotRow, BareBallot, EventEntry, Row};
use crate::vote::trail::{Digest, EventKind, Head, Salt, VoterKey};
use crate::vote::{Choice, Voter};

pub fn any_digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

pub fn any_ballot() -> impl Strategy<Value = Row> {
    let voter = prop_oneof![
        id().prop_map(Voter::Known),
        any_count().prop_map(Voter::Forgotten)
    ];
    let link = option::of((any_count(), any_count(), any_digest(), any_digest()));
    (id(), any_number(), voter, 0..3_usize, id(), link).prop_map(
        |(guild, on, voter, choice, interaction, link)| {
            let choice = Choice::ALL[choice];
            let ballot = match link {
                None => BallotRow::Bare(BareBallot {
                    voter,
                    choice,
                    interaction,
                }),
                Some((number, voter, commitment, hash)) => BallotRow::Chained(BallotEntry {
                    number,
                    voter,
                    choice,
                    interaction,
                    commitment,
                    hash,
                }),
            };
            Row::Ballot(guild, on, ballot)
        },
    )
}

pub fn any_of_a_trail() -> impl Strategy<Value = Row> {
    let vote = || (id(), any_number());
    let counts = any::<(u32, u32, u32, u32)>();
    let what = (0..EventKind::ALL.len()).prop_map(|which| EventKind::ALL[which]);
    let when = (0..4_000_000_000_000_i64).prop_map(|at| Timestamp::from_millisecond(at).unwrap());
    let event = (any_count(), when, what, any::<String>(), option::of(any_count()));
    prop_oneof![
        (vote(), event, any_digest(), any_digest()).prop_map(
            |((guild, on), (number, at, what, detail, voter), commitment, hash)| {
                let event = EventEntry {
                    number,
                    at,
                    what,
                    detail,
                    voter,
                    commitment,
                    hash,
                };
                Row::Event(guild, on, event)
            }
        ),
        (vote(), id(), any_count(), any::<[u8; 16]>()).prop_map(|((guild, on), member, number, salt)| {
            let salt = Salt(salt);
            Row::Voter(guild, on, member, VoterKey { number, salt })
        }),
        (vote(), any_count(), any_prose())
            .prop_map(|((guild, on), entry, reason)| Row::Reason(guild, on, entry, reason)),
        (vote(), counts, any_digest()).prop_map(|((guild, on), (entries, ballots, before, voters), hash)| {
            let head = Head {
                entries,
                ballots,
                before,
                voters,
                hash,
            };
            Row::Trail(guild, on, head)
        }),
    ]
}
