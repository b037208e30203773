//! What a node and its delegators earn at the weights and the rate of today, and what all of them
//! could claim. Reports, stake and the network change: figures to compare nodes by.

use {
    crate::staking::{Node, Pools, Stake},
    anchor_lang::prelude::Pubkey,
    io_economics::{staking::BPS, time::DAY},
    std::collections::HashMap,
};

/// Base units that a node earns in the next day, if it stays as it is.
#[must_use]
pub fn rewards_a_day(node: &Node, pools: &Pools, now: i64) -> u64 {
    let ledger = &node.ledger;
    let mut pools = *pools;
    let pool = pools.of(node.pool);
    // What cannot be computed is shown as it is stored.
    let _ = pool.advance(now);
    if ledger.weight_until <= now {
        return 0;
    }
    let kind = pool.kind();
    let accrues =
        kind.accrued(pool.genesis, now.saturating_add(DAY)).saturating_sub(kind.accrued(pool.genesis, now));
    // As long as something is carried, it is released on top at a constant rate.
    let released = match pool.carried.units {
        0 => 0,
        _ => kind.release_rate().saturating_mul(DAY.unsigned_abs().into()) >> 64,
    };
    let whole = u128::from(pool.weight.max(pool.full_weight)).max(1);
    let part = (u128::from(accrues) + released) * u128::from(ledger.weight) / whole;
    u64::try_from(part).unwrap_or(u64::MAX)
}

/// What a delegator earns in a year on what it stakes, in bps: a delegation gets the part of the
/// rewards that it fills of the minimum, less the commission, however many others there are.
#[must_use]
pub fn delegators_apr(node: &Node, pools: &Pools, now: i64) -> u64 {
    let kept = u128::from(BPS.saturating_sub(node.ledger.commission.bps));
    let minimum = u128::from(node.ledger.minimum()).max(1);
    // 365.25 days.
    let year = u128::from(rewards_a_day(node, pools, now)) * 1_461 / 4;
    u64::try_from(year * kept / minimum).unwrap_or(u64::MAX)
}

/// Rewards and commission that everybody could claim at a moment, summed account by account: nodes
/// first, then stakes.
#[derive(Clone)]
pub struct RewardsOwed {
    pools: Pools,
    now: i64,
    nodes: HashMap<Pubkey, Node>,
    owed: u64,
}

impl RewardsOwed {
    /// Nothing yet.
    #[must_use]
    pub fn new(pools: &Pools, now: i64) -> Self {
        Self { pools: *pools, now, nodes: HashMap::new(), owed: 0 }
    }

    /// Adds a node's commission, and keeps the node for its stakes.
    pub fn node(&mut self, address: Pubkey, node: &Node) {
        let mut node = *node;
        // What cannot be computed is counted as it is stored.
        let _ = node.ledger.sync(self.pools.of(node.pool), self.now);
        self.owed = self.owed.saturating_add(units(node.ledger.commission_owed));
        self.nodes.insert(address, node);
    }

    /// What a stake could claim, in base units, which is added.
    pub fn stake(&mut self, stake: &Stake) -> u64 {
        let mut position = stake.position;
        if let Some(node) = self.nodes.get_mut(&stake.node) {
            let holder = node.holder(&stake.owner);
            let _ = position.settle(&mut node.ledger, holder);
        }
        let owed = units(position.owed);
        self.owed = self.owed.saturating_add(owed);
        owed
    }

    /// The sum, in base units.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.owed
    }
}

fn units(q64: u128) -> u64 {
    u64::try_from(q64 >> 64).unwrap_or(u64::MAX)
}
