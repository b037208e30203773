//! What the programs share: accounts as they lie in memory and how they are created, announced
//! roles, and the few things they do with token accounts.
// Anchor's derives write code without docs.
#![allow(missing_docs)]

mod announced;
pub mod associated;
mod create;
pub mod derived;
pub mod price_view;
mod raw;
pub mod seal;
mod security;
pub mod token_view;
pub mod vaults;

#[doc(hidden)]
pub use {anchor_lang, bytemuck, solana_security_txt};
pub use {
    announced::Announced,
    create::{create, reserve},
    raw::{discriminator, LayoutError},
};
