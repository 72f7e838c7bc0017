//! Why a configuration can not be used.

use std::path::PathBuf;

use crate::format::Problem;

/// A configuration that can not be used; the text names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file of `--config` is not there.
    #[error("there is no file {}: check the path after --config", .0.display())]
    NoFile(PathBuf),
    /// Keys or values are wrong; all of them are here, never none.
    #[error("{}", lines(.0))]
    Problems(Vec<Problem>),
    /// Votes would be shorter than the shortest that is allowed.
    #[error("vote.duration must not be shorter than vote.min_duration")]
    ShortVotes,
    /// A policy is wrong.
    #[error("{key}: {why}")]
    Policy {
        /// The key's full name.
        key: String,
        /// What is wrong with it, and what may stand there.
        why: String,
    },
    /// The file with the token can not be read.
    #[error("discord.token_file: {file} can not be used: {why}")]
    TokenFile {
        /// The file, as far as it can be shown.
        file: String,
        /// What is wrong with it.
        why: String,
    },
}

impl ConfigError {
    /// The keys that are wrong, the likeliest first. Problems know their places by themselves.
    pub(super) fn keys(&self) -> Vec<&str> {
        match self {
            Self::ShortVotes => vec!["vote.duration", "vote.min_duration"],
            Self::Policy { key, .. } => vec![key],
            Self::TokenFile { .. } => vec!["discord.token_file"],
            Self::NoFile(_) | Self::Problems(_) => Vec::new(),
        }
    }
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    lines.join("\n")
}
