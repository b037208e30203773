//! What anyone may do.

mod release;
mod start;

pub use {release::*, start::*};
