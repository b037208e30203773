//! The code under test: pools, nodes and positions.

use super::{model, Op, GENESIS, HOLDERS, KINDS, OPERATOR};
use io_economics::{
    staking::{Holder, NodeLedger, Pool, Position, StakingError},
    time::DAY,
};

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
