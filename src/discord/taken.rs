//! Which interactions were taken: Discord may deliver one again, above all after a connection was resumed.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use crate::id::InteractionId;

/// How many are remembered. An interaction can be answered for fifteen minutes; a resumed connection repeats the last
/// events only.
const MOST: usize = 4_096;

/// The interactions that were taken last. Their ids and nothing else.
#[derive(Debug, Default)]
pub struct Taken(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    ids: HashSet<InteractionId>,
    /// The oldest first.
    order: VecDeque<InteractionId>,
}

impl Taken {
    /// Takes an interaction; `false` if it was taken before.
    pub fn take(&self, id: InteractionId) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.ids.insert(id) {
            return false;
        }
        known.order.push_back(id);
        if known.order.len() > MOST
            && let Some(oldest) = known.order.pop_front()
        {
            known.ids.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interaction_is_taken_once_and_the_oldest_is_forgotten() {
        let taken = Taken::default();
        let id = |number: usize| InteractionId::try_from(number as u64).unwrap();
        for number in 1..=MOST {
            assert!(taken.take(id(number)));
        }
        assert!(!taken.take(id(1)));
        assert!(!taken.take(id(MOST)));
        assert!(taken.take(id(MOST + 1)));
        assert!(!taken.take(id(2)));
        assert!(taken.take(id(1)), "it was forgotten");
        assert!(taken.take(id(2)), "and so is the next");
        let known = taken.0.lock().unwrap();
        assert_eq!((known.ids.len(), known.order.len()), (MOST, MOST));
    }
}
