//! One file for each instruction, by who sends it.

pub mod admin;
pub mod anyone;

pub use {admin::*, anyone::*};
