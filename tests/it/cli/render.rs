//! `blipbot render`: the radar's picture as a file.

use super::place::Place;

#[test]
fn the_radar_becomes_a_picture() {
    let place = Place::new();
    let drawn = place.run(&[
        "render",
        "--width",
        "160",
        "--theme",
        "dark",
        "--out",
        "radar.png",
    ]);
    assert_eq!(drawn.done(), Vec::<&str>::new());
    let png = std::fs::read(place.path("radar.png")).unwrap();
    assert_eq!(&png[1..4], b"PNG");
    assert_eq!(png[16..20], 160u32.to_be_bytes());

    place
        .run(&["render", "--width", "160", "--chat", "--out", "chat.png"])
        .done();
    let png = std::fs::read(place.path("chat.png")).unwrap();
    assert_eq!(png[16..24], [160u32.to_be_bytes(), 100u32.to_be_bytes()].concat());

    place
        .run(&["render", "--edition", "2023-10-01", "--out", "radar.svg"])
        .done();
    let svg = std::fs::read_to_string(place.path("radar.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains(">Crossplane</text>"));
}

#[test]
fn what_can_not_be_drawn_is_refused() {
    let place = Place::new();
    let unknown = place.run(&["render", "--edition", "2001-01-01", "--out", "radar.png"]);
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.err.contains("there is no edition `2001-01-01`"),
        "{}",
        unknown.err
    );
    for args in [
        &["render"][..],
        &["render", "--out", "radar.jpg"],
        &["render", "--width", "0", "--out", "radar.png"],
        &["render", "--theme", "pink", "--out", "radar.png"],
    ] {
        assert_eq!(place.run(args).code, Some(2), "{args:?}");
    }
    assert!(place.names().is_empty());
}
