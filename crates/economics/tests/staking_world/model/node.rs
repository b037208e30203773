//! A node of the model: shares, tickets and slashes in lists.

use super::{floor, q, ratio, Q};
use crate::staking_world::{HOLDERS, OPERATOR};
use io_economics::time::DAY;
use io_reference::pool::lapses_at;
use num_traits::Zero;

#[derive(Clone, Copy, PartialEq)]
pub enum Fate {
    Pending,
    /// When.
    Executed(i64),
    /// Cancelled, voided or lapsed, at that time.
    Dropped(i64),
}

#[derive(Clone)]
pub struct Proposal {
    pub bps: u16,
    pub at: i64,
    pub fate: Fate,
    pub epoch: u32,
    pub raises: u8,
}

impl Proposal {
    pub fn drop_at(&mut self, now: i64) {
        // One that has lapsed before did so before.
        self.fate = Fate::Dropped(now.min(self.at + 37 * DAY));
    }
}

#[derive(Clone, Default)]
pub struct NodeLedger {
    pub kind: usize,
    pub rewards: [Q; HOLDERS],
    pub commission: Q,
    pub shares: [u128; HOLDERS],
    pub assets: u64,
    pub multiplier: u16,
    pub processors: u32,
    pub hired: u32,
    /// Of the operator's stake, up to that time.
    pub locked: u64,
    pub hired_until: i64,
    pub offer: u64,
    /// What delegators have taken out since the last report.
    pub leaving: u64,
    pub retired: bool,
    pub bps: u16,
    pub reported_at: i64,
    pub commission_bps: u16,
    pub announced: Option<(u16, i64)>,
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

    /// With `leaving` of what delegators have taken out.
    pub fn meets_minimum(&self, leaving: u64) -> bool {
        let (own, delegated) = (self.own(), self.assets - self.own());
        q(own) + q(delegated + leaving).min(self.minimum() / q(2)) >= self.minimum()
    }

    /// The part of the rewards that delegations earn.
    pub fn delegated_part(&self) -> Q {
        (q(self.assets - self.own()) / self.minimum()).min(ratio(1, 2))
    }

    /// Hands out rewards.
    pub fn earn(&mut self, earned: &Q) {
        let of_others = earned * self.delegated_part();
        let commission = &of_others * ratio(self.commission_bps, 10_000);
        let shares: u128 = self.shares[OPERATOR + 1..].iter().sum();
        assert!(shares > 0 || of_others.is_zero(), "no part without shares");
        for (reward, held) in
            self.rewards.iter_mut().zip(self.shares).skip(OPERATOR + 1).filter(|(_, held)| *held > 0)
        {
            *reward += (&of_others - &commission) * ratio(held, shares);
        }
        self.commission += commission;
        self.rewards[OPERATOR] += earned - of_others;
    }

    /// While processors are hired the operator answers for the greatest minimum.
    pub fn note_minimum(&mut self) {
        if self.hired > 0 {
            self.locked = self.locked.max(floor(self.minimum()) as u64);
        }
    }

    pub fn available(&self, now: i64) -> bool {
        self.bps > 0 && now < lapses_at(self.reported_at)
    }

    pub fn pending_slash(&self) -> Option<usize> {
        self.proposals.iter().position(|proposal| proposal.fate == Fate::Pending)
    }

    pub fn lapse(&mut self, now: i64) {
        for proposal in &mut self.proposals {
            if proposal.fate == Fate::Pending && now > proposal.at + 37 * DAY {
                proposal.drop_at(now);
            }
        }
    }

    /// What it weighs, and until when.
    pub fn weight(&self, now: i64) -> (u64, i64) {
        let counts = !self.retired && self.available(now) && self.meets_minimum(self.leaving);
        let weight = u64::from(self.multiplier) * u64::from(self.processors) * u64::from(self.bps);
        (if counts { weight } else { 0 }, lapses_at(self.reported_at))
    }

    pub fn cooling_shares(&self) -> u128 {
        self.cooling.iter().flatten().flatten().map(|ticket| ticket.0).sum()
    }
}
