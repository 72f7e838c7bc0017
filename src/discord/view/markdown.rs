//! The team's own Markdown for Discord, which takes every line break literally.

/// The lines of `text`, with those of a paragraph or list item that were only wrapped joined again. Code blocks,
/// tables and lines that end in a hard break stay as they are.
pub fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut code = false;
    let mut open = false;
    for line in text.trim().lines() {
        let fence = line.trim_start().starts_with("```");
        if open && !code && !fence && continues(line) {
            if let Some(last) = lines.last_mut() {
                last.push(' ');
                last.push_str(line.trim());
            }
        } else {
            lines.push(line.trim_end().to_owned());
        }
        code ^= fence;
        open = !code && !fence && can_be_continued(line);
    }
    lines
}

/// Whether the next line may belong to the same paragraph.
fn can_be_continued(line: &str) -> bool {
    let text = line.trim_start();
    let ends = text.is_empty() || text.starts_with(['#', '|']);
    let hard_break = line.ends_with("  ") || line.ends_with('\\');
    !ends && !hard_break
}

/// Whether a line starts nothing of its own.
fn continues(line: &str) -> bool {
    let text = line.trim_start();
    let numbered = text
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(['.', ')']);
    let bullet = ["- ", "* ", "+ "].iter().any(|bullet| text.starts_with(bullet));
    let starts = text.starts_with(['#', '>', '|']) || matches!(text, "-" | "*" | "+" | "---" | "***");
    let ordered = numbered && text.starts_with(|c: char| c.is_ascii_digit());
    !(text.is_empty() || bullet || ordered || starts)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn wrapped_lines_are_joined() {
        assert_eq!(
            lines("One sentence\nthat goes on.\n\n- item\n  of two lines\n- item"),
            ["One sentence that goes on.", "", "- item of two lines", "- item"]
        );
    }

    #[test]
    fn what_starts_something_stays_on_its_line() {
        let text = "# Head\ntext\n1. one\n2. two\n> quote\n| a | b |\n| - | - |\nhard  \nbreak";
        let expected = [
            "# Head",
            "text",
            "1. one",
            "2. two",
            "> quote",
            "| a | b |",
            "| - | - |",
            "hard",
            "break",
        ];
        assert_eq!(lines(text), expected);
    }

    #[test]
    fn code_keeps_its_lines() {
        let text = "see\n```yaml\na: 1\n  b: 2\n```\nend\nof it";
        assert_eq!(
            lines(text),
            ["see", "```yaml", "a: 1", "  b: 2", "```", "end of it"]
        );
    }
}
