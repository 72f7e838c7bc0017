//! How rows are found: the bytes of their keys.
//!
//! | row | key |
//! |---|---|
//! | format of the store | `bot/fmt` |
//! | sequence number, count and checksum of everything | `bot/seq` |
//! | the store is being filled from a dump | `bot/fil` |
//! | until when members were heard | `bot/ear` |
//! | settings | guild, `1` |
//! | proposal | guild, `2`, number |
//! | ballot | guild, `3`, number of its proposal, interaction |
//! | edition of the guild | guild, `4`, id as text |
//! | notice | guild, `5`, kind of topic, then a number, the ids of editions with a zero between them, or an obstacle, its channel and a number |
//! | event of a vote | guild, `6`, number of its proposal, number of the entry |
//! | voter | guild, `7`, number of the proposal, member |
//! | reason of a ballot | guild, `8`, number of its proposal, number of the entry |
//! | head of a trail | guild, `9`, number of its proposal |
//! | edit of a blip | guild, `10`, number |
//! | correction of an edition | guild, `11`, the edition's id as text, a zero byte, number |
//!
//! A guild, a member and an interaction are 8 bytes, a number is 4, all big-endian, and the digits above are single bytes of
//! that value: so the order of the bytes is the order in which people count. A key of a guild has at least 9 bytes, a
//! key of the `bot` has 7: no guild's id can make one look like the other.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::edit::EditNumber;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId};
use crate::outbox::{Files, FilesState, Missed, News, Obstacle, Occasion, Topic, Trouble, Update};
use crate::radar::EditionId;
use crate::vote::trail::EntryNumber;
use crate::vote::{ConcernNumber, ProposalNumber};

use super::Key;

/// The row that says in which format the others are.
pub const FORMAT: &[u8] = b"bot/fmt";
/// The row that says how many commits there were and what they add up to.
pub const LEDGER: &[u8] = b"bot/seq";

/// The row that is there while the store is filled from a dump.
pub const FILLING: &[u8] = b"bot/fil";
/// The row that says until when the bot heard its members.
pub const HEARD: &[u8] = b"bot/ear";

/// Whether the key is one of those above.
pub fn is_of_the_bot(key: &[u8]) -> bool {
    [FORMAT, LEDGER, FILLING, HEARD].contains(&key)
}

/// What a row of a guild is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Settings.
    Settings = 1,
    /// A proposal.
    Proposal = 2,
    /// A ballot.
    Ballot = 3,
    /// A guild's own edition.
    Edition = 4,
    /// A notice.
    Notice = 5,
    /// An event of a vote.
    Event = 6,
    /// A voter's number.
    Voter = 7,
    /// A voter's words.
    Reason = 8,
    /// The head of a trail.
    Trail = 9,
    /// An edit of a blip.
    Edit = 10,
    /// A correction of an edition.
    Correction = 11,
}

impl Kind {
    /// All of them, in the order of their rows.
    pub const ALL: [Self; 11] = [
        Self::Settings,
        Self::Proposal,
        Self::Ballot,
        Self::Edition,
        Self::Notice,
        Self::Event,
        Self::Voter,
        Self::Reason,
        Self::Trail,
        Self::Edit,
        Self::Correction,
    ];

    /// Those of which the trail of a vote is made.
    pub const OF_TRAILS: [Self; 5] = [Self::Ballot, Self::Event, Self::Voter, Self::Reason, Self::Trail];

    /// The kind that a key is of.
    pub const fn of(key: &Key) -> Self {
        match key {
            Key::Settings(_) => Self::Settings,
            Key::Proposal(..) => Self::Proposal,
            Key::Ballot(..) => Self::Ballot,
            Key::Edition(..) => Self::Edition,
            Key::Notice(..) => Self::Notice,
            Key::Event(..) => Self::Event,
            Key::Voter(..) => Self::Voter,
            Key::Reason(..) => Self::Reason,
            Key::Trail(..) => Self::Trail,
            Key::Edit(..) => Self::Edit,
            Key::Correction(..) => Self::Correction,
        }
    }

    /// The kind's place in [`Kind::ALL`].
    pub const fn index(self) -> usize {
        self as usize - 1
    }
}

/// Guild, kind and the number of the proposal.
const PROPOSAL_PREFIX: usize = 8 + 1 + 4;

const VOTE: u8 = 1;
const ENDING: u8 = 2;
const OUTCOME: u8 = 3;
const DIGEST: u8 = 4;
const INTRODUCTION: u8 = 5;
const TROUBLE: u8 = 6;
const UPDATE: u8 = 7;
const MISSED: u8 = 8;
const FOLLOWERS: u8 = 9;
const FILES: u8 = 10;
const CALENDAR: u8 = 11;
const CORRECTION: u8 = 12;

/// How an obstacle is told apart in a key.
const fn obstacle(why: Obstacle) -> u8 {
    match why {
        Obstacle::ChannelGone => 1,
        Obstacle::PermissionMissing => 2,
        Obstacle::Refused => 3,
        Obstacle::Unknown => 4,
        Obstacle::MessageGone => 5,
    }
}

/// The key as it is stored.
pub fn encode(key: &Key) -> Vec<u8> {
    let mut bytes = of_kind(key.guild(), Kind::of(key));
    match key {
        Key::Settings(_) => {}
        Key::Proposal(_, number) | Key::Trail(_, number) => bytes.extend(number.get().to_be_bytes()),
        Key::Event(_, number, entry) | Key::Reason(_, number, entry) => {
            bytes.extend(number.get().to_be_bytes());
            bytes.extend(entry.get().to_be_bytes());
        }
        Key::Voter(_, number, member) => {
            bytes.extend(number.get().to_be_bytes());
            bytes.extend(member.get().to_be_bytes());
        }
        Key::Ballot(_, number, interaction) => {
            bytes.extend(number.get().to_be_bytes());
            bytes.extend(interaction.get().to_be_bytes());
        }
        Key::Edition(_, edition) => bytes.extend(edition.as_str().bytes()),
        Key::Notice(_, topic) => encode_topic(&mut bytes, topic),
        Key::Edit(_, number) => bytes.extend(number.get().to_be_bytes()),
        Key::Correction(_, edition, number) => encode_correction(&mut bytes, edition, *number),
    }
    bytes
}

/// An id holds no zero byte: so the corrections of an edition follow each other.
fn encode_correction(bytes: &mut Vec<u8>, edition: &EditionId, number: u32) {
    bytes.extend(edition.as_str().bytes());
    bytes.push(0);
    bytes.extend(number.to_be_bytes());
}

fn decode_correction(bytes: &[u8]) -> Option<(EditionId, u32)> {
    let (rest, number) = bytes.split_last_chunk::<4>()?;
    let (zero, edition) = rest.split_last()?;
    let number = u32::from_be_bytes(*number);
    (*zero == 0 && number > 0).then_some(())?;
    Some((decode_edition(edition)?, number))
}

fn encode_topic(bytes: &mut Vec<u8>, topic: &Topic) {
    let (tag, number) = match topic {
        Topic::Vote(number) => (VOTE, Some(number)),
        Topic::Ending(number) => (ENDING, Some(number)),
        Topic::Outcome(number) => (OUTCOME, Some(number)),
        Topic::Update(number, _) => (UPDATE, Some(number)),
        Topic::Digest(_) => (DIGEST, None),
        Topic::Introduction => (INTRODUCTION, None),
        Topic::Correction(..) => (CORRECTION, None),
        Topic::Trouble(_) => (TROUBLE, None),
        Topic::Missed(_) => (MISSED, None),
        Topic::Followers(_) => (FOLLOWERS, None),
        Topic::Files(_) => (FILES, None),
        Topic::Calendar(_) => (CALENDAR, None),
    };
    bytes.push(tag);
    if let Some(number) = number {
        bytes.extend(number.get().to_be_bytes());
    }
    if let Topic::Update(_, update) = topic {
        let (kind, count) = encode_update(*update);
        bytes.push(kind);
        bytes.extend(count.to_be_bytes());
    }
    if let Topic::Digest(edition) | Topic::Followers(edition) = topic {
        bytes.extend(edition.as_str().bytes());
    }
    if let Topic::Missed(Missed { told_in, edition }) = topic {
        bytes.extend(told_in.as_str().bytes());
        bytes.push(0);
        bytes.extend(edition.as_str().bytes());
    }
    if let Topic::Files(Files { count, state }) = topic {
        bytes.extend(count.to_be_bytes());
        match state {
            FilesState::Broken(print) => {
                bytes.push(1);
                bytes.extend(print.to_be_bytes());
            }
            FilesState::Mended => bytes.push(2),
            FilesState::Lost(print) => {
                bytes.push(3);
                bytes.extend(print.to_be_bytes());
            }
        }
    }
    if let Topic::Correction(edition, number) = topic {
        encode_correction(bytes, edition, *number);
    }
    if let Topic::Trouble(Trouble { why, channel, count }) = topic {
        bytes.push(obstacle(*why));
        bytes.extend(channel.get().to_be_bytes());
        bytes.extend(count.to_be_bytes());
    }
    if let Topic::Calendar(occasion) = topic {
        encode_occasion(bytes, occasion);
    }
}

fn encode_occasion(bytes: &mut Vec<u8>, occasion: &Occasion) {
    let Occasion { schedule, date, news } = occasion;
    bytes.extend(schedule.get().to_be_bytes());
    bytes.extend(date.year().to_be_bytes());
    bytes.extend(date.month().to_be_bytes());
    bytes.extend(date.day().to_be_bytes());
    let (kind, count, to) = match news {
        News::Soon => (1, 0, 0),
        News::Moved(count, to) => (2, *count, to.as_second()),
        News::CalledOff(count) => (3, *count, 0),
        News::Empty => (4, 0, 0),
        News::Unannounced => (5, 0, 0),
    };
    bytes.push(kind);
    bytes.extend(u32::to_be_bytes(count));
    bytes.extend(i64::to_be_bytes(to));
}

fn decode_occasion(bytes: &[u8]) -> Option<Occasion> {
    let (schedule, rest) = take::<8>(bytes)?;
    let (year, rest) = take::<2>(rest)?;
    let ([month, day, kind], rest) = take::<3>(rest)?;
    let (count, to) = take::<4>(rest)?;
    let (count, to) = (u32::from_be_bytes(count), i64::from_be_bytes(to.try_into().ok()?));
    let part = |byte: u8| i8::try_from(byte).ok();
    let news = match (kind, count, to) {
        (1, 0, 0) => News::Soon,
        (2, count, to) => News::Moved(count, Timestamp::from_second(to).ok()?),
        (3, count, 0) => News::CalledOff(count),
        (4, 0, 0) => News::Empty,
        (5, 0, 0) => News::Unannounced,
        _ => return None,
    };
    Some(Occasion {
        schedule: InteractionId::try_from(u64::from_be_bytes(schedule)).ok()?,
        date: Date::new(i16::from_be_bytes(year), part(month)?, part(day)?).ok()?,
        news,
    })
}

fn encode_update(update: Update) -> (u8, u32) {
    match update {
        Update::Thread => (1, 0),
        Update::Reminder(before) => (2, before),
        Update::Raised(concern) => (3, concern.get()),
        Update::Answered(concern) => (4, concern.get()),
        Update::Held(count) => (5, count),
        Update::Extended(count) => (6, count),
        Update::Conflict => (7, 0),
        Update::Waiting => (8, 0),
        Update::Added(index) => (9, index),
        Update::Repost(count) => (10, count),
    }
}

fn decode_update(kind: u8, count: u32) -> Option<Update> {
    match (kind, count) {
        (1, 0) => Some(Update::Thread),
        (2, before) => Some(Update::Reminder(before)),
        (3, concern) => ConcernNumber::try_from(concern).ok().map(Update::Raised),
        (4, concern) => ConcernNumber::try_from(concern).ok().map(Update::Answered),
        (5, count) => Some(Update::Held(count)),
        (6, count) => Some(Update::Extended(count)),
        (7, 0) => Some(Update::Conflict),
        (8, 0) => Some(Update::Waiting),
        (9, index) => Some(Update::Added(index)),
        (10, count) => Some(Update::Repost(count)),
        _ => None,
    }
}

/// What all keys of a guild start with.
pub fn of_guild(guild: GuildId) -> [u8; 8] {
    guild.get().to_be_bytes()
}

/// What all keys of this key's guild start with.
pub fn guild_of(key: &[u8]) -> &[u8] {
    &key[..key.len().min(8)]
}

/// What all keys of one kind in a guild start with.
pub fn of_kind(guild: GuildId, kind: Kind) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(24);
    bytes.extend(of_guild(guild));
    bytes.push(kind as u8);
    bytes
}

/// What all keys of one kind on a proposal start with.
pub fn of_proposal(guild: GuildId, kind: Kind, number: ProposalNumber) -> Vec<u8> {
    let mut bytes = of_kind(guild, kind);
    bytes.extend(number.get().to_be_bytes());
    bytes
}

/// What all keys of this key's kind on its proposal start with.
pub fn proposal_of(key: &[u8]) -> &[u8] {
    &key[..key.len().min(PROPOSAL_PREFIX)]
}

/// The key of these bytes, if they are one of a guild.
pub fn decode(bytes: &[u8]) -> Option<Key> {
    let (guild, rest) = take::<8>(bytes)?;
    let guild = GuildId::try_from(u64::from_be_bytes(guild)).ok()?;
    let (&kind, rest) = rest.split_first()?;
    let kind = Kind::ALL.into_iter().find(|known| *known as u8 == kind)?;
    match kind {
        Kind::Settings => rest.is_empty().then_some(Key::Settings(guild)),
        Kind::Proposal => Some(Key::Proposal(guild, decode_number(rest)?)),
        Kind::Ballot => {
            let (number, rest) = take::<4>(rest)?;
            let interaction = u64::from_be_bytes(rest.try_into().ok()?);
            let interaction = InteractionId::try_from(interaction).ok()?;
            Some(Key::Ballot(guild, decode_number(&number)?, interaction))
        }
        Kind::Edition => Some(Key::Edition(guild, decode_edition(rest)?)),
        Kind::Notice => Some(Key::Notice(guild, decode_topic(rest)?)),
        Kind::Event => {
            let (number, entry) = decode_entry(rest)?;
            Some(Key::Event(guild, number, entry))
        }
        Kind::Voter => {
            let (number, rest) = take::<4>(rest)?;
            let member = MemberId::try_from(u64::from_be_bytes(rest.try_into().ok()?)).ok()?;
            Some(Key::Voter(guild, decode_number(&number)?, member))
        }
        Kind::Reason => {
            let (number, entry) = decode_entry(rest)?;
            Some(Key::Reason(guild, number, entry))
        }
        Kind::Trail => Some(Key::Trail(guild, decode_number(rest)?)),
        Kind::Edit => {
            let number = u32::from_be_bytes(rest.try_into().ok()?);
            Some(Key::Edit(guild, EditNumber::try_from(number).ok()?))
        }
        Kind::Correction => {
            let (edition, number) = decode_correction(rest)?;
            Some(Key::Correction(guild, edition, number))
        }
    }
}

fn decode_topic(bytes: &[u8]) -> Option<Topic> {
    let (&tag, rest) = bytes.split_first()?;
    match tag {
        VOTE => Some(Topic::Vote(decode_number(rest)?)),
        ENDING => Some(Topic::Ending(decode_number(rest)?)),
        OUTCOME => Some(Topic::Outcome(decode_number(rest)?)),
        UPDATE => {
            let (number, rest) = take::<4>(rest)?;
            let (&kind, count) = rest.split_first()?;
            let count = u32::from_be_bytes(count.try_into().ok()?);
            Some(Topic::Update(
                decode_number(&number)?,
                decode_update(kind, count)?,
            ))
        }
        DIGEST => Some(Topic::Digest(decode_edition(rest)?)),
        INTRODUCTION => rest.is_empty().then_some(Topic::Introduction),
        TROUBLE => decode_trouble(rest).map(Topic::Trouble),
        MISSED => {
            let zero = rest.iter().position(|byte| *byte == 0)?;
            let (told_in, edition) = rest.split_at_checked(zero)?;
            Some(Topic::Missed(Missed {
                told_in: decode_edition(told_in)?,
                edition: decode_edition(edition.strip_prefix(&[0])?)?,
            }))
        }
        FOLLOWERS => Some(Topic::Followers(decode_edition(rest)?)),
        FILES => decode_files(rest).map(Topic::Files),
        CALENDAR => decode_occasion(rest).map(Topic::Calendar),
        CORRECTION => decode_correction(rest).map(|(edition, number)| Topic::Correction(edition, number)),
        _ => None,
    }
}

fn decode_trouble(bytes: &[u8]) -> Option<Trouble> {
    let (&tag, rest) = bytes.split_first()?;
    let why = Obstacle::ALL.into_iter().find(|why| obstacle(*why) == tag)?;
    let (channel, rest) = take::<8>(rest)?;
    let channel = ChannelId::try_from(u64::from_be_bytes(channel)).ok()?;
    let count = u32::from_be_bytes(rest.try_into().ok()?);
    Some(Trouble { why, channel, count })
}

fn decode_files(bytes: &[u8]) -> Option<Files> {
    let (count, rest) = take::<4>(bytes)?;
    let (&kind, print) = rest.split_first()?;
    let state = match (kind, print) {
        (1, print) => FilesState::Broken(u64::from_be_bytes(print.try_into().ok()?)),
        (2, []) => FilesState::Mended,
        (3, print) => FilesState::Lost(u64::from_be_bytes(print.try_into().ok()?)),
        _ => return None,
    };
    Some(Files {
        count: u32::from_be_bytes(count),
        state,
    })
}

fn decode_number(bytes: &[u8]) -> Option<ProposalNumber> {
    let number = u32::from_be_bytes(bytes.try_into().ok()?);
    ProposalNumber::try_from(number).ok()
}

fn decode_entry(bytes: &[u8]) -> Option<(ProposalNumber, EntryNumber)> {
    let (number, rest) = take::<4>(bytes)?;
    let entry = u32::from_be_bytes(rest.try_into().ok()?);
    Some((decode_number(&number)?, EntryNumber::try_from(entry).ok()?))
}

fn decode_edition(bytes: &[u8]) -> Option<EditionId> {
    EditionId::parse(std::str::from_utf8(bytes).ok()?).ok()
}

fn take<const N: usize>(bytes: &[u8]) -> Option<([u8; N], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    Some((*head, rest))
}

/// A key as people read it, for errors.
pub fn describe(bytes: &[u8]) -> String {
    match decode(bytes) {
        Some(Key::Settings(guild)) => format!("guild {guild}, settings"),
        Some(Key::Proposal(guild, number)) => format!("guild {guild}, proposal {number}"),
        Some(Key::Ballot(guild, number, interaction)) => {
            format!("guild {guild}, proposal {number}, ballot {interaction}")
        }
        Some(Key::Edition(guild, edition)) => format!("guild {guild}, edition {edition}"),
        Some(Key::Notice(guild, topic)) => format!("guild {guild}, notice {topic}"),
        Some(Key::Event(guild, number, entry)) => format!("guild {guild}, proposal {number}, entry {entry}"),
        // Whose row it is, is nothing for logs.
        Some(Key::Voter(guild, number, _)) => format!("guild {guild}, proposal {number}, a voter"),
        Some(Key::Reason(guild, number, entry)) => {
            format!("guild {guild}, proposal {number}, reason of entry {entry}")
        }
        Some(Key::Trail(guild, number)) => format!("guild {guild}, proposal {number}, trail"),
        Some(Key::Edit(guild, number)) => format!("guild {guild}, edit {number}"),
        Some(Key::Correction(guild, edition, number)) => {
            format!("guild {guild}, edition {edition}, correction {number}")
        }
        None => format!("key {}", bytes.escape_ascii()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::sample::{channel, edition_id, entry_number, guild, interaction, member, number};

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
            keys.extend(
                [(1, 9), (1, 300), (2, 1)].map(|(n, i)| Key::Ballot(guild, number(n), interaction(i))),
            );
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
}
