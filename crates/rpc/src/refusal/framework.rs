//! Errors of the framework that the programs are written in.

use {
    super::{capital, kinds, program_name, sentence, Kind, Words},
    solana_pubkey::Pubkey,
};

/// From this number on an error is a program's own, not the framework's.
const OWN_ERRORS: u32 = 6_000;

/// Errors of the framework that have a kind of their own, by their numbers.
const FRAMEWORK_ERRORS: [(u32, &str); 4] = [
    (3_002, "AccountDiscriminatorMismatch"),
    (3_007, "AccountOwnedByWrongProgram"),
    (3_010, "AccountNotSigner"),
    (3_012, "AccountNotInitialized"),
];

/// Errors of the framework, which it logs with the name of the account. Of a transaction that was
/// refused when it landed only the number is left.
pub(super) fn explain(logs: &[String], program: &Pubkey, code: u32) -> Option<Words> {
    let line =
        logs.iter().find_map(|line| line.strip_prefix("Program log: AnchorError ")).unwrap_or_default();
    let after = |tag: &str| Some(line.split_once(tag)?.1.split_once(". ").map_or(line, |(value, _)| value));
    let account =
        line.strip_prefix("caused by account: ").and_then(|rest| rest.split_once(". ")).map(|(name, _)| name);
    let known = || Some(FRAMEWORK_ERRORS.iter().find(|(number, _)| *number == code)?.1);
    let name = after("Error Code: ").or_else(known)?.to_owned();
    let what = account.map_or_else(|| "an account".to_owned(), |name| format!("the account \"{name}\""));
    let by = program_name(program).unwrap_or("the program");
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
                let kind = kinds::of(&name);
                return Some((name, sentence(message), kind));
            }
            (name, format!("{} is not as {by} expects: {message}", capital(&what)), Kind::Rule)
        }
    })
}
