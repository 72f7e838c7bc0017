//! One blip's file in one edition.

use std::path::PathBuf;

use super::front_matter::{self, FrontMatter, Given};
use crate::blip_text::markdown;
use crate::format::problem::Findings;
use crate::radar::{BlipId, Revision, Scheme};

/// What a file says, with the lines that later checks point to.
#[derive(Debug)]
pub(super) struct BlipFile {
    pub(super) path: PathBuf,
    pub(super) revision: Revision,
    pub(super) lines: Lines,
    pub(super) given: Given,
    pub(super) has_body: bool,
}

/// Where in the file things stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    pub(super) title: usize,
    /// In the order of the revision's aliases and relations.
    pub(super) aliases: Vec<usize>,
    pub(super) related: Vec<usize>,
    pub(super) body: usize,
}

/// Reads a file. What could be read is returned even if some of it was reported, so that the other files are
/// compared with it.
pub(super) fn parse(
    path: PathBuf,
    text: &str,
    id: BlipId,
    scheme: Option<&Scheme>,
    findings: &mut Findings,
) -> Option<BlipFile> {
    let (yaml, body, lines_before) = match front_matter::split(text) {
        Ok(parts) => parts,
        Err(why) => {
            findings.report(1, why);
            return None;
        }
    };
    let front_matter = front_matter::parse(yaml, &id, scheme, findings);
    let text = markdown::parse(body, &mut |line, fault| {
        findings.report(lines_before + line, fault);
    });
    let FrontMatter {
        title,
        ring,
        quadrant,
        tags,
        aliases,
        links,
        related,
        owner,
        review_by,
        retired,
        given,
    } = front_matter?;
    let lines = Lines {
        title: title.as_ref().map_or(1, |title| title.line),
        aliases: aliases.iter().flatten().map(|alias| alias.line).collect(),
        related: related.iter().flatten().map(|relation| relation.line).collect(),
        body: lines_before + 1,
    };
    let revision = Revision {
        blip: id,
        title: title.map(|title| title.value),
        ring,
        quadrant,
        tags,
        aliases: aliases.map(|aliases| aliases.into_iter().map(|alias| alias.value).collect()),
        links,
        related: related.map(|related| related.into_iter().map(|relation| relation.value).collect()),
        owner: owner.map(crate::radar::Given::Is),
        review_by: review_by.map(crate::radar::Given::Is),
        text,
        retired,
    };
    let has_body = revision.text.is_some();
    Some(BlipFile {
        path,
        revision,
        lines,
        given,
        has_body,
    })
}
