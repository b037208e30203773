//! What the deployer does.

mod initialize;

pub use initialize::*;
