use jiff::Timestamp;

use super::*;
use crate::outbox::{Files, FilesState, Missed, News, Obstacle, Occasion, Topic, Trouble, Update};
use crate::storage::sample::{channel, edition_id, entry_number, guild, interaction, member, number};
use crate::vote::ConcernNumber;

fn trouble(why: Obstacle, of: u64, count: u32) -> Topic {
    let channel = channel(of);
    Topic::Trouble(Trouble { why, channel, count })
}

fn calendar(schedule: u64, date: &str, news: News) -> Topic {
    Topic::Calendar(Occasion {
        schedule: interaction(schedule),
        date: date.parse().unwrap(),
        news,
    })
}

fn keys() -> Vec<Key> {
    let mut keys = Vec::new();
    for guild in [guild(1), guild(2), guild(256), guild(0x626f_742f_666d_7401)] {
        keys.push(Key::Settings(guild));
        keys.extend([1, 2, 255, 256].map(|n| Key::Proposal(guild, number(n))));
        keys.extend([(1, 9), (1, 300), (2, 1)].map(|(n, i)| Key::Ballot(guild, number(n), interaction(i))));
        keys.extend(["2023-10", "2023-10-2"].map(|id| Key::Edition(guild, edition_id(id))));
        let topics = [
            Topic::Vote(number(1)),
            Topic::Vote(number(300)),
            Topic::Ending(number(1)),
            Topic::Outcome(number(1)),
            Topic::Digest(edition_id("2023-10")),
            Topic::Introduction,
            trouble(Obstacle::ChannelGone, 5, 2),
            trouble(Obstacle::PermissionMissing, 4, 1),
            trouble(Obstacle::PermissionMissing, 4, 256),
            trouble(Obstacle::Unknown, 3, 1),
            Topic::Update(number(1), Update::Thread),
            Topic::Update(number(1), Update::Reminder(3600)),
            Topic::Update(number(1), Update::Raised(ConcernNumber::at(0))),
            Topic::Update(number(1), Update::Answered(ConcernNumber::at(299))),
            Topic::Update(number(1), Update::Held(0)),
            Topic::Update(number(1), Update::Extended(256)),
            Topic::Update(number(1), Update::Conflict),
            Topic::Update(number(1), Update::Waiting),
            Topic::Update(number(1), Update::Added(0)),
            Topic::Update(number(1), Update::Repost(1)),
            Topic::Update(number(1), Update::Repost(256)),
            Topic::Update(number(1), Update::Voided(0)),
            Topic::Update(number(1), Update::Refreshed(u32::MAX)),
            Topic::Update(number(1), Update::Dropped(0)),
            Topic::Update(number(1), Update::Kept(u32::MAX)),
            Topic::Update(number(256), Update::Thread),
            Topic::Missed(Missed {
                told_in: edition_id("2023-10"),
                edition: edition_id("2023-07"),
            }),
            Topic::Followers(edition_id("2023-10")),
            Topic::Files(Files {
                count: 1,
                state: FilesState::Broken(0),
            }),
            Topic::Files(Files {
                count: 1,
                state: FilesState::Lost(0),
            }),
            Topic::Files(Files {
                count: 2,
                state: FilesState::Mended,
            }),
            Topic::Files(Files {
                count: 256,
                state: FilesState::Broken(u64::MAX),
            }),
            calendar(8, "2026-12-01", News::Soon),
            calendar(9, "2026-11-30", News::Empty),
            calendar(9, "2026-12-01", News::Soon),
            calendar(9, "2026-12-01", News::Moved(0, Timestamp::UNIX_EPOCH)),
            calendar(9, "2026-12-01", News::Moved(1, Timestamp::UNIX_EPOCH)),
            calendar(9, "2026-12-01", News::CalledOff(0)),
            calendar(9, "2026-12-01", News::CalledOff(256)),
            calendar(9, "2026-12-01", News::Empty),
            calendar(9, "2026-12-01", News::Unannounced),
            Topic::Correction(edition_id("2023-10"), 1),
            Topic::Correction(edition_id("2023-10"), 256),
            Topic::Correction(edition_id("2023-10-2"), 1),
        ];
        keys.extend(topics.map(|topic| Key::Notice(guild, topic)));
        let pairs = [(1, 9), (1, 300), (2, 1)].map(|(n, e)| (number(n), entry_number(e)));
        keys.extend(pairs.map(|(n, entry)| Key::Event(guild, n, entry)));
        keys.extend([(1, 9), (1, 300), (2, 1)].map(|(n, m)| Key::Voter(guild, number(n), member(m))));
        keys.extend(pairs.map(|(n, entry)| Key::Reason(guild, n, entry)));
        keys.extend([1, 2, 255, 256].map(|n| Key::Trail(guild, number(n))));
        keys.extend([1, 2, 256].map(|n| Key::Edit(guild, EditNumber::try_from(n).unwrap())));
        let corrections = [("2023-10", 1), ("2023-10", 300), ("2023-10-2", 1)];
        keys.extend(corrections.map(|(id, n)| Key::Correction(guild, edition_id(id), n)));
    }
    keys
}

#[test]
fn bytes_are_read_back_and_sort_like_the_keys() {
    let encoded: Vec<_> = keys().iter().map(encode).collect();
    assert!(encoded.is_sorted());
    let decoded: Vec<_> = encoded.iter().map(|bytes| decode(bytes).unwrap()).collect();
    assert_eq!(decoded, keys());
}

#[test]
fn the_keys_of_the_bot_are_of_no_guild() {
    assert_eq!(decode(FORMAT), None);
    assert_eq!(decode(LEDGER), None);
    assert_eq!(decode(FILLING), None);
}

#[test]
fn a_key_that_was_cut_or_extended_is_no_other_key() {
    for key in keys() {
        let mut bytes = encode(&key);
        bytes.push(0);
        assert_eq!(decode(&bytes), None, "{key:?}");
        for length in 0..9 {
            assert_eq!(decode(&bytes[..length]), None, "{key:?} at {length}");
        }
    }
}

#[test]
fn errors_name_the_row() {
    assert_eq!(
        describe(&encode(&Key::Ballot(guild(7), number(3), interaction(9)))),
        "guild 7, proposal 3, ballot 9"
    );
    assert_eq!(describe(b"bot/seq"), "key bot/seq");
}
