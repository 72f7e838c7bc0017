use std::sync::Arc;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

use super::*;
use crate::storage::{MemoryStore, Store, dump as dumps};

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
