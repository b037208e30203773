//! What the program stores, one account type a file.

mod class;
mod config;
mod node;
mod pools;
mod stake;

pub use io_onchain::Announced;
pub use {
    class::HardwareClass,
    config::Config,
    node::Node,
    pools::{InPlace, Pools, PoolsBehind},
    stake::Stake,
};
