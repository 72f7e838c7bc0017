//! Domain values that are stored as text: ids (a JSON number can not hold 64 bits everywhere), times, titles.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::edit::EditNumber;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::outbox::{Files, FilesState, Missed, News, Obstacle, Occasion, Topic, Trouble, Update};
use crate::prose::Prose;
use crate::radar::{BlipId, EditionId, QuadrantId, RingId, Title, Url};
use crate::schedule::Rule;
use crate::settings::Theme;
use crate::vote::policy::{Base, PolicyName, Proposers};
use crate::vote::trail::{Digest, EntryNumber, EventKind, Salt, VoterNumber};
use crate::vote::{Choice, ConcernNumber, Party, ProposalNumber, Ratio};
use crate::zone::ZoneName;

/// A value in its text form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<T>(pub T);

/// Reads back exactly what was written.
pub trait Textual: Sized {
    /// Whose text this is.
    fn read(text: &str) -> Result<Self, String>;
    /// The text.
    fn write(&self) -> impl Display;
}

macro_rules! textual {
    ($($name:ty),+ $(,)?) => {$(
        impl Textual for $name {
            fn read(text: &str) -> Result<Self, String> {
                Self::from_str(text).map_err(|error| error.to_string())
            }

            fn write(&self) -> impl Display {
                self
            }
        }
    )+};
}

textual! {
    GuildId, ChannelId, MessageId, MemberId, RoleId, InteractionId,
    BlipId, RingId, QuadrantId, EditionId,
    Timestamp, Date, Ratio, PolicyName, Party, Digest, Salt, ZoneName,
}

/// A text that its parser would have changed was not written by us.
fn unchanged<T, E: Display>(
    text: &str,
    parsed: Result<T, E>,
    as_str: impl Fn(&T) -> &str,
) -> Result<T, String> {
    let value = parsed.map_err(|error| format!("`{text}`: {error}"))?;
    if as_str(&value) == text {
        Ok(value)
    } else {
        Err(format!("`{text}` holds characters that are never stored"))
    }
}

impl Textual for Title {
    fn read(text: &str) -> Result<Self, String> {
        unchanged(text, Self::parse(text), Self::as_str)
    }

    fn write(&self) -> impl Display {
        self
    }
}

impl Textual for Prose {
    fn read(text: &str) -> Result<Self, String> {
        unchanged(text, Self::parse(text, usize::MAX), Self::as_str)
    }

    fn write(&self) -> impl Display {
        self
    }
}

impl Textual for Url {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }

    fn write(&self) -> impl Display {
        self
    }
}

impl Textual for Choice {
    fn read(text: &str) -> Result<Self, String> {
        Self::from_name(text).ok_or_else(|| format!("`{text}` is not in_favor, against, abstain or recuse"))
    }

    fn write(&self) -> impl Display {
        self.name()
    }
}

impl Textual for Rule {
    fn read(text: &str) -> Result<Self, String> {
        let rule: Self = text.parse().map_err(|error| format!("`{text}`: {error}"))?;
        // What is read is written just so again.
        let same = rule.to_string() == text;
        same.then_some(rule)
            .ok_or_else(|| format!("`{text}` is not how a rule is stored"))
    }

    fn write(&self) -> impl Display {
        self
    }
}

impl Textual for Theme {
    fn read(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|theme| theme.name() == text);
        known.ok_or_else(|| format!("`{text}` is not light or dark"))
    }

    fn write(&self) -> impl Display {
        self.name()
    }
}

impl Textual for Base {
    fn read(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|base| base.name() == text);
        known.ok_or_else(|| format!("`{text}` is not cast, present or electorate"))
    }

    fn write(&self) -> impl Display {
        self.name()
    }
}

impl Textual for EventKind {
    fn read(text: &str) -> Result<Self, String> {
        Self::from_name(text).ok_or_else(|| format!("`{text}` is no event of a vote"))
    }

    fn write(&self) -> impl Display {
        self.name()
    }
}

impl Textual for Proposers {
    fn read(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|proposers| proposers.name() == text);
        known.ok_or_else(|| format!("`{text}` is not anyone, voters or maintainers"))
    }

    fn write(&self) -> impl Display {
        self.name()
    }
}

impl Textual for Obstacle {
    fn read(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|obstacle| obstacle.name() == text);
        known.ok_or_else(|| format!("`{text}` is no reason to park a notice"))
    }

    fn write(&self) -> impl Display {
        self.name()
    }
}

impl Textual for Topic {
    fn read(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<ProposalNumber>().map_err(|error| error.to_string());
        match text.split_once('/') {
            Some(("vote", rest)) => Ok(Self::Vote(number(rest)?)),
            Some(("ending", rest)) => Ok(Self::Ending(number(rest)?)),
            Some(("outcome", rest)) => Ok(Self::Outcome(number(rest)?)),
            Some(("update", rest)) => update(rest),
            Some(("digest", rest)) => Ok(Self::Digest(EditionId::read(rest)?)),
            Some(("trouble", rest)) => Ok(Self::Trouble(trouble(rest)?)),
            Some(("correction", rest)) => correction(rest),
            Some(("missed", rest)) => Ok(Self::Missed(missed(rest)?)),
            Some(("followers", rest)) => Ok(Self::Followers(EditionId::read(rest)?)),
            Some(("files", rest)) => files(rest)
                .map(Self::Files)
                .ok_or_else(|| format!("`{text}` is no news of the radar's files")),
            Some(("calendar", rest)) => Ok(Self::Calendar(occasion(rest)?)),
            None if text == "introduction" => Ok(Self::Introduction),
            Some(_) | None => Err(format!("`{text}` is no topic of a notice")),
        }
    }

    fn write(&self) -> impl Display {
        self
    }
}

fn update(text: &str) -> Result<Topic, String> {
    let wrong = || format!("`{text}` is nothing that happens to a vote");
    let (number, what) = text.split_once('/').ok_or_else(wrong)?;
    let proposal = number
        .parse::<ProposalNumber>()
        .map_err(|error| error.to_string())?;
    let (what, count) = what
        .split_once('/')
        .map_or((what, None), |(what, count)| (what, Some(count)));
    // What is read is written just so again: `+1` and `01` are no numbers of ours.
    let count = match count {
        None => None,
        Some(text) => Some(
            text.parse::<u32>()
                .ok()
                .filter(|count| count.to_string() == text)
                .ok_or_else(wrong)?,
        ),
    };
    let concern = |count: u32| ConcernNumber::try_from(count).map_err(|_| wrong());
    let update = match (what, count) {
        ("thread", None) => Update::Thread,
        ("conflict", None) => Update::Conflict,
        ("waiting", None) => Update::Waiting,
        ("reminder", Some(before)) => Update::Reminder(before),
        ("raised", Some(count)) => Update::Raised(concern(count)?),
        ("answered", Some(count)) => Update::Answered(concern(count)?),
        ("held", Some(count)) => Update::Held(count),
        ("extended", Some(count)) => Update::Extended(count),
        ("added", Some(index)) => Update::Added(index),
        ("repost", Some(count)) => Update::Repost(count),
        ("voided", Some(index)) => Update::Voided(index),
        ("refreshed", Some(second)) => Update::Refreshed(second),
        ("dropped", Some(second)) => Update::Dropped(second),
        ("kept", Some(second)) => Update::Kept(second),
        _ => return Err(wrong()),
    };
    Ok(Topic::Update(proposal, update))
}

fn occasion(text: &str) -> Result<Occasion, String> {
    let wrong = || format!("`{text}` is nothing of a schedule");
    let fields: Vec<&str> = text.split('/').collect();
    let [schedule, date, what @ ..] = fields.as_slice() else {
        return Err(wrong());
    };
    let count = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    let news = match what {
        ["soon"] => News::Soon,
        ["moved", times, to] => {
            let to = to
                .parse()
                .ok()
                .and_then(|second| Timestamp::from_second(second).ok());
            News::Moved(count(times)?, to.ok_or_else(wrong)?)
        }
        ["called-off", times] => News::CalledOff(count(times)?),
        ["empty"] => News::Empty,
        ["unannounced"] => News::Unannounced,
        _ => return Err(wrong()),
    };
    let occasion = Occasion {
        schedule: InteractionId::read(schedule)?,
        date: Date::read(date)?,
        news,
    };
    // What is read is written just so again: `+1` and `01` are no numbers of ours.
    let same = occasion.to_string() == text;
    same.then_some(occasion).ok_or_else(wrong)
}

fn correction(text: &str) -> Result<Topic, String> {
    let wrong = || format!("`{text}` is no correction of an edition");
    let (edition, number) = text.rsplit_once('/').ok_or_else(wrong)?;
    let number = number
        .parse::<u32>()
        .ok()
        .filter(|count| *count > 0 && count.to_string() == number)
        .ok_or_else(wrong)?;
    Ok(Topic::Correction(EditionId::read(edition)?, number))
}

fn trouble(text: &str) -> Result<Trouble, String> {
    let mut fields = text.split('/');
    let (Some(why), Some(channel), Some(count), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(format!("`{text}` names no obstacle, channel and number"));
    };
    // What is read is written just so again: `+1` and `01` are no numbers of ours.
    let count = count
        .parse::<u32>()
        .ok()
        .filter(|number| number.to_string() == count)
        .ok_or_else(|| format!("`{count}` is no number"))?;
    Ok(Trouble {
        why: Obstacle::read(why)?,
        channel: ChannelId::read(channel)?,
        count,
    })
}

fn missed(text: &str) -> Result<Missed, String> {
    let (told_in, edition) = text
        .split_once('/')
        .ok_or_else(|| format!("`{text}` does not name two editions"))?;
    Ok(Missed {
        told_in: EditionId::read(told_in)?,
        edition: EditionId::read(edition)?,
    })
}

fn files(text: &str) -> Option<Files> {
    let (number, state) = text.split_once('/')?;
    let state = match state.split_once('/') {
        Some(("broken", print)) => FilesState::Broken(u64::from_str_radix(print, 16).ok()?),
        Some(("lost", print)) => FilesState::Lost(u64::from_str_radix(print, 16).ok()?),
        None if state == "mended" => FilesState::Mended,
        Some(_) | None => return None,
    };
    let files = Files {
        count: number.parse().ok()?,
        state,
    };
    // What is read is written just so again.
    (Topic::Files(files).to_string().strip_prefix("files/") == Some(text)).then_some(files)
}

impl<T: Textual> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.write())
    }
}

impl<'de, T: Textual> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<T: Textual> Visitor<'_> for Reader<T> {
            type Value = Text<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<T>, E> {
                T::read(text).map(Text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Reader(PhantomData))
    }
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($of:ty), $wrong:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Serialize, Deserialize)]
        #[serde(into = "u32", try_from = "u32")]
        pub struct $name(pub $of);

        impl From<$name> for u32 {
            fn from(number: $name) -> Self {
                number.0.get()
            }
        }

        impl TryFrom<u32> for $name {
            type Error = &'static str;

            fn try_from(number: u32) -> Result<Self, Self::Error> {
                let number = <$of>::try_from(number).map_err(|_| $wrong)?;
                Ok(Self(number))
            }
        }
    )+};
}

numbers! {
    /// A proposal's number, stored as the number that people see.
    Number(ProposalNumber), "proposals are numbered from 1";
    /// The number of an entry of a trail.
    Entry(EntryNumber), "entries are numbered from 1";
    /// An edit's number.
    EditNo(EditNumber), "edits are numbered from 1";
    /// A voter's number.
    VoterNo(VoterNumber), "voters are numbered from 1";
}
