//! Which editions the folders of releases are.

use jiff::civil::Date;

use crate::format::dated::{self, Dated};
use crate::format::import::Head;
use crate::format::native::files::Folder;
use crate::format::problem::Findings;
use crate::radar::EditionId;

/// The day before the first release, where none has a date.
const EPOCH: Date = jiff::civil::date(1999, 12, 31);
/// The releases with their dates. The tool takes any name and orders releases by it as text: one without a date comes the
/// day after the one before it.
pub(super) fn dated_releases(mut folders: Vec<Folder>, found: &mut Vec<Findings>) -> Vec<(Head, Folder)> {
    folders.sort_by(|a, b| a.name().cmp(b.name()));
    let dates: Vec<Option<Dated>> = folders
        .iter()
        .map(|folder| dated::date_in(folder.name()))
        .collect();
    // As many days before the first date as there are releases before it.
    let undated = dates.iter().take_while(|date| date.is_none()).count();
    let before = jiff::Span::new().days(i64::try_from(undated).unwrap_or_default() + 1);
    let first = dates.iter().flatten().next();
    let mut last = first.map_or(EPOCH, |first| first.date.saturating_sub(before));
    let mut releases: Vec<(Head, Folder)> = Vec::with_capacity(folders.len());
    for (folder, date) in folders.into_iter().zip(dates) {
        let mut findings = Findings::new(folder.path().to_owned());
        let named = if let Some(dated) = date {
            last = dated.date;
            dated.note(folder.name())
        } else {
            last = last.tomorrow().unwrap_or(last);
            Some(format!(
                "no date is in the name of this release: it is taken for {last}, in its place among the others, which the \
                     tool orders by name; a folder such as 2024-03-01 says another date"
            ))
        };
        if let Some(note) = named {
            findings.note(1, note);
            found.push(findings);
        }
        releases.extend(head(folder.name(), last).map(|head| (head, folder)));
    }
    releases
}

/// The edition that a folder is.
pub(super) fn head(name: &str, date: Date) -> Option<Head> {
    let id = EditionId::parse(name).ok().or_else(|| dated::edition_id(date))?;
    Some(Head {
        title: name.to_owned(),
        publish: dated::midnight(date)?,
        id,
    })
}
