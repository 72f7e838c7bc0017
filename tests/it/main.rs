//! The behaviours of blipbot, a module each, in one binary.

#[cfg(test)]
mod seed;
