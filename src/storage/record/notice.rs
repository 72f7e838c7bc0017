//! A notice as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::text::Text;
use super::version::Between;
use crate::id::{ChannelId, GuildId, MessageId};
use crate::outbox::{Delivery, Notice, Obstacle, PictureOf, Posted, Topic};
use crate::radar::EditionId;
use crate::settings::Theme;
use crate::storage::Row;
use crate::vote::trail::Digest;

/// Version 2 is version 1 with a picture. A row is written in the lowest version that can tell what it says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeV2 {
    v: Between<1, 2>,
    guild: Text<GuildId>,
    topic: Text<Topic>,
    channel: Text<ChannelId>,
    queued: Text<Timestamp>,
    delivery: DeliveryV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    picture: Option<PictureV2>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PictureV2 {
    edition: Text<EditionId>,
    theme: Text<Theme>,
    width: u32,
    sha256: Text<Digest>,
}

/// The lowest version that can tell what a notice says.
fn version(picture: bool) -> Between<1, 2> {
    Between::lowest([(picture, 2)])
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
enum DeliveryV1 {
    Pending,
    Sending {
        parts: Vec<String>,
        posted: Vec<PostedV1>,
        first_try: Text<Timestamp>,
    },
    Sent {
        posted: Vec<PostedV1>,
        at: Text<Timestamp>,
    },
    Parked {
        why: Text<Obstacle>,
        at: Text<Timestamp>,
        parts: Vec<String>,
        posted: Vec<PostedV1>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PostedV1 {
    channel: Text<ChannelId>,
    message: Text<MessageId>,
}

impl From<&Notice> for NoticeV2 {
    fn from(notice: &Notice) -> Self {
        fn stored(posted: &[Posted]) -> Vec<PostedV1> {
            let one = |posted: &Posted| PostedV1 {
                channel: Text(posted.channel),
                message: Text(posted.message),
            };
            posted.iter().map(one).collect()
        }
        Self {
            v: version(notice.picture.is_some()),
            guild: Text(notice.guild),
            topic: Text(notice.topic.clone()),
            channel: Text(notice.channel),
            queued: Text(notice.queued_at),
            delivery: match &notice.delivery {
                Delivery::Pending => DeliveryV1::Pending,
                Delivery::Sending {
                    parts,
                    posted,
                    first_try,
                } => DeliveryV1::Sending {
                    parts: parts.clone(),
                    posted: stored(posted),
                    first_try: Text(*first_try),
                },
                Delivery::Sent { posted, at } => DeliveryV1::Sent {
                    posted: stored(posted),
                    at: Text(*at),
                },
                Delivery::Parked {
                    why,
                    at,
                    parts,
                    posted,
                } => DeliveryV1::Parked {
                    why: Text(*why),
                    at: Text(*at),
                    parts: parts.clone(),
                    posted: stored(posted),
                },
            },
            picture: notice.picture.as_ref().map(|picture| PictureV2 {
                edition: Text(picture.edition.clone()),
                theme: Text(picture.theme),
                width: picture.width,
                sha256: Text(picture.hash),
            }),
        }
    }
}

impl TryFrom<NoticeV2> for Row {
    type Error = RecordError;

    fn try_from(record: NoticeV2) -> Result<Self, RecordError> {
        fn loaded(posted: Vec<PostedV1>) -> Vec<Posted> {
            let one = |posted: PostedV1| Posted {
                channel: posted.channel.0,
                message: posted.message.0,
            };
            posted.into_iter().map(one).collect()
        }
        if record.v != version(record.picture.is_some()) {
            return Err(RecordError::Contradiction(
                "`picture` is there in version 2, and only there",
            ));
        }
        let delivery = match record.delivery {
            DeliveryV1::Pending => Delivery::Pending,
            DeliveryV1::Sending { parts, posted, .. } if posted.len() > parts.len() => {
                return Err(RecordError::Contradiction(
                    "more messages are `posted` than there are `parts`",
                ));
            }
            DeliveryV1::Sending {
                parts,
                posted,
                first_try: Text(first_try),
            } => Delivery::Sending {
                parts,
                posted: loaded(posted),
                first_try,
            },
            DeliveryV1::Sent { posted, at: Text(at) } => Delivery::Sent {
                posted: loaded(posted),
                at,
            },
            DeliveryV1::Parked {
                why: Text(why),
                at: Text(at),
                parts,
                posted,
            } => Delivery::Parked {
                why,
                at,
                parts,
                posted: loaded(posted),
            },
        };
        Ok(Self::Notice(Notice {
            guild: record.guild.0,
            topic: record.topic.0,
            channel: record.channel.0,
            queued_at: record.queued.0,
            delivery,
            picture: record.picture.map(|picture| PictureOf {
                edition: picture.edition.0,
                theme: picture.theme.0,
                width: picture.width,
                hash: picture.sha256.0,
            }),
        }))
    }
}
