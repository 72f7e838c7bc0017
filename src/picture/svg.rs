//! A scene as SVG.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::font::{self, Weight};
use super::scene::{Anchor, Arc, Blip, Scene, Text};
use super::sizes::WIDTH;

/// A picture as SVG. Text is text: it can be found and read aloud. Each line is drawn as wide as it was planned, also
/// where the font is not at hand and another takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg {
    text: String,
    width: u32,
    height: u32,
}

/// The widest picture, in pixels.
const WIDEST: u32 = 6400;

/// A width of no or of too many pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture is 1 to {WIDEST} pixels wide, not {0}")]
pub struct WidthError(u32);

impl Svg {
    /// The document.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The document with the font in it: a file that looks the same wherever it is opened. It is a large part of a
    /// megabyte larger.
    pub fn standalone(&self) -> String {
        let face = |weight, bytes| {
            format!(
                "@font-face{{font-family:'{}';font-weight:{weight};src:url(data:font/ttf;base64,{})}}",
                font::FAMILY,
                STANDARD.encode(bytes)
            )
        };
        let faces = face("normal", font::REGULAR) + &face("bold", font::BOLD);
        // The title is written by us, and a chart's words can not hold its end.
        self.text
            .replacen("</title>", &format!("</title>\n<style>{faces}</style>"), 1)
    }

    /// How wide it is, in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// How high it is, in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }
}

impl Scene {
    /// Writes the picture as SVG that is shown so many pixels wide.
    pub fn svg(&self, width: u32) -> Result<Svg, WidthError> {
        if width == 0 || width > WIDEST {
            return Err(WidthError(width));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "some thousand pixels"
        )]
        let pixels = (self.height * f64::from(width) / WIDTH).ceil() as u32;
        let mut text = String::with_capacity(64 * 1024);
        // Writing into a string does not fail.
        let _ = self.write(&mut text, width, pixels);
        Ok(Svg {
            text,
            width,
            height: pixels,
        })
    }

    fn write(&self, out: &mut String, width: u32, pixels: u32) -> std::fmt::Result {
        let (height, ground) = (self.height, self.ground);
        // Stretched to whole pixels, by less than one, so that no row of a PNG is half transparent.
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{pixels}\" \
             viewBox=\"0 0 {WIDTH} {height}\" preserveAspectRatio=\"none\" font-family=\"'{}', sans-serif\">",
            font::FAMILY
        )?;
        writeln!(out, "<title>{}</title>", escaped(&self.title))?;
        writeln!(
            out,
            "<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{ground}\"/>"
        )?;
        for ring in &self.rings {
            let (x, y) = ring.center;
            let (radius, fill) = (ring.radius, ring.fill);
            match ring.half {
                None => write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"")?,
                Some(half) => {
                    let (aside, up) = (radius * half.sin(), radius * half.cos());
                    write!(
                        out,
                        "<path d=\"M{x:.1} {y:.1}L{:.1} {top:.1}A{radius:.1} {radius:.1} 0 0 1 {:.1} {top:.1}z\"",
                        x - aside,
                        x + aside,
                        top = y - up
                    )?;
                }
            }
            writeln!(out, " fill=\"{fill}\" stroke=\"{ground}\" stroke-width=\"4\"/>")?;
        }
        for line in &self.lines {
            let ((x1, y1), (x2, y2)) = (line.from, line.to);
            writeln!(
                out,
                "<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"{}\" stroke-width=\"{:.1}\"/>",
                line.color, line.width
            )?;
        }
        for blip in &self.blips {
            write_blip(out, blip)?;
        }
        for text in &self.texts {
            write_text(out, text)?;
        }
        for (at, arc) in self.arcs.iter().enumerate() {
            write_arc(out, at, arc)?;
        }
        writeln!(out, "</svg>")
    }
}

fn write_blip(out: &mut String, blip: &Blip) -> std::fmt::Result {
    writeln!(
        out,
        "<path d=\"{}\" fill=\"{}\"/>",
        blip.size.path(blip.mark, blip.center),
        blip.fill
    )?;
    match &blip.number {
        Some(number) => write_text(out, number),
        None => Ok(()),
    }
}

fn write_text(out: &mut String, text: &Text) -> std::fmt::Result {
    let (x, y) = text.at;
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor} font-size=\"{}\"{} fill=\"{}\" textLength=\"{:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\">{}</text>",
        text.size,
        weight(text.weight),
        text.fill,
        text.width(),
        escaped(&text.text)
    )
}

fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "",
        Weight::Bold => " font-weight=\"bold\"",
    }
}

fn write_arc(out: &mut String, at: usize, arc: &Arc) -> std::fmt::Result {
    // The path is a little longer than the text, so that no letter falls off its end.
    let half = (arc.half_angle() * 1.1 + 0.05).min(std::f64::consts::PI * 0.99);
    let (from, to, sweep) = if arc.inward {
        (arc.middle + half, arc.middle - half, 0)
    } else {
        (arc.middle - half, arc.middle + half, 1)
    };
    let large = u8::from(half > std::f64::consts::FRAC_PI_2);
    let point = |angle: f64| {
        let (x, y) = arc.center;
        (x + arc.radius * angle.sin(), y - arc.radius * angle.cos())
    };
    let ((x1, y1), (x2, y2), r) = (point(from), point(to), arc.radius);
    writeln!(
        out,
        "<path id=\"arc{at}\" d=\"M{x1:.1} {y1:.1}A{r:.1} {r:.1} 0 {large} {sweep} {x2:.1} {y2:.1}\" fill=\"none\"/>\n\
         <text font-size=\"{}\" font-weight=\"bold\" text-anchor=\"middle\" fill=\"{}\">\
         <textPath href=\"#arc{at}\" startOffset=\"50%\">{}</textPath></text>",
        arc.size,
        arc.fill,
        escaped(&arc.text)
    )
}

/// Text for XML: what would be read as markup is written otherwise, what XML does not allow is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
