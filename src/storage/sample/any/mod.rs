//! Any row that the domain can make.

mod edition;
mod notice;
mod settings;
mod trail;
mod vote;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::prose::Prose;
use crate::radar::{BlipId, EditionId, QuadrantId, RingId, Title};
use crate::storage::Row;
use crate::storage::sample::{blip, edition_id, number, ring};
use crate::vote::ProposalNumber;

pub use self::vote::{any_policy, any_proposal};

fn id<T: TryFrom<u64, Error: std::fmt::Debug> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop_oneof![1..4u64, Just(u64::MAX), any::<u64>().prop_map(|id| id.max(1))]
        .prop_map(|id| T::try_from(id).unwrap())
}

fn any_number() -> impl Strategy<Value = ProposalNumber> {
    prop_oneof![1..4u32, Just(u32::MAX)].prop_map(number)
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_i64, 0..1_000_000_000_i32)
        .prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn any_prose() -> impl Strategy<Value = Prose> {
    any::<String>().prop_filter_map("empty", |text| Prose::parse(&text, 1000).ok())
}

fn any_title() -> impl Strategy<Value = Title> {
    any::<String>().prop_filter_map("no title", |text| Title::parse(&text).ok())
}

fn any_blip() -> impl Strategy<Value = BlipId> {
    "[a-z0-9][a-z0-9-]{0,12}".prop_map(|text| blip(&text))
}

fn any_ring() -> impl Strategy<Value = RingId> {
    "[a-z]{1,8}".prop_map(|text| ring(&text))
}

fn any_quadrant() -> impl Strategy<Value = QuadrantId> {
    "[a-z]{1,8}".prop_map(|text| QuadrantId::parse(&text).unwrap())
}

fn any_edition_id() -> impl Strategy<Value = EditionId> {
    "[A-Z0-9][a-z0-9._-]{0,12}".prop_map(|text| edition_id(&text))
}

fn any_count<T: TryFrom<u32, Error: std::fmt::Debug> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop_oneof![1..4u32, Just(u32::MAX)].prop_map(|number| T::try_from(number).unwrap())
}

/// Any row.
pub fn any_row() -> impl Strategy<Value = Row> {
    prop_oneof![
        (id(), settings::any_settings()).prop_map(|(guild, settings)| Row::Settings(guild, settings)),
        any_proposal().prop_map(Row::Proposal),
        trail::any_ballot(),
        trail::any_of_a_trail().boxed(),
        edition::any_edition().prop_map(Row::Edition).boxed(),
        notice::any_notice().prop_map(Row::Notice).boxed(),
        edition::any_edit().prop_map(Row::Edit).boxed(),
        edition::any_correction().prop_map(Row::Correction).boxed(),
    ]
}
