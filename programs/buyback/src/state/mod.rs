//! What the program stores, one type a file.

mod config;
mod exchange;

pub use {
    config::Config,
    exchange::{Exchange, EXCHANGES},
};
