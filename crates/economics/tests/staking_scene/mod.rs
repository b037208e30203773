//! One node with its operator and two delegators, for the tests of single rules.
#![allow(dead_code)]

use io_economics::{staking::*, time::DAY, units::BASE_UNITS_PER_IO};

pub const GENESIS: i64 = 1_800_000_000;
/// When the tests begin: the emission is under way.
pub const START: i64 = GENESIS + 10 * DAY;
pub const IO: u64 = BASE_UNITS_PER_IO;
/// Of the node that `Scene::new` makes: 8 H100.
pub const MINIMUM: u64 = 16_000 * IO;
/// Of it, what delegators may fill.
pub const HALF: u64 = MINIMUM / 2;

/// One node with its operator and two delegators, in the GPU pool.
#[derive(Clone)]
pub struct Scene {
    pub now: i64,
    pub pool: Pool,
    pub node: NodeLedger,
    pub operator: Position,
    pub alice: Position,
    pub bob: Position,
    /// Of the slasher.
    pub epochs: Epochs,
}

impl Scene {
    pub fn new() -> Self {
        let mut pool = Pool::new(PoolKind::Gpu, GENESIS, MIN_FULL_WEIGHT).unwrap();
        // So that a lone node has all that accrues.
        pool.full_weight = 1;
        pool.advance(START).unwrap();
        Self {
            now: START,
            pool,
            node: NodeLedger::new(1_000, 8, 0).unwrap(),
            operator: Position::default(),
            alice: Position::default(),
            bob: Position::default(),
            epochs: Epochs::default(),
        }
    }

    /// With the operator's stake at the minimum, half of which it offers, and a report of now.
    pub fn running() -> Self {
        let mut scene = Self::new();
        scene.node.set_offer(HALF).unwrap();
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
        self.node.report(&mut self.pool, self.now, bps, self.now, self.node.multiplier)
    }

    /// A second later, of a class that has `multiplier` by then.
    pub fn report_as(&mut self, multiplier: u16) {
        self.now += 1;
        self.node.report(&mut self.pool, self.now, BPS, self.now, multiplier).unwrap();
    }

    pub fn sync(&mut self) -> Synced {
        self.node.sync(&mut self.pool, self.now).unwrap()
    }

    pub fn claim(&mut self) -> u64 {
        self.operator.claim(&mut self.node, &mut self.pool, self.now, Holder::Operator).unwrap()
    }

    pub fn claim_delegated(&mut self) -> u64 {
        self.alice.claim(&mut self.node, &mut self.pool, self.now, Holder::Delegator).unwrap()
    }

    pub fn hire(&mut self, processors: u32) -> Result<(), StakingError> {
        self.node.hire(processors, self.now + 30 * DAY, self.now)
    }

    pub fn propose(&mut self, bps: u16) -> Result<(), StakingError> {
        self.node.propose_slash(&self.epochs, self.epochs.number, bps, self.now)
    }

    pub fn raise(&mut self, bps: u16) -> Result<(), StakingError> {
        self.node.raise_slash(&self.epochs, self.epochs.number, bps, self.now)
    }

    pub fn cancel(&mut self) -> Result<(), StakingError> {
        self.node.cancel_slash(&self.epochs, self.now)
    }

    pub fn execute(&mut self) -> Result<Slashed, StakingError> {
        self.node.execute_slash(&self.epochs, &mut self.pool, self.now)
    }

    /// Proposes a slash and executes it as soon as that is possible.
    pub fn slash(&mut self, bps: u16) -> Slashed {
        self.propose(bps).unwrap();
        self.now += SLASH_OPENS_SECONDS;
        self.execute().unwrap()
    }

    pub fn withdraw(&mut self) -> Result<Withdrawn, StakingError> {
        self.node.look_at_slash(&self.epochs, self.now);
        self.operator.withdraw(&mut self.node, self.now)
    }

    /// What the pool has paid out to its nodes since `START`, in base units.
    pub fn accrued(&self) -> u64 {
        PoolKind::Gpu.accrued(GENESIS, self.now)
    }
}
