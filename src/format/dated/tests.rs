use super::*;

#[test]
fn names_say_dates_in_many_ways() {
    for (name, expected) in [
        ("Radar Volume 03 (Aug 2010)", "2010-08-01"),
        ("radar-2023-10-01", "2023-10-01"),
        ("2023-10-01-2", "2023-10-01"),
        ("v34_2026.05", "2026-05-01"),
        ("20231001", "2023-10-01"),
        ("202310 radar", "2023-10-01"),
        ("September 2019", "2019-09-01"),
        ("Sept 2019", "2019-09-01"),
        ("2019 Sep", "2019-09-01"),
        ("03-2024", "2024-03-01"),
        ("03.2024", "2024-03-01"),
        ("radar 03/2024", "2024-03-01"),
        ("31.12.2023", "2023-12-31"),
        ("1.2.2023", "2023-02-01"),
        ("31-12-2023", "2023-12-31"),
        ("12/31/2023", "2023-12-31"),
        ("15 March 2024", "2024-03-15"),
        ("15. März 2024", "2024-03-15"),
        ("Radar 1st of May 2024", "2024-05-01"),
        ("Aug 15, 2024", "2024-08-15"),
        ("März 2024", "2024-03-01"),
        ("août 2024", "2024-08-01"),
        ("Dez 2024", "2024-12-01"),
        ("enero-2024", "2024-01-01"),
        ("2023 Q3", "2023-07-01"),
        ("Q3 2023", "2023-07-01"),
        ("radar-2023q4", "2023-10-01"),
        ("2023-H2", "2023-07-01"),
        ("2024-Mar-15", "2024-03-15"),
        ("2024 March 15", "2024-03-15"),
        ("2024 März 15", "2024-03-15"),
        ("2024_05_17T10", "2024-05-17"),
        ("radar-2024-05-31T1030Z", "2024-05-31"),
        ("radar-2024-05-31T10_30_00", "2024-05-31"),
        ("20240531T1030", "2024-05-31"),
        // A second copy of a file.
        ("2024-05 (2)", "2024-05-01"),
        ("2024-05-17 (2)", "2024-05-17"),
        ("release-2024-03", "2024-03-01"),
        ("v34_05-2026", "2026-05-01"),
        ("v1.2 2023-05", "2023-05-01"),
    ] {
        let found = date_in(name).unwrap();
        assert_eq!(found.date.to_string(), expected, "{name}");
        assert_eq!(found.note(name), None, "{name}");
    }
    for name in ["", "radar", "volume 12", "12345", "port 8080", "q3", "May"] {
        assert_eq!(date_in(name), None, "{name}");
    }
}

#[test]
fn a_day_that_its_month_does_not_have_is_told_and_a_letter_behind_one_is_not_of_it() {
    for name in [
        "radar 2024-02-30",
        "31 Feb 2024",
        "2024 Feb 30",
        "Feb 30, 2024",
        "February 30th 2024",
        "radar 20240230",
        "20240230T1030",
    ] {
        let found = date_in(name).unwrap();
        assert_eq!(found.date.to_string(), "2024-02-01", "{name}");
        let note = found.note(name).unwrap();
        assert!(note.contains("it is understood as February 2024"), "{note}");
    }
    for name in ["radar-2024-03-15a", "2024-03-15b"] {
        let found = date_in(name).unwrap();
        assert_eq!(found.date.to_string(), "2024-03-15", "{name}");
        assert_eq!(found.letter, name.chars().last(), "{name}");
        assert_eq!(found.note(name), None, "{name}");
    }
}

#[test]
fn a_value_is_a_date_and_nothing_else() {
    let day = |text: &str| text.parse().map(Said::Day).ok();
    let from = |text: &str| text.parse().map(Said::From).ok();
    for (text, said) in [
        ("May 1, 2024", day("2024-05-01")),
        ("1 May 2024", day("2024-05-01")),
        ("1. Mai 2024", day("2024-05-01")),
        ("20240203", day("2024-02-03")),
        ("2024/5/1", day("2024-05-01")),
        ("2024-05", from("2024-05-01")),
        ("May 2024", from("2024-05-01")),
        ("202405", from("2024-05-01")),
        ("2024 Q2", from("2024-04-01")),
        ("2024", from("2024-01-01")),
        ("Feb 30, 2024", None),
        ("20240230", None),
        ("2024-02-30", None),
        ("2024-13", None),
        ("1.2.2024", None),
        ("1/2/2024", None),
        ("in May 2024", None),
        ("version 3 of 2024", None),
        ("soon", None),
        ("", None),
    ] {
        assert_eq!(date_of(text), said, "{text}");
    }
}

#[test]
fn a_number_before_a_month_that_may_be_the_day_is_told() {
    for name in ["release 15 March 2024", "v-15-Mar-2024", "Ausgabe 15. März 2024"] {
        let found = date_in(name).unwrap();
        assert_eq!(found.date.to_string(), "2024-03-01", "{name}");
        let note = found.note(name).unwrap();
        assert!(
            note.contains("the 15 is taken for the edition's number"),
            "{note}"
        );
        assert!(note.ends_with("write it as in `2024-03-15`"), "{note}");
    }
    for name in ["Volume 03 (Aug 2010)", "release 42 March 2024", "15 March 2024"] {
        assert_eq!(date_in(name).unwrap().note(name), None, "{name}");
    }
}

#[test]
fn where_only_a_year_is_understood_that_is_said() {
    for name in [
        "radar 2019",
        "2019-13-01",
        "03/04/2019",
        "vol-03-2019",
        "volume 12 2019",
        "juillet-ish jui 2019",
        "2019-Q5",
        "32.1.2019",
        // Numbers that count.
        "release-03-2019",
        "version-7-2019",
        "Sprint 12.2019",
        "radar-v1.2.2019",
        "v1.2.3.2019",
    ] {
        let found = date_in(name).unwrap();
        assert_eq!(found.date.to_string(), "2019-01-01", "{name}");
        let note = found.note(name).unwrap();
        assert!(note.contains("only the year 2019"), "{note}");
    }
}
