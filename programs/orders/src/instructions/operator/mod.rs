//! What a node's operator does.

mod accept;

pub use accept::*;
