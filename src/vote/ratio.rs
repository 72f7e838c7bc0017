//! Exact shares.

use std::fmt;
use std::str::FromStr;

/// An exact share, such as two thirds; more than nothing and at most the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: u32,
    denominator: u32,
}

/// A text or a pair of numbers that is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no share: write two whole numbers such as \"2/3\", above 0 and at most 1")]
pub struct RatioError(String);

impl Ratio {
    /// Two thirds: the default threshold.
    pub const TWO_THIRDS: Self = Self::constant::<2, 3>();

    /// A share that is known when this is compiled.
    pub const fn constant<const NUMERATOR: u32, const DENOMINATOR: u32>() -> Self {
        const { assert!(NUMERATOR > 0 && NUMERATOR <= DENOMINATOR) };
        Self {
            numerator: NUMERATOR,
            denominator: DENOMINATOR,
        }
    }

    /// A share, if `0 < numerator <= denominator`.
    pub fn new(numerator: u32, denominator: u32) -> Result<Self, RatioError> {
        if numerator == 0 || numerator > denominator {
            return Err(RatioError(format!("{numerator}/{denominator}")));
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// The upper number.
    pub fn numerator(self) -> u32 {
        self.numerator
    }

    /// The lower number.
    pub fn denominator(self) -> u32 {
        self.denominator
    }

    /// Whether nothing is left out.
    pub const fn is_whole(self) -> bool {
        self.numerator == self.denominator
    }

    /// Whether `part` of `whole` is at least this share, by cross-multiplication: exact.
    pub fn is_met_by(self, part: u32, whole: u32) -> bool {
        u64::from(part) * u64::from(self.denominator) >= u64::from(self.numerator) * u64::from(whole)
    }

    /// The least part of `whole` that meets this share.
    pub fn least_of(self, whole: u32) -> u32 {
        let product = u64::from(self.numerator) * u64::from(whole);
        u32::try_from(product.div_ceil(u64::from(self.denominator))).unwrap_or(u32::MAX)
    }

    /// Whether whatever meets this share is more than a half.
    pub fn implies_majority(self) -> bool {
        u64::from(self.numerator) * 2 > u64::from(self.denominator)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Ratio {
    type Err = RatioError;

    fn from_str(text: &str) -> Result<Self, RatioError> {
        let refused = || RatioError(text.to_owned());
        let (numerator, denominator) = text.split_once('/').ok_or_else(refused)?;
        let numerator = numerator.trim().parse().map_err(|_| refused())?;
        let denominator = denominator.trim().parse().map_err(|_| refused())?;
        Self::new(numerator, denominator).map_err(|_| refused())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_share_is_more_than_nothing_and_at_most_the_whole() {
        for text in ["0/3", "4/3", "0/0", "2", "2/3/4", "-1/2", "two/three", ""] {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
        assert_eq!("2/3".parse(), Ok(Ratio::TWO_THIRDS));
        assert_eq!(" 3 / 3 ".parse(), Ratio::new(3, 3));
    }

    #[test]
    fn a_half_is_no_majority() {
        assert!(!Ratio::new(1, 2).unwrap().implies_majority());
        assert!(Ratio::new(51, 100).unwrap().implies_majority());
    }

    proptest! {
        #[test]
        fn the_least_part_meets_the_share_and_one_less_does_not(
            numerator in 1u32..20, denominator in 1u32..20, whole in 1u32..1000,
        ) {
            prop_assume!(numerator <= denominator);
            let share = Ratio::new(numerator, denominator).unwrap();
            let least = share.least_of(whole);
            prop_assert!(share.is_met_by(least, whole));
            prop_assert!(least == 0 || !share.is_met_by(least - 1, whole));
        }
    }
}
