//! How stake comes and leaves in the model: tickets, withdrawals, slashes.

use super::{
    ceil, floor,
    node::{Fate, NodeLedger, Proposal, Withdrawal},
    q, ratio,
};
use crate::staking_world::{HOLDERS, OPERATOR};
use io_economics::time::DAY;

impl NodeLedger {
    pub fn stake(&mut self, holder: usize, amount: u64) -> bool {
        let pending = holder != OPERATOR && self.pending_slash().is_some();
        if amount == 0 || self.retired || pending || self.lives >= 4 {
            return false;
        }
        let shares = self.all_shares();
        let bought =
            if shares == 0 { u128::from(amount) } else { floor(q(amount) * ratio(shares, self.assets)) };
        self.shares[holder] += bought;
        self.assets += amount;
        let invited = q(self.assets - self.own()) <= q(self.offer).min(self.minimum() / q(2));
        self.worth(bought) > 0 && (holder == OPERATOR || invited)
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
        if holder != OPERATOR {
            self.leaving += amount;
        } else if now < self.hired_until && self.own() < self.locked {
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
        self.leave_by(holder, bought, now);
        worth > 0 || all
    }

    /// By a free place, also that of a ticket that a slash has emptied; by one that merging the
    /// unlocked tickets frees; by the newest ticket that cools down, from now on for 14 days.
    fn leave_by(&mut self, holder: usize, shares: u128, now: i64) {
        let tickets = &mut self.cooling[holder];
        let free = |ticket: &Option<(u128, i64)>| ticket.is_none_or(|ticket| ticket.0 == 0);
        if !tickets.iter().any(free) {
            let unlocked: Vec<usize> = (0..4).filter(|place| tickets[*place].unwrap().1 <= now).collect();
            for place in unlocked.iter().skip(1) {
                let (shares, at) = tickets[*place].take().unwrap();
                let first = tickets[unlocked[0]].as_mut().unwrap();
                *first = (first.0 + shares, first.1.max(at));
            }
        }
        let joined = match tickets.iter().position(free) {
            Some(place) => {
                tickets[place] = None;
                place
            }
            None => (0..4).max_by_key(|place| tickets[*place].unwrap().1).unwrap(),
        };
        let before = tickets[joined].map_or(0, |ticket| ticket.0);
        tickets[joined] = Some((before + shares, now + 14 * DAY));
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
            if matches!(fate, Fate::Executed(_)) {
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

    pub fn propose(&mut self, bps: u16, epoch: u32, now: i64) -> bool {
        let waits = self.proposals.iter().any(|proposal| match proposal.fate {
            Fate::Dropped(at) => proposal.epoch == epoch && now < at + 90 * DAY,
            // One of under 10% counts as one that came to nothing.
            Fate::Executed(at) => proposal.bps < 1_000 && proposal.epoch == epoch && now < at + 90 * DAY,
            Fate::Pending => false,
        });
        let legal = (1..=10_000).contains(&bps) && self.pending_slash().is_none() && !waits;
        self.proposals.push(Proposal { bps, at: now, fate: Fate::Pending, epoch, raises: 0 });
        legal
    }

    pub fn raise(&mut self, bps: u16, epoch: u32, now: i64) -> bool {
        let Some(number) = self.pending_slash() else { return false };
        let proposal = &mut self.proposals[number];
        let Proposal { bps: before, at, raises, .. } = *proposal;
        *proposal = Proposal { bps, at: now, fate: Fate::Pending, epoch, raises: raises + 1 };
        before < bps && bps <= 10_000 && raises < 2 && now <= at + 14 * DAY
    }

    /// Returns what is burned.
    pub fn execute(&mut self, number: usize, now: i64) -> u64 {
        let bps = self.proposals[number].bps;
        self.proposals[number].fate = Fate::Executed(now);
        let held: u64 = self.held.iter().filter(|held| held.2 == number).map(|held| held.1).sum();
        let slash = |assets: &mut u64, shares: u128| {
            let taken = floor(q(*assets) * ratio(bps, 10_000)) as u64;
            let wiped = q(*assets - taken) * q(1 << 20) < q(shares);
            let taken = if wiped { *assets } else { taken };
            *assets -= taken;
            (taken, wiped)
        };
        self.leaving = floor(q(self.leaving) * ratio(10_000 - bps, 10_000)) as u64;
        let bonded = self.shares.iter().sum();
        let (from_bonded, wiped) = slash(&mut self.assets, bonded);
        if wiped {
            self.shares = [0; HOLDERS];
            self.leaving = 0;
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
