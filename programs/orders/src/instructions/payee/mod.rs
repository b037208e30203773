//! What a payee does.

mod take_due;

pub use take_due::*;
