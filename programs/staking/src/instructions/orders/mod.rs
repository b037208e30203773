//! What only the orders program does.

pub mod hire;
pub mod move_hire;
pub mod release;

pub use {hire::*, move_hire::*, release::*};
