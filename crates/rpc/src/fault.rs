//! What keeps a tool from its work.

use {crate::Refusal, solana_signature::Signature, std::fmt};

/// What went wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The cluster does not answer, or not as a cluster does; maybe it does later.
    Unreachable(String),
    /// The chain refuses the transaction.
    Refused(Box<Refusal>),
    /// The transaction did not land while its blockhash was valid; it never will.
    Expired,
    /// The transaction was sent, and what became of it is not known: it may have landed, or may
    /// still.
    Sent {
        /// Names it.
        signature: Signature,
        /// Why nobody knows.
        why: String,
    },
    /// What an account holds cannot be read by this version of the tools.
    Unreadable(String),
}

impl Fault {
    /// Whether the same may succeed if it is tried again.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Expired | Self::Sent { .. })
    }

    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
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
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Expired => write!(f, "the transaction did not land in time, and never will: send it again"),
            Self::Sent { signature, why } => {
                write!(
                    f,
                    "the transaction was sent and may still land, but {why}: look at {signature} before \
                     you repeat it"
                )
            }
            Self::Unreadable(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Fault {}
