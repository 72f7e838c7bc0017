//! How well and how fast the lookup finds what people mean: the lists of `tests/it/lookup`, each name typed in sixteen
//! ways, and what is offered while a name is being typed over 2,000 and over 100,000 blips.

#[path = "../../../tests/it/lookup/queries.rs"]
mod queries;
#[path = "../../../tests/it/lookup/radar.rs"]
mod radar;
mod ratio;
mod share;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use blipbot::radar::Answer;

use self::queries::{Listed, Random, listed, queries};
use self::ratio::Ratio;
use self::share::{Meanings, Share, percent};
use crate::Outcome;
use crate::report::Report;
use crate::summary::{median, micros, millis, percentile};

const TUNED: &str = include_str!("../../../tests/it/lookup/tuned.txt");
const HELD: &str = include_str!("../../../tests/it/lookup/held.txt");

/// Of queries that can be meant for one name only, in percent.
const LEAST_FIRST: f64 = 98.5;
const LEAST_AMONG_THREE: f64 = 99.8;
/// What `RapidFuzz`'s ratio finds first of the queries by which the two bounds above were set, in percent. Where it finds
/// more of ours, ours are easier, and the bounds mean less.
const MOST_BY_RATIO: f64 = 93.0;
/// Another blip answered as if it were meant, in percent of all queries.
const MOST_WRONG: f64 = 0.2;
/// In microseconds in the middle.
const MOST_PER_QUERY: f64 = 100.0;
/// Blips, and the microseconds that all but one suggestion in a hundred may take.
const SUGGESTIONS: [(usize, f64); 2] = [(2_000, 200.0), (100_000, 5_000.0)];
const SUGGESTED: usize = 25;
const TYPED_NAMES: usize = 150;
const NO_RADAR: &str = "the names are no radar";

pub fn measure(report: &mut Report) -> Outcome<()> {
    for (what, list) in [("tuned", TUNED), ("held", HELD)] {
        found(report, what, list)?;
    }
    report.line("\nsuggestions while a name is being typed, in µs")?;
    report.line(" blips  made in ms      p50      p99")?;
    for (blips, bound) in SUGGESTIONS {
        suggested(report, blips, bound)?;
    }
    Ok(())
}

fn found(report: &mut Report, what: &str, list: &str) -> Outcome<()> {
    let names = listed(list, radar::id);
    let (index, queries) = (radar::index(&names).ok_or(NO_RADAR)?, queries(&names, 1));
    let (meanings, ratio) = (Meanings::of(&queries), Ratio::of(&names));
    // Of all queries, and of those that can be meant for one name only.
    let (mut bot, mut by_ratio, mut at_most) = <([Share; 2], [Share; 2], [Share; 2])>::default();
    let mut missed: HashMap<String, u32> = HashMap::new();
    let (mut alone, mut wrong, mut times) = (0, 0, Vec::new());
    for typed in &queries {
        let matches = index.find(&typed.text);
        times.push(least_time(|| index.find(black_box(&typed.text))));
        let place = matches.iter().position(|found| found.id.as_str() == typed.meant);
        if place != Some(0) {
            *missed.entry(format!("{:?}", typed.kind)).or_default() += 1;
        }
        let asked = if meanings.is_one(typed) { 2 } else { 1 };
        for (shares, place) in [
            (&mut bot, place),
            (&mut by_ratio, ratio.before(typed)),
            (&mut at_most, meanings.rank(typed)),
        ] {
            shares.iter_mut().take(asked).for_each(|share| share.add(place));
        }
        if let Answer::Clear { id, .. } = index.answer(&typed.text) {
            alone += 1;
            wrong += u32::from(id.as_str() != typed.meant);
        }
    }
    let all = u32::try_from(queries.len())?;
    let (alone, wrong) = (percent(alone, all), percent(wrong, all));
    report.line(&format!(
        "\nlookup, {} {what} names in sixteen ways, in percent: {alone:.2} answered alone, {wrong:.2} wrongly",
        names.len()
    ))?;
    report.line("                     queries   first  among three   one meaning   first  among three")?;
    for (who, [all, one]) in [
        ("blipbot", bot),
        ("RapidFuzz's ratio", by_ratio),
        ("at most", at_most),
    ] {
        report.line(&format!("{who:17} {all} {one}"))?;
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_by_key(|(kind, times)| (std::cmp::Reverse(*times), kind.clone()));
    let missed: Vec<String> = missed
        .iter()
        .map(|(kind, times)| format!("{kind} {times}"))
        .collect();
    report.line(&format!("not first: {}", missed.join(", ")))?;
    report.line(&format!(
        "µs a query: p50 {:.0}, p99 {:.0}",
        median(&times),
        percentile(&times, 99)
    ))?;
    let (what, [_, one], [_, one_by_ratio]) = (format!("lookup of {what} names"), bot, by_ratio);
    report.judge_least(
        &format!("{what}, first of what can mean one"),
        one.first(),
        LEAST_FIRST,
        " %",
    )?;
    report.judge_least(
        &format!("{what}, among three of it"),
        one.among_three(),
        LEAST_AMONG_THREE,
        " %",
    )?;
    report.judge(
        &format!("{what}, first of it by RapidFuzz's ratio"),
        one_by_ratio.first(),
        MOST_BY_RATIO,
        " %",
    )?;
    report.judge(&format!("{what}, another answered"), wrong, MOST_WRONG, " %")?;
    report.judge(&format!("{what}, median"), median(&times), MOST_PER_QUERY, " µs")
}

fn suggested(report: &mut Report, blips: usize, bound: f64) -> Outcome<()> {
    let names = many(blips);
    let started = Instant::now();
    let index = radar::index(&names).ok_or(NO_RADAR)?;
    let made = millis(started.elapsed());
    let mut times = Vec::new();
    let mut random = Random(7);
    for _ in 0..TYPED_NAMES {
        let name = names.get(random.below(names.len())).ok_or("no name")?;
        let title: Vec<char> = name.title.to_lowercase().chars().collect();
        // As it is typed, letter by letter, and with one letter left out, and with two.
        let mut texts: Vec<String> = (1..=title.len())
            .map(|length| title.iter().take(length).collect())
            .collect();
        let dropped = [random.below(title.len()), random.below(title.len())];
        for dropped in [&dropped[..1], &dropped] {
            let kept = title.iter().enumerate().filter(|(at, _)| !dropped.contains(at));
            texts.push(kept.map(|(_, c)| c).collect());
        }
        for text in texts {
            times.push(least_time(|| index.suggest(black_box(&text), SUGGESTED)));
        }
    }
    report.line(&format!(
        "{blips:6} {made:11.0} {:8.1} {:8.1}",
        median(&times),
        percentile(&times, 99)
    ))?;
    report.judge(
        &format!("suggestions over {blips} blips, p99"),
        percentile(&times, 99),
        bound,
        " µs",
    )
}

/// The least of three times, in microseconds: what the work takes, without what else the machine did.
fn least_time<T>(work: impl Fn() -> T) -> f64 {
    let time = || {
        let started = Instant::now();
        black_box(work());
        micros(started.elapsed())
    };
    time().min(time()).min(time())
}

/// So many names: those of the lists, then pairs of their words.
fn many(blips: usize) -> Vec<Listed> {
    let mut names: Vec<Listed> = listed(TUNED, radar::id);
    let mut known: std::collections::HashSet<String> = names.iter().map(|name| name.id.clone()).collect();
    let words: Vec<&str> = TUNED
        .lines()
        .chain(HELD.lines())
        .flat_map(|line| line.split(' '))
        .filter(|word| *word != "=")
        .collect();
    let mut random = Random(3);
    while names.len() < blips {
        let title = (0..=1 + random.below(2))
            .filter_map(|_| words.get(random.below(words.len())).copied())
            .collect::<Vec<_>>()
            .join(" ");
        let id = radar::id(&title);
        if known.insert(id.clone()) {
            names.push(Listed {
                title,
                id,
                alias: None,
            });
        }
    }
    names.truncate(blips);
    names
}
