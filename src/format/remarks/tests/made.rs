//! Radars with one thing more than every format holds.

use std::sync::Arc;

use crate::format::frame;
use crate::format::native::RadarFiles;
use crate::radar::{
    BlipText, Given, Link, Origin, Publication, Quadrant, QuadrantId, Relation, Revision, Ring, RingId,
    Scheme, Title, Url,
};

/// A radar before it is put together.
pub(super) struct Made {
    title: &'static str,
    rings: Vec<Ring>,
    quadrants: Vec<Quadrant>,
    publications: Vec<Publication>,
}

fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

fn link(name: &str, url: &str) -> Link {
    Link {
        title: title(name),
        url: Url::parse(url).unwrap(),
    }
}

fn edition(day: &str, revisions: Vec<Revision>) -> Publication {
    Publication {
        id: day.parse().unwrap(),
        title: day.to_owned(),
        publish: format!("{day}T00:00:00Z").parse().unwrap(),
        origin: Origin::Data,
        revisions,
    }
}

fn introduce(id: &str, name: &str) -> Revision {
    Revision::introduce(
        id.parse().unwrap(),
        title(name),
        "trial".parse().unwrap(),
        "tools".parse().unwrap(),
        BlipText::from_summary("Words."),
    )
}

impl Made {
    /// Nothing in it but what every format holds.
    pub(super) fn plain() -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let scheme = frame::of_names(&names(&frame::RINGS), &names(&frame::QUADRANTS)).unwrap();
        Self {
            title: frame::TITLE,
            rings: scheme.rings().to_vec(),
            quadrants: scheme.quadrants().to_vec(),
            publications: vec![edition(
                "2024-03-01",
                vec![introduce("other", "Other"), introduce("zap", "Zap")],
            )],
        }
    }

    /// Zap as the first edition introduces it.
    fn zap(&mut self) -> &mut Revision {
        &mut self.publications[0].revisions[1]
    }

    /// What its first edition says of Zap.
    pub(super) fn zap_says(&mut self, text: &str) {
        self.zap().text = Some(BlipText::from_summary(text));
    }

    /// An edition a month before, in which Zap is as `change` makes it.
    fn before(&mut self, change: impl FnOnce(&mut Revision)) {
        let now = &mut self.publications[0].revisions;
        let mut then = introduce("zap", "Zap");
        change(&mut then);
        let after = now[1].applied(None).unwrap();
        let before = then.applied(None).unwrap();
        now.pop();
        now.extend(Revision::between(Some((&before, false)), &after, false));
        self.publications.insert(0, edition("2024-02-01", vec![then]));
    }

    pub(super) fn files(self) -> RadarFiles {
        let scheme = Scheme::new(title(self.title), self.rings, self.quadrants).unwrap();
        RadarFiles {
            scheme: Arc::new(scheme),
            publications: self.publications,
        }
    }
}

/// Something that a radar may have.
pub(super) type Change = (&'static str, fn(&mut Made));

pub(super) const CHANGES: &[Change] = &[
    ("nothing", |_| {}),
    ("radar title", |made| made.title = "Our radar"),
    ("ring ids", |made| {
        made.rings[1].id = RingId::parse("try").unwrap();
        for revision in &mut made.publications[0].revisions {
            revision.ring = Some(RingId::parse("try").unwrap());
        }
    }),
    ("ring aliases", |made| made.rings[0].aliases.push(title("Use"))),
    ("ring aliases", |made| made.rings[3].aliases.clear()),
    ("ring colours", |made| {
        made.rings[0].color = crate::radar::Color::parse("#123456").unwrap();
    }),
    ("quadrant ids", |made| {
        made.quadrants[2].id = QuadrantId::parse("t").unwrap();
        for revision in &mut made.publications[0].revisions {
            revision.quadrant = Some(QuadrantId::parse("t").unwrap());
        }
    }),
    ("quadrant aliases", |made| {
        made.quadrants[0].aliases.push(title("Ways"));
    }),
    ("quadrant names", |made| {
        made.quadrants[0].title = title("Ways, old");
        made.quadrants[0].id = QuadrantId::parse("ways-old").unwrap();
    }),
    ("fewer quadrants", |made| drop(made.quadrants.drain(..2))),
    ("edition id", |made| {
        made.publications[0].id = "march".parse().unwrap();
    }),
    ("edition title", |made| {
        made.publications[0].title = "March".to_owned();
    }),
    ("edition time", |made| {
        made.publications[0].publish = "2024-03-01T09:30:00Z".parse().unwrap();
    }),
    ("blip ids", |made| made.zap().blip = "zz".parse().unwrap()),
    ("texts", |made| {
        made.zap().text = Some(BlipText::from_summary("Say `x`."));
    }),
    ("first links", |made| {
        made.zap().links = Some(vec![link("Zap", "https://a.example")]);
    }),
    ("link titles", |made| {
        made.zap().links = Some(vec![link("Read", "https://a.example")]);
    }),
    ("more links", |made| {
        made.zap().links = Some(vec![
            link("Zap", "https://a.example"),
            link("B", "https://b.example"),
        ]);
    }),
    ("tags", |made| made.zap().tags = Some(vec!["web".to_owned()])),
    ("aliases", |made| made.zap().aliases = Some(vec![title("Zapper")])),
    ("relations", |made| {
        made.zap().related = Some(vec![Relation {
            id: "other".parse().unwrap(),
            how: "sits on".to_owned(),
        }]);
    }),
    ("owners", |made| {
        made.zap().owner = Some(Given::Is("Ada".to_owned()));
    }),
    ("review dates", |made| {
        made.zap().review_by = Some(Given::Is("2025-01-01".parse().unwrap()));
    }),
    ("editions", |made| {
        made.before(|zap| zap.ring = Some("assess".parse().unwrap()));
    }),
    ("earlier names", |made| {
        made.before(|zap| zap.title = Some(title("Zip")));
    }),
    ("earlier quadrants", |made| {
        made.before(|zap| zap.quadrant = Some("platforms".parse().unwrap()));
    }),
    ("earlier links", |made| {
        made.before(|zap| zap.links = Some(vec![link("Zap", "https://a.example")]));
    }),
    ("earlier tags", |made| {
        made.before(|zap| zap.tags = Some(vec!["web".to_owned()]));
    }),
    ("earlier owner", |made| {
        made.before(|zap| zap.owner = Some(Given::Is("Ada".to_owned())));
    }),
    ("silences", |made| {
        made.zap().text = Some(crate::format::text::nothing());
        made.before(|_| {});
    }),
    ("absences", |made| {
        let back = Revision::return_to("zap".parse().unwrap(), "trial".parse().unwrap());
        made.before(|_| {});
        made.publications[1]
            .revisions
            .push(Revision::retire("zap".parse().unwrap()));
        made.publications.insert(
            1,
            edition("2024-02-15", vec![Revision::retire("zap".parse().unwrap())]),
        );
        made.publications[2]
            .revisions
            .retain(|revision| revision.blip.as_str() != "zap");
        made.publications[2].revisions.push(back);
    }),
    ("retired", |made| {
        made.before(|_| {});
        made.publications[1]
            .revisions
            .push(Revision::retire("zap".parse().unwrap()));
    }),
    ("an edition of tags", |made| {
        made.before(|_| {});
        let tags = Revision {
            tags: Some(vec!["web".to_owned()]),
            ..Revision::of("zap".parse().unwrap())
        };
        made.publications[1].revisions = vec![tags];
    }),
    ("an edition of owners", |made| {
        made.before(|_| {});
        let owner = Revision {
            owner: Some(Given::Is("Ada".to_owned())),
            ..Revision::of("zap".parse().unwrap())
        };
        made.publications[1].revisions = vec![owner];
    }),
];
