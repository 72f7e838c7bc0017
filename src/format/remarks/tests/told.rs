//! All that a radar tells, as texts that can be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::radar::{Blip, BlipId, Edition, Quadrant, Relation, Ring, Scheme, Timeline, Title};

/// By what it is about.
pub(super) type Told = BTreeMap<String, String>;

/// All that a radar tells. Its types are taken apart whole, so that what is added to one of them is missed here.
pub(super) fn told(timeline: &Timeline) -> Told {
    let mut told = Told::new();
    frame(timeline.scheme(), &mut told);
    let Edition {
        id,
        title,
        published,
        origin: _,
        blips,
        retired,
    } = timeline.editions().last().unwrap().as_ref();
    tell(&mut told, "edition id", id);
    tell(&mut told, "edition title", title);
    tell(&mut told, "edition time", published);
    let name = |id: &BlipId| blips.get(id).map(|blip| blip.title.clone());
    let mut named: Vec<&Arc<Blip>> = blips.values().collect();
    named.sort_by_key(|blip| blip.title.as_str().to_owned());
    for blip in named {
        one(timeline, blip, &name, &mut told);
    }
    let mut gone: Vec<&str> = retired.values().map(|blip| blip.title.as_str()).collect();
    gone.sort_unstable();
    tell(&mut told, "retired", &gone);
    tell(&mut told, "editions", &timeline.editions().len());
    told
}

fn tell(told: &mut Told, aspect: &str, what: &dyn std::fmt::Debug) {
    let line = format!("{what:?}\n");
    told.entry(aspect.to_owned()).or_default().push_str(&line);
}

fn frame(scheme: &Scheme, told: &mut Told) {
    tell(told, "radar title", scheme.title());
    for Ring {
        id,
        title,
        aliases,
        color,
    } in scheme.rings()
    {
        tell(told, "ring ids", id);
        tell(told, "ring names", title);
        tell(told, "ring aliases", aliases);
        tell(told, "ring colours", color);
    }
    for Quadrant { id, title, aliases } in scheme.quadrants() {
        tell(told, "quadrant ids", id);
        tell(told, "quadrant names", title);
        tell(told, "quadrant aliases", aliases);
    }
}

/// Where a blip stands, by number: ids may be made anew.
fn place(scheme: &Scheme, blip: &Blip) -> (Option<usize>, Option<usize>) {
    let mut quadrants = scheme.quadrants().iter();
    let quadrant = quadrants.position(|quadrant| quadrant.id == blip.quadrant);
    (scheme.position(&blip.ring), quadrant)
}

fn one(timeline: &Timeline, blip: &Blip, name: &dyn Fn(&BlipId) -> Option<Title>, told: &mut Told) {
    let place = |blip: &Blip| place(timeline.scheme(), blip);
    tell(told, "blip ids", &blip.id);
    let then = timeline
        .editions()
        .iter()
        .map(|edition| edition.blips.get(&blip.id));
    let then: Vec<Option<&Arc<Blip>>> = then.skip_while(Option::is_none).collect();
    tell(
        told,
        "absences",
        &then.iter().filter(|blip| blip.is_none()).count(),
    );
    // What was ever said of it.
    let mut ever: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for version in then.into_iter().flatten() {
        let Blip {
            id: _,
            title,
            ring: _,
            quadrant: _,
            tags,
            aliases,
            links,
            related,
            owner,
            review_by,
            text,
        } = version.as_ref();
        let relations: Vec<_> = related
            .iter()
            .map(|Relation { id, how }| (name(id), how))
            .collect();
        let more: Vec<_> = links.iter().skip(1).map(|link| &link.url).collect();
        for (aspect, what) in [
            ("blip names", format!("{title:?}")),
            ("rings", format!("{:?}", place(version).0)),
            ("quadrants", format!("{:?}", place(version).1)),
            ("tags", format!("{tags:?}")),
            ("aliases", format!("{aliases:?}")),
            (
                "first links",
                format!("{:?}", links.first().map(|link| &link.url)),
            ),
            ("more links", format!("{more:?}")),
            (
                "link titles",
                format!("{:?}", links.first().map(|link| &link.title)),
            ),
            ("relations", format!("{relations:?}")),
            ("owners", format!("{owner:?}")),
            ("review dates", format!("{review_by:?}")),
            ("texts", format!("{text:?}")),
        ] {
            ever.entry(aspect).or_default().insert(what);
        }
    }
    for (aspect, what) in ever {
        tell(told, aspect, &what);
    }
}
