//! When what Discord refused is tried again. Each refusal counts against the bot, and many of them silence it for all
//! guilds (see `sender/budget.rs`), so that a guild which changes all the time must not spend what others need.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::Pace;
use crate::id::GuildId;

/// As much as one guild may try at a time: fifty in ten minutes, a tenth of what the bot has.
pub(super) const AT_ONCE: usize = 5;

/// The guilds in which something is to be tried again, with what is left of it.
#[derive(Debug)]
pub(super) struct Retries<W> {
    /// Between two turns of a guild.
    apart: Duration,
    /// Between the turns of two guilds, so that what the first ones are answered is known to the last.
    turns: Duration,
    guilds: HashMap<GuildId, Round<W>>,
    /// No guild's turn comes before.
    rests_until: Option<Instant>,
}

/// One look at everything that a guild was refused, in as many turns as it takes.
#[derive(Debug)]
struct Round<W> {
    /// When the next turn is.
    from: Instant,
    /// Whether something may have been mended since this round began: another one follows it.
    again: bool,
    left: VecDeque<W>,
}

impl<W> Round<W> {
    fn is_wanted(&self) -> bool {
        self.again || !self.left.is_empty()
    }
}

impl<W: Clone> Retries<W> {
    pub fn new(pace: &Pace) -> Self {
        Self {
            apart: pace.mended,
            turns: pace.turns,
            guilds: HashMap::new(),
            rests_until: None,
        }
    }

    /// Something may have been mended in a guild.
    pub fn ask(&mut self, guild: GuildId, now: Instant) {
        // Guilds that had their turn long ago may have the next one at once.
        self.guilds
            .retain(|_, round| round.is_wanted() || round.from > now);
        let new = Round {
            from: now,
            again: false,
            left: VecDeque::new(),
        };
        self.guilds.entry(guild).or_insert(new).again = true;
    }

    /// Whose turn is next, and when: that of the guild that waits longest.
    pub fn next(&self) -> Option<(Instant, GuildId)> {
        let wanted = self.guilds.iter().filter(|(_, round)| round.is_wanted());
        let (from, guild) = wanted.map(|(guild, round)| (round.from, *guild)).min()?;
        Some((self.rests_until.map_or(from, |until| until.max(from)), guild))
    }

    /// Whether a guild's turn begins a new round.
    pub fn begins(&self, guild: GuildId) -> bool {
        self.guilds.get(&guild).is_some_and(|round| round.left.is_empty())
    }

    /// Begins a round of a guild with all that it was refused.
    pub fn begin(&mut self, guild: GuildId, refused: Vec<W>) {
        if let Some(round) = self.guilds.get_mut(&guild) {
            round.again = false;
            round.left = refused.into();
        }
    }

    /// A guild's turn: what it may try now.
    pub fn deal(&mut self, guild: GuildId, now: Instant) -> Vec<W> {
        let Some(round) = self.guilds.get_mut(&guild) else {
            return Vec::new();
        };
        let count = round.left.len().min(AT_ONCE);
        let dealt: Vec<W> = round.left.drain(..count).collect();
        if dealt.is_empty() {
            self.guilds.remove(&guild);
        } else {
            round.from = now + self.apart;
            self.rests_until = Some(now + self.turns);
        }
        dealt
    }

    /// No guild has a turn for a while.
    pub fn rest(&mut self, now: Instant) {
        self.rests_until = Some(now + self.apart);
    }

    /// Forgets a guild that the bot left.
    pub fn forget(&mut self, guild: GuildId) {
        self.guilds.remove(&guild);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);
    const SECOND: Duration = Duration::from_secs(1);

    fn guild(id: u64) -> GuildId {
        GuildId::try_from(id).unwrap()
    }

    /// The turns until `end`, each with the guild and what it may try; each guild was refused these things.
    fn turns(retries: &mut Retries<u32>, end: Instant, refused: &[u32]) -> Vec<(Instant, GuildId, Vec<u32>)> {
        let mut turns = Vec::new();
        while let Some((at, guild)) = retries.next().filter(|(at, _)| *at <= end) {
            if retries.begins(guild) {
                retries.begin(guild, refused.to_vec());
            }
            turns.push((at, guild, retries.deal(guild, at)));
        }
        turns
    }

    #[tokio::test(start_paused = true)]
    async fn a_guild_that_changes_all_the_time_has_one_turn_a_minute_and_its_last_change_counts() {
        let (start, mut retries) = (Instant::now(), Retries::new(&Pace::default()));
        let mut had = Vec::new();
        // Something changes each second for two minutes.
        for second in 0..=120 {
            let now = start + SECOND * second;
            retries.ask(guild(1), now);
            had.extend(turns(&mut retries, now, &[7]));
        }
        had.extend(turns(&mut retries, start + MINUTE * 100, &[7]));
        let at: Vec<Instant> = had.iter().map(|(at, _, _)| *at).collect();
        assert_eq!(at, [0, 1, 2].map(|minute| start + MINUTE * minute));
        assert!(had.iter().all(|(_, _, tried)| tried == &[7]), "{had:?}");
        // A change in the last minute is not forgotten either.
        let later = start + MINUTE * 2 + SECOND;
        retries.ask(guild(1), later);
        let last = turns(&mut retries, start + MINUTE * 100, &[7]);
        assert_eq!(last, [(start + MINUTE * 3, guild(1), vec![7])]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_guild_tries_few_at_a_time_and_all_in_the_end() {
        let (start, mut retries) = (Instant::now(), Retries::new(&Pace::default()));
        let refused: Vec<u32> = (0..12).collect();
        retries.ask(guild(1), start);
        let had = turns(&mut retries, start + MINUTE * 100, &refused);
        let expected = [(0, 0..5), (1, 5..10), (2, 10..12)]
            .map(|(minute, tried)| (start + MINUTE * minute, guild(1), tried.collect::<Vec<u32>>()));
        assert_eq!(had, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn guilds_take_turns_and_rest_together() {
        let (start, mut retries) = (Instant::now(), Retries::new(&Pace::default()));
        for (id, second) in [(3, 0), (1, 1), (2, 1)] {
            retries.ask(guild(id), start + SECOND * second);
        }
        let seconds = |had: Vec<(Instant, GuildId, Vec<u32>)>| -> Vec<(u64, GuildId)> {
            let turn = |(at, guild, _): (Instant, GuildId, _)| ((at - start).as_secs(), guild);
            had.into_iter().map(turn).collect()
        };
        let had = turns(&mut retries, start + SECOND, &[7]);
        assert_eq!(seconds(had), [(0, guild(3)), (1, guild(1))]);
        retries.rest(start + SECOND);
        let had = turns(&mut retries, start + MINUTE * 100, &[7]);
        assert_eq!(seconds(had), [(61, guild(2))]);
    }

    #[tokio::test(start_paused = true)]
    async fn guilds_that_were_refused_nothing_take_no_time_and_no_room() {
        let (start, mut retries) = (Instant::now(), Retries::<u32>::new(&Pace::default()));
        for id in 1..=1_000 {
            retries.ask(guild(id), start);
        }
        assert_eq!(turns(&mut retries, start, &[]).len(), 1_000);
        assert_eq!(retries.guilds.len(), 0);
        retries.ask(guild(1), start);
        turns(&mut retries, start, &[7]);
        retries.ask(guild(2), start + MINUTE);
        assert_eq!(
            retries.guilds.len(),
            1,
            "the first guild had its turn a minute ago"
        );
        retries.forget(guild(2));
        assert_eq!(retries.next(), None);
    }
}
