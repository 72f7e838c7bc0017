//! The command line: contracts fix its names.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use super::export::ExportArgs;
use super::foreign::{FormatName, FrameArgs};
use super::import::ImportArgs;
use super::render::PictureFile;
use crate::id::{GuildId, MemberId};
use crate::picture::Theme;
use crate::radar::EditionId;

/// A Discord bot for teams that decide on technology together.
#[derive(Debug, Parser)]
#[command(name = "blipbot", version, about)]
pub struct Args {
    /// The configuration; without it `bot.toml` is read if it is there
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do; `run` if nothing is said
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Args {
    /// Those of this process; it ends here if they are wrong.
    pub(super) fn read() -> Self {
        let args = Self::parse();
        let refused = args.frame().and_then(FrameArgs::refused);
        if let Some(why) = refused {
            Self::command().error(ErrorKind::ValueValidation, why).exit();
        }
        args
    }

    const fn frame(&self) -> Option<&FrameArgs> {
        match &self.command {
            Some(Command::Check { frame, .. } | Command::Import(ImportArgs { frame, .. })) => Some(frame),
            _ => None,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the bot; without a token, with a sandbox to try it in
    Run,
    /// Runs the sandbox alone, for a bot in another process
    #[cfg(feature = "sandbox")]
    Sandbox,
    /// Checks the radar's files and the configuration
    ///
    /// Other tools' radars are known by what is in them: a folder with config.json and radar/ is AOE's, a .csv Build Your
    /// Own Radar's, a .json one of theirs, Zalando's or Backstage's. Several files of one format are several editions.
    Check {
        /// The radar's folder or files; without any the folder of the configuration
        #[arg(value_name = "DIR|FILE")]
        paths: Vec<PathBuf>,
        /// What they are, if it is not to be found out
        #[arg(long, value_enum)]
        format: Option<FormatName>,
        /// What the files do not say
        #[command(flatten)]
        frame: FrameArgs,
    },
    /// Turns another tool's radar into files of ours
    Import(ImportArgs),
    /// Writes the radar as another tool's files
    Export(ExportArgs),
    /// Looks names up on the radar; prints a line of JSON for each
    Lookup {
        /// Names, or `-` to read one a line
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Draws the radar as it is in the files
    Render {
        /// The edition; without it the one that counts now
        #[arg(long)]
        edition: Option<EditionId>,
        /// What the picture lies on
        #[arg(long, value_enum, default_value_t = ThemeName::Light)]
        theme: ThemeName,
        /// How wide it is, in pixels
        #[arg(long, default_value_t = 1600, value_parser = clap::value_parser!(u32).range(1..=6400))]
        width: u32,
        /// As chats show it: ten units high for sixteen wide, with as many names as fit
        #[arg(long)]
        chat: bool,
        /// The picture: a name that ends in .svg or .png
        #[arg(long)]
        out: PictureFile,
    },
    /// Asks the running bot how it is: exit code 0 if it is well (needs ops.listen)
    Health,
    /// Prints everything in the store as lines of JSON, also of a bot that is running
    Dump {
        /// Only this guild
        #[arg(long)]
        guild: Option<GuildId>,
    },
    /// Checks the trails of the votes: a line each, and how many problems there are; also of a bot that is running
    Audit {
        /// Only this guild
        #[arg(long)]
        guild: Option<GuildId>,
        /// A dump, or `-` to read one; without it the store of the configuration
        file: Option<PathBuf>,
    },
    /// Takes away what tells whose a member's ballots were, in all votes; stop the bot first
    Forget {
        /// Their user id
        member: MemberId,
        /// Only in this guild
        #[arg(long)]
        guild: Option<GuildId>,
    },
    /// Puts a dump into an empty store
    Restore {
        /// The dump
        file: PathBuf,
    },
}

/// A theme as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// Dark on light
    Light,
    /// Light on dark
    Dark,
}

impl From<ThemeName> for Theme {
    fn from(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => Self::Light,
            ThemeName::Dark => Self::Dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }
}
