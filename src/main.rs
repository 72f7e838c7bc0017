//! The `blipbot` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    blipbot::cli::main()
}
