//! `blipbot export`: the radar as another tool's files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::dump::{dump_running, for_operators};
use super::foreign::FormatName;
use super::store::{OpenError, is_hidden, open};
use super::written::{WriteError, file, folder};
use super::{Exit, failed, library, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::correction::Correction;
use crate::format::{Exported, Files, Foreign, View, counted};
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::radar::{Edition, EditionId, Timeline};
use crate::storage::{self, MemoryStore, SledStore, Store, Stored};

/// What to export.
#[derive(Debug, Clone, clap::Args)]
pub struct ExportArgs {
    /// What will read the files
    #[arg(long, value_enum)]
    pub to: FormatName,
    /// The file, or for aoe the folder, which must be empty or not there yet
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// The edition; without it the one that counts now
    #[arg(long)]
    pub edition: Option<EditionId>,
    /// With the editions that this guild published itself, also while the bot runs
    #[arg(long)]
    pub guild: Option<GuildId>,
}

pub(super) async fn export(config: &Config, args: &ExportArgs) -> Exit {
    let library = match library(config) {
        Ok(library) => library,
        Err(exit) => return exit,
    };
    let radar = match args.guild {
        None => library.base(),
        Some(guild) => match own(config, guild).await {
            Ok((editions, corrections)) => library.radar(guild, &editions, &corrections),
            Err(exit) => return exit,
        },
    };
    let edition = match chosen(&radar.timeline, args.edition.as_ref()) {
        Ok(edition) => edition,
        Err(why) => return failed(&why),
    };
    let view = View {
        timeline: &radar.timeline,
        edition,
    };
    let exported = match Foreign::from(args.to).write(&view) {
        Ok(exported) => exported,
        Err(error) => return failed(&error),
    };
    let target = target(&args.out, &exported);
    match write(&target, &exported.files) {
        Ok(()) => {
            exported.remarks.iter().for_each(|remark| say(remark));
            let (id, blips) = (&edition.id, counted(edition.blips.len(), "blip"));
            say(&format!(
                "exported edition {id} with {blips} to {}",
                target.display()
            ));
            Exit::Done
        }
        Err(error) => failed(&error),
    }
}

fn chosen<'a>(timeline: &'a Timeline, id: Option<&EditionId>) -> Result<&'a Edition, String> {
    match id {
        Some(id) => timeline.get(id).map(AsRef::as_ref).ok_or_else(|| {
            let ids = timeline.editions().iter().map(|edition| edition.id.as_str());
            let ids = ids.collect::<Vec<_>>().join(", ");
            format!("there is no edition `{id}`: the editions are {ids}")
        }),
        None => timeline
            .at(Clock::system().now())
            .map(AsRef::as_ref)
            .ok_or_else(|| "no edition has been published yet".to_owned()),
    }
}

/// The guild's own editions and corrections: out of its store, or told by the bot that has it open.
async fn own(
    config: &Config,
    guild: GuildId,
) -> Result<(Vec<Stored<GuildEdition>>, Vec<Stored<Correction>>), Exit> {
    let path = &config.store.path;
    if is_hidden(path) {
        return Err(failed(&OpenError::NotOurs(path.clone())));
    }
    if !SledStore::is_at(path) {
        return Err(failed(&OpenError::Missing(path.clone())));
    }
    let store: Box<dyn Store> = match open(path).await {
        Ok(store) => Box::new(store),
        Err(error) if error.is_in_use() => Box::new(told(config, guild, &error).await?),
        Err(error) => return Err(failed(&for_operators(error))),
    };
    let editions = store.editions(guild).await.map_err(|error| failed(&error))?;
    let corrections = store.corrections(guild).await.map_err(|error| failed(&error))?;
    if editions.is_empty() {
        tracing::warn!(guild.id = %guild, "this guild has published no edition of its own");
    }
    Ok((editions, corrections))
}

/// What the bot that has the store open says of the guild.
async fn told(config: &Config, guild: GuildId, in_use: &OpenError) -> Result<MemoryStore, Exit> {
    let mut lines = Vec::new();
    dump_running(config, Some(guild), in_use, &mut lines).await?;
    let store = MemoryStore::new();
    storage::dump::restore(&store, lines.as_slice())
        .await
        .map_err(|error| failed(&error))?;
    Ok(store)
}

/// In a folder that is there, files have their usual name.
fn target(out: &Path, exported: &Exported) -> PathBuf {
    match exported.files {
        Files::Beside { .. } if out.is_dir() => out.join("config.json"),
        Files::Beside { .. } | Files::One(_) | Files::Folder(_) => out.to_owned(),
    }
}

fn write(target: &Path, files: &Files) -> Result<(), WriteError> {
    match files {
        Files::One(text) => file(target, text),
        Files::Beside { main, ending, other } => {
            file(&target.with_extension(ending), other)?;
            file(target, main)
        }
        Files::Folder(files) => folder(target, |dir| {
            files.iter().try_for_each(|(name, text)| {
                let path = dir.join(name);
                put(&path, text).map_err(|error| WriteError::Io(target.to_owned(), error))
            })
        }),
    }
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}
