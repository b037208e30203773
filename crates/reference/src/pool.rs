//! A pool of rewards as a list: every node with its weight and the hour in which its report lapses,
//! paid for each stretch of time in which neither the list nor a rule changes. No accumulator, no
//! ring, no dust.

use {
    crate::emission::{accrued, month_ends},
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::Zero,
};

/// An exact figure, in base units of IO.
pub type Exact = BigRational;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const MONTH_SECONDS: i64 = 36_525 * 864 / 12;

/// Which part of the emission a pool has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 95%, rounded down.
    Gpu,
    /// The rest.
    Cpu,
}

/// The hour at which a report lapses that was measured at `reported_at`: the last full one within
/// 24 hours.
pub fn lapses_at(reported_at: i64) -> i64 {
    (reported_at + DAY).div_euclid(HOUR) * HOUR
}

/// A node in the list.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Its weight, up to `until`.
    pub weight: u64,
    /// When its weight expires, in Unix seconds.
    pub until: i64,
    /// Earned since it was last synced.
    pub pending: Exact,
}

/// A pool and its nodes.
#[derive(Clone, Debug)]
pub struct Pool {
    part: Part,
    genesis: i64,
    /// The weight below which the pool does not pay in full.
    pub full_weight: u64,
    /// The announced full weight, and when it counts.
    pub next_full_weight: Option<(u64, i64)>,
    /// Accrued and not paid.
    pub carried: Exact,
    /// Earned by nodes that nobody has synced for a week after their reports lapsed.
    pub refused: Exact,
    /// The nodes, weighing 0 those that are not in the pool.
    pub nodes: Vec<Listed>,
    /// The time up to which all this holds, in Unix seconds.
    pub at: i64,
}

impl Pool {
    /// An empty pool at time `at` of an emission that starts at `genesis`.
    pub fn new(part: Part, genesis: i64, full_weight: u64, at: i64) -> Self {
        let mut pool = Self {
            part,
            genesis,
            full_weight,
            next_full_weight: None,
            carried: Exact::zero(),
            refused: Exact::zero(),
            nodes: Vec::new(),
            at,
        };
        pool.carried = pool.accrued(at);
        pool
    }

    /// What has accrued to the pool by `now`.
    pub fn accrued(&self, now: i64) -> Exact {
        let total = BigInt::from(accrued(now - self.genesis - HOUR));
        let gpu: BigInt = &total * 95 / 100;
        exact(match self.part {
            Part::Gpu => gpu,
            Part::Cpu => total - gpu,
        })
    }

    /// What a full pool releases between two times out of what it carries: its part of the rate of
    /// month 240.
    pub fn released(&self, from: i64, to: i64) -> Exact {
        let [.., before, last] = month_ends() else { unreachable!("240 months") };
        let percent = match self.part {
            Part::Gpu => 95,
            Part::Cpu => 5,
        };
        let seconds = |now: i64| (now - self.genesis - HOUR).max(0);
        Exact::new((last - before) * percent * (seconds(to) - seconds(from)), (MONTH_SECONDS * 100).into())
    }

    /// The weight that counts now.
    pub fn weight(&self) -> u64 {
        self.nodes.iter().filter(|node| node.until > self.at).map(|node| node.weight).sum()
    }

    /// Pays what is due up to `to`.
    pub fn run(&mut self, to: i64) {
        while self.at < to {
            let expiries = self.nodes.iter().filter(|node| node.weight > 0).map(|node| node.until);
            let changes = self.next_full_weight.iter().map(|(_, at)| *at);
            let next = expiries.chain(changes).filter(|at| *at > self.at).min().unwrap_or(to).min(to);
            self.pay(next);
            if let Some((full_weight, at)) = self.next_full_weight {
                if at <= self.at {
                    (self.full_weight, self.next_full_weight) = (full_weight, None);
                }
            }
        }
    }

    /// Pays up to `to`, while everything is as it is.
    fn pay(&mut self, to: i64) {
        let weight = self.weight();
        let gained = self.accrued(to) - self.accrued(self.at);
        // Of what accrues the share `paid` is paid; the rest is carried, and released on top at the
        // same share.
        let paid = Exact::new(weight.into(), weight.max(self.full_weight).into());
        let direct = &paid * &gained;
        self.carried += gained - &direct;
        let released = (paid * self.released(self.at, to)).min(self.carried.clone());
        self.carried -= &released;
        let pay = direct + released;
        for node in self.nodes.iter_mut().filter(|node| node.weight > 0 && node.until > self.at) {
            node.pending += &pay * Exact::new(node.weight.into(), weight.into());
        }
        self.at = to;
    }

    /// What a node takes that is synced now: all since its last sync, or nothing if its report
    /// lapsed a week ago.
    pub fn sync(&mut self, index: usize) -> Exact {
        let node = &mut self.nodes[index];
        let pending = core::mem::take(&mut node.pending);
        if self.at >= node.until {
            node.weight = 0;
        }
        if self.at >= node.until + 7 * DAY {
            self.refused += pending;
            return Exact::zero();
        }
        pending
    }

    /// Gives a node that was just synced another weight.
    pub fn weigh(&mut self, index: usize, weight: u64, until: i64) {
        let node = &mut self.nodes[index];
        assert!(node.pending.is_zero(), "sync it first");
        (node.weight, node.until) = (if until > self.at { weight } else { 0 }, until);
    }

    /// Drops what lies below 2^-`bits`, so that a long walk stays fast.
    pub fn shorten(&mut self, bits: u32) {
        let unit = exact(BigInt::from(1) << bits);
        let shorten = |figure: &mut Exact| *figure = (&*figure * &unit).floor() / &unit;
        shorten(&mut self.carried);
        shorten(&mut self.refused);
        self.nodes.iter_mut().for_each(|node| shorten(&mut node.pending));
    }
}

fn exact(value: impl Into<BigInt>) -> Exact {
    Exact::from_integer(value.into())
}
