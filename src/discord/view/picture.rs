//! The words in a picture of the radar, and those that stand for it.

use crate::picture::{Chart, Facts, Mark, Words, fitting};
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
    let more = |left: usize| format!(" {}", wording.with("picture-alt-more", [("count", left.into())]));
    fitting(&start, &moved, more, MAX_DESCRIPTION)
}
