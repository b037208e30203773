//! What a client does, and the operator that accepts; `end` and `cancel` are open to others too, at
//! later times.

use {
    super::{call, ledger, mint, order_address, record_address, vault, CreateParams, Currency, Order},
    crate::token::associated_address,
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{external::TOKEN_PROGRAM, orders::CONFIG, staking},
    io_orders::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Creates the client's order number `id` for time on `node`, paid from its associated token
/// account.
pub fn create(
    client: &Pubkey,
    id: u64,
    node: &Pubkey,
    currency: Currency,
    params: CreateParams,
) -> Instruction {
    create_paid_by(client, client, id, node, currency, params)
}

/// The same, paid from `payer`'s associated token account, which signs too. All that returns is the
/// client's.
pub fn create_paid_by(
    payer: &Pubkey,
    client: &Pubkey,
    id: u64,
    node: &Pubkey,
    currency: Currency,
    params: CreateParams,
) -> Instruction {
    let accounts = accounts::Create {
        client: *client,
        payer: *payer,
        config: CONFIG.address,
        ledger: ledger(currency),
        node: *node,
        order: order_address(client, id),
        source: associated_address(payer, &mint(currency)),
        vault: vault(currency),
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    call(accounts, instruction::Create { id, params })
}

/// Books `seconds` more, paid from `payer`'s associated token account: the client's or anyone's.
/// All that returns is the client's.
pub fn extend(payer: &Pubkey, address: &Pubkey, order: &Order, seconds: u32) -> Instruction {
    let accounts = accounts::Extend {
        payer: *payer,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        source: associated_address(payer, &mint(order.currency)),
        vault: vault(order.currency),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Extend { serial: order.serial, seconds })
}

/// Disputes the pay that is held back. The client deposits a bond from its associated token
/// account.
pub fn dispute(client: &Pubkey, address: &Pubkey, order: &Order) -> Instruction {
    let accounts = accounts::Dispute {
        client: *client,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        node: order.node,
        source: associated_address(client, &mint(order.currency)),
        vault: vault(order.currency),
        token_program: TOKEN_PROGRAM,
        staking_program: staking::ID,
    };
    call(accounts, instruction::Dispute { serial: order.serial })
}

/// Accepts an order; `extendable` lets its client book more time.
pub fn accept(operator: &Pubkey, address: &Pubkey, order: &Order, extendable: bool) -> Instruction {
    let accounts = accounts::Accept {
        operator: *operator,
        config: CONFIG.address,
        order: *address,
        node: order.node,
        staking_config: staking::CONFIG.address,
        staking_program: staking::ID,
    };
    call(accounts, instruction::Accept { serial: order.serial, extendable })
}

/// Stops the service, before the booked time is over or after. `unclaimed` as for [`settle`].
pub fn end(ender: &Pubkey, address: &Pubkey, order: &Order, unclaimed: Option<Pubkey>) -> Instruction {
    // The client's end never settles the order.
    let record = (*ender != order.client).then(|| record_address(&order.node));
    ending(ender, address, order, unclaimed, record)
}

/// The same once the booked time is over. Should somebody have extended the order meanwhile, it is
/// refused if the operator signs, who would leave early by [`end`]. `unclaimed` as for [`settle`].
pub fn end_over(ender: &Pubkey, address: &Pubkey, order: &Order, unclaimed: Option<Pubkey>) -> Instruction {
    ending(ender, address, order, unclaimed, None)
}

fn ending(
    ender: &Pubkey,
    address: &Pubkey,
    order: &Order,
    unclaimed: Option<Pubkey>,
    record: Option<Pubkey>,
) -> Instruction {
    let accounts = accounts::End {
        ender: *ender,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        node: order.node,
        vault: vault(order.currency),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        record,
        token_program: TOKEN_PROGRAM,
        staking_program: staking::ID,
    };
    call(accounts, instruction::End { serial: order.serial })
}

/// Cancels an order that was not accepted. `unclaimed` as for [`settle`].
pub fn cancel(canceller: &Pubkey, address: &Pubkey, order: &Order, unclaimed: Option<Pubkey>) -> Instruction {
    let accounts = accounts::Cancel {
        canceller: *canceller,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        vault: vault(order.currency),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Cancel { serial: order.serial })
}
