//! Colours as screens mix them, and how well one is read on another (WCAG 2.1).

use std::fmt;

/// A colour of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb {
    red: u8,
    green: u8,
    blue: u8,
}

/// The contrast that text has at least.
const READABLE: f64 = 4.5;
/// In how many steps a colour is moved until it can be read.
const STEPS: u8 = 50;

impl Rgb {
    /// The colour `0xRRGGBB`.
    pub const fn new(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self { red, green, blue }
    }

    /// This colour with `share` (0 to 1) of another in it.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let channel = |from: u8, to: u8| {
            let mixed = f64::from(from) + (f64::from(to) - f64::from(from)) * share;
            // Between two bytes by construction.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
            let byte = mixed.round() as u8;
            byte
        };
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }

    /// This colour, moved towards `towards` no further than it takes to read it on `ground`.
    #[must_use]
    pub fn readable_on(self, ground: Self, towards: Self) -> Self {
        (0..=STEPS)
            .map(|step| self.mix(towards, f64::from(step) / f64::from(STEPS)))
            .find(|color| color.contrast(ground) >= READABLE)
            .unwrap_or(towards)
    }

    /// How much lighter one of two colours is than the other: 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_the_standard_says() {
        let (black, white) = (Rgb::new(0), Rgb::new(0xff_ffff));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(Rgb::new(0x76_7676)) - 4.54).abs() < 0.005);
    }

    #[test]
    fn a_colour_moves_only_as_far_as_it_must() {
        let (black, white) = (Rgb::new(0), Rgb::new(0xff_ffff));
        let dark = Rgb::new(0x0b_3d91);
        assert_eq!(dark.readable_on(white, black), dark);
        for color in [0xff_ff00, 0xff_ffff, 0x2e_9e6b, 0x88_8888] {
            assert!(Rgb::new(color).readable_on(white, black).contrast(white) >= READABLE);
            assert!(Rgb::new(color).readable_on(black, white).contrast(black) >= READABLE);
        }
    }
}
