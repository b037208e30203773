//! A sentence for each error of the runtime and of the token program.

use {
    super::{errors, framework, kinds, percent::in_percent, program_name, sentence, Kind, Words},
    io_addresses::external,
    solana_instruction_error::InstructionError,
    solana_pubkey::Pubkey,
    solana_transaction_error::TransactionError,
};

/// Advances nonces, among others.
const SYSTEM_PROGRAM: Pubkey = Pubkey::from_str_const("11111111111111111111111111111111");

const NO_PROGRAM: &str = "A program that this needs is not on this cluster: check the cluster's URL.";

/// The name, the message and the kind of an error.
pub(super) fn explain(
    error: &TransactionError,
    program: Option<Pubkey>,
    code: Option<u32>,
    logs: &[String],
) -> Words {
    let plain = |message: &str, kind| (String::new(), message.to_owned(), kind);
    if let (Some(program), Some(code)) = (program, code) {
        if let Some(entry) = errors::find(&program, code) {
            return (entry.name.clone(), sentence(&in_percent(&entry.msg)), kinds::of(&entry.name));
        }
        if program == external::TOKEN_PROGRAM {
            return token(code);
        }
        if let Some(framework) = framework::explain(logs, &program, code) {
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
        TransactionError::ProgramAccountNotFound | TransactionError::InvalidProgramForExecution => {
            plain(NO_PROGRAM, Kind::NotThere)
        }
        TransactionError::AlreadyProcessed => {
            plain("This very transaction has landed already.", Kind::TooEarly)
        }
        TransactionError::InstructionError(_, inner) => {
            let by = program.map_or("a program".into(), |program| {
                program_name(&program).map_or_else(|| program.to_string(), str::to_owned)
            });
            match (inner, code) {
                (InstructionError::UnsupportedProgramId, _) => plain(NO_PROGRAM, Kind::NotThere),
                (InstructionError::MissingRequiredSignature, _) => {
                    plain("A signature is missing: sign with the key that may do this.", Kind::WrongKey)
                }
                (
                    InstructionError::ComputationalBudgetExceeded | InstructionError::ProgramFailedToComplete,
                    _,
                ) => plain(&format!("{by} ran out of compute units: send it again."), Kind::Rule),
                (_, Some(6..=8)) if program == Some(SYSTEM_PROGRAM) => {
                    plain("The nonce was advanced a moment ago: try again in a second.", Kind::TooEarly)
                }
                (InstructionError::InvalidAccountData | InstructionError::UninitializedAccount, _)
                    if program == Some(external::TOKEN_PROGRAM) =>
                {
                    plain(
                        "A token account does not exist or is none: the wallet has none of this token \
                         yet.",
                        Kind::Funds,
                    )
                }
                (_, Some(code)) => plain(
                    &format!(
                        "{by} refused it with its error {code}, for which this version has no words: \
                         look at the logs with --dry-run."
                    ),
                    Kind::Rule,
                ),
                (inner, None) => plain(&format!("{by} refused it: {inner}."), Kind::Rule),
            }
        }
        other => plain(&format!("The cluster refused it: {other}."), Kind::Rule),
    }
}

/// Errors of classic SPL Token.
fn token(code: u32) -> Words {
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
