//! What is to be said.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{any_edition_id, any_number, any_time, id};
use crate::id::{ChannelId, MessageId};
use crate::outbox::{
    Delivery, Files, FilesState, Missed, News, Notice, Obstacle, Occasion, PictureOf, Posted, Topic, Trouble,
    Update,
};
use crate::settings::Theme;
use crate::storage::sample::{at, interaction};
use crate::vote::trail::Digest;

pub fn any_notice() -> impl Strategy<Value = Notice> {
    let trouble = (0..Obstacle::ALL.len(), id(), any::<u32>()).prop_map(|(why, channel, count)| Trouble {
        why: Obstacle::ALL[why],
        channel,
        count,
    });
    let topic =
        (0..22, any_number(), any_edition_id(), trouble).prop_map(|(which, number, edition, trouble)| {
            let occasion = |news| {
                let (schedule, date) = (interaction(trouble.channel.get()), jiff::civil::date(2026, 12, 1));
                Topic::Calendar(Occasion { schedule, date, news })
            };
            match which {
                0 => Topic::Vote(number),
                1 => Topic::Ending(number),
                2 => Topic::Outcome(number),
                3 => Topic::Digest(edition),
                4 => Topic::Introduction,
                5 => Topic::Update(number, Update::Repost(trouble.count)),
                6 => Topic::Update(number, Update::Added(trouble.count)),
                17 => Topic::Update(number, Update::Voided(trouble.count)),
                18 => Topic::Update(number, Update::Refreshed(trouble.count)),
                19 => Topic::Update(number, Update::Dropped(trouble.count)),
                20 => Topic::Update(number, Update::Kept(trouble.count)),
                7 => Topic::Followers(edition),
                8 => Topic::Missed(Missed {
                    told_in: edition.clone(),
                    edition,
                }),
                9 => Topic::Files(Files {
                    count: trouble.count,
                    state: FilesState::Broken(trouble.channel.get()),
                }),
                10 => Topic::Files(Files {
                    count: trouble.count,
                    state: FilesState::Mended,
                }),
                11 => occasion(News::Soon),
                12 => occasion(News::Moved(trouble.count, at(i64::from(trouble.count)))),
                13 => occasion(News::CalledOff(trouble.count)),
                14 => occasion(News::Empty),
                15 => Topic::Correction(edition, trouble.count.max(1)),
                16 => Topic::Files(Files {
                    count: trouble.count,
                    state: FilesState::Lost(trouble.channel.get()),
                }),
                _ => Topic::Trouble(trouble),
            }
        });
    let posted =
        (id::<ChannelId>(), id::<MessageId>()).prop_map(|(channel, message)| Posted { channel, message });
    let why = (0..Obstacle::ALL.len()).prop_map(|index| Obstacle::ALL[index]);
    let parts = (vec(any::<String>(), 2..4), vec(posted, 0..2), any_time(), why);
    let delivery = (0..4, parts).prop_map(|(which, (parts, posted, at, why))| match which {
        0 => Delivery::Pending,
        1 => Delivery::Sending {
            parts,
            posted,
            first_try: at,
        },
        2 => Delivery::Sent { posted, at },
        _ => Delivery::Parked {
            why,
            at,
            parts,
            posted,
        },
    });
    let picture = (
        any_edition_id(),
        select(Theme::ALL.to_vec()),
        any::<u32>(),
        any::<[u8; 32]>(),
    )
        .prop_map(|(edition, theme, width, hash)| PictureOf {
            edition,
            theme,
            width,
            hash: Digest(hash),
        });
    (id(), topic, id(), any_time(), delivery, option::of(picture)).prop_map(
        |(guild, topic, channel, queued_at, delivery, picture)| Notice {
            guild,
            topic,
            channel,
            queued_at,
            delivery,
            picture,
        },
    )
}
