//! What anyone may do, and what a payee does with what waits for it.

use {
    super::{call, ledger, mint, record_address, sweep_to, unclaimed_address, vault, Currency, Order},
    crate::token::associated_address,
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{external::TOKEN_PROGRAM, orders::CONFIG, staking},
    io_orders::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Creates the ledger and the vault of a currency.
pub fn open_ledger(payer: &Pubkey, currency: Currency) -> Instruction {
    let accounts = accounts::OpenLedger {
        payer: *payer,
        config: CONFIG.address,
        mint: mint(currency),
        ledger: ledger(currency),
        vault: vault(currency),
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenLedger {})
}

/// Pays for time served. `unclaimed_balances` are those of payees whose accounts cannot take
/// their money; none otherwise.
pub fn settle(address: &Pubkey, order: &Order, unclaimed_balances: [Option<Pubkey>; 2]) -> Instruction {
    let [unclaimed, other_unclaimed] = unclaimed_balances;
    let accounts = accounts::Settle {
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
    call(accounts, instruction::Settle {})
}

/// Closes a settled order; the rent goes to its client.
pub fn close(address: &Pubkey, order: &Order) -> Instruction {
    let accounts = accounts::Close {
        client: order.client,
        order: *address,
        config: CONFIG.address,
        node: order.node,
        staking_program: staking::ID,
    };
    call(accounts, instruction::Close {})
}

/// Opens a payee's unclaimed balance, for money that its account cannot take. Does nothing if there
/// is one.
pub fn open_unclaimed(opener: &Pubkey, payee: &Pubkey, currency: Currency) -> Instruction {
    let accounts = accounts::OpenUnclaimed {
        opener: *opener,
        ledger: ledger(currency),
        unclaimed: unclaimed_address(payee, currency),
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenUnclaimed { payee: *payee })
}

/// Delivers what waits for `payee` to its associated token account; `opener` as the unclaimed
/// balance says.
pub fn deliver_unclaimed(payee: &Pubkey, opener: &Pubkey, currency: Currency) -> Instruction {
    let accounts = accounts::DeliverUnclaimed {
        config: CONFIG.address,
        ledger: ledger(currency),
        unclaimed: unclaimed_address(payee, currency),
        opener: *opener,
        vault: vault(currency),
        payee_account: associated_address(payee, &mint(currency)),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::DeliverUnclaimed {})
}

/// Takes what waits for `payee` to a token account of its choice; `opener` as the unclaimed balance
/// says.
pub fn take_unclaimed(
    payee: &Pubkey,
    opener: &Pubkey,
    currency: Currency,
    destination: &Pubkey,
) -> Instruction {
    let accounts = accounts::TakeUnclaimed {
        payee: *payee,
        config: CONFIG.address,
        ledger: ledger(currency),
        unclaimed: unclaimed_address(payee, currency),
        opener: *opener,
        vault: vault(currency),
        destination: *destination,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::TakeUnclaimed {})
}

/// Sends earned fees to buyback.
pub fn sweep_fees(currency: Currency) -> Instruction {
    let accounts = accounts::SweepFees {
        config: CONFIG.address,
        ledger: ledger(currency),
        vault: vault(currency),
        sweep_to: sweep_to(currency),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::SweepFees {})
}
