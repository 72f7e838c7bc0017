//! What is drawn: an edition's blips in reading order.

use super::theme::Theme;
use crate::radar::{Color, Edition, Movement, Timeline};

/// A ring as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRing {
    /// Its name.
    pub title: String,
    /// Its colour, which each theme adapts until it can be read there.
    pub color: Color,
}

/// How a blip moved, which its shape tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It is new: a diamond.
    New,
    /// It came closer to the centre: a drop that points up.
    MovedIn,
    /// It went away from the centre: a drop that points down.
    MovedOut,
    /// It came back after a gap: a square.
    Returned,
    /// It stayed where it was: a disc.
    Unchanged,
}

impl Mark {
    /// All marks, in the order of the key.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::MovedIn,
        Self::MovedOut,
        Self::Returned,
        Self::Unchanged,
    ];
}

/// A blip as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its name.
    pub title: String,
    /// Its quadrant, counted from 0.
    pub quadrant: usize,
    /// Its ring, counted from the centre.
    pub ring: usize,
    /// How it moved.
    pub mark: Mark,
}

/// What the picture says of its shapes, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Of [`Mark::New`].
    pub new: String,
    /// Of [`Mark::MovedIn`].
    pub moved_in: String,
    /// Of [`Mark::MovedOut`].
    pub moved_out: String,
    /// Of [`Mark::Returned`].
    pub returned: String,
    /// Of [`Mark::Unchanged`].
    pub unchanged: String,
    /// Of small blips whose names do not fit.
    pub unnamed: String,
}

impl Words {
    /// The word for a mark.
    pub fn of(&self, mark: Mark) -> &str {
        match mark {
            Mark::New => &self.new,
            Mark::MovedIn => &self.moved_in,
            Mark::MovedOut => &self.moved_out,
            Mark::Returned => &self.returned,
            Mark::Unchanged => &self.unchanged,
        }
    }
}

/// One picture's content. Blips are in reading order (quadrant by quadrant, ring by ring from the centre, by name) and
/// numbered in it from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    title: String,
    edition: String,
    rings: Vec<ChartRing>,
    quadrants: Vec<String>,
    blips: Vec<Point>,
    words: Words,
    /// The number of the first blip.
    first: usize,
}

/// The most quadrants, and the most rings, of a picture: more could not be told apart.
const MOST_PARTS: usize = 8;

/// Why there is no picture of a radar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// No rings, or too many.
    #[error("a picture has 1 to {MOST_PARTS} rings, not {0}")]
    Rings(usize),
    /// No quadrants, or too many.
    #[error("a picture has 1 to {MOST_PARTS} quadrants, not {0}")]
    Quadrants(usize),
    /// A blip in a ring or quadrant that is not there.
    #[error("`{0}` stands outside the radar")]
    Outside(String),
}

impl Chart {
    /// Checks the parts and puts the blips in reading order.
    pub fn new(
        title: String,
        edition: String,
        rings: Vec<ChartRing>,
        quadrants: Vec<String>,
        mut blips: Vec<Point>,
        words: Words,
    ) -> Result<Self, ChartError> {
        if !(1..=MOST_PARTS).contains(&rings.len()) {
            return Err(ChartError::Rings(rings.len()));
        }
        if !(1..=MOST_PARTS).contains(&quadrants.len()) {
            return Err(ChartError::Quadrants(quadrants.len()));
        }
        let outside = |blip: &&Point| blip.ring >= rings.len() || blip.quadrant >= quadrants.len();
        if let Some(blip) = blips.iter().find(outside) {
            return Err(ChartError::Outside(blip.title.clone()));
        }
        blips.sort_by_cached_key(|blip| {
            (
                blip.quadrant,
                blip.ring,
                blip.title.to_lowercase(),
                blip.title.clone(),
            )
        });
        Ok(Self {
            title,
            edition,
            rings,
            quadrants,
            blips,
            words,
            first: 1,
        })
    }

    /// The picture of an edition: what stands on the radar, and how it moved since the edition before. Without
    /// movements nothing moved.
    pub fn of(timeline: &Timeline, edition: &Edition, words: Words) -> Result<Self, ChartError> {
        let scheme = timeline.scheme();
        let rings = scheme.rings().iter().map(|ring| ChartRing {
            title: ring.title.to_string(),
            color: ring.color,
        });
        let quadrants = scheme.quadrants();
        let blips = edition.blips.values().map(|blip| Point {
            title: blip.title.to_string(),
            // A timeline holds no blip outside its scheme; if one did, it is refused as such.
            quadrant: quadrants
                .iter()
                .position(|quadrant| quadrant.id == blip.quadrant)
                .unwrap_or(usize::MAX),
            ring: scheme.position(&blip.ring).unwrap_or(usize::MAX),
            mark: match timeline.movement(&edition.id, &blip.id) {
                Some(Movement::New) => Mark::New,
                Some(Movement::MovedIn { .. }) => Mark::MovedIn,
                Some(Movement::MovedOut { .. }) => Mark::MovedOut,
                Some(Movement::Returned { .. }) => Mark::Returned,
                // What has left the radar is not drawn.
                Some(Movement::NoChange | Movement::Retired { .. }) | None => Mark::Unchanged,
            },
        });
        Self::new(
            scheme.title().to_string(),
            edition.title.clone(),
            rings.collect(),
            quadrants
                .iter()
                .map(|quadrant| quadrant.title.to_string())
                .collect(),
            blips.collect(),
            words,
        )
    }

    /// The same with letters for the titles of its quadrants, for radars that have no room for these.
    pub(super) fn lettered(&self) -> Self {
        let letters = ('A'..='Z').take(self.quadrants.len());
        Self {
            quadrants: letters.map(String::from).collect(),
            ..self.clone()
        }
    }

    /// One quadrant of it, whose blips have the numbers that they have here.
    pub(super) fn quadrant(&self, quadrant: usize) -> Self {
        let before = self.blips.iter().take_while(|blip| blip.quadrant < quadrant);
        let own = self.blips.iter().filter(|blip| blip.quadrant == quadrant);
        Self {
            first: self.first + before.count(),
            blips: own
                .map(|blip| Point {
                    quadrant: 0,
                    ..blip.clone()
                })
                .collect(),
            quadrants: vec![self.quadrants[quadrant].clone()],
            ..self.clone()
        }
    }

    /// One quadrant of it as a picture of its own, which has that quadrant's title.
    fn by_itself(&self, quadrant: usize) -> Self {
        let chart = self.quadrant(quadrant);
        Self {
            title: chart.quadrants[0].clone(),
            edition: format!("{} · {}", self.title, self.edition),
            ..chart
        }
    }

    /// The number of a blip, which is that of its place in reading order.
    pub(super) fn number(&self, at: usize) -> usize {
        self.first + at
    }

    /// The radar's title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What the edition is called.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The rings from the centre outwards.
    pub fn rings(&self) -> &[ChartRing] {
        &self.rings
    }

    /// The quadrants' titles, clockwise from the top.
    pub fn quadrants(&self) -> &[String] {
        &self.quadrants
    }

    /// The blips in reading order; the first is number 1.
    pub fn blips(&self) -> &[Point] {
        &self.blips
    }

    /// The words of the key.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Where everything of the picture stands that names all blips, and is as high as that takes.
    pub fn scene(&self, theme: Theme) -> super::Scene {
        super::sheet::scene(self, theme)
    }

    /// Where everything of the picture stands that chats show: it is never higher than [`super::LEAST_HEIGHT`], and names
    /// as many blips as fit, those that did not stay as they were first.
    pub fn screen(&self, theme: Theme) -> super::Scene {
        super::screen::scene(self, theme)
    }

    /// The quadrants, counted from 0, of which the picture that chats show (made by [`Chart::screen`]) does not name all
    /// that changed.
    pub fn crowded(&self, screen: &super::Scene) -> Vec<usize> {
        let blips = self.blips.iter().zip(&screen.blips);
        let mut unnamed: Vec<usize> = blips
            .filter(|(blip, drawn)| blip.mark != Mark::Unchanged && drawn.number.is_none())
            .map(|(blip, _)| blip.quadrant)
            .collect();
        unnamed.dedup();
        unnamed
    }

    /// The pictures of one quadrant, counted from 0, that chats show: there are as many as it takes to name all of its blips,
    /// with the numbers that they have in the whole. None of what is not there.
    pub fn close_ups(&self, quadrant: usize, theme: Theme) -> Vec<super::CloseUp> {
        if quadrant >= self.quadrants.len() {
            return Vec::new();
        }
        super::close_up::close_ups(&self.by_itself(quadrant), theme)
    }
}
