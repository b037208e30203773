//! Why a command was not done, in one sentence, and its exit code.

use {
    io_rpc::{Fault, Kind},
    serde_json::{json, Value},
    std::fmt,
};

/// Exit codes; `io --help` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Something else.
    Other = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A program's rules refuse it.
    Refused = 3,
    /// Its time has not come, or nothing is left to do.
    TooEarly = 4,
    /// The cluster does not answer.
    Unreachable = 5,
    /// It is not on this cluster.
    NotThere = 6,
    /// The key is missing, or is another than may do this.
    Key = 7,
    /// Too little SOL, IO or USDC.
    Funds = 8,
}

/// Why a command was not done.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What kind it is.
    pub exit: Exit,
    /// One sentence.
    pub message: String,
    /// What to do next, if the sentence does not say it.
    pub hint: Option<String>,
    /// What the programs logged; shown with `--dry-run`.
    pub logs: Vec<String>,
    /// The program's name for the error.
    pub name: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None, logs: Vec::new(), name: None }
    }

    /// With what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// As one JSON object.
    pub fn json(&self) -> Value {
        json!({ "error": {
            "exit": self.exit as u8,
            "name": self.name,
            "message": self.message,
            "hint": self.hint,
            "logs": self.logs,
        }})
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let message = format!("{fault}");
        let Fault::Refused(refusal) = fault else {
            let exit = if fault.is_passing() { Exit::Unreachable } else { Exit::NotThere };
            return Self::new(exit, sentence(&message));
        };
        let exit = match refusal.kind {
            Kind::Rule => Exit::Refused,
            Kind::TooEarly => Exit::TooEarly,
            Kind::WrongKey => Exit::Key,
            Kind::Funds => Exit::Funds,
            Kind::NotThere => Exit::NotThere,
        };
        let hint = hint(&refusal.name).map(str::to_owned);
        let name = (!refusal.name.is_empty()).then_some(refusal.name);
        Self { exit, message, hint, logs: refusal.logs, name }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n{hint}")?;
        }
        Ok(())
    }
}

/// The command that helps after a program's error.
fn hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "NotAvailable" | "BelowMinimum" | "NotEnoughProcessors" => {
            "`io node show NODE` says what the node has; `io node list --ready` lists nodes that can be hired."
        }
        "DelegationLimit" => "`io node show NODE` says how much more it takes.",
        "WithdrawFirst" => "`io withdraw NODE` pays out what is ripe.",
        "NothingRipe" | "TicketsFull" => "`io stakes` says when it is ripe.",
        "NotEmpty" => "`io stakes` says what is left in it.",
        "EndFirst" => "`io order end ORDER` ends it.",
        "AlreadySettled" => "`io order close ORDER` closes it; the rent goes to its client.",
        "NotAccepted" => "`io order cancel ORDER` returns everything.",
        "AlreadyAccepted" => "`io order end ORDER` ends it.",
        "NotUpgradeAuthority" => "`solana program show PROGRAM` names the upgrade authority; pass its key with --keypair.",
        _ => return None,
    })
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
