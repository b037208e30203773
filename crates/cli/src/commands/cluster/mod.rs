//! Clusters: a client's orders with the same note, taken as one.

mod find;
mod moves;
pub mod pack;
mod show;

use {
    crate::{values, Failure, Session},
    clap::Subcommand,
    find::Which,
};

/// Commands of clusters.
#[derive(Subcommand, Debug)]
pub enum ClusterCommand {
    /// The orders of a cluster, and their sums
    Show(Which),
    /// Book more time on every node of a cluster that runs
    Extend {
        /// The cluster
        #[command(flatten)]
        which: Which,
        /// How much longer
        #[arg(value_parser = values::duration)]
        time: u32,
    },
    /// Stop the service of every node of a cluster; the time not used comes back
    End(Which),
    /// Pay for the time served on every node of a cluster
    Settle(Which),
}

/// Runs a command of clusters.
///
/// # Errors
/// If it cannot be done.
pub fn run(command: &ClusterCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        ClusterCommand::Show(which) => show::run(session, which),
        ClusterCommand::Extend { which, time } => moves::extend(session, which, *time),
        ClusterCommand::End(which) => moves::end(session, which),
        ClusterCommand::Settle(which) => moves::settle(session, which),
    }
}
