//! The pictures of editions: each is drawn once, beside the bot's other work, and kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::Digest as _;

use super::sender::File;
use super::view::picture as words;
use crate::picture::{self, Chart};
use crate::radar::EditionId;
use crate::service::GuildRadar;
use crate::settings::Theme;
use crate::vote::trail::Digest as Sha256;
use crate::wording::Wording;

/// How many pictures are kept: the current edition of the radar that ships is everybody's, and is one.
const MOST: usize = 8;
/// What the file is called.
const NAME: &str = "radar.png";

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

/// Draws the picture of an edition, if it can be.
type Draw = fn(&GuildRadar, &EditionId, Look, &Wording) -> Option<Picture>;

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
    look: Look,
    drawn: Drawn,
}

/// What came of drawing.
#[derive(Clone)]
enum Drawn {
    Picture(Picture),
    /// It can not be drawn, and need not be tried again.
    Nothing,
}

impl Drawn {
    fn picture(self) -> Option<Picture> {
        match self {
            Self::Picture(picture) => Some(picture),
            Self::Nothing => None,
        }
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

    /// The picture of an edition; `None` if there is no such edition, or it has more rings or quadrants than can be told
    /// apart.
    pub async fn picture(&self, radar: &Arc<GuildRadar>, edition: &EditionId, look: Look) -> Option<Picture> {
        if let Some(kept) = self.find(radar, edition, look) {
            return kept.picture();
        }
        let _one = self.easel.lock().await;
        if let Some(kept) = self.find(radar, edition, look) {
            return kept.picture();
        }
        let drawing = {
            let (radar, edition, wording) = (Arc::clone(radar), edition.clone(), Arc::clone(&self.wording));
            let draw = self.draw;
            tokio::task::spawn_blocking(move || {
                draw(&radar, &edition, look, &wording).map_or(Drawn::Nothing, Drawn::Picture)
            })
        };
        let drawn = drawing.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a picture could not be drawn");
            Drawn::Nothing
        });
        let mut kept = self.kept();
        if kept.len() == MOST {
            kept.pop_front();
        }
        kept.push_back(Kept {
            radar: Arc::clone(radar),
            edition: edition.clone(),
            look,
            drawn: drawn.clone(),
        });
        drawn.picture()
    }

    /// The picture of an edition if it is drawn already; otherwise it is drawn for those who ask later: an answer does not
    /// wait for it.
    pub fn at_hand(&self, radar: &Arc<GuildRadar>, edition: &EditionId, look: Look) -> Option<Picture> {
        if let Some(kept) = self.find(radar, edition, look) {
            return kept.picture();
        }
        let (gallery, radar, edition) = (self.clone(), Arc::clone(radar), edition.clone());
        tokio::spawn(async move { gallery.picture(&radar, &edition, look).await });
        None
    }

    fn find(&self, radar: &Arc<GuildRadar>, edition: &EditionId, look: Look) -> Option<Drawn> {
        let mut kept = self.kept();
        let same =
            |kept: &Kept| Arc::ptr_eq(&kept.radar, radar) && kept.edition == *edition && kept.look == look;
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

fn draw(radar: &GuildRadar, edition: &EditionId, look: Look, wording: &Wording) -> Option<Picture> {
    let edition = radar.timeline.get(edition)?;
    let drawn = |error: &dyn std::fmt::Display| {
        tracing::warn!(edition = %edition.id, %error, "an edition has no picture");
    };
    let chart = Chart::of(&radar.timeline, edition, words::words(wording))
        .inspect_err(|error| drawn(error))
        .ok()?;
    let svg = chart
        .screen(match look.theme {
            Theme::Light => picture::Theme::Light,
            Theme::Dark => picture::Theme::Dark,
        })
        .svg(look.width)
        .inspect_err(|error| drawn(error))
        .ok()?;
    let png = svg.png().inspect_err(|error| drawn(error)).ok()?;
    Some(Picture {
        hash: Sha256(sha2::Sha256::digest(&png.bytes).into()),
        bytes: png.bytes.into(),
        alt: words::alt(&chart, edition, wording),
    })
}

/// What stands where, in words: as different as the pictures are.
#[cfg(test)]
fn sketch(radar: &GuildRadar, edition: &EditionId, look: Look, wording: &Wording) -> Option<Picture> {
    let edition = radar.timeline.get(edition)?;
    let blips = edition
        .blips
        .values()
        .map(|blip| (&blip.title, &blip.ring, &blip.quadrant));
    let bytes = format!("{:?} {look:?}", blips.collect::<Vec<_>>()).into_bytes();
    let chart = Chart::of(&radar.timeline, edition, words::words(wording)).ok()?;
    Some(Picture {
        hash: Sha256(sha2::Sha256::digest(&bytes).into()),
        bytes: bytes.into(),
        alt: words::alt(&chart, edition, wording),
    })
}

/// Hangs a picture into the first embed of a message, and gives the file that goes with it.
pub fn hang(picture: Picture, body: &mut Value) -> Option<File> {
    let embed = body.pointer_mut("/embeds/0")?.as_object_mut()?;
    let image = json!({"url": format!("attachment://{NAME}")});
    embed.insert("image".to_owned(), image);
    Some(File {
        name: NAME.to_owned(),
        kind: "image/png",
        bytes: picture.bytes,
        description: Some(picture.alt),
    })
}
