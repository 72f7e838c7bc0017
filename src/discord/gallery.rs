//! The pictures of editions: each is drawn once, beside the bot's other work, and kept.

mod hang;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

pub use self::hang::{hang, hash};
use super::view::picture as words;
use crate::picture::{self, Chart, Scene};
use crate::radar::{Edition, EditionId, QuadrantId};
use crate::service::GuildRadar;
use crate::settings::Theme;
use crate::vote::trail::Digest as Sha256;
use crate::wording::Wording;

/// How many subjects are kept: the current edition of the radar that ships is everybody's, and is one, with its quadrants.
const MOST: usize = 24;
/// How many bytes of pictures are kept.
const MOST_BYTES: usize = 24 * 1024 * 1024;

/// How a picture is drawn, besides what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Light or dark.
    pub theme: Theme,
    /// How wide it is, in pixels.
    pub width: u32,
}

impl Look {
    /// As pictures are drawn now.
    pub const fn new(theme: Theme) -> Self {
        Self { theme, width: 1600 }
    }
}

/// A picture as Discord takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file, a PNG.
    pub bytes: Bytes,
    /// The SHA-256 of the file.
    pub hash: Sha256,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// What of an edition is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    /// The whole radar, in one picture.
    Radar,
    /// A quadrant by itself, in as many pictures as its names take.
    Quadrant(QuadrantId),
}

/// Draws what is wanted of an edition.
type Draw = fn(&GuildRadar, &EditionId, &Subject, Look, &Wording) -> Drawn;

/// Draws and keeps pictures. Clones share what is kept.
#[derive(Clone)]
pub struct Gallery {
    wording: Arc<Wording>,
    draw: Draw,
    kept: Arc<Mutex<VecDeque<Kept>>>,
    /// One picture is drawn at a time: whoever wants the same one gets it, too.
    easel: Arc<tokio::sync::Mutex<()>>,
}

/// What came of an edition of a radar.
struct Kept {
    radar: Arc<GuildRadar>,
    edition: EditionId,
    subject: Subject,
    look: Look,
    drawn: Drawn,
}

/// What came of drawing; no pictures: it can not be drawn, and need not be tried again.
#[derive(Clone, Default)]
struct Drawn {
    pictures: Vec<Picture>,
    /// Of the whole radar: the quadrants of which its picture does not name all that changed.
    crowded: Vec<QuadrantId>,
}

impl Drawn {
    fn bytes(&self) -> usize {
        self.pictures.iter().map(|picture| picture.bytes.len()).sum()
    }
}

impl Gallery {
    /// An empty one.
    pub fn new(wording: Arc<Wording>) -> Self {
        Self {
            wording,
            draw,
            kept: Arc::default(),
            easel: Arc::default(),
        }
    }

    /// One that sketches, for tests of what is done with pictures: drawing takes most of their time.
    #[cfg(test)]
    pub fn of_sketches(wording: Arc<Wording>) -> Self {
        Self {
            draw: sketch,
            ..Self::new(wording)
        }
    }

    /// The pictures of an edition: that of the radar, and after it those of the quadrants of which it does not name all that
    /// changed. None if there is no such edition, or it has more rings or quadrants than can be told apart.
    pub async fn pictures(&self, radar: &Arc<GuildRadar>, edition: &EditionId, look: Look) -> Vec<Picture> {
        let Drawn {
            mut pictures,
            crowded,
        } = self.drawn(radar, edition, Subject::Radar, look).await;
        for quadrant in crowded {
            pictures.extend(self.quadrant(radar, edition, quadrant, look).await);
        }
        pictures
    }

    /// The pictures of a quadrant by itself, in which all of its blips have their numbers.
    pub async fn quadrant(
        &self,
        radar: &Arc<GuildRadar>,
        edition: &EditionId,
        quadrant: QuadrantId,
        look: Look,
    ) -> Vec<Picture> {
        let subject = Subject::Quadrant(quadrant);
        self.drawn(radar, edition, subject, look).await.pictures
    }

    /// The picture of an edition if it is drawn already; otherwise it is drawn for those who ask later: an answer does not
    /// wait for it.
    pub fn at_hand(&self, radar: &Arc<GuildRadar>, edition: &EditionId, look: Look) -> Vec<Picture> {
        if let Some(kept) = self.find(radar, edition, &Subject::Radar, look) {
            return kept.pictures;
        }
        let (gallery, radar, edition) = (self.clone(), Arc::clone(radar), edition.clone());
        tokio::spawn(async move { gallery.drawn(&radar, &edition, Subject::Radar, look).await });
        Vec::new()
    }

    async fn drawn(
        &self,
        radar: &Arc<GuildRadar>,
        edition: &EditionId,
        subject: Subject,
        look: Look,
    ) -> Drawn {
        if let Some(kept) = self.find(radar, edition, &subject, look) {
            return kept;
        }
        let _one = self.easel.lock().await;
        if let Some(kept) = self.find(radar, edition, &subject, look) {
            return kept;
        }
        let drawing = {
            let (radar, edition, wording) = (Arc::clone(radar), edition.clone(), Arc::clone(&self.wording));
            let (draw, subject) = (self.draw, subject.clone());
            tokio::task::spawn_blocking(move || draw(&radar, &edition, &subject, look, &wording))
        };
        let drawn = drawing.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a picture could not be drawn");
            Drawn::default()
        });
        let mut kept = self.kept();
        let mut bytes = drawn.bytes() + kept.iter().map(|kept| kept.drawn.bytes()).sum::<usize>();
        while kept.len() == MOST || bytes > MOST_BYTES {
            let Some(oldest) = kept.pop_front() else { break };
            bytes -= oldest.drawn.bytes();
        }
        kept.push_back(Kept {
            radar: Arc::clone(radar),
            edition: edition.clone(),
            subject,
            look,
            drawn: drawn.clone(),
        });
        drawn
    }

    fn find(
        &self,
        radar: &Arc<GuildRadar>,
        edition: &EditionId,
        subject: &Subject,
        look: Look,
    ) -> Option<Drawn> {
        let mut kept = self.kept();
        let same = |kept: &Kept| {
            Arc::ptr_eq(&kept.radar, radar)
                && kept.edition == *edition
                && kept.subject == *subject
                && kept.look == look
        };
        let index = kept.iter().position(same)?;
        // The one that was asked for last is kept the longest.
        let found = kept.remove(index)?;
        let drawn = found.drawn.clone();
        kept.push_back(found);
        Some(drawn)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn draw(radar: &GuildRadar, edition: &EditionId, subject: &Subject, look: Look, wording: &Wording) -> Drawn {
    let Some(edition) = radar.timeline.get(edition) else {
        return Drawn::default();
    };
    match drawn(radar, edition, subject, look, wording) {
        Ok(drawn) => drawn,
        Err(error) => {
            tracing::warn!(edition = %edition.id, %error, "an edition has no picture");
            Drawn::default()
        }
    }
}

fn drawn(
    radar: &GuildRadar,
    edition: &Edition,
    subject: &Subject,
    look: Look,
    wording: &Wording,
) -> Result<Drawn, Box<dyn std::error::Error>> {
    let theme = match look.theme {
        Theme::Light => picture::Theme::Light,
        Theme::Dark => picture::Theme::Dark,
    };
    let chart = Chart::of(&radar.timeline, edition, words::words(wording))?;
    let quadrants = radar.timeline.scheme().quadrants();
    match subject {
        Subject::Radar => {
            let scene = chart.screen(theme);
            let crowded = chart.crowded(&scene).into_iter();
            Ok(Drawn {
                pictures: vec![picture(&scene, look, words::alt(&chart, edition, wording))?],
                crowded: crowded.map(|at| quadrants[at].id.clone()).collect(),
            })
        }
        Subject::Quadrant(id) => {
            let at = quadrants.iter().position(|quadrant| quadrant.id == *id);
            let close_ups = at.map(|at| chart.close_ups(at, theme)).unwrap_or_default();
            let pictures = close_ups.iter().map(|close_up| {
                let alt = words::alt_of_quadrant(&chart, close_up, edition, wording);
                picture(&close_up.scene, look, alt)
            });
            Ok(Drawn {
                pictures: pictures.collect::<Result<_, _>>()?,
                crowded: Vec::new(),
            })
        }
    }
}

fn picture(scene: &Scene, look: Look, alt: String) -> Result<Picture, Box<dyn std::error::Error>> {
    let png = scene.svg(look.width)?.png()?;
    Ok(Picture {
        hash: Sha256::of([&png.bytes[..]]),
        bytes: png.bytes.into(),
        alt,
    })
}

/// What stands where, in words: as different as the pictures are.
#[cfg(test)]
fn sketch(
    radar: &GuildRadar,
    edition: &EditionId,
    subject: &Subject,
    look: Look,
    wording: &Wording,
) -> Drawn {
    let Some(edition) = radar.timeline.get(edition) else {
        return Drawn::default();
    };
    let blips = edition
        .blips
        .values()
        .map(|blip| (&blip.title, &blip.ring, &blip.quadrant));
    let bytes = format!("{subject:?} {:?} {look:?}", blips.collect::<Vec<_>>()).into_bytes();
    let Ok(chart) = Chart::of(&radar.timeline, edition, words::words(wording)) else {
        return Drawn::default();
    };
    Drawn {
        pictures: vec![Picture {
            hash: Sha256::of([&bytes[..]]),
            bytes: bytes.into(),
            alt: words::alt(&chart, edition, wording),
        }],
        crowded: Vec::new(),
    }
}
