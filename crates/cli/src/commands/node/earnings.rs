//! What a node and its delegators earn at the weights and the rate of today. Reports, stake and the
//! network change: a figure to compare nodes by.

use {
    crate::values::percent,
    io_client::{
        economics::{staking::BPS, time::DAY},
        staking::{Node, Pools},
    },
};

/// Base units that a node earns in the next day, if it stays as it is.
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
pub fn delegators_apr(node: &Node, pools: &Pools, now: i64) -> u64 {
    let kept = u128::from(BPS.saturating_sub(node.ledger.commission.bps));
    let minimum = u128::from(node.ledger.minimum()).max(1);
    // 365.25 days.
    let year = u128::from(rewards_a_day(node, pools, now)) * 1_461 / 4;
    u64::try_from(year * kept / minimum).unwrap_or(u64::MAX)
}

/// The same for people.
pub fn earns(node: &Node, pools: &Pools, now: i64) -> String {
    let bps = delegators_apr(node, pools, now);
    u16::try_from(bps).map_or_else(|_| format!("{}%", bps / 100), percent)
}
