//! A small world of nodes and holders for the random tests: the code under test, and beside it the
//! model.
#![allow(dead_code)]

mod chain;
pub mod model;
mod op;
mod steps;

pub use chain::{Chain, Spot};
pub use op::{Op, Step};
pub use steps::{multiplier, slash_story, step, wait};

use io_economics::{staking::PoolKind, time::DAY};
use model::{q, Model};
use num_bigint::BigInt;

pub const GENESIS: i64 = 1_800_000_000;
pub const HOLDERS: usize = 3;
pub const OPERATOR: usize = 0;
pub const KINDS: [PoolKind; 2] = [PoolKind::Gpu, PoolKind::Cpu];
pub const NODES: usize = 3;
/// 1,000 fully available processors of multiplier 1: more than the nodes weigh in some cases, less
/// in others.
pub const FULL_WEIGHT: u64 = 1_000_000_000;
/// Steps in which a pool comes to now, at most: one for each hour ahead, an announced full weight,
/// and the rest.
pub const STEPS: u128 = 26;

/// The code and the model, kept in step.
pub struct World {
    pub chain: Chain,
    pub model: Model,
    /// The most that rounding has moved from some to others so far, in units of 2^-64 base units:
    /// nobody is paid more than this above the model.
    pub dust: u128,
}

impl World {
    pub fn new(now: i64, full_weight: u64) -> Self {
        Self { chain: Chain::new(now, full_weight), model: Model::new(now, full_weight), dust: 0 }
    }

    pub fn add(&mut self, kind: usize, multiplier: u16, processors: u32, commission_bps: u16) {
        self.chain.add(kind, multiplier, processors, commission_bps);
        self.model.add(model::NodeLedger::new(kind, multiplier, processors, commission_bps));
    }

    /// Three nodes with what they need to earn.
    pub fn populated(now: i64, commission_bps: u16, multipliers: [u16; NODES]) -> Self {
        let mut world = Self::new(now, FULL_WEIGHT);
        for (node, multiplier) in multipliers.into_iter().enumerate() {
            world.add(node / 2, multiplier, 40 + 120 * node as u32, commission_bps);
            world.step(&Step::Stake { node, holder: OPERATOR, permille: 1_100, units: 7 });
            world.step(&Step::Offer { node, permille: 450 });
            world.step(&Step::Stake { node, holder: 1, permille: 300, units: 1 });
        }
        world.step(&Step::ReportAll { bps: 9_000 });
        world
    }

    /// Does a step in both and compares everything.
    pub fn step(&mut self, step: &Step) {
        let now = self.chain.now;
        match *step {
            Step::Wait(seconds) => self.wait(seconds),
            Step::WaitForSlash { node, offset } => {
                let target = self.chain.spots[node].node.slash.proposed_at + 30 * DAY + offset;
                if (now..now + 100 * DAY).contains(&target) {
                    self.wait(target - now);
                }
            }
            Step::ReportAll { bps } => (0..self.chain.spots.len())
                .for_each(|node| self.apply(&Op::Report { node, bps, reported_at: now, multiplier: None })),
            Step::FullWeight { node, percent } => {
                let mut pool = self.chain.pools[self.chain.spots[node].kind];
                pool.advance(now).unwrap();
                self.apply(&Op::FullWeight { node, full_weight: pool.full_weight / 100 * percent });
            }
            Step::Report { node, bps, age, multiplier } => {
                self.apply(&Op::Report { node, bps, reported_at: now - age, multiplier });
            }
            Step::Stake { node, holder, permille, units } => {
                let amount = self.chain.spots[node].node.minimum() / 1_000 * permille + units;
                self.apply(&Op::Stake { node, holder, amount });
            }
            Step::Unstake { node, holder, permille } => {
                let spot = &self.chain.spots[node];
                let worth = spot.positions[holder].worth(&spot.node);
                let part = u128::from(worth) * u128::from(permille.min(1_000)) / 1_000;
                let amount = part as u64 + u64::from(permille > 1_000);
                self.apply(&Op::Unstake { node, holder, amount });
            }
            Step::Offer { node, permille } => {
                let amount = self.chain.spots[node].node.minimum() / 1_000 * permille;
                self.apply(&Op::Offer { node, amount });
            }
            Step::HandOver => {
                self.chain.hand_over();
                self.model.epoch += 1;
            }
            Step::VoidEpoch => {
                self.chain.void_epoch();
                self.model.void_epoch();
            }
            Step::Do(ref op) => self.apply(op),
        }
        self.compare();
    }

    fn wait(&mut self, seconds: i64) {
        self.model.now += seconds;
        self.chain.now += seconds;
    }

    fn apply(&mut self, op: &Op) {
        let before = self.chain.clone();
        let outcome = self.chain.apply(op);
        self.chain.check();

        let mut model = self.model.clone();
        let legal = model.apply(op);
        assert_eq!(outcome.is_ok(), legal, "{outcome:?} at {op:?}");
        match outcome {
            Ok((withdrawal, burned)) => {
                assert!(!matches!(op, Op::Withdraw { .. }) || withdrawal == model.withdrawal);
                assert!(!matches!(op, Op::Execute { .. }) || burned == model.burned);
                self.model = model;
                let (spot, after) = (&before.spots[op.node()], &self.chain.spots[op.node()]);
                // Each step of the pool leaves less than its weight in `carried`, each second of
                // release less than one, commission less than one to the stakers. What lies in
                // `remainder`, less than the shares, goes to those who have shares after it: when
                // these change, to others. The delegators' part is rounded down by less than 2^-64,
                // for the operator.
                let pool = &self.chain.pools[spot.kind];
                let seconds = pool.synced_at - before.pools[spot.kind].synced_at;
                self.dust += STEPS * u128::from(before.pools[spot.kind].weight) + seconds as u128 + 1;
                let per_weight = pool.acc.get() - spot.node.acc_seen.min(pool.acc.get());
                self.dust += ((per_weight * u128::from(spot.node.weight)) >> 64) + 1;
                if delegated_shares(spot) != delegated_shares(after) {
                    self.dust += delegated_shares(spot);
                }
            }
            // A failed transaction leaves nothing behind.
            Err(_) => self.chain = before,
        }
    }

    /// Both agree on every figure; the code's rewards are at most `dust` above the model's, and at
    /// most that and the `remainder` of the node below.
    fn compare(&self) {
        let (mut chain, mut listed) = (self.chain.clone(), self.model.clone());
        let mut in_pools = self.dust;
        for (pool, list) in chain.pools.iter_mut().zip(&mut listed.pools) {
            in_pools += STEPS * u128::from(pool.weight) + (chain.now - pool.synced_at).max(0) as u128;
            pool.advance(chain.now).unwrap();
            list.run(chain.now);
        }
        chain.note_hours();
        chain.check();
        let near = |code: u128, exact: &model::Q, [below, above]: [u128; 2], what: &str| {
            let exact = (exact * q(1u128 << 64)).floor().to_integer();
            let gap = BigInt::from(code) - exact;
            let fits = -BigInt::from(below) <= gap && gap <= above.into();
            assert!(fits, "{what}: off by {gap}, beyond {below} below or {above} above");
        };
        for (pool, list) in chain.pools.iter().zip(&listed.pools) {
            assert_eq!((pool.full_weight, pool.weight), (list.full_weight, list.weight()));
            near(pool.carried.get(), &list.carried, [in_pools; 2], "carried");
        }
        let refused = &listed.pools[0].refused + &listed.pools[1].refused;
        near(chain.refused, &refused, [in_pools; 2], "refused");
        for (index, model) in self.model.nodes.iter().enumerate() {
            let spot = &chain.spots[index];
            let listed = listed.listed(index);
            let weight = match chain.now < spot.node.weight_until {
                true => spot.node.weight,
                false => 0,
            };
            assert_eq!(spot.kind, model.kind);
            assert_eq!(weight, if listed.until > chain.now { listed.weight } else { 0 });
            assert_eq!(spot.node.bonded.assets, model.assets);
            near(chain.unsynced(index), &listed.pending, [in_pools; 2], "unsynced");
            near(chain.commission_earned(index), &model.commission, [self.dust; 2], "commission");
            let below = self.dust + spot.node.bonded.shares;
            for holder in 0..HOLDERS {
                near(chain.earned(index, holder), &model.rewards[holder], [below, self.dust], "rewards");
            }
        }
    }
}

fn delegated_shares(spot: &Spot) -> u128 {
    spot.node.bonded.shares - spot.node.own_shares
}
