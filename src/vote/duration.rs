//! Durations as people write them.

use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::policy::MAX_DURATION;

/// Why a text is no duration of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// It can not be read.
    #[error("it is no duration: write for example 72h, 7 days or 30s")]
    Unreadable,
    /// It is nothing, less, or over [`MAX_DURATION`].
    #[error("it must be more than nothing and at most a year")]
    Outside,
}

/// The duration in a text such as `72h`, `7 days` or `30s`: whole seconds, more than nothing, at most a year.
pub fn parse(text: &str) -> Result<SignedDuration, DurationError> {
    let days = SpanRelativeTo::days_are_24_hours();
    let span = text
        .trim()
        .parse::<Span>()
        .and_then(|span| span.to_duration(days));
    let duration = span.map_err(|_| DurationError::Unreadable)?;
    if duration > SignedDuration::ZERO && duration <= MAX_DURATION && duration.subsec_nanos() == 0 {
        Ok(duration)
    } else {
        Err(DurationError::Outside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        for (text, hours) in [("72h", 72), ("7 days", 168), (" 1 week ", 168), ("2d 12h", 60)] {
            assert_eq!(parse(text), Ok(SignedDuration::from_hours(hours)), "{text}");
        }
        for text in ["soon", "", "7", "h", "1 month"] {
            assert_eq!(parse(text), Err(DurationError::Unreadable), "{text}");
        }
        for text in ["0s", "-3h", "53 weeks", "0.5s"] {
            assert_eq!(parse(text), Err(DurationError::Outside), "{text}");
        }
    }
}
