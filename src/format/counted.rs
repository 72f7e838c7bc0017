//! Numbers with what they count, for reports and the command line.

/// `1 blip`, `2 blips`; `what` is the word for one, whose plural ends in s.
pub fn counted(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_one() {
        let all = [0, 1, 2].map(|number| counted(number, "earlier edition"));
        assert_eq!(
            all,
            ["0 earlier editions", "1 earlier edition", "2 earlier editions"]
        );
    }
}
