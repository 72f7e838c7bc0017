//! The behaviours of blipbot, a module each, in one binary.

mod seed;
