//! Calls with something wrong in them.

use {
    anchor_lang::{error::ErrorCode, prelude::Pubkey},
    solana_instruction::Instruction,
};

/// Anchor's number for an account of another program than expected.
pub const NOT_OURS: u32 = ErrorCode::AccountOwnedByWrongProgram as u32;
/// Anchor's number for an account that does not exist.
pub const NOT_THERE: u32 = ErrorCode::AccountNotInitialized as u32;
/// Anchor's number for an account of another type than expected.
pub const OTHER_TYPE: u32 = ErrorCode::AccountDiscriminatorMismatch as u32;
/// Anchor's number for a signer that did not sign.
pub const NO_SIGNATURE: u32 = ErrorCode::AccountNotSigner as u32;
/// Anchor's number for an account at another address than a constant one.
pub const OTHER_ADDRESS: u32 = ErrorCode::ConstraintAddress as u32;
/// Anchor's number for another program than expected.
pub const OTHER_PROGRAM: u32 = ErrorCode::InvalidProgramId as u32;
/// Anchor's number for an account that its seeds do not give.
pub const OTHER_SEEDS: u32 = ErrorCode::ConstraintSeeds as u32;
/// The system program's number for an account that exists already.
pub const ALREADY_IN_USE: u32 = 0;

/// The same call with one account replaced.
///
/// # Panics
/// If the call does not name it.
pub fn with_account(mut call: Instruction, of: Pubkey, by: Pubkey) -> Instruction {
    let meta = call.accounts.iter_mut().find(|meta| meta.pubkey == of).expect("the call names it");
    meta.pubkey = by;
    call
}
