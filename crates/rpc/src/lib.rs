//! A cluster as the IO tools see it.
//!
//! [`Chain`] is what they need of one: accounts, simulations, transactions. `RpcChain` is a cluster
//! behind JSON-RPC; the tests run the same tools on a chain in process. [`Sender`] takes a
//! transaction there: simulates it, sets its compute limit and priority fee, signs, sends, confirms
//! and tries again; [`Refusal`] says in words why the chain would not have it.

mod chain;
mod delivery;
mod fault;
mod patience;
mod prices;
mod refusal;
mod rent;
#[cfg(feature = "client")]
mod rpc;
mod sender;
mod views;

#[cfg(feature = "client")]
pub use rpc::RpcChain;
pub use {
    chain::{Blockhash, Chain, Filter, Height, Seen, Simulation},
    delivery::{takes, token_amount, Delivery, UnclaimedBalances},
    fault::Fault,
    patience::Patience,
    prices::{offer, price_accounts},
    refusal::{program_name, Kind, Refusal},
    rent::{rent, ACCOUNT_OVERHEAD},
    sender::{Prepared, Receipt, Sender},
    views::{decode, every, read},
};
