//! What a plan is made from.

use {
    super::Policy,
    crate::{grants::LockedGrant, jobs::currency_of},
    io_client::{
        buyback,
        economics::staking::Epochs,
        emission::Emission,
        orders::{Bid, Ledger, Order, Request, UnclaimedBalance},
        staking,
        subscriptions::Allowance,
    },
    solana_pubkey::Pubkey,
};

/// What of a node matters to a keeper.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Where it is.
    pub address: Pubkey,
    /// Its weight as of its last sync.
    pub weight: u64,
    /// When that weight expires, in Unix seconds.
    pub until: i64,
    /// When its pending slash was proposed, if there is one.
    pub slash_proposed_at: Option<i64>,
    /// The slasher's epoch of that slash.
    pub slash_epoch: u32,
}

impl Node {
    /// Of a node's account.
    pub fn new(address: Pubkey, node: &staking::Node) -> Self {
        let ledger = &node.ledger;
        Self {
            address,
            weight: ledger.weight,
            until: ledger.weight_until,
            slash_proposed_at: ledger.slash.is_pending().then_some(ledger.slash.proposed_at),
            slash_epoch: ledger.slash.epoch,
        }
    }
}

/// Money that waits for a payee, and can be delivered.
#[derive(Clone, Copy, Debug)]
pub struct Unclaimed {
    /// Where it is.
    pub address: Pubkey,
    /// What it is, and whose.
    pub balance: UnclaimedBalance,
    /// Whether the payee's token account must be created first.
    pub creates: bool,
}

impl Unclaimed {
    /// Whether `keeper` delivers it: money, or nothing where its own rent comes back; never by
    /// creating an account for less than the policy says.
    pub fn is_worth(&self, keeper: &Pubkey, policy: &Policy) -> bool {
        let UnclaimedBalance { amount, opener, mint, .. } = self.balance;
        match self.creates {
            true => policy.creates_for(currency_of(&mint), amount),
            false => amount > 0 || opener == *keeper,
        }
    }
}

/// The accounts of one moment. A part that could not be fetched is left out, and its tasks wait for
/// the next pass.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The keeper that looks.
    pub keeper: Pubkey,
    /// The emission.
    pub emission: Option<Emission>,
    /// Epochs of the slasher, if the policy asks for slashes.
    pub epochs: Epochs,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Orders.
    pub orders: Vec<(Pubkey, Order)>,
    /// Requests.
    pub requests: Vec<(Pubkey, Request)>,
    /// Bids.
    pub bids: Vec<(Pubkey, Bid)>,
    /// Unclaimed balances that can be delivered.
    pub unclaimed: Vec<Unclaimed>,
    /// Ledgers of orders, one per currency.
    pub ledgers: Vec<Ledger>,
    /// The config of buyback, if it is there.
    pub buyback: Option<buyback::Config>,
    /// Base units of IO in buyback's vault, if buyback is there.
    pub io_fees: Option<u64>,
    /// Grants of the locked allocations, if the policy asks for them.
    pub grants: Vec<LockedGrant>,
    /// What clients let this keeper draw, if the policy asks for it.
    pub allowances: Vec<(Pubkey, Allowance)>,
}
