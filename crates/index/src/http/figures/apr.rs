//! What delegators earn, by the formula of `io node`.

use {
    crate::Tip,
    io_client::{
        economics::staking::PoolKind,
        staking::{delegators_apr, rewards_a_day, Node, Pools},
    },
    serde::Serialize,
    utoipa::ToSchema,
};

/// What pools pay at the weights and the rate of today.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Apr {
    /// The slot up to which the tables were.
    pub slot: u64,
    /// Unix seconds for which it was computed.
    pub time: i64,
    /// Each pool.
    pub pools: Vec<PoolApr>,
}

/// A pool.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PoolApr {
    /// `gpu` or `cpu`.
    pub pool: String,
    /// The weight of its nodes.
    pub weight: String,
    /// The weight from which on it pays all that accrues.
    pub full_weight: String,
    /// Base units that it carries for later.
    pub carried: String,
    /// When that will have been paid at today's weight; null if not within 100 years.
    pub carried_until: Option<i64>,
    /// Base units that all its nodes earn in a day.
    pub rewards_a_day: String,
    /// Its nodes that are not retired.
    pub nodes: u64,
    /// Those that earn now.
    pub earning: u64,
    /// A delegator's yearly rate in basis points, over the nodes that earn; null if none does.
    pub delegators_apr_bps: Option<Spread>,
}

/// The least, the median and the most among some nodes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Spread {
    /// The least.
    pub low: u64,
    /// The median.
    pub median: u64,
    /// The most.
    pub high: u64,
}

/// Earnings, summed node by node.
pub struct Earnings {
    pools: Pools,
    tip: Tip,
    of: [OfPool; 2],
}

#[derive(Default)]
struct OfPool {
    nodes: u64,
    a_day: u64,
    aprs: Vec<u64>,
}

impl Earnings {
    /// Nothing yet.
    pub fn new(pools: &Pools, tip: Tip) -> Self {
        Self { pools: *pools, tip, of: Default::default() }
    }

    /// Adds a node.
    pub fn node(&mut self, node: &Node) {
        let Some(of) = self.of.get_mut(node.pool as usize) else { return };
        if node.ledger.retired {
            return;
        }
        of.nodes = of.nodes.saturating_add(1);
        let a_day = rewards_a_day(node, &self.pools, self.tip.time);
        if a_day > 0 {
            of.a_day = of.a_day.saturating_add(a_day);
            of.aprs.push(delegators_apr(node, &self.pools, self.tip.time));
        }
    }

    /// The figures.
    pub fn shown(mut self) -> Apr {
        let mut pools = Vec::new();
        for (name, kind) in [("gpu", PoolKind::Gpu), ("cpu", PoolKind::Cpu)] {
            let mut pool = *self.pools.of(kind);
            // What cannot be computed is shown as it is stored.
            let _ = pool.advance(self.tip.time);
            let Some(of) = self.of.get_mut(kind as usize) else { continue };
            of.aprs.sort_unstable();
            let spread = match (of.aprs.first(), of.aprs.get(of.aprs.len() / 2), of.aprs.last()) {
                (Some(low), Some(median), Some(high)) => {
                    Some(Spread { low: *low, median: *median, high: *high })
                }
                _ => None,
            };
            pools.push(PoolApr {
                pool: name.into(),
                weight: pool.weight.to_string(),
                full_weight: pool.full_weight.to_string(),
                carried: pool.carried.units.to_string(),
                carried_until: pool.carried_until(),
                rewards_a_day: of.a_day.to_string(),
                nodes: of.nodes,
                earning: u64::try_from(of.aprs.len()).unwrap_or(u64::MAX),
                delegators_apr_bps: spread,
            });
        }
        Apr { slot: self.tip.slot, time: self.tip.time, pools }
    }
}
