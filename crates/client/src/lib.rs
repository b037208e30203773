//! Rust SDK of the IO programs: addresses, instruction builders, account views, errors.
//!
//! Builders fill in every account that is fixed and ask only for what the caller decides.

pub mod airdrop;
pub mod amount;
pub mod buyback;
pub mod classes;
pub mod emission;
pub mod hex;
pub mod logs;
pub mod orders;
pub mod staking;
pub mod subscriptions;
pub mod token;
pub mod token_swap;
pub mod vesting;

pub use {
    anchor_lang::{AccountDeserialize, Discriminator, Owner},
    io_addresses as addresses, io_economics as economics,
};
