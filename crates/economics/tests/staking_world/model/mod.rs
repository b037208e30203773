//! The rules once more, by the book: exact rationals, no accumulators, every stake and ticket in a
//! list, rewards handed out the moment they accrue. Knows nothing of the code under test.

mod leaving;
mod node;

pub use node::{NodeLedger, Withdrawal};

use super::{Op, FULL_WEIGHT, GENESIS};
use io_economics::time::DAY;
use io_reference::pool::{lapses_at, Listed, Part, Pool};
use node::Fate;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

pub type Q = BigRational;

pub fn q(value: impl Into<BigInt>) -> Q {
    Q::from_integer(value.into())
}

fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Q {
    Q::new(numerator.into(), denominator.into())
}

fn floor(value: Q) -> u128 {
    value.floor().to_integer().to_u128().unwrap()
}

fn ceil(value: Q) -> u128 {
    value.ceil().to_integer().to_u128().unwrap()
}

#[derive(Clone)]
pub struct Model {
    pub now: i64,
    pub pools: [Pool; 2],
    pub nodes: Vec<NodeLedger>,
    pub withdrawal: Withdrawal,
    pub burned: u64,
    /// The slasher's, and which were voided.
    pub epoch: u32,
    pub voided: Vec<u32>,
}

impl Model {
    pub fn new(now: i64, full_weight: u64) -> Self {
        let pools = [Part::Gpu, Part::Cpu].map(|part| Pool::new(part, GENESIS, full_weight, now));
        Self { now, pools, nodes: Vec::new(), withdrawal: (0, 0, 0), burned: 0, epoch: 0, voided: Vec::new() }
    }

    /// A node has a place in both lists, in the same order.
    pub fn add(&mut self, node: NodeLedger) {
        self.nodes.push(node);
        self.pools.iter_mut().for_each(|pool| pool.nodes.push(Listed::default()));
    }

    /// What a node's pool has of it.
    pub fn listed(&self, index: usize) -> &Listed {
        &self.pools[self.nodes[index].kind].nodes[index]
    }

    /// Drops whatever the slasher of now has proposed, on every node; its epoch proposes no more.
    pub fn void_epoch(&mut self) {
        let (epoch, now) = (self.epoch, self.now);
        let proposals = self.nodes.iter_mut().flat_map(|node| &mut node.proposals);
        for proposal in proposals.filter(|proposal| proposal.epoch == epoch && proposal.fate == Fate::Pending)
        {
            proposal.drop_at(now);
        }
        self.voided.push(epoch);
    }

    fn sync(&mut self, index: usize) {
        let (now, node) = (self.now, &mut self.nodes[index]);
        let pool = &mut self.pools[node.kind];
        pool.run(now);
        node.earn(&pool.sync(index));
        if let Some((bps, at)) = node.announced {
            if now >= at {
                (node.commission_bps, node.announced) = (bps, None);
            }
        }
        node.lapse(now);
    }

    /// Does `op` if the rules allow it and says whether they do; if not, the model is to be thrown
    /// away.
    pub fn apply(&mut self, op: &Op) -> bool {
        let now = self.now;
        let index = op.node();
        if op.syncs() {
            self.sync(index);
        } else {
            self.nodes[index].lapse(now);
        }
        let void = self.voided.contains(&self.epoch);
        let node = &mut self.nodes[index];
        let legal = match *op {
            Op::Sync { .. } | Op::Claim { .. } | Op::ClaimCommission { .. } => true,
            Op::Stake { holder, amount, .. } => node.stake(holder, amount),
            Op::Unstake { holder, amount, .. } => node.unstake(holder, amount, now),
            Op::Withdraw { holder, .. } => {
                let withdrawal = node.withdraw(holder, now);
                self.withdrawal = withdrawal.unwrap_or_default();
                withdrawal.is_some()
            }
            Op::Report { bps, reported_at, multiplier, .. } => {
                let legal = !node.retired
                    && bps <= 10_000
                    && reported_at <= now
                    && reported_at > node.reported_at
                    && lapses_at(reported_at) > now;
                (node.bps, node.reported_at) = (bps, reported_at);
                node.leaving = 0;
                let before = node.multiplier;
                node.multiplier = multiplier.unwrap_or(before);
                if node.multiplier > before && !node.meets_minimum(0) {
                    node.multiplier = before;
                }
                node.note_minimum();
                legal
            }
            Op::FullWeight { full_weight, .. } => {
                let pool = &mut self.pools[node.kind];
                let in_force = pool.full_weight;
                let reach = FULL_WEIGHT.max(2 * pool.weight());
                pool.next_full_weight = Some((full_weight, now + 7 * DAY));
                (1_000_000_000..=10_000_000_000_000).contains(&full_weight)
                    && full_weight <= 2 * in_force
                    && 2 * full_weight >= in_force
                    && full_weight <= reach.max(in_force)
            }
            Op::ChangeHardware { kind, multiplier, processors, .. } => {
                let legal = node.hired == 0 && !node.retired;
                self.pools[node.kind].weigh(index, 0, 0);
                node.kind = kind;
                (node.multiplier, node.processors, node.bps) = (multiplier, processors, 0);
                legal
            }
            Op::Announce { bps, .. } => {
                if bps <= node.commission_bps {
                    (node.commission_bps, node.announced) = (bps, None);
                } else {
                    node.announced = Some((bps, now + 7 * DAY));
                }
                bps <= 5_000
            }
            Op::Offer { amount, .. } => {
                node.offer = amount;
                !node.retired
            }
            Op::Propose { bps, .. } => node.propose(bps, self.epoch, now) && !void,
            Op::Raise { bps, .. } => node.raise(bps, self.epoch, now) && !void,
            Op::Cancel { .. } => match node.pending_slash() {
                Some(number) => {
                    node.proposals[number].drop_at(now);
                    true
                }
                None => false,
            },
            Op::Execute { .. } => match node.pending_slash() {
                Some(number) if now >= node.proposals[number].at + 30 * DAY => {
                    self.burned = node.execute(number, now);
                    true
                }
                _ => false,
            },
            Op::Hire { processors, seconds, .. } => {
                let legal = !node.retired
                    && node.pending_slash().is_none()
                    && node.available(now)
                    && node.meets_minimum(0)
                    && (1..=44 * DAY).contains(&seconds)
                    && processors > 0
                    && node.hired + processors <= node.processors;
                node.hired += processors;
                node.hired_until = node.hired_until.max(now + seconds);
                node.note_minimum();
                legal
            }
            Op::Release { processors, .. } => {
                node.hired = node.hired.saturating_sub(processors);
                if node.hired == 0 {
                    (node.hired_until, node.locked) = (0, 0);
                }
                true
            }
            Op::Retire { .. } => !core::mem::replace(&mut node.retired, true),
        };
        if op.syncs() {
            let (weight, until) = node.weight(now);
            self.pools[node.kind].weigh(index, weight, until);
        }
        legal
    }
}
