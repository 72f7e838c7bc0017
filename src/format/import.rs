//! What the readers of other tools' files have in common: editions as whole lists of blips become editions as changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::claim::{self, Claim};
use super::dated;
use super::html::Named;
use super::names::Ids;
use super::native::{self, RadarFiles};
use super::problem::{Findings, Missed, Note, Omission, Problem, short};
use super::source::Source;
use super::text;
use crate::radar::{
    Blip, BlipId, BlipText, EditionId, Link, Origin, Publication, QuadrantId, Relation, Revision, RingId,
    Scheme, Timeline, Title, fold_case_and_space,
};

/// The largest radars that are known have 120 blips in a volume. A row takes 4 KB of memory while it is read.
pub(super) const MAX_ROWS: usize = 20_000;
/// All volumes of the largest radar that is known have 3,300 rows.
const MAX_ALL_ROWS: usize = 50_000;
/// All volumes of the largest radar that is known name a few blips in each of 3,300 rows. A relation takes 600 bytes until it
/// is written and read back.
const MAX_RELATIONS: usize = 100_000;
/// Related blips of one blip that are read. A reader of the radar looks at a few.
const MAX_RELATED: usize = 1_000;
/// A blip's file may have a megabyte, in which its relations need room, too.
const MAX_BLIP_BYTES: usize = 768 * 1024;
/// What has more mistakes in one file is no such file.
pub(super) const MAX_PROBLEMS: usize = 5_000;

/// What the person who imports says, since the files do not.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The names of the rings, from the centre outwards.
    pub rings: Option<Vec<String>>,
    /// The names of the quadrants.
    pub quadrants: Option<Vec<String>>,
    /// The date of the edition.
    pub date: Option<Date>,
    /// The day of an edition that nothing dates.
    pub today: Date,
}

impl Options {
    /// What was said that files of this tool, which are at `paths`, say themselves.
    pub fn needless(&self, tool: &str, paths: &[PathBuf]) -> Vec<Problem> {
        let said = [
            ("--rings", self.rings.is_some()),
            ("--quadrants", self.quadrants.is_some()),
            ("--date", self.date.is_some()),
        ];
        let said = said.into_iter().filter(|(_, said)| *said);
        said.map(|(option, _)| Problem {
            path: paths.first().cloned().unwrap_or_default(),
            line: 1,
            text: format!("{option} is for formats whose files do not say it: {tool} does; leave it out"),
        })
        .collect()
    }

    /// Whether the date, if there is one, is that of one file, of which each is an edition.
    pub(super) fn dates_one_of(&self, files: &[Source]) -> Result<(), Vec<Problem>> {
        match (self.date, files) {
            (Some(_), [_, second, ..]) => Err(vec![Problem {
                path: second.path.clone(),
                line: 1,
                text: format!(
                    "--date is the date of one edition, and these are {} files: leave it out, and put the date of each into \
                     its name, as in `radar 2024-03.csv`",
                    files.len()
                ),
            }]),
            (None, _) | (Some(_), [] | [_]) => Ok(()),
        }
    }
}

/// What could be read.
#[derive(Debug)]
pub struct Import {
    /// The radar.
    pub files: RadarFiles,
    /// What is wrong: what stands there was left out.
    pub problems: Vec<Problem>,
    /// What was left out though it is no mistake.
    pub omissions: Vec<Omission>,
    /// What was read otherwise than it is written.
    pub notes: Vec<Note>,
}

impl Import {
    /// How many blips stand in any of the editions.
    pub fn blips(&self) -> usize {
        let revisions = self
            .files
            .publications
            .iter()
            .flat_map(|publication| &publication.revisions);
        revisions
            .map(|revision| &revision.blip)
            .collect::<BTreeSet<_>>()
            .len()
    }

    /// How many things were left out though they are no mistakes.
    pub fn omitted(&self) -> usize {
        self.omissions.iter().map(|omission| omission.number).sum()
    }
}

/// An edition as a file tells it.
#[derive(Debug)]
pub(super) struct Volume {
    pub(super) head: Head,
    pub(super) findings: Findings,
    pub(super) rows: Vec<Row>,
    /// Whether blips that are not in it have left the radar; otherwise they stay as they were.
    pub(super) complete: bool,
}

/// Which edition it is.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) id: EditionId,
    pub(super) title: String,
    pub(super) publish: Timestamp,
}

/// A blip as an edition tells it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    /// Which one it is in its file, as a report names it.
    pub(super) name: String,
    /// What the file calls it across editions, if it does.
    pub(super) id: Option<BlipId>,
    pub(super) title: Title,
    pub(super) ring: RingId,
    pub(super) quadrant: QuadrantId,
    /// Absent where the file says nothing: what was said before still holds.
    pub(super) text: Option<BlipText>,
    pub(super) links: Vec<Link>,
    /// Titles of other blips, each on a line: a file can name millions, and a line takes less memory than a text.
    pub(super) related: String,
    /// Absent where the file says nothing.
    pub(super) tags: Option<Vec<String>>,
    /// Whether it has left the radar.
    pub(super) away: bool,
    pub(super) claim: Option<Claim>,
}

impl Head {
    /// The edition of a day; nothing if the day is out of the calendar's reach.
    pub(super) fn of(date: Date, title: &str) -> Option<Self> {
        let id = dated::edition_id(date)?;
        let title = Title::parse(title).map_or_else(|_| id.to_string(), |title| title.to_string());
        Some(Self {
            title,
            publish: dated::midnight(date)?,
            id,
        })
    }
}

/// Gives the files of an import their editions, by the date in their names or else by what `options` say.
pub(super) fn head_by_name(
    path: &std::path::Path,
    only: bool,
    options: &Options,
    findings: &mut Findings,
) -> Option<Head> {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let told = options.date.filter(|_| only);
    let dated = dated::date_in(&stem).filter(|_| told.is_none());
    if let Some(note) = dated.and_then(|dated| dated.note(&stem)) {
        findings.note(1, note);
    }
    let date = match told.or(dated.map(|dated| dated.date)) {
        Some(date) => date,
        None if only => {
            let today = options.today;
            findings.note(
                1,
                format_args!("the edition is dated {today}, today: nothing in the file's name is a date (--date says another)"),
            );
            today
        }
        None => {
            findings.report(
                1,
                "which edition is this? Put its date into the file's name, as in `radar 2024-03.csv` or `radar (Mar 2024).csv`",
            );
            return None;
        }
    };
    Head::of(date, &stem)
}

/// Whether so many rows of all editions until this file's can be kept.
pub(super) fn fits(rows: usize, path: &std::path::Path) -> Result<(), Vec<Problem>> {
    if rows <= MAX_ALL_ROWS {
        return Ok(());
    }
    Err(vec![Problem {
        path: path.to_owned(),
        line: 1,
        text: format!(
            "up to this file there are {rows} rows; all editions together may have {MAX_ALL_ROWS}: give fewer files"
        ),
    }])
}

/// Puts editions together. Nothing if they do not make a radar: the problems say why.
pub(super) fn compose(scheme: Scheme, mut volumes: Vec<Volume>) -> Result<Import, Vec<Problem>> {
    volumes.sort_by(|a, b| (a.head.publish, &a.head.id).cmp(&(b.head.publish, &b.head.id)));
    let mut outcome = Outcome::default();
    for pair in volumes.windows(2) {
        if let [first, second] = pair
            && first.head.id == second.head.id
        {
            outcome.problems.push(Problem {
                path: second.findings.path().to_owned(),
                line: 1,
                text: format!(
                    "the edition {} is in {}, too",
                    second.head.id,
                    first.findings.path().display()
                ),
            });
        }
    }
    if !outcome.problems.is_empty() {
        return Err(outcome.all_problems(volumes));
    }
    let mut radar = Radar::default();
    let mut publications = Vec::with_capacity(volumes.len());
    let mut claims = Vec::new();
    for volume in &mut volumes {
        let Ok(revisions) = radar.revise(volume, &mut claims) else {
            return Err(outcome.all_problems(volumes));
        };
        publications.push(Publication {
            id: volume.head.id.clone(),
            title: volume.head.title.clone(),
            publish: volume.head.publish,
            origin: Origin::Data,
            revisions,
        });
    }
    if publications
        .iter()
        .all(|publication| publication.revisions.is_empty())
    {
        outcome.nothing = true;
    }
    let scheme = Arc::new(scheme);
    let first = publications.first().map(|publication| publication.id.clone());
    match Timeline::build(Arc::clone(&scheme), publications.clone()) {
        Ok(timeline) => {
            for said in claims.iter().filter(|said| Some(&said.edition) != first.as_ref()) {
                said.compare(&timeline, &mut volumes);
            }
        }
        // What was read is a radar; that it is not would be a mistake of ours, and nothing is imported then.
        Err(errors) => outcome.problems.extend(errors.iter().map(|error| Problem {
            path: PathBuf::from(error.edition.as_str()),
            line: 1,
            text: error.to_string(),
        })),
    }
    finish(RadarFiles { scheme, publications }, outcome, volumes)
}

fn finish(files: RadarFiles, mut outcome: Outcome, volumes: Vec<Volume>) -> Result<Import, Vec<Problem>> {
    let broken = !outcome.problems.is_empty();
    if outcome.nothing {
        let path = volumes
            .first()
            .map(|volume| volume.findings.path().to_owned())
            .unwrap_or_default();
        outcome.problems.push(Problem {
            path,
            line: 1,
            text: "there is no blip to import".to_owned(),
        });
        return Err(outcome.all_problems(volumes));
    }
    if broken {
        return Err(outcome.all_problems(volumes));
    }
    let mut import = Import {
        files,
        problems: Vec::new(),
        omissions: Vec::new(),
        notes: Vec::new(),
    };
    for volume in volumes {
        import.take(volume.findings);
    }
    Ok(import)
}

impl Import {
    /// The same with what was found elsewhere.
    pub(super) fn with(mut self, found: Vec<Findings>) -> Self {
        for findings in found {
            self.take(findings);
        }
        self
    }

    /// Adds what was found in one file.
    pub(super) fn take(&mut self, findings: Findings) {
        let (problems, omissions, notes) = findings.into_parts();
        self.problems.extend(problems);
        self.omissions.extend(omissions);
        self.notes.extend(notes);
    }
}

#[derive(Debug, Default)]
struct Outcome {
    problems: Vec<Problem>,
    nothing: bool,
}

impl Outcome {
    fn all_problems(self, volumes: Vec<Volume>) -> Vec<Problem> {
        let found = volumes
            .into_iter()
            .flat_map(|volume| volume.findings.into_problems());
        found.chain(self.problems).collect()
    }
}

/// The movement that a row claims.
struct Said {
    edition: EditionId,
    blip: BlipId,
    claim: Claim,
    line: usize,
    name: String,
}

impl Said {
    fn compare(&self, timeline: &Timeline, volumes: &mut [Volume]) {
        let Some(movement) = timeline.movement(&self.edition, &self.blip) else {
            return;
        };
        let blip = timeline
            .get(&self.edition)
            .and_then(|edition| edition.blip(&self.blip));
        let Some(blip) = blip else { return };
        if self.claim.contradicts(&movement, &blip.ring, timeline.scheme())
            && let Some(volume) = volumes.iter_mut().find(|volume| volume.head.id == self.edition)
        {
            let (says, computed) = (self.claim.name(), claim::name(&movement));
            volume.findings.note(
                self.line,
                format_args!(
                    "{}: it is said to be `{says}`; by its rings in all these editions it is `{computed}`",
                    self.name
                ),
            );
        }
    }
}

/// The radar as it stands after some editions.
#[derive(Debug, Default)]
struct Radar {
    ids: Ids,
    blips: BTreeMap<BlipId, (Blip, bool)>,
    /// The blips of each title, as far as two titles are one.
    titles: BTreeMap<String, BTreeSet<BlipId>>,
    /// How many relations all editions until now tell.
    relations: usize,
}

/// There are more relations than a radar has, which is reported: nothing is read on.
struct TooManyRelations;

impl Radar {
    /// What an edition changes, by id.
    fn revise(
        &mut self,
        volume: &mut Volume,
        claims: &mut Vec<Said>,
    ) -> Result<Vec<Revision>, TooManyRelations> {
        let mut after: BTreeMap<BlipId, Blip> = BTreeMap::new();
        let mut away = BTreeSet::new();
        let mut related = Vec::new();
        let mut lines = BTreeMap::new();
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
            let row_related = std::mem::take(&mut row.related);
            let (line, name, away_now, claim) = (row.line, row.name.clone(), row.away, row.claim);
            let title = row.title.clone();
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
        self.relate(&mut after, related, &mut volume.findings)?;
        self.relate_namesakes(&mut after, &lines, &mut volume.findings)?;
        let kept = self.kept(&after, &mut volume.findings);
        Ok(self.publish(after, (&away, &kept), volume.complete))
    }

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

    /// Relations that the file tells.
    fn relate(
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
    fn relate_namesakes(
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
