//! The rules once more, by the book: exact rationals, no accumulators, every stake and ticket in a list, rewards
//! handed out the moment they accrue. Knows nothing of the code under test but the schedule.

use super::{Op, DAY, GENESIS, HOLDERS, OPERATOR};
use io_economics::emission::{accrued, MONTHS, MONTH_SECONDS, TABLE, TOTAL};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

pub type Q = BigRational;

pub fn q(value: impl Into<BigInt>) -> Q {
    Q::from_integer(value.into())
}

fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Q {
    Q::new(numerator.into(), denominator.into())
}

fn floor(value: Q) -> u128 {
    value.floor().to_integer().to_u128().unwrap()
}

fn ceil(value: Q) -> u128 {
    value.ceil().to_integer().to_u128().unwrap()
}

/// The whole accrual, split: 95% rounded down, and the rest.
fn split(total: BigInt, kind: usize) -> BigInt {
    let gpu: BigInt = &total * 95 / 100;
    [gpu.clone(), total - gpu][kind].clone()
}

fn accrual(kind: usize, now: i64) -> Q {
    q(split(accrued(now - GENESIS - 3_600).into(), kind))
}

fn cap(kind: usize, now: i64) -> Q {
    let beyond = now - GENESIS - 3_600 - (MONTHS * MONTH_SECONDS) as i64;
    if beyond <= 0 {
        return accrual(kind, now);
    }
    let more = BigInt::from(TABLE[240] - TABLE[239]) * beyond / MONTH_SECONDS;
    q(split(more + TOTAL, kind))
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Pending,
    Executed,
    Dropped,
}

#[derive(Clone)]
struct Proposal {
    bps: u16,
    at: i64,
    fate: Fate,
}

#[derive(Clone, Default)]
pub struct Pool {
    pub floor: u64,
    pub carried: Q,
}

#[derive(Clone, Default)]
pub struct NodeLedger {
    pub kind: usize,
    pub weight: u64,
    /// Weight of its pool when it was last weighed.
    pool_weight: u64,
    /// Paid by the pool since the last sync.
    pub pending: Q,
    pub rewards: [Q; HOLDERS],
    pub commission: Q,
    pub shares: [u128; HOLDERS],
    pub assets: u64,
    multiplier: u16,
    processors: u32,
    hired: u32,
    retired: bool,
    bps: u16,
    reported_at: i64,
    commission_bps: u16,
    announced: Option<(u16, i64)>,
    synced_at: i64,
    lives: u32,
    /// Shares and time of each ticket, by place.
    cooling: [[Option<(u128, i64)>; 4]; HOLDERS],
    cooling_assets: u64,
    /// Owner, amount, number of the proposal.
    held: Vec<(usize, u64, usize)>,
    proposals: Vec<Proposal>,
}

/// What the holder's withdrawal pays, holds back and forfeits.
pub type Withdrawal = (u64, u64, u64);

#[derive(Clone)]
pub struct Model {
    pub now: i64,
    pub pools: [Pool; 2],
    pub nodes: Vec<NodeLedger>,
    pub withdrawal: Withdrawal,
    pub burned: u64,
}

impl NodeLedger {
    pub fn new(kind: usize, multiplier: u16, processors: u32, commission_bps: u16) -> Self {
        Self { kind, multiplier, processors, commission_bps, ..Self::default() }
    }

    fn all_shares(&self) -> u128 {
        self.shares.iter().sum()
    }

    fn worth(&self, shares: u128) -> u64 {
        if shares == 0 {
            return 0;
        }
        floor(ratio(shares, self.all_shares()) * q(self.assets)) as u64
    }

    fn own(&self) -> u64 {
        self.worth(self.shares[OPERATOR])
    }

    fn minimum(&self) -> Q {
        q(200 * 100_000_000u64) * q(self.processors) * ratio(self.multiplier, 100).max(q(1))
    }

    fn meets_minimum(&self) -> bool {
        let (own, delegated) = (self.own(), self.assets - self.own());
        q(own + delegated.min(own)) >= self.minimum()
    }

    fn available(&self, now: i64) -> bool {
        self.bps > 0 && now <= self.reported_at + DAY
    }

    fn pending_slash(&self) -> Option<usize> {
        self.proposals.iter().position(|proposal| proposal.fate == Fate::Pending)
    }

    fn lapse(&mut self, now: i64) {
        for proposal in &mut self.proposals {
            if proposal.fate == Fate::Pending && now > proposal.at + 37 * DAY {
                proposal.fate = Fate::Dropped;
            }
        }
    }

    fn reweigh(&mut self, now: i64) {
        let counts = !self.retired && self.available(now) && self.meets_minimum();
        self.weight = if counts {
            u64::from(self.multiplier) * u64::from(self.processors) * u64::from(self.bps)
        } else {
            0
        };
    }

    fn cooling_shares(&self) -> u128 {
        self.cooling.iter().flatten().flatten().map(|ticket| ticket.0).sum()
    }
}

impl Model {
    pub fn new(now: i64, floor: u64) -> Self {
        let pools = [0, 1].map(|kind| Pool { floor, carried: accrual(kind, now) });
        Self { now, pools, nodes: Vec::new(), withdrawal: (0, 0, 0), burned: 0 }
    }

    /// Every pool pays what is due, at once to every node.
    pub fn wait(&mut self, seconds: i64) {
        let (from, to) = (self.now, self.now + seconds);
        for kind in [0, 1] {
            let pool = &mut self.pools[kind];
            let (accrued, cap) = (accrual(kind, to) - accrual(kind, from), cap(kind, to) - cap(kind, from));
            let weight: u64 =
                self.nodes.iter().filter(|node| node.kind == kind).map(|node| node.weight).sum();
            let w = ratio(weight, weight.max(pool.floor));
            // Of what accrues the share w is paid; the rest is carried, and released on top up to w times the cap.
            let direct = &w * &accrued;
            let carried = &pool.carried + accrued - &direct;
            let released = (w * cap).min(carried.clone());
            pool.carried = carried - &released;
            for node in self.nodes.iter_mut().filter(|node| node.kind == kind && node.weight > 0) {
                node.pending += (&direct + &released) * ratio(node.weight, weight);
            }
        }
        self.now = to;
    }

    fn sync(&mut self, index: usize) {
        let (now, node) = (self.now, &mut self.nodes[index]);
        let pending = core::mem::take(&mut node.pending);
        let until = node.reported_at + DAY;
        let kept = if now <= until || pending.is_zero() {
            pending.clone()
        } else {
            // Up to the expiry by time, and no more than what its pool would have paid it as it was at the last sync.
            let (kind, from, to) = (node.kind, node.synced_at, until.max(node.synced_at));
            let among = node.pool_weight.max(self.pools[kind].floor);
            let due = accrual(kind, to) - accrual(kind, from) + cap(kind, to) - cap(kind, from);
            (&pending * ratio(to - from, now - from)).min(due * ratio(node.weight, among))
        };
        let commission = &kept * ratio(node.commission_bps, 10_000);
        let stakers = &kept - &commission;
        let shares = node.all_shares();
        assert!(shares > 0 || kept.is_zero(), "nobody earns without stake");
        for (reward, held) in node.rewards.iter_mut().zip(node.shares) {
            if held > 0 {
                *reward += &stakers * ratio(held, shares);
            }
        }
        node.commission += commission;
        self.pools[node.kind].carried += pending - kept;
        if let Some((bps, at)) = node.announced {
            if now >= at {
                (node.commission_bps, node.announced) = (bps, None);
            }
        }
        node.lapse(now);
        node.synced_at = now;
    }

    /// Does `op` if the rules allow it and says whether they do; if not, the model is to be thrown away.
    pub fn apply(&mut self, op: &Op) -> bool {
        let now = self.now;
        let index = op.node();
        if op.syncs() {
            self.sync(index);
        } else {
            self.nodes[index].lapse(now);
        }
        let node = &mut self.nodes[index];
        let legal = match *op {
            Op::Sync { .. } | Op::Claim { .. } | Op::ClaimCommission { .. } => true,
            Op::Stake { holder, amount, .. } => node.stake(holder, amount),
            Op::Unstake { holder, amount, .. } => node.unstake(holder, amount, now),
            Op::Withdraw { holder, .. } => {
                let withdrawal = node.withdraw(holder, now);
                self.withdrawal = withdrawal.unwrap_or_default();
                withdrawal.is_some()
            }
            Op::Report { bps, reported_at, .. } => {
                let legal = !node.retired
                    && bps <= 10_000
                    && reported_at <= now
                    && reported_at > node.reported_at
                    && reported_at + DAY >= now;
                (node.bps, node.reported_at) = (bps, reported_at);
                legal
            }
            Op::SetMultiplier { multiplier, .. } => {
                node.multiplier = multiplier;
                true
            }
            Op::ChangeHardware { kind, multiplier, processors, .. } => {
                let legal = node.hired == 0 && !node.retired;
                node.kind = kind;
                (node.multiplier, node.processors, node.bps) = (multiplier, processors, 0);
                legal
            }
            Op::Announce { bps, .. } => {
                if bps <= node.commission_bps {
                    (node.commission_bps, node.announced) = (bps, None);
                } else {
                    node.announced = Some((bps, now + 7 * DAY));
                }
                bps <= 5_000
            }
            Op::Propose { bps, .. } => {
                let early = node.proposals.last().is_some_and(|last| now < last.at + 90 * DAY);
                let legal = node.pending_slash().is_none() && !early;
                node.proposals.push(Proposal { bps, at: now, fate: Fate::Pending });
                legal
            }
            Op::Cancel { .. } => match node.pending_slash() {
                Some(number) => {
                    node.proposals[number].fate = Fate::Dropped;
                    true
                }
                None => false,
            },
            Op::Execute { .. } => match node.pending_slash() {
                Some(number) if now >= node.proposals[number].at + 30 * DAY => {
                    self.burned = node.execute(number);
                    true
                }
                _ => false,
            },
            Op::Hire { processors, .. } => {
                let legal = !node.retired
                    && node.pending_slash().is_none()
                    && node.available(now)
                    && node.meets_minimum()
                    && processors > 0
                    && node.hired + processors <= node.processors;
                node.hired += processors;
                legal
            }
            Op::Release { processors, .. } => {
                node.hired = node.hired.saturating_sub(processors);
                true
            }
            Op::Retire { .. } => !core::mem::replace(&mut node.retired, true),
        };
        if op.syncs() {
            node.reweigh(now);
            let kind = node.kind;
            let of_pool = self.nodes.iter().filter(|node| node.kind == kind).map(|node| node.weight);
            let weight = of_pool.sum();
            self.nodes[index].pool_weight = weight;
        }
        legal
    }
}

impl NodeLedger {
    fn stake(&mut self, holder: usize, amount: u64) -> bool {
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

    fn unstake(&mut self, holder: usize, amount: u64, now: i64) -> bool {
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

    fn withdraw(&mut self, holder: usize, now: i64) -> Option<Withdrawal> {
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
    fn execute(&mut self, number: usize) -> u64 {
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
