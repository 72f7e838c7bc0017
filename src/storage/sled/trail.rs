//! Reading a trail that is written to meanwhile, as it was at one moment.
//!
//! The head is read first. Entries and voters are only ever added, and never without a head that counts them: those that
//! the head does not count came later.

use super::envelope;
use super::open::failed;
use crate::id::GuildId;
use crate::storage::key::{self, Kind};
use crate::storage::parts::Parts;
use crate::storage::{Key, Revision, StoreError, Stored};
use crate::vote::trail::Head;
use crate::vote::{ProposalNumber, Trail};

/// A trail of which nothing is there.
pub fn nothing(guild: GuildId, number: ProposalNumber) -> Stored<Trail> {
    Stored {
        revision: Revision::ABSENT,
        value: Trail::empty(guild, number),
    }
}

/// The trail, and the newest revision of what was read for it.
pub fn read(
    db: &sled::Db,
    guild: GuildId,
    number: ProposalNumber,
) -> Result<Stored<Stored<Trail>>, StoreError> {
    let head = head(db, guild, number)?;
    let mut newest = head.revision;
    let mut parts = Parts::of(guild, number);
    for kind in Kind::OF_TRAILS {
        for entry in db.scan_prefix(key::of_proposal(guild, kind, number)) {
            let (key, value) = entry.map_err(|error| failed(&error))?;
            let stored = envelope::stored(&key, &value)?;
            if !stored.value.is_of_a_trail() {
                newest = newest.max(stored.revision);
            }
            parts.add(stored.value);
        }
    }
    let is_purged = head.value.is_some() && self::head(db, guild, number)?.value.is_none();
    let trail = if is_purged {
        nothing(guild, number)
    } else {
        Stored {
            revision: head.revision,
            value: parts.at(head.value),
        }
    };
    Ok(Stored {
        revision: newest,
        value: trail,
    })
}

fn head(db: &sled::Db, guild: GuildId, number: ProposalNumber) -> Result<Stored<Option<Head>>, StoreError> {
    let key = key::encode(&Key::Trail(guild, number));
    let Some(value) = db.get(&key).map_err(|error| failed(&error))? else {
        return Ok(Stored::default());
    };
    let stored = envelope::stored(&key, &value)?;
    Ok(Stored {
        revision: stored.revision,
        value: stored.value.into_head(),
    })
}
