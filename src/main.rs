//! The `blipbot` command.
fn main() {}
