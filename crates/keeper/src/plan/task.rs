//! What a keeper may have to do.

use {
    crate::{market::MarketStep, top_up},
    io_client::orders::Currency,
};

/// A step of an order that anyone may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Everything returns: it was not accepted in time.
    Cancel,
    /// The booked time is over.
    End,
    /// Something is due.
    Settle,
    /// Nothing is left.
    Close,
}

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Mint what the schedule has reached.
    Crank,
    /// Bring a node to now, whose report has lapsed or whose class has another multiplier; its
    /// place in the snapshot.
    Sync(usize),
    /// Take an order's step; its place in the snapshot.
    Order(Step, usize),
    /// Take a step of a request or a bid; its place in the snapshot.
    Market(MarketStep, usize),
    /// Extend an order out of an allowance; the places of both in the snapshot.
    TopUp(usize, usize),
    /// Deliver what waits for a payee; its place in the snapshot.
    Deliver(usize),
    /// Send fees to buyback.
    Sweep(Currency),
    /// Burn the fees paid in IO.
    Burn,
    /// Burn what was slashed of a node; its place in the snapshot.
    ExecuteSlash(usize),
    /// Pay out what has vested of a grant; its place in the snapshot.
    Release(usize),
}

/// The names of all tasks, those of the buyback's trades among them.
pub const TASKS: [&str; 19] = [
    "crank",
    "top_up",
    "award_auto",
    "cancel_request",
    "return_bond",
    "close_bid",
    "sync",
    "cancel",
    "end",
    "settle",
    "close",
    "deliver",
    "sweep",
    "burn",
    "execute_slash",
    "release",
    "open_auction",
    "fill",
    "swap",
];

impl Task {
    /// Its name in logs and metrics.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Crank => "crank",
            Self::Sync(_) => "sync",
            Self::Order(Step::Cancel, _) => "cancel",
            Self::Order(Step::End, _) => "end",
            Self::Order(Step::Settle, _) => "settle",
            Self::Order(Step::Close, _) => "close",
            Self::Market(step, _) => step.name(),
            Self::TopUp(..) => top_up::NAME,
            Self::Deliver(_) => "deliver",
            Self::Sweep(_) => "sweep",
            Self::Burn => "burn",
            Self::ExecuteSlash(_) => "execute_slash",
            Self::Release(_) => "release",
        }
    }
}
