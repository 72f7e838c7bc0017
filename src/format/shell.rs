//! What a sentence tells people to paste into a shell.

/// One word of a command line, for the shells of Linux and macOS.
pub(super) fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:=@+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Names as `--rings` and `--quadrants` take them: with commas between them, and those in quotes that have one themselves.
pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = |name: &str| {
        if name.contains([',', '"']) {
            format!("\"{}\"", name.replace('"', "\"\""))
        } else {
            name.to_owned()
        }
    };
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    word(&names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_read_them_otherwise() {
        for (text, quoted) in [
            ("Use,Try", "Use,Try"),
            ("", "''"),
            ("Use it", "'Use it'"),
            ("it's $5", r"'it'\''s $5'"),
        ] {
            assert_eq!(word(text), quoted);
        }
        assert_eq!(
            names(["Languages, old", "a \"b\"", "Tools"]),
            "'\"Languages, old\",\"a \"\"b\"\"\",Tools'"
        );
    }
}
