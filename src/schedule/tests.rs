//! Schedules by the calendar: both changes of the clock, missed occurrences, other zones.

use super::*;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn begin(typed: &str, zone: &str, now: &str) -> Result<Schedule, Fault> {
    let by = (
        InteractionId::try_from(9).unwrap(),
        MemberId::try_from(5).unwrap(),
    );
    Schedule::begin(by, typed, None, &self::zone(zone), time(now))
}

fn instants(schedule: &Schedule, zone: &str, count: usize) -> Vec<String> {
    let zone = self::zone(zone);
    let upcoming = schedule.upcoming(&zone).take(count);
    upcoming.map(|occurrence| occurrence.at.to_string()).collect()
}

#[test]
fn a_rhythm_keeps_its_local_time_across_both_changes() {
    let every = |zone, now| instants(&begin("30 2 * * SUN", zone, now).unwrap(), zone, 3);
    assert_eq!(
        every("Europe/Berlin", "2026-03-20T00:00:00Z"),
        [
            "2026-03-22T01:30:00Z",
            "2026-03-29T01:00:00Z",
            "2026-04-05T00:30:00Z"
        ]
    );
    assert_eq!(
        every("Europe/Berlin", "2026-10-17T12:00:00Z"),
        [
            "2026-10-18T00:30:00Z",
            "2026-10-25T00:30:00Z",
            "2026-11-01T01:30:00Z"
        ]
    );
    assert_eq!(
        every("America/New_York", "2026-03-01T12:00:00Z"),
        [
            "2026-03-08T07:00:00Z",
            "2026-03-15T06:30:00Z",
            "2026-03-22T06:30:00Z"
        ]
    );
    let quarters = begin("every quarter at 10:00", "Europe/Berlin", "2026-11-26T12:00:00Z").unwrap();
    assert_eq!(
        instants(&quarters, "Europe/Berlin", 3),
        [
            "2027-01-01T09:00:00Z",
            "2027-04-01T08:00:00Z",
            "2027-07-01T08:00:00Z"
        ]
    );
}

#[test]
fn a_day_without_midnight_has_its_occurrence_all_the_same() {
    let daily = begin("0 0 * * *", "Asia/Beirut", "2026-03-27T12:00:00Z").unwrap();
    assert_eq!(
        instants(&daily, "Asia/Beirut", 3),
        [
            "2026-03-27T22:00:00Z",
            "2026-03-28T22:00:00Z",
            "2026-03-29T21:00:00Z"
        ]
    );
}

#[test]
fn a_date_lies_ahead_but_not_too_far() {
    let now = "2026-11-26T21:00:00Z";
    let latest = jiff::civil::date(2028, 11, 26);
    for typed in [
        "2026-11-26",
        "2026-11-26 22:00",
        "2020-01-01",
        "2028-11-27",
        "9999-12-31",
    ] {
        assert_eq!(
            begin(typed, "Europe/Berlin", now),
            Err(Fault::Span { latest }),
            "{typed}"
        );
    }
    assert_eq!(
        begin("2026-11-26 22:01", "Europe/Berlin", now).unwrap().next.at,
        time("2026-11-26T21:01:00Z")
    );
    assert!(begin("2028-11-26 23:59", "Europe/Berlin", now).is_ok());
    assert_eq!(begin("0 9 30 2 *", "UTC", now), Err(Fault::Never));
}

#[test]
fn the_heads_up_is_given_if_there_is_a_day_left() {
    let now = "2026-11-26T12:00:00Z";
    let late = begin("2026-11-27 12:00", "UTC", now).unwrap();
    assert_eq!(
        (late.heads_up, late.due_at()),
        (false, time("2026-11-27T12:00:00Z"))
    );
    let early = begin("2026-11-27 12:01", "UTC", now).unwrap();
    assert_eq!(
        (early.heads_up, early.due_at()),
        (true, time("2026-11-26T12:01:00Z"))
    );
}

#[test]
fn what_was_missed_comes_once_and_nothing_comes_twice() {
    let weekly = begin("0 9 * * MON", "UTC", "2026-11-26T12:00:00Z").unwrap();
    let utc = zone("UTC");
    assert_eq!(weekly.pass(&utc, time("2026-11-30T08:59:59Z")), None);
    // The bot was down for three Mondays.
    let passed = weekly.pass(&utc, time("2026-12-15T00:00:00Z")).unwrap();
    assert_eq!(passed.occurrence.at, time("2026-12-14T09:00:00Z"));
    let rest = passed.rest.unwrap();
    assert_eq!(rest.next.at, time("2026-12-21T09:00:00Z"));
    assert_eq!(rest.done, Some(jiff::civil::date(2026, 12, 14)));
    // A clock that was set back finds nothing to do, and so does a zone in which that Monday is still to come.
    assert_eq!(rest.pass(&utc, time("2026-12-14T09:00:00Z")), None);
    let elsewhere = rest.in_zone(&zone("Pacific/Honolulu")).unwrap();
    assert_eq!(elsewhere.next.date, jiff::civil::date(2026, 12, 21));
}

#[test]
fn a_date_is_over_when_it_has_come() {
    let once = begin("2026-12-01", "UTC", "2026-11-26T12:00:00Z").unwrap();
    let passed = once.pass(&zone("UTC"), time("2027-01-01T00:00:00Z")).unwrap();
    assert_eq!(
        (passed.occurrence.at, passed.rest),
        (time("2026-12-01T09:00:00Z"), None)
    );
}

#[test]
fn another_zone_moves_what_is_next() {
    let once = begin("2026-12-01", "UTC", "2026-11-26T12:00:00Z").unwrap();
    let moved = once.in_zone(&zone("America/New_York")).unwrap();
    assert_eq!(moved.next.at, time("2026-12-01T14:00:00Z"));
    assert_eq!(moved.next.date, once.next.date);
    assert_eq!(moved.in_zone(&zone("UTC")), Some(once));
}
