//! A world on an embedded SVM with mainnet's features, in which tests read as stories.
//!
//! [`World`] deploys the programs' bytecode, moves the clock and sends transactions; after each one
//! it checks what must always hold ([`invariants`]).

pub mod airdrop;
pub mod buyback;
pub mod bytecode;
pub mod calls;
pub mod chain;
pub mod cluster;
mod count;
mod crowd;
pub mod hostile;
pub mod idl;
pub mod invariants;
pub mod market;
mod message;
mod oracle;
pub mod orders;
mod outcome;
pub mod owners;
pub mod pool;
pub mod postgres;
pub mod record;
pub mod records;
mod refusal;
pub mod requests;
pub mod simulate;
pub mod staking;
mod story;
pub mod table;
pub mod usdc;
pub mod vesting;
pub mod walk;
mod world;

pub use {
    outcome::{Failure, Outcome, Receipt},
    refusal::Refusal,
    world::World,
};

use spl_token_interface::error::TokenError;

/// The token program's number for a signer that is not the authority.
pub const OWNER_MISMATCH: u32 = TokenError::OwnerMismatch as u32;
/// The token program's number for an account that holds less than that.
pub const INSUFFICIENT_FUNDS: u32 = TokenError::InsufficientFunds as u32;
/// The token program's number for accounts of two mints.
pub const MINT_MISMATCH: u32 = TokenError::MintMismatch as u32;
/// The token program's number for an account that its issuer has frozen.
pub const ACCOUNT_FROZEN: u32 = TokenError::AccountFrozen as u32;
/// The token program's number for a mint without a freeze authority.
pub const MINT_CANNOT_FREEZE: u32 = TokenError::MintCannotFreeze as u32;
