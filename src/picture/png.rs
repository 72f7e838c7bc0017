//! A picture as PNG.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::font;
use super::svg::Svg;

/// A picture as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

/// Why there is no PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The SVG could not be read: a fault of ours.
    #[error("the picture is no SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// Too many pixels.
    #[error("a picture can not have {0} x {1} pixels")]
    Size(u32, u32),
    /// The file could not be written.
    #[error("the picture could not be written: {0}")]
    Encoding(#[from] png::EncodingError),
}

/// The embedded font alone: what is installed where the bot runs changes no picture.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::BOLD.to_vec());
    fonts.set_sans_serif_family(font::FAMILY);
    Arc::new(fonts)
});

impl Svg {
    /// Draws the picture. This takes a tenth of a second of the processor: not for a thread that answers.
    pub fn png(&self) -> Result<Png, PngError> {
        let options = Options {
            font_family: font::FAMILY.to_owned(),
            fontdb: Arc::clone(&FONTS),
            ..Options::default()
        };
        let tree = Tree::from_str(self.as_str(), &options)?;
        let (width, height) = (self.width(), self.height());
        let mut pixels = Pixmap::new(width, height).ok_or(PngError::Size(width, height))?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        // The ground is opaque: alpha says nothing.
        let mut opaque = vec![0; pixels.data().len() / 4 * 3];
        for (to, from) in opaque.chunks_exact_mut(3).zip(pixels.data().chunks_exact(4)) {
            to.copy_from_slice(&from[..3]);
        }
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // Half of the time would go into the last tenth of the size otherwise.
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        encoder.write_header()?.write_image_data(&opaque)?;
        Ok(Png { bytes, width, height })
    }
}
