//! The names of one blip, folded once.

use super::form::Form;
use crate::radar::blip::Blip;
use crate::radar::fold::fold_case_and_space;
use crate::radar::id::BlipId;
use crate::radar::short::short_titles;

/// No name has more characters, so a longer text is not compared in full.
const MAX_QUERY_CHARS: usize = 160;

/// How a name is a blip's own, strongest first. An id is strongest: autocomplete sends ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exact {
    /// The id as it is written.
    Id,
    /// The title as it is written: of two that differ by case, it is this one.
    Written,
    /// The title, but for case and space.
    Spelling,
    /// The folded title or id.
    Title,
    /// A folded alias.
    Alias,
    /// A title, id or alias with nothing between its words.
    RunTogether,
    /// A part of the title by which it is called, too: whoever has the name for an alias is meant first.
    Part,
}

/// Where a name of a blip comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The title or the id.
    Own,
    Alias,
    /// What the title says in two ways.
    Part,
}

/// A name as it was typed, folded once.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) spelling: String,
    pub(super) form: Form,
}

impl Query {
    pub(super) fn new(text: &str) -> Self {
        let text: String = text.trim().chars().take(MAX_QUERY_CHARS).collect();
        Self {
            spelling: fold_case_and_space(&text),
            form: Form::new(&text),
            text,
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.form.folded.is_empty() && self.spelling.is_empty()
    }

    /// Whether it is made of signs only, which are compared as they are.
    pub(super) fn has_no_letters(&self) -> bool {
        self.form.letters.is_empty()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) id: BlipId,
    pub(super) retired: bool,
    pub(super) spelling: String,
    /// The title, then the id, then the aliases and what else the title says; none is empty, none repeats.
    keys: Vec<Key>,
}

/// One folded name.
#[derive(Debug, Clone)]
struct Key {
    folded: String,
    /// As it is written, if folding changes it.
    written: Option<Box<str>>,
    kind: Kind,
}

impl Names {
    /// The names of a blip, and the forms of them in the same order.
    pub(super) fn of(blip: &Blip, retired: bool) -> (Self, Vec<Form>) {
        let (mut keys, mut forms): (Vec<Key>, Vec<Form>) = (Vec::new(), Vec::new());
        let own = [blip.title.as_str(), blip.id.as_str()]
            .into_iter()
            .map(|name| (name, Kind::Own));
        let aliases = blip.aliases.iter().map(|alias| (alias.as_str(), Kind::Alias));
        let short = short_titles(blip.title.as_str());
        let short = short.into_iter().map(|name| (name, Kind::Part));
        for (name, kind) in own.chain(aliases).chain(short) {
            let form = Form::new(name);
            if !form.folded.is_empty() && keys.iter().all(|key| key.folded != form.folded) {
                keys.push(Key {
                    written: (form.folded != name).then(|| name.into()),
                    folded: form.folded.clone(),
                    kind,
                });
                forms.push(form);
            }
        }
        let names = Self {
            id: blip.id.clone(),
            retired,
            spelling: fold_case_and_space(blip.title.as_str()),
            keys,
        };
        (names, forms)
    }

    /// The order in which everything is listed.
    pub(super) fn place(&self) -> (bool, &str, &BlipId) {
        (self.retired, &self.spelling, &self.id)
    }

    pub(super) fn folded(&self, key: u16) -> &str {
        self.keys
            .get(usize::from(key))
            .map_or("", |key| key.folded.as_str())
    }

    pub(super) fn written(&self, key: u16) -> &str {
        self.keys
            .get(usize::from(key))
            .map_or("", |key| key.written.as_deref().unwrap_or(&key.folded))
    }

    pub(super) fn all_folded(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.folded.as_str())
    }

    pub(super) fn exact(&self, query: &Query) -> Option<Exact> {
        if query.text == self.id.as_str() {
            return Some(Exact::Id);
        }
        if !query.spelling.is_empty() && query.spelling == self.spelling {
            // It is the first name, or has neither letter nor digit: then case is nothing.
            let is_written = query.text == self.written(0);
            return Some(if is_written {
                Exact::Written
            } else {
                Exact::Spelling
            });
        }
        let typed = query.form.folded.as_str();
        self.keys
            .iter()
            .filter_map(|key| {
                if typed == key.folded {
                    Some(match key.kind {
                        Kind::Own => Exact::Title,
                        Kind::Alias => Exact::Alias,
                        Kind::Part => Exact::Part,
                    })
                } else if !typed.is_empty() && run_together(typed).eq(run_together(&key.folded)) {
                    Some(match key.kind {
                        Kind::Own | Kind::Alias => Exact::RunTogether,
                        Kind::Part => Exact::Part,
                    })
                } else {
                    None
                }
            })
            .min()
    }
}

fn run_together(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().filter(|&c| c != ' ')
}
