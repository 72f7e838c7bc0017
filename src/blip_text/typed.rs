//! What was typed into a form about a blip.

use jiff::civil::Date;

use super::markdown::{self, BodyFault};
use super::part::Part;
use crate::prose::visible;
use crate::radar::{Blip, BlipText, Link, Title, TitleError, Url, UrlError};

/// Longest tag, in characters.
pub const MAX_TAG: usize = 40;
/// Most tags.
pub const MAX_TAGS: usize = 30;
/// Longest name of an owner, in characters.
pub const MAX_OWNER: usize = 80;

/// What was typed, as it was. What the form did not hold is not there, and stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The text, or the part of it.
    pub text: Option<String>,
    /// The links, one a line.
    pub links: Option<String>,
    /// The tags, with commas between.
    pub tags: Option<String>,
    /// The owner.
    pub owner: Option<String>,
    /// The date of review.
    pub review_by: Option<String>,
}

/// One input of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The text.
    Text,
    /// The links.
    Links,
    /// The tags.
    Tags,
    /// The owner.
    Owner,
    /// The date of review.
    ReviewBy,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In which input.
    pub input: Input,
    /// On which line of it, from 1.
    pub line: usize,
    /// What.
    pub why: Why,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// With the text.
    Body(BodyFault),
    /// The part of a section begins with its heading.
    NoHeading,
    /// A line is no link: a title and an address.
    NoLink(String),
    /// The link's title can not be one.
    LinkTitle(TitleError),
    /// The link's address is none.
    Address(UrlError),
    /// A tag is too long.
    LongTag(String),
    /// There are too many tags.
    ManyTags,
    /// The owner's name has several lines or is too long.
    Owner,
    /// It is no date.
    NoDate(String),
}

impl Typed {
    /// `blip` with what was typed for this part of it, or all that is wrong.
    pub fn over(&self, part: Part, blip: &Blip) -> Result<Blip, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut next = blip.clone();
        // What nobody touched is not read: so whatever the files hold stays as it is.
        let touched = |typed: Option<&String>, before: Option<String>| {
            let typed = typed.cloned();
            typed.filter(|typed| before.is_none_or(|before| typed.trim() != before.trim()))
        };
        let has_text = part.has_text();
        if let Some(typed) = &touched(self.text.as_ref().filter(|_| has_text), part.of(&blip.text)) {
            next.text = text(part, &blip.text, typed, &mut faults);
        }
        if part.has_facts() {
            if let Some(typed) = &touched(self.links.as_ref(), Some(write_links(&blip.links))) {
                next.links = links(typed, &mut faults);
            }
            if let Some(typed) = &touched(self.tags.as_ref(), Some(write_tags(&blip.tags))) {
                next.tags = tags(typed, &mut faults);
            }
            if let Some(typed) = &touched(self.owner.as_ref(), blip.owner.clone()) {
                next.owner = owner(typed, &mut faults);
            }
            if let Some(typed) = &self.review_by {
                next.review_by = date(typed, &mut faults);
            }
        }
        if faults.is_empty() { Ok(next) } else { Err(faults) }
    }
}

fn text(part: Part, before: &BlipText, typed: &str, faults: &mut Vec<Fault>) -> BlipText {
    let clean: Vec<String> = typed
        .lines()
        .map(|line| visible(line).trim_end().to_owned())
        .collect();
    let mut fault = |line, why| {
        faults.push(Fault {
            input: Input::Text,
            line,
            why,
        });
    };
    let mut missing = None;
    let read = markdown::parse(&clean.join("\n"), &mut |line, why| match why {
        BodyFault::NoSummary => missing = Some(line),
        BodyFault::Heading(_) | BodyFault::Empty(_) | BodyFault::Twice(_) => fault(line, Why::Body(why)),
    });
    let read = read.unwrap_or_default();
    match part {
        // A section may be emptied, which takes it away; what stands there begins with its heading.
        Part::Section(_) if !read.summary.is_empty() => fault(1, Why::NoHeading),
        Part::Section(_) | Part::Facts => {}
        Part::All | Part::Text | Part::Summary => {
            if read.summary.is_empty() {
                fault(missing.unwrap_or(1), Why::Body(BodyFault::NoSummary));
            }
        }
    }
    let whole = part.with(before, read);
    for (at, section) in whole.sections.iter().enumerate() {
        let earlier = whole.sections.iter().take(at);
        let twice = earlier.filter(|other| other.heading == section.heading).count() > 0;
        // Where the whole text was typed, the reader has told it, with its line.
        if twice && matches!(part, Part::Summary | Part::Section(_)) {
            let heading = section.heading.as_str().to_owned();
            fault(1, Why::Body(BodyFault::Twice(heading)));
        }
    }
    whole
}

/// Lines that hold something, with their numbers.
fn lines(typed: &str) -> impl Iterator<Item = (usize, String)> {
    let numbered = typed.lines().enumerate();
    numbered
        .map(|(at, line)| (at + 1, visible(line).trim().to_owned()))
        .filter(|(_, line)| !line.is_empty())
}

/// One a line: `title | address`, or `[title](address)`.
fn links(typed: &str, faults: &mut Vec<Fault>) -> Vec<Link> {
    let mut links = Vec::new();
    for (line, text) in lines(typed) {
        let why = match split_link(&text) {
            None => Why::NoLink(text),
            Some((title, url)) => match (Title::parse(title), Url::parse(url)) {
                (Ok(title), Ok(url)) => {
                    links.push(Link { title, url });
                    continue;
                }
                (Err(why), _) => Why::LinkTitle(why),
                (Ok(_), Err(why)) => Why::Address(why),
            },
        };
        faults.push(Fault {
            input: Input::Links,
            line,
            why,
        });
    }
    links
}

fn split_link(text: &str) -> Option<(&str, &str)> {
    // A title may hold a stroke, an address does not.
    if let Some((title, url)) = text.rsplit_once('|') {
        return Some((title.trim(), url.trim()));
    }
    let (title, url) = text.strip_prefix('[')?.rsplit_once("](")?;
    Some((title.trim(), url.strip_suffix(')')?.trim()))
}

fn tags(typed: &str, faults: &mut Vec<Fault>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for (line, text) in lines(typed) {
        for tag in text.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
            if tag.chars().count() > MAX_TAG {
                faults.push(Fault {
                    input: Input::Tags,
                    line,
                    why: Why::LongTag(tag.to_owned()),
                });
            } else if !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        }
    }
    if tags.len() > MAX_TAGS {
        faults.push(Fault {
            input: Input::Tags,
            line: 1,
            why: Why::ManyTags,
        });
    }
    tags
}

fn owner(typed: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let mut lines = lines(typed);
    let (line, owner) = lines.next()?;
    if lines.next().is_some() || owner.chars().count() > MAX_OWNER {
        faults.push(Fault {
            input: Input::Owner,
            line,
            why: Why::Owner,
        });
    }
    Some(owner)
}

fn date(typed: &str, faults: &mut Vec<Fault>) -> Option<Date> {
    let typed = visible(typed).trim().to_owned();
    if typed.is_empty() {
        return None;
    }
    // As it is shown, so that nobody has to guess what was understood.
    let date = typed
        .parse::<Date>()
        .ok()
        .filter(|date| date.to_string() == typed);
    if date.is_none() {
        faults.push(Fault {
            input: Input::ReviewBy,
            line: 1,
            why: Why::NoDate(typed),
        });
    }
    date
}

/// The links as they are typed.
pub fn write_links(links: &[Link]) -> String {
    let written: Vec<String> = links
        .iter()
        .map(|link| format!("{} | {}", link.title, link.url))
        .collect();
    written.join("\n")
}

/// The tags as they are typed.
pub fn write_tags(tags: &[String]) -> String {
    tags.join(", ")
}

#[cfg(test)]
mod tests;
