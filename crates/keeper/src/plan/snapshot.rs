//! What a plan is made from.

use {
    io_client::{
        emission::Emission,
        orders::{Ledger, Order},
        staking::{self, HardwareClass},
    },
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// What of a node matters to a keeper.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Where it is.
    pub address: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// The multiplier of its class as last synced, in hundredths.
    pub multiplier: u16,
    /// Its weight as counted in its pool.
    pub weight: u64,
    /// The last second at which its report holds.
    pub until: i64,
}

impl Node {
    /// Of a node's account.
    pub fn new(address: Pubkey, node: &staking::Node) -> Self {
        let ledger = &node.ledger;
        Self {
            address,
            class: node.class,
            multiplier: ledger.multiplier,
            weight: ledger.weight,
            until: ledger.availability.until(),
        }
    }
}

/// The accounts of one moment. A part that could not be fetched is left out, and its tasks wait for
/// the next pass.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The emission.
    pub emission: Option<Emission>,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Hardware classes, by where they are.
    pub classes: HashMap<Pubkey, HardwareClass>,
    /// Orders.
    pub orders: Vec<(Pubkey, Order)>,
    /// Books of orders, one per currency.
    pub ledgers: Vec<Ledger>,
    /// Base units of IO in buyback's vault, if buyback is there.
    pub io_fees: Option<u64>,
}
