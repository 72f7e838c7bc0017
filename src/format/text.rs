//! A blip's words as our files hold them: a summary, then sections under headings. Any Markdown becomes that.

use pulldown_cmark::{Event, Parser, Tag};

use super::harmless::harmless;
use super::html::{self, LeftOut, escaped};
use super::problem::short;
use crate::blip_text::markdown::{self, Part};
use crate::radar::{BlipText, Heading, Section, Title};

/// What a text says of which nothing was said: a blip needs one in its first edition, and other tools do not.
pub(super) const NO_TEXT: &str = "No description.";
/// The longest description that is known has 3,196 characters; a blip's whole file may have a megabyte.
pub(super) const MAX_BYTES: usize = 128 * 1024;
/// Bringing a text into shape may change what is a block of it.
const MAX_ROUNDS: usize = 4;

/// The text of a blip that has none.
pub(super) fn nothing() -> BlipText {
    BlipText::from_summary(NO_TEXT)
}

/// Why a description that a file holds is refused, if it is.
pub(super) fn refused(written: &str) -> Option<String> {
    let length = written.trim().len();
    (length > MAX_BYTES).then(|| format!("it has {length} bytes; {MAX_BYTES} are allowed"))
}

/// A text as Markdown, in the shape of our files; nothing for [`nothing`].
pub(super) fn said(text: &BlipText) -> String {
    if *text == nothing() {
        String::new()
    } else {
        render(text)
    }
}

/// A text as the body of a file.
pub(super) fn render(text: &BlipText) -> String {
    let mut body = text.summary.clone();
    for section in &text.sections {
        let heading = heading(section.heading.as_str());
        for part in ["\n\n## ", &heading, "\n\n", &section.markdown] {
            body.push_str(part);
        }
    }
    body.push('\n');
    body
}

/// A heading's text as Markdown: what starts a block starts none behind `##`, but a `#` at the end would be dropped.
fn heading(text: &str) -> String {
    let markdown = escaped(text);
    match markdown.strip_suffix('#') {
        Some(rest) if !rest.ends_with('\\') => format!("{rest}\\#"),
        Some(_) | None => markdown,
    }
}

/// HTML as a text.
pub(super) fn of_html(html: &str, title: &Title) -> (Option<BlipText>, LeftOut) {
    let (markdown, left_out) = html::to_markdown(html);
    told(&markdown, title, left_out)
}

/// Markdown as a text, with its HTML as Markdown and without the links that could do harm.
pub(super) fn of_markdown(markdown: &str, title: &Title) -> (Option<BlipText>, LeftOut) {
    let (markdown, left_out) = harmless(&tidy(markdown));
    told(&markdown, title, left_out)
}

/// The text, with what is to be said of its shape.
fn told(markdown: &str, title: &Title, mut left_out: LeftOut) -> (Option<BlipText>, LeftOut) {
    let Some((text, shaped)) = fit(markdown, title) else {
        return (None, left_out);
    };
    left_out.extend(in_headings(markdown));
    for note in shaped {
        left_out.shaped(note);
    }
    (Some(text), left_out)
}

/// What the headings of sections say beside their words, which are all that is kept of them.
fn in_headings(markdown: &str) -> LeftOut {
    let mut left_out = LeftOut::default();
    let parts = markdown::parts(markdown);
    for (event, range) in Parser::new_ext(markdown, markdown::options()).into_offset_iter() {
        let is_in = |part: &Part| (part.heading_starts..part.text_starts).contains(&range.start);
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if parts.iter().any(is_in) =>
            {
                left_out.link(&dest_url);
            }
            Event::Start(Tag::Strikethrough) if parts.iter().any(is_in) => left_out.strokes(),
            _ => {}
        }
    }
    left_out
}

/// Our line ends, no control characters, no empty lines around it.
fn tidy(markdown: &str) -> String {
    let lines = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect();
    kept.trim_end().trim_start_matches('\n').to_owned()
}

/// Markdown in the shape of our files, and what was done for that; nothing if there are no words. A text that starts with a
/// heading keeps it with all that stands under it, and is introduced by its first sentence; one that starts with something
/// else is introduced by the title.
fn fit(markdown: &str, title: &Title) -> Option<(BlipText, Vec<String>)> {
    let markdown = tidy(markdown);
    if markdown.trim().is_empty() {
        return None;
    }
    let (mut text, shaped) = arranged(&markdown, title);
    for _ in 0..MAX_ROUNDS {
        let written = render(&text);
        if reads_as(&written, &text) {
            return Some((text, shaped));
        }
        (text, _) = arranged(&written, title);
    }
    // Markdown that can not be brought into shape, such as a block of code that does not end, becomes plain words.
    let words = markdown.split_whitespace().collect::<Vec<_>>().join(" ");
    Some((BlipText::from_summary(escaped(&words)), Vec::new()))
}

/// Whether our own reader has nothing to say against it, and reads this.
fn reads_as(written: &str, text: &BlipText) -> bool {
    let mut faults = 0_usize;
    let read = markdown::parse(written, &mut |_, _| faults += 1);
    faults == 0 && read.as_ref() == Some(text)
}

fn arranged(markdown: &str, title: &Title) -> (BlipText, Vec<String>) {
    let mut shaped = Vec::new();
    let parts = markdown::parts(markdown);
    let opening = markdown.get(..parts.first().map_or(markdown.len(), |part| part.heading_starts));
    let (summary, rest) = markdown::split_summary(opening.unwrap_or_default());
    let mut summary = summary.to_owned();
    let mut sections: Vec<Section> = Vec::new();
    // Whether the first section stands under a heading of the text's own.
    let mut headed = false;
    if !rest.is_empty() {
        append(&mut sections, rest);
    }
    for (n, part) in parts.iter().enumerate() {
        let ends = parts
            .get(n + 1)
            .map_or(markdown.len(), |next| next.heading_starts);
        let words = markdown::trim_lines(markdown.get(part.text_starts..ends).unwrap_or_default());
        match Title::parse(&part.heading) {
            Ok(title) if !words.is_empty() => {
                headed |= sections.is_empty();
                sections.push(Section {
                    heading: free(&sections, title.as_str()),
                    markdown: words.to_owned(),
                });
            }
            // Nothing stands under it, or it is a paragraph of its own by its length.
            Ok(_) | Err(_) => {
                let heading = part.heading.split_whitespace().collect::<Vec<_>>().join(" ");
                if !heading.is_empty() {
                    if words.is_empty() {
                        let heading = short(&heading);
                        shaped.push(format!(
                            "nothing stands under the heading `{heading}`, which is kept as bold words"
                        ));
                    }
                    append(&mut sections, &format!("**{}**", escaped(&heading)));
                }
                if !words.is_empty() {
                    append(&mut sections, words);
                }
            }
        }
    }
    if summary.is_empty() {
        let first = sections.first_mut().map(|section| {
            let (paragraph, rest) = markdown::split_summary(&section.markdown);
            (paragraph.to_owned(), rest.to_owned(), section)
        });
        summary = match first.filter(|(paragraph, _, _)| !paragraph.is_empty()) {
            Some((paragraph, _, section)) if headed => {
                let heading = section.heading.as_str();
                shaped.push(format!(
                    "the text begins with the heading `{}`, and a blip's text with a paragraph: that is made of the heading \
                     and the first sentence under it, which stays there, too",
                    short(heading)
                ));
                introduction(heading, &paragraph)
            }
            Some((paragraph, rest, section)) => {
                section.markdown = rest;
                paragraph
            }
            None => {
                shaped.push(
                    "the text does not begin with a paragraph, as a blip's does: the blip's name introduces it"
                        .to_owned(),
                );
                format!("{}:", escaped(title.as_str()))
            }
        };
        sections.retain(|section| !section.markdown.is_empty());
    }
    (BlipText { summary, sections }, shaped)
}

/// The first sentence under a heading with the heading, as one paragraph: on its own it may say the opposite.
fn introduction(heading: &str, paragraph: &str) -> String {
    let words = markdown::visible(paragraph);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = first_sentence(&words);
    let colon = if heading.ends_with(['.', ':', '!', '?']) {
        ""
    } else {
        ":"
    };
    let more = if sentence.len() < words.len() { " …" } else { "" };
    let whole = format!("{heading}{colon} {sentence}{more}");
    escaped(whole.trim_end())
}

/// Up to the first sign that ends a sentence: a capital letter follows it, and no abbreviation comes before it.
fn first_sentence(words: &str) -> &str {
    let ends = words.match_indices(". ").chain(words.match_indices("! "));
    let ends = ends.chain(words.match_indices("? ")).filter_map(|(at, sign)| {
        let (sentence, after) = words.split_at_checked(at + sign.len() - 1)?;
        let last = sentence.split(' ').next_back().unwrap_or_default();
        let last = last.trim_end_matches(['.', '!', '?']);
        let is_word = last.chars().count() > 3 && !last.contains('.');
        let follows = after.trim_start().starts_with(char::is_uppercase);
        (is_word && follows).then_some(sentence)
    });
    ends.min_by_key(|sentence| sentence.len()).unwrap_or(words)
}

/// Adds paragraphs to the last section, or to one for what stands under no heading.
fn append(sections: &mut Vec<Section>, words: &str) {
    match sections.last_mut() {
        Some(section) => {
            section.markdown.push_str("\n\n");
            section.markdown.push_str(words);
        }
        None => sections.push(Section {
            heading: Heading::Other(markdown::UNTITLED.to_owned()),
            markdown: words.to_owned(),
        }),
    }
}

/// The heading, with a number if another section has it.
fn free(sections: &[Section], text: &str) -> Heading {
    let taken = |heading: &Heading| sections.iter().any(|section| section.heading == *heading);
    let plain = Heading::parse(text);
    let numbered = (2..).map(|n: u32| Heading::parse(&format!("{text} ({n})")));
    std::iter::once(plain)
        .chain(numbered)
        .find(|heading| !taken(heading))
        .unwrap_or_else(|| Heading::Other(text.to_owned()))
}
