//! Rings and quadrants of formats that only name them, or number them.

use super::native::radar_toml::default_color;
use super::problem::{Findings, short};
use crate::radar::{BlipId, Quadrant, QuadrantId, Ring, RingId, Scheme, SchemeError, Title, fold};

/// What radars call their rings unless they say otherwise, from the centre outwards.
pub(super) const RINGS: [&str; 4] = ["Adopt", "Trial", "Assess", "Hold"];
/// What radars call their quadrants unless they say otherwise.
pub(super) const QUADRANTS: [&str; 4] = ["Techniques", "Platforms", "Tools", "Languages & Frameworks"];
/// What a radar is called whose files do not say it.
pub(super) const TITLE: &str = "Technology radar";

/// More rings, or quadrants, are no radar's.
pub(super) const MAX_PARTS: usize = 100;

/// What is said of more rings, or quadrants, than a radar can have; nothing of fewer.
pub(super) fn too_many(count: usize, what: &str) -> Option<String> {
    (count > MAX_PARTS)
        .then(|| format!("there are more than {MAX_PARTS} {what}: this is no radar, and is not read on"))
}

/// Whether a file has as many rings, or quadrants, as a radar can have; if not, that is reported.
pub(super) fn fits(count: usize, what: &str, line: usize, findings: &mut Findings) -> bool {
    if count > MAX_PARTS {
        findings.report(
            line,
            format_args!("there are {count} {what}: this is no radar, and is not read on"),
        );
    }
    count <= MAX_PARTS
}

/// A name of a ring or quadrant by which two spellings are one: `&`, `and` and `-and-` are alike.
pub(super) fn key(name: &str) -> String {
    fold(&name.replace('&', " and "))
}

/// A ring and what else it is called.
pub(super) fn ring(
    id: &str,
    name: &str,
    color: Option<crate::radar::Color>,
    position: usize,
) -> Result<Ring, String> {
    let title = title("ring", name)?;
    let id = ring_id(id)?;
    let mut aliases = Vec::new();
    // What Thoughtworks called Hold until 2025 is Caution now.
    for (one, other) in [("hold", "Caution"), ("caution", "Hold")] {
        if fold(title.as_str()) == one {
            aliases.extend(Title::parse(other));
        }
    }
    let color = color.or_else(|| default_color(position));
    Ok(Ring {
        id,
        title,
        aliases,
        color: color.ok_or("there is no colour for it")?,
    })
}

/// A quadrant.
pub(super) fn quadrant(id: &str, name: &str) -> Result<Quadrant, String> {
    Ok(Quadrant {
        id: quadrant_id(id)?,
        title: title("quadrant", name)?,
        aliases: Vec::new(),
    })
}

/// Tells that a ring, or quadrant, has another id here than in its file.
pub(super) fn note_id(given: &str, id: &str, place: &str, line: usize, findings: &mut Findings) {
    if given != id {
        findings.note(
            line,
            format_args!(
                "{place}: its id `{}` is `{id}` here: an id is short, and has a-z, 0-9 and - only",
                short(given)
            ),
        );
    }
}

fn title(what: &str, name: &str) -> Result<Title, String> {
    Title::parse(name).map_err(|why| format!("the {what} `{}`: {why}", short(name)))
}

fn ring_id(name: &str) -> Result<RingId, String> {
    let slug = slug(name, RingId::MAX_CHARS)?;
    RingId::parse(&slug).map_err(|why| why.to_string())
}

fn quadrant_id(name: &str) -> Result<QuadrantId, String> {
    let slug = slug(name, QuadrantId::MAX_CHARS)?;
    QuadrantId::parse(&slug).map_err(|why| why.to_string())
}

/// An id of at most `max` characters: the text itself if it is one.
fn slug(name: &str, max: usize) -> Result<String, String> {
    let title = title("name", &name.replace('&', " and "))?;
    let slug = match BlipId::parse(name) {
        Ok(id) => id.as_str().to_owned(),
        Err(_) => BlipId::from_title(&title).as_str().to_owned(),
    };
    Ok(match slug.get(..max) {
        Some(start) if slug.len() > max => start.trim_end_matches('-').to_owned(),
        Some(_) | None => slug,
    })
}

/// A radar of rings and quadrants that have names and nothing else.
pub(super) fn of_names(rings: &[String], quadrants: &[String]) -> Result<Scheme, String> {
    titled(TITLE, rings, quadrants)
}

/// The same, with a title.
pub(super) fn titled(title: &str, rings: &[String], quadrants: &[String]) -> Result<Scheme, String> {
    // Each is compared with each, so there must be an end to them.
    let too_many = too_many(rings.len(), "rings").or_else(|| too_many(quadrants.len(), "quadrants"));
    if let Some(why) = too_many {
        return Err(why);
    }
    let rings = rings
        .iter()
        .enumerate()
        .map(|(n, name)| ring(name, name, None, n));
    let rings = rings.collect::<Result<Vec<_>, _>>()?;
    let quadrants = quadrants
        .iter()
        .map(|name| quadrant(name, name))
        .collect::<Result<Vec<_>, _>>()?;
    scheme(title, rings, quadrants)
        .map_err(|errors| errors.first().map_or_else(String::new, ToString::to_string))
}

/// A radar; aliases that are the name of another ring are dropped.
pub(super) fn scheme(
    title: &str,
    mut rings: Vec<Ring>,
    quadrants: Vec<Quadrant>,
) -> Result<Scheme, Vec<SchemeError>> {
    let titles: Vec<String> = rings
        .iter()
        .flat_map(|ring| [fold(ring.title.as_str()), fold(ring.id.as_str())])
        .collect();
    for ring in &mut rings {
        ring.aliases
            .retain(|alias| !titles.contains(&fold(alias.as_str())));
    }
    let title = Title::parse(title).or_else(|_| Title::parse(TITLE));
    match title {
        Ok(title) => Scheme::new(title, rings, quadrants),
        Err(_) => Err(Vec::new()),
    }
}

/// A radar's frame after it was written with ids, names and colours alone.
pub(super) fn again(of: &Scheme) -> Result<Scheme, String> {
    let rings = of.rings().iter().enumerate();
    let rings = rings.map(|(n, own)| ring(own.id.as_str(), own.title.as_str(), Some(own.color), n));
    let quadrants = of.quadrants().iter();
    let quadrants = quadrants.map(|own| quadrant(own.id.as_str(), own.title.as_str()));
    let (rings, quadrants) = (
        rings.collect::<Result<Vec<_>, _>>()?,
        quadrants.collect::<Result<Vec<_>, _>>()?,
    );
    scheme(of.title().as_str(), rings, quadrants)
        .map_err(|errors| errors.first().map_or_else(String::new, ToString::to_string))
}

/// The ring of this name.
pub(super) fn find_ring<'a>(scheme: &'a Scheme, name: &str) -> Option<&'a Ring> {
    let key = key(name);
    let named = |ring: &&Ring| self::key(ring.title.as_str()) == key || self::key(ring.id.as_str()) == key;
    scheme
        .rings()
        .iter()
        .find(named)
        .or_else(|| scheme.find_ring(name))
}

/// The quadrant of this name.
pub(super) fn find_quadrant<'a>(scheme: &'a Scheme, name: &str) -> Option<&'a Quadrant> {
    let key = key(name);
    let named = |quadrant: &&Quadrant| {
        self::key(quadrant.title.as_str()) == key || self::key(quadrant.id.as_str()) == key
    };
    scheme
        .quadrants()
        .iter()
        .find(named)
        .or_else(|| scheme.find_quadrant(name))
}

/// The titles in one line, as a report lists them.
pub(super) fn listed<'a>(titles: impl IntoIterator<Item = &'a Title>) -> String {
    titles
        .into_iter()
        .map(Title::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}
