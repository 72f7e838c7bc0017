use proptest::prelude::*;

use super::*;

#[track_caller]
fn reads(html: &str, markdown: &str, left_out: Option<&str>) {
    let (read, dropped) = to_markdown(html);
    assert_eq!(read, markdown, "{html}");
    assert_eq!(dropped.words().as_deref(), left_out, "{html}");
}

#[test]
fn what_descriptions_hold_is_kept() {
    for (html, markdown) in [
        ("", ""),
        ("plain  text\n over lines", "plain text over lines"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        (
            "a <b>bold</b> and <i>slanted</i><br>word",
            "a **bold** and *slanted*\\\nword",
        ),
        ("<b> spaced </b>out", "**spaced** out"),
        ("<b><i>both</i></b>", "***both***"),
        (
            "<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul>d",
            "- a\n- b\n  - c\n\nd",
        ),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol start=\"5\"><li>a<li>b</ol>", "5. a\n6. b"),
        ("<ol start=\"-1\"><li>a</ol>", "1. a"),
        ("<h1>Head # one #</h1>text", "## Head # one \\#\n\ntext"),
        ("<h3>Deep</h3>", "### Deep"),
        ("<code>a*b</code> <pre>x\n  y</pre>", "`a*b`\n\n```\nx\n  y\n```"),
        (
            "<a href=\"https://a.example/x y(z)\">link</a>",
            "[link](https://a.example/x%20y%28z%29)",
        ),
        (
            "1. not a list, # not a heading",
            "1\\. not a list, # not a heading",
        ),
        (
            "# not * a [heading] &amp;lt;",
            "\\# not \\* a \\[heading\\] \\&lt;",
        ),
        (
            "<ul><li><ul><li><ul><li>deep</li></ul></li></ul></li></ul>",
            "- deep",
        ),
    ] {
        reads(html, markdown, None);
    }
}

#[test]
fn what_could_do_harm_is_left_out_and_named() {
    reads("a<script>alert('<b>')</script>b", "ab", Some("<script>"));
    reads(
        "<STYLE>p{}</STYLE>x<iframe src=x>y</iframe>",
        "x",
        Some("<iframe>, <style>"),
    );
    reads(
        "<a href=\" JavaScript:alert(1)\">x</a>",
        "x",
        Some("a link to `JavaScript:alert(1)`"),
    );
    reads(
        "<a href=\"java\nscript:x\">x</a>",
        "x",
        Some("a link to `javascript:x`"),
    );
    reads(
        "<a href=\"data:text/html,x\">x</a>",
        "x",
        Some("a link to `data:text/html,x`"),
    );
    reads(
        "<img src=x onerror=alert(1)>x<table><tr><td>y",
        "x\n\ny",
        Some("a link to `x`, <table>, <td>, <tr>, the attribute `onerror`"),
    );
    reads("a <!-- done -->b", "a b", None);
    reads(
        "a <!-- open b",
        "a",
        Some("all behind a comment (`<!--`) that is never closed"),
    );
    reads(
        "<table><tr><th>Rank<th>Name</tr><tr><td>1</td><td><b>Zap</b></td></tr></table>",
        "Rank Name\n\n1 **Zap**",
        Some("<table>, <td>, <th>, <tr>"),
    );
    reads(
        "&lt;script&gt;x&lt;/script&gt;",
        "\\<script\\>x\\</script\\>",
        None,
    );
    reads("x<!-- comment -->y", "xy", None);
}

#[test]
fn a_picture_on_the_web_stays_one_and_of_others_its_words_stay() {
    reads(
        "See <img src=\"https://a.example/p.png\" alt=\"the [curve]\">.",
        "See ![the \\[curve\\]](https://a.example/p.png).",
        None,
    );
    reads(
        "<img src=https://a.example/p.png>",
        "![https://a.example/p.png](https://a.example/p.png)",
        None,
    );
    reads("a <img alt=curve> b", "a curve b", Some("<img>"));
    reads(
        "a <img src=data:image/png;base64,x alt=curve> b",
        "a curve b",
        Some("a link to `data:image/png;base64,x`"),
    );
}

#[test]
fn emphasis_is_given_up_where_markdown_has_none_and_nowhere_else() {
    for (html, markdown, gives_up) in [
        (
            "Do <b>not</b> use it. <b>Warning:</b>it breaks.",
            "Do **not** use it. Warning:it breaks.",
            true,
        ),
        (
            "<b>\"q\"</b>x and <b>important</b>",
            "\"q\"x and **important**",
            true,
        ),
        ("日本<b>語。</b>です <b>ok</b>", "日本語。です **ok**", true),
        ("Two <b>bold<i>both</b>it</i>", "Two **bold*****both***it", true),
        (
            "<b>a:</b>b <a href=https://a.example/x>see <i>it</i></a>",
            "a:b [see *it*](https://a.example/x)",
            true,
        ),
        (
            "<b>a</b><i>b</i> un<b>der</b>stood",
            "**a***b* un**der**stood",
            false,
        ),
    ] {
        let (read, left_out) = to_markdown(html);
        assert_eq!(read, markdown, "{html}");
        let mut findings = crate::format::problem::Findings::new("x".into());
        left_out.tell(1, "the text", &mut findings);
        let (problems, omissions, notes) = findings.into_parts();
        assert_eq!((problems.len(), omissions.len()), (0, 0), "{html}");
        assert_eq!(!notes.is_empty(), gives_up, "{html}: {notes:?}");
    }
    reads(
        "<s>gone</s> and <s>no:</s>w",
        "~~gone~~ and no:w",
        Some("that words are struck out"),
    );
}

#[test]
fn powers_stay_powers_and_marks_on_words_go() {
    for (html, markdown, left_out) in [
        ("10<sup>6</sup> requests", "10^6 requests", None),
        ("10<sup>-6 </sup>s", "10^-6 s", None),
        ("2<sup>n+1</sup>, x<sup>n</sup>", "2^(n+1), x^n", None),
        ("Java<sup>TM</sup>, 1<sup>st</sup>", "JavaTM, 1st", Some("<sup>")),
        ("a<sup></sup>b <sup>c</sup>", "ab c", Some("<sup>")),
        ("CO<sub>2</sub>", "CO2", Some("<sub>")),
    ] {
        reads(html, markdown, left_out);
    }
}

#[test]
fn words_that_browsers_do_not_show_are_told_as_such() {
    let (read, left_out) = to_markdown("a<noscript>words</noscript>b");
    assert_eq!(read, "ab");
    let mut findings = crate::format::problem::Findings::new("x".into());
    left_out.tell(1, "the text", &mut findings);
    let (_, omissions, notes) = findings.into_parts();
    assert_eq!(omissions, []);
    assert_eq!(
        notes[0].to_string(),
        "x:1: note: the text: the words in <noscript>, which browsers do not show, are not read"
    );
}

#[test]
fn nesting_has_an_end() {
    let deep = format!(
        "{}x{}",
        "<ul><li><b>".repeat(50_000),
        "</b></li></ul>".repeat(50_000)
    );
    let (read, _) = to_markdown(&deep);
    assert_eq!(read, "- **x**");
    let open = to_markdown(&"<ul><li>a".repeat(1_000)).0;
    let deepest = open
        .lines()
        .map(|line| line.len() - line.trim_start().len())
        .max();
    assert_eq!(deepest, Some(10));
}

#[test]
fn markdown_goes_out_as_the_tags_that_are_allowed() {
    for (markdown, html) in [
        ("One", "One"),
        ("a **b** *c* \\<d\\>", "a <strong>b</strong> <em>c</em> &lt;d&gt;"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        (
            "x\n\n## H\n\n- a\n- b",
            "<p>x</p><h2>H</h2><ul><li>a</li><li>b</li></ul>",
        ),
        (
            "[x](https://a.example/?a=1&b=2)",
            "<a href=\"https://a.example/?a=1&amp;b=2\">x</a>",
        ),
    ] {
        assert_eq!(
            from_markdown(markdown),
            (html.to_owned(), Lost::new()),
            "{markdown}"
        );
    }
    let (html, lost) = from_markdown(
        "1. `a`\n\n| b |\n| - |\n| c |\n\n[x](javascript:y) <script>z</script>\n\n> q [t](https://a.example \"t\")\n\n![i](https://a.example/i.png) ~~s~~\n\n---\n\n    code",
    );
    assert!(!html.contains("script:") && !html.contains("<script"), "{html}");
    assert_eq!(
        lost.into_iter().collect::<Vec<_>>(),
        [
            "HTML",
            "code",
            "images",
            "links that do not lead to the web",
            "numbers of lists",
            "quotations",
            "rules",
            "strikethrough",
            "tables",
            "titles of links"
        ]
    );
}

#[test]
fn a_heading_is_one_line_however_many_breaks_are_in_it() {
    assert_eq!(
        to_markdown("<h2>One<br><br>two <br> three</h2>").0,
        "## One two three"
    );
}

proptest! {
    /// Read and written once, HTML stays as it is.
    #[test]
    fn html_that_was_read_is_read_the_same_again(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("<b>"), Just("</b>"), Just("<i>"), Just("</i>"), Just("<p>"), Just("</p>"), Just("<ul>"), Just("</ul>"), Just("<li>"),
                Just("<a href=https://a.example>"), Just("</a>"), Just("<br>"), Just("<h2>"), Just("</h2>"), Just("&amp;"), Just("&lt;"),
                Just(" "), Just("word"), Just("*"), Just("_"), Just("1. "), Just("- "), Just("#"), Just("]("), Just("!"), Just("日本"),
            ],
            0..30,
        )
    ) {
        let (first, _) = to_markdown(&pieces.concat());
        let (html, _) = from_markdown(&first);
        let (second, _) = to_markdown(&html);
        let (again, _) = from_markdown(&second);
        prop_assert_eq!(again, html, "{} / {}", first, second);
    }
}
