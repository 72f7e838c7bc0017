//! A trail verifies as it was written, and in no other way.

use proptest::prelude::*;

use super::*;
use crate::id::InteractionId;
use crate::vote::{Choice, Tally, Voter};

fn guild(id: u64) -> GuildId {
    id.try_into().unwrap()
}

fn number(number: u32) -> ProposalNumber {
    number.try_into().unwrap()
}

fn member(id: u64) -> MemberId {
    id.try_into().unwrap()
}

fn press(id: u64) -> InteractionId {
    id.try_into().unwrap()
}

fn hex(digest: Digest) -> String {
    digest.to_string()
}

/// Something that a member, or nobody, does.
#[derive(Debug, Clone)]
struct Deed(u64, Act);

fn trail_of(deeds: &[Deed]) -> Trail {
    let mut trail = Trail::empty(guild(7), number(3));
    let mut head = Head::genesis(guild(7), number(3), 0);
    for (index, Deed(who, act)) in deeds.iter().enumerate() {
        let salt = Salt([u8::try_from(index).unwrap(); 16]);
        let by = (*who > 0).then(|| {
            let member = member(*who);
            let key = head.voter(trail.voters.get(&member).copied(), salt);
            trail.voters.insert(member, key);
            (member, key)
        });
        let at = act
            .interaction()
            .map_or(Timestamp::UNIX_EPOCH, InteractionId::created_at);
        let (entry, next) = head.append(at, act.clone(), by);
        trail.entries.push(entry);
        head = next;
    }
    trail.head = (!deeds.is_empty()).then_some(head);
    trail
}

fn cast(who: u64, choice: Choice, at: u64) -> Deed {
    let interaction = press(at);
    Deed(who, Act::Cast { choice, interaction })
}

fn event(who: u64, what: EventKind) -> Deed {
    let detail = "as said".to_owned();
    Deed(who, Act::Event { what, detail })
}

fn sample() -> Trail {
    trail_of(&[
        cast(70, Choice::InFavor, 1 << 30),
        cast(71, Choice::Against, 2 << 30),
        event(0, EventKind::Extended),
        cast(70, Choice::Abstain, 3 << 30),
        event(72, EventKind::ConcernRaised),
        cast(71, Choice::InFavor, 4 << 30),
    ])
}

/// Computed with Python's hashlib and hmac, by the rules in the module's documentation.
#[test]
fn hashes_are_those_that_an_outsider_computes() {
    let head = Head::genesis(guild(7), number(3), 0);
    let genesis = "b9ca9d8d8ea6069d86be6b3f99480b56d2c748ca9e40b2de37e515129444cf6a";
    assert_eq!(hex(head.hash), genesis);
    let salt = Salt(std::array::from_fn(|index| u8::try_from(index).unwrap()));
    let interaction = press(175_928_847_299_117_063);
    let act = Act::Cast {
        choice: Choice::InFavor,
        interaction,
    };
    let key = head.voter(None, salt);
    let (entry, head) = head.append(interaction.created_at(), act, Some((member(77), key)));
    let commitment = "996b7a44c2dfc18b87b31906b1f2ee1c72feca52ee142e5c6700c726d19403dc";
    assert_eq!(hex(entry.commitment), commitment);
    let first = "43ed1766160377a9bb4968b315e3dcff2c7dcb5934e4f523a37bb37ef7c31d16";
    assert_eq!(hex(entry.hash), first);
    let at: Timestamp = "2023-11-14T22:13:20.123456789Z".parse().unwrap();
    let act = Act::Event {
        what: EventKind::Closed,
        detail: "passed – 1:0".to_owned(),
    };
    let (entry, _) = head.append(at, act, None);
    assert_eq!(entry.at.to_string(), "2023-11-14T22:13:20.123Z");
    let second = "8199a8e4fa97f7c9649eb4aa206eb767a6ec6a08efd23886fdfbf0383532ddfc";
    assert_eq!(hex(entry.hash), second);
}

#[test]
fn what_was_written_verifies() {
    let trail = sample();
    assert_eq!(trail.verify(), Ok(trail.head));
    let head = trail.head.unwrap();
    assert_eq!((head.entries, head.ballots, head.voters), (6, 4, 3));
    assert_eq!(trail_of(&[]).verify(), Ok(None));
}

fn wrong(change: impl FnOnce(&mut Trail)) -> Fault {
    let mut trail = sample();
    change(&mut trail);
    trail.verify().unwrap_err()
}

fn at(entry: u32, wrong: Wrong) -> Fault {
    let entry = Some(entry.try_into().unwrap());
    Fault { entry, wrong }
}

#[test]
fn every_field_of_an_entry_is_under_its_hash() {
    let changed = |change: fn(&mut Entry)| wrong(|trail| change(&mut trail.entries[1]));
    for change in [
        (|entry| entry.at = Timestamp::UNIX_EPOCH) as fn(&mut Entry),
        |entry| entry.voter = None,
        |entry| entry.voter = Some(VoterNumber::FIRST),
        |entry| entry.commitment.0[31] ^= 1,
        |entry| entry.hash.0[0] ^= 1,
        |entry| {
            entry.act = Act::Cast {
                choice: Choice::InFavor,
                interaction: press(2 << 30),
            };
        },
        |entry| {
            entry.act = Act::Cast {
                choice: Choice::Against,
                interaction: press((2 << 30) + 1),
            };
        },
        |entry| {
            entry.act = Act::Event {
                what: EventKind::Held,
                detail: String::new(),
            };
        },
    ] {
        assert_eq!(changed(change), at(2, Wrong::Hash));
    }
    let detail = |trail: &mut Trail| {
        trail.entries[2].act = Act::Event {
            what: EventKind::Extended,
            detail: "as sai".to_owned(),
        };
    };
    assert_eq!(wrong(detail), at(3, Wrong::Hash));
}

#[test]
fn what_is_missing_or_in_another_place_is_found() {
    let second = EntryNumber::after(1);
    let missing = wrong(|trail| drop(trail.entries.remove(1)));
    assert_eq!(missing, at(3, Wrong::Missing(second)));
    let last = wrong(|trail| drop(trail.entries.pop()));
    assert_eq!(last.wrong, Wrong::Length { named: 6, found: 5 });
    let twice = wrong(|trail| trail.entries.insert(2, trail.entries[1].clone()));
    assert_eq!(twice, at(2, Wrong::Twice));
    let swapped = wrong(|trail| {
        trail.entries.swap(0, 1);
        trail.entries[0].number = EntryNumber::FIRST;
        trail.entries[1].number = second;
    });
    assert_eq!(swapped, at(1, Wrong::Hash));
    assert_eq!(wrong(|trail| trail.head = None).wrong, Wrong::NoHead);
    assert_eq!(
        wrong(|trail| trail.entries.clear()).wrong,
        Wrong::Length { named: 6, found: 0 }
    );
}

#[test]
fn a_chain_fits_its_own_proposal_only() {
    assert_eq!(wrong(|trail| trail.proposal = number(4)), at(1, Wrong::Hash));
    assert_eq!(wrong(|trail| trail.guild = guild(8)), at(1, Wrong::Hash));
}

#[test]
fn a_head_that_says_something_else_is_found() {
    let head = |change: fn(&mut Head)| wrong(|trail| trail.head.as_mut().into_iter().for_each(change)).wrong;
    assert!(matches!(
        head(|head| head.hash = Digest::NOBODY),
        Wrong::Head { .. }
    ));
    assert_eq!(head(|head| head.ballots += 1), Wrong::Counts);
    assert_eq!(head(|head| head.before += 1), Wrong::Counts);
    assert_eq!(head(|head| head.voters -= 1), Wrong::Counts);
    assert_eq!(
        head(|head| head.entries += 1),
        Wrong::Length { named: 7, found: 6 }
    );
}

#[test]
fn a_row_that_names_another_voter_is_found_and_one_that_is_gone_is_not() {
    let key = |trail: &Trail, who| trail.voters[&member(who)];
    let other = wrong(|trail| {
        let key = trail.voters.remove(&member(71)).unwrap();
        trail.voters.insert(member(73), key);
    });
    assert_eq!(other, at(2, Wrong::Commitment));
    let salt = wrong(|trail| trail.voters.get_mut(&member(71)).unwrap().salt.0[0] ^= 1);
    assert_eq!(salt, at(2, Wrong::Commitment));
    let swapped = wrong(|trail| {
        let (one, two) = (key(trail, 70), key(trail, 71));
        trail.voters.insert(member(70), two);
        trail.voters.insert(member(71), one);
    });
    assert_eq!(swapped, at(1, Wrong::Commitment));
    let more = wrong(|trail| {
        let number = VoterNumber::after(3);
        let key = VoterKey {
            number,
            ..key(trail, 70)
        };
        trail.voters.insert(member(74), key);
    });
    assert_eq!(more.wrong, Wrong::Voters);

    let mut trail = sample();
    let before = Tally::count(&trail.ballots());
    trail.voters.remove(&member(71));
    assert_eq!(trail.verify(), Ok(trail.head));
    // Two ballots of somebody who is forgotten are still one voter's.
    let ballots = trail.ballots();
    let forgotten = Voter::Forgotten(VoterNumber::after(1));
    let voters: Vec<Voter> = ballots.iter().map(|ballot| ballot.voter).collect();
    let known = Voter::Known(member(70));
    assert_eq!(voters, [known, forgotten, known, forgotten]);
    assert_eq!(Tally::count(&ballots), before);
}

#[test]
fn a_chain_that_is_computed_anew_without_a_voter_is_refused() {
    let mut trail = trail_of(&[]);
    let head = Head::genesis(guild(7), number(3), 0);
    let interaction = press(1 << 30);
    let act = Act::Cast {
        choice: Choice::InFavor,
        interaction,
    };
    let (entry, head) = head.append(interaction.created_at(), act.clone(), None);
    trail.entries.push(entry);
    trail.head = Some(head);
    assert_eq!(trail.verify(), Err(at(1, Wrong::Nobody)));
    let key = VoterKey {
        number: VoterNumber::after(4),
        salt: Salt([0; 16]),
    };
    let head = Head::genesis(guild(7), number(3), 0);
    let (entry, head) = head.append(interaction.created_at(), act.clone(), Some((member(70), key)));
    (trail.entries, trail.head) = (vec![entry], Some(head));
    assert_eq!(trail.verify(), Err(at(1, Wrong::Voter)));
    let key = VoterKey {
        number: VoterNumber::FIRST,
        ..key
    };
    let head = Head::genesis(guild(7), number(3), 0);
    let (entry, head) = head.append(Timestamp::UNIX_EPOCH, act, Some((member(70), key)));
    (trail.entries, trail.head) = (vec![entry], Some(head));
    assert_eq!(trail.verify(), Err(at(1, Wrong::Time)));
}

fn deed() -> impl Strategy<Value = Deed> {
    (0..5u64, 1..9u64, 0..3usize, 0..11usize).prop_map(|(who, at, choice, what)| {
        if who == 0 || at == 1 {
            event(who, EventKind::ALL[what])
        } else {
            cast(who, Choice::ALL[choice], at << 25)
        }
    })
}

proptest! {
    #[test]
    fn every_trail_verifies_whoever_is_forgotten_and_none_that_lost_an_entry(
        deeds in prop::collection::vec(deed(), 1..12),
        forgotten in 0..5u64,
        lost in any::<prop::sample::Index>(),
    ) {
        let mut trail = trail_of(&deeds);
        let tally = Tally::count(&trail.ballots());
        prop_assert_eq!(trail.verify(), Ok(trail.head));
        if forgotten > 0 {
            trail.voters.remove(&member(forgotten));
        }
        prop_assert_eq!(trail.verify(), Ok(trail.head));
        prop_assert_eq!(Tally::count(&trail.ballots()), tally);
        trail.entries.remove(lost.index(deeds.len()));
        prop_assert!(trail.verify().is_err());
    }
}
