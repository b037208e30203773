//! What the program stores, one account type a file.

mod announced;
mod class;
mod config;
mod node;
mod raw;
mod stake;

pub use {announced::Announced, class::HardwareClass, config::Config, node::Node, stake::Stake};
