//! The network as people and daemons meet it, over RPC.
//!
//! The programs' bytecode is that of `cargo xtask build`, from `IO_PROGRAMS` or Cargo's target
//! folder; `io`, `io-keeper` and `io-index` are those of `cargo build`, from `IO_TOOLS` or the same
//! folder. `cargo xtask e2e` builds them all.

mod bare;
mod deploy;
mod faults;
mod index;
mod market;
mod month;
mod network;
mod proxy;
mod readme;
mod sdk;
mod seasons;
mod story;
mod tools;
mod totals;
mod web;
