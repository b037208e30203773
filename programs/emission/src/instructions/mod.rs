//! One file for each instruction.

pub mod allocate;
pub mod crank;
pub mod create_metadata;
mod deployer;
pub mod initialize;
mod mint_io;

pub use {allocate::*, crank::*, create_metadata::*, initialize::*};
