//! What a wallet with points does.

mod claim;

pub use claim::*;
