//! Where the configuration comes from: `bot.toml`, and over it the environment. All problems of both are found at
//! once, each with its place, so that one start is enough to repair them.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use config::{Environment, FileFormat, Source};
use secrecy::SecretString;

use super::document::{Document, Setting};
use super::file::DataSection;
use super::{Config, ConfigError, DEFAULT_FILE, File, TOKEN_VARIABLE};
use crate::format::Problem;
use crate::vote::policy::{PolicyName, PolicyNameError};

/// What the names of the variables start with.
const PREFIX: &str = "BLIPBOT";
/// What stands between section and key in the name of a variable.
const SEPARATOR: &str = "__";

/// The sources of a configuration, read and not yet understood.
#[derive(Debug)]
pub struct Layers {
    path: PathBuf,
    text: String,
    variables: Vec<(String, String)>,
    token: Option<SecretString>,
    unreadable: Vec<Problem>,
}

impl Layers {
    /// Reads the file and the environment. `named` is the file of `--config`; without it `bot.toml` is read if it is
    /// there.
    pub fn read(named: Option<&Path>) -> Result<Self, ConfigError> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => match named {
                Some(path) => return Err(ConfigError::NoFile(path.to_owned())),
                None => String::new(),
            },
            Err(error) => {
                let problem = at(path, 1, &format!("can not be read: {error}"));
                return Err(ConfigError::Problems(vec![problem]));
            }
        };
        Ok(Self::new(path, text, std::env::vars_os()))
    }

    /// The layers of this text and these variables, of which only ours are looked at.
    pub fn new(
        path: &Path,
        text: String,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let mut layers = Self {
            path: path.to_owned(),
            text,
            variables: Vec::new(),
            token: None,
            unreadable: Vec::new(),
        };
        for (name, value) in environment {
            let Ok(name) = name.into_string() else { continue };
            let ours = name == TOKEN_VARIABLE || is_ours(&name);
            match value.into_string() {
                _ if !ours => {}
                Err(_) => layers.unreadable.push(at(&name, 1, "is not text in UTF-8")),
                // Set to nothing is not set: compose files pass variables on that are not there.
                Ok(value) if value.trim().is_empty() => {}
                Ok(value) if name == TOKEN_VARIABLE => layers.token = Some(SecretString::from(value)),
                Ok(value) => layers.variables.push((name, value)),
            }
        }
        layers.variables.sort();
        layers
    }

    /// The configuration that the layers make, or everything that is wrong with them.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let mut problems = Document::problems(&self.path, &self.text);
        problems.extend(self.unreadable.iter().cloned());
        problems.extend(self.variables.iter().filter_map(|variable| {
            let wrong = wrong(variable)?;
            Some(at(&variable.0, 1, &wrong))
        }));
        if !problems.is_empty() {
            problems.extend(self.wrong_reminders());
            return Err(ConfigError::Problems(problems));
        }
        let file = config::File::from_str(&self.text, FileFormat::Toml);
        let file = merged(file, &self.variables).map_err(|error| {
            let problem = at(&self.path, 1, &error.to_string());
            ConfigError::Problems(vec![problem])
        })?;
        Config::with_token(file, self.token.clone())
            .map_err(|error| ConfigError::Problems(vec![self.place(&error)]))
    }

    /// What is wrong with reminders beside other things: how long their votes are open is known only with the rest.
    fn wrong_reminders(&self) -> Vec<Problem> {
        let variables = self.variables.iter();
        let variables: Vec<_> = variables.filter(|one| wrong(one).is_none()).cloned().collect();
        let sound = config::Config::try_from(&Document::sound(&self.text));
        let file = sound.and_then(|sound| merged(sound, &variables));
        let errors = file.map(|file| file.wrong_reminders()).unwrap_or_default();
        errors.iter().map(|error| self.place(error)).collect()
    }

    /// The radar's folder, also where other keys are wrong; `None`: its own can not be read.
    pub fn data(&self) -> Option<PathBuf> {
        let name = variable_of("data.path");
        let lost = |problem: &Problem| problem.path.as_os_str().eq_ignore_ascii_case(&name);
        if self.unreadable.iter().any(lost) {
            return None;
        }
        if let Some((_, path)) = self.variable("data.path") {
            return Some(path.into());
        }
        match Setting::read(&self.text, "data", "path") {
            Setting::Absent => Some(DataSection::default().path),
            Setting::Text(path) => Some(path.into()),
            Setting::Unreadable => None,
        }
    }

    /// The variable that sets a key such as `section.key`.
    fn variable(&self, key: &str) -> Option<&(String, String)> {
        let name = variable_of(key);
        let mut variables = self.variables.iter();
        variables.find(|(set, _)| set.eq_ignore_ascii_case(&name))
    }

    /// The error, where its key was set.
    pub fn place(&self, error: &ConfigError) -> Problem {
        self.problem(&error.keys(), &error.to_string())
    }

    /// A problem of these keys, at the first place that set one of them.
    pub fn problem(&self, keys: &[&str], text: &str) -> Problem {
        keys.iter()
            .find_map(|key| match self.variable(key) {
                Some((name, _)) => Some(at(name, 1, text)),
                None => Some(at(&self.path, Document::line(&self.text, key)?, text)),
            })
            .unwrap_or_else(|| at(&self.path, 1, text))
    }
}

/// The name of the variable of a key such as `section.key`.
fn variable_of(key: &str) -> String {
    format!("{PREFIX}{SEPARATOR}{}", key.replace('.', SEPARATOR))
}

fn is_ours(name: &str) -> bool {
    let start = PREFIX.len() + SEPARATOR.len();
    name.get(..start)
        .is_some_and(|start| start.eq_ignore_ascii_case(&format!("{PREFIX}{SEPARATOR}")))
}

/// What is wrong with a variable by itself.
fn wrong(variable: &(String, String)) -> Option<String> {
    if let Some(error) = misnamed(&variable.0) {
        return Some(error.to_string());
    }
    let wrong = merged(config::Config::default(), std::slice::from_ref(variable)).err()?;
    Some(without_key(wrong))
}

/// Why a variable is about no policy that can be, if it is about one. What is no name the library may take for no key at
/// all.
fn misnamed(variable: &str) -> Option<PolicyNameError> {
    let variable = variable.to_lowercase();
    let names: Vec<&str> = variable.split(SEPARATOR).collect();
    match names[..] {
        [_, "vote", "policies", name, ..] => PolicyName::parse(name).err(),
        _ => None,
    }
}

/// What is wrong with a variable. Its name, which is said with it, names the key.
fn without_key(wrong: config::ConfigError) -> String {
    match wrong {
        config::ConfigError::At { error, .. } => without_key(*error),
        other => other.to_string(),
    }
}

/// The file with the variables over it.
fn merged(
    file: impl Source + Send + Sync + 'static,
    variables: &[(String, String)],
) -> Result<File, config::ConfigError> {
    let variables = Environment::with_prefix(PREFIX)
        .prefix_separator(SEPARATOR)
        .separator(SEPARATOR)
        .source(Some(variables.iter().cloned().collect()));
    config::Config::builder()
        .add_source(file)
        .add_source(variables)
        .build()?
        .try_deserialize()
}

/// A problem at this place, on one line.
pub(super) fn at(path: impl AsRef<Path>, line: usize, text: &str) -> Problem {
    let text = text
        .trim_end()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    Problem {
        path: path.as_ref().to_owned(),
        line,
        text: text.collect(),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::vote::Ratio;
    use crate::vote::policy::{Base, Quorum, Rule};

    fn layers(text: &str, variables: &[(&str, &str)]) -> Layers {
        let variables = variables
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)));
        Layers::new(Path::new("bot.toml"), text.to_owned(), variables)
    }

    #[track_caller]
    fn problems(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
        match layers(text, variables).config() {
            Err(ConfigError::Problems(problems)) => problems.iter().map(Problem::to_string).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn assert_found(found: &[String], expected: &[&str]) {
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, start) in found.iter().zip(expected) {
            assert!(
                found.starts_with(start),
                "{found:?} does not start with {start:?}"
            );
        }
    }

    #[test]
    fn a_variable_beats_the_file_and_the_file_beats_the_default() {
        let text = "[vote]\nmin_voters = 4\nmin_in_favor = 4\n";
        let variables = [
            ("BLIPBOT__VOTE__MIN_VOTERS", "5"),
            ("HOME", "/"),
            ("BLIPBOT_LOG__FORMAT", "json"),
            ("BLIPBOT__STORE__PATH", ""),
        ];
        let config = layers(text, &variables).config().unwrap();
        let expected = Rule::Majority {
            quorum: Quorum::Voters(5),
            threshold: Ratio::TWO_THIRDS,
            base: Base::Cast,
            min_in_favor: 4,
        };
        assert_eq!(config.vote.policies.usual(false).rule, expected);
        assert_eq!(config.log, crate::config::LogFormat::Text);
        assert!(!config.store.chosen, "set to nothing is not set");
    }

    #[test]
    fn everything_that_is_wrong_is_named_with_its_place_at_once() {
        let text = "[discord]\ntoken = 'x'\n\n[vote]\nduration = 'soon'\nmin_voters = 0\ntreshold = 1\n[radar]\na = 1\nb = 2\n";
        let variables = [
            ("BLIPBOT__VOTE__TRESHOLD", "1/2"),
            ("BLIPBOT__NONSENSE", "1"),
            ("BLIPBOT__VOTE__MIN_IN_FAVOR", "many"),
        ];
        assert_found(
            &problems(text, &variables),
            &[
                "bot.toml:2: error: discord.token: unknown field `token`",
                "bot.toml:5: error: vote.duration: `soon` can not be used: write a duration",
                "bot.toml:6: error: vote.min_voters: ",
                "bot.toml:7: error: vote.treshold: unknown field `treshold`",
                "bot.toml:8: error: unknown field `radar`",
                "BLIPBOT__NONSENSE:1: error: unknown field `nonsense`",
                "BLIPBOT__VOTE__MIN_IN_FAVOR:1: error: ",
                "BLIPBOT__VOTE__TRESHOLD:1: error: unknown field `treshold`",
            ],
        );
    }

    /// The key that a variable sets.
    fn key_of(variable: &str) -> String {
        let key = variable.strip_prefix("BLIPBOT__").unwrap();
        key.replace("__", ".").to_lowercase()
    }

    #[test]
    fn a_variable_is_refused_in_the_words_of_the_file_and_its_key_is_named() {
        for (key, value, says) in [
            ("LOG__FORMAT", "xml", "`xml` is neither text nor json"),
            (
                "VOTE__THRESHOLD",
                "0.5",
                "vote.threshold: `0.5` can not be used: write a share above 0 and at most 1, such as \"2/3\" or \"75%\"",
            ),
            (
                "OPS__LISTEN",
                "0.0.0.0:1",
                "ops.listen: `0.0.0.0:1` is not on loopback: write for example 127.0.0.1:9700",
            ),
            ("OPS__LISTN", "x", "unknown field `listn`, expected `listen`"),
        ] {
            let name = format!("BLIPBOT__{key}");
            assert_eq!(
                problems("", &[(&name, value)]),
                [format!("{name}:1: error: {says}")]
            );
            let (section, key) = key.split_once("__").unwrap();
            let text = format!(
                "[{}]\n{} = '{value}'\n",
                section.to_lowercase(),
                key.to_lowercase()
            );
            // The variable's name is the key's; in the file the line may be far from its section.
            let full = format!("{}: ", key_of(&name));
            let says = says.strip_prefix(&full).unwrap_or(says);
            assert_eq!(problems(&text, &[]), [format!("bot.toml:2: error: {full}{says}")]);
        }
    }

    #[test]
    fn keys_that_do_not_fit_each_other_are_named_where_they_are_set() {
        let says = "vote.duration must not be shorter than vote.min_duration";
        let short = "log.format = 'text'\nvote.duration = '10m'\n";
        assert_eq!(
            problems(short, &[]),
            [format!("bot.toml:2: error: {says}")],
            "the file"
        );
        let long = "vote.min_duration = '30 days'\n";
        assert_eq!(
            problems(long, &[]),
            [format!("bot.toml:1: error: {says}")],
            "the other key"
        );
        assert_eq!(
            problems("", &[("BLIPBOT__VOTE__DURATION", "10m")]),
            [format!("BLIPBOT__VOTE__DURATION:1: error: {says}")]
        );
    }

    #[test]
    fn policies_are_written_in_the_file_and_in_the_environment() {
        let text = "vote.min_in_favor = 4\n[vote.policies.standard]\nquorum = '50%'\n[vote.policies.quick]\n\
                    duration = '2h'\nreminders = ['1h']\nmax_open = 1\nnames = false\n";
        let variables = [
            ("BLIPBOT__VOTE__POLICIES__QUICK__QUORUM", "5"),
            ("BLIPBOT__VOTE__POLICIES__LAZY__REMINDERS", "2 days, 1h"),
        ];
        let policies = layers(text, &variables).config().unwrap().vote.policies;
        let named = |name: &str| policies.get(&name.parse().unwrap()).unwrap().clone();
        let rule = |quorum| Rule::Majority {
            quorum,
            threshold: Ratio::TWO_THIRDS,
            base: Base::Cast,
            min_in_favor: 4,
        };
        let half = Quorum::Share(Ratio::new(1, 2).unwrap());
        assert_eq!(named("standard").rule, rule(half), "over the keys of the section");
        let quick = named("quick");
        assert_eq!(
            quick.rule,
            rule(Quorum::Voters(5)),
            "the rest is the standard policy's"
        );
        assert_eq!((quick.max_open, quick.names), (Some(1), false));
        assert_eq!(quick.reminders.len(), 1);
        assert_eq!(named("lazy").reminders.len(), 2);
        assert_eq!(named("lazy").rule, Rule::Lazy { min_seconds: 1 }, "its own");
    }

    #[test]
    fn a_list_in_a_variable_is_written_as_in_the_file_or_bare() {
        let of = |key: &str, value: &str| {
            let variables = [(key, value)];
            let policies = layers("", &variables).config().unwrap().vote.policies;
            policies.get(&"x".parse().unwrap()).unwrap().clone()
        };
        let reminders = |value: &str| of("BLIPBOT__VOTE__POLICIES__X__REMINDERS", value).reminders;
        let hours = |hours: &[i64]| -> Vec<_> {
            hours
                .iter()
                .map(|h| jiff::SignedDuration::from_hours(*h))
                .collect()
        };
        assert_eq!(reminders("[\"1 day\"]"), hours(&[24]));
        assert_eq!(reminders(" ['1h', '6 days' ] "), hours(&[144, 1]));
        assert_eq!(reminders("6 days, 1 day"), hours(&[144, 24]));
        assert_eq!(reminders("[]"), hours(&[]));
        assert_eq!(reminders("none"), hours(&[]));
        let excluded = |value: &str| of("BLIPBOT__VOTE__POLICIES__X__EXCLUDED", value).excluded;
        let listed = excluded("[\"role:123\", \"member:456\"]");
        assert_eq!(listed.0.len(), 2);
        assert_eq!(listed, excluded("role:123, member:456"));
    }

    #[test]
    fn wrong_reminders_are_told_how_long_the_vote_of_their_policy_is_open() {
        let says = "vote.policies.x.reminders: `soon` can not be used: write at most 5 durations, each once and shorter \
                    than the vote's 3 days";
        let name = "BLIPBOT__VOTE__POLICIES__X__REMINDERS";
        let duration = ("BLIPBOT__VOTE__POLICIES__X__DURATION", "3 days");
        assert_found(
            &problems("", &[(name, "soon"), duration]),
            &[&format!("{name}:1: error: {says}")],
        );
        let text = "[vote.policies.x]\nduration = '3 days'\nreminders = ['soon']\n";
        assert_found(
            &problems(
                "log.format = 'xml'\n",
                &[(name, "soon"), duration, ("BLIPBOT__NONSENSE", "1")],
            ),
            &[
                "bot.toml:1: error: ",
                "BLIPBOT__NONSENSE:1: error: ",
                &format!("{name}:1: error: {says}"),
            ],
        );
        let says = says.replace("`soon`", "`[soon]`");
        assert_found(&problems(text, &[]), &[&format!("bot.toml:3: error: {says}")]);
        let both = format!("{text}quorum = '101%'\n[vote]\ntreshold = 1\n");
        assert_found(
            &problems(&both, &[]),
            &[
                "bot.toml:4: error: ",
                "bot.toml:6: error: ",
                &format!("bot.toml:3: error: {says}"),
            ],
        );
    }

    #[test]
    fn a_variable_that_names_no_policy_is_told_how_policies_are_named() {
        for (name, typed) in [
            ("A B", "a b"),
            ("1ST", "1st"),
            ("BIG_VOTE", "big_vote"),
            ("É", "é"),
            ("A.B", "a.b"),
        ] {
            let variable = format!("BLIPBOT__VOTE__POLICIES__{name}__DURATION");
            assert_eq!(
                problems("", &[(&variable, "2 days")]),
                [format!(
                    "{variable}:1: error: `{typed}` is no name of a policy: use small letters, digits and hyphens, a \
                     letter first, at most 32 in all"
                )]
            );
        }
    }

    #[test]
    fn a_wrong_policy_is_refused_where_it_is_written_with_its_key_and_range() {
        let text = "[vote.policies.adopt]\nquorum = '101%'\nthreshold = '0%'\ntreshold = 1\nnames = 0.5\n\
                    [vote.policies.quick]\nmin_in_favor = 0\nof = 'all'\n";
        let variables = [
            ("BLIPBOT__VOTE__POLICIES__LAZY__MAX_HOLD", "8 days"),
            ("BLIPBOT__VOTE__POLICIES__LAZY__NOPE", "1"),
        ];
        let found = problems(text, &variables);
        assert_found(
            &found,
            &[
                "bot.toml:2: error: vote.policies.adopt.quorum: `101%` can not be used: write a number of voters from 1",
                "bot.toml:3: error: vote.policies.adopt.threshold: `0%` can not be used: write a share above 0",
                "bot.toml:4: error: vote.policies.adopt.treshold: `treshold` can not be used: unknown key, known are",
                "bot.toml:5: error: vote.policies.adopt.names: ",
                "bot.toml:7: error: vote.policies.quick.min_in_favor: `0` can not be used: write a whole number from 1",
                "bot.toml:8: error: vote.policies.quick.of: `all` can not be used: write \"cast\"",
                "BLIPBOT__VOTE__POLICIES__LAZY__MAX_HOLD:1: error: `8 days` can not be used: write a duration",
                "BLIPBOT__VOTE__POLICIES__LAZY__NOPE:1: error: `nope` can not be used: unknown key",
            ],
        );
    }

    #[test]
    fn a_policy_that_does_not_fit_together_is_refused_at_its_key() {
        for (text, line, says) in [
            (
                "[vote.policies.quick]\nduration = '10m'\n",
                2,
                "vote.policies.quick.duration: `10 minutes` can not be used: write a duration from 1 hour \
                 (vote.min_duration) to a year",
            ),
            (
                "[vote.policies.lazy]\nnames = true\nquorum = 3\n",
                3,
                "vote.policies.lazy.quorum: `3` can not be used: this key goes with rule = \"majority\" only",
            ),
            (
                "[vote.policies.quick]\nreminders = ['7 days']\n",
                2,
                "vote.policies.quick.reminders: `7 days` can not be used: write at most 5 durations",
            ),
            (
                "[vote.policies.Quick]\n",
                1,
                "vote.policies.Quick: `Quick` is no name of a policy",
            ),
        ] {
            let found = problems(text, &[]);
            assert_found(&found, &[&format!("bot.toml:{line}: error: {says}")]);
        }
        let variable = [("BLIPBOT__VOTE__POLICIES__QUICK__DURATION", "400 days")];
        assert_found(
            &problems("", &variable),
            &["BLIPBOT__VOTE__POLICIES__QUICK__DURATION:1: error: `400 days` can not be used"],
        );
    }

    #[test]
    fn the_radars_folder_is_known_where_its_own_key_can_be_read() {
        let data = |text: &str, variables: &[(&str, &str)]| layers(text, variables).data();
        let here = Some(PathBuf::from("here"));
        let wrong = "[vote]\nduration = 'soon'\n";
        assert_eq!(data(wrong, &[]), Some("data".into()), "nothing is set");
        assert_eq!(
            data(&format!("{wrong}[data]\npath = 'here'\npth = 1\n"), &[]),
            here
        );
        assert_eq!(
            data("data.path = 'here'\n[vote\n", &[]),
            here,
            "another line is wrong"
        );
        for text in [
            "data = 5\n",
            "data.path = 5\n",
            "data.path = \"here\n",
            "[data\npath = 'here'\n",
            "[vote\n",
        ] {
            assert_eq!(data(text, &[]), None, "{text}");
            assert_eq!(data(text, &[("BLIPBOT__DATA__PATH", "here")]), here, "{text}");
        }
        assert_eq!(
            data("data.path = 'there'\n", &[("blipbot__data__path", "here")]),
            here
        );
    }

    #[test]
    fn wrong_toml_shows_nothing_of_its_line() {
        let found = problems("[discord]\ntoken = \"SECRET\n\n[vote\n", &[]);
        assert_found(&found, &["bot.toml:2: error: ", "bot.toml:4: error: "]);
        assert!(!found.join("").contains("SECRET"), "{found:?}");
    }

    #[test]
    #[cfg(unix)]
    fn bytes_that_are_no_text_are_no_token() {
        use std::os::unix::ffi::OsStringExt;

        let variables = [(
            OsString::from(TOKEN_VARIABLE),
            OsString::from_vec(vec![b's', 0xFF]),
        )];
        let error = Layers::new(Path::new("bot.toml"), String::new(), variables)
            .config()
            .unwrap_err();
        assert_eq!(error.to_string(), "DISCORD_TOKEN:1: error: is not text in UTF-8");
    }

    #[test]
    fn the_variable_is_the_token() {
        let config = layers("", &[(TOKEN_VARIABLE, " abc\n")]).config().unwrap();
        let token = config.discord.token.read().unwrap().unwrap();
        assert_eq!(token.expose_secret(), "abc");
    }
}
