//! Settings, and the schedules in them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::vote::any_policy;
use super::{any_time, id};
use crate::schedule::{Occurrence, Schedule};
use crate::settings::{Settings, Theme, Voters};
use crate::vote::Policy;

pub fn any_settings() -> BoxedStrategy<Settings> {
    let channels = (option::of(id()), option::of(id()));
    let voters = prop_oneof![
        Just(Voters::Anyone),
        id().prop_map(Voters::Role),
        proptest::collection::btree_set(id(), 0..4).prop_map(Voters::Listed),
    ];
    let roles = (voters, option::of(id()));
    let named = |policies: Vec<Policy>| {
        let named = policies.into_iter().map(|policy| (policy.name.clone(), policy));
        named.collect()
    };
    let policies = vec(any_policy(), 0..3).prop_map(named).boxed();
    let away = proptest::collection::btree_map(id(), any_time(), 0..3);
    let times = (option::of(any_time()), option::of(any_time()));
    let seen = (option::of(id()), times, away.boxed());
    let zone =
        select(vec!["Europe/Berlin", "UTC", "America/New_York"]).prop_map(|name| name.parse().unwrap());
    let theme = select(Theme::ALL.to_vec());
    let calendar = (option::of(zone), option::of(theme), option::of(any_schedule())).boxed();
    (channels, roles, seen, any::<bool>(), policies, calendar)
        .prop_map(
            |((digests, votes), (voters, maintainers), (owner, times, away), threads, policies, calendar)| {
                Settings {
                    digests,
                    votes,
                    voters,
                    maintainers,
                    owner,
                    threads,
                    policies,
                    away,
                    timezone: calendar.0,
                    theme: calendar.1,
                    schedule: calendar.2,
                    left: times.0,
                    outage: times.1,
                }
            },
        )
        .boxed()
}

/// A schedule; what it says of the next occurrence need not follow from its rule.
pub fn any_schedule() -> impl Strategy<Value = Schedule> {
    let rule = select(vec![
        "2026-12-01 10:00",
        "every quarter at 09:00",
        "every last friday at 16:30",
        "0 9 1 */3 *",
    ]);
    let date =
        || (1_000..40_000i32).prop_map(|day| jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day));
    let told = option::of(any::<u32>());
    let names = (id(), id(), option::of(any::<String>()));
    let times = (any_time(), option::of(date()), date(), any_time());
    (names, rule, times, any::<bool>(), told).prop_map(
        |((id, set_by, title), rule, (set_at, done, date, at), heads_up, told)| Schedule {
            id,
            typed: rule.to_uppercase(),
            rule: rule.parse().unwrap(),
            title,
            set_by,
            set_at,
            done,
            next: Occurrence { date, at },
            heads_up,
            told,
        },
    )
}
