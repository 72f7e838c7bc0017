//! Light and dark: which colours the picture is made of.

use super::color::Rgb;
use crate::radar::Color;

/// What the picture lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A ring's colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tint {
    /// Its band of the radar.
    pub band: Rgb,
    /// Its blips and its name: readable on the band and on the picture's ground.
    pub strong: Rgb,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// The picture's ground.
    pub(super) const fn ground(self) -> Rgb {
        match self {
            Self::Light => Rgb::new(0xff_ffff),
            Self::Dark => Rgb::new(0x17_191e),
        }
    }

    /// Titles and names.
    pub(super) const fn ink(self) -> Rgb {
        match self {
            Self::Light => Rgb::new(0x1d_2127),
            Self::Dark => Rgb::new(0xee_f0f3),
        }
    }

    /// What is less important than names.
    pub(super) const fn muted(self) -> Rgb {
        match self {
            Self::Light => Rgb::new(0x5a_636e),
            Self::Dark => Rgb::new(0xa6_aeb9),
        }
    }

    /// Lines between parts of the picture.
    pub(super) const fn line(self) -> Rgb {
        match self {
            Self::Light => Rgb::new(0xd9_dde2),
            Self::Dark => Rgb::new(0x3a_3f48),
        }
    }

    /// A ring's strong colour, readable on all bands: as that of a number that stands across them.
    pub(super) fn across(self, tint: Tint, bands: &[Tint]) -> Rgb {
        bands.iter().fold(tint.strong, |color, other| {
            color.readable_on(other.band, self.away())
        })
    }

    /// Where colours are moved to become readable.
    const fn away(self) -> Rgb {
        match self {
            Self::Light => Rgb::new(0),
            Self::Dark => Rgb::new(0xff_ffff),
        }
    }

    /// What a ring's colour becomes here.
    pub(super) fn tint(self, color: Color) -> Tint {
        let color = Rgb::new(color.rgb());
        let share = match self {
            Self::Light => 0.14,
            Self::Dark => 0.16,
        };
        let towards = self.away();
        let band = self.ground().mix(color, share);
        Tint {
            band,
            // A dark colour may make a band that is darker than a dark ground.
            strong: color
                .readable_on(band, towards)
                .readable_on(self.ground(), towards),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_readable_whatever_colours_a_ring_has() {
        for theme in Theme::ALL {
            assert!(theme.ink().contrast(theme.ground()) >= 4.5);
            assert!(theme.muted().contrast(theme.ground()) >= 4.5);
            for red in (0..=255u32).step_by(51) {
                for green in (0..=255u32).step_by(51) {
                    for blue in (0..=255u32).step_by(51) {
                        let text = format!("#{red:02x}{green:02x}{blue:02x}");
                        let Tint { band, strong } = theme.tint(Color::parse(&text).unwrap());
                        assert!(strong.contrast(band) >= 4.5, "{theme:?} {text}");
                        assert!(strong.contrast(theme.ground()) >= 4.5, "{theme:?} {text}");
                    }
                }
            }
        }
    }
}
