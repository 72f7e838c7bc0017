//! The rule by which a proposal is decided.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;

/// The longest that a vote may stay open: a year.
pub const MAX_DURATION: SignedDuration = SignedDuration::from_hours(365 * 24);

/// An exact share, such as two thirds; more than nothing and at most the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: u32,
    denominator: u32,
}

impl Ratio {
    /// Two thirds: the default threshold.
    pub const TWO_THIRDS: Self = Self {
        numerator: 2,
        denominator: 3,
    };

    /// A share, if `0 < numerator <= denominator`.
    pub fn new(numerator: u32, denominator: u32) -> Result<Self, PolicyError> {
        if numerator == 0 || numerator > denominator {
            return Err(PolicyError::Ratio(format!("{numerator}/{denominator}")));
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

    /// Whether `part` of `whole` is at least this share, by cross-multiplication: exact.
    pub fn is_met_by(self, part: u32, whole: u32) -> bool {
        u64::from(part) * u64::from(self.denominator) >= u64::from(self.numerator) * u64::from(whole)
    }

    /// The least part of `whole` that meets this share.
    pub fn least_of(self, whole: u32) -> u32 {
        let product = u64::from(self.numerator) * u64::from(whole);
        u32::try_from(product.div_ceil(u64::from(self.denominator))).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Ratio {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let refused = || PolicyError::Ratio(text.to_owned());
        let (numerator, denominator) = text.split_once('/').ok_or_else(refused)?;
        let numerator = numerator.trim().parse().map_err(|_| refused())?;
        let denominator = denominator.trim().parse().map_err(|_| refused())?;
        Self::new(numerator, denominator).map_err(|_| refused())
    }
}

/// A rule that can not be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Not a share above nothing and up to the whole.
    #[error("`{0}` is no share: write two whole numbers such as \"2/3\", above 0 and at most 1")]
    Ratio(String),
    /// A duration that is not positive, or over [`MAX_DURATION`].
    #[error("a vote must stay open for more than no time and at most a year")]
    Duration,
    /// A count that must be at least one.
    #[error("at least 1 is needed")]
    Count,
}

/// The rule in force for one proposal: copied into it when it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The share of the votes cast that must be in favour.
    pub threshold: Ratio,
    /// The least number in favour.
    pub min_in_favor: u32,
    /// The least number taking part, abstentions included.
    pub min_voters: u32,
}
