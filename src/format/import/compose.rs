//! Editions as whole lists of blips become a radar, whose movements are compared with what the files claim.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::revise::Radar;
use super::{Import, Volume};
use crate::format::claim::{self, Claim};
use crate::format::dated;
use crate::format::native::RadarFiles;
use crate::format::problem::{Findings, Problem};
use crate::radar::{BlipId, EditionId, Origin, Publication, Scheme, Timeline};

/// The rings, and the quadrants, that our own pictures have at most.
const MOST_DRAWN: usize = 8;

/// Whether of the date in a file's name nothing but the year counts.
fn says_only_a_year(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    stem.and_then(|stem| dated::date_in(&stem))
        .is_some_and(|dated| dated.only_year)
}

/// Puts editions together. Nothing if they do not make a radar: the problems say why.
pub(in crate::format) fn compose(scheme: Scheme, mut volumes: Vec<Volume>) -> Result<Import, Vec<Problem>> {
    volumes.sort_by(|a, b| (a.head.publish, &a.head.id).cmp(&(b.head.publish, &b.head.id)));
    let mut outcome = Outcome::default();
    for pair in volumes.windows(2) {
        if let [first, second] = pair
            && first.head.id == second.head.id
        {
            let both = [first, second].map(|volume| volume.findings.path());
            let why = if both.into_iter().any(says_only_a_year) {
                ": of a name only the year is understood; write the month into it, as in `2024-06`"
            } else {
                ""
            };
            outcome.problems.push(Problem {
                path: second.findings.path().to_owned(),
                line: 1,
                text: format!(
                    "the edition {} is in {}, too{why}",
                    second.head.id,
                    both[0].display()
                ),
            });
        }
    }
    if !outcome.problems.is_empty() {
        return Err(outcome.all_problems(volumes));
    }
    if let Some(first) = volumes.first_mut() {
        tell_undrawn(&scheme, &mut first.findings);
    }
    let mut radar = Radar::of(&volumes);
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

/// Tells that the radar has more parts than pictures have room for.
fn tell_undrawn(scheme: &Scheme, findings: &mut Findings) {
    let parts = [
        ("rings", scheme.rings().len()),
        ("quadrants", scheme.quadrants().len()),
    ];
    for (what, count) in parts.into_iter().filter(|(_, count)| *count > MOST_DRAWN) {
        findings.note(
            1,
            format_args!("the radar has {count} {what}, and a picture at most {MOST_DRAWN}: there will be no picture of it"),
        );
    }
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
pub(super) struct Said {
    pub(super) edition: EditionId,
    pub(super) blip: BlipId,
    pub(super) claim: Claim,
    pub(super) line: usize,
    pub(super) name: String,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::import::{Head, Row};
    use crate::picture::{Chart, ChartError, Words};
    use crate::radar::Title;

    fn scheme(rings: usize) -> Scheme {
        let names = |number| (0..number).map(|n| format!("Part {n}")).collect::<Vec<_>>();
        crate::format::frame::of_names(&names(rings), &names(1)).unwrap()
    }

    fn drawn(timeline: &Timeline) -> Result<Chart, ChartError> {
        let word = || "x".to_owned();
        let words = Words {
            new: word(),
            moved_in: word(),
            moved_out: word(),
            returned: word(),
            unchanged: word(),
            unnamed: word(),
        };
        Chart::of(timeline, timeline.editions().last().unwrap(), words)
    }

    #[test]
    fn what_no_picture_has_room_for_is_told() {
        for rings in [MOST_DRAWN, MOST_DRAWN + 1] {
            let scheme = scheme(rings);
            let row = Row {
                line: 1,
                name: "row 1".to_owned(),
                id: None,
                title: Title::parse("Zap").unwrap(),
                ring: scheme.rings()[0].id.clone(),
                quadrant: scheme.quadrants()[0].id.clone(),
                text: None,
                links: Vec::new(),
                related: String::new(),
                tags: None,
                away: false,
                claim: None,
            };
            let volume = Volume {
                head: Head::of(jiff::civil::date(2024, 1, 1), "x").unwrap(),
                findings: Findings::new(PathBuf::from("radar.json")),
                rows: vec![row],
                complete: true,
            };
            let import = compose(scheme, vec![volume]).unwrap();
            let timeline = Timeline::build(import.files.scheme, import.files.publications).unwrap();
            assert_eq!(
                import.notes.is_empty(),
                drawn(&timeline).is_ok(),
                "{rings}: {:?}",
                import.notes
            );
        }
    }
}
