//! What can go wrong between a cluster and a database.

use std::{fmt, time::Duration};

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the index cannot go on, or cannot go on yet.
#[derive(Debug)]
pub enum Error {
    /// The database refuses.
    Database(sqlx::Error),
    /// The tables cannot be migrated to this version.
    Migration(sqlx::migrate::MigrateError),
    /// The cluster does not answer as it should: try again.
    Source {
        /// Its answer.
        message: String,
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// The database was filled from another cluster.
    OtherCluster {
        /// Genesis hash of the cluster in the database.
        known: String,
        /// Genesis hash of the cluster that answers.
        found: String,
    },
    /// The cluster no longer keeps what comes next.
    HistoryGone {
        /// First slot that the index needs.
        needed: u64,
        /// First slot that the cluster keeps.
        kept: u64,
    },
    /// The chain has data that the tables cannot hold.
    Data(String),
}

impl Error {
    /// The cluster does not answer as it should.
    pub fn source(message: impl fmt::Display) -> Self {
        Self::Source { message: message.to_string(), wait: None }
    }

    /// Whether trying again later may work.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        !matches!(self, Self::OtherCluster { .. } | Self::Migration(_) | Self::Data(_))
    }

    /// How long the cluster asks to wait.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Source { wait, .. } => *wait,
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database: {error}"),
            Self::Migration(error) => write!(f, "the tables cannot be brought up to date: {error}"),
            Self::Source { message, .. } => write!(f, "the cluster: {message}"),
            Self::OtherCluster { known, found } => write!(
                f,
                "the database belongs to the cluster with genesis hash {known}, the URL to {found}: pass \
                 another database or another URL"
            ),
            Self::HistoryGone { needed, kept } => write!(
                f,
                "the node keeps slots from {kept} on, the index needs them from {needed} on: use a node \
                 that keeps all history"
            ),
            Self::Data(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Migration(error) => Some(error),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error)
    }
}
