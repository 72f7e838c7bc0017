//! Nothing overlaps, nothing is cut, everything can be read: for random radars.

use std::f64::consts::TAU;

use proptest::prelude::*;

use super::{ring, words};
use crate::picture::*;

fn title(longest: usize) -> BoxedStrategy<String> {
    let words = proptest::string::string_regex("[A-Za-zéЖ0-9<&+#.]{1,14}").unwrap();
    let one_word = proptest::string::string_regex("[A-Za-z]{40,65}").unwrap();
    prop_oneof![
        9 => proptest::collection::vec(words, 1..7).prop_map(|words| words.join(" ")),
        1 => one_word,
    ]
    .prop_map(move |title| title.chars().take(longest).collect::<String>().trim().to_owned())
    .boxed()
}

fn point(quadrants: usize, rings: usize) -> BoxedStrategy<Point> {
    let mark = proptest::sample::select(Mark::ALL.to_vec());
    // Half of them crowd in the first ring and quadrant.
    let skewed = |most: usize| prop_oneof![3 => 0..most, 1 => Just(0)];
    (title(65), skewed(quadrants), skewed(rings), mark)
        .prop_map(|(title, quadrant, ring, mark)| Point {
            title,
            quadrant,
            ring,
            mark,
        })
        .boxed()
}

fn chart() -> BoxedStrategy<Chart> {
    let color = proptest::string::string_regex("#[0-9a-f]{6}").unwrap().boxed();
    (1..=8usize, 1..=8usize, prop_oneof![0..20usize, 20..151usize])
        .prop_flat_map(move |(quadrants, rings, blips)| {
            (
                title(40),
                proptest::collection::vec(title(65), quadrants),
                proptest::collection::vec((title(24), color.clone()), rings),
                proptest::collection::vec(point(quadrants, rings), blips),
            )
        })
        .prop_map(|(title, quadrants, rings, blips)| {
            let rings = rings.iter().map(|(title, color)| ring(title, color)).collect();
            let edition = "November 2026".to_owned();
            Chart::new(title, edition, rings, quadrants, blips, words()).unwrap()
        })
        .boxed()
}

type Rectangle = (f64, f64, f64, f64);

fn overlap(a: Rectangle, b: Rectangle) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// How far a point is from a rectangle.
fn distance((x, y): (f64, f64), (left, top, right, bottom): Rectangle) -> f64 {
    let dx = (left - x).max(x - right).max(0.0);
    let dy = (top - y).max(y - bottom).max(0.0);
    dx.hypot(dy)
}

/// Points along both edges of a text on a circle.
fn outline(arc: &Arc) -> Vec<(f64, f64)> {
    let (inner, outer) = arc.radii();
    let half = arc.half_angle();
    (-12..=12)
        .flat_map(|step| {
            let angle = arc.middle + half * f64::from(step) / 12.0;
            [inner, outer].map(|radius| {
                (
                    arc.center.0 + radius * angle.sin(),
                    arc.center.1 - radius * angle.cos(),
                )
            })
        })
        .collect()
}

fn check_blips(scene: &Scene, texts: &[Rectangle]) {
    for (at, blip) in scene.blips.iter().enumerate() {
        let (x, y) = blip.center;
        let bound = blip.bound();
        assert!(x - bound >= 0.0 && x + bound <= WIDTH && y - bound >= 0.0 && y + bound <= scene.height);
        for other in &scene.blips[at + 1..] {
            let apart = (x - other.center.0).hypot(y - other.center.1);
            assert!(apart >= bound + other.bound(), "{blip:?} and {other:?}");
        }
        for text in texts {
            assert!(distance(blip.center, *text) >= bound, "{blip:?} and {text:?}");
        }
        if let Some(number) = &blip.number {
            let (left, _, right, _) = number.bounds();
            assert!(left > x - bound && right < x + bound);
        }
    }
}

fn check_arcs(scene: &Scene, texts: &[Rectangle]) {
    for (at, arc) in scene.arcs.iter().enumerate() {
        let (inner, outer) = arc.radii();
        assert!(arc.half_angle() < TAU / 2.0);
        assert!(scene.rings.iter().all(|ring| ring.radius < inner));
        for (x, y) in outline(arc) {
            assert!(
                (0.0..=WIDTH).contains(&x) && (0.0..=scene.height).contains(&y),
                "{arc:?}"
            );
            assert!(texts.iter().all(|text| distance((x, y), *text) > 0.0), "{arc:?}");
        }
        for other in &scene.arcs[at + 1..] {
            let (other_inner, other_outer) = other.radii();
            let off = (arc.middle - other.middle).rem_euclid(TAU);
            let beside = off.min(TAU - off) > arc.half_angle() + other.half_angle();
            // Lines of one title may share the room that is above small letters and below them.
            let lap = outer.min(other_outer) - inner.max(other_inner);
            assert!(beside || lap <= 0.01, "{arc:?} and {other:?}");
        }
    }
}

fn check_readable(scene: &Scene) {
    let numbers = scene.blips.iter().filter_map(|blip| blip.number.as_ref());
    for text in scene.texts.iter().chain(numbers) {
        assert!(
            text.size >= LEAST_TEXT && text.fill.contrast(text.on) >= 4.5,
            "{text:?}"
        );
    }
    for arc in &scene.arcs {
        assert!(
            arc.size >= LEAST_TEXT && arc.fill.contrast(scene.ground) >= 4.5,
            "{arc:?}"
        );
    }
}

/// A name is there, all of it, if its blip has a number; every quadrant is named.
fn check_named(chart: &Chart, scene: &Scene) {
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    let said: String = scene.texts.iter().map(|text| solid(&text.text)).collect();
    for (blip, drawn) in chart.blips().iter().zip(&scene.blips) {
        if let Some(number) = &drawn.number {
            assert!(said.contains(&format!("{}{}", number.text, solid(&blip.title))));
        }
    }
    let around: Vec<String> = scene.arcs.iter().map(|arc| solid(&arc.text)).collect();
    let letters: Vec<String> = ('A'..='H')
        .take(chart.quadrants().len())
        .map(String::from)
        .collect();
    if around == letters {
        for (letter, title) in letters.iter().zip(chart.quadrants()) {
            let both = format!("{letter}·{}", solid(title));
            assert!(*letter == solid(title) || said.contains(&both), "{both}");
        }
        return;
    }
    let characters = |texts: &[String]| {
        texts
            .iter()
            .map(|text| solid(text).chars().count())
            .sum::<usize>()
    };
    assert_eq!(characters(&around), characters(chart.quadrants()));
}

/// Every name is there, all of it.
fn check_complete(chart: &Chart, scene: &Scene) {
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    let said: String = scene.texts.iter().map(|text| solid(&text.text)).collect();
    let around: String = scene.arcs.iter().map(|arc| solid(&arc.text)).collect();
    for (at, blip) in chart.blips().iter().enumerate() {
        assert!(
            said.contains(&format!("{}{}", at + 1, solid(&blip.title))),
            "{}",
            blip.title
        );
    }
    for ring in chart.rings() {
        assert!(said.contains(&solid(&ring.title)), "{}", ring.title);
    }
    let characters: usize = chart
        .quadrants()
        .iter()
        .map(|title| solid(title).chars().count())
        .sum();
    assert_eq!(around.chars().count(), characters);
}

/// Every blip stands in its ring and in nobody else's.
fn check_rings(chart: &Chart, scene: &Scene) {
    // The small ones of the key and the list come after those of the radar.
    for (blip, drawn) in chart.blips().iter().zip(&scene.blips) {
        let rings: Vec<&Ground> = scene.rings.iter().rev().collect();
        let ring = rings[blip.ring];
        let radius = (drawn.center.0 - ring.center.0).hypot(drawn.center.1 - ring.center.1);
        let inner = blip.ring.checked_sub(1).map_or(0.0, |inner| rings[inner].radius);
        assert!(radius + drawn.bound() <= ring.radius, "{drawn:?}");
        assert!(inner == 0.0 || radius - drawn.bound() >= inner, "{drawn:?}");
    }
}

fn check(chart: &Chart, scene: &Scene) {
    let texts: Vec<Rectangle> = scene.texts.iter().map(Text::bounds).collect();
    for (at, text) in texts.iter().enumerate() {
        assert!(
            text.0 >= 0.0 && text.1 >= 0.0 && text.2 <= WIDTH && text.3 <= scene.height,
            "{text:?}"
        );
        for (other, bounds) in texts.iter().enumerate().skip(at + 1) {
            let both = (&scene.texts[at].text, &scene.texts[other].text);
            assert!(!overlap(*text, *bounds), "{both:?}");
        }
    }
    check_blips(scene, &texts);
    check_arcs(scene, &texts);
    check_readable(scene);
    check_rings(chart, scene);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_overlaps_is_cut_or_can_not_be_read(chart in chart()) {
        let scene = chart.scene(Theme::Dark);
        assert!(scene.height >= LEAST_HEIGHT);
        check(&chart, &scene);
        check_complete(&chart, &scene);
    }

    #[test]
    fn nothing_overlaps_where_a_picture_has_its_height(chart in chart()) {
        let scene = chart.screen(Theme::Light);
        assert!(scene.height.total_cmp(&LEAST_HEIGHT).is_eq());
        check(&chart, &scene);
        check_named(&chart, &scene);
    }
}
