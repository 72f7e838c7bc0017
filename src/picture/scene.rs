//! A picture as a list of things, each with its place: what is written as SVG, and what tests measure.

use super::chart::Mark;
use super::color::Rgb;
use super::font::{self, Weight};
use super::shape;

/// Everything of a picture, from the bottom to the top.
#[derive(Debug, Clone)]
pub struct Scene {
    /// What the picture is called.
    pub title: String,
    /// How high it is; all are equally wide.
    pub height: f64,
    /// What it lies on.
    pub ground: Rgb,
    /// The rings, the outermost first.
    pub rings: Vec<Ground>,
    /// Straight lines: from, to, colour, width.
    pub lines: Vec<Line>,
    /// Blips, and the small ones of the key and the list.
    pub blips: Vec<Blip>,
    /// Straight text.
    pub texts: Vec<Text>,
    /// Text around the radar.
    pub arcs: Vec<Arc>,
}

/// A ring: a disc on which the smaller ones lie.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// Its centre.
    pub center: (f64, f64),
    /// Its radius.
    pub radius: f64,
    /// Its colour.
    pub fill: Rgb,
    /// Of a quadrant by itself: half the angle of its sector, which opens upwards.
    pub half: Option<f64>,
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// One end.
    pub from: (f64, f64),
    /// The other.
    pub to: (f64, f64),
    /// Its colour.
    pub color: Rgb,
    /// How thick it is.
    pub width: f64,
}

/// A blip.
#[derive(Debug, Clone)]
pub struct Blip {
    /// The centre of the circle around it.
    pub center: (f64, f64),
    /// Its shape.
    pub mark: Mark,
    /// How large it is.
    pub size: shape::Size,
    /// Its colour.
    pub fill: Rgb,
    /// Its number, if it is large enough for one.
    pub number: Option<Text>,
}

impl Blip {
    /// The radius of the circle around it.
    pub fn bound(&self) -> f64 {
        self.size.bound(self.mark)
    }
}

/// Where a text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In its middle.
    Middle,
    /// At its right end.
    End,
}

/// A line of text.
#[derive(Debug, Clone)]
pub struct Text {
    /// Where it is anchored, on its baseline.
    pub at: (f64, f64),
    /// Which part of it is there.
    pub anchor: Anchor,
    /// Its size.
    pub size: f64,
    /// How strong it is.
    pub weight: Weight,
    /// Its colour.
    pub fill: Rgb,
    /// The colour behind it.
    pub on: Rgb,
    /// What it says.
    pub text: String,
}

impl Text {
    /// How wide it is.
    pub fn width(&self) -> f64 {
        font::width(&self.text, self.size, self.weight)
    }

    /// The rectangle around it: left, top, right, bottom.
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        let (x, y) = self.at;
        let width = self.width();
        let left = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let (ascent, descent) = (self.size * font::ASCENT, self.size * font::DESCENT);
        (left, y - ascent, left + width, y + descent)
    }
}

/// A line of text on a circle, read from left to right.
#[derive(Debug, Clone)]
pub struct Arc {
    /// The centre of the circle.
    pub center: (f64, f64),
    /// The radius of its baseline.
    pub radius: f64,
    /// The direction of its middle, clockwise from the top.
    pub middle: f64,
    /// Whether its letters stand on the inner side, as at the bottom of the circle.
    pub inward: bool,
    /// Its size; all are bold.
    pub size: f64,
    /// Its colour.
    pub fill: Rgb,
    /// What it says.
    pub text: String,
}

impl Arc {
    /// Half the angle over which it stretches.
    pub fn half_angle(&self) -> f64 {
        font::width(&self.text, self.size, Weight::Bold) / self.radius / 2.0
    }

    /// The radii between which its letters are.
    pub fn radii(&self) -> (f64, f64) {
        let (ascent, descent) = (self.size * font::ASCENT, self.size * font::DESCENT);
        if self.inward {
            (self.radius - ascent, self.radius + descent)
        } else {
            (self.radius - descent, self.radius + ascent)
        }
    }
}
