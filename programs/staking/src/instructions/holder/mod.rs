//! What holders do with their stake.

pub mod claim;
pub mod close_stake;
pub mod open_stake;
pub mod restake;
pub mod stake;
pub mod unstake;
pub mod withdraw;

pub use {claim::*, close_stake::*, open_stake::*, restake::*, stake::*, unstake::*, withdraw::*};
