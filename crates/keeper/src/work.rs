//! A task as calls of the programs.

use {
    crate::plan::{Snapshot, Step, Task},
    io_client::{addresses, buyback, emission, orders, orders::Currency, staking},
    io_rpc::{Delivery, UnclaimedBalances},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// A task by what it is about, across passes.
pub type Key = (&'static str, Pubkey);

/// A task and its calls.
pub struct Work {
    /// The task.
    pub key: Key,
    /// Its calls, in this order, in one transaction.
    pub calls: Vec<Instruction>,
    /// Lamports of rent among them.
    pub rent: u64,
}

/// A task's key; none if the snapshot does not have what it is about.
pub fn key(snapshot: &Snapshot, task: Task) -> Option<Key> {
    let about = match task {
        Task::Crank => addresses::emission::EMISSION.address,
        Task::Burn => addresses::buyback::CONFIG.address,
        Task::Sweep(currency) => orders::ledger(currency),
        Task::Sync(place) => snapshot.nodes.get(place)?.address,
        Task::Order(_, place) => snapshot.orders.get(place)?.0,
    };
    Some((task.name(), about))
}

/// The money that a task delivers: to nobody, if it delivers none.
pub fn delivery(snapshot: &Snapshot, task: Task) -> Delivery {
    let nothing = Delivery { currency: Currency::Io, payees: Vec::new() };
    let Task::Order(step, place) = task else { return nothing };
    let Some((_, order)) = snapshot.orders.get(place) else { return nothing };
    let payees = match step {
        Step::Close => Vec::new(),
        Step::Cancel | Step::End => vec![order.client],
        Step::Settle => vec![order.provider, order.client],
    };
    Delivery { currency: order.currency, payees }
}

/// A task's calls by `keeper`, with what its delivery needs.
pub fn calls(
    keeper: &Pubkey,
    snapshot: &Snapshot,
    task: Task,
    unclaimed_balances: UnclaimedBalances,
) -> Vec<Instruction> {
    let UnclaimedBalances { open: mut calls, pass } = unclaimed_balances;
    calls.extend(match task {
        Task::Crank => Some(emission::crank()),
        Task::Burn => Some(buyback::burn()),
        Task::Sweep(currency) => Some(orders::sweep_fees(currency)),
        Task::Sync(place) => {
            snapshot.nodes.get(place).map(|node| staking::sync_node(&node.address, &node.class))
        }
        Task::Order(step, place) => snapshot.orders.get(place).map(|(address, order)| match step {
            Step::Cancel => orders::cancel(keeper, address, order, pass[0]),
            Step::End => orders::end(keeper, address, order, pass[0]),
            Step::Settle => orders::settle(address, order, pass),
            Step::Close => orders::close(&order.client, address),
        }),
    });
    calls
}
