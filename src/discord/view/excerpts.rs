//! How much of what members wrote a vote's card shows.

use super::body::Body;

/// How much stands on a card beside the proposer's reason. The record of the vote holds all of it.
#[derive(Debug, Clone, Copy)]
pub struct Excerpts {
    /// Of what the proposer added last, in characters.
    pub addendum: usize,
    /// How many reasons of voters.
    pub reasons: usize,
    /// Of each of them, in characters.
    pub reason: usize,
    /// How many concerns.
    pub concerns: usize,
    /// Of a concern's title, and of why it was overridden, in characters.
    pub concern: usize,
    /// Whether the vote before it that asked the same is linked.
    pub links: bool,
}

/// From the one that leaves nothing out of what people usually write to the one with which every card fits.
const STEPS: [Excerpts; 4] = [
    Excerpts {
        addendum: 300,
        reasons: 6,
        reason: 200,
        concerns: 4,
        concern: 200,
        links: true,
    },
    Excerpts {
        addendum: 100,
        reasons: 3,
        reason: 80,
        concerns: 3,
        concern: 80,
        links: true,
    },
    Excerpts {
        addendum: 30,
        reasons: 3,
        reason: 40,
        concerns: 1,
        concern: 30,
        links: false,
    },
    Excerpts {
        addendum: 20,
        reasons: 0,
        reason: 0,
        concerns: 1,
        concern: 20,
        links: false,
    },
];

/// The card with the most that fits one message.
pub fn fitted(card: impl Fn(Excerpts) -> Body) -> Body {
    let [most, some, few, least] = STEPS;
    [most, some, few]
        .into_iter()
        .map(&card)
        .find(Body::fits)
        .unwrap_or_else(|| card(least))
}
