//! One id for each name, in all editions: also for two names that make the same one ("Zap" and "ZAP").

use std::collections::{BTreeMap, BTreeSet};

use super::counted;
use super::problem::{Findings, short};
use crate::radar::{BlipId, Title, fold_case_and_space};

/// Which titles are one name.
#[derive(Debug, Default)]
enum Names {
    /// Those that are spelled alike.
    #[default]
    AsSpelled,
    /// Those that differ only by case, too, except where one edition has two of them.
    Folded {
        /// The names that are told apart by their spelling.
        apart: BTreeSet<String>,
    },
}

impl Names {
    fn of(&self, title: &Title) -> String {
        let as_spelled = || title.as_str().to_owned();
        match self {
            Self::AsSpelled => as_spelled(),
            Self::Folded { apart } => {
                let folded = fold_case_and_space(title.as_str());
                if apart.contains(&folded) {
                    as_spelled()
                } else {
                    folded
                }
            }
        }
    }
}

/// The ids that were given.
#[derive(Debug, Default)]
pub(super) struct Ids {
    names: Names,
    by_name: BTreeMap<String, BlipId>,
    taken: BTreeSet<BlipId>,
}

impl Ids {
    /// Ids for these editions, each by the titles in it: a name whose spelling changes by case between editions, or by how its
    /// accents are encoded, is one name. Two spellings in one edition are two.
    pub(super) fn across<T: Iterator<Item = Title>>(editions: impl Iterator<Item = T>) -> Self {
        let mut apart = BTreeSet::new();
        for titles in editions {
            let mut spelled: BTreeMap<String, Title> = BTreeMap::new();
            for title in titles {
                let folded = fold_case_and_space(title.as_str());
                if spelled.get(&folded).is_some_and(|other| *other != title) {
                    apart.insert(folded);
                } else {
                    spelled.insert(folded, title);
                }
            }
        }
        Self {
            names: Names::Folded { apart },
            ..Self::default()
        }
    }

    /// The blip of this name, if there is one.
    pub(super) fn find(&self, title: &Title) -> Option<&BlipId> {
        self.by_name.get(&self.names.of(title))
    }

    /// The blip of this name, which gets an id now if it has none. The first name that makes an id has it; later ones
    /// get a checksum of their name as well, so that they do not depend on what else there is.
    pub(super) fn of(&mut self, title: &Title) -> BlipId {
        if let Some(id) = self.find(title) {
            return id.clone();
        }
        let id = self.free(title);
        self.taken.insert(id.clone());
        self.by_name.insert(self.names.of(title), id.clone());
        id
    }

    /// Keeps an id that a file gives, unless another name has it.
    pub(super) fn keep(&mut self, id: BlipId, title: &Title) -> Option<BlipId> {
        if !self.taken.insert(id.clone()) {
            return None;
        }
        self.by_name.insert(self.names.of(title), id.clone());
        Some(id)
    }

    fn free(&self, title: &Title) -> BlipId {
        let plain = BlipId::from_title(title);
        if !self.taken.contains(&plain) {
            return plain;
        }
        let mut salt = 0_u32;
        loop {
            let checksum = format!(
                "{:08x}",
                crc32fast::hash(format!("{}{salt}", title.as_str()).as_bytes())
            );
            let room = BlipId::MAX_CHARS - checksum.len() - 1;
            // An id is ASCII: every place in it is a boundary.
            let stem = plain
                .as_str()
                .get(..room.min(plain.as_str().len()))
                .unwrap_or_default();
            let id = BlipId::parse(&format!("{}-{checksum}", stem.trim_end_matches('-')));
            match id {
                Ok(id) if !self.taken.contains(&id) => return id,
                Ok(_) | Err(_) => salt = salt.wrapping_add(1),
            }
        }
    }
}

/// Blips that have another id here than in their file: the first ones are listed, the others counted.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    listed: usize,
    more: usize,
    last: usize,
}

impl Renamed {
    /// Of one file that are listed. A file whose ids are names has hundreds.
    const MAX_LISTED: usize = 10;

    /// A blip's id in its file and here; there may be none yet.
    pub(super) fn see(
        &mut self,
        given: &str,
        id: Option<&BlipId>,
        line: usize,
        place: &str,
        findings: &mut Findings,
    ) {
        if id.is_some_and(|id| id.as_str() == given) {
            return;
        }
        self.last = line;
        if self.listed == Self::MAX_LISTED {
            self.more += 1;
            return;
        }
        self.listed += 1;
        let given = short(given);
        match id {
            Some(id) => findings.note(
                line,
                format_args!(
                    "{place}: its id `{given}` is `{id}` here: an id has a-z, 0-9 and - only, and no two blips have one"
                ),
            ),
            None => findings.note(
                line,
                format_args!("{place}: `{given}` can be no id here: the blip has one of its title"),
            ),
        }
    }

    /// Tells how many more there were.
    pub(super) fn tell(self, findings: &mut Findings) {
        if self.more > 0 {
            let more = counted(self.more, "more blip");
            findings.note(
                self.last,
                format_args!("{more} with another id here than in this file"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Title {
        Title::parse(text).unwrap()
    }

    #[test]
    fn names_that_differ_by_case_have_ids_of_their_own() {
        let mut ids = Ids::default();
        let zap = ids.of(&title("Zap"));
        let other = ids.of(&title("ZAP"));
        assert_eq!(zap.as_str(), "zap");
        assert!(other.as_str().starts_with("zap-"), "{other}");
        assert_eq!(ids.of(&title("Zap")), zap);
        assert_eq!(ids.of(&title("ZAP")), other);
        let mut again = Ids::default();
        again.of(&title("Zap"));
        assert_eq!(again.of(&title("ZAP")), other);
    }

    #[test]
    fn a_name_is_one_in_all_editions_unless_one_of_them_has_two_spellings() {
        let editions = [
            vec![title("NoSQL"), title("Zap"), title("Café")],
            vec![title("NoSql"), title("ZAP"), title("Zap"), title("Cafe\u{301}")],
        ];
        let mut ids = Ids::across(editions.into_iter().map(Vec::into_iter));
        for (one, other, same) in [
            ("NoSQL", "NoSql", true),
            ("Café", "Cafe\u{301}", true),
            ("Zap", "ZAP", false),
            ("Café", "Cafe", false),
        ] {
            let (one, other) = (ids.of(&title(one)), ids.of(&title(other)));
            assert_eq!(one == other, same, "{one} and {other}");
        }
        assert_eq!(ids.find(&title("nosql")).map(BlipId::as_str), Some("nosql"));
    }

    #[test]
    fn long_names_stay_within_an_id() {
        let mut ids = Ids::default();
        let first = ids.of(&title(&"a".repeat(64)));
        let second = ids.of(&title(&"A".repeat(64)));
        assert_ne!(first, second);
    }

    #[test]
    fn an_id_of_a_file_is_kept_once() {
        let mut ids = Ids::default();
        let id = BlipId::parse("x").unwrap();
        assert!(ids.keep(id.clone(), &title("X")).is_some());
        assert!(ids.keep(id, &title("Other")).is_none());
        assert_ne!(ids.of(&title("x")).as_str(), "x");
    }
}
