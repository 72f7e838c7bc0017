//! The radar as it stands after some editions, and what the next one changes.

use std::collections::{BTreeMap, BTreeSet};

use super::compose::Said;
use super::relate::TooManyRelations;
use super::{Row, Volume};
use crate::format::counted;
use crate::format::frame;
use crate::format::names::Ids;
use crate::format::native;
use crate::format::problem::{Findings, Missed, short};
use crate::format::text;
use crate::radar::{Blip, BlipId, Revision, Title};

/// A blip's file may have a megabyte, in which its relations need room, too.
const MAX_BLIP_BYTES: usize = 768 * 1024;

/// The radar as it stands after some editions.
#[derive(Debug, Default)]
pub(super) struct Radar {
    pub(super) ids: Ids,
    pub(super) blips: BTreeMap<BlipId, (Blip, bool)>,
    /// The blips of each title, as far as two titles are one.
    pub(super) titles: BTreeMap<String, BTreeSet<BlipId>>,
    /// How many relations all editions until now tell.
    pub(super) relations: usize,
}

impl Radar {
    /// The radar before these editions. Where files give ids, names are no matter of who is who.
    pub(super) fn of(volumes: &[Volume]) -> Self {
        let mut rows = volumes.iter().flat_map(|volume| &volume.rows);
        let ids = if rows.any(|row| row.id.is_some()) {
            Ids::default()
        } else {
            Ids::across(volumes.iter().map(Volume::titles))
        };
        Self {
            ids,
            ..Self::default()
        }
    }

    /// What an edition changes, by id.
    pub(super) fn revise(
        &mut self,
        volume: &mut Volume,
        claims: &mut Vec<Said>,
    ) -> Result<Vec<Revision>, TooManyRelations> {
        let mut after: BTreeMap<BlipId, Blip> = BTreeMap::new();
        let mut away = BTreeSet::new();
        let mut related = Vec::new();
        let mut lines = BTreeMap::new();
        let mut silent = Vec::new();
        // Of two new names that make one id, the same one has it whatever the order of the rows.
        let mut rows = std::mem::take(&mut volume.rows);
        let mut titles: Vec<&Title> = rows
            .iter()
            .filter(|row| row.id.is_none())
            .map(|row| &row.title)
            .collect();
        titles.sort_unstable_by(|a, b| b.cmp(a));
        for title in titles {
            self.ids.of(title);
        }
        for mut row in rows.drain(..) {
            let Some(id) = self.id(&row, &mut volume.findings) else {
                continue;
            };
            if after.contains_key(&id) {
                let (name, title) = (&row.name, &row.title);
                volume.findings.report(
                    row.line,
                    format_args!("{name}: `{title}` stands in this edition already; the first one counts"),
                );
                continue;
            }
            self.tell_spelling(&id, &row, &mut volume.findings);
            let row_related = std::mem::take(&mut row.related);
            let (line, name, away_now, claim) = (row.line, row.name.clone(), row.away, row.claim);
            let title = row.title.clone();
            if row.text.is_none() && self.has_text(&id) {
                silent.push(title.clone());
            }
            let blip = self.blip(id.clone(), row);
            let length = native::length(&blip);
            if length > MAX_BLIP_BYTES {
                volume.findings.report(
                    line,
                    format_args!("{name}: its file would have {length} bytes; {MAX_BLIP_BYTES} are allowed"),
                );
                volume.findings.miss(line, title.as_str());
                continue;
            }
            claims.extend(claim.map(|claim| Said {
                edition: volume.head.id.clone(),
                blip: id.clone(),
                claim,
                line,
                name: name.clone(),
            }));
            if !row_related.is_empty() {
                related.push((id.clone(), line, name, row_related));
            }
            if away_now {
                away.insert(id.clone());
            }
            lines.insert(id.clone(), line);
            after.insert(id, blip);
        }
        tell_silent(&silent, volume);
        self.relate(&mut after, related, &mut volume.findings)?;
        self.relate_namesakes(&mut after, &lines, &mut volume.findings)?;
        let kept = self.kept(&after, &mut volume.findings);
        Ok(self.publish(after, (&away, &kept), volume.complete))
    }

    /// The blips that an edition does not leave out: their rows could not be read. They stand as they did before.
    fn kept(&self, after: &BTreeMap<BlipId, Blip>, findings: &mut Findings) -> BTreeSet<BlipId> {
        let mut kept = BTreeSet::new();
        for Missed { line, names, sure } in findings.take_missed() {
            let known = names.iter().find_map(|name| {
                let title = Title::parse(name).ok()?;
                Some((name, self.ids.find(&title)?))
            });
            let Some((name, id)) = known else { continue };
            let stood = self.blips.get(id).is_some_and(|(_, retired)| !retired);
            if !stood || after.contains_key(id) || !kept.insert(id.clone()) {
                continue;
            }
            let name = short(name);
            if sure {
                findings.note(
                    line,
                    format_args!(
                        "`{name}` stands in this edition as it did before, since its row can not be read"
                    ),
                );
            } else {
                findings.note(
                    line,
                    format_args!(
                        "`{name}` stands in this edition as it did before: no row is its own, but it may be what the row \
                         that can not be read is of; if it is not, the blip should have left the radar"
                    ),
                );
            }
        }
        kept
    }

    fn id(&mut self, row: &Row, findings: &mut Findings) -> Option<BlipId> {
        let Some(id) = &row.id else {
            return Some(self.ids.of(&row.title));
        };
        let known = self.blips.contains_key(id);
        let id = if known {
            Some(id.clone())
        } else {
            self.ids.keep(id.clone(), &row.title)
        };
        if id.is_none() {
            findings.report(
                row.line,
                format_args!("{}: its id is another blip's, too", row.name),
            );
        }
        id
    }

    /// Tells that a blip which is known by its name is spelled otherwise than before.
    fn tell_spelling(&self, id: &BlipId, row: &Row, findings: &mut Findings) {
        let before = self.blips.get(id).map(|(blip, _)| &blip.title);
        if let Some(before) = before.filter(|before| row.id.is_none() && **before != row.title) {
            let (name, title) = (&row.name, &row.title);
            findings.note(
                row.line,
                format_args!(
                    "{name}: `{title}` is the blip that earlier editions call `{before}`, and has this name from here on"
                ),
            );
        }
    }

    /// Whether something was said of the blip until now.
    fn has_text(&self, id: &BlipId) -> bool {
        let before = self.blips.get(id);
        before.is_some_and(|(blip, _)| blip.text != text::nothing())
    }

    fn blip(&self, id: BlipId, row: Row) -> Blip {
        let before = self.blips.get(&id).map(|(blip, _)| blip);
        Blip {
            title: row.title,
            ring: row.ring,
            quadrant: row.quadrant,
            tags: row
                .tags
                .or_else(|| before.map(|blip| blip.tags.clone()))
                .unwrap_or_default(),
            aliases: Vec::new(),
            links: row.links,
            related: Vec::new(),
            owner: None,
            review_by: None,
            text: row
                .text
                .or_else(|| before.map(|blip| blip.text.clone()))
                .unwrap_or_else(text::nothing),
            id,
        }
    }

    fn publish(
        &mut self,
        after: BTreeMap<BlipId, Blip>,
        (away, kept): (&BTreeSet<BlipId>, &BTreeSet<BlipId>),
        complete: bool,
    ) -> Vec<Revision> {
        let mut revisions = Vec::new();
        if complete {
            for (id, (_, retired)) in &mut self.blips {
                if !*retired && !after.contains_key(id) && !kept.contains(id) {
                    *retired = true;
                    revisions.push(Revision::retire(id.clone()));
                }
            }
        }
        for (id, blip) in after {
            let before = self.blips.get(&id).map(|(blip, retired)| (blip, *retired));
            let retired = away.contains(&id);
            revisions.extend(
                Revision::between(before, &blip, retired).map(unnecessary_left_out(before.is_none())),
            );
            self.blips.insert(id, (blip, retired));
        }
        revisions.sort_by(|a, b| a.blip.cmp(&b.blip));
        revisions
    }
}

/// Tells of which blips an edition says nothing where something was said before: that may be meant, or not.
fn tell_silent(silent: &[Title], volume: &mut Volume) {
    /// As many as tell what they are. A volume can have a hundred.
    const MAX_NAMED: usize = 5;
    if silent.is_empty() {
        return;
    }
    let named = frame::listed(silent.iter().take(MAX_NAMED));
    let more = match silent.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (blips, edition) = (counted(silent.len(), "blip"), &volume.head.id);
    volume.findings.note(
        1,
        format_args!(
            "the edition {edition} has no description of {blips}, and the earlier one stays: {named}{more}"
        ),
    );
}

/// A first revision says nothing of lists that are empty.
fn unnecessary_left_out(first: bool) -> impl Fn(Revision) -> Revision {
    fn filled<T>(list: Option<Vec<T>>) -> Option<Vec<T>> {
        list.filter(|list| !list.is_empty())
    }
    move |revision| {
        if !first {
            return revision;
        }
        Revision {
            tags: filled(revision.tags),
            aliases: filled(revision.aliases),
            links: filled(revision.links),
            related: filled(revision.related),
            ..revision
        }
    }
}
