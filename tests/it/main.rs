//! The behaviours of blipbot, a module each, in one binary.

#[cfg(test)]
mod guard;
#[cfg(test)]
mod seed;

#[cfg(all(test, feature = "sandbox"))]
mod ask;
#[cfg(all(test, feature = "sandbox"))]
mod crash;
#[cfg(all(test, feature = "sandbox"))]
mod editions;
#[cfg(all(test, feature = "sandbox"))]
mod guilds;
#[cfg(all(test, feature = "sandbox"))]
mod hostile;
#[cfg(all(test, feature = "browser-tests"))]
mod page;
#[cfg(all(test, feature = "sandbox"))]
mod proposals;
#[cfg(all(test, feature = "sandbox"))]
mod setup;
#[cfg(all(test, feature = "sandbox"))]
mod support;
#[cfg(all(test, feature = "sandbox"))]
mod votes;
