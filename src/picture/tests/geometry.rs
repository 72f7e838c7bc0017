//! Nothing overlaps, nothing is cut, everything can be read: for random radars.

use std::f64::consts::TAU;

use proptest::prelude::*;

use super::random::{Size, chart};
use crate::picture::*;

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

/// Whether a blip's number is in it, and not beside it.
fn inside(blip: &Blip, number: &Text) -> bool {
    number.on == blip.fill
}

/// The texts that may touch nothing: all but numbers in blips.
fn free_texts(scene: &Scene) -> Vec<&Text> {
    let beside = scene
        .blips
        .iter()
        .filter_map(|blip| blip.number.as_ref().filter(|number| !inside(blip, number)));
    scene.texts.iter().chain(beside).collect()
}

fn check_texts(scene: &Scene) {
    let texts = free_texts(scene);
    let bounds: Vec<Rectangle> = texts.iter().map(|text| text.bounds()).collect();
    for (at, text) in bounds.iter().enumerate() {
        assert!(
            text.0 >= 0.0 && text.1 >= 0.0 && text.2 <= WIDTH && text.3 <= scene.height,
            "{text:?}"
        );
        for (other, bounds) in bounds.iter().enumerate().skip(at + 1) {
            assert!(
                !overlap(*text, *bounds),
                "{:?} and {:?}",
                texts[at].text,
                texts[other].text
            );
        }
    }
}

fn check_blips(scene: &Scene) {
    let texts: Vec<Rectangle> = free_texts(scene).iter().map(|text| text.bounds()).collect();
    for (at, blip) in scene.blips.iter().enumerate() {
        let (x, y) = blip.center;
        let bound = blip.bound();
        assert!(x - bound >= 0.0 && x + bound <= WIDTH && y - bound >= 0.0 && y + bound <= scene.height);
        for other in &scene.blips[at + 1..] {
            let apart = (x - other.center.0).hypot(y - other.center.1);
            assert!(apart >= bound + other.bound(), "{blip:?} and {other:?}");
        }
        for text in &texts {
            assert!(distance(blip.center, *text) >= bound, "{blip:?} and {text:?}");
        }
        if let Some(number) = &blip.number {
            check_number(scene, blip, number);
        }
    }
}

/// It is in its blip, or nearer to it than to any other.
fn check_number(scene: &Scene, blip: &Blip, number: &Text) {
    let (x, y) = blip.center;
    let bounds = number.bounds();
    if inside(blip, number) {
        assert!(
            bounds.0 > x - blip.bound() && bounds.2 < x + blip.bound(),
            "{blip:?}"
        );
        return;
    }
    let gap = |blip: &Blip| distance(blip.center, bounds) - blip.bound();
    assert!(gap(blip) < 6.0, "{blip:?}");
    assert!(
        scene.blips.iter().all(|other| gap(other) >= gap(blip)),
        "{blip:?}"
    );
    // On the radar, too, whose largest ring comes first.
    let radar = scene.rings[0];
    let far = [bounds.0, bounds.2]
        .map(|x| [bounds.1, bounds.3].map(|y| (x - radar.center.0).hypot(y - radar.center.1)));
    assert!(
        far.as_flattened().iter().all(|far| *far < radar.radius),
        "{blip:?}"
    );
    assert!((number.at.1 - y).abs() < 60.0, "{blip:?}");
}

fn check_arcs(scene: &Scene) {
    let texts: Vec<Rectangle> = free_texts(scene).iter().map(|text| text.bounds()).collect();
    for (at, arc) in scene.arcs.iter().enumerate() {
        let (inner, outer) = arc.radii();
        assert!(arc.half_angle() < TAU / 2.0);
        // All are around the radar; quadrants by themselves have straight titles.
        let whole = scene.rings.iter().filter(|ring| ring.half.is_none());
        assert!(whole.clone().count() > 0);
        for ring in whole {
            assert!(ring.center == arc.center && ring.radius < inner, "{arc:?}");
        }
        for (x, y) in outline(arc) {
            assert!(
                (0.0..=WIDTH).contains(&x) && (0.0..=scene.height).contains(&y),
                "{arc:?}"
            );
            assert!(texts.iter().all(|text| distance((x, y), *text) > 0.0), "{arc:?}");
            let sectors = scene.rings.iter().filter_map(sector);
            assert!(
                sectors.into_iter().all(|sector| distance((x, y), sector) > 0.0),
                "{arc:?}"
            );
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

/// The rectangle around a sector that opens upwards.
fn sector(ring: &Ground) -> Option<Rectangle> {
    let aside = ring.radius * ring.half?.sin();
    let (x, y) = ring.center;
    Some((x - aside, y - ring.radius, x + aside, y))
}

/// Quadrants by themselves: their rings from the outermost on.
fn fans(scene: &Scene) -> Vec<Vec<Ground>> {
    let mut fans: Vec<Vec<Ground>> = Vec::new();
    for ring in scene.rings.iter().filter(|ring| ring.half.is_some()) {
        match fans.last_mut() {
            Some(fan) if fan[0].center == ring.center => fan.push(*ring),
            Some(_) | None => fans.push(vec![*ring]),
        }
    }
    fans
}

/// They lie beside each other, beside the radar and beside all titles; every blip of a quadrant is in its ring there.
fn check_fans(chart: &Chart, scene: &Scene) {
    let fans = fans(scene);
    let around: Vec<Rectangle> = fans.iter().filter_map(|fan| sector(&fan[0])).collect();
    for (at, fan) in around.iter().enumerate() {
        assert!(fan.0 >= 0.0 && fan.1 >= 0.0 && fan.2 <= WIDTH && fan.3 <= scene.height);
        assert!(around[at + 1..].iter().all(|other| !overlap(*fan, *other)));
        let radar = scene.rings[0];
        assert!(radar.half.is_none() && distance(radar.center, *fan) >= radar.radius);
        for text in scene.texts.iter().filter(|text| text.on == scene.ground) {
            assert!(!overlap(*fan, text.bounds()), "{text:?}");
        }
    }
    if fans.is_empty() {
        return;
    }
    let all = chart.blips().len();
    let filled: Vec<usize> = (0..chart.quadrants().len())
        .filter(|quadrant| chart.blips().iter().any(|blip| blip.quadrant == *quadrant))
        .collect();
    assert_eq!(filled.len(), fans.len());
    for (blip, drawn) in chart.blips().iter().zip(&scene.blips[all..2 * all]) {
        let fan = &fans[filled
            .iter()
            .position(|quadrant| *quadrant == blip.quadrant)
            .unwrap()];
        check_in_fan(chart, blip, drawn, fan);
    }
}

/// A blip of a quadrant by itself is in its ring there.
fn check_in_fan(chart: &Chart, blip: &Point, drawn: &Blip, fan: &[Ground]) {
    let (x, y) = (drawn.center.0 - fan[0].center.0, fan[0].center.1 - drawn.center.1);
    let (radius, bound) = (x.hypot(y), drawn.bound());
    let ring = chart.rings().len() - 1 - blip.ring;
    assert!(radius + bound <= fan[ring].radius, "{drawn:?}");
    assert!(
        fan.get(ring + 1)
            .is_none_or(|inner| radius - bound >= inner.radius),
        "{drawn:?}"
    );
    // How far it is from the sector's sides.
    let to_side = radius * (fan[0].half.unwrap() - x.atan2(y).abs()).sin();
    assert!(to_side >= bound, "{drawn:?}");
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

fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What the picture says, without the letters around the radar.
fn said(scene: &Scene) -> String {
    scene.texts.iter().map(|text| solid(&text.text)).collect()
}

fn characters<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(|text| solid(text).chars().count()).sum()
}

/// The numbers of blips, in order.
fn numbers(scene: &Scene) -> Vec<usize> {
    let numbers = scene.blips.iter().filter_map(|blip| blip.number.as_ref());
    let mut numbers: Vec<usize> = numbers.map(|number| number.text.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

/// A name stands for a title: itself, or a letter or numeral that is explained, if by a title that ends with an ellipsis.
fn check_explained(said: &str, name: &str, title: &str) {
    let (title, explained) = (solid(title), format!("{name}·"));
    let whole = said.contains(&format!("{explained}{title}"));
    let cut = said.match_indices(&explained).any(|(at, _)| {
        let after = &said[at + explained.len()..];
        let shown = after.split('…').next().unwrap();
        shown.chars().count() >= 12 && title.starts_with(shown)
    });
    assert!(name == title || whole || cut, "{name} of {title} in {said}");
}

/// A name is there, all of it, if its blip has a number; every quadrant and every ring is named.
fn check_named(chart: &Chart, scene: &Scene) {
    let said = said(scene);
    for (blip, drawn) in chart.blips().iter().zip(&scene.blips) {
        if let Some(number) = &drawn.number {
            assert!(said.contains(&format!("{}{}", number.text, solid(&blip.title))));
        }
    }
    let around: Vec<&str> = scene.arcs.iter().map(|arc| arc.text.as_str()).collect();
    let letters: Vec<String> = ('A'..='H')
        .take(chart.quadrants().len())
        .map(String::from)
        .collect();
    if around == letters {
        for (letter, title) in letters.iter().zip(chart.quadrants()) {
            check_explained(&said, letter, title);
        }
    } else {
        let titles = chart.quadrants().iter().map(String::as_str);
        assert_eq!(characters(around), characters(titles));
    }
    check_rings_named(chart, scene);
}

/// What is in each ring is its title, or a numeral that is explained.
fn check_rings_named(chart: &Chart, scene: &Scene) {
    let said = said(scene);
    let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
    let stands = |name: &str| {
        scene
            .texts
            .iter()
            .any(|text| text.text == name && text.on != scene.ground)
    };
    for (ring, numeral) in chart.rings().iter().zip(numerals) {
        if !stands(&ring.title) {
            assert!(stands(numeral), "{numeral}");
            check_explained(&said, numeral, &ring.title);
        }
    }
}

/// Every name is there, all of it, and every number, once.
fn check_complete(chart: &Chart, scene: &Scene) {
    let said = said(scene);
    for (at, blip) in chart.blips().iter().enumerate() {
        assert!(
            said.contains(&format!("{}{}", at + 1, solid(&blip.title))),
            "{}",
            blip.title
        );
    }
    assert_eq!(numbers(scene), (1..=chart.blips().len()).collect::<Vec<_>>());
    for ring in chart.rings() {
        assert!(said.contains(&solid(&ring.title)), "{}", ring.title);
    }
    let around = scene.arcs.iter().map(|arc| arc.text.as_str());
    assert_eq!(
        characters(around),
        characters(chart.quadrants().iter().map(String::as_str))
    );
}

/// Every blip stands in its ring and in nobody else's.
fn check_rings(chart: &Chart, scene: &Scene) {
    // The small ones of the key and the list come after those of the radar.
    for (blip, drawn) in chart.blips().iter().zip(&scene.blips) {
        let rings: Vec<&Ground> = scene.rings[..chart.rings().len()].iter().rev().collect();
        let ring = rings[blip.ring];
        let radius = (drawn.center.0 - ring.center.0).hypot(drawn.center.1 - ring.center.1);
        let inner = blip.ring.checked_sub(1).map_or(0.0, |inner| rings[inner].radius);
        assert!(radius + drawn.bound() <= ring.radius, "{drawn:?}");
        assert!(inner == 0.0 || radius - drawn.bound() >= inner, "{drawn:?}");
    }
}

fn check(chart: &Chart, scene: &Scene) {
    check_texts(scene);
    check_blips(scene);
    check_arcs(scene);
    check_readable(scene);
    check_rings(chart, scene);
    check_fans(chart, scene);
}

fn check_file(chart: &Chart) {
    let scene = chart.scene(Theme::Dark);
    assert!(scene.height >= LEAST_HEIGHT);
    check(chart, &scene);
    check_complete(chart, &scene);
}

fn check_screen(chart: &Chart) -> Vec<usize> {
    let scene = chart.screen(Theme::Light);
    assert!(scene.height.total_cmp(&LEAST_HEIGHT).is_eq());
    check(chart, &scene);
    check_named(chart, &scene);
    numbers(&scene)
}

/// Whether a point is in a sector that opens upwards.
fn is_in(sector: &Ground, (x, y): (f64, f64)) -> bool {
    let (x, y) = (x - sector.center.0, sector.center.1 - y);
    x.hypot(y) <= sector.radius && x.atan2(y).abs() <= sector.half.unwrap()
}

/// All blips of a quadrant have their numbers and names in one of its pictures, in which nothing overlaps. Says how many
/// pictures there are.
fn check_close_ups(chart: &Chart, quadrant: usize) -> usize {
    let close_ups = chart.close_ups(quadrant, Theme::Dark);
    let own: Vec<(usize, &Point)> = chart
        .blips()
        .iter()
        .enumerate()
        .filter(|(_, blip)| blip.quadrant == quadrant)
        .collect();
    for CloseUp { scene, named } in &close_ups {
        assert!(scene.height.total_cmp(&LEAST_HEIGHT).is_eq());
        check_texts(scene);
        check_blips(scene);
        check_readable(scene);
        check_rings_named(chart, scene);
        let fans = fans(scene);
        let [fan] = fans.as_slice() else {
            panic!("not one sector: {fans:?}")
        };
        let around = sector(&fan[0]).unwrap();
        assert!(around.0 >= 0.0 && around.1 >= 0.0 && around.2 <= WIDTH && around.3 <= scene.height);
        for text in scene.texts.iter().filter(|text| text.on == scene.ground) {
            let (left, top, right, bottom) = text.bounds();
            for step in 0..=20 {
                let part = f64::from(step) / 20.0;
                let (x, y) = (left + (right - left) * part, top + (bottom - top) * part);
                for point in [(x, top), (x, bottom), (left, y), (right, y)] {
                    assert!(!is_in(&fan[0], point), "{text:?}");
                }
            }
        }
        for ((_, blip), drawn) in own.iter().zip(&scene.blips) {
            check_in_fan(chart, blip, drawn, fan);
        }
        // The key and the list.
        for drawn in &scene.blips[own.len()..] {
            for step in 0..24 {
                let (sin, cos) = (TAU * f64::from(step) / 24.0).sin_cos();
                let (x, y) = drawn.center;
                let edge = (x + drawn.bound() * sin, y + drawn.bound() * cos);
                assert!(!is_in(&fan[0], edge), "{drawn:?}");
            }
        }
        let said = said(scene);
        let there: Vec<usize> = named.clone().map(|at| at + 1).collect();
        assert_eq!(numbers(scene), there);
        for number in there {
            let name = solid(&chart.blips()[number - 1].title);
            assert!(said.contains(&format!("{number}{name}")), "{number} {name}");
        }
    }
    let named: Vec<usize> = close_ups
        .iter()
        .flat_map(|close_up| close_up.named.clone())
        .collect();
    let all: Vec<usize> = own.iter().map(|(at, _)| *at).collect();
    if close_ups.len() < 10 {
        assert_eq!(named, all);
    } else {
        // No message holds more.
        assert_eq!((close_ups.len(), named.as_slice()), (10, &all[..named.len()]));
    }
    close_ups.len()
}

/// As many quadrants, rings and blips as a radar may have; more would not be drawn, or are more than radars have.
fn size() -> impl Strategy<Value = Size> {
    (
        1..=8usize,
        1..=8usize,
        prop_oneof![0..20usize, 20..151usize],
        any::<u64>(),
    )
        .prop_map(|(quadrants, rings, blips, seed)| Size {
            quadrants,
            rings,
            blips,
            seed,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_overlaps_is_cut_or_can_not_be_read(size in size()) {
        check_file(&chart(size, 65));
    }

    #[test]
    fn nothing_overlaps_where_a_picture_has_its_height(size in size()) {
        let chart = chart(size, 65);
        check_screen(&chart);
        let quadrant = usize::try_from(size.seed % 8).unwrap() % size.quadrants;
        check_close_ups(&chart, quadrant);
    }
}

/// Shapes of large radars: how many quadrants and how many rings.
const SHAPES: [(usize, usize); 5] = [(2, 8), (8, 2), (3, 7), (6, 6), (8, 8)];

#[test]
fn a_file_has_all_numbers_however_many_rings_and_quadrants_there_are() {
    for (quadrants, rings) in SHAPES {
        check_file(&chart(
            Size {
                quadrants,
                rings,
                blips: 200,
                seed: 7,
            },
            30,
        ));
    }
}

#[test]
fn a_crowded_picture_of_chats_has_many_numbers() {
    for (quadrants, rings) in SHAPES {
        let size = Size {
            quadrants,
            rings,
            blips: 118,
            seed: 11,
        };
        let chart = chart(size, 12);
        let numbers = check_screen(&chart);
        assert!(numbers.len() >= 8, "{size:?}: {numbers:?}");
        // More did not stay as it was than can be named, and what moved comes first.
        let marks = || numbers.iter().map(|number| chart.blips()[number - 1].mark);
        let moved = marks().filter(|mark| matches!(mark, Mark::MovedIn | Mark::MovedOut));
        assert!(moved.count() * 2 > numbers.len(), "{size:?}: {numbers:?}");
        assert!(
            marks().all(|mark| mark != Mark::Unchanged),
            "{size:?}: {numbers:?}"
        );
        // What has no number there has one in the pictures of its quadrant.
        let crowded = chart.crowded(&chart.screen(Theme::Light));
        let unnamed = |at: &usize| chart.blips()[*at].mark != Mark::Unchanged && !numbers.contains(&(at + 1));
        for at in (0..chart.blips().len()).filter(unnamed) {
            assert!(crowded.contains(&chart.blips()[at].quadrant));
        }
        for quadrant in crowded {
            assert!(check_close_ups(&chart, quadrant) > 0);
        }
    }
}

#[test]
fn the_longest_titles_stay_in_the_picture() {
    let rings = ["W", "Щ"].map(|letter| super::ring(&letter.repeat(80), "#2e9e6b"));
    for letter in ["W", "Reasonable "] {
        let title: String = letter.repeat(80).chars().take(80).collect();
        let quadrants = vec![title.trim().to_owned(); 8];
        let rings: Vec<ChartRing> = rings.iter().cycle().take(8).cloned().collect();
        let point = |at: usize| Point {
            title: title.trim().to_owned(),
            quadrant: at % 8,
            ring: at / 8,
            mark: Mark::ALL[at % 5],
        };
        let blips = (0..64).map(point).collect();
        let chart = Chart::new(
            title.clone(),
            title.clone(),
            rings,
            quadrants,
            blips,
            super::words(),
        )
        .unwrap();
        check_file(&chart);
        check_screen(&chart);
    }
}

#[test]
fn a_crowded_radar_is_the_same_picture_each_time() {
    let size = Size {
        quadrants: 5,
        rings: 7,
        blips: 118,
        seed: 3,
    };
    let drawn = || {
        let chart = chart(size, 40);
        [chart.scene(Theme::Dark), chart.screen(Theme::Dark)].map(|scene| scene.svg(550).unwrap())
    };
    assert_eq!(drawn(), drawn());
}
