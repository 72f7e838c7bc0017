//! What every store does: one suite for all of them.
//!
//! A store is tested by `contract!(name, fixture)`, where `fixture` makes a value with a field `store` that is empty.

mod expectations;
mod forgetting;
mod rows;
mod trails;

use crate::storage::sample::{guild, number};
use crate::storage::{Append, Batch, MemoryStore, Revision, Row, Store};
use crate::vote::Trail;

pub use self::{expectations::*, forgetting::*, rows::*, trails::*};

/// Runs the whole suite on a store.
macro_rules! contract {
    ($name:ident, $fixture:expr) => {
        $crate::storage::contract::contract! {
            $name, $fixture;
            empty_answers,
            rows_are_read_back,
            lists_are_in_order_and_of_one_guild,
            revisions_count_commits,
            a_batch_with_a_wrong_expectation_writes_nothing,
            ballots_are_only_added,
            the_number_of_ballots_can_be_expected,
            what_is_appended_is_chained,
            rows_of_a_trail_can_not_be_put,
            a_ballot_is_appended_once,
            ballots_at_the_same_time_do_not_conflict,
            a_trail_begins_after_the_ballots_that_were_there,
            the_revision_of_a_trail_can_be_expected,
            a_member_is_forgotten,
            what_a_vote_without_a_decision_came_to_is_kept,
            a_member_of_an_open_vote_is_not_forgotten,
            a_member_on_the_list_of_voters_is_not_forgotten,
            a_member_who_voted_before_the_trail_is_forgotten,
            a_trail_is_purged_with_its_guild,
            of_two_that_decide_on_the_same_state_one_wins,
            rows_come_in_pages,
            an_empty_batch_takes_no_number,
            a_row_that_is_too_large_is_refused,
            a_store_is_filled_once,
            a_guild_that_the_bot_left_is_purged_and_no_other,
            a_guild_is_purged_only_while_it_is_left,
            a_purge_and_a_return_exclude_each_other,
            until_when_members_were_heard_is_noted_beside_the_rows,
        }
    };
    ($name:ident, $fixture:expr; $($case:ident),+ $(,)?) => {
        mod $name {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let fixture = $fixture;
                    $crate::storage::contract::$case(&fixture.store).await;
                }
            )+
        }
    };
}
pub(super) use contract;

struct InMemory {
    store: MemoryStore,
}

contract!(
    memory,
    InMemory {
        store: MemoryStore::new()
    }
);

async fn committed(store: &impl Store, batch: Batch) -> Revision {
    store.commit(batch).await.unwrap()
}

async fn all(store: &impl Store) -> Vec<Row> {
    store.rows(None, None, usize::MAX).await.unwrap()
}

/// The trail of a proposal, which must verify.
async fn trail(store: &impl Store, of: u64, on: u32) -> Trail {
    let trail = store.trail(guild(of), number(on)).await.unwrap().value;
    assert_eq!(trail.verify(), Ok(trail.head));
    trail
}

fn appending(appends: impl IntoIterator<Item = Append>) -> Batch {
    appends.into_iter().fold(Batch::new(), Batch::append)
}
