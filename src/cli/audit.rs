//! `blipbot audit`: whether what was done in the votes is still what was written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use super::dump::for_operators;
use super::store::{OpenError, is_hidden, open};
use super::{Exit, failed};
use crate::config::Config;
use crate::id::GuildId;
use crate::storage::SledStore;
use crate::storage::audit::{self, InDump};

/// Checks the dump in `file` (`-`: standard input), else the store of the configuration.
pub(super) async fn audit(config: &Config, guild: Option<GuildId>, file: Option<&Path>) -> Exit {
    match file {
        Some(dash) if dash == Path::new("-") => audit_dump(io::stdin().lock(), guild, "standard input"),
        Some(path) => match File::open(path) {
            Ok(file) => audit_dump(BufReader::new(file), guild, &path.display().to_string()),
            Err(error) => failed(&format_args!("{}: can not be read: {error}", path.display())),
        },
        None => audit_store(config, guild).await,
    }
}

fn audit_dump(input: impl BufRead, guild: Option<GuildId>, name: &str) -> Exit {
    match audit::dump(input, guild) {
        Ok(found) => report(guild, &found),
        Err(error) => failed(&format_args!("{name}: can not be read: {error}")),
    }
}

async fn audit_store(config: &Config, guild: Option<GuildId>) -> Exit {
    let path = &config.store.path;
    if is_hidden(path) {
        return failed(&OpenError::NotOurs(path.clone()));
    }
    if !SledStore::is_at(path) {
        return failed(&OpenError::Missing(path.clone()));
    }
    let store = match open(path).await {
        Ok(store) => store,
        Err(error) if error.is_in_use() => return audit_running(config, guild, &error).await,
        Err(error) => return failed(&for_operators(error)),
    };
    match audit::store(&store, guild).await {
        Ok(findings) => {
            let lines = Vec::new();
            report(guild, &InDump { lines, findings })
        }
        Err(error) => failed(&error),
    }
}

/// Checks what the process that has the store open gives of it.
async fn audit_running(config: &Config, guild: Option<GuildId>, in_use: &OpenError) -> Exit {
    let spooled = tempfile::tempfile().and_then(|file| Ok((file.try_clone()?, file)));
    let (mut writing, mut reading) = match spooled {
        Ok(files) => files,
        Err(error) => return failed(&format_args!("there is no room for a dump: {error}")),
    };
    if let Err(exit) = super::dump::dump_running(config, guild, in_use, &mut writing).await {
        return exit;
    }
    if let Err(error) = io::Seek::rewind(&mut reading) {
        return failed(&format_args!("the dump can not be read: {error}"));
    }
    audit_dump(BufReader::new(reading), guild, "the dump")
}

/// Says what was found: a line a vote, and at the end how many problems there are.
fn report(guild: Option<GuildId>, found: &InDump) -> Exit {
    if let (Some(guild), true) = (guild, found.findings.is_empty()) {
        tracing::warn!(guild.id = %guild, "there is no vote of this guild");
    }
    match write(found, &mut io::BufWriter::new(io::stdout())) {
        Ok(0) => Exit::Done,
        Ok(_) => Exit::Failed,
        Err(error) => failed(&format_args!("what was found could not be written: {error}")),
    }
}

fn write(found: &InDump, out: &mut impl Write) -> io::Result<usize> {
    for (line, why) in &found.lines {
        writeln!(out, "line {line}: error: {why}")?;
    }
    for finding in &found.findings {
        writeln!(out, "{finding}")?;
    }
    let wrong = found.findings.iter().filter(|finding| finding.problem.is_some());
    let problems = found.lines.len() + wrong.count();
    writeln!(out, "{problems} problems")?;
    out.flush()?;
    Ok(problems)
}
