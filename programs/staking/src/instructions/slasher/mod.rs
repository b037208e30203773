//! The slash, step by step.

pub mod cancel_slash;
pub mod execute_slash;
pub mod propose_slash;
pub mod raise_slash;

pub use {cancel_slash::*, execute_slash::*, propose_slash::*, raise_slash::*};
