//! A small world of nodes and holders for the random tests: the code under test, and beside it the model.
#![allow(dead_code)]

pub mod model;

use io_economics::staking::{Holder, NodeLedger, Pool, PoolKind, Position, StakingError};
use model::{q, Model};
use num_bigint::BigInt;
use proptest::prelude::*;

pub const GENESIS: i64 = 1_800_000_000;
pub const DAY: i64 = 86_400;
pub const HOLDERS: usize = 3;
pub const OPERATOR: usize = 0;
pub const KINDS: [PoolKind; 2] = [PoolKind::Gpu, PoolKind::Cpu];
pub const NODES: usize = 3;
/// 100 fully available processors of multiplier 1: below it in some cases, above in others.
pub const FLOOR: u64 = 100_000_000;

/// An operation with its figures.
#[derive(Clone, Debug)]
pub enum Op {
    Sync { node: usize },
    Claim { node: usize, holder: usize },
    ClaimCommission { node: usize },
    Stake { node: usize, holder: usize, amount: u64 },
    Unstake { node: usize, holder: usize, amount: u64 },
    Withdraw { node: usize, holder: usize },
    Report { node: usize, bps: u16, reported_at: i64 },
    SetMultiplier { node: usize, multiplier: u16 },
    ChangeHardware { node: usize, kind: usize, multiplier: u16, processors: u32 },
    Announce { node: usize, bps: u16 },
    Propose { node: usize, bps: u16 },
    Cancel { node: usize },
    Execute { node: usize },
    Hire { node: usize, processors: u32 },
    Release { node: usize, processors: u32 },
    Retire { node: usize },
}

impl Op {
    pub fn node(&self) -> usize {
        match *self {
            Self::Sync { node }
            | Self::Claim { node, .. }
            | Self::ClaimCommission { node }
            | Self::Stake { node, .. }
            | Self::Unstake { node, .. }
            | Self::Withdraw { node, .. }
            | Self::Report { node, .. }
            | Self::SetMultiplier { node, .. }
            | Self::ChangeHardware { node, .. }
            | Self::Announce { node, .. }
            | Self::Propose { node, .. }
            | Self::Cancel { node }
            | Self::Execute { node }
            | Self::Hire { node, .. }
            | Self::Release { node, .. }
            | Self::Retire { node } => node,
        }
    }

    pub fn syncs(&self) -> bool {
        !matches!(
            self,
            Self::Withdraw { .. }
                | Self::Propose { .. }
                | Self::Cancel { .. }
                | Self::Hire { .. }
                | Self::Release { .. }
        )
    }
}

/// A random step; its figures depend on the world it meets.
#[derive(Clone, Debug)]
pub enum Step {
    Wait(i64),
    /// To `offset` seconds after day 30 of the node's last proposal.
    WaitForSlash {
        node: usize,
        offset: i64,
    },
    /// Fresh reports on all nodes.
    ReportAll {
        bps: u16,
    },
    /// `permille` of the node's minimum and `units` base units.
    Stake {
        node: usize,
        holder: usize,
        permille: u64,
        units: u64,
    },
    /// `permille` of the worth; 1000 is all of it, 1001 one base unit more.
    Unstake {
        node: usize,
        holder: usize,
        permille: u64,
    },
    /// A report `age` seconds old.
    Report {
        node: usize,
        bps: u16,
        age: i64,
    },
    Do(Op),
}

#[derive(Clone)]
pub struct Spot {
    pub node: NodeLedger,
    pub kind: usize,
    pub positions: [Position; HOLDERS],
    pub paid: [u64; HOLDERS],
    pub commission_paid: u64,
}

/// The code under test.
#[derive(Clone)]
pub struct Chain {
    pub now: i64,
    pub pools: [Pool; 2],
    pub spots: Vec<Spot>,
    /// Base units in the stake vault.
    pub vault: u64,
}

impl Chain {
    pub fn new(now: i64, floor: u64) -> Self {
        let pools = KINDS.map(|kind| {
            let mut pool = Pool::new(kind, GENESIS, floor).unwrap();
            pool.advance(now).unwrap();
            pool
        });
        Self { now, pools, spots: Vec::new(), vault: 0 }
    }

    pub fn add(&mut self, kind: usize, multiplier: u16, processors: u32, commission_bps: u16) {
        self.spots.push(Spot {
            node: NodeLedger::new(multiplier, processors, commission_bps).unwrap(),
            kind,
            positions: Default::default(),
            paid: [0; HOLDERS],
            commission_paid: 0,
        });
    }

    /// Returns (paid, held, forfeited) of a withdrawal and what is burned.
    pub fn apply(&mut self, op: &Op) -> Result<(model::Withdrawal, u64), StakingError> {
        let now = self.now;
        let Spot { node, kind, positions, paid, commission_paid } = &mut self.spots[op.node()];
        let pool = &mut self.pools[*kind];
        let who = |holder| if holder == OPERATOR { Holder::Operator } else { Holder::Delegator };
        let (mut withdrawal, mut burned) = ((0, 0, 0), 0);
        match *op {
            Op::Sync { .. } => drop(node.sync(pool, now)?),
            Op::Claim { holder, .. } => paid[holder] += positions[holder].claim(node, pool, now)?,
            Op::ClaimCommission { .. } => *commission_paid += node.claim_commission(pool, now)?,
            Op::Stake { holder, amount, .. } => {
                positions[holder].stake(node, pool, now, amount, who(holder))?;
                self.vault += amount;
            }
            Op::Unstake { holder, amount, .. } => {
                let unstaked = positions[holder].unstake(node, pool, now, amount, who(holder))?;
                assert_eq!(unstaked.unlocks_at, (amount > 0).then_some(now + 14 * DAY));
            }
            Op::Withdraw { holder, .. } => {
                let withdrawn = positions[holder].withdraw(node, now)?;
                self.vault -= withdrawn.paid;
                withdrawal = (withdrawn.paid, withdrawn.held, withdrawn.forfeited);
            }
            Op::Report { bps, reported_at, .. } => drop(node.report(pool, now, bps, reported_at)?),
            Op::SetMultiplier { multiplier, .. } => drop(node.set_multiplier(pool, now, multiplier)?),
            Op::ChangeHardware { kind: new, multiplier, processors, .. } => {
                node.change_hardware(pool, now, multiplier, processors)?;
                *kind = new;
            }
            Op::Announce { bps, .. } => drop(node.announce_commission(pool, now, bps)?),
            Op::Propose { bps, .. } => node.propose_slash(bps, now)?,
            Op::Cancel { .. } => node.cancel_slash(now)?,
            Op::Execute { .. } => {
                burned = node.execute_slash(pool, now)?.total();
                self.vault -= burned;
            }
            Op::Hire { processors, .. } => node.hire(processors, now)?,
            Op::Release { processors, .. } => node.release(processors),
            Op::Retire { .. } => drop(node.retire(pool, now)?),
        }
        Ok((withdrawal, burned))
    }

    /// What a holder has earned up to the node's last sync, in Q64.64 base units.
    pub fn earned(&self, node: usize, holder: usize) -> u128 {
        let spot = &self.spots[node];
        let mut position = spot.positions[holder];
        position.settle(&spot.node).unwrap();
        (u128::from(spot.paid[holder]) << 64) + position.owed
    }

    pub fn commission_earned(&self, node: usize) -> u128 {
        let spot = &self.spots[node];
        (u128::from(spot.commission_paid) << 64) + spot.node.commission_owed
    }

    /// What the node's weight has earned and no sync has moved yet.
    pub fn unsynced(&self, node: usize) -> u128 {
        let spot = &self.spots[node];
        match spot.node.weight {
            0 => 0,
            weight => (self.pools[spot.kind].acc - spot.node.acc_seen) * u128::from(weight),
        }
    }

    /// What must always hold. Exact: the dust is in these figures.
    pub fn check(&self) {
        let mut accounted = 0u128;
        for (kind, pool) in self.pools.iter().enumerate() {
            accounted += pool.carried;
            let weights = self.spots.iter().filter(|spot| spot.kind == kind).map(|spot| spot.node.weight);
            assert_eq!(pool.weight, weights.sum::<u64>());
        }
        for (index, Spot { node, positions, .. }) in self.spots.iter().enumerate() {
            accounted += self.unsynced(index) + node.remainder + self.commission_earned(index);
            accounted += (0..HOLDERS).map(|holder| self.earned(index, holder)).sum::<u128>();

            let current = |position: &Position| match position.generation == node.bonded.generation {
                true => position.shares,
                false => 0,
            };
            assert_eq!(node.bonded.shares, positions.iter().map(current).sum::<u128>());
            assert_eq!(node.own_shares, current(&positions[OPERATOR]));
            let worth: u64 = positions.iter().map(|position| position.worth(node)).sum();
            assert!(worth <= node.bonded.assets && node.bonded.assets - worth < HOLDERS as u64);

            let tickets = || positions.iter().flat_map(|position| &position.tickets);
            let cooling: u64 = tickets().map(|ticket| ticket.worth(&node.cooling)).sum();
            assert!(cooling <= node.cooling.assets && node.cooling.assets - cooling < 4 * HOLDERS as u64);
            let alive = tickets().filter(|ticket| ticket.generation == node.cooling.generation);
            assert_eq!(node.cooling.shares, alive.map(|ticket| ticket.shares).sum::<u128>());

            let owed_held: u64 = positions
                .iter()
                .filter(|position| position.held > 0)
                .filter(|position| node.slash.executed >> (position.held_for - 1) & 1 == 0)
                .map(|position| position.held)
                .sum();
            assert_eq!(node.slash.held + node.slash.freed, owed_held);
            assert!(node.slash.share_bps > 0 || node.slash.held == 0);
            assert!(node.hired <= node.processors);
        }
        let accrued: u64 = self.pools.iter().map(|pool| pool.kind.accrued(GENESIS, pool.synced_at)).sum();
        assert_eq!(u128::from(accrued) << 64, accounted, "accrued = paid + owed + carried, to the last bit");
        assert_eq!(self.vault, self.spots.iter().map(|spot| spot.node.held_in_vault()).sum::<u64>());
    }
}

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

pub fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0..3_600i64,
        6 => 3_600..DAY,
        2 => Just(DAY),
        2 => DAY..4 * DAY,
        2 => prop::sample::select(vec![7 * DAY - 1, 7 * DAY, 14 * DAY - 1, 14 * DAY, 30 * DAY, 53 * DAY, 91 * DAY]),
        1 => prop::sample::select(vec![365 * DAY, 3_650 * DAY]),
    ]
}

pub fn slash_share() -> impl Strategy<Value = u16> {
    prop_oneof![1..=10_000u16, Just(9_900), Just(9_999), Just(10_000)]
}

pub fn multiplier() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![1, 50, 100, 175, 1_000, 3_000])
}

/// Any step, with or without slashes.
pub fn step(slashes: bool) -> BoxedStrategy<Step> {
    let node = 0..NODES;
    let spot = (node.clone(), 0..HOLDERS);
    let availability =
        || prop_oneof![4 => 1..=10_000u16, 2 => Just(10_000u16), 1 => Just(0u16), 1 => Just(10_001u16)];
    let calm = prop_oneof![
        6 => wait().prop_map(Step::Wait),
        4 => (1..=10_000u16).prop_map(|bps| Step::ReportAll { bps }),
        2 => (node.clone(), availability(), prop_oneof![Just(0), -1..2 * DAY])
            .prop_map(|(node, bps, age)| Step::Report { node, bps, age }),
        5 => (spot.clone(), 0..2_500u64, 0..1_000u64)
            .prop_map(|((node, holder), permille, units)| Step::Stake { node, holder, permille, units }),
        4 => (spot.clone(), prop_oneof![0..=1_001u64, Just(1_000), Just(1_001)])
            .prop_map(|((node, holder), permille)| Step::Unstake { node, holder, permille }),
        3 => spot.clone().prop_map(|(node, holder)| Step::Do(Op::Withdraw { node, holder })),
        3 => spot.prop_map(|(node, holder)| Step::Do(Op::Claim { node, holder })),
        1 => node.clone().prop_map(|node| Step::Do(Op::ClaimCommission { node })),
        1 => node.clone().prop_map(|node| Step::Do(Op::Sync { node })),
        1 => (node.clone(), multiplier()).prop_map(|(node, multiplier)| Step::Do(Op::SetMultiplier { node, multiplier })),
        1 => (node.clone(), 0..2usize, multiplier(), 1..9u32).prop_map(|(node, kind, multiplier, processors)| {
            Step::Do(Op::ChangeHardware { node, kind, multiplier, processors })
        }),
        1 => (node.clone(), 0..5_200u16).prop_map(|(node, bps)| Step::Do(Op::Announce { node, bps })),
        2 => (node.clone(), 0..4u32).prop_map(|(node, processors)| Step::Do(Op::Hire { node, processors })),
        2 => (node.clone(), 0..4u32).prop_map(|(node, processors)| Step::Do(Op::Release { node, processors })),
    ];
    if !slashes {
        return calm.boxed();
    }
    let edges = vec![-1, 0, 1, 7 * DAY - 1, 7 * DAY, 7 * DAY + 1, 60 * DAY];
    prop_oneof![
        12 => calm,
        3 => (node.clone(), slash_share()).prop_map(|(node, bps)| Step::Do(Op::Propose { node, bps })),
        3 => (node.clone(), prop::sample::select(edges))
            .prop_map(|(node, offset)| Step::WaitForSlash { node, offset }),
        3 => node.clone().prop_map(|node| Step::Do(Op::Execute { node })),
        1 => node.clone().prop_map(|node| Step::Do(Op::Cancel { node })),
        1 => prop_oneof![9 => Just(None), 1 => node.prop_map(Some)].prop_map(|node| match node {
            Some(node) => Step::Do(Op::Retire { node }),
            None => Step::ReportAll { bps: 10_000 },
        }),
    ]
    .boxed()
}

/// A slash from before its proposal to after its end: some leave before, some while it is pending, and it is executed,
/// cancelled or left to lapse.
pub fn slash_story() -> impl Strategy<Value = Vec<Step>> {
    let who = || 0..HOLDERS;
    let part = || prop_oneof![1..=1_000u64, Just(1_000)];
    let ending = prop::sample::select(vec![0, 1, 2, 2, 2, 2]);
    let offset = prop::sample::select(vec![-1, 0, DAY, 7 * DAY, 7 * DAY + 1]);
    let leavers = [(who(), part()), (who(), part()), (who(), part())];
    (
        0..NODES,
        slash_share(),
        leavers,
        (0..20 * DAY, 14 * DAY - 1..20 * DAY),
        offset,
        ending,
        any::<[bool; 3]>(),
    )
        .prop_map(|(node, bps, leavers, (before, during), offset, ending, withdraws)| {
            let unstake = |(holder, permille)| Step::Unstake { node, holder, permille };
            let withdraw = |holder| Step::Do(Op::Withdraw { node, holder });
            let some = || (0..HOLDERS).filter(|holder| withdraws[*holder]).map(withdraw);
            let mut story = vec![unstake(leavers[0]), unstake(leavers[1]), Step::Wait(before)];
            story.push(Step::Do(Op::Propose { node, bps }));
            story.extend(some());
            story.extend([unstake(leavers[2]), Step::Wait(during)]);
            story.extend(some());
            story.push(Step::WaitForSlash { node, offset });
            match ending {
                0 => story.push(Step::Do(Op::Cancel { node })),
                1 => story.push(Step::WaitForSlash { node, offset: 7 * DAY + 1 }),
                _ => story.push(Step::Do(Op::Execute { node })),
            }
            story.extend((0..HOLDERS).map(withdraw));
            story.push(Step::Wait(60 * DAY));
            for (holder, permille) in [(OPERATOR, 2_000), (1, 800), (2, 700)] {
                story.push(Step::Stake { node, holder, permille, units: 1 });
            }
            story.push(Step::ReportAll { bps: 9_999 });
            story
        })
}
