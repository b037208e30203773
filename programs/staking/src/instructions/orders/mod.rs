//! What only the orders program does.

pub mod hire;
pub mod release;

pub use {hire::*, release::*};
