//! How close two names are.

use super::reading::Cost;

/// A closeness in ten-thousandths: 10,000 is a name itself, 0 has nothing in common with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u16);

impl Score {
    /// Only a blip's own names have it.
    pub const EXACT: Self = Self(10_000);
    /// What is left to names that are not exact.
    const NEAREST: Self = Self(9_900);
    /// What a letter tells, in hundredths: a reading that costs all letters is none.
    const PER_LETTER: Cost = 100;

    /// A score of so many hundredths.
    pub(super) const fn percent(hundredths: u16) -> Self {
        Self(hundredths * 100)
    }

    /// What is left of so many typed letters when a reading costs this.
    pub(super) fn left_of(letters: usize, cost: Cost) -> Self {
        let all = Self::PER_LETTER * u32::try_from(letters).unwrap_or(u32::MAX / Self::PER_LETTER);
        let left = u64::from(all.saturating_sub(cost)) * u64::from(Self::EXACT.0) / u64::from(all.max(1));
        Self(u16::try_from(left).unwrap_or(0)).min(Self::NEAREST)
    }

    /// The most that a reading of so many letters may cost for this score.
    pub(super) fn most_cost(self, letters: usize) -> Cost {
        let letters = u32::try_from(letters).unwrap_or(u32::MAX >> 16);
        u32::from(Self::EXACT.0 - self.0) * letters / Self::PER_LETTER
    }

    /// A share of this score, in hundredths.
    pub(super) fn times(self, hundredths: u16) -> Self {
        let share = u32::from(self.0) * u32::from(hundredths) / 100;
        Self(u16::try_from(share).unwrap_or(0))
    }

    /// By how much this is closer than the other.
    pub(super) fn ahead_of(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// From 0 to 1, for those who read it.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(Self::EXACT.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_and_scores_are_two_sides_of_one_thing() {
        assert_eq!(Score::left_of(10, 200), Score::percent(80));
        assert_eq!(
            Score::left_of(10, 0),
            Score::percent(99),
            "only a name itself is exact"
        );
        assert_eq!(Score::left_of(10, 5_000), Score::percent(0));
        assert_eq!(Score::left_of(0, 0), Score::percent(0));
        assert_eq!(Score::percent(80).most_cost(10), 200);
        assert_eq!(Score::percent(55).most_cost(3), 135);
    }

    #[test]
    fn four_digits_are_read() {
        let read =
            [Score::EXACT, Score::NEAREST, Score(5_432), Score(0)].map(|score| score.as_f64().to_string());
        assert_eq!(read, ["1", "0.99", "0.5432", "0"]);
    }
}
