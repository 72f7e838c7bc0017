use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

use super::busy::{Busy, Happening};
use super::*;
use crate::settings::Settings;
use crate::storage::{Batch, MemoryStore, Row, Store, dump as dumps};
use crate::vote::ProposalNumber;

const FIXTURE: &str = include_str!("../../../tests/fixtures/store-v1.jsonl");

async fn filled() -> Arc<dyn Store> {
    let store = MemoryStore::new();
    let other = FIXTURE.replace("1199000000000000001", "7");
    let both = format!("{other}{FIXTURE}");
    dumps::restore(&store, both.as_bytes()).await.unwrap();
    Arc::new(store)
}

async fn closed_dump(store: &Arc<dyn Store>, guild: Option<GuildId>) -> String {
    let mut output = Vec::new();
    dumps::write(&**store, guild, &mut output).await.unwrap();
    String::from_utf8(output).unwrap()
}

#[tokio::test]
async fn the_dump_of_a_running_bot_is_that_of_its_store() {
    let (folder, store) = (TempDir::new().unwrap(), filled().await);
    let path = folder.path().join("store");
    let _control = Control::listen(&path, Arc::downgrade(&store)).unwrap();
    for guild in [None, Some("7".parse().unwrap()), Some("8".parse().unwrap())] {
        let mut output = Vec::new();
        dump(&path, guild, &mut output).await.unwrap();
        assert_eq!(
            String::from_utf8(output).unwrap(),
            closed_dump(&store, guild).await
        );
    }
}

#[tokio::test]
async fn the_socket_goes_with_the_bot_and_a_stale_one_is_replaced() {
    let (folder, store) = (TempDir::new().unwrap(), filled().await);
    let path = folder.path().join("store");
    // As a bot leaves it that is killed.
    drop(UnixListener::bind(socket_path(&path)).unwrap());
    let error = dump(&path, None, &mut Vec::new()).await.unwrap_err();
    assert!(matches!(error, DumpError::Nobody(_)), "{error}");
    let control = Control::listen(&path, Arc::downgrade(&store)).unwrap();
    dump(&path, None, &mut Vec::new()).await.unwrap();
    drop(control);
    assert!(!socket_path(&path).exists());
}

#[tokio::test]
async fn what_is_no_socket_is_not_taken_away() {
    let (folder, store) = (TempDir::new().unwrap(), filled().await);
    let path = folder.path().join("store");
    std::fs::write(socket_path(&path), "notes").unwrap();
    let error = Control::listen(&path, Arc::downgrade(&store)).unwrap_err();
    assert!(error.to_string().contains("no socket"), "{error}");
    assert_eq!(std::fs::read_to_string(socket_path(&path)).unwrap(), "notes");
}

#[tokio::test]
async fn a_dump_that_is_cut_off_is_no_dump() {
    for (answer, says) in [
        ("{\"type\":\"settings\"}\n", "incomplete"),
        ("{\"type\":\"settings\"}\n{\"end\":2}\n", "incomplete"),
        ("{\"failed\":\"the bot is stopping\"}\n", "the bot is stopping"),
        ("", "incomplete"),
    ] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("store");
        let listener = UnixListener::bind(socket_path(&path)).unwrap();
        let bot = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            connection.write_all(answer.as_bytes()).await.unwrap();
        });
        let error = dump(&path, None, &mut Vec::new()).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        bot.await.unwrap();
    }
}

#[tokio::test]
async fn a_store_that_is_closed_meanwhile_ends_the_dump() {
    let (folder, store) = (TempDir::new().unwrap(), filled().await);
    let path = folder.path().join("store");
    let _control = Control::listen(&path, Arc::downgrade(&store)).unwrap();
    drop(store);
    let error = dump(&path, None, &mut Vec::new()).await.unwrap_err();
    assert!(error.to_string().contains("the bot is stopping"), "{error}");
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let (folder, store) = (TempDir::new().unwrap(), filled().await);
    let path = folder.path().join("store");
    let _control = Control::listen(&path, Arc::downgrade(&store)).unwrap();
    for request in ["nonsense\n", "{\"dump\":{\"guild\":\"0\"}}\n", "{\"stop\":{}}\n"] {
        let mut connection = UnixStream::connect(socket_path(&path)).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("{\"failed\":"), "{request}: {answer}");
    }
}

#[tokio::test]
async fn a_path_that_is_too_long_is_refused_in_words() {
    let (folder, store) = (TempDir::new().unwrap(), filled().await);
    let path = folder.path().join("s".repeat(120));
    let error = Control::listen(&path, Arc::downgrade(&store)).unwrap_err();
    assert!(matches!(error, ControlError::TooLong(_)), "{error}");
}

/// A batch of the fixture's rows that are wanted.
fn batch(wanted: impl Fn(&Row) -> bool) -> Batch {
    let rows = dumps::read(FIXTURE.as_bytes()).unwrap();
    rows.into_iter().filter(wanted).fold(Batch::new(), Batch::put)
}

/// Whether a row is the proposal with this number, or a ballot on it.
fn is_of(row: &Row, number: ProposalNumber) -> bool {
    match row {
        Row::Proposal(proposal) => proposal.number == number,
        Row::Ballot(_, of, _) => *of == number,
        Row::Settings(..)
        | Row::Edition(_)
        | Row::Notice(_)
        | Row::Event(..)
        | Row::Voter(..)
        | Row::Reason(..)
        | Row::Trail(..)
        | Row::Edit(_)
        | Row::Correction(_) => false,
    }
}

/// The dump of a store that begins with `first` and in which `next` happens, one thing after each page that is read;
/// and the dump of what it holds in the end.
async fn busy_dump(
    first: Batch,
    next: impl IntoIterator<Item = Happening>,
) -> Result<(String, String), DumpError> {
    let (folder, store) = (TempDir::new().unwrap(), MemoryStore::new());
    store.commit(first).await.unwrap();
    let next = Mutex::new(next.into_iter().collect());
    let store: Arc<dyn Store> = Arc::new(Busy { store, next });
    let path = folder.path().join("store");
    let _control = Control::listen(&path, Arc::downgrade(&store)).unwrap();
    let mut output = Vec::new();
    dump(&path, None, &mut output).await?;
    Ok((
        String::from_utf8(output).unwrap(),
        closed_dump(&store, None).await,
    ))
}

/// So many pages during which nothing happens.
fn quiet(pages: usize) -> impl Iterator<Item = Happening> {
    std::iter::repeat_with(|| Happening::Commit(Batch::new())).take(pages)
}

#[tokio::test]
async fn a_guild_that_is_purged_meanwhile_is_dumped_whole_or_not_at_all() {
    let gone = || {
        let mut all = batch(|_| true);
        for row in &mut all.rows {
            if let Row::Settings(_, settings) = row {
                settings.left = Some("2026-01-01T00:00:00Z".parse().unwrap());
            }
        }
        all
    };
    let guild = gone().rows[0].guild();
    let (whole, _) = busy_dump(gone(), []).await.unwrap();
    assert!(
        whole.contains("\"ballot\"") && whole.contains("\"left\""),
        "{whole}"
    );
    let mut dumps = Vec::new();
    for pages in 0..12 {
        let next = quiet(pages).chain([Happening::Purge(guild)]);
        let (dumped, _) = busy_dump(gone(), next).await.unwrap();
        assert!(
            dumped.is_empty() || dumped == whole,
            "after {pages} pages: {dumped}"
        );
        dumps.push(dumped);
    }
    assert!(dumps.contains(&String::new()) && dumps.contains(&whole));
}

#[tokio::test]
async fn a_guild_that_changes_meanwhile_is_dumped_as_it_was_at_one_moment() {
    // A vote begins, is cast and ends after its place in the dump was passed, and before that of its notices.
    let begins = |row: &Row| matches!(row, Row::Settings(..)) || is_of(row, ProposalNumber::FIRST);
    let happens = Happening::Commit(batch(|row| !begins(row)));
    let (dumped, after) = busy_dump(batch(begins), [happens]).await.unwrap();
    assert_eq!(dumped, after);
    let rows = |dump: &str| dumps::read(dump.as_bytes()).unwrap();
    assert_eq!(rows(&dumped), rows(FIXTURE));
}

#[tokio::test]
async fn ballots_on_a_vote_that_began_meanwhile_wait_for_the_next_dump() {
    // It has a ballot in the fixture.
    let third = ProposalNumber::FIRST.next().next();
    let begins = || Happening::Commit(batch(|row| is_of(row, third)));
    let mut without = 0;
    for pages in 0..12 {
        let first = batch(|row| !is_of(row, third));
        let (dumped, after) = busy_dump(first, quiet(pages).chain([begins()])).await.unwrap();
        // A ballot without its proposal is refused here.
        dumps::read(dumped.as_bytes()).unwrap();
        without += usize::from(dumped != after);
    }
    assert!(without > 0, "it never began while ballots were read");
}

#[tokio::test]
async fn a_guild_that_never_rests_is_not_dumped_wrongly() {
    let all = batch(|_| true);
    let one = batch(|row| matches!(row, Row::Settings(..)));
    let guild = one.rows[0].guild();
    let other = Batch::new().put(Row::Settings(guild, Settings::default()));
    let next = [other, one].into_iter().cycle().take(1_001);
    let next = next.map(Happening::Commit);
    let error = busy_dump(all, next).await.unwrap_err();
    assert!(error.to_string().contains("changes too fast"), "{error}");
}
