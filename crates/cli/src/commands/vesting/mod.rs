//! The locked parts of genesis: what unlocks when, grants, releases, hand-overs.

mod grants;
mod list;
mod locked;
mod months;
mod release;
mod roles;
mod schedule;
mod show;
mod svg;

use {
    crate::{values, Failure, Session},
    clap::{Args, Subcommand},
    locked::Target,
    solana_pubkey::Pubkey,
    std::path::PathBuf,
};

/// The locked parts of genesis.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct Vesting {
    /// Make the grants of this list, as `io vesting grant` does
    #[arg(value_name = "GRANTS_CSV")]
    file: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<VestingCommand>,
}

/// Commands of the locks. A GRANT is its address, or its category and number: seed:7.
#[derive(Subcommand, Debug)]
pub enum VestingCommand {
    /// What is locked, granted and released, of a category, of a grant or of all
    Show(show::Show),
    /// What unlocks when: a table, and a chart
    Schedule(schedule::Schedule),
    /// Make the grants of a list: category,number,beneficiary,amount line by line
    Grant {
        /// The list; run it again after any failure, nothing is granted twice
        #[arg(value_name = "GRANTS_CSV")]
        file: PathBuf,
    },
    /// Pay out what has vested, to the beneficiaries alone; anyone may
    Release(release::Release),
    /// Propose another beneficiary of a grant, or another manager of a category
    Propose {
        /// The grant, or the category: seed, series-a, core
        #[arg(value_name = "GRANT|CATEGORY")]
        what: Target,
        /// Who may take over; `nobody` takes a proposal back
        #[arg(value_name = "ADDRESS", value_parser = values::address_or_nobody)]
        next: Pubkey,
    },
    /// Take over a grant or a category, if proposed
    Accept {
        /// The grant, or the category: seed, series-a, core
        #[arg(value_name = "GRANT|CATEGORY")]
        what: Target,
    },
    /// Take back what has not vested of a core contributor's grant, as the manager
    Revoke {
        /// The grant: core:7
        grant: Target,
    },
}

impl Vesting {
    /// Whether no cluster is asked for anything that must be there.
    pub fn needs_no_cluster(&self) -> bool {
        matches!(self.command, Some(VestingCommand::Schedule(_)))
    }

    /// Runs it.
    ///
    /// # Errors
    /// If it cannot be done.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        match (&self.command, &self.file) {
            (Some(VestingCommand::Show(show)), _) => show.run(session),
            (Some(VestingCommand::Schedule(schedule)), _) => schedule.run(session),
            (Some(VestingCommand::Release(release)), _) => release.run(session),
            (Some(VestingCommand::Propose { what, next }), _) => roles::propose(session, *what, next),
            (Some(VestingCommand::Accept { what }), _) => roles::accept(session, *what),
            (Some(VestingCommand::Revoke { grant }), _) => roles::revoke(session, *grant),
            (Some(VestingCommand::Grant { file }), _) | (None, Some(file)) => grants::make(session, file),
            (None, None) => Ok(()),
        }
    }
}
