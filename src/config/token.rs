//! Where the bot's token comes from. It is read when it is needed: commands that need none also work for those who may
//! not read its file.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::ConfigError;

/// Where the token is.
#[derive(Debug, Clone)]
pub enum TokenSource {
    /// None was given.
    Absent,
    /// In the variable.
    Variable(SecretString),
    /// In this file.
    File(PathBuf),
}

impl TokenSource {
    /// The token, if one was given.
    pub fn read(&self) -> Result<Option<SecretString>, ConfigError> {
        match self {
            Self::Absent => Ok(None),
            Self::Variable(token) => Ok(Some(token.clone())),
            Self::File(path) => read(path).map(Some),
        }
    }
}

fn read(path: &Path) -> Result<SecretString, ConfigError> {
    let refuse = |why: String| {
        Err(ConfigError::TokenFile {
            file: shown(path),
            why,
        })
    };
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => refuse("it is empty".to_owned()),
        Ok(text) => Ok(SecretString::from(text.trim())),
        Err(error) => refuse(error.to_string()),
    }
}

/// The path, unless it may be a token that was written where its file should be named: tokens have no separators.
fn shown(path: &Path) -> String {
    let bare = path.parent().is_none_or(|parent| parent.as_os_str().is_empty());
    if bare && !path.exists() {
        "the file that it names".to_owned()
    } else {
        path.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_file_is_read_when_it_is_needed_and_trimmed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let source = TokenSource::File(path.clone());
        let error = source.read().unwrap_err().to_string();
        assert!(error.contains(&path.display().to_string()), "{error}");
        std::fs::write(&path, " \n").unwrap();
        assert!(source.read().unwrap_err().to_string().ends_with("it is empty"));
        std::fs::write(&path, "abc\r\n").unwrap();
        assert_eq!(source.read().unwrap().unwrap().expose_secret(), "abc");
    }

    #[test]
    fn a_token_in_place_of_its_file_is_not_shown() {
        let error = TokenSource::File("MTIz.abc.very-secret".into())
            .read()
            .unwrap_err();
        assert!(error.to_string().starts_with("discord.token_file"));
        assert!(!error.to_string().contains("very-secret"), "{error}");
    }
}
