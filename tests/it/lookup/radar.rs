//! A radar of listed names.

use std::collections::BTreeMap;
use std::sync::Arc;

use blipbot::radar::{Blip, BlipId, BlipText, Edition, EditionId, Index, Origin, QuadrantId, RingId, Title};
use jiff::Timestamp;

use super::queries::Listed;

/// The id of a blip with this title.
pub fn id(title: &str) -> String {
    Title::parse(title).map_or_else(|_| String::new(), |title| BlipId::from_title(&title).to_string())
}

/// All names, each on the radar; `None` if one is no title, or has another's id.
pub fn index(names: &[Listed]) -> Option<Index> {
    let blips: BTreeMap<BlipId, Arc<Blip>> = names.iter().filter_map(blip).collect();
    if blips.len() != names.len() {
        return None;
    }
    Some(Index::new(&Edition {
        id: EditionId::parse("2026-01-01").ok()?,
        title: "All".to_owned(),
        published: Timestamp::UNIX_EPOCH,
        origin: Origin::Data,
        blips,
        retired: BTreeMap::new(),
    }))
}

fn blip(name: &Listed) -> Option<(BlipId, Arc<Blip>)> {
    let title = Title::parse(&name.title).ok()?;
    let id = BlipId::from_title(&title);
    let alias = name.alias.as_deref().and_then(|alias| Title::parse(alias).ok());
    let blip = Blip {
        id: id.clone(),
        title,
        ring: RingId::parse("trial").ok()?,
        quadrant: QuadrantId::parse("tools").ok()?,
        tags: Vec::new(),
        aliases: alias.into_iter().collect(),
        links: Vec::new(),
        related: Vec::new(),
        owner: None,
        review_by: None,
        text: BlipText::from_summary("What it is."),
    };
    Some((id, Arc::new(blip)))
}
