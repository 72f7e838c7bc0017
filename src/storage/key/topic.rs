//! What a notice is about, in the bytes of its key: the kind of topic, then a number, the ids of editions with a zero
//! between them, or an obstacle, its channel and a number.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{decode_correction, decode_edition, decode_number, encode_correction, take};
use crate::id::{ChannelId, InteractionId};
use crate::outbox::{Files, FilesState, Missed, News, Obstacle, Occasion, Topic, Trouble, Update};
use crate::vote::ConcernNumber;

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

/// Adds a topic to its key.
pub fn encode(bytes: &mut Vec<u8>, topic: &Topic) {
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

/// The topic of these bytes, if they are one.
pub fn decode(bytes: &[u8]) -> Option<Topic> {
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
        Update::Voided(index) => (11, index),
        Update::Refreshed(second) => (12, second),
        Update::Dropped(second) => (13, second),
        Update::Kept(second) => (14, second),
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
        (11, index) => Some(Update::Voided(index)),
        (12, second) => Some(Update::Refreshed(second)),
        (13, second) => Some(Update::Dropped(second)),
        (14, second) => Some(Update::Kept(second)),
        _ => None,
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
