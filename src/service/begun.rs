//! Rings and quadrants that are named by a beginning.

use super::error::Refusal;
use crate::radar::{Quadrant, Ring, Scheme, Title, fold};

/// Why a beginning means none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Begun {
    /// None is called so.
    None,
    /// Several are: these.
    Several(Vec<Title>),
}

/// Which beginnings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// Those of whole names. By the last word of "Do not adopt" its opposite may be meant.
    OfNames,
    /// Those of all words of names, where none of a whole name is meant.
    OfWords,
}

/// The ring that a person means: by a name of it, or by a beginning that no other has.
pub(super) fn ring<'a>(scheme: &'a Scheme, typed: &str, beginning: Beginning) -> Result<&'a Ring, Begun> {
    let names = |ring: &Ring| names(ring.id.as_str(), &ring.title, &ring.aliases);
    match scheme.find_ring(typed) {
        Some(ring) => Ok(ring),
        None => only(scheme.rings(), typed, beginning, names, |ring| &ring.title),
    }
}

/// The same of a quadrant.
pub(super) fn quadrant(scheme: &Scheme, typed: String) -> Result<&Quadrant, Refusal> {
    let names = |one: &Quadrant| names(one.id.as_str(), &one.title, &one.aliases);
    if let Some(quadrant) = scheme.find_quadrant(&typed) {
        return Ok(quadrant);
    }
    let quadrants = scheme.quadrants();
    only(quadrants, &typed, Beginning::OfWords, names, |one| &one.title).map_err(|unclear| match unclear {
        Begun::None => Refusal::UnknownQuadrant {
            typed,
            quadrants: quadrants.iter().map(|one| one.title.clone()).collect(),
        },
        Begun::Several(quadrants) => Refusal::WhichQuadrant { typed, quadrants },
    })
}

/// Whether a word of a name begins with what is typed; both are folded. Nothing begins none.
pub fn begins_a_word(typed: &str, name: &str) -> bool {
    !typed.is_empty() && (name.starts_with(typed) || name.contains(&format!(" {typed}")))
}

fn names(id: &str, title: &Title, aliases: &[Title]) -> Vec<String> {
    let aliases = aliases.iter().map(Title::key);
    [fold(id), title.key()].into_iter().chain(aliases).collect()
}

/// The one of which a name begins so, or else a word of a name, if that counts.
fn only<'a, T>(
    all: &'a [T],
    typed: &str,
    beginning: Beginning,
    names: impl Fn(&T) -> Vec<String>,
    title: impl Fn(&T) -> &Title,
) -> Result<&'a T, Begun> {
    let key = fold(typed);
    let having = |is_so: &dyn Fn(&str) -> bool| -> Vec<&'a T> {
        let all = all.iter();
        all.filter(|one| names(one).iter().any(|name| is_so(name)))
            .collect()
    };
    let mut found = having(&|name| !key.is_empty() && name.starts_with(&key));
    if found.is_empty() && beginning == Beginning::OfWords {
        found = having(&|name| begins_a_word(&key, name));
    }
    match found.as_slice() {
        [] => Err(Begun::None),
        [only] => Ok(only),
        several => Err(Begun::Several(
            several.iter().map(|one| title(one).clone()).collect(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radar::{Color, QuadrantId, RingId};

    fn title(text: &str) -> Title {
        Title::parse(text).unwrap()
    }

    fn scheme() -> Scheme {
        let ring = |id: &str, name: &str, aliases: Vec<Title>| Ring {
            id: RingId::parse(id).unwrap(),
            title: title(name),
            aliases,
            color: Color::parse("#112233").unwrap(),
        };
        let rings = vec![
            ring("use", "Use", vec![title("Adopt now")]),
            ring("assess", "Assess", Vec::new()),
            ring("try", "Try", vec![title("Assay")]),
            ring("never", "Do not adopt", Vec::new()),
        ];
        let quadrant = |id: &str, name: &str| Quadrant {
            id: QuadrantId::parse(id).unwrap(),
            title: title(name),
            aliases: Vec::new(),
        };
        let quadrants = vec![
            quadrant("lang", "Programming languages"),
            quadrant("tools", "Tools"),
            quadrant("techniques", "Techniques"),
        ];
        Scheme::new(title("Radar"), rings, quadrants).unwrap()
    }

    fn ring_of(typed: &str, beginning: Beginning) -> Result<String, Begun> {
        ring(&scheme(), typed, beginning).map(|ring| ring.id.to_string())
    }

    #[test]
    fn a_beginning_that_only_one_has_is_taken() {
        for (typed, id) in [
            ("ASS ess", None),
            ("asse", Some("assess")),
            ("adop", Some("use")),
            ("us", Some("use")),
        ] {
            let found = ring_of(typed, Beginning::OfWords).ok();
            assert_eq!(found.as_deref(), id, "{typed}");
        }
        let several = Begun::Several(vec![title("Assess"), title("Try")]);
        assert_eq!(ring_of("ass", Beginning::OfWords), Err(several));
        for nothing in ["", " ", "-", "🚀", "zzz", "sess"] {
            assert_eq!(
                ring_of(nothing, Beginning::OfWords),
                Err(Begun::None),
                "{nothing}"
            );
        }
    }

    #[test]
    fn a_word_within_a_name_is_taken_only_where_a_wrong_one_does_no_harm() {
        assert_eq!(ring_of("not", Beginning::OfWords).as_deref(), Ok("never"));
        assert_eq!(ring_of("not", Beginning::OfNames), Err(Begun::None));
        assert_eq!(ring_of("do n", Beginning::OfNames).as_deref(), Ok("never"));
    }

    #[test]
    fn quadrants_are_named_by_beginnings_too() {
        let found = |typed: &str| quadrant(&scheme(), typed.to_owned()).map(|one| one.id.to_string());
        assert_eq!(found("languages").as_deref(), Ok("lang"));
        assert_eq!(found("tool").as_deref(), Ok("tools"));
        assert!(matches!(found("t"), Err(Refusal::WhichQuadrant { quadrants, .. }) if quadrants.len() == 2),);
        assert!(
            matches!(found("north"), Err(Refusal::UnknownQuadrant { quadrants, .. }) if quadrants.len() == 3),
        );
    }
}
