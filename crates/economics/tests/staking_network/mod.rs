//! Nodes of one pool, each with its operator's stake, beside the exact list.
#![allow(dead_code)]

use {
    io_economics::{
        staking::*,
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO,
    },
    io_reference::pool::{self as exact, Exact, Listed, Part},
    num_bigint::BigInt,
    num_traits::{ToPrimitive, Zero},
};

pub const GENESIS: i64 = 1_800_000_000;
/// When the tests begin, a full hour.
pub const START: i64 = GENESIS + 30 * DAY;
/// An H100 that is fully available.
pub const H100: u64 = 10_000_000;
pub const IO: u64 = BASE_UNITS_PER_IO;

/// A node, its operator and what it was paid.
#[derive(Clone)]
pub struct Member {
    pub node: NodeLedger,
    pub operator: Position,
    pub paid: u64,
    /// The same by the list, in base units.
    pub fair: Exact,
}

/// A pool with its nodes, and the list of them.
#[derive(Clone)]
pub struct Network {
    pub now: i64,
    pub pool: Pool,
    pub members: Vec<Member>,
    pub list: exact::Pool,
    /// Steps of the pool so far, times its weight: what may be off, in units of 2^-64 base units.
    pub dust: u128,
}

impl Network {
    /// No nodes; nobody was there before `now`.
    pub fn empty(full_weight: u64, now: i64) -> Self {
        let mut pool = Pool::new(PoolKind::Gpu, GENESIS, full_weight).unwrap();
        pool.advance(now).unwrap();
        let list = exact::Pool::new(Part::Gpu, GENESIS, full_weight, now);
        Self { now, pool, members: Vec::new(), list, dust: 0 }
    }

    /// A full pool in which nothing is carried: `count` nodes of as many H100 each as fill it
    /// together, with no report.
    pub fn full(count: u32) -> Self {
        let processors = 1_000 / count;
        let mut network = Self::empty(H100 * u64::from(processors * count), START);
        network.pool.carried = Q64::ZERO;
        network.list.carried = Exact::zero();
        (0..count).for_each(|_| network.join(1_000, processors));
        network
    }

    /// A node with its minimum staked.
    pub fn join(&mut self, multiplier: u16, processors: u32) {
        let mut node = NodeLedger::new(multiplier, processors, 0).unwrap();
        let mut operator = Position::default();
        let minimum = minimum_stake(multiplier, processors);
        operator.stake(&mut node, &mut self.pool, self.now, minimum, Holder::Operator).unwrap();
        self.members.push(Member { node, operator, paid: 0, fair: Exact::zero() });
        self.list.nodes.push(Listed::default());
    }

    /// Does something to a member, and the same in the list: it is synced, and weighed again.
    pub fn with<T>(&mut self, index: usize, act: impl FnOnce(&mut Member, &mut Pool, i64) -> T) -> T {
        let (weight, from) = (u128::from(self.pool.weight), self.pool.synced_at);
        let member = &mut self.members[index];
        let done = act(member, &mut self.pool, self.now);
        self.list.run(self.now);
        member.fair += self.list.sync(index);
        self.list.weigh(index, member.node.weight, member.node.weight_until);
        self.list.shorten(256);
        self.dust += 26 * weight + u128::from(self.now.abs_diff(from)) + 1;
        done
    }

    pub fn report(&mut self, index: usize, bps: u16) {
        self.with(index, |Member { node, .. }, pool, now| {
            node.report(pool, now, bps, now, node.multiplier).unwrap();
        });
    }

    pub fn report_all(&mut self) {
        (0..self.members.len()).for_each(|index| self.report(index, BPS));
    }

    pub fn sync(&mut self, index: usize) {
        self.with(index, |Member { node, .. }, pool, now| node.sync(pool, now).unwrap());
    }

    pub fn sync_all(&mut self) {
        (0..self.members.len()).for_each(|index| self.sync(index));
    }

    /// Claims, and returns all that the member was paid, in base units.
    pub fn claimed(&mut self, index: usize) -> u64 {
        self.with(index, |Member { node, operator, paid, .. }, pool, now| {
            *paid += operator.claim(node, pool, now, Holder::Operator).unwrap();
            *paid
        })
    }

    /// What a member has earned up to its last sync, in units of 2^-64 base units.
    pub fn earned(&self, index: usize) -> u128 {
        let Member { node, operator, paid, .. } = &self.members[index];
        let (mut node, mut operator) = (*node, *operator);
        operator.settle(&mut node, Holder::Operator).unwrap();
        (u128::from(*paid) << 64) + operator.owed + node.remainder
    }

    /// The same by the list.
    pub fn fair(&self, index: usize) -> u128 {
        (&self.members[index].fair * Exact::from_integer(BigInt::from(1u128 << 64)))
            .floor()
            .to_integer()
            .to_u128()
            .unwrap()
    }

    /// # Panics
    /// Unless every member has earned what the list says, within the dust that is stated, which is
    /// below a base unit.
    pub fn check(&self) {
        assert!(self.dust < 1 << 64, "{} units of 2^-64", self.dust);
        for index in 0..self.members.len() {
            let (earned, fair) = (self.earned(index), self.fair(index));
            assert!(earned.abs_diff(fair) <= self.dust, "node {index}: {earned} for a fair {fair}");
        }
    }

    /// What the pool accrues in the 24 hours from `from` on, in base units.
    pub fn day(&self, from: i64) -> u64 {
        PoolKind::Gpu.accrued(GENESIS, from + DAY) - PoolKind::Gpu.accrued(GENESIS, from)
    }
}

/// The next full hour at or after `time`.
pub fn next_hour(time: i64) -> i64 {
    (time + HOUR - 1) / HOUR * HOUR
}
