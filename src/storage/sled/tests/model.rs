//! Whatever is done to both stores, the one on the disk answers like the one in memory, also after it was opened again.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::outbox::Topic;
use crate::storage::sample::{
    any_proposal, at, cast, cast_because, correction, edit, edition, event, guild, interaction, left_row,
    member, notice, number,
};
use crate::storage::{Append, Expect, MemoryStore};
use crate::vote::Proposal;
use crate::vote::trail::EventKind;

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    /// These are sent together, in this order.
    Commit(Vec<Plan>),
    /// The guild is purged: after these batches, and together with them.
    Purge(u64, Vec<Plan>),
    /// A member is forgotten in a guild.
    Forget(u64, u64),
    /// It is noted until when members were heard.
    Heard(i64),
    /// The store is closed and opened.
    Reopen,
    /// The process is killed, and the store is opened.
    Kill,
}

/// A batch whose expectations are made when its turn comes.
#[derive(Debug, Clone)]
struct Plan {
    rows: Vec<Row>,
    appends: Vec<Append>,
    expects: Vec<PlannedExpect>,
}

#[derive(Debug, Clone)]
enum PlannedExpect {
    /// What is there, plus this.
    Revision(Key, u64),
    /// What is there, plus this.
    Ballots(u64, u32, usize),
}

fn row() -> BoxedStrategy<Row> {
    let other = (0..6, 1..3u64, 1..3u32, 1..6u64).prop_map(|(kind, guild, number_, n)| match kind {
        0 if n % 2 == 0 => left_row(guild, 7),
        0 => settings_row(guild, n),
        1 => ballot_row(guild, number_, n % 2 + 1, n),
        2 => Row::Edition(edition(guild, &format!("2023-{n}"))),
        3 => Row::Edit(edit(guild, number_)),
        4 => Row::Correction(correction(guild, &format!("2023-{n}"), number_)),
        _ => Row::Notice(notice(guild, Topic::Vote(number(number_)))),
    });
    prop_oneof![4 => other.boxed(), 1 => any_proposal_row()].boxed()
}

/// A proposal in any state.
fn any_proposal_row() -> BoxedStrategy<Row> {
    (1..3u64, 1..3u32, any_proposal())
        .prop_map(|(of, numbered, proposal)| {
            Row::Proposal(Proposal {
                guild: guild(of),
                number: number(numbered),
                ..proposal
            })
        })
        .boxed()
}

fn append() -> impl Strategy<Value = Append> {
    (0..4, 1..3u64, 1..3u32, 1..4u64, 1..9u64).prop_map(|(kind, guild, number, by, press)| match kind {
        0 => event(guild, number, (by > 1).then_some(by), EventKind::Held),
        1 => cast_because(guild, number, by, press, "since it works"),
        _ => cast(guild, number, by, press),
    })
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        row().prop_map(|row| row.key()),
        (1..3u64, 1..3u32, 1..6u64).prop_map(|(guild_, on, press)| Key::Ballot(
            guild(guild_),
            number(on),
            interaction(press)
        )),
        (1..3u64, 1..3u32).prop_map(|(guild_, on)| Key::Trail(guild(guild_), number(on))),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let expect = prop_oneof![
        (key(), prop_oneof![9 => Just(0), 1 => Just(1)])
            .prop_map(|(key, wrong)| PlannedExpect::Revision(key, wrong)),
        (1..3u64, 1..3u32, prop_oneof![9 => Just(0), 1 => Just(1)])
            .prop_map(|(guild, number, wrong)| PlannedExpect::Ballots(guild, number, wrong)),
    ];
    (vec(row(), 0..4), vec(append(), 0..4), vec(expect, 0..3)).prop_map(|(rows, appends, expects)| Plan {
        rows,
        appends,
        expects,
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(plan(), 1..5).prop_map(Step::Commit),
        2 => (1..3u64, vec(plan(), 0..3)).prop_map(|(guild, before)| Step::Purge(guild, before)),
        2 => (1..3u64, 1..4u64).prop_map(|(guild, member)| Step::Forget(guild, member)),
        1 => (0..9i64).prop_map(Step::Heard),
        1 => Just(Step::Reopen),
        1 => Just(Step::Kill),
    ]
}

async fn revision(store: &impl Store, key: &Key) -> Revision {
    match key {
        Key::Settings(guild) => store.settings(*guild).await.unwrap().revision,
        Key::Proposal(guild, number) => {
            let found = store.proposal(*guild, *number).await.unwrap();
            found.map_or(Revision::ABSENT, |stored| stored.revision)
        }
        Key::Notice(guild, topic) => {
            let found = store.notice(*guild, topic).await.unwrap();
            found.map_or(Revision::ABSENT, |stored| stored.revision)
        }
        Key::Edition(guild, id) => {
            let editions = store.editions(*guild).await.unwrap();
            let found = editions.iter().find(|stored| stored.value.id == *id);
            found.map_or(Revision::ABSENT, |stored| stored.revision)
        }
        Key::Trail(guild, number) => store.trail(*guild, *number).await.unwrap().revision,
        Key::Edit(guild, number) => {
            let edits = store.edits(*guild).await.unwrap();
            let found = edits.iter().find(|stored| stored.value.number == *number);
            found.map_or(Revision::ABSENT, |stored| stored.revision)
        }
        Key::Correction(guild, edition, number) => {
            let corrections = store.corrections(*guild).await.unwrap();
            let found = corrections
                .iter()
                .find(|stored| (&stored.value.edition, stored.value.number) == (edition, *number));
            found.map_or(Revision::ABSENT, |stored| stored.revision)
        }
        // Readers of these get no revisions: they are there or not.
        Key::Ballot(..) | Key::Event(..) | Key::Voter(..) | Key::Reason(..) => Revision::ABSENT,
    }
}

async fn batch(store: &impl Store, plan: Plan) -> Batch {
    let mut expects = Vec::new();
    for expect in plan.expects {
        expects.push(match expect {
            PlannedExpect::Revision(key, wrong) => {
                let found = revision(store, &key).await;
                Expect::Revision(key, Revision(found.0 + wrong))
            }
            PlannedExpect::Ballots(in_guild, on, wrong) => {
                let ballots = store.ballots(guild(in_guild), number(on)).await.unwrap();
                Expect::Ballots(guild(in_guild), number(on), ballots.len() + wrong)
            }
        });
    }
    Batch {
        expects,
        rows: plan.rows,
        appends: plan.appends,
        ..Batch::new()
    }
}

async fn assert_same(memory: &MemoryStore, disk: &SledStore) {
    assert_eq!(all(memory).await, all(disk).await);
    assert_eq!(memory.guilds().await, disk.guilds().await);
    assert_eq!(memory.heard().await, disk.heard().await);
    for guild in [guild(1), guild(2), guild(3)] {
        assert_eq!(memory.settings(guild).await, disk.settings(guild).await);
        assert_eq!(memory.proposals(guild).await, disk.proposals(guild).await);
        assert_eq!(memory.editions(guild).await, disk.editions(guild).await);
        assert_eq!(memory.notices(guild).await, disk.notices(guild).await);
        for number in [number(1), number(2)] {
            let trail = memory.trail(guild, number).await.unwrap();
            assert_eq!(disk.trail(guild, number).await.unwrap(), trail);
            assert_eq!(trail.value.verify().unwrap(), trail.value.head);
            assert_eq!(
                memory.ballots(guild, number).await,
                disk.ballots(guild, number).await
            );
            assert_eq!(
                memory.proposal(guild, number).await,
                disk.proposal(guild, number).await
            );
        }
    }
}

async fn play(steps: Vec<Step>) {
    let memory = MemoryStore::new();
    let mut disk = OnDisk::new();
    for step in steps {
        match step {
            Step::Commit(plans) => {
                let mut batches = Vec::new();
                for plan in plans {
                    batches.push(batch(&memory, plan).await);
                }
                let sent = batches.iter().map(|batch| disk.store.commit(batch.clone()));
                let on_disk = futures_util::future::join_all(sent).await;
                for (batch, on_disk) in batches.into_iter().zip(on_disk) {
                    assert_eq!(memory.commit(batch).await, on_disk);
                }
            }
            Step::Purge(of, plans) => {
                let left = memory.settings(guild(of)).await.unwrap().revision;
                let mut batches = Vec::new();
                for plan in plans {
                    batches.push(batch(&memory, plan).await);
                }
                // The purge asks for the settings before it is sent; it is sent last all the same.
                let sent = batches.iter().map(|batch| disk.store.commit(batch.clone()));
                let sent = futures_util::future::join_all(sent);
                let (on_disk, purged) =
                    futures_util::future::join(sent, disk.store.purge(guild(of), left)).await;
                for (batch, on_disk) in batches.into_iter().zip(on_disk) {
                    assert_eq!(memory.commit(batch).await, on_disk);
                }
                assert_eq!(memory.purge(guild(of), left).await, purged);
            }
            Step::Forget(of, whom) => {
                let forgotten = memory.forget(guild(of), member(whom)).await;
                assert_eq!(disk.store.forget(guild(of), member(whom)).await, forgotten);
            }
            Step::Heard(until) => {
                memory.note_heard(at(until)).await.unwrap();
                disk.store.note_heard(at(until)).await.unwrap();
            }
            Step::Reopen => {
                let folder = disk.close();
                let store = SledStore::open(&path_in(&folder)).unwrap();
                disk = OnDisk { store, folder };
            }
            Step::Kill => {
                let folder = disk.killed();
                let store = SledStore::open(&path_in(&folder)).unwrap();
                disk = OnDisk { store, folder };
            }
        }
        assert_same(&memory, &disk.store).await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_disk_answers_like_memory(steps in vec(step(), 1..20)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(play(steps));
    }
}
