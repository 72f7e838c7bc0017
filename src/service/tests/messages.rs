//! A vote's message is deleted, and posted again: once for each deletion, and never in a loop.

use super::*;
use crate::id::MessageId;
use crate::outbox::Update;

const FIRST: ProposalNumber = ProposalNumber::FIRST;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn repost(count: u32) -> Topic {
    Topic::Update(FIRST, Update::Repost(count))
}

fn message(id: u64) -> MessageId {
    MessageId::try_from(id).unwrap()
}

fn posted(id: u64) -> Posted {
    Posted {
        channel: channel(20),
        message: message(id),
    }
}

/// The vote's notice is said by this message, in this channel.
async fn says(room: &Room, topic: &Topic, at: Posted) {
    let stored = room.store.notice(guild(), topic).await.unwrap().unwrap();
    let said = Notice {
        channel: at.channel,
        delivery: Delivery::Sent {
            posted: vec![at],
            at: start(),
        },
        ..stored.value
    };
    let batch = Batch::new().replace(stored.revision, Row::Notice(said));
    room.store.commit(batch).await.unwrap();
}

/// A vote for a week whose message is 500.
async fn voting() -> Room {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    says(&room, &Topic::Vote(FIRST), posted(500)).await;
    room
}

async fn deletes(room: &Room, ids: impl IntoIterator<Item = u64>, at: Timestamp) {
    let ids: Vec<MessageId> = ids.into_iter().map(message).collect();
    let noted = room.service.messages_deleted(guild(), channel(20), &ids, at);
    noted.await.unwrap();
}

/// How often the message was posted again, or will be.
async fn reposts(room: &Room) -> u32 {
    let newest = room.service.newest_message(guild(), FIRST).await.unwrap();
    newest.unwrap().reposts
}

async fn asks_for_it(room: &Room, at: Timestamp) -> Result<Reposting, Error> {
    let request = Request::Proposal(ProposalRequest::Repost(FIRST));
    match room.asks(&call(at, 21, 5, 0), request).await? {
        Response::Reposted(reposted) => Ok(reposted.what),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_deleted_message_is_posted_again_once_however_often_that_is_told() {
    let mut room = voting().await;
    deletes(&room, [1, 2], start()).await;
    assert_eq!(reposts(&room).await, 0, "nobody's business here");
    while room.events.try_recv().is_ok() {}

    deletes(&room, [1, 500, 2], start()).await;
    assert_eq!(room.notice(&repost(1)).await.channel, channel(20));
    let queued = Event::Queued(guild(), repost(1));
    assert_eq!(room.events.try_recv(), Ok(queued));
    assert_eq!(room.service.posted(guild(), FIRST).await, Ok(None), "on its way");

    // The same is told again, and an edit finds the message gone, before the new one is posted and after that.
    deletes(&room, [500], start()).await;
    let gone = room
        .service
        .message_gone(guild(), FIRST, Some(message(500)), start());
    gone.await.unwrap();
    says(&room, &repost(1), posted(501)).await;
    deletes(&room, [500], start() + HOUR / 2).await;
    assert_eq!(reposts(&room).await, 1);
    assert_eq!(room.service.posted(guild(), FIRST).await, Ok(Some(posted(501))));
    let view = room.service.proposal_view(guild(), FIRST).await.unwrap().unwrap();
    assert_eq!(view.posted, Some(posted(501)));
    assert_eq!(
        view.again.map(|again| (again.at, again.thread)),
        Some((start(), None))
    );
}

#[tokio::test]
async fn a_message_that_is_deleted_again_and_again_is_posted_by_itself_once_an_hour() {
    let room = voting().await;
    deletes(&room, [500], start()).await;
    says(&room, &repost(1), posted(501)).await;
    let soon = start() + HOUR - MINUTE;
    deletes(&room, [501], soon).await;
    assert_eq!(reposts(&room).await, 1);
    // Every edit that is wanted from then on asks again.
    let gone = |at| room.service.message_gone(guild(), FIRST, Some(message(501)), at);
    gone(soon).await.unwrap();
    assert_eq!(reposts(&room).await, 1);
    gone(start() + HOUR).await.unwrap();
    assert_eq!(reposts(&room).await, 2);
}

#[tokio::test]
async fn what_is_deleted_in_another_channel_or_of_a_vote_that_is_over_is_not_posted_again() {
    let room = voting().await;
    let known = [message(500)];
    let elsewhere = room
        .service
        .messages_deleted(guild(), channel(21), &known, start());
    elsewhere.await.unwrap();
    assert_eq!(reposts(&room).await, 0);
    let withdraw = Request::Proposal(ProposalRequest::Withdraw(FIRST));
    room.asks(&call(start(), 20, 1, 1), withdraw).await.unwrap();
    deletes(&room, [500], start()).await;
    let gone = room
        .service
        .message_gone(guild(), FIRST, Some(message(500)), start());
    gone.await.unwrap();
    assert_eq!(reposts(&room).await, 0);
    let refused = asks_for_it(&room, start()).await.unwrap_err();
    assert!(
        matches!(&refused, Error::Refused(refusal) if matches!(**refusal, Refusal::VoteOver { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn by_hand_it_is_posted_again_whenever_it_is_gone() {
    let room = voting().await;
    assert_eq!(
        asks_for_it(&room, start()).await,
        Ok(Reposting::NotNeeded(posted(500)))
    );
    for (count, id) in [(1, 500), (2, 501), (3, 502)] {
        room.open.1.lock().unwrap().push(posted(id));
        let queued = Ok(Reposting::Queued(channel(20)));
        assert_eq!(asks_for_it(&room, start()).await, queued);
        let waits = Ok(Reposting::Waits(channel(20)));
        assert_eq!(asks_for_it(&room, start()).await, waits, "once is enough");
        assert_eq!(reposts(&room).await, count);
        says(&room, &repost(count), posted(id + 1)).await;
    }
}

#[tokio::test]
async fn the_thread_of_a_message_that_is_gone_goes_on() {
    let room = voting().await;
    let add = Request::Proposal(ProposalRequest::Add(FIRST, "It runs in staging.".to_owned()));
    room.asks(&call(start(), 20, 1, 1), add).await.unwrap();
    // It was said in the thread, which has the message's id.
    let thread = Posted {
        channel: message(500).thread(),
        message: message(600),
    };
    says(&room, &Topic::Update(FIRST, Update::Added(0)), thread).await;
    deletes(&room, [500], start()).await;
    let view = room.service.proposal_view(guild(), FIRST).await.unwrap().unwrap();
    assert_eq!(view.again.unwrap().thread, Some(message(500).thread()));
}
