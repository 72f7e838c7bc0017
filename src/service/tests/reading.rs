//! How often a vote's ballots are read for what is shown of it: they may be many.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::storage::{Layer, StoreError, Stored};
use crate::vote::Trail;

/// A store that counts how often ballots are read.
struct Counting {
    below: Arc<MemoryStore>,
    reads: AtomicUsize,
}

#[async_trait]
impl Layer for Counting {
    fn below(&self) -> &dyn Store {
        &*self.below
    }

    async fn trail(&self, guild: GuildId, number: ProposalNumber) -> Result<Stored<Trail>, StoreError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.below.trail(guild, number).await
    }
}

#[tokio::test]
async fn a_vote_without_a_decision_is_shown_with_one_reading_of_its_ballots() {
    let store = Arc::new(MemoryStore::new());
    let counting = Arc::new(Counting {
        below: Arc::clone(&store),
        reads: AtomicUsize::new(0),
    });
    let shared: Arc<dyn Store> = Arc::<Counting>::clone(&counting);
    let room = room_on(shared, store, Vec::new());
    let number = ProposalNumber::FIRST;
    room.proposes(start(), "crossplane", "trial").await;
    let against = Request::Cast(number, Choice::Against);
    room.asks(&call(start(), 20, 2, 1), against).await.unwrap();
    let reads = async |request: ProposalRequest| {
        counting.reads.store(0, Ordering::SeqCst);
        let shown = room
            .asks(&call(start(), 20, 2, 3), Request::Proposal(request))
            .await;
        (shown.unwrap(), counting.reads.load(Ordering::SeqCst))
    };
    let (open, while_open) = reads(ProposalRequest::Show(number)).await;
    let withdraw = Request::Proposal(ProposalRequest::Withdraw(number));
    room.asks(&call(start(), 20, 1, 2), withdraw).await.unwrap();
    let (over, once_over) = reads(ProposalRequest::Show(number)).await;
    for shown in [open, over] {
        match shown {
            Response::Proposal { view, mine, .. } => {
                assert_eq!(view.count.tally.against, 1);
                assert_eq!(mine.ballot.map(|(choice, _)| choice), Some(Choice::Against));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((while_open, once_over), (1, 1));
}
