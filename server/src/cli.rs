//! The command line.

mod agent;
mod backup;
mod channel;
mod check;
mod demo;
mod group;
mod import;
mod key;
mod office;
mod out;
mod password;
mod profile;
mod ready;
mod reason;
mod reply;
mod serve;
mod table;
mod tag;
mod work;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::{
    config::{self, Config, Values},
    place,
    store::{Store, Trouble, sqlite::Sqlite},
};

/// Live chat between a company and the visitors of its web sites.
#[derive(Debug, Parser)]
#[command(
    name = "samtale",
    version,
    max_term_width = 100,
    infer_subcommands = false
)]
struct Cli {
    /// The configuration file. Standard: samtale.toml in the working folder, if it is there.
    #[arg(long, global = true, env = "SAMTALE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server.
    Serve(Box<serve::Serve>),
    /// Runs a server with example data, and a small web shop that embeds the chat.
    Demo(demo::Demo),
    /// Adds, lists and changes the accounts of agents.
    #[command(subcommand)]
    Agent(agent::Agent),
    /// Adds, lists and changes channels, and says which web sites may embed them.
    #[command(subcommand)]
    Channel(Box<channel::Channel>),
    /// Shows and sets how the work is shared out among all agents.
    Office(office::Office),
    /// Adds, lists and removes groups of agents.
    #[command(subcommand)]
    Group(group::Group),
    /// Adds, lists and removes sets of channels that agents choose to serve.
    #[command(subcommand)]
    Profile(profile::Profile),
    /// Adds, lists and removes what agents may be away for.
    #[command(subcommand)]
    Reason(reason::Reason),
    /// Adds, lists and removes what conversations may be about.
    #[command(subcommand)]
    Tag(tag::Tag),
    /// Adds, lists and removes ready answers for all agents.
    #[command(subcommand)]
    Reply(reply::Reply),
    /// Adds customers and what there is about them from CSV files.
    #[command(subcommand)]
    Import(import::Import),
    /// Copies the database into a new file, also while the server runs.
    Backup(backup::Backup),
    /// Checks the configuration, the database and who can read it.
    Check(Box<check::Check>),
    /// Prints a configuration file with every value explained.
    Config,
}

/// Where a command finds the database.
#[derive(Args, Debug)]
struct Place {
    /// The folder that holds the database.
    #[arg(long, env = "SAMTALE_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
}

/// Runs the program with the arguments it was started with.
pub fn run() -> ExitCode {
    match carry_out(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            out::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn carry_out(cli: Cli) -> Result<ExitCode> {
    let file = cli.config.as_deref();
    match cli.command {
        Command::Serve(serve) => serve.run(file)?,
        Command::Demo(demo) => demo.run()?,
        Command::Agent(agent) => agent.run(file)?,
        Command::Channel(channel) => channel.run(file)?,
        Command::Office(office) => office.run(file)?,
        Command::Group(group) => group.run(file)?,
        Command::Profile(profile) => profile.run(file)?,
        Command::Reason(reason) => reason.run(file)?,
        Command::Tag(tag) => tag.run(file)?,
        Command::Reply(reply) => reply.run(file)?,
        Command::Import(import) => import.run(file)?,
        Command::Backup(backup) => backup.run(file)?,
        Command::Check(check) => return check.run(file),
        Command::Config => out::say(&config::sample()),
    }
    Ok(ExitCode::SUCCESS)
}

impl Place {
    /// The configuration, for commands that only need to know where things lie.
    fn config(&self, file: Option<&std::path::Path>) -> Result<Config> {
        let given = Values {
            data: self.data.clone(),
            ..Values::default()
        };
        Config::new(given.or(Values::from_file(file)?))
    }

    /// The database, which may be in use by a running server.
    fn store(&self, file: Option<&std::path::Path>) -> Result<Sqlite> {
        let data = self.config(file)?.data;
        place::make(&data)?;
        let path = place::database(&data);
        Sqlite::open(&path).with_context(|| format!("cannot open the database {}", path.display()))
    }
}

/// Does all of it or nothing.
fn in_one(store: &mut Sqlite, act: impl FnOnce(&mut Sqlite) -> Result<(), Trouble>) -> Result<()> {
    store.begin()?;
    match act(store) {
        Ok(()) => Ok(store.commit()?),
        Err(trouble) => {
            store.rollback();
            Err(trouble.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn no_password_stands_on_the_command_line() {
        fn check(command: &clap::Command) {
            for argument in command.get_arguments() {
                let takes_value = argument.get_action().takes_values();
                let name = argument.get_id().as_str();
                assert!(!(takes_value && name.contains("password")), "{name}");
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
