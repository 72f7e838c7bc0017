//! What an export does not hold, in sentences: of all that a radar can tell, only what this one really has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::counted;
use super::export::View;
use super::html::Lost;
use super::import::Head;
use super::names::Ids;
use super::text;
use crate::radar::{Blip, BlipId, Quadrant, Ring, Scheme, Title};

/// What blips and their history have, each as far as a format may hold it or not. Their names, rings and quadrants are
/// held by all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    BlipIds,
    Texts,
    Links,
    MoreLinks,
    LinkTitles,
    Tags,
    Aliases,
    Relations,
    Owners,
    ReviewDates,
    EarlierEditions,
    EarlierTitles,
    EarlierQuadrants,
    EarlierLinks,
    Silences,
    Absences,
    Retired,
}

impl Field {
    pub(super) const ALL: [Self; 17] = [
        Self::BlipIds,
        Self::Texts,
        Self::Links,
        Self::MoreLinks,
        Self::LinkTitles,
        Self::Tags,
        Self::Aliases,
        Self::Relations,
        Self::Owners,
        Self::ReviewDates,
        Self::EarlierEditions,
        Self::EarlierTitles,
        Self::EarlierQuadrants,
        Self::EarlierLinks,
        Self::Silences,
        Self::Absences,
        Self::Retired,
    ];

    /// What it is a part of: where one of them is left out, this goes without saying.
    const fn within(self) -> &'static [Self] {
        match self {
            Self::MoreLinks | Self::LinkTitles => &[Self::Links],
            Self::EarlierTitles | Self::EarlierQuadrants | Self::Silences | Self::Absences => {
                &[Self::EarlierEditions]
            }
            Self::EarlierLinks => &[Self::EarlierEditions, Self::Links],
            Self::BlipIds
            | Self::Texts
            | Self::Links
            | Self::Tags
            | Self::Aliases
            | Self::Relations
            | Self::Owners
            | Self::ReviewDates
            | Self::EarlierEditions
            | Self::Retired => &[],
        }
    }

    /// That so many are left out.
    pub(super) fn sentence(self, number: usize) -> String {
        let blips = || counted(number, "blip");
        let what = match self {
            Self::BlipIds => format!("the id of {}, which read back is made of the name", blips()),
            Self::Texts => format!("the description of {}", blips()),
            Self::Links => format!("links of {}", blips()),
            Self::MoreLinks => format!("all but the first link of {}", blips()),
            Self::LinkTitles => format!("what the link is called, of {}", blips()),
            Self::Tags => format!("tags of {}", blips()),
            Self::Aliases => format!("other names of {}", blips()),
            Self::Relations => format!("relations to other blips of {}", blips()),
            Self::Owners => format!("the owner of {}", blips()),
            Self::ReviewDates => format!("the date of review of {}", blips()),
            Self::EarlierEditions => counted(number, "earlier edition"),
            Self::EarlierTitles => format!("earlier names of {}", blips()),
            Self::EarlierQuadrants => format!("earlier quadrants of {}", blips()),
            Self::EarlierLinks => format!("earlier links of {}", blips()),
            Self::Silences => format!("that the description was taken away, of {}", blips()),
            Self::Absences => format!("times away from the radar of {}", blips()),
            Self::Retired => format!("blips that have left the radar: {number}"),
        };
        format!("left out: {what}")
    }
}

/// How a format holds a radar: what it has room for, and what our own reader makes of the rest.
pub(super) struct Shape {
    pub(super) holds: fn(Field) -> bool,
    /// Rings and quadrants as they are read back; why they can not be otherwise.
    pub(super) scheme: Result<Scheme, String>,
    /// Each edition that is in the files, as it is read back; nothing if its day is out of the calendar's reach.
    pub(super) heads: Vec<Option<Head>>,
}

/// Sentences about what an export leaves out.
pub(super) fn remarks(view: &View<'_>, shape: &Shape, lost: &Lost) -> Vec<String> {
    let mut remarks = frame(view.timeline.scheme(), &shape.scheme);
    remarks.extend(heads(view, &shape.heads));
    let blips = Blips::of(view, shape);
    for field in Field::ALL {
        let is_said = field.within().iter().any(|whole| !(shape.holds)(*whole));
        if (shape.holds)(field) || is_said {
            continue;
        }
        let number = blips.lose(field);
        if number > 0 {
            remarks.push(field.sentence(number));
        }
    }
    if !lost.is_empty() {
        let what: BTreeSet<&str> = lost.iter().copied().collect();
        let what: Vec<&str> = what.into_iter().collect();
        remarks.push(format!(
            "in descriptions these became plain words or were left out: {}",
            what.join(", ")
        ));
    }
    remarks
}

fn said(number: usize, of: impl Fn(usize) -> String) -> Option<String> {
    (number > 0).then(|| format!("left out: {}", of(number)))
}

fn frame(scheme: &Scheme, read: &Result<Scheme, String>) -> Vec<String> {
    let read = match read {
        Ok(read) => read,
        Err(why) => return vec![format!("blipbot itself can not read this back: {why}")],
    };
    let rings = |differ: fn(&Ring, &Ring) -> bool| {
        let pairs = scheme.rings().iter().zip(read.rings());
        pairs.filter(|(ours, theirs)| differ(ours, theirs)).count()
    };
    let quadrants = |differ: fn(&Quadrant, &Quadrant) -> bool| {
        let pairs = scheme.quadrants().iter().zip(read.quadrants());
        pairs.filter(|(ours, theirs)| differ(ours, theirs)).count()
    };
    let ring = |number| counted(number, "ring");
    let quadrant = |number| counted(number, "quadrant");
    let all = [
        said(usize::from(scheme.title() != read.title()), |_| {
            "the radar's title".to_owned()
        }),
        said(rings(|ours, theirs| ours.id != theirs.id), |number| {
            format!("the id of {}, which read back is made of the name", ring(number))
        }),
        said(rings(|ours, theirs| ours.aliases != theirs.aliases), |number| {
            format!("other names of {}", ring(number))
        }),
        said(rings(|ours, theirs| ours.color != theirs.color), |number| {
            format!("the colour of {}", ring(number))
        }),
        said(quadrants(|ours, theirs| ours.id != theirs.id), |number| {
            format!(
                "the id of {}, which read back is made of the name",
                quadrant(number)
            )
        }),
        said(
            quadrants(|ours, theirs| ours.aliases != theirs.aliases),
            |number| format!("other names of {}", quadrant(number)),
        ),
    ];
    all.into_iter().flatten().collect()
}

/// What of the editions themselves is not in the files. `heads` are those of the last ones.
fn heads(view: &View<'_>, heads: &[Option<Head>]) -> Vec<String> {
    let editions: Vec<_> = view.editions().collect();
    let from = editions.len().saturating_sub(heads.len());
    let lose = |differ: fn(&crate::radar::Edition, &Head) -> bool| {
        let pairs = editions.iter().skip(from).zip(heads);
        pairs
            .filter(|(edition, head)| head.as_ref().is_none_or(|head| differ(edition, head)))
            .count()
    };
    let edition = |number| counted(number, "edition");
    let all = [
        said(lose(|edition, head| edition.id != head.id), |number| {
            format!("the id of {}, which read back is the day", edition(number))
        }),
        said(lose(|edition, head| edition.title != head.title), |number| {
            format!("the title of {}", edition(number))
        }),
        said(
            lose(|edition, head| edition.published != head.publish),
            |number| format!("the hour of publication of {}", edition(number)),
        ),
    ];
    all.into_iter().flatten().collect()
}

/// The blips that an export is about, each as it stood in all editions that are told.
struct Blips<'a> {
    view: &'a View<'a>,
    /// Oldest first; only the last one where the format has no history.
    versions: BTreeMap<&'a BlipId, Vec<&'a Arc<Blip>>>,
}

impl<'a> Blips<'a> {
    fn of(view: &'a View<'a>, shape: &Shape) -> Self {
        let mut versions: BTreeMap<&BlipId, Vec<&Arc<Blip>>> = BTreeMap::new();
        let told = if (shape.holds)(Field::EarlierEditions) {
            0
        } else {
            view.editions().count().saturating_sub(1)
        };
        for edition in view.editions().skip(told) {
            let retired = edition.retired.iter();
            let retired = retired.filter(|_| (shape.holds)(Field::Retired));
            for (id, blip) in edition.blips.iter().chain(retired) {
                versions.entry(id).or_default().push(blip);
            }
        }
        if !(shape.holds)(Field::Retired) {
            versions.retain(|id, _| view.edition.blips.contains_key(*id));
        }
        Self { view, versions }
    }

    /// How many blips, or editions, have something of this field.
    fn lose(&self, field: Field) -> usize {
        match field {
            Field::BlipIds => self.renamed(),
            Field::Texts => self.any(|blip| blip.text != text::nothing()),
            Field::Links => self.any(|blip| !blip.links.is_empty()),
            Field::MoreLinks => self.any(|blip| blip.links.len() > 1),
            Field::LinkTitles => {
                self.any(|blip| blip.links.first().is_some_and(|link| link.title != blip.title))
            }
            Field::Tags => self.any(|blip| !blip.tags.is_empty()),
            Field::Aliases => self.any(|blip| !blip.aliases.is_empty()),
            Field::Relations => self.any(|blip| !blip.related.is_empty()),
            Field::Owners => self.any(|blip| blip.owner.is_some()),
            Field::ReviewDates => self.any(|blip| blip.review_by.is_some()),
            Field::EarlierEditions => self.view.editions().count().saturating_sub(1),
            Field::EarlierTitles => self.changed(|before, after| before.title != after.title),
            Field::EarlierQuadrants => self.changed(|before, after| before.quadrant != after.quadrant),
            Field::EarlierLinks => self.changed(|before, after| before.links != after.links),
            Field::Silences => {
                self.changed(|before, after| before.text != after.text && after.text == text::nothing())
            }
            Field::Absences => self.away(),
            Field::Retired => self.view.edition.retired.len(),
        }
    }

    fn any(&self, has: impl Fn(&Blip) -> bool) -> usize {
        let versions = self.versions.values();
        versions
            .filter(|versions| versions.iter().any(|blip| has(blip)))
            .count()
    }

    fn changed(&self, differ: impl Fn(&Blip, &Blip) -> bool) -> usize {
        let versions = self.versions.values();
        let differs = |pair: &[&Arc<Blip>]| matches!(pair, [before, after] if differ(before, after));
        versions
            .filter(|versions| versions.windows(2).any(differs))
            .count()
    }

    /// Blips whose id is another one than readers make of all these names.
    fn renamed(&self) -> usize {
        let mut ids = Ids::default();
        let mut titles: Vec<&Title> = self.view.edition.blips.values().map(|blip| &blip.title).collect();
        // In the order of [`super::import::compose`].
        titles.sort_unstable_by(|a, b| b.cmp(a));
        for title in titles {
            ids.of(title);
        }
        let blips = self.view.edition.blips.values();
        blips
            .filter(|blip| ids.find(&blip.title) != Some(&blip.id))
            .count()
    }

    /// Blips of this edition that had left the radar before.
    fn away(&self) -> usize {
        let ids = self.view.edition.blips.keys();
        let had_left = |id: &&BlipId| self.view.editions().any(|edition| edition.is_retired(id));
        ids.filter(had_left).count()
    }
}

#[cfg(test)]
mod tests;
