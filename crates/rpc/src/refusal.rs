//! Why a transaction was refused, in the program's own words.
//!
//! The messages are those of the committed IDLs, which `cargo xtask idl --check` holds to the code.

use {
    io_client::addresses::{buyback, emission, external, orders, staking},
    serde::Deserialize,
    solana_instruction_error::InstructionError,
    solana_pubkey::Pubkey,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    std::{collections::HashMap, fmt, sync::LazyLock},
};

/// The IDLs of the suite.
const IDLS: [(Pubkey, &str, &str); 4] = [
    (emission::ID, "io_emission", include_str!("../../../idl/io_emission.json")),
    (staking::ID, "io_staking", include_str!("../../../idl/io_staking.json")),
    (orders::ID, "io_orders", include_str!("../../../idl/io_orders.json")),
    (buyback::ID, "io_buyback", include_str!("../../../idl/io_buyback.json")),
];

/// The programs' own errors, by program and number.
static ERRORS: LazyLock<HashMap<(Pubkey, u32), Entry>> = LazyLock::new(|| {
    let mut errors = HashMap::new();
    for (program, _, idl) in IDLS {
        // A test reads every IDL; an unreadable one only costs its messages.
        let idl: Idl = serde_json::from_str(idl).unwrap_or_default();
        errors.extend(idl.errors.into_iter().map(|entry| ((program, entry.code), entry)));
    }
    errors
});

#[derive(Deserialize, Default)]
struct Idl {
    #[serde(default)]
    errors: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: u32,
    name: String,
    msg: String,
}

/// What kind of refusal it is: what a caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By a program's rules.
    Rule,
    /// Its time has not come, or somebody has done it already.
    TooEarly,
    /// The signer is another than may do this.
    WrongKey,
    /// A wallet has too little SOL, IO or USDC.
    Funds,
    /// What the transaction names is not on this cluster.
    NotThere,
}

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
}

impl Refusal {
    /// Reads a refusal of `transaction`.
    pub fn new(error: TransactionError, logs: Vec<String>, transaction: &Transaction) -> Self {
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
        let (name, message, kind) = explain(&error, program, code, &logs);
        Self { error, logs, program, code, name, message, kind }
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
        }
    }

    /// A program's own error, foreseen without asking the chain.
    pub fn foreseen(name: &str, message: impl AsRef<str>) -> Self {
        Self { name: name.to_owned(), kind: kind(name), ..Self::of_rule(message) }
    }

    /// Whether the fee payer cannot pay, for this transaction or any other.
    pub fn is_unpaid(&self) -> bool {
        use TransactionError::{AccountNotFound, InsufficientFundsForFee, InsufficientFundsForRent};
        matches!(
            self.error,
            AccountNotFound | InsufficientFundsForFee | InsufficientFundsForRent { account_index: 0 }
        )
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
    let ours = IDLS.iter().map(|(id, name, _)| (*id, *name));
    ours.chain(others).find(|(id, _)| id == program).map(|(_, name)| name)
}

/// The innermost program that failed: the first one that says so.
fn refuser(logs: &[String]) -> Option<Pubkey> {
    let failed = logs.iter().find_map(|line| line.strip_prefix("Program ")?.split_once(" failed: "));
    failed.and_then(|(program, _)| program.parse().ok())
}

fn called(transaction: &Transaction, index: u8) -> Option<Pubkey> {
    let message = &transaction.message;
    let instruction = message.instructions.get(usize::from(index))?;
    message.account_keys.get(usize::from(instruction.program_id_index)).copied()
}

fn explain(
    error: &TransactionError,
    program: Option<Pubkey>,
    code: Option<u32>,
    logs: &[String],
) -> (String, String, Kind) {
    let plain = |message: &str, kind| (String::new(), message.to_owned(), kind);
    if let (Some(program), Some(code)) = (program, code) {
        if let Some(entry) = ERRORS.get(&(program, code)) {
            return (entry.name.clone(), sentence(&entry.msg), kind(&entry.name));
        }
        if program == external::TOKEN_PROGRAM {
            return token(code);
        }
        if let Some(framework) = anchor(logs, program, code) {
            return framework;
        }
    }
    if logs.iter().any(|line| line.starts_with("Transfer: insufficient lamports")) {
        return plain("The wallet that pays has too little SOL: send it some.", Kind::Funds);
    }
    match error {
        TransactionError::AccountNotFound => plain(
            "The fee payer has no SOL on this cluster: send it some, or choose another one.",
            Kind::Funds,
        ),
        TransactionError::InsufficientFundsForFee => {
            plain("The fee payer has too little SOL for the fee: send it some.", Kind::Funds)
        }
        TransactionError::InsufficientFundsForRent { .. } => plain(
            "An account would be left with less SOL than its rent: send the wallet that pays some.",
            Kind::Funds,
        ),
        TransactionError::ProgramAccountNotFound | TransactionError::InvalidProgramForExecution => plain(
            "A program that this needs is not on this cluster: check the cluster's URL.",
            Kind::NotThere,
        ),
        TransactionError::AlreadyProcessed => {
            plain("This very transaction has landed already.", Kind::TooEarly)
        }
        TransactionError::InstructionError(_, inner) => {
            let by = program.map_or("a program".into(), |program| {
                program_name(&program).map_or_else(|| program.to_string(), str::to_owned)
            });
            match (inner, code) {
                (InstructionError::UnsupportedProgramId, _) => {
                    plain("A program that this needs is not on this cluster: check the cluster's URL.", Kind::NotThere)
                }
                (InstructionError::MissingRequiredSignature, _) => {
                    plain("A signature is missing: sign with the key that may do this.", Kind::WrongKey)
                }
                (InstructionError::ComputationalBudgetExceeded | InstructionError::ProgramFailedToComplete, _) => {
                    plain(&format!("{by} ran out of compute units: send it again."), Kind::Rule)
                }
                (InstructionError::InvalidAccountData | InstructionError::UninitializedAccount, _)
                    if program == Some(external::TOKEN_PROGRAM) =>
                {
                    plain("A token account does not exist or is none: the wallet has none of this token yet.", Kind::Funds)
                }
                (_, Some(code)) => plain(
                    &format!("{by} refused it with its error {code}, for which this version has no words: look at the logs with --dry-run."),
                    Kind::Rule,
                ),
                (inner, None) => plain(&format!("{by} refused it: {inner}."), Kind::Rule),
            }
        }
        other => plain(&format!("The cluster refused it: {other}."), Kind::Rule),
    }
}

/// Errors of classic SPL Token.
fn token(code: u32) -> (String, String, Kind) {
    let (name, message, kind) = match code {
        0 => ("NotRentExempt", "A token account has too little SOL for its rent.", Kind::Funds),
        1 => (
            "InsufficientFunds",
            "The wallet has less of this token than that: get more, or name less.",
            Kind::Funds,
        ),
        3 => ("MintMismatch", "A token account is of another mint.", Kind::Rule),
        4 => (
            "OwnerMismatch",
            "The signer does not own the token account: sign with its owner's key.",
            Kind::WrongKey,
        ),
        17 => ("AccountFrozen", "The token's issuer has frozen the account: ask the issuer.", Kind::Rule),
        _ => return (String::new(), format!("SPL Token refused it with its error {code}."), Kind::Rule),
    };
    (name.to_owned(), message.to_owned(), kind)
}

/// From this number on an error is a program's own, not the framework's.
const OWN_ERRORS: u32 = 6_000;

/// Errors of the framework that have a kind of their own, by their numbers.
const FRAMEWORK_ERRORS: [(u32, &str); 4] = [
    (3_002, "AccountDiscriminatorMismatch"),
    (3_007, "AccountOwnedByWrongProgram"),
    (3_010, "AccountNotSigner"),
    (3_012, "AccountNotInitialized"),
];

/// Errors of the framework, which it logs with the name of the account. Of a transaction that was refused when it
/// landed only the number is left.
fn anchor(logs: &[String], program: Pubkey, code: u32) -> Option<(String, String, Kind)> {
    let line =
        logs.iter().find_map(|line| line.strip_prefix("Program log: AnchorError ")).unwrap_or_default();
    let after = |tag: &str| Some(line.split_once(tag)?.1.split_once(". ").map_or(line, |(value, _)| value));
    let account =
        line.strip_prefix("caused by account: ").and_then(|rest| rest.split_once(". ")).map(|(name, _)| name);
    let known = || Some(FRAMEWORK_ERRORS.iter().find(|(number, _)| *number == code)?.1);
    let name = after("Error Code: ").or_else(known)?.to_owned();
    let what = account.map_or_else(|| "an account".to_owned(), |name| format!("the account \"{name}\""));
    let by = program_name(&program).unwrap_or("the program");
    Some(match name.as_str() {
        "AccountNotInitialized" => {
            let message = format!(
                "{} does not exist on this cluster: check the address and the cluster, or create it first.",
                capital(&what)
            );
            (name, message, Kind::NotThere)
        }
        "AccountOwnedByWrongProgram" | "AccountDiscriminatorMismatch" => {
            let message =
                format!("{} is something else than {by} expects: check the address.", capital(&what));
            (name, message, Kind::NotThere)
        }
        "AccountNotSigner" => {
            (name, "A signature is missing: sign with the key that may do this.".into(), Kind::WrongKey)
        }
        _ => {
            let message = line.split_once("Error Message: ").map_or(line, |(_, message)| message);
            let number: u32 =
                after("Error Number: ").and_then(|number| number.parse().ok()).unwrap_or_default();
            if number >= OWN_ERRORS {
                let kind = kind(&name);
                return Some((name, sentence(message), kind));
            }
            (name, format!("{} is not as {by} expects: {message}", capital(&what)), Kind::Rule)
        }
    })
}

/// The kind of a program's own error, by its name.
fn kind(name: &str) -> Kind {
    match name {
        "NothingDue" | "AcceptWindowOpen" | "StillBooked" | "FirstHour" | "NothingToClaim"
        | "NothingToWithdraw" | "TicketsFull" | "SlashTooSoon" | "SlashNotOpen" | "NothingToSweep"
        | "HeldBack" | "NotSettled" | "ReportFromFuture" | "NothingToBurn" | "NotStarted"
        | "EmissionNotStarted" | "EndFirst" | "EmissionEnded" | "AlreadyAllocated" | "AlreadySettled"
        | "AlreadyEnded" | "ExchangeTooEarly" | "PriceAhead" => Kind::TooEarly,
        "NotUpgradeAuthority"
        | "NotAdmin"
        | "NotNextAdmin"
        | "NotOracle"
        | "NotSlasher"
        | "NotOperator"
        | "NotOwner"
        | "NotOrders"
        | "NotClient"
        | "NotArbiter"
        | "NotPayee" => Kind::WrongKey,
        _ => Kind::Rule,
    }
}

fn sentence(message: &str) -> String {
    format!("{}.", message.trim_end_matches('.'))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use {
        super::*, io_client::orders::OrdersError, solana_instruction::Instruction, solana_message::Message,
    };

    fn of(code: u32, logs: &[&str]) -> Refusal {
        let error = TransactionError::InstructionError(0, InstructionError::Custom(code));
        let transaction = Transaction::new_unsigned(Message::default());
        Refusal::new(error, logs.iter().map(|line| (*line).to_owned()).collect(), &transaction)
    }

    #[test]
    fn every_error_of_every_program_has_its_words() {
        for (program, name, idl) in IDLS {
            let idl: Idl = serde_json::from_str(idl).unwrap();
            assert!(!idl.errors.is_empty(), "{name}");
            for entry in idl.errors {
                let refusal =
                    of(entry.code, &[&format!("Program {program} failed: custom program error: 0x0")]);
                assert_eq!(refusal.name, entry.name);
                assert!(refusal.to_string().starts_with(&format!("{name}: ")), "{refusal}");
                assert!(!refusal.to_string().contains("0x"), "{refusal}");
            }
        }
    }

    /// Every error that is no plain rule; a new one of these kinds belongs here, and an old one that is gone does not.
    #[test]
    fn every_error_of_every_program_has_its_kind() {
        const TOO_EARLY: [(&str, &[&str]); 4] = [
            ("io_emission", &["AlreadyAllocated", "EmissionEnded", "NotStarted", "NothingDue"]),
            (
                "io_staking",
                &[
                    "EmissionNotStarted",
                    "HeldBack",
                    "NothingToWithdraw",
                    "NothingToClaim",
                    "ReportFromFuture",
                    "SlashNotOpen",
                    "SlashTooSoon",
                    "TicketsFull",
                ],
            ),
            (
                "io_orders",
                &[
                    "AcceptWindowOpen",
                    "AlreadyEnded",
                    "AlreadySettled",
                    "EndFirst",
                    "FirstHour",
                    "NotSettled",
                    "NothingDue",
                    "NothingToSweep",
                    "StillBooked",
                ],
            ),
            ("io_buyback", &["ExchangeTooEarly", "NothingToBurn", "PriceAhead"]),
        ];
        for (_, name, idl) in IDLS {
            let idl: Idl = serde_json::from_str(idl).unwrap();
            let of = |wanted: Kind| {
                let mut names: Vec<_> = idl
                    .errors
                    .iter()
                    .filter(|entry| kind(&entry.name) == wanted)
                    .map(|entry| &entry.name[..])
                    .collect();
                names.sort_unstable();
                names
            };
            let early = TOO_EARLY.iter().find(|(program, _)| *program == name).unwrap().1;
            assert_eq!(of(Kind::TooEarly), early, "{name}");
            let mut keys: Vec<_> = idl
                .errors
                .iter()
                .filter(|entry| entry.msg.starts_with("Only "))
                .map(|entry| &entry.name[..])
                .collect();
            keys.sort_unstable();
            assert_eq!(of(Kind::WrongKey), keys, "{name}");
        }
    }

    #[test]
    fn a_payer_without_sol_is_known_from_a_poor_wallet() {
        let transaction = Transaction::new_unsigned(Message::default());
        let of = |error| Refusal::new(error, Vec::new(), &transaction).is_unpaid();
        assert!(of(TransactionError::AccountNotFound));
        assert!(of(TransactionError::InsufficientFundsForFee));
        assert!(of(TransactionError::InsufficientFundsForRent { account_index: 0 }));
        assert!(!of(TransactionError::InsufficientFundsForRent { account_index: 1 }));
        assert!(!of(TransactionError::InstructionError(0, InstructionError::Custom(1))));
    }

    #[test]
    fn the_innermost_program_is_the_one_that_refused() {
        let code = io_client::staking::StakingError::NotAvailable.into();
        let inner = format!("Program {} failed: custom program error: 0x1", staking::ID);
        let outer = format!("Program {} failed: custom program error: 0x1", orders::ID);
        let refusal = of(code, &[&inner, &outer]);
        assert!(refusal.is(&staking::ID, "NotAvailable"));
        let refusal = of(OrdersError::FirstHour.into(), &[&outer]);
        assert!(refusal.is(&orders::ID, "FirstHour"));
        assert_eq!(refusal.kind, Kind::TooEarly);
    }

    #[test]
    fn an_account_that_is_missing_is_named() {
        let log =
            "Program log: AnchorError caused by account: node. Error Code: AccountNotInitialized. Error \
                   Number: 3012. Error Message: The program expected this account to be already initialized.";
        let refusal =
            of(3012, &[log, &format!("Program {} failed: custom program error: 0xbc4", orders::ID)]);
        assert_eq!(refusal.kind, Kind::NotThere);
        assert!(refusal.message.starts_with("The account \"node\" does not exist"), "{refusal}");
    }

    #[test]
    fn without_logs_a_missing_account_still_is_one() {
        let error = TransactionError::InstructionError(0, InstructionError::Custom(3012));
        let call = Instruction::new_with_bytes(orders::ID, &[], Vec::new());
        let transaction = Transaction::new_unsigned(Message::new(&[call], None));
        let refusal = Refusal::new(error, Vec::new(), &transaction);
        assert_eq!((refusal.kind, refusal.name.as_str()), (Kind::NotThere, "AccountNotInitialized"));
        assert!(refusal.message.starts_with("An account does not exist"), "{refusal}");
    }

    #[test]
    fn without_logs_and_words_it_still_is_a_sentence() {
        for code in [0, 1, 2, 77, u32::MAX] {
            assert!(of(code, &[]).to_string().ends_with('.'));
        }
    }
}
