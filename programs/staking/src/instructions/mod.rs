//! One file for each instruction, by who sends it.

pub mod admin;
pub mod holder;
pub mod operator;
pub mod oracle;
pub mod orders;
pub mod slasher;

pub use {admin::*, holder::*, operator::*, oracle::*, orders::*, slasher::*};
