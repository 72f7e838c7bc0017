use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::blip_text::{fits, mark};
use crate::radar::{BlipId, Heading, QuadrantId, RingId, Section};

fn section(heading: &str, markdown: &str) -> Section {
    Section {
        heading: Heading::parse(heading),
        markdown: markdown.to_owned(),
    }
}

fn blip() -> Blip {
    Blip {
        id: BlipId::parse("atlantis").unwrap(),
        title: Title::parse("Atlantis").unwrap(),
        ring: RingId::parse("trial").unwrap(),
        quadrant: QuadrantId::parse("operable").unwrap(),
        tags: vec!["terraform".to_owned(), "pull requests".to_owned()],
        aliases: Vec::new(),
        links: vec![Link {
            title: Title::parse("Site | home").unwrap(),
            url: Url::parse("https://a.example/x").unwrap(),
        }],
        related: Vec::new(),
        owner: Some("platform".to_owned()),
        review_by: Some(date(2027, 1, 31)),
        text: BlipText {
            summary: "Plans in pull requests.".to_owned(),
            sections: vec![
                section("Strengths", "- Reviewed\n- Locked"),
                section("How it works", "It waits."),
            ],
        },
    }
}

/// A form with everything as it stands.
fn untouched(blip: &Blip, part: Part) -> Typed {
    Typed {
        text: part.of(&blip.text),
        links: Some(write_links(&blip.links)),
        tags: Some(write_tags(&blip.tags)),
        owner: blip.owner.clone(),
        review_by: blip.review_by.map(|date| date.to_string()),
    }
}

#[test]
fn what_is_not_touched_stays() {
    let parts = [
        Part::All,
        Part::Text,
        Part::Facts,
        Part::Summary,
        Part::Section(0),
        Part::Section(1),
    ];
    for part in parts {
        assert_eq!(untouched(&blip(), part).over(part, &blip()), Ok(blip()), "{part}");
        assert_eq!(part.to_string().parse(), Ok(part));
    }
}

#[test]
fn an_emptied_input_takes_away() {
    let emptied = Typed {
        links: Some(String::new()),
        tags: Some(" , \n".to_owned()),
        owner: Some(" ".to_owned()),
        review_by: Some(String::new()),
        text: None,
    };
    let next = emptied.over(Part::Facts, &blip()).unwrap();
    let bare = Blip {
        links: Vec::new(),
        tags: Vec::new(),
        owner: None,
        review_by: None,
        ..blip()
    };
    assert_eq!(next, bare);
    assert_ne!(mark(&next), mark(&blip()));
}

#[test]
fn a_part_of_a_text_is_changed_and_the_rest_stays() {
    let typed = |text: &str| Typed {
        text: Some(text.to_owned()),
        ..Typed::default()
    };
    let next = typed("## Limits\n\nNone.\n\n## Tips\n\nUse it.")
        .over(Part::Section(0), &blip())
        .unwrap();
    let headings: Vec<&str> = next
        .text
        .sections
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    assert_eq!(headings, ["Limits", "Tips", "How it works"]);
    let without = typed("").over(Part::Section(1), &blip()).unwrap();
    assert_eq!(without.text.sections, blip().text.sections[..1]);
    let summary = typed("Shorter.").over(Part::Summary, &blip()).unwrap();
    assert_eq!(summary.text.summary, "Shorter.");
    assert_eq!(summary.text.sections, blip().text.sections);
}

#[test]
fn every_fault_names_its_input_and_line() {
    let wrong = Typed {
        text: Some("## Strengths\n\nx\n\n## strengths\n\ny\n\n## Tips\n".to_owned()),
        links: Some("Site | https://a.example\n\nnowhere\n[x](ftp://b)\n | https://a.example".to_owned()),
        tags: Some(format!("a, {}", "b".repeat(MAX_TAG + 1))),
        owner: Some("a\nb".to_owned()),
        review_by: Some("31.1.2027".to_owned()),
    };
    let faults = wrong.over(Part::All, &blip()).unwrap_err();
    let places: Vec<(Input, usize)> = faults.iter().map(|fault| (fault.input, fault.line)).collect();
    assert_eq!(
        places,
        [
            (Input::Text, 5),
            (Input::Text, 9),
            (Input::Text, 1),
            (Input::Links, 3),
            (Input::Links, 4),
            (Input::Links, 5),
            (Input::Tags, 1),
            (Input::Owner, 1),
            (Input::ReviewBy, 1),
        ]
    );
    assert!(matches!(faults[4].why, Why::Address(UrlError::Scheme(_))));
    let no_heading = Typed {
        text: Some("Only words.".to_owned()),
        ..Typed::default()
    };
    let faults = no_heading.over(Part::Section(0), &blip()).unwrap_err();
    assert_eq!(faults[0].why, Why::NoHeading);
    let twice = Typed {
        text: Some("## How it works\n\nTwice.".to_owned()),
        ..Typed::default()
    };
    let faults = twice.over(Part::Section(0), &blip()).unwrap_err();
    assert_eq!(
        faults[0].why,
        Why::Body(BodyFault::Twice("How it works".to_owned()))
    );
}

#[test]
fn what_is_too_long_for_a_form_is_seen() {
    let mut long = blip();
    long.text.sections[0].markdown = "é".repeat(crate::blip_text::ROOM);
    assert!(!Part::Text.fits(&long) && !Part::All.fits(&long) && !Part::Section(0).fits(&long));
    assert!(Part::Summary.fits(&long) && Part::Section(1).fits(&long) && Part::Facts.fits(&long));
    assert!(!fits(&"😀".repeat(2_001)));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>(), links in any::<String>(), at in any::<u8>()) {
        let typed = Typed { text: Some(text), links: Some(links.clone()), tags: Some(links.clone()), owner: Some(links.clone()), review_by: Some(links) };
        for part in [Part::All, Part::Text, Part::Facts, Part::Summary, Part::Section(at)] {
            let read = typed.over(part, &blip());
            prop_assert!(read.is_ok() || !read.unwrap_err().is_empty());
        }
    }
}
