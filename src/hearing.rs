//! When the bot could not hear what members do.
//!
//! A press of a button that does not reach the bot within three seconds is shown to its member as failed, and they may
//! not try again. Discord repeats events after a connection that is resumed, and a press among them is handled, but too
//! late for its member: so a gap is a gap, whether the connection was resumed or made anew. An outage of one guild at Discord
//! is a gap of that guild: nobody can press anything there, while the connection is as it was.
//!
//! A [`Hearing`] is a handle whose clones share what they hold: the gateway notes, whoever judges deadlines reads. Times
//! are those of the shared clock. It decides nothing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::clock::{Clock, Mark};
use crate::id::GuildId;

/// How many gaps of one shard or guild are remembered, the last ones: more than a bad day has.
const MOST: usize = 256;

/// A time in which nothing was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// When something was heard the last time before it.
    pub from: Timestamp,
    /// When the bot heard again.
    pub until: Timestamp,
}

impl Gap {
    /// How long it lasted; never negative.
    pub fn length(self) -> SignedDuration {
        self.until.duration_since(self.from).max(SignedDuration::ZERO)
    }

    /// The part of it that lies in the time from `from` to `until`, if any does.
    pub fn within(self, from: Timestamp, until: Timestamp) -> Option<Self> {
        let part = Self {
            from: self.from.max(from),
            until: self.until.min(until),
        };
        (part.from < part.until).then_some(part)
    }
}

/// Whether the bot hears now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ear {
    /// It does, and has since then.
    Hears {
        /// When the connection was there.
        since: Timestamp,
    },
    /// It does not, and has not since then.
    Deaf {
        /// When something was heard last.
        since: Timestamp,
    },
}

/// What of its guilds' doings the bot heard. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Hearing {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    /// When something was heard last before this process: see [`Hearing::heard_before`].
    before: Option<Timestamp>,
    shards: Vec<Shard>,
    /// The guilds that had an outage of their own.
    guilds: BTreeMap<GuildId, Outages>,
}

#[derive(Debug)]
struct Shard {
    ear: Ear,
    /// When it was heard of last, while it hears.
    last: Option<Mark>,
    /// The oldest first.
    gaps: VecDeque<Gap>,
}

/// A guild's own outages at Discord.
#[derive(Debug, Default)]
struct Outages {
    /// When the one that lasts began.
    since: Option<Timestamp>,
    /// The oldest first.
    gaps: VecDeque<Gap>,
}

impl Hearing {
    /// Another process of the bot heard until `at`; what came between is a gap. To be said before the gateway is
    /// connected to; without it the first gap begins with this process.
    pub fn heard_before(&self, at: Timestamp) {
        self.lock().before = Some(at);
    }

    /// The gateway has so many shards, none of which hears yet.
    pub fn shards(&self, total: u32, now: Timestamp) {
        let mut inner = self.lock();
        let since = inner.before.map_or(now, |before| before.min(now));
        inner
            .shards
            .resize_with(usize::try_from(total).unwrap_or(usize::MAX), || Shard {
                ear: Ear::Deaf { since },
                last: None,
                gaps: VecDeque::new(),
            });
    }

    /// Something of a shard's connection was heard at this moment.
    pub fn heard(&self, shard: u32, at: Mark) {
        if let Some(shard) = self.lock().shard(shard) {
            shard.last = Some(at);
        }
    }

    /// A shard's connection is gone; `last` is when it was heard of last. One that was deaf before stays so.
    pub fn lost(&self, shard: u32, last: Timestamp) {
        if let Some(shard) = self.lock().shard(shard)
            && let Ear::Hears { since } = shard.ear
        {
            shard.ear = Ear::Deaf {
                since: last.max(since),
            };
            shard.last = None;
        }
    }

    /// A shard hears again from `now` on: the gap that has ended, if it was deaf.
    pub fn back(&self, shard: u32, now: Timestamp) -> Option<Gap> {
        let mut inner = self.lock();
        let shard = inner.shard(shard)?;
        let Ear::Deaf { since } = shard.ear else {
            return None;
        };
        shard.ear = Ear::Hears { since: now };
        let gap = Gap {
            from: since.min(now),
            until: now,
        };
        remember(&mut shard.gaps, gap);
        Some(gap)
    }

    /// A guild has an outage at Discord. One that had it before has it since then.
    pub fn guild_lost(&self, guild: GuildId, now: Timestamp) {
        let mut inner = self.lock();
        inner.guilds.entry(guild).or_default().since.get_or_insert(now);
    }

    /// A guild can be used: the outage that has ended, if it had one.
    pub fn guild_back(&self, guild: GuildId, now: Timestamp) -> Option<Gap> {
        let mut inner = self.lock();
        let outages = inner.guilds.get_mut(&guild)?;
        let since = outages.since.take()?;
        let gap = Gap {
            from: since.min(now),
            until: now,
        };
        remember(&mut outages.gaps, gap);
        Some(gap)
    }

    /// The bot is in these guilds and no others of those for which `concerns` holds: it waits to hear none that it left.
    /// In a new session none of them is heard before it comes; one that has an outage then comes late.
    pub fn guilds_are(&self, guilds: &[GuildId], concerns: impl Fn(GuildId) -> bool) {
        let mut inner = self.lock();
        inner
            .guilds
            .retain(|guild, _| !concerns(*guild) || guilds.contains(guild));
        for guild in guilds {
            // From the moment on at which the connection is back: with what was missed before, it is one gap.
            let Some(Ear::Hears { since } | Ear::Deaf { since }) = inner.of(*guild).map(|shard| shard.ear)
            else {
                continue;
            };
            inner.guilds.entry(*guild).or_default().since.get_or_insert(since);
        }
    }

    /// The bot is not in a guild any more.
    pub fn guild_left(&self, guild: GuildId) {
        self.lock().guilds.remove(&guild);
    }

    /// Whether a connection that should be there was silent for longer than `longest`: the host may have slept, and
    /// what was done meanwhile is lost, which the gateway finds out soon.
    pub fn is_silent(&self, clock: &Clock, longest: SignedDuration) -> bool {
        let now = clock.now();
        self.lock().shards.iter().any(|shard| {
            let hears = matches!(shard.ear, Ear::Hears { .. });
            let last = shard.last.map(|mark| clock.time_of(mark));
            hears && last.is_some_and(|last| now.duration_since(last) > longest)
        })
    }

    /// Until when all shards surely heard; `None`: the gateway was not connected to yet. Outages of single guilds do not
    /// count: all the others were heard.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let inner = self.lock();
        let heard = inner.shards.iter().map(|shard| match shard.ear {
            Ear::Hears { .. } => now,
            Ear::Deaf { since } => since,
        });
        heard.min()
    }

    /// When the last gap of at least this length ended, of any shard or guild.
    pub fn last_gap(&self, least: SignedDuration) -> Option<Timestamp> {
        let inner = self.lock();
        let gaps = inner.shards.iter().flat_map(|shard| &shard.gaps);
        let outages = inner.guilds.values().flat_map(|outages| &outages.gaps);
        gaps.chain(outages)
            .filter(|gap| gap.length() >= least)
            .map(|gap| gap.until)
            .max()
    }

    /// Whether the bot hears now what is done in a guild; `None`: the gateway was not connected to yet.
    pub fn of(&self, guild: GuildId) -> Option<Ear> {
        let inner = self.lock();
        let ear = inner.of(guild)?.ear;
        let outages = inner.guilds.get(&guild);
        let lasting = outages.and_then(|outages| outages.since);
        let ended = outages.and_then(|outages| outages.gaps.back());
        Some(match (ear, lasting) {
            (Ear::Deaf { since }, Some(outage)) => Ear::Deaf {
                since: since.min(outage),
            },
            (Ear::Hears { .. }, Some(since)) => Ear::Deaf { since },
            (Ear::Hears { since }, None) => Ear::Hears {
                since: ended.map_or(since, |gap| since.max(gap.until)),
            },
            (Ear::Deaf { .. }, None) => ear,
        })
    }

    /// When nothing was heard of a guild, in order, as far as it lies in the time from `from` to `now`. A gap that lasts
    /// ends with `now`.
    pub fn gaps(&self, guild: GuildId, from: Timestamp, now: Timestamp) -> Vec<Gap> {
        let inner = self.lock();
        let Some(shard) = inner.of(guild) else {
            return Vec::new();
        };
        let lasting = match shard.ear {
            Ear::Hears { .. } => None,
            Ear::Deaf { since } => Some(since),
        };
        let outages = inner.guilds.get(&guild);
        let outage = outages.and_then(|outages| outages.since);
        let ended = outages.map(|outages| outages.gaps.iter()).unwrap_or_default();
        let lasting = lasting.into_iter().chain(outage);
        let lasting = lasting.map(|from| Gap { from, until: now });
        let gaps = shard.gaps.iter().chain(ended).copied().chain(lasting);
        joined(gaps.filter_map(|gap| gap.within(from, now)).collect())
    }

    /// No code between lock and unlock can panic, so a poisoned note is as good as any.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn shard(&mut self, index: u32) -> Option<&mut Shard> {
        self.shards.get_mut(usize::try_from(index).ok()?)
    }

    /// The shard that a guild belongs to (<https://discord.com/developers/docs/events/gateway#sharding>).
    fn of(&self, guild: GuildId) -> Option<&Shard> {
        let total = u64::try_from(self.shards.len()).ok()?;
        let index = (guild.get() >> 22).checked_rem(total)?;
        self.shards.get(usize::try_from(index).ok()?)
    }
}

/// Of the gaps only the last are remembered.
fn remember(gaps: &mut VecDeque<Gap>, gap: Gap) {
    if gaps.len() == MOST {
        gaps.pop_front();
    }
    gaps.push_back(gap);
}

/// The gaps in order, each moment in one of them at most: a guild's own outage may lie in one of its shard's.
fn joined(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_by_key(|gap| gap.from);
    let mut joined: Vec<Gap> = Vec::new();
    for gap in gaps {
        match joined.last_mut() {
            Some(last) if gap.from <= last.until => last.until = last.until.max(gap.until),
            Some(_) | None => joined.push(gap),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn gap(from: i64, until: i64) -> Gap {
        Gap {
            from: at(from),
            until: at(until),
        }
    }

    /// A guild of the shard `index`, of two.
    fn guild(index: u64) -> GuildId {
        GuildId::try_from((index << 22) + 1).unwrap()
    }

    #[test]
    fn a_gap_lasts_from_what_was_heard_last_until_the_bot_hears_again() {
        let hearing = Hearing::default();
        assert_eq!(hearing.of(guild(0)), None);
        hearing.shards(2, at(100));
        assert_eq!(hearing.of(guild(0)), Some(Ear::Deaf { since: at(100) }));
        assert_eq!(hearing.back(0, at(110)), Some(gap(100, 110)));
        assert_eq!(hearing.back(0, at(111)), None, "it hears already");
        hearing.lost(0, at(200));
        // Tries that reach nobody say nothing new.
        hearing.lost(0, at(300));
        assert_eq!(hearing.of(guild(0)), Some(Ear::Deaf { since: at(200) }));
        assert_eq!(hearing.back(0, at(900)), Some(gap(200, 900)));
        assert_eq!(hearing.of(guild(0)), Some(Ear::Hears { since: at(900) }));
        assert_eq!(gap(200, 900).length(), SignedDuration::from_secs(700));
    }

    #[test]
    fn gaps_are_those_of_the_guilds_shard_within_the_time_in_question() {
        let hearing = Hearing::default();
        hearing.shards(2, at(0));
        hearing.back(0, at(10));
        hearing.back(1, at(10));
        hearing.lost(0, at(100));
        hearing.back(0, at(200));
        hearing.lost(0, at(300));
        assert_eq!(
            hearing.gaps(guild(0), at(50), at(400)),
            [gap(100, 200), gap(300, 400)],
            "the last one lasts"
        );
        assert_eq!(hearing.gaps(guild(0), at(150), at(160)), [gap(150, 160)]);
        assert_eq!(hearing.gaps(guild(0), at(20), at(100)), []);
        assert_eq!(hearing.gaps(guild(1), at(0), at(400)), [gap(0, 10)]);
        assert_eq!(
            hearing.gaps(guild(2), at(0), at(400)),
            hearing.gaps(guild(0), at(0), at(400))
        );
    }

    #[test]
    fn a_guilds_own_outage_is_a_gap_of_that_guild_only() {
        let hearing = Hearing::default();
        hearing.shards(1, at(0));
        hearing.back(0, at(0));
        hearing.guild_lost(guild(1), at(100));
        hearing.guild_lost(guild(1), at(150));
        assert_eq!(hearing.of(guild(1)), Some(Ear::Deaf { since: at(100) }));
        assert_eq!(hearing.of(guild(0)), Some(Ear::Hears { since: at(0) }));
        assert_eq!(
            hearing.gaps(guild(1), at(50), at(160)),
            [gap(100, 160)],
            "it lasts"
        );
        assert_eq!(hearing.until(at(160)), Some(at(160)), "all others are heard");
        assert_eq!(hearing.guild_back(guild(1), at(200)), Some(gap(100, 200)));
        assert_eq!(hearing.guild_back(guild(1), at(201)), None);
        assert_eq!(hearing.of(guild(1)), Some(Ear::Hears { since: at(200) }));
        assert_eq!(hearing.gaps(guild(1), at(50), at(400)), [gap(100, 200)]);
        assert_eq!(hearing.gaps(guild(0), at(50), at(400)), []);
        assert_eq!(hearing.last_gap(SignedDuration::from_secs(100)), Some(at(200)));
    }

    #[test]
    fn a_guilds_outage_and_its_shards_are_one_gap_where_they_meet() {
        let hearing = Hearing::default();
        hearing.shards(1, at(0));
        hearing.back(0, at(0));
        hearing.guild_lost(guild(1), at(100));
        hearing.lost(0, at(150));
        assert_eq!(hearing.of(guild(1)), Some(Ear::Deaf { since: at(100) }));
        hearing.back(0, at(250));
        assert_eq!(hearing.of(guild(1)), Some(Ear::Deaf { since: at(100) }), "still");
        hearing.guild_back(guild(1), at(200));
        hearing.lost(0, at(300));
        assert_eq!(
            hearing.gaps(guild(1), at(0), at(400)),
            [gap(100, 250), gap(300, 400)]
        );
    }

    #[test]
    fn a_guild_that_the_bot_left_is_not_waited_for() {
        let hearing = Hearing::default();
        hearing.shards(1, at(0));
        hearing.back(0, at(0));
        for number in 1..=3 {
            hearing.guild_lost(guild(number), at(100));
        }
        hearing.guild_left(guild(1));
        hearing.guilds_are(&[guild(2)], |one| one != guild(4));
        let deaf = |number| matches!(hearing.of(guild(number)), Some(Ear::Deaf { .. }));
        assert_eq!([deaf(1), deaf(2), deaf(3)], [false, true, false]);
    }

    #[test]
    fn a_guild_of_a_new_session_is_not_heard_before_it_comes() {
        let hearing = Hearing::default();
        hearing.heard_before(at(40));
        hearing.guild_lost(guild(2), at(10));
        hearing.shards(1, at(100));
        hearing.back(0, at(130));
        hearing.guilds_are(&[guild(1), guild(2)], |_| true);
        assert_eq!(hearing.of(guild(1)), Some(Ear::Deaf { since: at(130) }));
        assert_eq!(hearing.of(guild(3)), Some(Ear::Hears { since: at(130) }));
        assert_eq!(hearing.guild_back(guild(1), at(140)), Some(gap(130, 140)));
        assert_eq!(
            hearing.gaps(guild(1), at(0), at(200)),
            [gap(40, 140)],
            "it is one"
        );
        // Of this one a former process knew more.
        assert_eq!(hearing.guild_back(guild(2), at(190)), Some(gap(10, 190)));
        assert_eq!(hearing.gaps(guild(2), at(0), at(200)), [gap(10, 190)]);
    }

    #[test]
    fn all_guilds_were_heard_until_the_first_connection_was_lost() {
        let hearing = Hearing::default();
        assert_eq!(hearing.until(at(1)), None);
        hearing.shards(2, at(0));
        assert_eq!(hearing.until(at(5)), Some(at(0)));
        hearing.back(0, at(10));
        hearing.back(1, at(10));
        assert_eq!(hearing.until(at(15)), Some(at(15)));
        hearing.lost(1, at(20));
        hearing.lost(0, at(30));
        assert_eq!(hearing.until(at(60)), Some(at(20)));
        let least = SignedDuration::from_secs(60);
        assert_eq!(hearing.last_gap(least), None, "those at the start were shorter");
        hearing.back(0, at(90));
        assert_eq!(hearing.last_gap(least), Some(at(90)));
        hearing.back(1, at(70));
        assert_eq!(hearing.last_gap(least), Some(at(90)), "50 s are not enough");
    }

    #[test]
    fn a_connection_that_says_nothing_for_long_is_silent_and_a_lost_one_is_lost() {
        let clock = Clock::frozen(at(0));
        let hearing = Hearing::default();
        hearing.shards(1, at(0));
        let silent = |longest: i64| hearing.is_silent(&clock, SignedDuration::from_secs(longest));
        assert!(!silent(-1), "it does not hear yet");
        hearing.back(0, at(0));
        hearing.heard(0, clock.mark());
        assert!(!silent(0));
        assert!(silent(-1), "longer than that");
        clock.advance(SignedDuration::from_hours(1));
        assert!(!silent(0), "a clock that is moved makes no silence");
        hearing.lost(0, at(0));
        assert!(!silent(-1));
    }

    #[test]
    fn what_a_former_process_heard_says_when_the_first_gap_began() {
        let hearing = Hearing::default();
        hearing.heard_before(at(40));
        hearing.shards(1, at(100));
        assert_eq!(hearing.clone().back(0, at(130)), Some(gap(40, 130)));
        assert_eq!(hearing.back(7, at(130)), None, "there is no such shard");
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_gap_negative() {
        let hearing = Hearing::default();
        hearing.shards(1, at(0));
        hearing.back(0, at(100));
        hearing.lost(0, at(90));
        assert_eq!(hearing.back(0, at(50)), Some(gap(50, 50)));
    }

    #[test]
    fn the_last_gaps_are_remembered() {
        let hearing = Hearing::default();
        hearing.shards(1, at(0));
        for number in 0..300 {
            hearing.back(0, at(10 * number + 5));
            hearing.lost(0, at(10 * number + 9));
        }
        let gaps = hearing.gaps(guild(0), at(0), at(3_000));
        assert_eq!(gaps.len(), MOST + 1, "and the one that lasts");
        assert_eq!(gaps[0].until, at(10 * (300 - 256) + 5));
    }
}
