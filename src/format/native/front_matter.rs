//! A blip's keys: the YAML between the two `---` lines at the start of its file.

use jiff::civil::Date;

use super::edition_toml::date;
use super::fields::{Fields, Marked};
use super::tree::Node;
use super::yaml_tree;
use crate::format::problem::Findings;
use crate::radar::{BlipId, Link, QuadrantId, Relation, RingId, Scheme, Title, Url};

/// The keys that the file gives. What is absent is inherited; what is wrong is absent here, too, and reported.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<Marked<Title>>,
    pub(super) ring: Option<RingId>,
    pub(super) quadrant: Option<QuadrantId>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) aliases: Option<Vec<Marked<Title>>>,
    pub(super) links: Option<Vec<Link>>,
    pub(super) related: Option<Vec<Marked<Relation>>>,
    pub(super) owner: Option<String>,
    pub(super) review_by: Option<Date>,
    pub(super) retired: Option<bool>,
    /// Which of title, ring and quadrant are given, rightly or not.
    pub(super) given: Given,
}

/// Whether keys are there at all: a wrong title is not a missing one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given {
    pub(super) title: bool,
    pub(super) ring: bool,
    pub(super) quadrant: bool,
}

/// Cuts a file into its front matter and its body; the body comes with the number of lines before it.
pub(in crate::format) fn split(text: &str) -> Result<(&str, &str, usize), &'static str> {
    let rest = text
        .strip_prefix("---")
        .and_then(|rest| rest.trim_start_matches([' ', '\t']).strip_prefix('\n'))
        .ok_or("the file must start with front matter: a line `---`, keys, and another line `---`")?;
    let mut length = 0;
    for (lines, line) in rest.split_inclusive('\n').enumerate() {
        if line.trim_end() == "---" {
            return Ok((&rest[..length], &rest[length + line.len()..], lines + 2));
        }
        length += line.len();
    }
    Err("the front matter does not end: there is no second line `---`")
}

/// Reads the keys; `None` if the YAML itself can not be read.
pub(super) fn parse(
    yaml: &str,
    id: &BlipId,
    scheme: Option<&Scheme>,
    findings: &mut Findings,
) -> Option<FrontMatter> {
    let mut fields = Fields::of(yaml_tree::parse(yaml, 1, findings)?, "the front matter", findings)?;
    let given = Given {
        title: fields.has("title"),
        ring: fields.has("ring"),
        quadrant: fields.has("quadrant"),
    };
    let front_matter = FrontMatter {
        given,
        title: fields.parsed("title", findings, Title::parse),
        ring: fields
            .parsed("ring", findings, |text| ring(scheme, text))
            .and_then(|ring| ring.value),
        quadrant: fields
            .parsed("quadrant", findings, |text| quadrant(scheme, text))
            .and_then(|id| id.value),
        tags: fields.texts("tags", findings, line).map(plain),
        aliases: fields.texts("aliases", findings, Title::parse),
        links: fields.each("links", findings, link),
        related: fields.each("related", findings, |node, findings| relation(node, id, findings)),
        owner: fields.parsed("owner", findings, line).map(|owner| owner.value),
        review_by: fields.parsed("review-by", findings, date).map(|date| date.value),
        retired: fields
            .parsed("retired", findings, truth)
            .map(|retired| retired.value),
    };
    fields.refuse_rest(findings);
    Some(front_matter)
}

/// Without a scheme, whose problems are reported elsewhere, every ring is as good as any.
fn ring(scheme: Option<&Scheme>, text: &str) -> Result<Option<RingId>, String> {
    let Some(scheme) = scheme else { return Ok(None) };
    let found = scheme.find_ring(text).map(|ring| Some(ring.id.clone()));
    let ids = scheme
        .rings()
        .iter()
        .map(|ring| ring.id.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    found.ok_or_else(|| format!("`{text}` is not a ring of this radar: the rings are {ids}"))
}

fn quadrant(scheme: Option<&Scheme>, text: &str) -> Result<Option<QuadrantId>, String> {
    let Some(scheme) = scheme else { return Ok(None) };
    let found = scheme
        .find_quadrant(text)
        .map(|quadrant| Some(quadrant.id.clone()));
    let ids = scheme
        .quadrants()
        .iter()
        .map(|quadrant| quadrant.id.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    found.ok_or_else(|| format!("`{text}` is not a quadrant of this radar: the quadrants are {ids}"))
}

fn link(node: Node, findings: &mut Findings) -> Option<Link> {
    let mut fields = Fields::of(node, "a link", findings)?;
    let title = fields.required("title", findings, Title::parse);
    let url = fields.required("url", findings, Url::parse);
    fields.refuse_rest(findings);
    Some(Link {
        title: title?.value,
        url: url?.value,
    })
}

fn relation(node: Node, own: &BlipId, findings: &mut Findings) -> Option<Marked<Relation>> {
    let mut fields = Fields::of(node, "a relation", findings)?;
    let id = fields.required("id", findings, |text| match BlipId::parse(text) {
        Ok(id) if id == *own => Err("a blip is not related to itself".to_owned()),
        Ok(id) => Ok(id),
        Err(why) => Err(why.to_string()),
    });
    let how = fields.required("how", findings, line);
    fields.refuse_rest(findings);
    let id = id?;
    Some(Marked {
        line: id.line,
        value: Relation {
            id: id.value,
            how: how?.value,
        },
    })
}

/// A short text on one line: what holds for titles holds for it.
fn line(text: &str) -> Result<String, crate::radar::TitleError> {
    Title::parse(text).map(|title| title.to_string())
}

fn truth(text: &str) -> Result<bool, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is neither true nor false"))
}

fn plain<T>(marked: Vec<Marked<T>>) -> Vec<T> {
    marked.into_iter().map(|marked| marked.value).collect()
}
