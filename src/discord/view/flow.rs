//! Long texts on pages: nothing is cut off, and what belongs together stays together where it can.

use super::body::abbreviated;

/// The longest heading; longer ones are shortened and said in full below.
const MAX_HEADING: usize = 100;

/// A heading and what stands below it.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The heading; repeated on the next page if the block does not end on this one.
    pub heading: Option<String>,
    /// The lines, or groups of lines that a page should not part.
    pub parts: Vec<String>,
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self {
            heading: None,
            parts: vec![text.into()],
        }
    }

    /// A list or text under a heading.
    pub fn headed(heading: impl Into<String>, mut parts: Vec<String>) -> Self {
        let heading = heading.into();
        let short = abbreviated(&heading, MAX_HEADING);
        if short != heading {
            // A heading must leave room for what it heads: the whole of a long one is the first line below it.
            parts.insert(0, heading);
        }
        Self {
            heading: Some(short),
            parts,
        }
    }
}

/// How Discord may count a text: in UTF-16, which is never less than in characters.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// Lays `blocks` out on pages of at most `room`. `continued` makes the heading of a block that goes on. There is
/// always a page.
pub fn paginate(blocks: &[Block], room: usize, continued: impl Fn(&str) -> String) -> Vec<String> {
    let mut pages = Pages {
        room: room.saturating_sub(FENCE_END.len()),
        continued,
        done: Vec::new(),
        page: String::new(),
        used: 0,
        fence: None,
    };
    let length = blocks
        .iter()
        .flat_map(|block| &block.parts)
        .map(String::len)
        .sum::<usize>();
    pages.page.reserve(length.min(room));
    for block in blocks {
        pages.add(block);
    }
    pages.finish()
}

/// What ends a code block at the end of a page, so that it can go on upon the next.
const FENCE_END: &str = "\n```";
/// What starts and ends a code block.
const FENCE: &str = "```";

struct Pages<F> {
    room: usize,
    continued: F,
    done: Vec<String>,
    page: String,
    used: usize,
    /// The line that opened the code block in which the page is.
    fence: Option<String>,
}

impl<F: Fn(&str) -> String> Pages<F> {
    fn add(&mut self, block: &Block) {
        let mut heading = block.heading.clone();
        let mut gap = if heading.is_some() { "\n" } else { "\n\n" };
        for part in &block.parts {
            let lead = heading.as_deref().map(title).unwrap_or_default();
            if !self.fits(&[gap, &lead, part]) && !self.page.is_empty() {
                self.turn();
                if lead.is_empty()
                    && let Some(name) = &block.heading
                {
                    heading = Some((self.continued)(name));
                }
            }
            let lead = heading.take().as_deref().map(title).unwrap_or_default();
            if self.fits(&[gap, &lead, part]) {
                self.push(gap, &lead);
                self.push("", part);
            } else {
                self.push(gap, &lead);
                self.split(part, block.heading.as_deref());
            }
            gap = "\n";
        }
    }

    /// Adds a part that is longer than a page, line by line and where needed word by word.
    fn split(&mut self, part: &str, heading: Option<&str>) {
        for (position, line) in part.lines().enumerate() {
            let mut rest = line;
            let mut gap = if position == 0 { "" } else { "\n" };
            while !self.fits(&[gap, rest]) {
                let room = self.room.saturating_sub(self.used + width(gap));
                let (head, tail) = cut(rest, room);
                if !head.is_empty() {
                    self.push(gap, head);
                }
                rest = tail;
                self.turn();
                let lead = heading
                    .map(|name| title(&(self.continued)(name)))
                    .unwrap_or_default();
                self.push("", &lead);
                gap = "";
            }
            self.push(gap, rest);
        }
    }

    fn fits(&self, texts: &[&str]) -> bool {
        self.used + texts.iter().map(|text| width(text)).sum::<usize>() <= self.room
    }

    fn push(&mut self, gap: &str, text: &str) {
        if text.is_empty() && gap.trim().is_empty() && self.page.is_empty() {
            return;
        }
        let gap = if self.page.is_empty() { "" } else { gap };
        self.page.push_str(gap);
        self.page.push_str(text);
        self.used += width(gap) + width(text);
        for line in text.lines().filter(|line| line.trim_start().starts_with(FENCE)) {
            self.fence = match self.fence.take() {
                Some(_) => None,
                None if line.len() <= MAX_HEADING => Some(line.trim().to_owned()),
                None => Some(FENCE.to_owned()),
            };
        }
    }

    fn turn(&mut self) {
        if let Some(fence) = &self.fence {
            self.page.push_str(FENCE_END);
            let opened = format!("{fence}\n");
            self.done.push(std::mem::replace(&mut self.page, opened));
        } else {
            self.done.push(std::mem::take(&mut self.page));
        }
        self.used = width(&self.page);
    }

    fn finish(mut self) -> Vec<String> {
        if !self.page.trim().is_empty() || self.done.is_empty() {
            self.done.push(self.page);
        }
        self.done
    }
}

fn title(heading: &str) -> String {
    format!("### {heading}\n")
}

/// Parts `text` at the last space that leaves at most `room` before it; where there is none, between characters.
fn cut(text: &str, room: usize) -> (&str, &str) {
    let mut used = 0;
    let mut end = 0;
    let mut space = None;
    for (position, c) in text.char_indices() {
        if used + c.len_utf16() > room {
            break;
        }
        used += c.len_utf16();
        end = position + c.len_utf8();
        if c == ' ' {
            space = Some(position);
        }
    }
    // A word that fills more than half of the page is parted rather than moved.
    let end = space.filter(|space| *space * 2 > end).unwrap_or(end);
    let (head, tail) = text.split_at(end);
    (head, tail.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Block, paginate, width};

    fn paged(blocks: &[Block], room: usize) -> Vec<String> {
        paginate(blocks, room, |heading| format!("{heading} (continued)"))
    }

    #[test]
    fn a_block_that_goes_on_repeats_its_heading() {
        let parts = (0..6).map(|item| format!("- item {item}")).collect();
        let pages = paged(&[Block::headed("Tips", parts)], 50);
        assert_eq!(
            pages,
            [
                "### Tips\n- item 0\n- item 1\n- item 2\n- item 3",
                "### Tips (continued)\n- item 4\n- item 5",
            ]
        );
    }

    #[test]
    fn a_heading_never_stands_alone_at_the_end_of_a_page() {
        let blocks = [
            Block::paragraph("x".repeat(30)),
            Block::headed("Tips", vec!["- one".to_owned()]),
        ];
        assert_eq!(paged(&blocks, 40), ["x".repeat(30), "### Tips\n- one".to_owned()]);
    }

    #[test]
    fn a_long_line_is_parted_between_words() {
        let pages = paged(&[Block::paragraph("alpha beta gamma delta")], 16);
        assert_eq!(pages, ["alpha beta", "gamma delta"]);
    }

    #[test]
    fn a_code_block_is_closed_and_opened_again() {
        let code = vec!["```yaml\naaaa\nbbbb\ncccc\ndddd\n```".to_owned()];
        let pages = paged(
            &[Block {
                heading: None,
                parts: code,
            }],
            24,
        );
        for page in &pages {
            assert_eq!(page.matches("```").count(), 2, "{pages:?}");
        }
        assert!(pages[1].starts_with("```yaml\n"));
    }

    #[test]
    fn nothing_is_one_empty_page() {
        assert_eq!(paged(&[], 100), [""]);
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let part = "[a-zé😀\n` -]{0,120}";
        let parts = proptest::collection::vec(part, 0..6);
        (proptest::option::of("[a-z]{1,150}"), parts).prop_map(|(heading, parts)| match heading {
            Some(heading) => Block::headed(heading, parts),
            None => Block { heading: None, parts },
        })
    }

    proptest! {
        #[test]
        fn every_page_fits_and_every_letter_is_there(
            blocks in proptest::collection::vec(any_block(), 0..6),
            room in 300_usize..600,
        ) {
            let pages = paged(&blocks, room);
            for page in &pages {
                prop_assert!(width(page) <= room, "{} > {room}", width(page));
            }
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let given: usize = blocks.iter().flat_map(|block| &block.parts).map(|part| letters(part)).sum();
            let shown: usize = pages.iter().map(|page| letters(page)).sum();
            prop_assert!(shown >= given);
        }
    }
}
