//! The slash, in its three steps.

pub mod cancel_slash;
pub mod execute_slash;
pub mod propose_slash;

pub use {cancel_slash::*, execute_slash::*, propose_slash::*};
