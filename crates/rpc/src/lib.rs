//! A cluster as the IO tools see it.
//!
//! [`Chain`] is what they need of one: accounts, simulations, transactions. `RpcChain` is a cluster
//! behind JSON-RPC; the tests run the same tools on a chain in process. [`Sender`] takes a
//! transaction there: simulates it, sets its compute limit and priority fee, signs, sends, confirms
//! and tries again; [`Refusal`] says in words why the chain would not have it.

mod chain;
mod cluster;
mod delivery;
mod fault;
mod keys;
#[cfg(feature = "logs")]
mod logs;
pub mod lookup;
pub mod nonce;
mod patience;
mod prices;
mod refusal;
mod rent;
mod route;
#[cfg(feature = "client")]
mod rpc;
mod sender;
pub mod solvency;
pub mod supply;
mod views;

#[cfg(feature = "logs")]
pub use logs::start_logs;
pub use {
    chain::{Accounts, At, Blockhash, Chain, Filter, Height, Seen, Simulation},
    cluster::{cluster_url, host},
    delivery::{
        drawable, is_missing, is_token_account, takes, token_account, token_amount, Delivery,
        UnclaimedBalances,
    },
    fault::Fault,
    keys::{at_home, BadKey, KeySource},
    patience::Patience,
    prices::{offer, order_price_accounts, order_quotes, price_accounts, readings, Reading, SHARD},
    refusal::{program_name, sol, Kind, Refusal},
    rent::{rent, ACCOUNT_OVERHEAD},
    route::Route,
    sender::{
        advances_nonce, compile, fits, sign_partly, unsigned, Done, InFlight, Lifetime, Prepared, Reach,
        Receipt, Sender, Sent, SharedBlockhash, Tell,
    },
    views::{decode, every, every_at, read},
};
#[cfg(feature = "client")]
pub use {cluster::ws_url, rpc::RpcChain};
