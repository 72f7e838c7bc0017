//! What the commands for other tools' files share: names of formats, and options.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::format::{Foreign, Options};

/// A format as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// AOE's Technology Radar: a folder with config.json and radar/
    Aoe,
    /// Build Your Own Radar, as CSV: a file for each edition
    ByorCsv,
    /// Build Your Own Radar, as JSON: a file for each edition
    ByorJson,
    /// Zalando's radar: a config.json for each edition
    Zalando,
    /// Backstage's Tech Radar plugin: one JSON file
    Backstage,
}

impl From<FormatName> for Foreign {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Aoe => Self::Aoe,
            FormatName::ByorCsv => Self::ByorCsv,
            FormatName::ByorJson => Self::ByorJson,
            FormatName::Zalando => Self::Zalando,
            FormatName::Backstage => Self::Backstage,
        }
    }
}

/// What the files may not say themselves.
#[derive(Debug, Clone, Args)]
pub struct FrameArgs {
    /// The names of the rings, from the centre outwards, one with a comma in quotes: 'Use,"Try, maybe"'; given more than once,
    /// each is one name as it is (byor-*, zalando)
    #[arg(long, value_name = "NAME,...")]
    pub rings: Vec<Names>,
    /// The names of the quadrants, likewise (byor-*, zalando)
    #[arg(long, value_name = "NAME,...")]
    pub quadrants: Vec<Names>,
    /// The edition's date, if it is a single one (byor-*, zalando)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
}

impl FrameArgs {
    /// As readers take it.
    pub fn options(self, today: Date) -> Options {
        Options {
            rings: all(&self.rings),
            quadrants: all(&self.quadrants),
            date: self.date,
            today,
        }
    }

    /// What is wrong with the only use of an option: how often it is used is known when all options are read.
    pub(super) fn refused(&self) -> Option<String> {
        let mut uses = [("--rings", &self.rings), ("--quadrants", &self.quadrants)].into_iter();
        uses.find_map(|(option, uses)| match uses.as_slice() {
            [
                Names {
                    given,
                    listed: Err(why),
                },
            ] => Some(format!(
                "invalid value '{given}' for '{option} <NAME,...>': {why}"
            )),
            _ => None,
        })
    }
}

/// Some names, as one use of an option gives them.
#[derive(Debug, Clone)]
pub struct Names {
    given: String,
    /// Read as a list, if it is one: what is a name by itself need not be.
    listed: Result<Vec<String>, String>,
}

impl From<&str> for Names {
    fn from(given: &str) -> Self {
        Self {
            given: given.to_owned(),
            listed: names(given),
        }
    }
}

/// The names of all uses; nothing if the option was not given. Those of a single use are a list. Of several each is a name,
/// whatever commas and quotes are in it; only quotes around all of it are none of its own.
fn all(uses: &[Names]) -> Option<Vec<String>> {
    match uses {
        [] => None,
        [Names { listed: Ok(list), .. }] => Some(list.clone()),
        names => Some(names.iter().map(Names::one).collect()),
    }
}

impl Names {
    fn one(&self) -> String {
        match self.listed.as_deref() {
            Ok([name]) => name.clone(),
            Ok(_) | Err(_) => self.given.trim().to_owned(),
        }
    }
}

/// Names with commas between them. One that has a comma itself stands in quotes, and a quote in it is written twice, as in
/// CSV.
fn names(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let (name, after) = name(rest.trim_start())?;
        if name.is_empty() {
            return Err("a name is empty: write them with a comma between two".to_owned());
        }
        names.push(name);
        match after.trim_start() {
            "" => return Ok(names),
            after => match after.strip_prefix(',') {
                Some(next) => rest = next,
                None => return Err(format!("a comma is missing before `{after}`")),
            },
        }
    }
}

/// The first name, and what comes after it.
fn name(text: &str) -> Result<(String, &str), String> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let (name, _) = text.split_once(',').unwrap_or((text, ""));
        return Ok((
            name.trim().to_owned(),
            text.strip_prefix(name).unwrap_or_default(),
        ));
    };
    let mut name = String::new();
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err("a quote is not closed: write the name as in \"Try, maybe\"".to_owned());
        };
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Ok((name.trim().to_owned(), after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_commas_between_them_and_in_quotes_also_in_them() {
        for (text, read) in [
            ("Use,Try, Avoid ", &["Use", "Try", "Avoid"][..]),
            ("\"Try, maybe\",Use", &["Try, maybe", "Use"]),
            (" \"a \"\"b\"\"\" , c \"d\"", &["a \"b\"", "c \"d\""]),
        ] {
            assert_eq!(names(text).unwrap(), read, "{text}");
        }
        for text in ["", "a,,b", "a,", "\"open", "\"a\" b"] {
            assert!(names(text).is_err(), "{text}");
        }
        assert_eq!(all(&[]), None);
        assert_eq!(all(&["a,b".into()]).unwrap(), ["a", "b"]);
    }

    #[test]
    fn of_options_given_more_than_once_each_is_a_name_as_it_is() {
        let given = [
            "Use, always",
            "Try \"it\"",
            "\"Stop, \"\"now\"\"\"",
            "\"a\" or b",
            " Stop ",
        ];
        let frame = FrameArgs {
            rings: given.map(Names::from).to_vec(),
            quadrants: vec![Names::from("a,,b")],
            date: None,
        };
        assert_eq!(
            all(&frame.rings).unwrap(),
            ["Use, always", "Try \"it\"", "Stop, \"now\"", "\"a\" or b", "Stop"]
        );
        assert_eq!(
            frame.refused().unwrap(),
            "invalid value 'a,,b' for '--quadrants <NAME,...>': a name is empty: write them with a comma between two"
        );
    }
}
