//! Rows for the tests: small ones that differ, and any that the domain can make.

mod any;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::correction::{Corrected, Correction};
use crate::edit::Edit;
use crate::guild_edition::{GuildEdition, Publisher};
use crate::id::{ChannelId, GuildId, InteractionId, MemberId};
use crate::outbox::{Notice, Topic};
use crate::prose::Prose;
use crate::radar::{BlipId, EditionId, Given, Revision, RingId, Title};
use crate::settings::{Settings, Voters};
use crate::storage::{Append, BallotRow, BareBallot, Deed, Row};
use crate::vote::trail::{EntryNumber, EventKind, Salt};
use crate::vote::{Ballot, Change, Choice, Electorate, Policies, Proposal, ProposalNumber, Status, Voter};

pub use self::any::{any_policy, any_proposal, any_row};

pub fn guild(id: u64) -> GuildId {
    id.try_into().unwrap()
}

pub fn interaction(id: u64) -> InteractionId {
    id.try_into().unwrap()
}

pub fn number(number: u32) -> ProposalNumber {
    number.try_into().unwrap()
}

pub fn edition_id(text: &str) -> EditionId {
    EditionId::parse(text).unwrap()
}

pub fn channel(id: u64) -> ChannelId {
    id.try_into().unwrap()
}

pub fn member(id: u64) -> MemberId {
    id.try_into().unwrap()
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub fn blip(id: &str) -> BlipId {
    BlipId::parse(id).unwrap()
}

pub fn ring(id: &str) -> RingId {
    RingId::parse(id).unwrap()
}

/// An open proposal.
pub fn proposal(in_guild: u64, numbered: u32) -> Proposal {
    Proposal {
        guild: guild(in_guild),
        number: number(numbered),
        change: Change::Move {
            blip: blip("atlantis"),
            title: Title::parse("Atlantis").unwrap(),
            from: ring("assess"),
            to: ring("trial"),
        },
        proposer: member(77),
        reason: Some(Prose::parse("it works", 100).unwrap()),
        channel: channel(500),
        interaction: interaction(u64::from(numbered)),
        opens_at: at(1_700_000_000),
        closes_at: at(1_700_600_000),
        addenda: Vec::new(),
        extensions: Vec::new(),
        policy: Policies::built_in().usual(false),
        electorate: Electorate::Role {
            role: 801.try_into().unwrap(),
            size: Some(9),
        },
        concerns: Vec::new(),
        voided: Vec::new(),
        departed: BTreeSet::new(),
        seconded_by: None,
        supersedes: None,
        status: Status::Open,
    }
}

/// A ballot in favour.
pub fn ballot(by: u64, press: u64) -> Ballot {
    Ballot {
        voter: Voter::Known(member(by)),
        choice: Choice::InFavor,
        interaction: interaction(press),
        reason: None,
    }
}

/// The row of a ballot from before the trails.
pub fn ballot_row(in_guild: u64, on: u32, by: u64, press: u64) -> Row {
    let ballot = BareBallot {
        voter: Voter::Known(member(by)),
        choice: Choice::InFavor,
        interaction: interaction(press),
    };
    Row::Ballot(guild(in_guild), number(on), BallotRow::Bare(ballot))
}

/// A ballot in favour that is added to the proposal's trail.
pub fn cast(in_guild: u64, on: u32, by: u64, press: u64) -> Append {
    let cast = (member(by), Choice::InFavor, interaction(press));
    Append::cast(guild(in_guild), number(on), cast, salt(by, press))
}

/// A ballot with words.
pub fn cast_because(in_guild: u64, on: u32, by: u64, press: u64, why: &str) -> Append {
    let mut append = cast(in_guild, on, by, press);
    if let Deed::Cast { reason, .. } = &mut append.deed {
        *reason = Some(Prose::parse(why, 100).unwrap());
    }
    append
}

/// An event of a vote, by a member or by nobody.
pub fn event(in_guild: u64, on: u32, by: Option<u64>, what: EventKind) -> Append {
    Append {
        guild: guild(in_guild),
        proposal: number(on),
        deed: Deed::Event {
            by: by.map(member),
            what,
            detail: "as \"they\" said".to_owned(),
            at: at(1_700_000_100),
        },
        salt: salt(by.unwrap_or_default(), 0),
    }
}

/// Random bytes of a test.
pub fn salt(by: u64, press: u64) -> Salt {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&by.to_be_bytes());
    bytes[8..].copy_from_slice(&press.to_be_bytes());
    Salt(bytes)
}

pub fn entry_number(number: u32) -> EntryNumber {
    number.try_into().unwrap()
}

/// Settings that name this channel for votes.
pub fn settings_row(in_guild: u64, votes: u64) -> Row {
    let settings = Settings {
        votes: Some(channel(votes)),
        ..Settings::default()
    };
    Row::Settings(guild(in_guild), settings)
}

/// Settings in which these members are listed as voters.
pub fn listing_row(of: u64, members: impl IntoIterator<Item = u64>) -> Row {
    let settings = Settings {
        voters: Voters::Listed(members.into_iter().map(member).collect()),
        ..Settings::default()
    };
    Row::Settings(guild(of), settings)
}

/// Settings of a guild that the bot left in that second.
pub fn left_row(of: u64, second: i64) -> Row {
    let settings = Settings {
        left: Some(at(second)),
        ..Settings::default()
    };
    Row::Settings(guild(of), settings)
}

/// An edition that moves a blip.
pub fn edition(in_guild: u64, id: &str) -> GuildEdition {
    GuildEdition {
        guild: guild(in_guild),
        id: edition_id(id),
        title: "Autumn".to_owned(),
        published_at: at(1_700_700_000),
        by: Publisher::Member(member(77)),
        proposals: vec![number(1)],
        edits: Vec::new(),
        revisions: vec![Revision::move_to(blip("atlantis"), ring("trial"))],
    }
}

/// A notice that nobody tried to deliver.
pub fn notice(in_guild: u64, topic: Topic) -> Notice {
    Notice::new(guild(in_guild), topic, channel(500), at(1_700_000_000))
}

/// An edit of a blip's owner.
pub fn edit(in_guild: u64, numbered: u32) -> Edit {
    Edit {
        guild: guild(in_guild),
        number: numbered.try_into().unwrap(),
        by: member(77),
        at: at(1_700_650_000),
        revision: Revision {
            owner: Some(Given::Nothing),
            ..Revision::of(blip("atlantis"))
        },
        dropped: None,
    }
}

/// A correction of an edition's title.
pub fn correction(in_guild: u64, of: &str, numbered: u32) -> Correction {
    Correction {
        guild: guild(in_guild),
        edition: edition_id(of),
        number: numbered,
        by: member(77),
        at: at(1_700_800_000),
        note: Prose::parse("a wrong year", 100).unwrap(),
        what: Corrected::Title("Autumn 2023".to_owned()),
    }
}
