//! What blips have to do with each other: what a file tells, and that two have one name.

use std::collections::{BTreeMap, BTreeSet};

use super::revise::Radar;
use crate::format::html::Named;
use crate::format::problem::{Findings, short};
use crate::radar::{Blip, BlipId, Relation, Title, fold_case_and_space};

/// All volumes of the largest radar that is known name a few blips in each of 3,300 rows. A relation takes 600 bytes until it
/// is written and read back.
const MAX_RELATIONS: usize = 100_000;
/// Related blips of one blip that are read. A reader of the radar looks at a few.
const MAX_RELATED: usize = 1_000;

/// There are more relations than a radar has, which is reported: nothing is read on.
pub(super) struct TooManyRelations;

impl Radar {
    /// One more relation, which the row on this line tells.
    fn count_relation(&mut self, line: usize, findings: &mut Findings) -> Result<(), TooManyRelations> {
        self.relations += 1;
        if self.relations <= MAX_RELATIONS {
            return Ok(());
        }
        findings.report(
            line,
            format_args!(
                "up to this row the blips have more than {MAX_RELATIONS} relations to others, those of one name among them: \
                 this is no radar, and is not read on"
            ),
        );
        Err(TooManyRelations)
    }

    /// Relations that the file tells.
    pub(super) fn relate(
        &mut self,
        after: &mut BTreeMap<BlipId, Blip>,
        told: Vec<(BlipId, usize, String, String)>,
        findings: &mut Findings,
    ) -> Result<(), TooManyRelations> {
        for (id, line, name, titles) in told {
            let mut relations: Vec<Relation> = Vec::new();
            let mut seen = BTreeSet::from([id.clone()]);
            let mut unknown = Named::default();
            let mut more = false;
            for title in titles.lines().map(str::trim).filter(|title| !title.is_empty()) {
                let other = Title::parse(title)
                    .ok()
                    .and_then(|title| self.ids.find(&title).cloned());
                let other = other.filter(|other| after.contains_key(other) || self.blips.contains_key(other));
                match other {
                    Some(other) if seen.contains(&other) => {}
                    Some(_) if relations.len() == MAX_RELATED => more = true,
                    Some(other) => {
                        self.count_relation(line, findings)?;
                        seen.insert(other.clone());
                        relations.push(Relation {
                            id: other,
                            how: "is related to".to_owned(),
                        });
                    }
                    None => unknown.add(format!("`{}`", short(title))),
                }
            }
            if more {
                findings.report(
                    line,
                    format_args!(
                        "{name}: it names more than {MAX_RELATED} related blips: the first are read"
                    ),
                );
            }
            if let Some(titles) = unknown.words() {
                findings.leave_out(
                    line,
                    format_args!("{name}: related blips that are in no edition until this one: {titles}"),
                );
            }
            if let Some(blip) = after.get_mut(&id) {
                blip.related = relations;
            }
        }
        Ok(())
    }

    /// Relations between blips whose titles could be taken for each other.
    pub(super) fn relate_namesakes(
        &mut self,
        after: &mut BTreeMap<BlipId, Blip>,
        lines: &BTreeMap<BlipId, usize>,
        findings: &mut Findings,
    ) -> Result<(), TooManyRelations> {
        for blip in after.values() {
            self.titles
                .entry(fold_case_and_space(blip.title.as_str()))
                .or_default()
                .insert(blip.id.clone());
        }
        for blip in after.values_mut() {
            let key = fold_case_and_space(blip.title.as_str());
            let namesakes = self.titles.get(&key).into_iter().flatten();
            let told: BTreeSet<&BlipId> = blip.related.iter().map(|relation| &relation.id).collect();
            let before = namesakes.take_while(|other| **other < blip.id);
            let untold = before.filter(|other| !told.contains(other));
            // One more than fits is enough to say so.
            let untold: Vec<BlipId> = untold.take(MAX_RELATIONS + 1).cloned().collect();
            for id in untold {
                let line = lines.get(&blip.id).copied().unwrap_or(1);
                self.count_relation(line, findings)?;
                blip.related.push(Relation {
                    id,
                    how: "has the same name as".to_owned(),
                });
            }
        }
        Ok(())
    }
}
