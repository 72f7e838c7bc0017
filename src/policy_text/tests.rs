//! What is written is read back, and what can not be is refused with its key.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::read::share;
use super::*;
use crate::storage::sample::any_policy;
use crate::vote::policy::{Concerns, MAX_DURATION, MAX_HOLD, Quorum, Rule};
use crate::vote::{Policies, Policy, Ratio};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn standard() -> Policy {
    Policies::built_in().usual(false)
}

#[track_caller]
fn made(text: &str) -> Policy {
    let base = standard();
    read(text).unwrap().over(&base, base.name.clone(), HOUR).unwrap()
}

/// What is wrong with the text, by key.
fn faults(text: &str) -> Vec<(String, Expects)> {
    let base = standard();
    let (read, mut found) = read_all(text);
    let more = read.faults(&base, HOUR, &found);
    found.extend(more);
    let made = read.over(&base, base.name.clone(), HOUR);
    assert!(made.is_ok() || !found.is_empty(), "{made:?}");
    found
        .into_iter()
        .map(|fault| (fault.key, fault.expects))
        .collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(policy in any_policy()) {
        let policy = within_range(policy);
        let read = read(&write(&policy)).unwrap();
        prop_assert_eq!(read.over(&standard(), policy.name.clone(), HOUR).unwrap(), policy);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        let _ = faults(&text);
    }
}

/// A record may hold what nobody can write.
fn within_range(mut policy: Policy) -> Policy {
    let count = |count: u32| count.clamp(1, MAX_COUNT);
    policy.duration = policy.duration.clamp(HOUR, MAX_DURATION);
    let time = |time: SignedDuration| time.clamp(SignedDuration::from_secs(1), MAX_DURATION);
    policy.min_open = time(policy.min_open).min(policy.duration);
    policy.cooldown = policy.cooldown.min(MAX_DURATION);
    policy.concerns = match policy.concerns {
        Concerns::Hold(max) => Concerns::Hold(time(max).min(MAX_HOLD)),
        Concerns::Note => Concerns::Note,
    };
    policy
        .reminders
        .retain(|before| *before < policy.duration && !before.is_zero());
    policy.reminders.sort_by(|one, other| other.cmp(one));
    policy.reminders.dedup();
    policy.max_open = policy.max_open.map(count);
    policy.rule = match policy.rule {
        Rule::Majority {
            quorum,
            threshold,
            base,
            min_in_favor,
        } => Rule::Majority {
            quorum: match quorum {
                Quorum::Voters(voters) => Quorum::Voters(count(voters)),
                Quorum::Share(share) => Quorum::Share(share),
            },
            threshold,
            base,
            min_in_favor: count(min_in_favor),
        },
        Rule::Lazy { min_seconds } => Rule::Lazy {
            min_seconds: count(min_seconds),
        },
    };
    policy
}

#[test]
fn the_built_in_policies_are_read_back_in_full() {
    for policy in Policies::built_in().iter() {
        let read = read(&write(policy)).unwrap();
        let again = read.over(&standard(), policy.name.clone(), HOUR).unwrap();
        assert_eq!(again, *policy);
    }
}

#[test]
fn nothing_written_changes_nothing() {
    assert!(read(" \n# a remark\n").unwrap().is_empty());
    assert_eq!(made(""), standard());
}

#[test]
fn quotes_are_as_good_as_none() {
    let bare = made("quorum = 50%\nthreshold = 75 %\nreminders = 2 days, 1h\nmax_open = none");
    let quoted = made("quorum = \"1/2\"\nthreshold = “3/4”\nreminders = [\"2 days\", '1h']\nmax_open='none'");
    assert_eq!(bare, quoted);
    match bare.rule {
        Rule::Majority {
            quorum, threshold, ..
        } => {
            assert_eq!(quorum, Quorum::Share(Ratio::new(1, 2).unwrap()));
            assert_eq!(threshold, Ratio::new(3, 4).unwrap());
        }
        Rule::Lazy { .. } => panic!("{bare:?}"),
    }
}

#[test]
fn a_share_is_exact() {
    assert_eq!(share("66.5%"), Ratio::new(133, 200).ok());
    assert_eq!(share("100%"), Ratio::new(1, 1).ok());
    for text in ["0%", "101%", "%", "-5%", "1.23456%", "99999999999%", "half"] {
        assert_eq!(share(text), None, "{text}");
    }
}

#[test]
fn a_shorter_vote_keeps_only_the_reminders_it_has_time_for() {
    assert!(made("duration = 12h").reminders.is_empty());
    assert_eq!(
        made("duration = 12h").min_open,
        HOUR * 12,
        "nor is it open longer"
    );
}

#[test]
fn each_key_has_its_range() {
    for (text, key, expects) in [
        ("quorum = 101%", "quorum", Expects::Quorum),
        ("quorum = 0", "quorum", Expects::Quorum),
        ("threshold = 0%", "threshold", Expects::Share),
        ("threshold = 4/3", "threshold", Expects::Share),
        ("duration = 59m", "duration", Expects::Duration(HOUR)),
        ("duration = 53 weeks", "duration", Expects::Time),
        ("min_open = soon", "min_open", Expects::Time),
        ("of = everybody", "of", Expects::Base),
        ("min_in_favor = 0", "min_in_favor", Expects::Count),
        ("min_seconds = 1", "min_seconds", Expects::Lazy),
        ("rule = lazy\nquorum = 3", "quorum", Expects::Majority),
        ("rule = consensus", "rule", Expects::Rule),
        ("concerns = block", "concerns", Expects::Concerns),
        ("max_hold = 8 days", "max_hold", Expects::Hold),
        ("concerns = note\nmax_hold = 1 day", "max_hold", Expects::Holding),
        ("tally = secret", "tally", Expects::Tally),
        ("names = maybe", "names", Expects::Switch),
        ("cooldown = 2 years", "cooldown", Expects::Cooldown),
        ("proposers = nobody", "proposers", Expects::Proposers),
        ("excluded = @platform", "excluded", Expects::Excluded),
        ("max_open = 0", "max_open", Expects::Limit),
        ("treshold = 2/3", "treshold", Expects::Key),
        ("names = true\nnames = false", "names", Expects::Once),
        ("hello", "hello", Expects::Line),
    ] {
        assert_eq!(faults(text), [(key.to_owned(), expects)], "{text}");
    }
    let seven_days = standard().duration;
    let late = faults("reminders = [\"7 days\"]");
    assert_eq!(late, [("reminders".to_owned(), Expects::Reminders(seven_days))]);
    let long = faults("min_open = 8 days");
    assert_eq!(long, [("min_open".to_owned(), Expects::MinOpen(seven_days))]);
    assert_eq!(made("min_open = 7 days").min_open, seven_days);
    for text in ["1h, 2h, 3h, 4h, 5h, 6h", "[\"1 day\", \"1 day\"]", "soon"] {
        let found = faults(&format!("duration = 3 days\nreminders = {text}"));
        let three_days = Expects::Reminders(HOUR * 72);
        assert_eq!(found, [("reminders".to_owned(), three_days)], "{text}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let keys = |text: &str| -> Vec<String> { faults(text).into_iter().map(|(key, _)| key).collect() };
    let unread = "quorum = 0\nthreshold = 0%\nhello\n";
    assert_eq!(keys(unread), ["quorum", "threshold", "hello"]);
    // What can only be judged with the rest is told beside what can not be read.
    let all = format!("{unread}duration = 2 days\nmin_open = 3 days\nmin_seconds = 2\nreminders = 1h, 1h");
    let judged = ["min_open", "min_seconds", "reminders"];
    assert_eq!(keys(&all)[3..], judged);
    assert_eq!(
        keys("rule = lazy\nof = cast\nquorum = 3\nconcerns = note\nmax_hold = 1 day\nreminders = 8 days"),
        ["quorum", "of", "max_hold", "reminders"]
    );
}

#[test]
fn nothing_is_measured_by_what_could_not_be_read() {
    let keys = |text: &str| -> Vec<String> { faults(text).into_iter().map(|(key, _)| key).collect() };
    // The vote may be meant to be longer, lazy, and to hold.
    assert_eq!(
        keys("duration = 3 fortnights\nmin_open = 8 days\nreminders = 8 days"),
        ["duration"]
    );
    assert_eq!(keys("rule = lzy\nmin_seconds = 2"), ["rule"]);
    assert_eq!(keys("concerns = keep\nmax_hold = 1 day"), ["concerns"]);
    assert_eq!(
        keys("duration = 5m\nmin_open = 10m\nreminders = soon"),
        ["duration", "reminders"]
    );
}
