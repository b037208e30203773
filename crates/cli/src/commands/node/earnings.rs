//! What delegators of a node earn, in words.

use {
    crate::values::percent,
    io_client::staking::{delegators_apr, Node, Pools},
};

/// What a delegator earns in a year at the weights and the rate of today.
pub fn earns(node: &Node, pools: &Pools, now: i64) -> String {
    let bps = delegators_apr(node, pools, now);
    u16::try_from(bps).map_or_else(|_| format!("{}%", bps / 100), percent)
}
