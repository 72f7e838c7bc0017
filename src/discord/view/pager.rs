//! Turning pages: which one is shown, and the buttons that lead on.

use super::Context;
use super::body::{Button, Look, ROOM};
use super::flow::{Block, paginate};
use crate::discord::custom_id::CustomId;

/// One page out of several.
#[derive(Debug)]
pub struct Leaf {
    /// What stands on it.
    pub text: String,
    /// Which it is, from 0.
    pub number: u16,
    /// How many there are; at least 1.
    pub count: u16,
}

/// `blocks` on pages that fit an embed.
pub fn pages(blocks: &[Block], context: Context<'_>) -> Vec<String> {
    paginate(blocks, ROOM, |heading| {
        context.wording.with("continued", [("heading", heading.into())])
    })
}

/// Page `number` of `blocks`; past the end, the last one.
pub fn leaf(blocks: &[Block], number: u16, context: Context<'_>) -> Leaf {
    leaf_of(pages(blocks, context), number)
}

/// Page `number` of `pages`, of which there is one at least; past the end, the last one.
pub fn leaf_of(mut pages: Vec<String>, number: u16) -> Leaf {
    let count = u16::try_from(pages.len()).unwrap_or(u16::MAX);
    let number = number.min(count.saturating_sub(1));
    Leaf {
        text: pages.swap_remove(usize::from(number)),
        number,
        count,
    }
}

/// The buttons to the page before and the page after, where there is one.
pub fn turners(number: u16, count: u16, id: impl Fn(u16) -> CustomId, context: Context<'_>) -> Vec<Button> {
    let button = |key: &str, to: u16| {
        let label = context
            .wording
            .with(key, [("page", (to + 1).into()), ("pages", count.into())]);
        Button::new(label, Look::Plain, id(to))
    };
    let back = number.checked_sub(1).map(|to| button("button-back", to));
    let more = (number + 1 < count).then(|| button("button-more", number + 1));
    back.into_iter().chain(more).collect()
}

/// `footer` with the page's number, if there are several.
pub fn footer(footer: &str, number: u16, count: u16, context: Context<'_>) -> String {
    if count <= 1 {
        return footer.to_owned();
    }
    let page = context
        .wording
        .with("page", [("page", (number + 1).into()), ("pages", count.into())]);
    if footer.is_empty() {
        return page;
    }
    [footer, &page].join(&context.wording.text("separator"))
}
