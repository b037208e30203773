//! What the oracle and the arbiter do.

use {
    super::{call, ledger, mint, record_address, vault, Order},
    crate::token::associated_address,
    anchor_lang::prelude::Pubkey,
    io_addresses::{external::TOKEN_PROGRAM, orders::CONFIG},
    io_orders::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Reports that the node did not serve in `[from, to)`, Unix seconds. What lies within the holdback
/// counts.
pub fn report_outage(oracle: &Pubkey, address: &Pubkey, serial: u64, from: i64, to: i64) -> Instruction {
    let accounts = accounts::ReportOutage { oracle: *oracle, config: CONFIG.address, order: *address };
    call(accounts, instruction::ReportOutage { serial, from, to })
}

/// Decides a dispute. `unclaimed_balances` as for [`settle`].
pub fn resolve(
    arbiter: &Pubkey,
    address: &Pubkey,
    order: &Order,
    share_bps: u16,
    unclaimed_balances: [Option<Pubkey>; 2],
) -> Instruction {
    let [unclaimed, other_unclaimed] = unclaimed_balances;
    let accounts = accounts::Resolve {
        arbiter: *arbiter,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        vault: vault(order.currency),
        provider_account: associated_address(&order.provider, &mint(order.currency)),
        client_account: associated_address(&order.client, &mint(order.currency)),
        record: record_address(&order.node),
        unclaimed,
        other_unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Resolve { serial: order.serial, share_bps })
}
