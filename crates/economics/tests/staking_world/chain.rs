//! The code under test: pools, nodes and positions.

use super::{model, Op, GENESIS, HOLDERS, KINDS, OPERATOR};
use io_economics::{
    staking::{Epochs, Holder, NodeLedger, Pool, Position, StakingError, HOURS_AHEAD, HOURS_KEPT},
    time::{DAY, HOUR},
};
use std::collections::BTreeMap;

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
    pub epochs: Epochs,
    /// What each pool had paid per weight at each hour in which a node's weight expired.
    paid_until: BTreeMap<(usize, i64), u128>,
    /// Refused to nodes that nobody synced for a week after their lapse, in units of 2^-64.
    pub refused: u128,
}

/// Whose position it is.
pub fn who(holder: usize) -> Holder {
    if holder == OPERATOR {
        Holder::Operator
    } else {
        Holder::Delegator
    }
}

impl Chain {
    pub fn new(now: i64, full_weight: u64) -> Self {
        let pools = KINDS.map(|kind| {
            let mut pool = Pool::new(kind, GENESIS, full_weight).unwrap();
            pool.advance(now).unwrap();
            pool
        });
        Self {
            now,
            pools,
            spots: Vec::new(),
            vault: 0,
            epochs: Epochs::default(),
            paid_until: BTreeMap::new(),
            refused: 0,
        }
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
        let Spot { node, kind, .. } = self.spots[op.node()];
        let pool = self.pools[kind];
        self.pools[kind].advance(self.now)?;
        self.note_hours();
        self.pools[kind] = pool;
        let done = self.act(op);
        let late = self.spots[op.node()].node.synced_at - node.weight_until;
        if node.weight > 0 && late >= 7 * DAY {
            let paid = self.paid_until[&(kind, node.weight_until)];
            self.refused += (paid - node.acc_seen) * u128::from(node.weight);
        }
        done
    }

    /// Notes what was paid by the hours that have just passed, before the pools forget it.
    pub fn note_hours(&mut self) {
        for Spot { node, kind, .. } in self.spots.iter().filter(|spot| spot.node.weight > 0) {
            let (pool, until) = (&self.pools[*kind], node.weight_until);
            if pool.synced_at >= until {
                let place = (until / HOUR) as usize % HOURS_KEPT;
                self.paid_until.entry((*kind, until)).or_insert_with(|| pool.paid[place].get());
            }
        }
    }

    fn act(&mut self, op: &Op) -> Result<(model::Withdrawal, u64), StakingError> {
        let now = self.now;
        let Spot { node, kind, positions, paid, commission_paid } = &mut self.spots[op.node()];
        let pool = &mut self.pools[*kind];
        let epoch = self.epochs.number;
        let epochs = &self.epochs;
        node.look_at_slash(epochs, now);
        let (mut withdrawal, mut burned) = ((0, 0, 0), 0);
        match *op {
            Op::Sync { .. } => drop(node.sync(pool, now)?),
            Op::Claim { holder, .. } => {
                paid[holder] += positions[holder].claim(node, pool, now, who(holder))?
            }
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
            Op::Report { bps, reported_at, multiplier, .. } => {
                let multiplier = multiplier.unwrap_or(node.multiplier);
                let _ = node.report(pool, now, bps, reported_at, multiplier)?;
            }
            Op::FullWeight { full_weight, .. } => {
                node.sync(pool, now)?;
                let _ = pool.announce_full_weight(now, full_weight)?;
            }
            Op::ChangeHardware { kind: new, multiplier, processors, .. } => {
                node.change_hardware(pool, now, multiplier, processors)?;
                *kind = new;
            }
            Op::Announce { bps, .. } => drop(node.announce_commission(pool, now, bps)?),
            Op::Offer { amount, .. } => node.set_offer(amount)?,
            Op::Propose { bps, .. } => node.propose_slash(epochs, epoch, bps, now)?,
            Op::Raise { bps, .. } => node.raise_slash(epochs, epoch, bps, now)?,
            Op::Cancel { .. } => node.cancel_slash(epochs, now)?,
            Op::Execute { .. } => {
                burned = node.execute_slash(epochs, pool, now)?.total();
                self.vault -= burned;
            }
            Op::Hire { processors, seconds, .. } => node.hire(processors, now + seconds, now)?,
            Op::Release { processors, .. } => node.release(processors),
            Op::Retire { .. } => drop(node.retire(pool, now)?),
        }
        Ok((withdrawal, burned))
    }

    pub fn hand_over(&mut self) {
        self.epochs.announce(self.now, self.now);
    }

    pub fn void_epoch(&mut self) {
        self.epochs.void(self.epochs.number, self.epochs.number).unwrap();
    }

    /// What a holder has earned up to the node's last sync, in Q64.64 base units.
    pub fn earned(&self, node: usize, holder: usize) -> u128 {
        let spot = &self.spots[node];
        let (mut position, mut node) = (spot.positions[holder], spot.node);
        position.settle(&mut node, who(holder)).unwrap();
        (u128::from(spot.paid[holder]) << 64) + position.owed
    }

    pub fn commission_earned(&self, node: usize) -> u128 {
        let spot = &self.spots[node];
        (u128::from(spot.commission_paid) << 64) + spot.node.commission_owed
    }

    /// What the node's weight has earned and no sync has moved yet.
    pub fn unsynced(&self, node: usize) -> u128 {
        let Spot { node, kind, .. } = &self.spots[node];
        let pool = &self.pools[*kind];
        if node.weight == 0 {
            return 0;
        }
        let paid = match pool.synced_at >= node.weight_until {
            true => self.paid_until[&(*kind, node.weight_until)],
            false => pool.acc.get(),
        };
        (paid - node.acc_seen) * u128::from(node.weight)
    }

    /// What must always hold. Exact: the dust is in these figures.
    pub fn check(&self) {
        let mut accounted = self.refused;
        for (kind, pool) in self.pools.iter().enumerate() {
            accounted += pool.carried.get();
            let counting = |until: i64| {
                let nodes = self.spots.iter().filter(|spot| spot.kind == kind).map(|spot| &spot.node);
                let nodes = nodes.filter(|node| node.weight_until > pool.synced_at);
                nodes
                    .filter(|node| until == 0 || node.weight_until == until)
                    .map(|node| node.weight)
                    .sum::<u64>()
            };
            assert_eq!(pool.weight, counting(0));
            for ahead in 1..=HOURS_AHEAD as i64 {
                let until = (pool.synced_at / HOUR + ahead) * HOUR;
                assert_eq!(pool.expires(until), counting(until));
            }
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
            assert_eq!((node.hired == 0, node.hired == 0), (node.hired_until == 0, node.locked == 0));
            let mut counted = *node;
            counted.recount();
            assert_eq!(counted, *node, "nothing that depends on the stake is stale");
            assert!(node.weight == 0 || node.own() >= node.minimum() / 2);
        }
        let accrued: u64 = self.pools.iter().map(|pool| pool.kind().accrued(GENESIS, pool.synced_at)).sum();
        assert_eq!(accrued, self.pools.iter().map(|pool| pool.accrued).sum());
        assert_eq!(u128::from(accrued) << 64, accounted, "accrued = paid + owed + carried, to the last bit");
        assert_eq!(self.vault, self.spots.iter().map(|spot| spot.node.held_in_vault()).sum::<u64>());
    }
}
