//! The words in a picture of the radar, and those that stand for it.

use crate::picture::{Chart, CloseUp, Facts, Mark, Words, fitting};
use crate::radar::Edition;
use crate::wording::Wording;

/// The longest description of a file that Discord takes, in characters
/// (<https://discord.com/developers/docs/resources/message#attachment-object>).
const MAX_DESCRIPTION: usize = 1024;

/// What a picture says of its shapes.
pub fn words(wording: &Wording) -> Words {
    let word = |mark| wording.text(key(mark)).into_owned();
    Words {
        new: word(Mark::New),
        moved_in: word(Mark::MovedIn),
        moved_out: word(Mark::MovedOut),
        returned: word(Mark::Returned),
        unchanged: word(Mark::Unchanged),
        unnamed: wording.text("picture-unnamed").into_owned(),
    }
}

const fn key(mark: Mark) -> &'static str {
    match mark {
        Mark::New => "picture-new",
        Mark::MovedIn => "picture-moved-in",
        Mark::MovedOut => "picture-moved-out",
        Mark::Returned => "picture-returned",
        Mark::Unchanged => "picture-unchanged",
    }
}

/// What the picture of an edition shows, for those who do not see it.
pub fn alt(chart: &Chart, edition: &Edition, wording: &Wording) -> String {
    let facts = Facts::of(chart);
    let counts: Vec<String> = facts
        .counts
        .iter()
        .map(|(mark, count)| {
            let kind = wording.text(key(*mark)).into_owned();
            wording.with(
                "picture-alt-count",
                [("kind", kind.into()), ("count", (*count).into())],
            )
        })
        .collect();
    let start = wording.with(
        "picture-alt",
        [
            ("edition", edition.title.clone().into()),
            ("blips", facts.blips.into()),
            ("rings", facts.rings.into()),
            ("quadrants", facts.quadrants.into()),
            ("counts", counts.join(", ").into()),
        ],
    );
    let moved: Vec<String> = facts
        .moved
        .iter()
        .map(|moved| {
            let kind = wording.text(key(moved.mark)).into_owned();
            let told = wording.with(
                "picture-alt-blip",
                [
                    ("title", moved.title.to_owned().into()),
                    ("ring", moved.ring.to_owned().into()),
                    ("kind", kind.into()),
                ],
            );
            format!(" {told}")
        })
        .collect();
    fitting(&start, &moved, more(wording), MAX_DESCRIPTION)
}

/// What a picture of a quadrant shows, for those who do not see it.
pub fn alt_of_quadrant(chart: &Chart, close_up: &CloseUp, edition: &Edition, wording: &Wording) -> String {
    let blips = chart.blips().iter().enumerate();
    let named: Vec<_> = blips.filter(|(at, _)| close_up.named.contains(at)).collect();
    let quadrant = named.first().map(|(_, blip)| &chart.quadrants()[blip.quadrant]);
    let start = wording.with(
        "picture-alt-quadrant",
        [
            ("quadrant", quadrant.cloned().unwrap_or_default().into()),
            ("edition", edition.title.clone().into()),
            ("blips", named.len().into()),
        ],
    );
    let told = named.iter().map(|(at, blip)| {
        let kind = wording.text(key(blip.mark)).into_owned();
        let told = wording.with(
            "picture-alt-numbered",
            [
                ("number", (at + 1).into()),
                ("title", blip.title.clone().into()),
                ("ring", chart.rings()[blip.ring].title.clone().into()),
                ("kind", kind.into()),
            ],
        );
        format!(" {told}")
    });
    fitting(&start, &told.collect::<Vec<_>>(), more(wording), MAX_DESCRIPTION)
}

/// That so many are not told of.
fn more(wording: &Wording) -> impl Fn(usize) -> String {
    |left| format!(" {}", wording.with("picture-alt-more", [("count", left.into())]))
}
