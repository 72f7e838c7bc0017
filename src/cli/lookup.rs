//! `blipbot lookup`: which blips a name may mean, as one JSON object a line.

use std::io::{self, BufRead, Write};

use serde::Serialize;

use crate::radar::{Edition, Index, Match};

/// The line for one name.
#[derive(Debug, Serialize)]
struct Line<'a> {
    query: &'a str,
    matches: Vec<Found<'a>>,
}

/// A blip on the line, best first.
#[derive(Debug, Serialize)]
struct Found<'a> {
    id: &'a str,
    title: &'a str,
    ring: &'a str,
    quadrant: &'a str,
    score: f64,
}

/// Looks names up in one edition.
#[derive(Debug)]
pub struct Lookup<'a> {
    edition: &'a Edition,
    index: Index,
}

impl<'a> Lookup<'a> {
    /// Prepares the edition.
    pub fn new(edition: &'a Edition) -> Self {
        Self {
            edition,
            index: Index::new(edition),
        }
    }

    /// Writes a line for each name, in order.
    pub fn names<'n>(
        &self,
        names: impl IntoIterator<Item = &'n str>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        names.into_iter().try_for_each(|name| self.name(name, out))
    }

    /// Writes a line for each line of the input, in order, also for an empty one. Bytes that are not UTF-8 are
    /// replaced: no name holds them.
    pub fn lines(&self, mut input: impl BufRead, out: &mut impl Write) -> io::Result<()> {
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            let name = text.strip_suffix('\n').unwrap_or(&text);
            self.name(name.strip_suffix('\r').unwrap_or(name), out)?;
            line.clear();
        }
        Ok(())
    }

    fn name(&self, query: &str, out: &mut impl Write) -> io::Result<()> {
        let found = self.index.find(query);
        let matches = found.iter().filter_map(|found| self.found(found)).collect();
        serde_json::to_writer(&mut *out, &Line { query, matches })?;
        out.write_all(b"\n")
    }

    fn found(&self, found: &Match) -> Option<Found<'a>> {
        let blip = self.edition.blip(&found.id)?;
        Some(Found {
            id: blip.id.as_str(),
            title: blip.title.as_str(),
            ring: blip.ring.as_str(),
            quadrant: blip.quadrant.as_str(),
            score: found.score.as_f64(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::format::native;
    use crate::radar::Timeline;

    fn shipped() -> Arc<Edition> {
        let files = native::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap();
        let timeline = Timeline::build(files.scheme, files.publications).unwrap();
        Arc::clone(timeline.editions().last().unwrap())
    }

    #[test]
    fn a_name_is_one_json_object_on_a_line() {
        let mut out = Vec::new();
        Lookup::new(&shipped()).names(["Atlantis "], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"query\":\"Atlantis \",\"matches\":[{\"id\":\"atlantis\",\"title\":\"Atlantis\",\"ring\":\"trial\",\
             \"quadrant\":\"operable\",\"score\":1.0}]}\n"
        );
    }

    #[test]
    fn every_line_of_the_input_is_answered_in_order() {
        let mut out = Vec::new();
        let input = b"terraform\r\n\n\xFF\n\"quoted\"\natlnatis".as_slice();
        Lookup::new(&shipped()).lines(input, &mut out).unwrap();
        let lines: Vec<serde_json::Value> = String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let queries: Vec<&str> = lines.iter().map(|line| line["query"].as_str().unwrap()).collect();
        assert_eq!(queries, ["terraform", "", "\u{FFFD}", "\"quoted\"", "atlnatis"]);
        assert_eq!(lines[1]["matches"], serde_json::json!([]));
        assert_eq!(lines[4]["matches"][0]["id"], "atlantis");
    }
}
