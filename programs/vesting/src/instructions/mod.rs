//! Instructions, by who calls them.

mod anyone;
mod beneficiary;
mod deployer;
mod manager;

pub use {anyone::*, beneficiary::*, deployer::*, manager::*};
