//! The picture of a large radar, from its chart to the file. What is drawn stays in `target/tmp`.

use std::fs;
use std::path::Path;

use blipbot::picture::{Chart, ChartRing, Mark, Point, Theme, WIDTH, Words};
use blipbot::radar::Color;

use crate::Outcome;
use crate::report::Report;
use crate::summary::median;

/// As many blips as the largest editions of well-known radars have, and an ordinary one.
const RADARS: [(&str, &str); 2] = [
    ("60", include_str!("../../docs/pictures/60.txt")),
    ("118", include_str!("../../docs/pictures/118.txt")),
];
const RINGS: [(&str, &str); 4] = [
    ("Adopt", "#2e9e6b"),
    ("Trial", "#3b82d6"),
    ("Assess", "#c98a1b"),
    ("Hold", "#d0524a"),
];
const ROUNDS: usize = 15;
/// In milliseconds of the processor.
const BOUND: f64 = 150.0;

pub fn measure(report: &mut Report) -> Outcome<()> {
    report.line("\npictures, in ms of the processor")?;
    report.line("blips   place  write   draw    all  pixels       bytes")?;
    for (name, names) in RADARS {
        let chart = chart(names)?;
        let (mut all, mut steps) = (Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
        let mut last = None;
        for _ in 0..ROUNDS {
            let started = cpu()?;
            let scene = chart.screen(Theme::Dark);
            let placed = cpu()?;
            let svg = scene.svg(pixels())?;
            let written = cpu()?;
            let png = svg.png()?;
            let drawn = cpu()?;
            all.push(drawn - started);
            for (step, took) in steps
                .iter_mut()
                .zip([placed - started, written - placed, drawn - written])
            {
                step.push(took);
            }
            last = Some(png);
        }
        let png = last.ok_or("nothing was drawn")?;
        let [place, write, draw] = steps.map(|step| median(&step));
        report.line(&format!(
            "{name:>5}  {place:6.1} {write:6.1} {draw:6.1} {:6.1}  {} x {} {:8}",
            median(&all),
            png.width,
            png.height,
            png.bytes.len()
        ))?;
        report.judge(
            &format!("a picture of {name} blips, median"),
            median(&all),
            BOUND,
            " ms",
        )?;
        close_ups(report, name, &chart)?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::write(folder.join(format!("{name}.png")), &png.bytes)?;
        let light = chart.screen(Theme::Light).svg(pixels())?.png()?;
        fs::write(folder.join(format!("{name}-light.png")), light.bytes)?;
        // With all names, as high as that takes.
        let all = chart.scene(Theme::Light).svg(pixels())?.png()?;
        fs::write(folder.join(format!("{name}-all.png")), all.bytes)?;
    }
    Ok(())
}

/// The pictures of the quadrants that the radar's picture has no room for: what one takes, with its share of placing them.
fn close_ups(report: &mut Report, name: &str, chart: &Chart) -> Outcome<()> {
    let crowded = chart.crowded(&chart.screen(Theme::Dark));
    let (mut each, mut count) = (Vec::new(), 0);
    for quadrant in crowded {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let started = cpu()?;
            let close_ups = chart.close_ups(quadrant, Theme::Dark);
            count = close_ups.len();
            for close_up in &close_ups {
                close_up.scene.svg(pixels())?.png()?;
            }
            rounds.push((cpu()? - started) / f64::from(u32::try_from(count)?));
        }
        let took = median(&rounds);
        report.line(&format!(
            "{name:>5}  quadrant {quadrant}: {count} of {took:.1} ms each"
        ))?;
        each.push(took);
    }
    let slowest = each.into_iter().fold(0.0, f64::max);
    report.judge(
        &format!("a quadrant of {name} blips, the slowest"),
        slowest,
        BOUND,
        " ms",
    )
}

/// One for each unit of the picture.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small whole number"
)]
fn pixels() -> u32 {
    WIDTH as u32
}

/// The processor time of this thread, in milliseconds.
fn cpu() -> Outcome<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split_whitespace().next().ok_or("no time is told")?;
    Ok(nanoseconds.parse::<f64>()? / 1e6)
}

/// A radar of lines `quadrant | ring | movement | name`.
fn chart(names: &str) -> Outcome<Chart> {
    let rings = RINGS.iter().map(|(title, color)| {
        Ok(ChartRing {
            title: (*title).to_owned(),
            color: Color::parse(color)?,
        })
    });
    let mut quadrants: Vec<String> = Vec::new();
    let mut blips = Vec::new();
    for line in names.lines() {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [quadrant, ring, mark, title] = parts[..] else {
            return Err(format!("`{line}` has not four parts").into());
        };
        if quadrants.last().is_none_or(|last| last != quadrant) {
            quadrants.push(quadrant.to_owned());
        }
        blips.push(Point {
            title: title.to_owned(),
            quadrant: quadrants.len() - 1,
            ring: RINGS
                .iter()
                .position(|(name, _)| *name == ring)
                .ok_or("no such ring")?,
            mark: match mark {
                "new" => Mark::New,
                "moved in" => Mark::MovedIn,
                "moved out" => Mark::MovedOut,
                "returned" => Mark::Returned,
                "unchanged" => Mark::Unchanged,
                other => return Err(format!("`{other}` is no movement").into()),
            },
        });
    }
    let words = Words {
        new: "New".to_owned(),
        moved_in: "Moved in".to_owned(),
        moved_out: "Moved out".to_owned(),
        returned: "Returned".to_owned(),
        unchanged: "Unchanged".to_owned(),
        unnamed: "Not named here".to_owned(),
    };
    Ok(Chart::new(
        "Technology radar".to_owned(),
        "October 2026".to_owned(),
        rings.collect::<Outcome<_>>()?,
        quadrants,
        blips,
        words,
    )?)
}
