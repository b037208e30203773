//! One node with its operator and two delegators, for the tests of single rules.
#![allow(dead_code)]

use io_economics::{staking::*, time::DAY, units::BASE_UNITS_PER_IO};

pub const GENESIS: i64 = 1_800_000_000;
/// When the tests begin: the emission is under way.
pub const START: i64 = GENESIS + 10 * DAY;
pub const IO: u64 = BASE_UNITS_PER_IO;
/// Of the node that `Scene::new` makes: 8 H100.
pub const MINIMUM: u64 = 16_000 * IO;

/// One node with its operator and two delegators, in the GPU pool.
#[derive(Clone)]
pub struct Scene {
    pub now: i64,
    pub pool: Pool,
    pub node: NodeLedger,
    pub operator: Position,
    pub alice: Position,
    pub bob: Position,
}

impl Scene {
    pub fn new() -> Self {
        let mut pool = Pool::new(PoolKind::Gpu, GENESIS, 1).unwrap();
        pool.advance(START).unwrap();
        Self {
            now: START,
            pool,
            node: NodeLedger::new(1_000, 8, 0).unwrap(),
            operator: Position::default(),
            alice: Position::default(),
            bob: Position::default(),
        }
    }

    /// With the operator's stake at the minimum and a report of now.
    pub fn running() -> Self {
        let mut scene = Self::new();
        scene.stake(MINIMUM).unwrap();
        scene.report(BPS).unwrap();
        scene
    }

    pub fn stake(&mut self, amount: u64) -> Result<u128, StakingError> {
        self.operator.stake(&mut self.node, &mut self.pool, self.now, amount, Holder::Operator)
    }

    pub fn unstake(&mut self, amount: u64) -> Result<Unstaked, StakingError> {
        self.operator.unstake(&mut self.node, &mut self.pool, self.now, amount, Holder::Operator)
    }

    pub fn delegate(&mut self, amount: u64) -> Result<u128, StakingError> {
        self.alice.stake(&mut self.node, &mut self.pool, self.now, amount, Holder::Delegator)
    }

    pub fn undelegate(&mut self, amount: u64) -> Result<Unstaked, StakingError> {
        self.alice.unstake(&mut self.node, &mut self.pool, self.now, amount, Holder::Delegator)
    }

    pub fn report(&mut self, bps: u16) -> Result<Synced, StakingError> {
        self.node.report(&mut self.pool, self.now, bps, self.now)
    }

    pub fn sync(&mut self) -> Synced {
        self.node.sync(&mut self.pool, self.now).unwrap()
    }

    pub fn claim(&mut self) -> u64 {
        self.operator.claim(&mut self.node, &mut self.pool, self.now).unwrap()
    }

    pub fn claim_delegated(&mut self) -> u64 {
        self.alice.claim(&mut self.node, &mut self.pool, self.now).unwrap()
    }

    /// Proposes a slash and executes it as soon as that is possible.
    pub fn slash(&mut self, bps: u16) -> Slashed {
        self.node.propose_slash(bps, self.now).unwrap();
        self.now += SLASH_OPENS_SECONDS;
        self.node.execute_slash(&mut self.pool, self.now).unwrap()
    }

    /// What the pool has paid out to its nodes since `START`, in base units.
    pub fn accrued(&self) -> u64 {
        PoolKind::Gpu.accrued(GENESIS, self.now)
    }
}
