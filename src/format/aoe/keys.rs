//! The keys of a blip's file.

use crate::format::frame;
use crate::format::native::fields::Fields;
use crate::format::native::yaml_tree;
use crate::format::problem::{Findings, short};
use crate::radar::{QuadrantId, RingId, Scheme, Title};

/// The keys of a file.
pub(super) struct Given {
    pub(super) title: Option<Title>,
    pub(super) ring: Option<RingId>,
    pub(super) quadrant: Option<QuadrantId>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) featured: Option<bool>,
}

/// The keys that the tool knows; it passes over all others, and so does this, which says so.
pub(super) fn given(scheme: &Scheme, yaml: &str, findings: &mut Findings) -> Option<Given> {
    // For the tool a key without a value is not there.
    let mut fields = Fields::of_said(yaml_tree::parse(yaml, 1, findings)?, "the front matter", findings)?;
    let rings = || frame::listed(scheme.rings().iter().map(|ring| &ring.title));
    let quadrants = || frame::listed(scheme.quadrants().iter().map(|quadrant| &quadrant.title));
    let given = Given {
        title: fields
            .parsed("title", findings, Title::parse)
            .map(|title| title.value),
        ring: fields
            .parsed("ring", findings, |text| {
                let ring = frame::find_ring(scheme, text).map(|ring| ring.id.clone());
                ring.ok_or_else(|| {
                    format!(
                        "`{}` is not a ring of config.json: the rings are {}",
                        short(text),
                        rings()
                    )
                })
            })
            .map(|ring| ring.value),
        quadrant: fields
            .parsed("quadrant", findings, |text| {
                let quadrant = frame::find_quadrant(scheme, text).map(|quadrant| quadrant.id.clone());
                quadrant.ok_or_else(|| {
                    format!(
                        "`{}` is not a quadrant of config.json: the quadrants are {}",
                        short(text),
                        quadrants()
                    )
                })
            })
            .map(|quadrant| quadrant.value),
        tags: fields
            .texts("tags", findings, |text| {
                Title::parse(text).map(|tag| tag.to_string())
            })
            .map(|tags| tags.into_iter().map(|tag| tag.value).collect()),
        featured: fields
            .parsed("featured", findings, |text| match text {
                "true" | "True" | "TRUE" => Ok(true),
                "false" | "False" | "FALSE" => Ok(false),
                _ => Err(format!("`{}` is neither true nor false", short(text))),
            })
            .map(|featured| featured.value),
    };
    for (line, key) in fields.rest() {
        findings.leave_out(
            line,
            format_args!("`{}`, a key that AOE's radar does not know", short(&key)),
        );
    }
    Some(given)
}
