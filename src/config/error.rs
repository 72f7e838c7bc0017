//! Why a configuration can not be used.

use std::path::PathBuf;

/// A configuration that can not be used; the text names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file of `--config` is not there.
    #[error("there is no file {}: check the path after --config", .0.display())]
    NoFile(PathBuf),
    /// A key or a value is wrong.
    #[error("the configuration is wrong: {0}")]
    Value(String),
    /// The file with the token can not be read.
    #[error("discord.token_file: {} can not be used: {why}", path.display())]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl From<config::ConfigError> for ConfigError {
    fn from(error: config::ConfigError) -> Self {
        Self::Value(error.to_string())
    }
}
