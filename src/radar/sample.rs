//! Editions for tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Blip, BlipId, BlipText, Edition, EditionId, Origin, QuadrantId, RingId, Title};

/// A blip of this title and these other names.
pub fn blip(title: &str, aliases: &[&str]) -> (BlipId, Arc<Blip>) {
    let title = Title::parse(title).unwrap();
    let id = BlipId::from_title(&title);
    let blip = Blip {
        id: id.clone(),
        title,
        ring: RingId::parse("trial").unwrap(),
        quadrant: QuadrantId::parse("operable").unwrap(),
        tags: Vec::new(),
        aliases: aliases.iter().map(|alias| Title::parse(alias).unwrap()).collect(),
        links: Vec::new(),
        related: Vec::new(),
        owner: None,
        review_by: None,
        text: BlipText::from_summary("What it is."),
    };
    (id, Arc::new(blip))
}

/// An edition with these blips on the radar, and these off it.
pub fn edition(current: &[(&str, &[&str])], retired: &[(&str, &[&str])]) -> Edition {
    let blips = |names: &[(&str, &[&str])]| -> BTreeMap<BlipId, Arc<Blip>> {
        names
            .iter()
            .map(|(title, aliases)| blip(title, aliases))
            .collect()
    };
    Edition {
        id: EditionId::parse("2023-10-01").unwrap(),
        title: "2023-10-01".to_owned(),
        published: Timestamp::UNIX_EPOCH,
        origin: Origin::Data,
        blips: blips(current),
        retired: blips(retired),
    }
}
