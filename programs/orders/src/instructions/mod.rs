//! Instructions, by who calls them.

mod admin;
mod anyone;
mod arbiter;
mod client;
mod operator;
mod oracle;
mod payee;

pub use {admin::*, anyone::*, arbiter::*, client::*, operator::*, oracle::*, payee::*};
