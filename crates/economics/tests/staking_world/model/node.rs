//! A node of the model: shares, tickets and slashes in lists.

use super::{ceil, floor, q, ratio, Q};
use crate::staking_world::{HOLDERS, OPERATOR};
use io_economics::time::DAY;

#[derive(Clone, Copy, PartialEq)]
pub enum Fate {
    Pending,
    Executed,
    Dropped,
}

#[derive(Clone)]
pub struct Proposal {
    pub bps: u16,
    pub at: i64,
    pub fate: Fate,
}

#[derive(Clone, Default)]
pub struct NodeLedger {
    pub kind: usize,
    pub weight: u64,
    /// Weight of its pool when it was last weighed.
    pub pool_weight: u64,
    /// Paid by the pool since the last sync.
    pub pending: Q,
    pub rewards: [Q; HOLDERS],
    pub commission: Q,
    pub shares: [u128; HOLDERS],
    pub assets: u64,
    pub multiplier: u16,
    pub processors: u32,
    pub hired: u32,
    pub retired: bool,
    pub bps: u16,
    pub reported_at: i64,
    pub commission_bps: u16,
    pub announced: Option<(u16, i64)>,
    pub synced_at: i64,
    pub lives: u32,
    /// Shares and time of each ticket, by place.
    pub cooling: [[Option<(u128, i64)>; 4]; HOLDERS],
    pub cooling_assets: u64,
    /// Owner, amount, number of the proposal.
    pub held: Vec<(usize, u64, usize)>,
    pub proposals: Vec<Proposal>,
}

/// What the holder's withdrawal pays, holds back and forfeits.
pub type Withdrawal = (u64, u64, u64);

impl NodeLedger {
    pub fn new(kind: usize, multiplier: u16, processors: u32, commission_bps: u16) -> Self {
        Self { kind, multiplier, processors, commission_bps, ..Self::default() }
    }

    pub fn all_shares(&self) -> u128 {
        self.shares.iter().sum()
    }

    pub fn worth(&self, shares: u128) -> u64 {
        if shares == 0 {
            return 0;
        }
        floor(ratio(shares, self.all_shares()) * q(self.assets)) as u64
    }

    pub fn own(&self) -> u64 {
        self.worth(self.shares[OPERATOR])
    }

    pub fn minimum(&self) -> Q {
        q(200 * 100_000_000u64) * q(self.processors) * ratio(self.multiplier, 100).max(q(1))
    }

    pub fn meets_minimum(&self) -> bool {
        let (own, delegated) = (self.own(), self.assets - self.own());
        q(own + delegated.min(own)) >= self.minimum()
    }

    pub fn available(&self, now: i64) -> bool {
        self.bps > 0 && now <= self.reported_at + DAY
    }

    pub fn pending_slash(&self) -> Option<usize> {
        self.proposals.iter().position(|proposal| proposal.fate == Fate::Pending)
    }

    pub fn lapse(&mut self, now: i64) {
        for proposal in &mut self.proposals {
            if proposal.fate == Fate::Pending && now > proposal.at + 37 * DAY {
                proposal.fate = Fate::Dropped;
            }
        }
    }

    pub fn reweigh(&mut self, now: i64) {
        let counts = !self.retired && self.available(now) && self.meets_minimum();
        self.weight = if counts {
            u64::from(self.multiplier) * u64::from(self.processors) * u64::from(self.bps)
        } else {
            0
        };
    }

    pub fn cooling_shares(&self) -> u128 {
        self.cooling.iter().flatten().flatten().map(|ticket| ticket.0).sum()
    }
}

impl NodeLedger {
    pub fn stake(&mut self, holder: usize, amount: u64) -> bool {
        if amount == 0 || self.retired || self.pending_slash().is_some() || self.lives >= 4 {
            return false;
        }
        let shares = self.all_shares();
        let bought =
            if shares == 0 { u128::from(amount) } else { floor(q(amount) * ratio(shares, self.assets)) };
        self.shares[holder] += bought;
        self.assets += amount;
        let own = self.own();
        self.worth(bought) > 0 && (holder == OPERATOR || self.assets - own <= own)
    }

    pub fn unstake(&mut self, holder: usize, amount: u64, now: i64) -> bool {
        let worth = self.worth(self.shares[holder]);
        let all = amount == worth;
        if self.shares[holder] == 0 || amount > worth || (amount == 0 && !all) {
            return false;
        }
        let burned =
            if all { self.shares[holder] } else { ceil(q(amount) * ratio(self.all_shares(), self.assets)) };
        self.shares[holder] -= burned;
        self.assets -= amount;
        if holder == OPERATOR && self.hired > 0 && q(self.own()) < self.minimum() {
            return false;
        }
        if amount == 0 {
            return true;
        }
        let cooling = self.cooling_shares();
        let bought = if cooling == 0 {
            u128::from(amount)
        } else {
            floor(q(amount) * ratio(cooling, self.cooling_assets))
        };
        self.cooling_assets += amount;
        let worth = floor(ratio(bought, cooling + bought) * q(self.cooling_assets));
        let Some(place) = self.cooling[holder].iter_mut().find(|ticket| ticket.is_none()) else {
            return false;
        };
        *place = Some((bought, now + 14 * DAY));
        worth > 0 || all
    }

    pub fn withdraw(&mut self, holder: usize, now: i64) -> Option<Withdrawal> {
        let (mut paid, mut held_back, mut forfeited, mut any) = (0, 0, 0, false);
        for (owner, amount, number) in core::mem::take(&mut self.held) {
            let fate = self.proposals[number].fate;
            if owner != holder || fate == Fate::Pending {
                self.held.push((owner, amount, number));
                continue;
            }
            any = true;
            if fate == Fate::Executed {
                forfeited += amount;
            } else {
                paid += amount;
            }
        }
        let pending = self.pending_slash();
        for place in 0..4 {
            let all = self.cooling_shares();
            let Some((shares, unlocks_at)) = self.cooling[holder][place] else { continue };
            if now < unlocks_at {
                continue;
            }
            any = true;
            self.cooling[holder][place] = None;
            // A ticket whose shares a slash has emptied stays in its place, worth nothing.
            if shares == 0 {
                continue;
            }
            let worth = floor(ratio(shares, all) * q(self.cooling_assets)) as u64;
            self.cooling_assets -= worth;
            let bps = pending.map_or(0, |number| self.proposals[number].bps);
            let free = floor(q(worth) * ratio(10_000 - bps, 10_000)) as u64;
            paid += free;
            if let Some(number) = pending {
                held_back += worth - free;
                self.held.push((holder, worth - free, number));
            }
        }
        any.then_some((paid, held_back, forfeited))
    }

    /// Returns what is burned.
    pub fn execute(&mut self, number: usize) -> u64 {
        let bps = self.proposals[number].bps;
        self.proposals[number].fate = Fate::Executed;
        let held: u64 = self.held.iter().filter(|held| held.2 == number).map(|held| held.1).sum();
        let slash = |assets: &mut u64, shares: u128| {
            let taken = floor(q(*assets) * ratio(bps, 10_000)) as u64;
            let wiped = q(*assets - taken) * q(1 << 20) < q(shares);
            let taken = if wiped { *assets } else { taken };
            *assets -= taken;
            (taken, wiped)
        };
        let bonded = self.shares.iter().sum();
        let (from_bonded, wiped) = slash(&mut self.assets, bonded);
        if wiped {
            self.shares = [0; HOLDERS];
            self.lives += 1;
        }
        let cooling = self.cooling_shares();
        let (from_cooling, wiped) = slash(&mut self.cooling_assets, cooling);
        if wiped {
            self.cooling.iter_mut().flatten().flatten().for_each(|ticket| ticket.0 = 0);
        }
        held + from_bonded + from_cooling
    }
}
