//! What the program stores, one account type a file.

mod config;
mod due;
mod order;
mod payment;

pub use {config::Config, due::Due, io_onchain::Announced, order::Order, payment::Payment};
