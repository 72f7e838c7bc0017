//! Editions, and what changes their words.

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{
    any_blip, any_edition_id, any_number, any_prose, any_quadrant, any_ring, any_time, any_title, id,
};
use crate::correction::{Corrected, Correction};
use crate::edit::{Dropped, Edit, EditNumber};
use crate::guild_edition::{GuildEdition, Publisher};
use crate::radar::{BlipText, Given, Heading, Link, Relation, Revision, Section, Url};

/// Boxed, since a tree of strategies lies on the stack.
pub fn any_revision() -> BoxedStrategy<Revision> {
    let link = any_title().prop_map(|title| Link {
        title,
        url: Url::parse("https://example.org/x?y#z").unwrap(),
    });
    let relation = (any_blip(), any::<String>()).prop_map(|(id, how)| Relation { id, how });
    let heading = prop_oneof![
        Just(Heading::Tips),
        any::<String>().prop_map(|text| Heading::parse(&text))
    ];
    let section = (heading, any::<String>()).prop_map(|(heading, markdown)| Section { heading, markdown });
    let text =
        (any::<String>(), vec(section, 0..3)).prop_map(|(summary, sections)| BlipText { summary, sections });
    let names = (
        any_blip(),
        option::of(any_title()),
        option::of(any_ring()),
        option::of(any_quadrant()),
    );
    let lists = (
        option::of(vec(any::<String>(), 0..3)),
        option::of(vec(any_title(), 0..3)),
        option::of(vec(link, 0..3)),
        option::of(vec(relation, 0..3)),
    );
    let rest = (
        option::of(option::of(any::<String>()).prop_map(Given::from)),
        option::of(
            option::of((1970..2200_i16).prop_map(|year| Date::new(year, 2, 28).unwrap()))
                .prop_map(Given::from),
        ),
        option::of(text),
        option::of(any::<bool>()),
    );
    (names, lists, rest)
        .prop_map(|(names, lists, rest)| {
            let (blip, title, ring, quadrant) = names;
            let (tags, aliases, links, related) = lists;
            let (owner, review_by, text, retired) = rest;
            Revision {
                blip,
                title,
                ring,
                quadrant,
                tags,
                aliases,
                links,
                related,
                owner,
                review_by,
                text,
                retired,
            }
        })
        .boxed()
}

/// An edition of a guild.
pub fn any_edition() -> impl Strategy<Value = GuildEdition> {
    let publisher = (id(), any::<bool>()).prop_map(|(member, by_schedule)| {
        if by_schedule {
            Publisher::Schedule { set_by: member }
        } else {
            Publisher::Member(member)
        }
    });
    let names = (id(), any_edition_id(), any::<String>(), any_time(), publisher);
    let carried_out = (vec(any_number(), 0..3), vec(any_edit_number(), 0..2));
    (names, carried_out, vec(any_revision(), 0..3)).prop_map(
        |((guild, id, title, published_at, by), (proposals, edits), revisions)| GuildEdition {
            guild,
            id,
            title,
            published_at,
            by,
            proposals,
            edits,
            revisions,
        },
    )
}

pub fn any_edit_number() -> impl Strategy<Value = EditNumber> {
    (1..=u32::MAX).prop_map(|number| EditNumber::try_from(number).unwrap())
}

/// What is said of words.
pub fn any_words() -> impl Strategy<Value = Revision> {
    any_revision().prop_map(|revision| Revision {
        title: None,
        ring: None,
        quadrant: None,
        retired: None,
        ..revision
    })
}

pub fn any_edit() -> impl Strategy<Value = Edit> {
    let dropped = option::of((id(), any_time(), any_prose()));
    (id(), any_edit_number(), id(), any_time(), any_words(), dropped).prop_map(
        |(guild, number, by, at, revision, dropped)| Edit {
            guild,
            number,
            by,
            at,
            revision,
            dropped: dropped.map(|(by, at, reason)| Dropped { by, at, reason }),
        },
    )
}

pub fn any_correction() -> impl Strategy<Value = Correction> {
    let what = prop_oneof![
        Just(Corrected::Note),
        any::<String>().prop_map(Corrected::Title),
        any_words().prop_map(|revision| Corrected::Blip(Box::new(revision))),
    ];
    let when = (1..=u32::MAX, id(), any_time(), any_prose());
    (id(), any_edition_id(), when, what).prop_map(|(guild, edition, (number, by, at, note), what)| {
        Correction {
            guild,
            edition,
            number,
            by,
            at,
            note,
            what,
        }
    })
}
