//! What the numbers of each file mean: a file has names of its own, and all together have one radar.

use super::inside;
use super::read::names_beside;
use super::wire::Names;
use crate::format::frame;
use crate::format::import::Options;
use crate::format::problem::Findings;
use crate::format::source::{self, Source};
use crate::radar::{QuadrantId, RingId, Scheme};

/// What Zalando calls its quadrants, in the order of their numbers.
const QUADRANTS: [&str; 4] = ["Languages", "Infrastructure", "Datastores", "Data Management"];
/// More rings, or more quadrants, do not fit on this radar.
const MAX: usize = 4;

/// The rings and quadrants of a file by their numbers.
#[derive(Debug)]
pub(super) struct Numbers {
    pub(super) rings: Vec<RingId>,
    pub(super) quadrants: Vec<QuadrantId>,
}

/// The rings and quadrants of all files, and what each file's numbers mean. What is wrong is reported.
pub(super) fn common(
    sources: &[Source],
    options: &Options,
    found: &mut [Findings],
) -> Option<(Scheme, Vec<Numbers>)> {
    let names = names(sources, options, found)?;
    let mut rings: Vec<String> = Vec::new();
    let mut quadrants: Vec<String> = Vec::new();
    for (n, (own, findings)) in names.iter().zip(found.iter_mut()).enumerate() {
        // Alone, the names must make a radar, too.
        if let Err(why) = frame::titled(&own.title, &own.rings, &own.quadrants) {
            findings.report(1, why);
            return None;
        }
        let together = joined(&rings, &quadrants, own);
        match together {
            Ok((all_rings, all_quadrants)) => (rings, quadrants) = (all_rings, all_quadrants),
            Err(why) => {
                let earlier = names.get(..n).unwrap_or_default();
                let differs = |other: &Names| joined(&other.rings, &other.quadrants, own).is_err();
                let other = earlier.iter().position(differs).unwrap_or_default();
                let other = sources.get(other).map(|source| source.path.display().to_string());
                findings.report(
                    1,
                    format_args!(
                        "its names can not be put together with those of {}: {why}; import them into radars of their own",
                        other.unwrap_or_default()
                    ),
                );
                return None;
            }
        }
    }
    let title = names.first().map_or(frame::TITLE, |first| first.title.as_str());
    let scheme = match frame::titled(title, &rings, &quadrants) {
        Ok(scheme) => scheme,
        Err(why) => {
            if let Some(findings) = found.first_mut() {
                findings.report(1, format_args!("the names of all files together: {why}"));
            }
            return None;
        }
    };
    let numbers = names.iter().map(|own| Numbers {
        rings: ids(&own.rings, &rings, scheme.rings(), |ring| &ring.id),
        quadrants: ids(&own.quadrants, &quadrants, scheme.quadrants(), |quadrant| {
            &quadrant.id
        }),
    });
    let numbers = numbers.collect();
    Some((scheme, numbers))
}

/// The ids of a file's names, of which each is in the list of all.
fn ids<P, I: Clone>(own: &[String], all: &[String], parts: &[P], id: impl Fn(&P) -> &I) -> Vec<I> {
    own.iter()
        .filter_map(|name| {
            let at = position(all, name, own)?;
            parts.get(at).map(|part| id(part).clone())
        })
        .collect()
}

/// The names of each file: those on the command line, else those beside it, else those in it, else those beside another one, else Zalando's.
fn names(sources: &[Source], options: &Options, found: &mut [Findings]) -> Option<Vec<Names>> {
    let mut own = Vec::with_capacity(sources.len());
    let mut readable = true;
    for (source, findings) in sources.iter().zip(found.iter_mut()) {
        match beside(source) {
            Ok(names) => own.push(names.or_else(|| inside::names(&source.text))),
            Err(why) => {
                findings.report(1, why);
                readable = false;
            }
        }
    }
    if !readable {
        return None;
    }
    let title = own
        .iter()
        .flatten()
        .map(|names| names.title.clone())
        .next()
        .unwrap_or_else(|| frame::TITLE.to_owned());
    let mut noted = false;
    let mut all = Vec::with_capacity(own.len());
    let mut last = own.iter().position(Option::is_some);
    for (n, names) in own.iter().enumerate() {
        if names.is_some() {
            last = Some(n);
        }
        let as_in = last.and_then(|last| Some((last, own.get(last)?.as_ref()?)));
        let (rings, quadrants) = match as_in {
            Some((_, names)) => (names.rings.clone(), names.quadrants.clone()),
            None => (owned(&frame::RINGS), owned(&QUADRANTS)),
        };
        let findings = found
            .get_mut(n)
            .filter(|_| options.quadrants.is_none() && names.is_none());
        if let Some(findings) = findings {
            let listed = quadrants.join(", ");
            match as_in.and_then(|(other, _)| sources.get(other)) {
                Some(other) => findings.note(
                    1,
                    format_args!(
                        "the file numbers its rings and quadrants, and no file beside it names them: they are called as in {} \
                         (--rings and --quadrants name others)",
                        other.path.display()
                    ),
                ),
                None if noted => {}
                None => findings.note(
                    1,
                    format_args!("the file numbers its quadrants and does not name them: they are called {listed}, as Zalando's are (--quadrants names others)"),
                ),
            }
            noted = true;
        }
        all.push(Names {
            title: title.clone(),
            quadrants: options.quadrants.clone().unwrap_or(quadrants),
            rings: options.rings.clone().unwrap_or(rings),
        });
    }
    Some(all)
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The names beside a file, if there are any.
fn beside(source: &Source) -> Result<Option<Names>, String> {
    let beside = names_beside(source);
    if !beside.is_file() {
        return Ok(None);
    }
    source::read(&beside)
        .map_err(|problem| problem.text)
        .and_then(|names| serde_json::from_str::<Names>(&names.text).map_err(|why| why.to_string()))
        .and_then(|names| {
            let rings = frame::too_many(names.rings.len(), "rings");
            let why = rings.or_else(|| frame::too_many(names.quadrants.len(), "quadrants"));
            why.map_or(Ok(names), Err)
        })
        .map(Some)
        .map_err(|why| format!("the names beside it, in {}: {why}", beside.display()))
}

/// Rings and quadrants until now, and those of one more file.
fn joined(rings: &[String], quadrants: &[String], own: &Names) -> Result<(Vec<String>, Vec<String>), String> {
    let all_rings = joined_rings(rings, &own.rings)?;
    let mut all_quadrants = quadrants.to_vec();
    for name in &own.quadrants {
        if position(&all_quadrants, name, &own.quadrants).is_none() {
            all_quadrants.push(name.clone());
        }
    }
    for (what, before, own, all) in [
        ("rings", rings, &own.rings, &all_rings),
        ("quadrants", quadrants, &own.quadrants, &all_quadrants),
    ] {
        if all.len() > MAX.max(before.len()).max(own.len()) {
            return Err(format!(
                "the {what} are {} here and {} there, and together more than {MAX}",
                own.join(", "),
                before.join(", ")
            ));
        }
    }
    Ok((all_rings, all_quadrants))
}

/// Rings from the centre outwards: a new one stands before the next one that both have.
fn joined_rings(before: &[String], own: &[String]) -> Result<Vec<String>, String> {
    let mut all = before.to_vec();
    let mut end = all.len();
    for name in own.iter().rev() {
        match position(&all, name, own) {
            Some(at) if at < end => end = at,
            Some(_) => {
                return Err(format!(
                    "the rings stand in another order, {} here and {} there",
                    own.join(", "),
                    before.join(", ")
                ));
            }
            None => all.insert(end, name.clone()),
        }
    }
    Ok(all)
}

/// Where a name of a file stands among those of all. What was called Hold is called Caution now, but of a file that has
/// both they are two.
fn position(all: &[String], name: &str, own: &[String]) -> Option<usize> {
    let at = |key: &str| all.iter().position(|other| frame::key(other) == key);
    let key = frame::key(name);
    let alias = match key.as_str() {
        "hold" => Some("caution"),
        "caution" => Some("hold"),
        _ => None,
    };
    let alias = alias.filter(|alias| own.iter().all(|other| frame::key(other) != **alias));
    at(&key).or_else(|| alias.and_then(at))
}
