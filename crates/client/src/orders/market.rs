//! What operators ask, and what is booked at it.

use {
    super::{call, ledger, mint, order_address, vault, AskTerms, BookParams, Currency},
    crate::{buyback::Prices, token::associated_address},
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        orders::{ASK_SEED, CONFIG, ID},
        staking,
    },
    io_orders::{accounts, instruction},
    solana_instruction::{AccountMeta, Instruction},
};

/// The address of a node's ask.
pub fn ask_address(node: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[ASK_SEED, node.as_ref()], &ID).0
}

/// Offers a node to anyone at a price, in place of what was offered before.
pub fn set_ask(operator: &Pubkey, node: &Pubkey, terms: AskTerms) -> Instruction {
    let accounts = accounts::SetAsk {
        operator: *operator,
        node: *node,
        ask: ask_address(node),
        system_program: system_program::ID,
    };
    call(accounts, instruction::SetAsk { terms })
}

/// Takes an ask back; the ask of a retired node closes.
pub fn remove_ask(operator: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::RemoveAsk { operator: *operator, node: *node, ask: ask_address(node) };
    call(accounts, instruction::RemoveAsk {})
}

/// Books `node` at its ask as the client's order number `id`, paid from the client's associated
/// token account. Several in one transaction are a cluster, all or none.
pub fn book(client: &Pubkey, id: u64, node: &Pubkey, currency: Currency, params: BookParams) -> Instruction {
    book_paid_by(client, client, id, node, currency, params)
}

/// The same, paid from `payer`'s associated token account, which signs too. All that returns is the
/// client's.
pub fn book_paid_by(
    payer: &Pubkey,
    client: &Pubkey,
    id: u64,
    node: &Pubkey,
    currency: Currency,
    params: BookParams,
) -> Instruction {
    let accounts = accounts::Book {
        client: *client,
        payer: *payer,
        config: CONFIG.address,
        ledger: ledger(currency),
        ask: ask_address(node),
        node: *node,
        order: order_address(client, id),
        source: associated_address(payer, &mint(currency)),
        vault: vault(currency),
        staking_config: staking::CONFIG.address,
        staking_program: staking::ID,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
        io_price: None,
        usdc_price: None,
    };
    call(accounts, instruction::Book { id, params })
}

/// A booking in IO at the oracle's price: as `booking`, which pays in IO, by the prices in two
/// accounts. Post updates of the last seconds before it, in the same transaction.
pub fn at_oracle_price(mut booking: Instruction, prices: &Prices) -> Instruction {
    let places = booking.accounts.iter_mut().rev().zip([prices.usdc, prices.io]);
    places.for_each(|(place, price)| *place = AccountMeta::new_readonly(price, false));
    booking
}
