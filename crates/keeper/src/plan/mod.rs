//! What is to be done: a pure function of the time and the accounts.
//!
//! It asks the same rules as the programs (`io_economics`), on copies; the programs decide again.

mod policy;
mod snapshot;
mod task;
#[cfg(test)]
mod tests;

use io_client::{
    economics::emission::TOTAL,
    emission::is_due,
    orders::{Currency, Ender, Order, Stage},
};
pub use {
    policy::Policy,
    snapshot::{Node, Snapshot},
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
    let lapsed = |node: &Node| node.until < now;
    let outdated = |node: &Node| {
        let class = snapshot.classes.get(&node.class);
        class.is_some_and(|class| class.multiplier_at(now) != node.multiplier)
    };
    let syncs = snapshot
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.weight > 0 && (lapsed(node) || outdated(node)))
        .map(|(place, _)| Task::Sync(place));
    let ends = tasks.iter().take_while(|task| matches!(task, Task::Order(Step::End, _))).count();
    tasks.splice(ends..ends, syncs);
    if snapshot.emission.as_ref().is_some_and(|state| state.minted < TOTAL && is_due(state, now)) {
        tasks.insert(0, Task::Crank);
    }
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
    tasks
}

/// The step that an order waits for.
fn step(now: i64, order: &Order, policy: &Policy) -> Option<Step> {
    let mut escrow = order.escrow;
    match order.escrow.stage {
        Stage::Settled => Some(Step::Close),
        Stage::Open => escrow.cancel(now, false).is_ok().then_some(Step::Cancel),
        Stage::Running if escrow.end(now, Ender::Stranger).is_ok() => Some(Step::End),
        Stage::Running | Stage::Ended | Stage::Disputed => {
            let mut escrow = order.escrow;
            escrow.settle(now).ok()?;
            let served = escrow.settled.saturating_sub(order.escrow.settled);
            (escrow.stage == Stage::Settled || served >= policy.settle_every.max(1)).then_some(Step::Settle)
        }
    }
}
