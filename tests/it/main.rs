//! The behaviours of blipbot, a module each, in one binary.

// The papers and the data.
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod guard;
#[cfg(test)]
mod lookup;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod seed;

// The program, and stories told in the sandbox.
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod ask;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod cli;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod concerns;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod connection;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod crash;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod delivery;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod delivery_faults;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod draft;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod editions;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod finding;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod guilds;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod hostile;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod large;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod listed;
#[cfg(test)]
#[cfg(feature = "browser-tests")]
mod page;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod proposals;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod schedule;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod setup;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod storm;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod support;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod troubles;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod votes;
