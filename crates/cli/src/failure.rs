//! Why a command was not done, in one sentence, and its exit code.

use {
    crate::Output,
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
    /// The key is missing, or may not do this.
    Key = 7,
    /// Too little SOL, IO or USDC.
    Funds = 8,
    /// It was sent, and may still land.
    Pending = 9,
    /// A signal has stopped it, and nothing is on its way; by convention that of SIGINT.
    Stopped = 130,
}

/// Why a command was not done.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What kind it is.
    pub exit: Exit,
    /// One sentence.
    pub message: String,
    /// What to do next, if the sentence does not say it.
    pub hint: Option<Box<str>>,
    /// What the programs logged; printed with `--dry-run`.
    pub logs: Vec<String>,
    /// The program's name for the error.
    pub name: Option<Box<str>>,
    /// The transaction that may still land.
    pub signature: Option<Box<str>>,
    /// What was done and said before.
    pub before: Box<Output>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            hint: None,
            logs: Vec::new(),
            name: None,
            signature: None,
            before: Box::default(),
        }
    }

    /// A failure without a hint, as a sentence: with a capital letter and a full stop.
    pub fn sentence(exit: Exit, text: &str) -> Self {
        Self::new(exit, sentence(text))
    }

    /// The programs are there, and what genesis creates is not.
    pub fn no_genesis() -> Self {
        Self::new(Exit::NotThere, "The programs are on this cluster, but genesis is not complete.")
            .hint("The deployer completes it with `io init`.")
    }

    /// A signal has stopped it before a transaction, after some have `landed`.
    pub fn stopped(landed: usize) -> Self {
        let failure = Self::new(Exit::Stopped, "Stopped; nothing is on its way.");
        if landed == 0 {
            return failure;
        }
        failure.hint(looks_first(landed))
    }

    /// The same, after some transactions have `landed`: nobody may take it for one that did
    /// nothing.
    #[must_use]
    pub fn after(self, landed: usize) -> Self {
        Self { exit: Exit::Pending, ..self }.hint(looks_first(landed))
    }

    /// With what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into());
        self
    }

    /// As one JSON object: what was done before, and the error.
    pub fn json(&self) -> Value {
        let mut json = self.before.json();
        json["error"] = json!({
            "exit": self.exit as u8,
            "name": self.name,
            "message": self.message,
            "hint": self.hint,
            "signature": self.signature,
            "logs": self.logs,
        });
        json
    }

    /// For people, with what the programs logged.
    pub fn with_logs(&self) -> String {
        let logs = self.logs.iter().map(|line| format!("\n    {line}"));
        format!("{self}{}", logs.collect::<String>())
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let message = format!("{fault}");
        let refusal = match fault {
            Fault::Refused(refusal) => refusal,
            Fault::Unreachable(_) | Fault::Busy { .. } | Fault::Denied(_) | Fault::Expired => {
                return Self::new(Exit::Unreachable, sentence(&message))
            }
            Fault::Local(_) => return Self::new(Exit::Other, sentence(&message)),
            Fault::Unreadable(_) => return Self::new(Exit::NotThere, sentence(&message)),
            Fault::Sent { signature, .. } => {
                let failure = Self::new(Exit::Pending, sentence(&message))
                    .hint(format!("`io confirm {signature}` says whether it has landed."));
                return Self { signature: Some(signature.to_string().into()), ..failure };
            }
        };
        let exit = match refusal.kind {
            Kind::Rule => Exit::Refused,
            Kind::TooEarly => Exit::TooEarly,
            Kind::WrongKey => Exit::Key,
            Kind::Funds => Exit::Funds,
            Kind::NotThere => Exit::NotThere,
        };
        let name = (!refusal.name.is_empty()).then(|| refusal.name.as_str().into());
        let hint = hint(&refusal.name).map(Into::into);
        Self { hint, logs: refusal.logs, name, ..Self::new(exit, message) }
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
            "`io node show NODE` says what the node has; `io node list --ready` lists nodes that can be \
             hired."
        }
        "DelegationLimit" => "`io node show NODE` says how much more it takes.",
        "NothingToWithdraw" => "`io stakes` says when it is unlocked.",
        "NotEmpty" => "`io stakes` says what is left in it.",
        "EndFirst" => "`io order end ORDER` ends it.",
        "AlreadySettled" => "`io order close ORDER` closes it; the rent goes to its client.",
        "NotAccepted" => "`io order cancel ORDER` returns everything.",
        "AlreadyAccepted" => "`io order end ORDER` ends it.",
        "NotUpgradeAuthority" => {
            "`solana program show PROGRAM` names the upgrade authority; pass its key with --keypair."
        }
        _ => return None,
    })
}

fn looks_first(landed: usize) -> String {
    let sent = if landed == 1 { "A transaction has".into() } else { format!("{landed} transactions have") };
    format!("{sent} landed before, as printed: look at what is done before you repeat it.")
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

#[cfg(test)]
mod tests {
    use {super::*, io_rpc::Refusal};

    #[test]
    fn every_fault_has_its_exit_code_and_sentence() {
        let signature = "1".repeat(64).parse().unwrap();
        for (fault, exit, said) in [
            (Fault::Unreachable("no connection".into()), 5, "The cluster does not answer: no connection."),
            (Fault::Expired, 5, "The transaction did not land in time, and never will: send it again."),
            (Fault::Unreadable("this is no node".into()), 6, "This is no node."),
            (Refusal::foreseen("PriceAhead", "wait").into(), 4, "Wait."),
            (Refusal::foreseen("NotAdmin", "no").into(), 7, "No."),
            (Refusal::foreseen("Paused", "no").into(), 3, "No."),
        ] {
            let failure = Failure::from(fault);
            assert_eq!((failure.exit as u8, failure.to_string().as_str()), (exit, said));
            assert_eq!(failure.json()["error"]["exit"], exit);
            assert!(failure.json()["error"]["signature"].is_null());
        }
        let failure = Failure::from(Fault::Sent { signature, why: "the cable is cut".into() });
        assert_eq!(failure.exit as u8, 9);
        assert_eq!(failure.json()["error"]["signature"], signature.to_string());
        assert!(failure.message.contains(&signature.to_string()), "{failure}");
    }
}
