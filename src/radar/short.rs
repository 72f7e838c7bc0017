//! What else a title is called by, as the title itself says.

/// The longest abbreviation that is taken for one, in characters.
const MAX_ABBREVIATION: usize = 10;

/// The two names in a title of which the one in parentheses at its end abbreviates the other, or the other way round:
/// "Retrieval-augmented generation (RAG)" is called by both. Other words in parentheses are no names: "(beta)", "(AWS)".
pub(super) fn short_titles(title: &str) -> Vec<&str> {
    let parts = title
        .trim_end()
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    let Some((before, inside)) = parts else {
        return Vec::new();
    };
    let (before, inside) = (before.trim(), inside.trim());
    if abbreviates(inside, before) || abbreviates(before, inside) {
        vec![before, inside]
    } else {
        Vec::new()
    }
}

/// Whether a word is made of the first letters of some others: "RAG", "CI/CD", "BFFs". Capitals in them ("JavaScript Object
/// Notation") and small words ("and") may have a letter or none.
fn abbreviates(short: &str, long: &str) -> bool {
    let singular = short.strip_suffix('s').unwrap_or(short);
    let is_word = !short.contains(char::is_whitespace) && singular.chars().any(char::is_uppercase);
    let letters: Vec<char> = lower_case(singular.chars().filter(|c| c.is_alphanumeric()));
    if !is_word || !(2..=MAX_ABBREVIATION).contains(&letters.len()) {
        return false;
    }
    let initials = initials(long);
    // The places among the initials to which the letters until now can lead.
    let skip = |mut at: usize, places: &mut Vec<usize>| {
        places.push(at);
        while initials.get(at).is_some_and(|initial| !initial.needed) {
            at += 1;
            places.push(at);
        }
    };
    let mut places = Vec::new();
    skip(0, &mut places);
    for letter in letters {
        let mut next = Vec::new();
        for at in places {
            if initials.get(at).is_some_and(|initial| initial.letter == letter) {
                skip(at + 1, &mut next);
            }
        }
        next.sort_unstable();
        next.dedup();
        places = next;
    }
    places.contains(&initials.len())
}

/// A letter of which an abbreviation may be made.
struct Initial {
    letter: char,
    /// Whether there is no abbreviation without it.
    needed: bool,
}

fn initials(text: &str) -> Vec<Initial> {
    /// "for", "and", "the", "of".
    const MAX_SMALL: usize = 3;
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            let is_small = word.chars().count() <= MAX_SMALL && word.chars().all(char::is_lowercase);
            let letters = word.chars().enumerate();
            let letters = letters.filter(|&(n, c)| n == 0 || c.is_uppercase());
            letters.flat_map(move |(n, c)| {
                lower_case(std::iter::once(c))
                    .into_iter()
                    .map(move |letter| Initial {
                        letter,
                        needed: n == 0 && !is_small,
                    })
            })
        })
        .collect()
}

fn lower_case(letters: impl Iterator<Item = char>) -> Vec<char> {
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_called_by_what_it_abbreviates_and_by_nothing_else() {
        for (title, before, inside) in [
            (
                "Retrieval-augmented generation (RAG)",
                "Retrieval-augmented generation",
                "RAG",
            ),
            ("Backends for frontends (BFFs)", "Backends for frontends", "BFFs"),
            ("Backends for frontends (BfFs) ", "Backends for frontends", "BfFs"),
            ("MCP (Model Context Protocol)", "MCP", "Model Context Protocol"),
            (
                "Continuous integration and continuous delivery (CI/CD)",
                "Continuous integration and continuous delivery",
                "CI/CD",
            ),
            (
                "JavaScript Object Notation (JSON)",
                "JavaScript Object Notation",
                "JSON",
            ),
            ("Infrastructure as code (IaC)", "Infrastructure as code", "IaC"),
        ] {
            assert_eq!(short_titles(title), [before, inside], "{title}");
        }
        for title in [
            "SAP (legacy)",
            "GRPC (internal)",
            "Kotlin (mobile)",
            "Testing (contract)",
            "Managed Postgres (GCP)",
            "React (2013)",
            "Zap (Z)",
            "Zap ()",
            "Zap",
            "(RAG)",
            "- (RAG)",
            "Zap) (",
            "ZAP)",
            "Retrieval generation (RAG)",
            "Retrieval-augmented text generation (RAG)",
        ] {
            assert_eq!(short_titles(title), Vec::<&str>::new(), "{title}");
        }
    }
}
