//! What a button carries: a typed, versioned id, so that it works after a restart and in every version to come.
//!
//! Written as `version:name:fields`. A field that may hold a colon comes last. At most 100 characters: the longest
//! is [`CustomId::Publish`] with a title of [`MAX_EDITION_TITLE`](crate::service::MAX_EDITION_TITLE), which has 99.

use std::fmt;
use std::str::FromStr;

use super::attempted::Attempted;
use super::commands::Audience;
use super::decoded::Decoded;
use super::form_id::FormId;
use crate::radar::{BlipId, EditionId, QuadrantId};
use crate::service::{
    BlipMark, Browse, CompareRequest, EditionName, EditionRequest, Filter, Fingerprint, HistoryRequest, Mark,
    Motion, ProposalRequest, Request,
};
use crate::vote::{Choice, ConcernNumber, ProposalNumber};

/// The version that is written. A change of a field's meaning makes another one; this one stays readable.
pub(super) const VERSION: &str = "1";
/// Marks a list of what is due for review.
const DUE: char = '!';
/// What the ids of a vote's buttons are called.
const VOTE: &str = "vote";
/// What the ids are called of buttons that compare for everybody to read.
const SHARED_COMPARISON: &str = "share-compare";
/// The most characters that Discord allows.
pub const MAX_CHARS: usize = 100;

/// What a press of a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomId {
    /// Answer a vote.
    Vote(ProposalNumber, Choice),
    /// Another page of a blip's card.
    Card(BlipId, u16),
    /// Another page of the whole radar.
    Whole(u16),
    /// Another page of one quadrant of it.
    Quadrant(QuadrantId, u16),
    /// Another page of the blips that are wanted.
    Blips(Box<Filter<Mark>>, u16),
    /// Blips side by side, two or three, and who reads it.
    Compare(Vec<BlipMark>, Audience),
    /// Another page of the proposals.
    Proposals(u16),
    /// One proposal.
    ShowProposal(ProposalNumber),
    /// A page of what is said of its blip otherwise than when the vote opened.
    Reworded(ProposalNumber, u16),
    /// Another page of the editions.
    Editions(u16),
    /// A page of what an edition changed.
    Edition(EditionId, u16),
    /// Another page of what differs between two editions.
    Diff(EditionId, EditionId, u16),
    /// Another page of a blip's history.
    History(BlipId, u16),
    /// Another page of the draft.
    Draft(u16),
    /// Another page of the preview, which keeps its button `Publish`.
    Preview(u16, Option<String>),
    /// Publish what the preview showed.
    Publish(Fingerprint, Option<String>),
    /// The blip that was meant, out of several, and who reads its card.
    Pick(BlipId, Audience),
    /// The blip that was meant, out of several, of which something else is to be said.
    Edit(BlipId),
    /// A blip's card, besides what is shown already.
    ShowBlip(BlipId),
    /// Have a proposal put to the vote that waits for a second voter.
    Second(ProposalNumber),
    /// Propose the same again from where the blip stands now.
    Restart(ProposalNumber),
    /// Take a concern back.
    Resolve(ProposalNumber, ConcernNumber),
    /// A form to fill in.
    Open(FormId),
}

/// A text that is none of our ids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CustomIdError {
    /// It was written by a version that this one does not know.
    #[error("the button `{0}` is of another version")]
    OtherVersion(String),
    /// It says nothing that this version knows.
    #[error("the button `{0}` says nothing that is known")]
    Malformed(String),
}

impl CustomId {
    /// What the press asks for.
    pub fn decode(self) -> Decoded {
        Decoded::Request(match self {
            Self::Open(form) => return Decoded::Form(form),
            Self::Vote(number, choice) => Request::Cast(number, choice),
            Self::Card(blip, page) => Request::Browse(Browse::Card(blip, page)),
            Self::Pick(blip, _) | Self::ShowBlip(blip) => Request::Browse(Browse::Card(blip, 0)),
            Self::Second(number) => Request::Proposal(ProposalRequest::Second(number)),
            Self::Restart(number) => Request::Proposal(ProposalRequest::Restart(number)),
            Self::Resolve(number, concern) => Request::Proposal(ProposalRequest::Resolve(number, concern)),
            Self::Whole(page) => Request::Browse(Browse::Whole(page)),
            Self::Quadrant(quadrant, page) => Request::Browse(Browse::Quadrant(quadrant, page)),
            Self::Blips(filter, page) => Request::BlipsPage(filter, page),
            Self::Compare(blips, _) => Request::Compare(CompareRequest::Marked(blips)),
            Self::Edit(blip) => Request::Edition(EditionRequest::Edit(blip.to_string())),
            Self::Proposals(page) => Request::Proposal(ProposalRequest::List(page)),
            Self::ShowProposal(number) => Request::Proposal(ProposalRequest::Show(number)),
            Self::Reworded(number, page) => Request::Proposal(ProposalRequest::Reworded(number, page)),
            Self::Editions(page) => Request::Edition(EditionRequest::List(page)),
            Self::Edition(id, page) => Request::Edition(EditionRequest::Show(EditionName::Id(id), page)),
            Self::Diff(from, to, page) => Request::Edition(EditionRequest::Diff {
                from: EditionName::Id(from),
                to: EditionName::Id(to),
                page,
            }),
            Self::History(blip, page) => Request::History(HistoryRequest::Page(blip, page)),
            Self::Draft(page) => Request::Edition(EditionRequest::Draft(page)),
            Self::Preview(page, title) => Request::Edition(EditionRequest::Preview { title, page }),
            Self::Publish(shown, title) => Request::Edition(EditionRequest::Publish { title, shown }),
        })
    }

    /// Whether the answer takes the place of the message with the button, when only its reader sees that message.
    /// In a message that everybody sees, one reader's page must not become everybody's.
    pub fn turns_a_page(&self) -> bool {
        match self {
            Self::Card(..)
            | Self::Whole(_)
            | Self::Quadrant(..)
            | Self::Blips(..)
            | Self::Compare(_, Audience::Asker)
            | Self::Proposals(_)
            | Self::Reworded(..)
            | Self::Editions(_)
            | Self::Edition(..)
            | Self::Diff(..)
            | Self::History(..)
            | Self::Draft(_)
            | Self::Preview(..)
            | Self::Publish(..)
            | Self::Pick(_, Audience::Asker)
            | Self::Edit(_) => true,
            // What everybody is to read can not take the place of what one member sees.
            Self::Pick(_, Audience::Channel)
            | Self::Compare(_, Audience::Channel)
            | Self::Vote(..)
            | Self::ShowProposal(_)
            | Self::ShowBlip(_)
            | Self::Second(_)
            | Self::Restart(_)
            | Self::Resolve(..)
            | Self::Open(_) => false,
        }
    }

    /// Who reads the answer: everybody only where the command behind the button asked for that.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Pick(_, audience) | Self::Compare(_, audience) => *audience,
            Self::Card(..)
            | Self::Whole(_)
            | Self::Quadrant(..)
            | Self::Blips(..)
            | Self::Proposals(_)
            | Self::Reworded(..)
            | Self::Editions(_)
            | Self::Edition(..)
            | Self::Diff(..)
            | Self::History(..)
            | Self::Draft(_)
            | Self::Preview(..)
            | Self::Publish(..)
            | Self::Edit(_)
            | Self::Vote(..)
            | Self::ShowProposal(_)
            | Self::ShowBlip(_)
            | Self::Second(_)
            | Self::Restart(_)
            | Self::Resolve(..)
            | Self::Open(_) => Audience::Asker,
        }
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:")?;
        match self {
            Self::Vote(number, choice) => write!(f, "{VOTE}:{number}:{}", choice.name()),
            Self::Card(blip, page) => write!(f, "card:{blip}:{page}"),
            Self::Whole(page) => write!(f, "whole:{page}"),
            Self::Quadrant(quadrant, page) => write!(f, "quadrant:{quadrant}:{page}"),
            Self::Blips(filter, page) => write_filter(f, filter, *page),
            Self::Compare(blips, audience) => {
                match audience {
                    Audience::Asker => write!(f, "compare")?,
                    Audience::Channel => write!(f, "{SHARED_COMPARISON}")?,
                }
                blips
                    .iter()
                    .try_for_each(|BlipMark(blip)| write!(f, ":{blip:016x}"))
            }
            Self::Proposals(page) => write!(f, "proposals:{page}"),
            Self::ShowProposal(number) => write!(f, "proposal:{number}"),
            Self::Reworded(number, page) => write!(f, "reworded:{number}:{page}"),
            Self::Editions(page) => write!(f, "editions:{page}"),
            Self::Edition(id, page) => write!(f, "edition:{id}:{page}"),
            Self::Diff(from, to, page) => write!(f, "diff:{from}:{to}:{page}"),
            Self::History(blip, page) => write!(f, "history:{blip}:{page}"),
            Self::Draft(page) => write!(f, "draft:{page}"),
            Self::Preview(page, title) => {
                write!(f, "preview:{page}:{}", title.as_deref().unwrap_or_default())
            }
            Self::Publish(Fingerprint(shown), title) => {
                write!(f, "publish:{shown:08x}:{}", title.as_deref().unwrap_or_default())
            }
            Self::Pick(blip, Audience::Asker) => write!(f, "pick:{blip}"),
            Self::Pick(blip, Audience::Channel) => write!(f, "share:{blip}"),
            Self::Edit(blip) => write!(f, "edit:{blip}"),
            Self::ShowBlip(blip) => write!(f, "show:{blip}"),
            Self::Second(number) => write!(f, "second:{number}"),
            Self::Restart(number) => write!(f, "restart:{number}"),
            Self::Resolve(number, concern) => write!(f, "resolve:{number}:{concern}"),
            Self::Open(form) => write!(f, "open:{}", form.unversioned()),
        }
    }
}

impl FromStr for CustomId {
    type Err = CustomIdError;

    fn from_str(text: &str) -> Result<Self, CustomIdError> {
        decode(current(text)?).ok_or_else(|| CustomIdError::Malformed(text.to_owned()))
    }
}

/// What follows the version, if it is this one.
pub(super) fn current(text: &str) -> Result<&str, CustomIdError> {
    let (version, rest) = text.split_once(':').unwrap_or((text, ""));
    if version == VERSION {
        Ok(rest)
    } else {
        Err(CustomIdError::OtherVersion(text.to_owned()))
    }
}

/// What somebody attempts with the button of this id, whether or not it can be read: all versions say it in the same
/// place.
pub fn attempted(text: &str) -> Attempted {
    match text.split(':').nth(1) {
        Some(VOTE) => Attempted::Ballot,
        Some(_) | None => Attempted::Other,
    }
}

fn decode(text: &str) -> Option<CustomId> {
    let (name, fields) = text.split_once(':')?;
    Some(match name {
        VOTE => {
            let (number, choice) = fields.split_once(':')?;
            CustomId::Vote(number.parse().ok()?, Choice::from_name(choice)?)
        }
        "card" => {
            let (blip, page) = fields.split_once(':')?;
            CustomId::Card(blip.parse().ok()?, page.parse().ok()?)
        }
        "whole" => CustomId::Whole(fields.parse().ok()?),
        "quadrant" => {
            let (quadrant, page) = fields.split_once(':')?;
            CustomId::Quadrant(quadrant.parse().ok()?, page.parse().ok()?)
        }
        "blips" => {
            let (filter, page) = read_filter(fields)?;
            CustomId::Blips(Box::new(filter), page)
        }
        "compare" => CustomId::Compare(read_marks(fields)?, Audience::Asker),
        SHARED_COMPARISON => CustomId::Compare(read_marks(fields)?, Audience::Channel),
        "proposals" => CustomId::Proposals(fields.parse().ok()?),
        "proposal" => CustomId::ShowProposal(fields.parse().ok()?),
        "reworded" => {
            let (number, page) = fields.split_once(':')?;
            CustomId::Reworded(number.parse().ok()?, page.parse().ok()?)
        }
        "editions" => CustomId::Editions(fields.parse().ok()?),
        "edition" => {
            let (id, page) = fields.split_once(':')?;
            CustomId::Edition(id.parse().ok()?, page.parse().ok()?)
        }
        "diff" => {
            let mut fields = fields.split(':');
            let mut next = || fields.next();
            let (from, to, page) = (
                next()?.parse().ok()?,
                next()?.parse().ok()?,
                next()?.parse().ok()?,
            );
            next().is_none().then_some(CustomId::Diff(from, to, page))?
        }
        "history" => {
            let (blip, page) = fields.split_once(':')?;
            CustomId::History(blip.parse().ok()?, page.parse().ok()?)
        }
        "draft" => CustomId::Draft(fields.parse().ok()?),
        "preview" => {
            let (page, title) = fields.split_once(':')?;
            CustomId::Preview(page.parse().ok()?, some(title))
        }
        "publish" => {
            let (shown, title) = fields.split_once(':')?;
            let shown = u32::from_str_radix(shown, 16).ok()?;
            CustomId::Publish(Fingerprint(shown), some(title))
        }
        "pick" => CustomId::Pick(fields.parse().ok()?, Audience::Asker),
        "share" => CustomId::Pick(fields.parse().ok()?, Audience::Channel),
        "edit" => CustomId::Edit(fields.parse().ok()?),
        "show" => CustomId::ShowBlip(fields.parse().ok()?),
        "second" => CustomId::Second(fields.parse().ok()?),
        "restart" => CustomId::Restart(fields.parse().ok()?),
        "resolve" => {
            let (number, concern) = fields.split_once(':')?;
            CustomId::Resolve(number.parse().ok()?, concern.parse().ok()?)
        }
        "open" => CustomId::Open(FormId::from_unversioned(fields)?),
        _ => return None,
    })
}

/// Two or three blips.
fn read_marks(fields: &str) -> Option<Vec<BlipMark>> {
    let mark = |text| Some(BlipMark(u64::from_str_radix(text, 16).ok()?));
    let blips = fields.split(':').map(mark).collect::<Option<Vec<_>>>()?;
    (2..=3).contains(&blips.len()).then_some(blips)
}

/// What stands in the id where nothing is asked of a ring, a quadrant, a tag or an owner is nothing; which way a blip
/// moved and whether it is due stand in one field.
fn write_filter(f: &mut fmt::Formatter<'_>, filter: &Filter<Mark>, page: u16) -> fmt::Result {
    let Filter {
        words,
        ring,
        quadrant,
        tag,
        owner,
        motion,
        due,
    } = filter;
    write!(f, "blips:{page}:{}", motion.map_or("", Motion::name))?;
    if *due {
        write!(f, "{DUE}")?;
    }
    for mark in [ring, quadrant, tag, owner] {
        match mark {
            Some(Mark(mark)) => write!(f, ":{mark:08x}")?,
            None => write!(f, ":")?,
        }
    }
    write!(f, ":{}", words.as_deref().unwrap_or_default())
}

fn read_filter(fields: &str) -> Option<(Filter<Mark>, u16)> {
    let mut fields = fields.splitn(7, ':');
    let page = fields.next()?.parse().ok()?;
    let state = fields.next()?;
    let (motion, due) = state
        .strip_suffix(DUE)
        .map_or((state, false), |motion| (motion, true));
    let motion = match motion {
        "" => None,
        name => Some(Motion::from_name(name)?),
    };
    let mut mark = || match fields.next()? {
        "" => Some(None),
        mark => Some(Some(Mark(u32::from_str_radix(mark, 16).ok()?))),
    };
    let (ring, quadrant, tag, owner) = (mark()?, mark()?, mark()?, mark()?);
    let filter = Filter {
        words: some(fields.next()?),
        ring,
        quadrant,
        tag,
        owner,
        motion,
        due,
    };
    Some((filter, page))
}

/// A title is never empty: nothing stands for none.
fn some(title: &str) -> Option<String> {
    (!title.is_empty()).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::service::{MAX_EDITION_TITLE, MAX_WORDS};

    fn number() -> impl Strategy<Value = ProposalNumber> {
        (1..=u32::MAX).prop_map(|number| ProposalNumber::try_from(number).unwrap())
    }

    fn blip() -> impl Strategy<Value = BlipId> {
        "[a-z0-9][a-z0-9-]{0,63}".prop_map(|id| BlipId::parse(&id).unwrap())
    }

    fn edition() -> impl Strategy<Value = EditionId> {
        "[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}".prop_map(|id| EditionId::parse(&id).unwrap())
    }

    fn title() -> impl Strategy<Value = Option<String>> {
        proptest::option::of(proptest::collection::vec(any::<char>(), 1..=MAX_EDITION_TITLE))
            .prop_map(|title| title.map(String::from_iter))
    }

    fn audience() -> impl Strategy<Value = Audience> {
        proptest::sample::select(vec![Audience::Asker, Audience::Channel])
    }

    fn mark() -> impl Strategy<Value = Option<Mark>> {
        proptest::option::of(any::<u32>().prop_map(Mark))
    }

    fn filter() -> impl Strategy<Value = Box<Filter<Mark>>> {
        let words = proptest::collection::vec(any::<char>(), 1..=MAX_WORDS);
        let words = proptest::option::of(words.prop_map(String::from_iter));
        let motion = proptest::option::of(proptest::sample::select(Motion::ALL.to_vec()));
        (words, mark(), mark(), mark(), mark(), motion, any::<bool>()).prop_map(
            |(words, ring, quadrant, tag, owner, motion, due)| {
                Box::new(Filter {
                    words,
                    ring,
                    quadrant,
                    tag,
                    owner,
                    motion,
                    due,
                })
            },
        )
    }

    fn any_id() -> impl Strategy<Value = CustomId> {
        let choice = proptest::sample::select(Choice::ALL.to_vec());
        prop_oneof![
            (number(), choice).prop_map(|(number, choice)| CustomId::Vote(number, choice)),
            (blip(), any::<u16>()).prop_map(|(blip, page)| CustomId::Card(blip, page)),
            any::<u16>().prop_map(CustomId::Whole),
            ("[a-z0-9][a-z0-9-]{0,31}", any::<u16>())
                .prop_map(|(quadrant, page)| CustomId::Quadrant(quadrant.parse().unwrap(), page)),
            any::<u16>().prop_map(CustomId::Proposals),
            (filter(), any::<u16>()).prop_map(|(filter, page)| CustomId::Blips(filter, page)),
            (
                proptest::collection::vec(any::<u64>().prop_map(BlipMark), 2..=3),
                audience()
            )
                .prop_map(|(blips, audience)| CustomId::Compare(blips, audience)),
            number().prop_map(CustomId::ShowProposal),
            (number(), any::<u16>()).prop_map(|(number, page)| CustomId::Reworded(number, page)),
            any::<u16>().prop_map(CustomId::Editions),
            (edition(), any::<u16>()).prop_map(|(id, page)| CustomId::Edition(id, page)),
            (edition(), edition(), any::<u16>()).prop_map(|(from, to, page)| CustomId::Diff(from, to, page)),
            (blip(), any::<u16>()).prop_map(|(id, page)| CustomId::History(id, page)),
            any::<u16>().prop_map(CustomId::Draft),
            (any::<u16>(), title()).prop_map(|(page, title)| CustomId::Preview(page, title)),
            (any::<u32>(), title()).prop_map(|(shown, title)| CustomId::Publish(Fingerprint(shown), title)),
            (blip(), audience()).prop_map(|(blip, audience)| CustomId::Pick(blip, audience)),
            blip().prop_map(CustomId::Edit),
            blip().prop_map(CustomId::ShowBlip),
            number().prop_map(CustomId::Second),
            number().prop_map(CustomId::Restart),
            (number(), 1..=u32::MAX)
                .prop_map(|(number, concern)| CustomId::Resolve(number, concern.try_into().unwrap())),
            number().prop_map(|number| CustomId::Open(FormId::Cancel(number))),
        ]
    }

    proptest! {
        #[test]
        fn every_id_is_read_as_it_was_written_and_fits(id in any_id()) {
            let text = id.to_string();
            prop_assert!(text.chars().count() <= MAX_CHARS, "{text}");
            prop_assert_eq!(text.parse(), Ok(id));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in any::<String>()) {
            let _ = text.parse::<CustomId>();
            let _ = format!("1:{text}").parse::<CustomId>();
        }
    }

    #[test]
    fn the_longest_id_has_99_characters() {
        let title = Some("x".repeat(MAX_EDITION_TITLE));
        let longest = CustomId::Publish(Fingerprint(u32::MAX), title.clone());
        assert_eq!(longest.to_string().chars().count(), 99);
        assert!(CustomId::Preview(u16::MAX, title).to_string().chars().count() <= MAX_CHARS);
        let mark = Some(Mark(u32::MAX));
        let filter = Filter {
            words: Some("x".repeat(MAX_WORDS)),
            ring: mark,
            quadrant: mark,
            tag: mark,
            owner: mark,
            motion: Some(Motion::Returned),
            due: true,
        };
        assert_eq!(
            CustomId::Blips(Box::new(filter), u16::MAX)
                .to_string()
                .chars()
                .count(),
            96
        );
    }

    #[test]
    fn buttons_that_are_out_there_do_what_they_did() {
        let atlantis = BlipId::parse("atlantis").unwrap();
        let marks = vec![BlipMark(1), BlipMark(0xab)];
        for (text, id) in [
            ("1:pick:atlantis", CustomId::Pick(atlantis, Audience::Asker)),
            (
                "1:compare:0000000000000001:00000000000000ab",
                CustomId::Compare(marks, Audience::Asker),
            ),
        ] {
            assert!(id.turns_a_page(), "{text}");
            assert_eq!(id.to_string(), text);
            assert_eq!(text.parse(), Ok(id));
        }
    }

    #[test]
    fn a_ballot_is_known_as_one_in_every_version() {
        assert_eq!(attempted("1:vote:1:maybe"), Attempted::Ballot);
        assert_eq!(attempted("2:vote:1:0:1"), Attempted::Ballot);
        assert_eq!(attempted("1:whole:0"), Attempted::Other);
        assert_eq!(attempted("vote"), Attempted::Other);
    }

    #[test]
    fn an_id_of_another_version_is_told_from_nonsense() {
        assert_eq!(
            "2:vote:1:in_favor".parse::<CustomId>(),
            Err(CustomIdError::OtherVersion("2:vote:1:in_favor".to_owned()))
        );
        for text in [
            "1:vote:0:in_favor",
            "1:vote:1:maybe",
            "1:card:A:1",
            "1:dance:1",
            "1",
            "1:",
        ] {
            assert_eq!(
                text.parse::<CustomId>(),
                Err(CustomIdError::Malformed(text.to_owned())),
                "{text}"
            );
        }
    }
}
