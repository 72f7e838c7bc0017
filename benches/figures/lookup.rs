//! How well and how fast the lookup finds what people mean: the lists of `tests/it/lookup`, each name typed in sixteen
//! ways, and what is offered while a name is being typed over 2,000 and over 100,000 blips.

#[path = "../../tests/it/lookup/queries.rs"]
mod queries;
#[path = "../../tests/it/lookup/radar.rs"]
mod radar;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use blipbot::radar::{Answer, fold};

use self::queries::{Listed, Random, Typed, listed, queries};
use crate::Outcome;
use crate::report::Report;
use crate::summary::{median, micros, millis, percentile};

const TUNED: &str = include_str!("../../tests/it/lookup/tuned.txt");
const HELD: &str = include_str!("../../tests/it/lookup/held.txt");

/// Of queries that can be meant for one name only, in percent.
const LEAST_FIRST: f64 = 98.5;
const LEAST_AMONG_THREE: f64 = 99.8;
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
    report.line("\nlookup, names of two lists in sixteen ways, in percent")?;
    report.line("list    names  queries   first  among three  answered alone  wrongly  µs p50    p99")?;
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
    // Several names may begin with "Apache", or end with "in production": what is typed does not tell which is meant.
    let mut meanings: HashMap<String, Vec<&str>> = HashMap::new();
    for typed in &queries {
        let meant = meanings.entry(key(typed)).or_default();
        if !meant.contains(&typed.meant.as_str()) {
            meant.push(&typed.meant);
        }
    }
    let (mut first, mut three, mut one, mut one_first, mut one_three) = (0, 0, 0, 0, 0);
    let mut missed: HashMap<String, u32> = HashMap::new();
    let (mut alone, mut wrong, mut times) = (0, 0, Vec::new());
    for typed in &queries {
        let matches = index.find(&typed.text);
        times.push(least_time(|| index.find(black_box(&typed.text))));
        let place = matches.iter().position(|found| found.id.as_str() == typed.meant);
        let (is_first, among_three) = (place == Some(0), place.is_some_and(|place| place < 3));
        if !is_first {
            *missed.entry(format!("{:?}", typed.kind)).or_default() += 1;
        }
        first += u32::from(is_first);
        three += u32::from(among_three);
        if meanings.get(&key(typed)).is_some_and(|meant| meant.len() == 1) {
            one += 1;
            one_first += u32::from(is_first);
            one_three += u32::from(among_three);
        }
        if let Answer::Clear { id, .. } = index.answer(&typed.text) {
            alone += 1;
            wrong += u32::from(id.as_str() != typed.meant);
        }
    }
    let all = u32::try_from(queries.len())?;
    report.line(&format!(
        "{what:5} {:7} {all:8} {:7.2} {:12.2} {:15.2} {:8.2} {:7.0} {:6.0}",
        names.len(),
        percent(first, all),
        percent(three, all),
        percent(alone, all),
        percent(wrong, all),
        median(&times),
        percentile(&times, 99),
    ))?;
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_by_key(|(kind, times)| (std::cmp::Reverse(*times), kind.clone()));
    let missed: Vec<String> = missed
        .iter()
        .map(|(kind, times)| format!("{kind} {times}"))
        .collect();
    report.line(&format!("      not first: {}", missed.join(", ")))?;
    let what = format!("lookup of {what} names");
    report.judge_least(
        &format!("{what}, first of what can mean one"),
        percent(one_first, one),
        LEAST_FIRST,
        " %",
    )?;
    report.judge_least(
        &format!("{what}, among three of it"),
        percent(one_three, one),
        LEAST_AMONG_THREE,
        " %",
    )?;
    report.judge(
        &format!("{what}, another answered"),
        percent(wrong, all),
        MOST_WRONG,
        " %",
    )?;
    report.judge(&format!("{what}, median"), median(&times), MOST_PER_QUERY, " µs")
}

/// What is typed, but for signs, case and space.
fn key(typed: &Typed) -> String {
    fold(&typed.text).replace(' ', "")
}

fn percent(part: u32, all: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(all.max(1))
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
        // As it is typed, letter by letter, and once with a letter left out.
        let mut texts: Vec<String> = (1..=title.len())
            .map(|length| title.iter().take(length).collect())
            .collect();
        let dropped = random.below(title.len());
        let kept = title.iter().enumerate().filter(|(at, _)| *at != dropped);
        texts.push(kept.map(|(_, c)| c).collect());
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
