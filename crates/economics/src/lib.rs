//! Pure arithmetic of the IO token economy.
//!
//! Every number that a program moves is computed here: no accounts, no clock, no allocation, no
//! panic. Amounts are in base units (10^8 to an IO), times in seconds, shares of a whole in basis
//! points.
//!
//! Without features it depends on nothing. The feature `anchor` derives Anchor's serialization for
//! the structs that programs store as they are.
// The IDL of the stored structs is built on the host, by code that allocates.
#![cfg_attr(not(feature = "idl-build"), no_std)]

pub mod airdrop;
pub mod buyback;
pub mod emission;
pub mod fraction;
pub mod genesis;
pub mod orders;
pub mod pause;
pub mod price;
pub mod staking;
pub mod time;
pub mod units;
pub mod vesting;
pub mod wide;

pub use fraction::BPS;
