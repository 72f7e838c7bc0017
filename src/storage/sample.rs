//! Rows for the tests: small ones that differ, and any that the domain can make.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Append, BallotEntry, BallotRow, BareBallot, Deed, EventEntry, Row};
use crate::correction::{Corrected, Correction};
use crate::edit::{Dropped, Edit, EditNumber};
use crate::guild_edition::{GuildEdition, Publisher};
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, MessageId};
use crate::outbox::{
    Delivery, Files, FilesState, Missed, News, Notice, Obstacle, Occasion, PictureOf, Posted, Topic, Trouble,
    Update,
};
use crate::prose::Prose;
use crate::radar::{
    BlipId, BlipText, EditionId, Given, Heading, Link, QuadrantId, Relation, Revision, RingId, Section,
    Standing, Title, Url,
};
use crate::schedule::{Occurrence, Schedule};
use crate::settings::{Settings, Theme, Voters};
use crate::vote::policy::{Base, Concerns, MAX_DURATION, Proposers, Quorum, Rule, Visibility};
use crate::vote::trail::{Digest, EntryNumber, EventKind, Head, Salt, VoterKey};
use crate::vote::{
    Answer, Ballot, Change, Choice, Concern, Count, Electorate, Electors, Excluded, Extension, Fate, Party,
    Policies, Policy, PolicyName, Proposal, ProposalNumber, Ratio, Shortfall, Status, Tally, Voided, Voter,
    Waiting, Why,
};

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

fn id<T: TryFrom<u64, Error: std::fmt::Debug> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop_oneof![1..4u64, Just(u64::MAX), any::<u64>().prop_map(|id| id.max(1))]
        .prop_map(|id| T::try_from(id).unwrap())
}

fn any_number() -> impl Strategy<Value = ProposalNumber> {
    prop_oneof![1..4u32, Just(u32::MAX)].prop_map(number)
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_i64, 0..1_000_000_000_i32)
        .prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn any_prose() -> impl Strategy<Value = Prose> {
    any::<String>().prop_filter_map("empty", |text| Prose::parse(&text, 1000).ok())
}

fn any_title() -> impl Strategy<Value = Title> {
    any::<String>().prop_filter_map("no title", |text| Title::parse(&text).ok())
}

fn any_blip() -> impl Strategy<Value = BlipId> {
    "[a-z0-9][a-z0-9-]{0,12}".prop_map(|text| blip(&text))
}

fn any_ring() -> impl Strategy<Value = RingId> {
    "[a-z]{1,8}".prop_map(|text| ring(&text))
}

fn any_quadrant() -> impl Strategy<Value = QuadrantId> {
    "[a-z]{1,8}".prop_map(|text| QuadrantId::parse(&text).unwrap())
}

fn any_edition_id() -> impl Strategy<Value = EditionId> {
    "[A-Z0-9][a-z0-9._-]{0,12}".prop_map(|text| edition_id(&text))
}

fn any_change() -> BoxedStrategy<Change> {
    let parts = (
        any_blip(),
        any_title(),
        any_ring(),
        any_ring(),
        any_quadrant(),
        any_prose(),
    );
    (0..4, parts)
        .prop_map(
            |(which, (blip, title, from, to, quadrant, summary))| match which {
                0 => Change::Add {
                    blip,
                    title,
                    quadrant,
                    to,
                    summary,
                },
                1 => Change::Move {
                    blip,
                    title,
                    from,
                    to,
                },
                2 => Change::Retire { blip, title, from },
                _ => Change::Return { blip, title, to },
            },
        )
        .boxed()
}

fn any_tallied() -> BoxedStrategy<Count> {
    let electors = option::of(any::<([u32; 2], bool)>());
    (any::<[u32; 6]>(), electors)
        .prop_map(|(counts, electors)| {
            let [in_favor, against, abstain, recused, advisory, seconds] = counts;
            Count {
                tally: Tally {
                    in_favor,
                    against,
                    abstain,
                    recused,
                    advisory,
                },
                seconds,
                electors: electors.map(|([opened, counted], asked)| Electors {
                    opened,
                    counted,
                    asked,
                }),
            }
        })
        .boxed()
}

fn any_standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        Just(Standing::Unknown),
        Just(Standing::Retired),
        any_ring().prop_map(Standing::In)
    ]
}

fn any_status() -> BoxedStrategy<Status> {
    let shortfall = prop_oneof![
        Just(Shortfall::NoMajority),
        Just(Shortfall::TooFewInFavor),
        Just(Shortfall::BelowThreshold),
        Just(Shortfall::Opposed)
    ];
    let fate = prop_oneof![
        Just(Fate::Queued),
        (any_edition_id(), any_time()).prop_map(|(edition, at)| Fate::Published { edition, at }),
        (any_standing(), any_time()).prop_map(|(found, at)| Fate::Conflict { at, found }),
        (any_time(), id(), any_prose()).prop_map(|(at, by, reason)| Fate::Dropped { at, by, reason }),
    ];
    let parts = (any_time(), any_tallied(), shortfall, id(), any_prose());
    let more = (fate, any_standing(), any_time(), any_number());
    (0..12, parts, more)
        .prop_map(
            |(which, (at, count, shortfall, by, reason), (fate, found, until, behind))| match which {
                0 => Status::Open,
                1 => Status::Passed { at, count, fate },
                2 => Status::Rejected { at, count, shortfall },
                3 => Status::NoQuorum { at, count },
                4 => Status::Withdrawn { at },
                5 => Status::Waiting(Waiting::Behind(behind)),
                6 => Status::Waiting(Waiting::Second { until }),
                7 => Status::Held { since: at, until },
                8 => Status::Blocked { at, count },
                9 => Status::Stale { at, found },
                10 => Status::Waiting(Waiting::Voters),
                _ => Status::Cancelled { at, by, reason },
            },
        )
        .boxed()
}

fn any_rule() -> BoxedStrategy<Rule> {
    let ratio = || (1..9u32, 0..9u32).prop_map(|(one, more)| Ratio::new(one, one + more).unwrap());
    let quorum = prop_oneof![
        any::<u32>().prop_map(Quorum::Voters),
        ratio().prop_map(Quorum::Share)
    ];
    let base = select(Base::ALL.to_vec());
    prop_oneof![
        any::<u32>().prop_map(|min_seconds| Rule::Lazy { min_seconds }),
        (quorum, ratio(), base, any::<u32>()).prop_map(|(quorum, threshold, base, min_in_favor)| {
            Rule::Majority {
                quorum,
                threshold,
                base,
                min_in_favor,
            }
        }),
    ]
    .boxed()
}

fn any_span() -> impl Strategy<Value = SignedDuration> {
    (0..=MAX_DURATION.as_secs()).prop_map(SignedDuration::from_secs)
}

/// Any policy that a record may hold. Boxed, since a tree of strategies lies on the stack.
pub fn any_policy() -> BoxedStrategy<Policy> {
    let name = "[a-z][a-z0-9-]{0,31}".prop_map(|name| PolicyName::parse(&name).unwrap());
    let concerns = option::of(any_span()).prop_map(|max| max.map_or(Concerns::Note, Concerns::Hold));
    let tally = any::<bool>().prop_map(|hidden| {
        if hidden {
            Visibility::AfterClose
        } else {
            Visibility::Live
        }
    });
    let times = (any_span(), any_span(), any_span(), vec(any_span(), 0..4));
    let proposers = select(Proposers::ALL.to_vec());
    let party = prop_oneof![id().prop_map(Party::Role), id().prop_map(Party::Member)];
    let excluded = proptest::collection::btree_set(party, 0..3).prop_map(Excluded);
    let who = (proposers, option::of(any::<u32>()), any::<[bool; 2]>(), excluded);
    (name, times, any_rule(), concerns, tally, who)
        .prop_map(|(name, times, rule, concerns, tally, who)| {
            let (duration, min_open, cooldown, reminders) = times;
            let (proposers, max_open, [names, extend], excluded) = who;
            Policy {
                name,
                duration,
                min_open,
                rule,
                concerns,
                tally,
                names,
                reminders,
                cooldown,
                proposers,
                max_open,
                extend,
                excluded,
            }
        })
        .boxed()
}

fn any_electorate() -> BoxedStrategy<Electorate> {
    let members = || proptest::collection::btree_set(id(), 0..4);
    prop_oneof![
        Just(Electorate::Anyone),
        members().prop_map(Electorate::Listed),
        (id(), option::of(any::<u32>())).prop_map(|(role, size)| Electorate::Role { role, size }),
        (id(), members()).prop_map(|(role, members)| Electorate::Members { role, members }),
    ]
    .boxed()
}

fn any_concern() -> BoxedStrategy<Concern> {
    let answer = prop_oneof![
        Just(Answer::Open),
        any_time().prop_map(|at| Answer::Resolved { at }),
        (any_time(), id(), any_prose()).prop_map(|(at, by, reason)| Answer::Overridden { at, by, reason }),
    ];
    (id(), any_prose(), option::of(any_prose()), any_time(), answer)
        .prop_map(|(author, title, text, raised_at, answer)| Concern {
            author,
            title,
            text,
            raised_at,
            answer,
        })
        .boxed()
}

fn any_extension() -> BoxedStrategy<Extension> {
    let why = prop_oneof![
        Just(Why::Refreshed),
        (1..30_u32).prop_map(|number| Why::Answered(number.try_into().unwrap())),
        (any_time(), any_time()).prop_map(|(from, until)| Why::Outage { from, until }),
    ];
    (any_time(), any_time(), any_time(), why)
        .prop_map(|(at, from, until, why)| Extension { at, from, until, why })
        .boxed()
}

fn any_voided() -> impl Strategy<Value = Voided> {
    (id(), id(), any_time(), any_prose()).prop_map(|(member, by, at, reason)| Voided {
        member,
        by,
        at,
        reason,
    })
}

/// A proposal of any kind in any state.
pub fn any_proposal() -> BoxedStrategy<Proposal> {
    let who = (id(), any_number(), id(), id(), id(), any_electorate());
    let what = (any_change(), option::of(any_prose()), any_policy(), any_status());
    let history = (
        vec(any_prose(), 0..2),
        vec(any_extension(), 0..3),
        vec(any_concern(), 0..3),
        vec(any_voided(), 0..2),
        option::of(any_number()),
        option::of(id::<MemberId>()),
    );
    (who, what, history, any_time(), any_time())
        .prop_map(|(who, what, history, one, other)| {
            let (guild, number, proposer, channel, interaction, electorate) = who;
            let (change, reason, policy, status) = what;
            let (addenda, extensions, concerns, voided, supersedes, seconded_by) = history;
            Proposal {
                guild,
                number,
                change,
                proposer,
                reason,
                addenda,
                channel,
                interaction,
                opens_at: one.min(other),
                closes_at: one.max(other),
                extensions,
                policy,
                electorate,
                concerns,
                voided,
                seconded_by,
                supersedes,
                status,
            }
        })
        .boxed()
}

/// Boxed, since a tree of strategies lies on the stack.
fn any_revision() -> BoxedStrategy<Revision> {
    let link = any_title().prop_map(|title| Link {
        title,
        url: Url::parse("https://example.org/x?y#z").unwrap(),
    });
    let relation = (any_blip(), any::<String>()).prop_map(|(id, how)| Relation { id, how });
    let heading = prop_oneof![
        Just(Heading::Tips),
        any::<String>().prop_map(|text| Heading::parse(&text))
    ];
    let section = (heading, any::<String>()).prop_map(|(heading, markdown)| Section { heading, markdown });
    let text =
        (any::<String>(), vec(section, 0..3)).prop_map(|(summary, sections)| BlipText { summary, sections });
    let names = (
        any_blip(),
        option::of(any_title()),
        option::of(any_ring()),
        option::of(any_quadrant()),
    );
    let lists = (
        option::of(vec(any::<String>(), 0..3)),
        option::of(vec(any_title(), 0..3)),
        option::of(vec(link, 0..3)),
        option::of(vec(relation, 0..3)),
    );
    let rest = (
        option::of(option::of(any::<String>()).prop_map(Given::from)),
        option::of(
            option::of((1970..2200_i16).prop_map(|year| Date::new(year, 2, 28).unwrap()))
                .prop_map(Given::from),
        ),
        option::of(text),
        option::of(any::<bool>()),
    );
    (names, lists, rest)
        .prop_map(|(names, lists, rest)| {
            let (blip, title, ring, quadrant) = names;
            let (tags, aliases, links, related) = lists;
            let (owner, review_by, text, retired) = rest;
            Revision {
                blip,
                title,
                ring,
                quadrant,
                tags,
                aliases,
                links,
                related,
                owner,
                review_by,
                text,
                retired,
            }
        })
        .boxed()
}

fn any_notice() -> impl Strategy<Value = Notice> {
    let trouble = (0..Obstacle::ALL.len(), id(), any::<u32>()).prop_map(|(why, channel, count)| Trouble {
        why: Obstacle::ALL[why],
        channel,
        count,
    });
    let topic =
        (0..18, any_number(), any_edition_id(), trouble).prop_map(|(which, number, edition, trouble)| {
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

fn any_settings() -> BoxedStrategy<Settings> {
    let channels = (option::of(id()), option::of(id()));
    let voters = prop_oneof![
        Just(Voters::Anyone),
        id().prop_map(Voters::Role),
        proptest::collection::btree_set(id(), 0..4).prop_map(Voters::Listed),
    ];
    let roles = (voters, option::of(id()));
    let named = |policies: Vec<Policy>| {
        let named = policies.into_iter().map(|policy| (policy.name.clone(), policy));
        named.collect()
    };
    let policies = vec(any_policy(), 0..3).prop_map(named).boxed();
    let away = proptest::collection::btree_map(id(), any_time(), 0..3);
    let seen = (option::of(id()), option::of(any_time()), away.boxed());
    let zone =
        select(vec!["Europe/Berlin", "UTC", "America/New_York"]).prop_map(|name| name.parse().unwrap());
    let theme = select(Theme::ALL.to_vec());
    let calendar = (option::of(zone), option::of(theme), option::of(any_schedule())).boxed();
    (channels, roles, seen, any::<bool>(), policies, calendar)
        .prop_map(
            |((digests, votes), (voters, maintainers), (owner, left, away), threads, policies, calendar)| {
                Settings {
                    digests,
                    votes,
                    voters,
                    maintainers,
                    owner,
                    threads,
                    policies,
                    away,
                    timezone: calendar.0,
                    theme: calendar.1,
                    schedule: calendar.2,
                    left,
                }
            },
        )
        .boxed()
}

/// A schedule; what it says of the next occurrence need not follow from its rule.
fn any_schedule() -> impl Strategy<Value = Schedule> {
    let rule = select(vec![
        "2026-12-01 10:00",
        "every quarter at 09:00",
        "every last friday at 16:30",
        "0 9 1 */3 *",
    ]);
    let date =
        || (1_000..40_000i32).prop_map(|day| jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day));
    let told = option::of(any::<u32>());
    let names = (id(), id(), option::of(any::<String>()));
    let times = (any_time(), option::of(date()), date(), any_time());
    (names, rule, times, any::<bool>(), told).prop_map(
        |((id, set_by, title), rule, (set_at, done, date, at), heads_up, told)| Schedule {
            id,
            typed: rule.to_uppercase(),
            rule: rule.parse().unwrap(),
            title,
            set_by,
            set_at,
            done,
            next: Occurrence { date, at },
            heads_up,
            told,
        },
    )
}

fn any_edit_number() -> impl Strategy<Value = EditNumber> {
    (1..=u32::MAX).prop_map(|number| EditNumber::try_from(number).unwrap())
}

/// What is said of words.
fn any_words() -> impl Strategy<Value = Revision> {
    any_revision().prop_map(|revision| Revision {
        title: None,
        ring: None,
        quadrant: None,
        retired: None,
        ..revision
    })
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let dropped = option::of((id(), any_time(), any_prose()));
    (id(), any_edit_number(), id(), any_time(), any_words(), dropped).prop_map(
        |(guild, number, by, at, revision, dropped)| Edit {
            guild,
            number,
            by,
            at,
            revision,
            dropped: dropped.map(|(by, at, reason)| Dropped { by, at, reason }),
        },
    )
}

fn any_correction() -> impl Strategy<Value = Correction> {
    let what = prop_oneof![
        Just(Corrected::Note),
        any::<String>().prop_map(Corrected::Title),
        any_words().prop_map(|revision| Corrected::Blip(Box::new(revision))),
    ];
    let when = (1..=u32::MAX, id(), any_time(), any_prose());
    (id(), any_edition_id(), when, what).prop_map(|(guild, edition, (number, by, at, note), what)| {
        Correction {
            guild,
            edition,
            number,
            by,
            at,
            note,
            what,
        }
    })
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

/// Any row.
pub fn any_row() -> impl Strategy<Value = Row> {
    let publisher = (id(), any::<bool>()).prop_map(|(member, by_schedule)| {
        if by_schedule {
            Publisher::Schedule { set_by: member }
        } else {
            Publisher::Member(member)
        }
    });
    let names = (id(), any_edition_id(), any::<String>(), any_time(), publisher);
    let carried_out = (vec(any_number(), 0..3), vec(any_edit_number(), 0..2));
    let edition = (names, carried_out, vec(any_revision(), 0..3)).prop_map(
        |((guild, id, title, published_at, by), (proposals, edits), revisions)| {
            Row::Edition(GuildEdition {
                guild,
                id,
                title,
                published_at,
                by,
                proposals,
                edits,
                revisions,
            })
        },
    );
    prop_oneof![
        (id(), any_settings()).prop_map(|(guild, settings)| Row::Settings(guild, settings)),
        any_proposal().prop_map(Row::Proposal),
        any_ballot(),
        any_of_a_trail().boxed(),
        edition.boxed(),
        any_notice().prop_map(Row::Notice).boxed(),
        any_edit().prop_map(Row::Edit).boxed(),
        any_correction().prop_map(Row::Correction).boxed(),
    ]
}

fn any_digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

fn any_count<T: TryFrom<u32, Error: std::fmt::Debug> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop_oneof![1..4u32, Just(u32::MAX)].prop_map(|number| T::try_from(number).unwrap())
}

fn any_ballot() -> impl Strategy<Value = Row> {
    let voter = prop_oneof![
        id().prop_map(Voter::Known),
        any_count().prop_map(Voter::Forgotten)
    ];
    let link = option::of((any_count(), any_count(), any_digest(), any_digest()));
    (id(), any_number(), voter, 0..3_usize, id(), link).prop_map(
        |(guild, on, voter, choice, interaction, link)| {
            let choice = Choice::ALL[choice];
            let ballot = match link {
                None => BallotRow::Bare(BareBallot {
                    voter,
                    choice,
                    interaction,
                }),
                Some((number, voter, commitment, hash)) => BallotRow::Chained(BallotEntry {
                    number,
                    voter,
                    choice,
                    interaction,
                    commitment,
                    hash,
                }),
            };
            Row::Ballot(guild, on, ballot)
        },
    )
}

fn any_of_a_trail() -> impl Strategy<Value = Row> {
    let vote = || (id(), any_number());
    let counts = any::<(u32, u32, u32, u32)>();
    let what = (0..EventKind::ALL.len()).prop_map(|which| EventKind::ALL[which]);
    let when = (0..4_000_000_000_000_i64).prop_map(|at| Timestamp::from_millisecond(at).unwrap());
    let event = (any_count(), when, what, any::<String>(), option::of(any_count()));
    prop_oneof![
        (vote(), event, any_digest(), any_digest()).prop_map(
            |((guild, on), (number, at, what, detail, voter), commitment, hash)| {
                let event = EventEntry {
                    number,
                    at,
                    what,
                    detail,
                    voter,
                    commitment,
                    hash,
                };
                Row::Event(guild, on, event)
            }
        ),
        (vote(), id(), any_count(), any::<[u8; 16]>()).prop_map(|((guild, on), member, number, salt)| {
            let salt = Salt(salt);
            Row::Voter(guild, on, member, VoterKey { number, salt })
        }),
        (vote(), any_count(), any_prose())
            .prop_map(|((guild, on), entry, reason)| Row::Reason(guild, on, entry, reason)),
        (vote(), counts, any_digest()).prop_map(|((guild, on), (entries, ballots, before, voters), hash)| {
            let head = Head {
                entries,
                ballots,
                before,
                voters,
                hash,
            };
            Row::Trail(guild, on, head)
        }),
    ]
}
