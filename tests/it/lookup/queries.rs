//! Names as people type them: from each name of a list a query of each kind, always the same ones.
//!
//! The tests and the figures share this file.

/// A way to type a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Title,
    Id,
    Alias,
    OtherCase,
    WithoutPunctuation,
    JoinedOrHyphenated,
    Swapped,
    Dropped,
    Doubled,
    Neighbour,
    TwoMistakes,
    VowelDropped,
    OtherOrder,
    First60,
    First70WithMistake,
    WithoutFirstWord,
}

impl Kind {
    pub const ALL: [Self; 16] = [
        Self::Title,
        Self::Id,
        Self::Alias,
        Self::OtherCase,
        Self::WithoutPunctuation,
        Self::JoinedOrHyphenated,
        Self::Swapped,
        Self::Dropped,
        Self::Doubled,
        Self::Neighbour,
        Self::TwoMistakes,
        Self::VowelDropped,
        Self::OtherOrder,
        Self::First60,
        Self::First70WithMistake,
        Self::WithoutFirstWord,
    ];

    /// A name typed so; `None` if this name can not be, or would stay as it is.
    fn typed(self, name: &Listed, random: &mut Random) -> Option<String> {
        let title: Vec<char> = name.title.chars().collect();
        let words: Vec<&str> = name.title.split(' ').collect();
        let typed = match self {
            Self::Title => return Some(name.title.clone()),
            Self::Id => return Some(name.id.clone()),
            Self::Alias => return name.alias.clone(),
            Self::OtherCase if random.below(2) == 0 => name.title.to_uppercase(),
            Self::OtherCase => name.title.to_lowercase(),
            Self::WithoutPunctuation => {
                let kept = |c: &char| c.is_alphanumeric() || *c == ' ';
                title.iter().copied().filter(kept).collect()
            }
            Self::JoinedOrHyphenated if random.below(2) == 0 => words.concat(),
            Self::JoinedOrHyphenated => words.join("-"),
            Self::Swapped => mistyped(&title, 0, random)?,
            Self::Dropped => mistyped(&title, 1, random)?,
            Self::Doubled => mistyped(&title, 2, random)?,
            Self::Neighbour => mistyped(&title, 3, random)?,
            Self::TwoMistakes => {
                let (first, second) = (random.below(4), random.below(4));
                let once: Vec<char> = mistyped(&title, first, random)?.chars().collect();
                mistyped(&once, second, random)?
            }
            Self::VowelDropped => mistyped(&title, 4, random)?,
            Self::OtherOrder => {
                let mut words = words;
                let at = random.below(words.len().checked_sub(1).filter(|&pairs| pairs > 0)?);
                words.swap(at, at + 1);
                words.join(" ")
            }
            Self::First60 => beginning(&title, 60, random),
            Self::First70WithMistake => {
                let typed: Vec<char> = beginning(&title, 70, random).chars().collect();
                let kind = random.below(4);
                mistyped(&typed, kind, random)?
            }
            Self::WithoutFirstWord => words.get(1..)?.join(" "),
        };
        let typed = typed.trim().to_owned();
        (typed != name.title && typed.chars().any(char::is_alphanumeric)).then_some(typed)
    }
}

/// A name of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub title: String,
    pub id: String,
    pub alias: Option<String>,
}

/// What somebody typed for a name.
#[derive(Debug, Clone)]
pub struct Typed {
    pub kind: Kind,
    pub text: String,
    /// The id that is meant.
    pub meant: String,
}

/// The names of a list: one a line, with an alias behind ` = `.
pub fn listed(list: &str, id: impl Fn(&str) -> String) -> Vec<Listed> {
    list.lines()
        .map(|line| {
            let (title, alias) = match line.split_once(" = ") {
                Some((title, alias)) => (title, Some(alias.to_owned())),
                None => (line, None),
            };
            Listed {
                title: title.to_owned(),
                id: id(title),
                alias,
            }
        })
        .collect()
}

/// Each name in each way. What is the name of another blip, but for signs, case and space, is left out: it is that
/// blip's.
pub fn queries(names: &[Listed], seed: u64) -> Vec<Typed> {
    let mut random = Random(seed);
    let key = |text: &str| -> String {
        let kept = text
            .chars()
            .filter(|&c| c.is_alphanumeric() || matches!(c, '+' | '#'));
        kept.flat_map(char::to_lowercase).collect()
    };
    let mut own = std::collections::HashMap::new();
    for name in names {
        for text in [Some(&name.title), Some(&name.id), name.alias.as_ref()]
            .into_iter()
            .flatten()
        {
            own.entry(key(text)).or_insert(&name.id);
        }
    }
    let mut queries = Vec::new();
    for name in names {
        for kind in Kind::ALL {
            let Some(text) = kind.typed(name, &mut random) else {
                continue;
            };
            if own.get(&key(&text)).is_none_or(|owner| **owner == name.id) {
                queries.push(Typed {
                    kind,
                    text,
                    meant: name.id.clone(),
                });
            }
        }
    }
    queries
}

/// The first so many percent, rounded as one or another would.
fn beginning(title: &[char], percent: usize, random: &mut Random) -> String {
    let rounding = [0, 50, 99][random.below(3)];
    let length = (title.len() * percent + rounding) / 100;
    title.iter().take(length).collect()
}

/// A text with a mistake of a kind: two letters swapped, a letter dropped, doubled, replaced by its neighbour on the
/// keyboard, a vowel left out. Names of less than five characters are typed with care.
fn mistyped(text: &[char], mistake: usize, random: &mut Random) -> Option<String> {
    const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let places: Vec<usize> = (0..text.len())
        .filter(|&at| match mistake {
            0 => at + 1 < text.len() && text[at] != text[at + 1] && text[at + 1].is_alphanumeric(),
            3 => text[at].is_ascii_alphabetic(),
            4 => "aeiouAEIOU".contains(text[at]),
            _ => true,
        })
        .filter(|&at| text[at].is_alphanumeric())
        .collect();
    if text.len() < 5 || places.is_empty() {
        return None;
    }
    let at = places[random.below(places.len())];
    let mut typed = text.to_vec();
    match mistake {
        0 => typed.swap(at, at + 1),
        1 | 4 => {
            typed.remove(at);
        }
        2 => typed.insert(at, text[at]),
        _ => {
            let letter = text[at].to_ascii_lowercase();
            let (row, column) = KEYBOARD
                .iter()
                .enumerate()
                .find_map(|(row, keys)| Some((row, keys.find(letter)?)))?;
            let key = |row: usize, column: usize| KEYBOARD.get(row)?.chars().nth(column);
            let touching: Vec<char> = [
                column.checked_sub(1).and_then(|left| key(row, left)),
                key(row, column + 1),
                row.checked_sub(1).and_then(|above| key(above, column)),
                row.checked_sub(1).and_then(|above| key(above, column + 1)),
                key(row + 1, column),
                column.checked_sub(1).and_then(|left| key(row + 1, left)),
            ]
            .into_iter()
            .flatten()
            .collect();
            typed[at] = touching[random.below(touching.len())];
        }
    }
    Some(typed.into_iter().collect())
}

/// `SplitMix64`: the same numbers for the same seed, everywhere.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or_default() % bound
    }
}
