//! What elements are.

use html5gum::StartTag;

/// Elements whose words are not for readers.
pub(in crate::format) fn loses_words(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "iframe"
            | "object"
            | "noscript"
            | "noembed"
            | "noframes"
            | "textarea"
            | "title"
            | "xmp"
            | "plaintext"
    )
}

/// A number of a list or an item. Markdown's have at most nine digits.
pub(super) fn number(tag: &StartTag<()>, attribute: &[u8]) -> Option<u32> {
    let value = tag.attributes.get(attribute)?;
    let number = std::str::from_utf8(value).ok()?.trim().parse().ok()?;
    (number < 1_000_000_000).then_some(number)
}

/// Elements before and after which browsers start a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "blockquote"
            | "table"
            | "tr"
            | "thead"
            | "tbody"
            | "caption"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "hr"
            | "form"
            | "fieldset"
            | "address"
            | "details"
            | "summary"
    )
}
