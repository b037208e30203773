//! What the programs share: accounts as they lie in memory, announced roles, and the few things they do with token
//! accounts.
// Anchor's derives write code without docs.
#![allow(missing_docs)]

mod announced;
mod raw;
pub mod token_view;
pub mod vaults;

pub use announced::Announced;
#[doc(hidden)]
pub use {anchor_lang, bytemuck};
