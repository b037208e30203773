//! A small world of nodes and holders for the random tests: the code under test, and beside it the model.
#![allow(dead_code)]

mod chain;
pub mod model;
mod op;
mod steps;

pub use chain::Chain;
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
/// 100 fully available processors of multiplier 1: below it in some cases, above in others.
pub const FLOOR: u64 = 100_000_000;

/// The code and the model, kept in step.
pub struct World {
    pub chain: Chain,
    pub model: Model,
    /// The most that rounding has moved from some to others so far, in units of 2^-64 base units: nobody is paid more than
    /// this above the model.
    pub dust: u128,
}

impl World {
    pub fn new(now: i64, floor: u64) -> Self {
        Self { chain: Chain::new(now, floor), model: Model::new(now, floor), dust: 0 }
    }

    pub fn add(&mut self, kind: usize, multiplier: u16, processors: u32, commission_bps: u16) {
        self.chain.add(kind, multiplier, processors, commission_bps);
        self.model.nodes.push(model::NodeLedger::new(kind, multiplier, processors, commission_bps));
    }

    /// Three nodes with what they need to earn.
    pub fn populated(now: i64, commission_bps: u16, multipliers: [u16; NODES]) -> Self {
        let mut world = Self::new(now, FLOOR);
        for (node, multiplier) in multipliers.into_iter().enumerate() {
            world.add(node / 2, multiplier, 1 + 3 * node as u32, commission_bps);
            world.step(&Step::Stake { node, holder: OPERATOR, permille: 1_100, units: 7 });
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
                .for_each(|node| self.apply(&Op::Report { node, bps, reported_at: now })),
            Step::Report { node, bps, age } => self.apply(&Op::Report { node, bps, reported_at: now - age }),
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
            Step::Do(ref op) => self.apply(op),
        }
        self.compare();
    }

    fn wait(&mut self, seconds: i64) {
        self.model.wait(seconds);
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
                // A step of the pool leaves less than its weight in `carried`, a lapsed report less than its own, commission
                // less than one to the stakers. What lies in `remainder`, less than the shares, goes to those who have shares
                // after it: when these change, to others.
                self.dust += u128::from(before.pools[spot.kind].weight) + u128::from(spot.node.weight) + 1;
                if spot.node.bonded.shares != after.node.bonded.shares {
                    self.dust += spot.node.bonded.shares;
                }
            }
            // A failed transaction leaves nothing behind.
            Err(_) => self.chain = before,
        }
    }

    /// Both agree on every figure; the code's rewards are at most `dust` above the model's, and at most that and the
    /// `remainder` of the node below.
    fn compare(&self) {
        let mut chain = self.chain.clone();
        chain.pools.iter_mut().for_each(|pool| pool.advance(chain.now).unwrap());
        chain.check();
        let in_pools = self.dust + chain.pools.iter().map(|pool| u128::from(pool.weight)).sum::<u128>();
        let near = |code: u128, exact: &model::Q, [below, above]: [u128; 2], what: &str| {
            let exact = (exact * q(1u128 << 64)).floor().to_integer();
            let gap = BigInt::from(code) - exact;
            let fits = -BigInt::from(below) <= gap && gap <= above.into();
            assert!(fits, "{what}: off by {gap}, beyond {below} below or {above} above");
        };
        for (pool, model) in chain.pools.iter().zip(&self.model.pools) {
            near(pool.carried, &model.carried, [in_pools; 2], "carried");
        }
        for (index, model) in self.model.nodes.iter().enumerate() {
            let spot = &chain.spots[index];
            assert_eq!((spot.kind, spot.node.weight), (model.kind, model.weight));
            assert_eq!(spot.node.bonded.assets, model.assets);
            near(chain.unsynced(index), &model.pending, [in_pools; 2], "unsynced");
            near(chain.commission_earned(index), &model.commission, [self.dust; 2], "commission");
            let below = self.dust + spot.node.bonded.shares;
            for holder in 0..HOLDERS {
                near(chain.earned(index, holder), &model.rewards[holder], [below, self.dust], "rewards");
            }
        }
    }
}
