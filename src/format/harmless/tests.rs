use std::time::{Duration, Instant};

use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::*;
use crate::format::html;

#[track_caller]
fn reads(markdown: &str, written: &str, left_out: Option<&str>) {
    let (read, dropped) = harmless(markdown);
    assert_eq!(read, written, "{markdown}");
    assert_eq!(dropped.words().as_deref(), left_out, "{markdown}");
}

#[test]
fn tags_among_words_become_marks() {
    for (markdown, written) in [
        (
            "a <b>bold</b> and <em>slanted</em> word",
            "a **bold** and *slanted* word",
        ),
        ("<strong>both *at once*</strong> x", "**both** ***at once*** x"),
        (
            "it is <s>good</s> or <del>fine</del>",
            "it is ~~good~~ or ~~fine~~",
        ),
        (
            "see <a href=\"https://a.example/m\">the manual</a>.",
            "see [the manual](https://a.example/m).",
        ),
        ("one<br>two<br/>three", "one\\\ntwo\\\nthree"),
        ("run <code>a_b|c</code> now", "run `a_b|c` now"),
        (
            "<b>bold</b> with `<i>` and `a|b`",
            "**bold** with `<i>` and `a|b`",
        ),
        (
            "<b>x</b> <https://a.example/y> ![p](https://a.example/p.png) [l](https://a.example/l)",
            "**x** <https://a.example/y> ![p](https://a.example/p.png) [l](https://a.example/l)",
        ),
        ("\\*a <b>x</b>", "\\*a **x**"),
        ("\\\\a <b>x</b>", "\\\\a **x**"),
        ("a <span>b</span> c", "a b c"),
        ("&lt;b&gt; <b>x</b> &amp;amp;", "\\<b\\> **x** \\&amp;"),
        ("a <!-- note -->b", "a b"),
        // What Markdown can not say loses its looks.
        ("un<b>der, </b>x", "un**der,** x"),
    ] {
        reads(markdown, written, None);
    }
}

#[test]
fn blocks_become_blocks() {
    for (markdown, written) in [
        ("Two:<ul><li>a</li><li><b>b</b></li></ul>", "Two:\n\n- a\n- **b**"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>", "3. a\n4. b"),
        (
            "<ol><li>a</li><li value=\"7\">b</li><li>c</li></ol>",
            "1. a\n\n7) b\n8) c",
        ),
        ("<h2>Limits</h2>\n\nNo.", "## Limits\n\nNo."),
        ("<pre>\na < b\n</pre>\nx", "```\na < b\n```\n\nx"),
        // A list with Markdown in it is one list all the same.
        (
            "<ol>\n<li>\n\n**a**\n\n```\nx\n```\n\n</li>\n<li>b</li>\n\n<li>c</li>\n</ol>\n\nAfter",
            "1. **a**\n\n   ```\n   x\n   ```\n2. b\n3. c\n\nAfter",
        ),
        // One that is never closed does not take in what follows.
        ("<ul><li>a\n\nb", "- a\n\nb"),
        ("<li>a</li>\n\nb", "- a\n\nb"),
        ("a\n- <b></b>\n- c", "a\n\n- c"),
        ("a\n- <p></p>\n", "a\n\n"),
        ("<ol start=\"3\">a<li>b</ol>", "a\n\n3. b"),
        (
            "<ul><li>a<ol start=\"3\"><li>b<li>c</ol></ul>",
            "- a\n\n  3. b\n  4. c",
        ),
        // In a list, a quotation, a heading and a table.
        ("- one<br>two\n- <b>three</b>", "- one\\\n  two\n- **three**"),
        ("> a:<ul><li>b</li></ul>\n>\n> c", "> a:\n>\n> - b\n>\n> c"),
        ("- x\n\n  <p>a</p><p>b</p>\n\n  c", "- x\n\n  a\n\n  b\n\n  c"),
        ("## A <b>b</b><br>c #\n\nd", "## A **b** c #\n\nd"),
        (
            "| a<br>b | `c\\|d` <i>e</i> |\n| - | - |\n| <ul><li>f</li><li>g</li></ul> | h |",
            "| a b | `c\\|d` *e* |\n| - | - |\n| f g | h |",
        ),
    ] {
        reads(markdown, written, None);
    }
}

#[test]
fn what_is_no_html_stays_as_it_is_written() {
    for markdown in [
        "a < b and c > d",
        "`<script>` and ``<b>`</b>``",
        "```html\n<script>alert(1)</script>\n```",
        "    <b>indented</b>",
        "<https://a.example/x?y=1&z> and <me@a.example>".trim_end_matches(" and <me@a.example>"),
        "- a\n\n      <ul>\n\n* b",
        "x  \ny __z__ \\<b\\>",
    ] {
        reads(markdown, markdown, None);
    }
}

#[test]
fn what_could_do_harm_goes_and_what_is_missing_is_told() {
    for (markdown, written, left_out) in [
        ("a <script>alert('*x*')</script>b", "a b", "<script>"),
        ("<script>\nalert(1)\n\nalert(2)\n</script>\n\nx", "x", "<script>"),
        (
            "the <script> tag is *not* closed",
            "the tag is *not* closed",
            "<script>",
        ),
        (
            "<a href=\"javascript:alert(1)\">x</a> y",
            "x y",
            "a link to `javascript:alert(1)`",
        ),
        (
            "<a href=\"java&#10;script:alert(1)\">x</a> y",
            "x y",
            "a link to `javascript:alert(1)`",
        ),
        (
            "<b onclick=\"alert(1)\">x</b> y",
            "**x** y",
            "the attribute `onclick`",
        ),
        (
            "a <img src=\"https://a.example/p\" alt=c onerror=x> b",
            "a ![c](https://a.example/p) b",
            "the attribute `onerror`",
        ),
        (
            "a <a href=\"https://a.example\"><img src=x></a> b",
            "a b",
            "a link to `https://a.example`, a link to `x`",
        ),
        (
            "<b>x</b> [y](javascript:z) ![p](data:q)",
            "**x** y p",
            "a link to `data:q`, a link to `javascript:z`",
        ),
        (
            "[y](javascript:z) <b>x</b>",
            "y **x**",
            "a link to `javascript:z`",
        ),
        ("[\\*y](javascript:z)", "\\*y", "a link to `javascript:z`"),
        (
            "x [y](https://a.example \"t\") <i>z</i>",
            "x [y](https://a.example) *z*",
            "the attribute `title`",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "a b",
            "<table>, <td>, <tr>",
        ),
        (
            "<h2><s>x</s> y</h2>\n\nz",
            "## x y\n\nz",
            "that words are struck out",
        ),
        (
            "| a |\n| - |\n| b | c<b>d</b> |",
            "| a |\n| - |\n| b | cd |",
            "<b>",
        ),
        ("use Vec<String> here", "use Vec here", "<string>"),
    ] {
        reads(markdown, written, Some(left_out));
    }
}

/// Whether no reader sees HTML in it, or a link that does not lead to the web.
fn is_safe(markdown: &str) -> bool {
    Parser::new(markdown).all(|event| match event {
        Event::Html(_) | Event::InlineHtml(_) => false,
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            dest_url.starts_with("http://") || dest_url.starts_with("https://")
        }
        _ => true,
    })
}

#[test]
fn depth_and_length_cost_no_more_than_they_are() {
    /// A hundred times what the slowest takes here.
    const PATIENCE: Duration = Duration::from_secs(20);
    let before = Instant::now();
    for piece in [
        "<b>",
        "<a href=https://a.example>x",
        "<a>x",
        "<ul><li>",
        "> <b>x</b>",
        "- <i>",
        "<b>x</b> ",
        "<!--",
        "<script>",
        "</script>",
        "| <b>x</b> ",
        "<s>~~",
        "[<b>x",
        "![<i>",
        "<div>\n\nx\n\n",
        "<ol><li value=9>x</li></ol>\n\n",
        "<li>\n\n",
        "*<b>_</b>",
    ] {
        let long = piece.repeat(60_000 / piece.len());
        let (read, _) = harmless(&long);
        assert!(is_safe(&read), "{piece}");
    }
    let address = format!(
        "<a href=\"https://a.example/{}\">{}</a> x",
        "y".repeat(30_000),
        "z ".repeat(15_000)
    );
    assert!(is_safe(&harmless(&address).0));
    assert!(before.elapsed() < PATIENCE, "{:?}", before.elapsed());
}

/// The letters and digits that readers see, those of HTML, too.
fn letters(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut letters = String::new();
    let mut block = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) | Event::Code(text) => letters.push_str(&text),
            Event::Html(html) => block.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => {
                letters.push_str(&self::letters(&html::to_markdown(&block).0));
                block.clear();
            }
            _ => {}
        }
    }
    letters.retain(char::is_alphanumeric);
    letters
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// Tags go, words stay, and once is enough. Tables are left out: cells beyond their width are words to some readers only.
    #[test]
    fn no_word_is_lost_or_made_up(
        pieces in proptest::collection::vec(
            prop_oneof![
                4 => "[a-z]{1,4}( [a-z]{1,4})?",
                6 => proptest::sample::select(&[
                    "\n", "\n\n", "- ", "  ", "> ", "1. ", "# ", "*", "**", "~~", "`", "\\",
                    "[x](https://a.example) ", "<https://a.example/y>", "```\n", "&lt;", "a < b",
                ][..]).prop_map(str::to_owned),
                5 => proptest::sample::select(&[
                    "<b>", "</b>", "<i>", "</i>", "<s>", "</s>", "<code>", "</code>", "<ul>", "</ul>", "<ol start=3>", "</ol>", "<li>",
                    "</li>", "<li value=9>", "<br>", "<p>", "</p>", "<a href=\"https://a.example\">", "</a>", "<div>", "</div>",
                    "<h2>", "</h2>", "<!-- x -->", "<span>",
                ][..]).prop_map(str::to_owned),
            ],
            0..24,
        )
    ) {
        let markdown = pieces.concat();
        let (read, _) = harmless(&markdown);
        prop_assert!(is_safe(&read), "{}", read);
        prop_assert_eq!(letters(&read), letters(&markdown), "{}\n=>\n{}", markdown, read);
        prop_assert_eq!(&harmless(&read).0, &read);
    }
}
