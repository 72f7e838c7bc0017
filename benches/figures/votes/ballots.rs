//! What is voted on and how: the only place here that knows what a ballot, a proposal and a press look like.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use blipbot::id::{GuildId, InteractionId, MemberId};
use blipbot::storage::{Append, Batch, Expect, Key, SledStore, Store, Stored, draw_salt, dump};
use blipbot::vote::{Choice, Proposal, ProposalNumber};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::Outcome;

/// The server, its channel for votes, and the id before the first member's.
const GUILD: u64 = 1_000_000_000_000_000_002;
const CHANNEL: u64 = 1_000_000_000_000_000_003;
const MEMBERS: u64 = 1_000_000_000_000_100_000;
/// The row that says what all rows add up to, which each group of batches writes anew: key, revision, checksum and two
/// numbers.
const LEDGER_BYTES: usize = "bot/seq".len() + 8 + 4 + 16;
/// How many ballots of a large store are written at a time.
const AT_ONCE: u64 = 1_000;

/// The server of all votes.
pub fn guild() -> Outcome<GuildId> {
    Ok(GuildId::try_from(GUILD)?)
}

/// Ids of presses, each later than the one before.
pub struct Presses(AtomicU64);

impl Presses {
    /// From this moment on.
    pub fn from(start: Timestamp) -> Self {
        Self(AtomicU64::new(blipbot::id::snowflake_at(start).get()))
    }

    /// The next one. So many are made in a millisecond that the time stays within some minutes.
    pub fn next(&self) -> u64 {
        self.0.fetch_add(1 << 16, Ordering::Relaxed)
    }
}

/// A vote as a line of a dump: open for a week from `opens`, or withdrawn.
pub fn proposal_line(number: u32, opens: Timestamp, open: bool) -> Outcome<String> {
    let mut line = json!({
        "type": "proposal", "v": 1, "guild": GUILD.to_string(), "number": number, "blip": format!("blip-{number}"),
        "from": "assess", "to": "trial", "status": "open", "opens": opens.to_string(),
        "closes": opens.checked_add(SignedDuration::from_hours(7 * 24))?.to_string(), "change": "move",
        "title": format!("Blip {number}"), "proposer": MEMBERS.to_string(), "channel": CHANNEL.to_string(),
        "interaction": number.to_string(),
        "policy": {"threshold": "2/3", "min_in_favor": 2, "min_voters": 3},
    });
    if !open {
        line["status"] = "withdrawn".into();
        line["ended"] = opens.to_string().into();
    }
    Ok(line.to_string())
}

/// How many bytes a store writes for its rows.
#[derive(Clone, Copy)]
pub struct Bytes {
    /// For each ballot.
    pub ballot: usize,
    /// For the first ballot of a voter besides.
    pub voter: usize,
    /// For each group of batches besides.
    pub group: usize,
}

impl Bytes {
    /// As the store in this new folder has them.
    pub async fn measured(folder: &Path) -> Outcome<Self> {
        let store = SledStore::open(folder)?;
        let vote = open_vote(&store, Timestamp::now()).await?;
        let (guild, number) = (vote.value.guild, vote.value.number);
        let press = Presses::from(Timestamp::now()).next();
        cast(&store, &vote, 1, press).await?;
        let of = |key| -> Outcome<usize> { Ok(store.bytes_of(&key)?.ok_or("a row is not there")?) };
        Ok(Self {
            ballot: of(Key::Ballot(guild, number, press.try_into()?))?,
            voter: of(Key::Voter(guild, number, (MEMBERS + 1).try_into()?))?,
            group: of(Key::Trail(guild, number))? + LEDGER_BYTES,
        })
    }
}

/// Puts a vote into a store that is empty, and gives it.
pub async fn open_vote(store: &SledStore, opens: Timestamp) -> Outcome<Stored<Proposal>> {
    let mut lines = String::new();
    writeln!(lines, "{}", proposal_line(1, opens, true)?)?;
    dump::restore(store, lines.as_bytes()).await?;
    let vote = store.proposal(guild()?, ProposalNumber::FIRST).await?;
    Ok(vote.ok_or("the vote is not there")?)
}

/// Casts a ballot: the store's part of it alone.
pub async fn cast(store: &SledStore, vote: &Stored<Proposal>, member: u64, press: u64) -> Outcome<()> {
    let Proposal { guild, number, .. } = vote.value;
    let member = MemberId::try_from(MEMBERS + member)?;
    let cast = (member, choice(press), InteractionId::try_from(press)?);
    let batch = Batch::new()
        .expect(Expect::Revision(Key::Proposal(guild, number), vote.revision))
        .append(Append::cast(guild, number, cast, draw_salt()?));
    store.commit(batch).await?;
    Ok(())
}

fn choice(press: u64) -> Choice {
    let choices = Choice::ALL.len() as u64;
    Choice::ALL[usize::try_from((press >> 16) % choices).unwrap_or_default()]
}

/// So many members, from the first on, cast a ballot each.
pub async fn cast_all(store: &SledStore, number: u32, members: u64, presses: &Presses) -> Outcome<()> {
    let (guild, number) = (guild()?, ProposalNumber::try_from(number)?);
    for first in (1..=members).step_by(usize::try_from(AT_ONCE)?) {
        let mut batch = Batch::new();
        for member in first..=members.min(first + AT_ONCE - 1) {
            let press = presses.next();
            let member = MemberId::try_from(MEMBERS + member)?;
            let cast = (member, choice(press), InteractionId::try_from(press)?);
            batch = batch.append(Append::cast(guild, number, cast, draw_salt()?));
        }
        store.commit(batch).await?;
    }
    Ok(())
}

/// A press of a button under the vote, as Discord sends it: what stands before, between and after its member, its id and
/// its choice. Taking it apart once leaves the machine to what is measured.
pub struct Press(Vec<(String, Option<Mark>)>);

/// What differs from press to press.
#[derive(Clone, Copy)]
enum Mark {
    Member,
    Press,
    Choice,
}

impl Mark {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Member, "MEMBER"),
        (Self::Press, "PRESS"),
        (Self::Choice, "CHOICE"),
    ];

    /// The first one in a text, and where it begins and ends.
    fn first(text: &str) -> Option<(Self, usize, usize)> {
        let places = Self::ALL.iter().filter_map(|(mark, name)| {
            let at = text.find(name)?;
            Some((*mark, at, at + name.len()))
        });
        places.min_by_key(|(_, at, _)| *at)
    }
}

impl Press {
    /// The press of any member at any time.
    pub fn new() -> Self {
        let (frame, mut parts) = (frame().to_string(), Vec::new());
        let mut rest = frame.as_str();
        while let Some((mark, at, end)) = Mark::first(rest) {
            parts.push((rest[..at].to_owned(), Some(mark)));
            rest = &rest[end..];
        }
        parts.push((rest.to_owned(), None));
        Self(parts)
    }

    /// That of this member.
    pub fn of(&self, member: u64, press: u64) -> String {
        let (who, id) = ((MEMBERS + member).to_string(), press.to_string());
        let mut json = String::with_capacity(4096);
        for (text, mark) in &self.0 {
            json.push_str(text);
            json.push_str(match mark {
                Some(Mark::Member) => &who,
                Some(Mark::Press) => &id,
                Some(Mark::Choice) => choice(press).name(),
                None => "",
            });
        }
        json
    }
}

fn frame() -> Value {
    let bot = json!({
        "id": "1000000000000000001", "username": "bench", "global_name": null, "discriminator": "0001", "avatar": null,
        "bot": true, "public_flags": 0,
    });
    let button = |label: &str, choice: &str| {
        let id = format!("1:vote:1:{choice}");
        json!({"type": 2, "id": 2, "style": 2, "label": label, "custom_id": id})
    };
    json!({
        "id": "PRESS",
        "application_id": "1000000000000000001",
        "type": 3,
        "data": {"id": 2, "custom_id": "1:vote:1:CHOICE", "component_type": 2},
        "guild_id": GUILD.to_string(),
        "guild": {"id": GUILD.to_string(), "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "channel_id": CHANNEL.to_string(),
        "channel": {
            "id": CHANNEL.to_string(), "type": 0, "name": "votes", "permissions": "2248473465835073", "flags": 0,
            "guild_id": GUILD.to_string(), "parent_id": null,
        },
        "member": {
            "user": {
                "id": "MEMBER", "username": "ada", "global_name": "Ada", "discriminator": "0", "avatar": null,
                "bot": false, "public_flags": 0,
            },
            "nick": null, "avatar": null, "roles": [], "joined_at": "2026-01-05T09:00:00.000000+00:00",
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "permissions": "2248473465835073",
        },
        "message": {
            "id": "1000000000000000009", "type": 0, "channel_id": CHANNEL.to_string(), "author": bot, "content": "",
            "timestamp": "2026-01-05T09:00:00.000000+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "pinned": false,
            "flags": 0,
            "embeds": [{
                "type": "rich", "title": "Vote #1: Blip 1",
                "description": "Assess → **Trial**\n\nProposed by <@1000000000000100000>, without a reason.\n\n\
                    **Rule** Passes with at least 2/3 of the votes cast in favor, at least 2 in favor, and at least 3 \
                    people taking part (abstentions count as taking part, not as votes cast).\n**Who votes** Anyone \
                    who may use this channel.\n\nIn favor 12 · Against 3 · Abstain 1",
                "footer": {"text": "vote/1"},
            }],
            "components": [{"type": 1, "id": 1, "components": [
                button("In favor", "in_favor"), button("Against", "against"), button("Abstain", "abstain"),
            ]}],
        },
        "token": format!("aW50ZXJhY3Rpb24{:064}", 1),
        "version": 1,
        "locale": "en-US",
        "app_permissions": "2248473465835073",
        "entitlements": [],
        "authorizing_integration_owners": {"0": GUILD.to_string()},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    })
}
