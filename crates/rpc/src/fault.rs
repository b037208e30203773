//! What keeps a tool from its work.

use {
    crate::Refusal,
    solana_signature::Signature,
    std::{fmt, time::Duration},
};

/// What went wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The cluster does not answer, or not as a cluster does; it may later.
    Unreachable(String),
    /// The cluster takes no more calls for a while.
    Busy {
        /// What it answered.
        why: String,
        /// How long it asks to wait, if it says so.
        wait: Option<Duration>,
    },
    /// The server does not serve this caller, or not this call; it will not later either.
    Denied(String),
    /// This machine is out of something, file descriptors for instance.
    Local(String),
    /// The chain refuses the transaction.
    Refused(Box<Refusal>),
    /// The transaction did not land while its blockhash was valid; it never will.
    Expired,
    /// The transaction was sent and its outcome is unknown: it may have landed, or may still.
    Sent {
        /// Names it.
        signature: Signature,
        /// Why the outcome is unknown.
        why: String,
    },
    /// What an account holds cannot be read by this version of the tools.
    Unreadable(String),
}

impl Fault {
    /// Whether the same may succeed if it is tried again.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_) | Self::Busy { .. } | Self::Local(_) | Self::Expired | Self::Sent { .. }
        )
    }

    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// How long the cluster asks to wait.
    pub fn asks_to_wait(&self) -> Option<Duration> {
        match self {
            Self::Busy { wait, .. } => *wait,
            _ => None,
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "the cluster does not answer: {why}"),
            Self::Busy { why, wait: Some(wait) } => write!(
                f,
                "the cluster takes no more calls and asks to wait {} seconds: {why}",
                wait.as_secs()
            ),
            Self::Busy { why, wait: None } => write!(f, "the cluster takes no more calls now: {why}"),
            Self::Denied(why) => write!(f, "the cluster does not serve this: {why}"),
            Self::Local(what) => write!(f, "{what}"),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Expired => write!(f, "the transaction did not land in time, and never will: send it again"),
            Self::Sent { signature, why } => write!(
                f,
                "the transaction was sent and may still land, but {why}: look at {signature} before \
                 you repeat it"
            ),
            Self::Unreadable(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Fault {}
