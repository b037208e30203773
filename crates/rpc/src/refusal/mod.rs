//! Why a transaction was refused, in the program's own words.
//!
//! The messages are those of the committed IDLs, which `cargo xtask idl --check` compares with the
//! code.

mod errors;
mod framework;
mod kinds;
mod percent;
#[cfg(test)]
mod tests;
mod words;

pub use kinds::Kind;
use {
    io_addresses::{external, Program},
    solana_instruction_error::InstructionError,
    solana_pubkey::Pubkey,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    std::fmt,
};

/// The name of an error, empty if it has none; the sentence; the kind.
type Words = (String, String, Kind);

/// A refusal.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The runtime's error.
    pub error: TransactionError,
    /// What the programs logged.
    pub logs: Vec<String>,
    /// The program that refused, if one did.
    pub program: Option<Pubkey>,
    /// Its number for the error.
    pub code: Option<u32>,
    /// Its name for the error; empty if it has none.
    pub name: String,
    /// One sentence: what is wrong, and what to do.
    pub message: String,
    /// What kind it is.
    pub kind: Kind,
    /// The wallet that has too little SOL, and how many lamports it lacks, where that is known.
    pub short: Option<(Pubkey, u64)>,
}

impl Refusal {
    /// Reads a refusal of `transaction`.
    pub fn new(error: TransactionError, logs: Vec<String>, transaction: &VersionedTransaction) -> Self {
        let (program, code) = match &error {
            TransactionError::InstructionError(index, error) => {
                let program = refuser(&logs).or_else(|| called(transaction, *index));
                let code = match error {
                    InstructionError::Custom(code) => Some(*code),
                    _ => None,
                };
                (program, code)
            }
            _ => (None, None),
        };
        let (name, message, kind) = words::explain(&error, program, code, &logs);
        Self { error, logs, program, code, name, message, kind, short: None }
    }

    /// A refusal that was foreseen, without asking the chain.
    pub fn of_rule(message: impl AsRef<str>) -> Self {
        Self {
            error: TransactionError::SanitizeFailure,
            logs: Vec::new(),
            program: None,
            code: None,
            name: String::new(),
            message: sentence(&capital(message.as_ref())),
            kind: Kind::Rule,
            short: None,
        }
    }

    /// A program's own error, foreseen without asking the chain.
    pub fn foreseen(name: &str, message: impl AsRef<str>) -> Self {
        Self { name: name.to_owned(), kind: kinds::of(name), ..Self::of_rule(message) }
    }

    /// Whether the fee payer cannot pay, for this transaction or any other.
    pub fn is_unpaid(&self) -> bool {
        use TransactionError::{AccountNotFound, InsufficientFundsForFee, InsufficientFundsForRent};
        matches!(
            self.error,
            AccountNotFound | InsufficientFundsForFee | InsufficientFundsForRent { account_index: 0 }
        )
    }

    /// The lamports that a wallet has and needs, if it is for want of them that the system program
    /// refused.
    pub fn lacks(&self) -> Option<(u64, u64)> {
        let said = self.logs.iter().find_map(|line| line.strip_prefix("Transfer: insufficient lamports "))?;
        let (has, needs) = said.split_once(", need ")?;
        Some((has.parse().ok()?, needs.parse().ok()?))
    }

    /// The same refusal, which names the wallet that has too little SOL, and how much it needs.
    #[must_use]
    pub fn of_wallet(self, wallet: Pubkey, has: u64, needs: u64) -> Self {
        let missing = sol(needs.saturating_sub(has));
        let message = format!(
            "The wallet {wallet} has {} SOL and needs {}: send it at least {missing} SOL.",
            sol(has),
            sol(needs)
        );
        Self { message, short: Some((wallet, needs.saturating_sub(has))), ..self }
    }

    /// Whether a program of the suite refused by this name.
    pub fn is(&self, program: &Pubkey, name: &str) -> bool {
        self.program == Some(*program) && self.name == name
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.program.and_then(|program| program_name(&program)) {
            Some(program) => write!(f, "{program}: {}", self.message),
            None => write!(f, "{}", self.message),
        }
    }
}

/// The name of a program that the suite calls.
pub fn program_name(program: &Pubkey) -> Option<&'static str> {
    let others = [
        (external::TOKEN_PROGRAM, "SPL Token"),
        (external::ASSOCIATED_TOKEN_PROGRAM, "associated token accounts"),
        (external::METADATA_PROGRAM, "token metadata"),
        (Pubkey::from_str_const("11111111111111111111111111111111"), "the system program"),
    ];
    let ours = Program::at(program).map(|program| program.name);
    ours.or_else(|| others.iter().find(|(id, _)| id == program).map(|(_, name)| *name))
}

/// The innermost program that failed: the first one that says so.
fn refuser(logs: &[String]) -> Option<Pubkey> {
    let failed = logs.iter().find_map(|line| line.strip_prefix("Program ")?.split_once(" failed: "));
    failed.and_then(|(program, _)| program.parse().ok())
}

fn called(transaction: &VersionedTransaction, index: u8) -> Option<Pubkey> {
    let message = &transaction.message;
    let instruction = message.instructions().get(usize::from(index))?;
    // A program is never behind a lookup table.
    message.static_account_keys().get(usize::from(instruction.program_id_index)).copied()
}

fn sentence(message: &str) -> String {
    format!("{}.", message.trim_end_matches('.'))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Lamports as SOL.
pub fn sol(lamports: u64) -> String {
    format!("{}.{:09}", lamports / 1_000_000_000, lamports % 1_000_000_000)
}
