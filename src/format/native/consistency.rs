//! What only shows when files are compared: first revisions that leave something out, names that two blips claim,
//! relations to nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::EditionFolder;
use super::blip_file::BlipFile;
use crate::format::problem::Problem;
use crate::radar::{BlipId, Relation, RevisionError, Title, fold, fold_case_and_space};

/// A name or relation, and the file and line that said it last.
#[derive(Debug)]
struct Said<'a, T> {
    path: &'a Path,
    line: usize,
    value: &'a T,
}

/// What is known of a blip after some editions. A field that could not be read is unknown, not wrong.
#[derive(Debug, Default)]
struct Known<'a> {
    title: Option<Said<'a, Title>>,
    aliases: Vec<Said<'a, Title>>,
    related: Vec<Said<'a, Relation>>,
    retired: bool,
}

type Radar<'a> = BTreeMap<&'a BlipId, Known<'a>>;

/// Compares the files of all editions, which stand in the order of their publication.
pub(super) fn check(editions: &[EditionFolder]) -> Vec<Problem> {
    let mut radar = Radar::new();
    let mut problems = BTreeSet::new();
    for edition in editions {
        for file in &edition.blips {
            if !radar.contains_key(&file.revision.blip) {
                problems.extend(check_first(file));
            }
            radar.entry(&file.revision.blip).or_default().revise(file);
        }
        for id in &edition.unread {
            radar.entry(id).or_default();
        }
        check_relations(&radar, &mut problems);
        check_titles(&radar, &mut problems);
        check_aliases(&radar, &mut problems);
    }
    problems.into_iter().collect()
}

impl<'a> Known<'a> {
    fn revise(&mut self, file: &'a BlipFile) {
        fn said<'a, T>(file: &'a BlipFile, values: &'a [T], lines: &[usize]) -> Vec<Said<'a, T>> {
            let lines = lines.iter().copied();
            values
                .iter()
                .zip(lines)
                .map(|(value, line)| Said {
                    path: &file.path,
                    line,
                    value,
                })
                .collect()
        }
        if let Some(title) = &file.revision.title {
            self.title = said(file, std::slice::from_ref(title), &[file.lines.title]).pop();
        }
        if let Some(aliases) = &file.revision.aliases {
            self.aliases = said(file, aliases, &file.lines.aliases);
        }
        if let Some(related) = &file.revision.related {
            self.related = said(file, related, &file.lines.related);
        }
        self.retired = file.revision.retired.unwrap_or(self.retired);
    }

    fn names(&self, other: &BlipId) -> bool {
        self.related.iter().any(|relation| relation.value.id == *other)
    }
}

impl<T> Said<'_, T> {
    fn problem(&self, text: String) -> Problem {
        Problem {
            path: self.path.to_owned(),
            line: self.line,
            text,
        }
    }
}

/// The first file of a blip has nothing to inherit from.
fn check_first(file: &BlipFile) -> Vec<Problem> {
    let retired = file.revision.retired == Some(true);
    [
        (!file.given.title, 1, RevisionError::NoTitle),
        (!file.given.ring, 1, RevisionError::NoRing),
        (!file.given.quadrant, 1, RevisionError::NoQuadrant),
        (!file.has_body, file.lines.body, RevisionError::NoText),
        (retired, 1, RevisionError::Retired),
    ]
    .into_iter()
    .filter(|(wrong, _, _)| *wrong)
    .map(|(_, line, why)| Problem {
        path: file.path.clone(),
        line,
        text: why.to_string(),
    })
    .collect()
}

fn check_relations(radar: &Radar<'_>, problems: &mut BTreeSet<Problem>) {
    for relation in radar.values().flat_map(|blip| &blip.related) {
        let id = &relation.value.id;
        if !radar.contains_key(id) {
            problems.insert(relation.problem(format!("`related`: there is no blip `{id}` in this edition")));
        }
    }
}

/// A blip and where its title was said.
type Titled<'a> = (&'a BlipId, &'a Known<'a>, &'a Said<'a, Title>);

/// Two blips may share a title only if one says what it has to do with the other.
fn check_titles(radar: &Radar<'_>, problems: &mut BTreeSet<Problem>) {
    let mut by_title: BTreeMap<String, Vec<Titled<'_>>> = BTreeMap::new();
    for (&id, blip) in radar.iter().filter(|(_, blip)| !blip.retired) {
        if let Some(title) = &blip.title {
            let key = fold_case_and_space(title.value.as_str());
            by_title.entry(key).or_default().push((id, blip, title));
        }
    }
    for bearers in by_title.values() {
        for (n, (id, blip, title)) in bearers.iter().enumerate() {
            for (other_id, other, _) in &bearers[..n] {
                if !blip.names(other_id) && !other.names(id) {
                    problems.insert(title.problem(format!(
                        "`title`: `{other_id}` has the same title; give one of them another, or name it in `related`"
                    )));
                }
            }
        }
    }
}

/// An alias that is another blip's title or id would lead its readers astray.
fn check_aliases(radar: &Radar<'_>, problems: &mut BTreeSet<Problem>) {
    let mut owners: BTreeMap<String, BTreeSet<&BlipId>> = BTreeMap::new();
    for (&id, blip) in radar.iter().filter(|(_, blip)| !blip.retired) {
        let title = blip.title.as_ref().map(|title| title.value.key());
        for key in title
            .into_iter()
            .chain([fold(id.as_str())])
            .filter(|key| !key.is_empty())
        {
            owners.entry(key).or_default().insert(id);
        }
    }
    for (&id, blip) in radar.iter().filter(|(_, blip)| !blip.retired) {
        for alias in &blip.aliases {
            let others = owners.get(&alias.value.key()).into_iter().flatten();
            for other in others.filter(|other| **other != id) {
                let name = &alias.value;
                problems
                    .insert(alias.problem(format!("`aliases`: `{name}` is the name of the blip `{other}`")));
            }
        }
    }
}
