//! How the team decides: proposals, ballots, the rule, and what comes out of it.
//!
//! Pure: no async, no clock, no I/O. A decision is a function of state, input, policy and `now`.

pub mod ballot;
pub mod change;
pub mod decision;
pub mod electorate;
pub mod policy;
pub mod proposal;
pub mod tally;
pub mod trail;

pub use ballot::{Ballot, Choice, Voter};
pub use change::Change;
pub use decision::{Outcome, Shortfall, decide};
pub use electorate::Electorate;
pub use policy::{Policy, PolicyError, Ratio};
pub use proposal::{CLOSE_GRACE, CastError, EndError, Proposal, ProposalNumber, Status};
pub use tally::Tally;
pub use trail::Trail;
