//! What an indexer needs to rebuild the state. Amounts are in base units of IO, times in Unix
//! seconds.

mod admin;
mod node;
mod slash;
mod stake;

pub use {admin::*, node::*, slash::*, stake::*};
