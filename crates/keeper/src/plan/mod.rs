//! What is to be done: a pure function of the time and the accounts.
//!
//! It asks the same rules as the programs (`io_economics`), on copies; the programs decide again.

mod policy;
mod snapshot;
mod task;
#[cfg(test)]
mod tests;

use {
    crate::{
        market::{self, MarketStep},
        top_up,
    },
    io_client::{
        economics::{
            emission::TOTAL,
            staking::{Epochs, SLASH_CLOSES_SECONDS, SLASH_OPENS_SECONDS},
        },
        emission::is_due,
        orders::{Currency, Ender, Order, Stage},
    },
};
pub use {
    policy::Policy,
    snapshot::{Node, Snapshot, Unclaimed},
    task::{Step, Task, TASKS},
};

/// What is to be done at `now` (Unix seconds), the most urgent first: processors that are hired for
/// nothing, then nodes that earn for nothing, then money.
pub fn plan(now: i64, snapshot: &Snapshot, policy: &Policy) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let steps = snapshot
        .orders
        .iter()
        .enumerate()
        .filter_map(|(place, (_, order))| Some(Task::Order(step(now, order, policy)?, place)));
    tasks.extend(steps);
    tasks.sort_by_key(|task| match task {
        Task::Order(Step::End, _) => 0,
        Task::Order(Step::Cancel, _) => 1,
        Task::Order(Step::Settle, _) => 2,
        _ => 3,
    });
    let syncs = snapshot
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| needs_sync(now, node))
        .map(|(place, _)| Task::Sync(place));
    let ends = tasks.iter().take_while(|task| matches!(task, Task::Order(Step::End, _))).count();
    tasks.splice(ends..ends, syncs);
    let deals = market::steps(now, snapshot);
    let of = |wanted: MarketStep| {
        let of_step = deals.iter().filter(move |(step, _)| *step == wanted);
        of_step.map(|(step, place)| Task::Market(*step, *place))
    };
    let top_ups = top_up::steps(now, snapshot);
    tasks.splice(0..0, top_ups.into_iter().map(|(order, allowance)| Task::TopUp(order, allowance)));
    // An award is due within the hour.
    tasks.splice(0..0, of(MarketStep::Award));
    // The bond before the bid, which closes after it.
    for step in [MarketStep::Cancel, MarketStep::ReturnBond, MarketStep::CloseBid] {
        tasks.extend(of(step));
    }
    if snapshot.emission.as_ref().is_some_and(|state| state.minted < TOTAL && is_due(state, now)) {
        tasks.insert(0, Task::Crank);
    }
    let waiting = snapshot.unclaimed.iter().enumerate();
    tasks.extend(
        waiting
            .filter(|(_, of)| of.is_worth(&snapshot.keeper, policy))
            .map(|(place, _)| Task::Deliver(place)),
    );
    for ledger in &snapshot.ledgers {
        let least = match ledger.currency {
            Currency::Io => policy.least_sweep_io,
            Currency::Usdc => policy.least_sweep_usdc,
        };
        if ledger.balances.fees >= least.max(1) {
            tasks.push(Task::Sweep(ledger.currency));
        }
    }
    if snapshot.io_fees.is_some_and(|fees| fees >= policy.least_burn.max(1)) {
        tasks.push(Task::Burn);
    }
    if policy.execute_slashes {
        let places = snapshot.nodes.iter().enumerate();
        let places = places.filter(|(_, node)| can_be_slashed(now, node, &snapshot.epochs));
        tasks.extend(places.map(|(place, _)| Task::ExecuteSlash(place)));
    }
    if policy.release_grants {
        let places = snapshot.grants.iter().enumerate().filter(|(_, grant)| grant.is_due(now));
        tasks.extend(places.map(|(place, _)| Task::Release(place)));
    }
    tasks
}

/// Whether a node's report has lapsed: what it earned is booked before its week is over.
pub fn needs_sync(now: i64, node: &Node) -> bool {
    node.weight > 0 && node.until <= now
}

/// Whether a slash of a node can be executed: in its window, unless its slasher's epoch is void.
pub fn can_be_slashed(now: i64, node: &Node, epochs: &Epochs) -> bool {
    node.slash_proposed_at.filter(|_| !epochs.is_void(node.slash_epoch)).is_some_and(|at| {
        (at.saturating_add(SLASH_OPENS_SECONDS)..=at.saturating_add(SLASH_CLOSES_SECONDS)).contains(&now)
    })
}

/// The step that an order waits for.
pub fn step(now: i64, order: &Order, policy: &Policy) -> Option<Step> {
    let mut escrow = order.escrow;
    match order.escrow.stage {
        // Its bond goes first: to whom, its bid says.
        Stage::Settled if order.bonded => None,
        Stage::Settled => escrow.close(now).is_ok().then_some(Step::Close),
        Stage::Open => escrow.cancel(now, false).is_ok().then_some(Step::Cancel),
        Stage::Running if escrow.end(now, Ender::Stranger).is_ok() => Some(Step::End),
        Stage::Running | Stage::Ended | Stage::Disputed => {
            let mut escrow = order.escrow;
            escrow.settle(now).ok()?;
            let pay = escrow.paid.saturating_sub(order.escrow.paid);
            let worth = pay >= escrow.hire().cost(policy.settle_every).ok()?;
            (escrow.stage == Stage::Settled || worth).then_some(Step::Settle)
        }
    }
}
