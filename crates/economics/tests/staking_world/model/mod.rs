//! The rules once more, by the book: exact rationals, no accumulators, every stake and ticket in a list, rewards
//! handed out the moment they accrue. Knows nothing of the code under test but the schedule.

mod node;

pub use node::{NodeLedger, Withdrawal};

use super::{Op, GENESIS};
use io_economics::emission::{accrued, MONTHS, MONTH_SECONDS, TABLE, TOTAL};
use io_economics::time::{DAY, HOUR};
use node::{Fate, Proposal};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

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

/// The whole accrual, split: 95% rounded down, and the rest.
fn split(total: BigInt, kind: usize) -> BigInt {
    let gpu: BigInt = &total * 95 / 100;
    [gpu.clone(), total - gpu][kind].clone()
}

fn accrual(kind: usize, now: i64) -> Q {
    q(split(accrued(now - GENESIS - HOUR).into(), kind))
}

fn cap(kind: usize, now: i64) -> Q {
    let beyond = now - GENESIS - HOUR - (MONTHS * MONTH_SECONDS) as i64;
    if beyond <= 0 {
        return accrual(kind, now);
    }
    let more = BigInt::from(TABLE[240] - TABLE[239]) * beyond / MONTH_SECONDS;
    q(split(more + TOTAL, kind))
}

#[derive(Clone, Default)]
pub struct Pool {
    pub floor: u64,
    pub carried: Q,
}

#[derive(Clone)]
pub struct Model {
    pub now: i64,
    pub pools: [Pool; 2],
    pub nodes: Vec<NodeLedger>,
    pub withdrawal: Withdrawal,
    pub burned: u64,
}

impl Model {
    pub fn new(now: i64, floor: u64) -> Self {
        let pools = [0, 1].map(|kind| Pool { floor, carried: accrual(kind, now) });
        Self { now, pools, nodes: Vec::new(), withdrawal: (0, 0, 0), burned: 0 }
    }

    /// Every pool pays what is due, at once to every node.
    pub fn wait(&mut self, seconds: i64) {
        let (from, to) = (self.now, self.now + seconds);
        for kind in [0, 1] {
            let pool = &mut self.pools[kind];
            let (accrued, cap) = (accrual(kind, to) - accrual(kind, from), cap(kind, to) - cap(kind, from));
            let weight: u64 =
                self.nodes.iter().filter(|node| node.kind == kind).map(|node| node.weight).sum();
            let w = ratio(weight, weight.max(pool.floor));
            // Of what accrues the share w is paid; the rest is carried, and released on top up to w times the cap.
            let direct = &w * &accrued;
            let carried = &pool.carried + accrued - &direct;
            let released = (w * cap).min(carried.clone());
            pool.carried = carried - &released;
            for node in self.nodes.iter_mut().filter(|node| node.kind == kind && node.weight > 0) {
                node.pending += (&direct + &released) * ratio(node.weight, weight);
            }
        }
        self.now = to;
    }

    fn sync(&mut self, index: usize) {
        let (now, node) = (self.now, &mut self.nodes[index]);
        let pending = core::mem::take(&mut node.pending);
        let until = node.reported_at + DAY;
        let kept = if now <= until || pending.is_zero() {
            pending.clone()
        } else {
            // Up to the expiry by time, and no more than what its pool would have paid it as it was at the last sync.
            let (kind, from, to) = (node.kind, node.synced_at, until.max(node.synced_at));
            let among = node.pool_weight.max(self.pools[kind].floor);
            let due = accrual(kind, to) - accrual(kind, from) + cap(kind, to) - cap(kind, from);
            (&pending * ratio(to - from, now - from)).min(due * ratio(node.weight, among))
        };
        let commission = &kept * ratio(node.commission_bps, 10_000);
        let stakers = &kept - &commission;
        let shares = node.all_shares();
        assert!(shares > 0 || kept.is_zero(), "nobody earns without stake");
        for (reward, held) in node.rewards.iter_mut().zip(node.shares) {
            if held > 0 {
                *reward += &stakers * ratio(held, shares);
            }
        }
        node.commission += commission;
        self.pools[node.kind].carried += pending - kept;
        if let Some((bps, at)) = node.announced {
            if now >= at {
                (node.commission_bps, node.announced) = (bps, None);
            }
        }
        node.lapse(now);
        node.synced_at = now;
    }

    /// Does `op` if the rules allow it and says whether they do; if not, the model is to be thrown away.
    pub fn apply(&mut self, op: &Op) -> bool {
        let now = self.now;
        let index = op.node();
        if op.syncs() {
            self.sync(index);
        } else {
            self.nodes[index].lapse(now);
        }
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
            Op::Report { bps, reported_at, .. } => {
                let legal = !node.retired
                    && bps <= 10_000
                    && reported_at <= now
                    && reported_at > node.reported_at
                    && reported_at + DAY >= now;
                (node.bps, node.reported_at) = (bps, reported_at);
                legal
            }
            Op::SetMultiplier { multiplier, .. } => {
                node.multiplier = multiplier;
                true
            }
            Op::ChangeHardware { kind, multiplier, processors, .. } => {
                let legal = node.hired == 0 && !node.retired;
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
            Op::Propose { bps, .. } => {
                let early = node.proposals.last().is_some_and(|last| now < last.at + 90 * DAY);
                let legal = node.pending_slash().is_none() && !early;
                node.proposals.push(Proposal { bps, at: now, fate: Fate::Pending });
                legal
            }
            Op::Cancel { .. } => match node.pending_slash() {
                Some(number) => {
                    node.proposals[number].fate = Fate::Dropped;
                    true
                }
                None => false,
            },
            Op::Execute { .. } => match node.pending_slash() {
                Some(number) if now >= node.proposals[number].at + 30 * DAY => {
                    self.burned = node.execute(number);
                    true
                }
                _ => false,
            },
            Op::Hire { processors, .. } => {
                let legal = !node.retired
                    && node.pending_slash().is_none()
                    && node.available(now)
                    && node.meets_minimum()
                    && processors > 0
                    && node.hired + processors <= node.processors;
                node.hired += processors;
                legal
            }
            Op::Release { processors, .. } => {
                node.hired = node.hired.saturating_sub(processors);
                true
            }
            Op::Retire { .. } => !core::mem::replace(&mut node.retired, true),
        };
        if op.syncs() {
            node.reweigh(now);
            let kind = node.kind;
            let of_pool = self.nodes.iter().filter(|node| node.kind == kind).map(|node| node.weight);
            let weight = of_pool.sum();
            self.nodes[index].pool_weight = weight;
        }
        legal
    }
}
