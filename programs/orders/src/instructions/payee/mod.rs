//! What a payee does.

mod take_unclaimed;

pub use take_unclaimed::*;
