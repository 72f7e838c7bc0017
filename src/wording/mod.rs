//! Every word that a member reads, by key: one Fluent file a language.
//!
//! Parsed once at the start. A key that is missing shows as itself and is logged: a member who reads `vote-closes`
//! is better off than one who reads nothing.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

#[cfg(test)]
mod tests;

/// English, the language that every other one falls back to.
const ENGLISH: &str = include_str!("en.ftl");

/// The words of one language.
pub struct Wording {
    bundle: FluentBundle<FluentResource>,
}

impl Wording {
    /// English.
    pub fn english() -> Self {
        // A broken entry is left out and logged; the tests see to it that there is none.
        let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(?errors, "the wording has entries that can not be read");
            resource
        });
        let mut bundle = FluentBundle::new_concurrent(vec![language("en")]);
        // Discord shows the marks that would isolate an argument's direction as boxes on some devices; texts that
        // members typed are freed of direction marks before they come here.
        bundle.set_use_isolating(false);
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(?errors, "the wording has keys twice");
        }
        Self { bundle }
    }

    /// The same English for all tests: to read it takes longer than what most of them render.
    #[cfg(test)]
    pub fn shared() -> std::sync::Arc<Self> {
        static SHARED: std::sync::LazyLock<std::sync::Arc<Wording>> =
            std::sync::LazyLock::new(|| std::sync::Arc::new(Wording::english()));
        std::sync::Arc::clone(&SHARED)
    }

    /// The text of `key`.
    pub fn text<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.format(key, None)
    }

    /// The text of `key` with its variables filled in.
    pub fn with<'a, const N: usize>(&self, key: &str, values: [(&'a str, FluentValue<'a>); N]) -> String {
        let args: FluentArgs<'a> = values.into_iter().collect();
        self.format(key, Some(&args)).into_owned()
    }

    fn format<'a>(&'a self, key: &'a str, args: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(wording.key = key, "the wording lacks a key");
            return Cow::Borrowed(key);
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            tracing::error!(wording.key = key, ?errors, "a text lacks a variable");
            debug_assert!(false, "`{key}` lacks a variable: {errors:?}");
        }
        text
    }
}

fn language(tag: &str) -> LanguageIdentifier {
    tag.parse().unwrap_or_default()
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wording").finish_non_exhaustive()
    }
}
