//! How the team decides: proposals, ballots, the rule, and what comes out of it.
//!
//! Pure: no async, no clock, no I/O. A decision is a function of state, input, policy and `now`.

pub mod ballot;
pub mod change;
pub mod concern;
pub mod decision;
pub mod duration;
pub mod electorate;
pub mod excluded;
pub mod extension;
pub mod history;
mod number;
mod policies;
pub mod policy;
pub mod proposal;
mod ratio;
mod running;
#[cfg(test)]
pub mod sample;
mod settle;
mod status;
pub mod tally;
pub mod terms;
pub mod trail;

pub use ballot::{Ballot, Choice, Effect, Voter};
pub use change::Change;
pub use concern::{Answer, Concern, ConcernNumber};
pub use decision::{Count, Outcome, Shortfall};
pub use electorate::{Attendance, Electorate, Electors};
pub use excluded::{Excluded, Party};
pub use extension::{Extension, LEAST_OUTAGE, MOST_EXTENSION, Outage, Why};
pub use number::ProposalNumber;
pub use policies::Policies;
pub use policy::{Policy, PolicyName};
pub use proposal::{CLOSE_GRACE, CastError, Proposal, Voided};
pub use ratio::{Ratio, RatioError};
pub use running::Running;
pub use settle::{ChangeError, Circumstances};
pub use status::{Fate, Phase, Status, Waiting};
pub use tally::Tally;
pub use trail::Trail;
