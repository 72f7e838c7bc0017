//! Deciding again when somebody else was faster.

use super::error::{Attempt, Error};

/// How often a use case is decided anew before the member is asked to try later.
const ATTEMPTS: usize = 8;

/// Runs `decide` until its batch meets no conflict.
pub async fn until_committed<T, F>(mut decide: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Attempt>>,
{
    for _ in 0..ATTEMPTS {
        match decide().await {
            Ok(done) => return Ok(done),
            Err(Attempt::Again) => {}
            Err(Attempt::Fail(error)) => return Err(error),
        }
    }
    Err(Error::Busy(ATTEMPTS))
}
