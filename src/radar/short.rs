//! What else a title is called by, as the title itself says.

/// The longest abbreviation that is taken for one, in characters.
const MAX_ABBREVIATION: usize = 10;

/// What stands before the parentheses at the end of a title, and what in them: "Retrieval-augmented generation (RAG)" is
/// called by both. What is in them counts if one of the two abbreviates the other; "(beta)" is nothing's name.
pub(super) fn short_titles(title: &str) -> Vec<&str> {
    let parts = title
        .trim_end()
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    let Some((before, inside)) = parts else {
        return Vec::new();
    };
    let (before, inside) = (before.trim(), inside.trim());
    if !before.chars().any(char::is_alphanumeric) {
        return Vec::new();
    }
    let abbreviates = is_abbreviation(inside) || is_abbreviation(before) && !inside.is_empty();
    let inside = abbreviates.then_some(inside);
    [before].into_iter().chain(inside).collect()
}

/// Whether a text is one word of capitals and digits, of more than one letter, or several of them: "RAG", "K8S", "CI/CD",
/// "BFFs".
fn is_abbreviation(text: &str) -> bool {
    let capitals = text.strip_suffix('s').unwrap_or(text);
    let letters = capitals.chars().filter(|c| c.is_uppercase()).count();
    let may_stand = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-' | '&' | '.');
    letters > 1 && capitals.chars().count() <= MAX_ABBREVIATION && capitals.chars().all(may_stand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_called_by_what_its_parentheses_abbreviate() {
        for (title, short) in [
            (
                "Retrieval-augmented generation (RAG)",
                ["Retrieval-augmented generation", "RAG"].as_slice(),
            ),
            (
                "Backends for frontends (BFFs)",
                &["Backends for frontends", "BFFs"],
            ),
            ("MCP (Model Context Protocol)", &["MCP", "Model Context Protocol"]),
            ("Pipelines (CI/CD)", &["Pipelines", "CI/CD"]),
            ("Kotlin (mobile)", &["Kotlin"]),
            ("Zap (beta) ", &["Zap"]),
            ("Zap ()", &["Zap"]),
            ("Zap", &[]),
            ("(RAG)", &[]),
            ("- (RAG)", &[]),
            ("Zap) (", &[]),
            ("ZAP)", &[]),
        ] {
            assert_eq!(short_titles(title), short, "{title}");
        }
    }
}
