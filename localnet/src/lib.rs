//! The IO economy on a chain of its own, with Solana's JSON-RPC and WebSocket on loopback.
//!
//! The chain is Surfpool's: LiteSVM with mainnet's features, offline. [`Chain`] runs it,
//! [`programs`] deploys the bytecode, [`economy`] sets it up by transactions, as a deployer does,
//! unless it stays [`bare`]; [`oracle`] keeps the nodes attested, an [`Index`] writes its history
//! down. [`faucet`] and [`travel`] work on a running one, over RPC.

pub mod bare;
mod beside;
mod chain;
pub mod economy;
pub mod faucet;
mod index;
mod keys;
pub mod oracle;
pub mod pool;
pub mod prices;
pub mod programs;
mod rpc;
mod say;
pub mod seasons;
mod span;
pub mod travel;
pub mod usdc;
mod web;
mod welcome;

pub use {
    chain::{Chain, DEFAULT_PORT, HOST},
    index::Index,
    keys::Keys,
    rpc::Rpc,
    say::say,
    span::Span,
    web::Web,
    welcome::{welcome, write_names},
};
