//! The rules once more, in exact rational arithmetic, written from the definitions and not from the
//! code: what tests and the demo compare the programs with.

pub mod airdrop;
pub mod buyback;
pub mod emission;
pub mod orders;
pub mod pool;
pub mod requests;
pub mod vesting;
