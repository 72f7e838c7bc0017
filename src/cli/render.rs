//! `blipbot render`: the radar's picture as a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{Exit, failed};
use crate::clock::Clock;
use crate::discord::view::picture;
use crate::picture::{Chart, Theme};
use crate::radar::EditionId;
use crate::service::Library;
use crate::wording::Wording;

/// Where the picture goes; its name says what it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureFile {
    /// A drawing.
    Svg(PathBuf),
    /// Pixels.
    Png(PathBuf),
}

/// A name that does not say what the picture becomes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a picture's name ends in .svg or .png")]
pub struct PictureFileError;

impl FromStr for PictureFile {
    type Err = PictureFileError;

    fn from_str(text: &str) -> Result<Self, PictureFileError> {
        let path = PathBuf::from(text);
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("svg") => Ok(Self::Svg(path)),
            Some("png") => Ok(Self::Png(path)),
            Some(_) | None => Err(PictureFileError),
        }
    }
}

/// How a picture is drawn.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub theme: Theme,
    /// In pixels.
    pub width: u32,
    /// As chats show it, instead of with all names.
    pub chat: bool,
}

/// Draws an edition, or the current one, into a file.
pub(super) fn render(library: &Library, edition: Option<&EditionId>, look: Look, out: &PictureFile) -> Exit {
    let radar = library.base();
    let timeline = &radar.timeline;
    let edition = match edition {
        Some(id) => timeline
            .get(id)
            .ok_or_else(|| format!("there is no edition `{id}`")),
        None => timeline
            .at(Clock::system().now())
            .ok_or_else(|| "no edition has been published yet".to_owned()),
    };
    let edition = match edition {
        Ok(edition) => edition,
        Err(why) => return failed(&why),
    };
    let chart = match Chart::of(timeline, edition, picture::words(&Wording::english())) {
        Ok(chart) => chart,
        Err(error) => return failed(&error),
    };
    let scene = if look.chat {
        chart.screen(look.theme)
    } else {
        chart.scene(look.theme)
    };
    let svg = match scene.svg(look.width) {
        Ok(svg) => svg,
        Err(error) => return failed(&error),
    };
    match out {
        PictureFile::Svg(path) => written(path, svg.standalone().as_bytes()),
        PictureFile::Png(path) => match svg.png() {
            Ok(png) => written(path, &png.bytes),
            Err(error) => failed(&error),
        },
    }
}

fn written(path: &Path, bytes: &[u8]) -> Exit {
    match fs::write(path, bytes) {
        Ok(()) => Exit::Done,
        Err(error) => failed(&format_args!("{} could not be written: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_what_the_picture_becomes() {
        assert_eq!("a/radar.svg".parse(), Ok(PictureFile::Svg("a/radar.svg".into())));
        assert_eq!("RADAR.PNG".parse(), Ok(PictureFile::Png("RADAR.PNG".into())));
        for name in ["", "png", ".png", "radar.jpg", "radar"] {
            assert_eq!(name.parse::<PictureFile>(), Err(PictureFileError), "{name}");
        }
    }
}
