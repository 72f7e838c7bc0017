//! What every picture keeps, whatever the radar; and what some look like.

mod geometry;
mod random;

use std::path::Path;
use std::sync::Arc;

use insta::assert_snapshot;

use super::*;
use crate::format::native;
use crate::radar::{Color, Timeline};

pub(super) fn words() -> Words {
    Words {
        new: "New".to_owned(),
        moved_in: "Moved in".to_owned(),
        moved_out: "Moved out".to_owned(),
        returned: "Returned".to_owned(),
        unchanged: "Unchanged".to_owned(),
        unnamed: "Not named here".to_owned(),
    }
}

pub(super) fn ring(title: &str, color: &str) -> ChartRing {
    ChartRing {
        title: title.to_owned(),
        color: Color::parse(color).unwrap(),
    }
}

fn four_rings() -> Vec<ChartRing> {
    vec![
        ring("Adopt", "#2e9e6b"),
        ring("Trial", "#3b82d6"),
        ring("Assess", "#c98a1b"),
        ring("Hold", "#d0524a"),
    ]
}

fn point(title: &str, quadrant: usize, ring: usize, mark: Mark) -> Point {
    Point {
        title: title.to_owned(),
        quadrant,
        ring,
        mark,
    }
}

fn chart(rings: Vec<ChartRing>, quadrants: &[&str], blips: Vec<Point>) -> Chart {
    let quadrants = quadrants.iter().map(|title| (*title).to_owned()).collect();
    Chart::new(
        "Radar".to_owned(),
        "October".to_owned(),
        rings,
        quadrants,
        blips,
        words(),
    )
    .unwrap()
}

fn small() -> Chart {
    let blips = vec![
        point("Rust", 0, 0, Mark::Unchanged),
        point("Zig", 0, 2, Mark::New),
        point("CVS", 1, 3, Mark::MovedOut),
        point("Git", 1, 0, Mark::MovedIn),
        point("awk", 1, 1, Mark::Returned),
    ];
    chart(four_rings(), &["Languages", "Tools"], blips)
}

#[test]
fn a_small_radar_as_svg() {
    assert_snapshot!(small().scene(Theme::Light).svg(1600).unwrap().as_str());
}

#[test]
fn the_dark_theme_moves_nothing() {
    let places = |theme| {
        let scene = small().scene(theme);
        scene.blips.iter().map(|blip| blip.center).collect::<Vec<_>>()
    };
    assert_eq!(places(Theme::Light), places(Theme::Dark));
}

#[test]
fn the_same_chart_is_the_same_picture() {
    let (one, other) = (
        small().scene(Theme::Dark).svg(200).unwrap(),
        small().scene(Theme::Dark).svg(200).unwrap(),
    );
    assert_eq!(one, other);
    let (one, other) = (one.png().unwrap(), other.png().unwrap());
    assert_eq!(one, other);
    let header = &one.bytes[..24];
    assert_eq!(&header[1..4], b"PNG");
    assert_eq!(header[16..20], 200u32.to_be_bytes());
    assert_eq!(header[20..24], one.height.to_be_bytes());
    assert!(small().scene(Theme::Dark).svg(0).is_err());
}

#[test]
fn blips_are_numbered_in_reading_order() {
    let chart = small();
    let titles: Vec<&str> = chart.blips().iter().map(|blip| blip.title.as_str()).collect();
    assert_eq!(titles, ["Rust", "Zig", "Git", "awk", "CVS"]);
    let scene = chart.scene(Theme::Light);
    let numbers: Vec<&str> = scene
        .blips
        .iter()
        .filter_map(|blip| blip.number.as_ref())
        .map(|number| number.text.as_str())
        .collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "5"]);
}

#[test]
fn names_are_text_whatever_they_hold() {
    let name = "</text><script>alert('1')</script>&\"\u{7}";
    let blips = vec![point(name, 0, 0, Mark::New)];
    let svg = chart(four_rings(), &["<b>"], blips)
        .scene(Theme::Light)
        .svg(100)
        .unwrap();
    assert!(
        !svg.as_str().contains("<script") && !svg.as_str().contains("<b>") && !svg.as_str().contains('\u{7}')
    );
    assert!(svg.png().is_ok());
}

#[test]
fn a_file_brings_its_font() {
    let svg = small().scene(Theme::Light).svg(1600).unwrap();
    let file = svg.standalone();
    assert_eq!(file.matches("@font-face").count(), 2);
    let start = file.find("<style>").unwrap();
    let end = file.find("</style>").unwrap() + "</style>".len();
    // Nothing else is different.
    assert_eq!([&file[..start - 1], &file[end..]].concat(), svg.as_str());
}

#[test]
fn rings_with_wide_names_have_numerals() {
    let long = "Adopted by all teams that we know of";
    let rings = vec![ring("Hold", "#d0524a"), ring(long, "#2e9e6b")];
    let scene = chart(rings, &["One", "Two"], vec![point("Rust", 0, 1, Mark::New)]).scene(Theme::Light);
    let says = |words: &str| scene.texts.iter().any(|text| text.text == words);
    assert!(says("I") && says("II") && says(&format!("II · {long}")));
    // A ring without blips is explained as well.
    assert!(says("I · Hold"));
}

#[test]
fn a_radar_that_can_not_be_drawn_is_refused() {
    let made = |rings: usize, quadrants: usize, blips| {
        Chart::new(
            String::new(),
            String::new(),
            vec![ring("Ring", "#112233"); rings],
            vec!["Quadrant".to_owned(); quadrants],
            blips,
            words(),
        )
        .map(|chart| chart.blips().len())
    };
    assert_eq!(made(8, 8, Vec::new()), Ok(0));
    assert_eq!(made(9, 1, Vec::new()), Err(ChartError::Rings(9)));
    assert_eq!(made(1, 0, Vec::new()), Err(ChartError::Quadrants(0)));
    let outside = vec![point("Rust", 1, 0, Mark::New)];
    assert_eq!(made(1, 1, outside), Err(ChartError::Outside("Rust".to_owned())));
}

#[test]
fn an_edition_becomes_a_chart() {
    let files = native::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap();
    let timeline = Timeline::build(files.scheme, files.publications).unwrap();
    let edition = Arc::clone(timeline.editions().last().unwrap());
    let chart = Chart::of(&timeline, &edition, words()).unwrap();
    assert_eq!(chart.title(), timeline.scheme().title().as_str());
    assert_eq!(chart.blips().len(), edition.blips.len());
    assert_eq!(chart.rings().len(), 4);
    let facts = Facts::of(&chart);
    assert_eq!(facts.counts, [(Mark::New, edition.blips.len())]);
    assert_eq!(facts.moved[0].ring, "Adopt");
    // So small a list stands beside its radar.
    assert!(chart.scene(Theme::Light).height < 1300.0);
}

/// The largest picture of the documentation.
fn large() -> Chart {
    let mut quadrants: Vec<&str> = Vec::new();
    let blips = include_str!("../../../docs/pictures/118.txt")
        .lines()
        .map(|line| {
            let parts: Vec<&str> = line.split(" | ").collect();
            if quadrants.last() != Some(&parts[0]) {
                quadrants.push(parts[0]);
            }
            let ring = four_rings()
                .iter()
                .position(|ring| ring.title == parts[1])
                .unwrap();
            point(parts[3], quadrants.len() - 1, ring, Mark::New)
        })
        .collect();
    chart(four_rings(), &quadrants, blips)
}

#[test]
fn a_picture_of_chats_names_what_moved_first() {
    let marks = |chart: &Chart| {
        let scene = chart.screen(Theme::Dark);
        assert!(scene.height.total_cmp(&LEAST_HEIGHT).is_eq());
        let blips = scene.blips.into_iter().take(chart.blips().len());
        let numbered = chart
            .blips()
            .iter()
            .zip(blips)
            .filter(|(_, drawn)| drawn.number.is_some());
        numbered.map(|(blip, _)| blip.mark).collect::<Vec<_>>()
    };
    // A small one has all of its names.
    assert_eq!(marks(&small()).len(), 5);
    let quiet: Vec<Point> = (0..80)
        .map(|at| match at {
            13 => point("Came", 0, 0, Mark::MovedIn),
            57 => point("Went", 1, 3, Mark::MovedOut),
            58 => point("Zig", 1, 2, Mark::New),
            at => point(&format!("Tool {at}"), at % 2, at / 2 % 4, Mark::Unchanged),
        })
        .collect();
    let named = marks(&chart(four_rings(), &["One", "Two"], quiet));
    assert!(named.len() < 80);
    for mark in [Mark::MovedIn, Mark::MovedOut, Mark::New] {
        assert!(named.contains(&mark), "{mark:?} of {named:?}");
    }
}

#[test]
fn a_picture_of_chats_as_svg() {
    assert_snapshot!(small().screen(Theme::Dark).svg(1600).unwrap().as_str());
}

#[test]
fn a_hundred_new_blips_have_their_numbers() {
    let chart = large();
    let scene = chart.scene(Theme::Light);
    let numbered = scene.blips.iter().filter(|blip| blip.number.is_some()).count();
    assert_eq!((chart.blips().len(), numbered), (118, 118));
    // Its quadrants are equally large, and one line divides it from the left to the right.
    assert!((scene.lines[1].from.1 - scene.lines[1].to.1).abs() < 0.01);
}

#[test]
fn quadrants_by_themselves_have_the_numbers_that_the_radar_of_chats_has_no_room_for() {
    let chart = large();
    let crowded = chart.crowded(&chart.screen(Theme::Dark));
    assert_eq!(crowded, [0, 1, 2, 3]);
    let pictures: Vec<Vec<CloseUp>> = crowded
        .iter()
        .map(|quadrant| chart.close_ups(*quadrant, Theme::Dark))
        .collect();
    let counts: Vec<usize> = pictures.iter().map(Vec::len).collect();
    assert_eq!(counts, [2, 1, 2, 1]);
    let numbers: Vec<String> = pictures
        .iter()
        .flatten()
        .flat_map(|close_up| {
            close_up
                .scene
                .blips
                .iter()
                .filter_map(|blip| blip.number.as_ref())
        })
        .map(|number| number.text.clone())
        .collect();
    let all: Vec<String> = (1..=118).map(|number: usize| number.to_string()).collect();
    assert_eq!(numbers, all);
    // A picture has whole rings, and says which.
    let says = |CloseUp { scene, .. }: &CloseUp, words: &str| {
        let texts = scene.texts.iter();
        texts
            .filter(|text| text.on == scene.ground)
            .any(|text| text.text == words)
    };
    let [first, second] = pictures[0].as_slice() else {
        panic!("not two")
    };
    assert!(says(first, "Techniques") && says(first, "Radar · October") && says(second, "Techniques"));
    assert!(says(first, "Trial") && !says(first, "Assess"));
    assert!(says(second, "Assess") && !says(second, "Trial"));
}

#[test]
fn a_radar_with_room_needs_no_quadrants_by_themselves() {
    let small = small();
    assert_eq!(small.crowded(&small.screen(Theme::Dark)), Vec::<usize>::new());
    // They can be drawn all the same, if there is something in them.
    assert_eq!(small.close_ups(1, Theme::Dark).len(), 1);
    assert!(small.close_ups(2, Theme::Dark).is_empty());
    let nothing = chart(four_rings(), &["Languages", "Tools"], Vec::new());
    assert!(nothing.close_ups(0, Theme::Dark).is_empty());
}

#[test]
fn what_stayed_needs_no_number() {
    let quiet: Vec<Point> = (0..80)
        .map(|at| {
            let mark = if at == 41 { Mark::MovedIn } else { Mark::Unchanged };
            point(&format!("Tool {at}"), at % 2, at / 2 % 4, mark)
        })
        .collect();
    let chart = chart(four_rings(), &["One", "Two"], quiet);
    let screen = chart.screen(Theme::Dark);
    let numbered = screen.blips.iter().filter(|blip| blip.number.is_some()).count();
    assert!(numbered < 80);
    assert_eq!(chart.crowded(&screen), Vec::<usize>::new());
}

#[test]
fn a_quadrant_that_no_sector_holds_has_no_picture_by_itself() {
    assert!(one_ring_of(four_rings(), 201, 3).is_empty());
    let most = one_ring_of(four_rings(), 200, 3);
    // As many as a message holds, from the first blip on.
    assert!((1..=10).contains(&most.len()));
    assert!(most.windows(2).all(|two| two[0].named.end == two[1].named.start));
    assert_eq!(most[0].named.start, 0);
}

/// Not even dots for all of them have room.
#[test]
fn a_full_innermost_ring_of_many_has_ten_pictures_at_most() {
    is_crammed(0);
}

#[test]
fn a_full_outermost_ring_of_many_has_ten_pictures_at_most() {
    is_crammed(7);
}

fn is_crammed(at: usize) {
    let rings = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"].map(|title| ring(title, "#2e9e6b"));
    let pictures = one_ring_of(rings.to_vec(), 200, at);
    assert!(pictures.len() <= 10);
    assert!(pictures.iter().all(|picture| !picture.named.is_empty()));
}

/// The pictures of a quadrant whose blips are all in one ring.
fn one_ring_of(rings: Vec<ChartRing>, count: usize, at: usize) -> Vec<CloseUp> {
    let blips = (0..count).map(|number| point(&format!("T{number}"), 0, at, Mark::New));
    chart(rings, &["One", "Two"], blips.collect()).close_ups(0, Theme::Dark)
}
