//! Pure arithmetic of the IO token economy.
//!
//! Every number that a program moves is computed here: no accounts, no clock, no allocation, no
//! panic. Amounts are in base units (10^8 to an IO), times in seconds, shares of a whole in basis
//! points.
#![no_std]

pub mod emission;
pub mod genesis;
pub mod units;
