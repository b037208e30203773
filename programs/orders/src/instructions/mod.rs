//! Instructions, one a file, by who calls them. What a party may do early and anyone later is with
//! the party.

mod admin;
mod anyone;
mod auditor;
mod client;
mod operator;
mod roles;

pub use {admin::*, anyone::*, auditor::*, client::*, operator::*, roles::*};
