//! What the arbiter does.

mod resolve;

pub use resolve::*;
