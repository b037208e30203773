//! Disputes the pay that is held back: stops the service and freezes that pay until the arbiter
//! decides.
//!
//! Who: the client, once, until the holdback is over. Moves: a bond from the client to the vault,
//! 2% of what is disputed, at least the least cost of the order's creation and at most all of it,
//! or nothing if the vault is frozen; the node's processors are free again. Refuses: an order that
//! was not accepted, is disputed already or is settled; nothing held back.

use {
    crate::{deposit, error::refused, events::OrderDisputed, nodes, Ledger, Order, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{orders::CONFIG, staking},
    io_onchain::token_view,
};

/// Accounts of `dispute`.
#[derive(Accounts)]
pub struct Dispute<'info> {
    /// The client of the order, who deposits the bond.
    pub client: Signer<'info>,
    /// Signs the release.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(
        mut,
        has_one = client @ OrdersError::NotClient,
        has_one = node @ OrdersError::WrongNode,
        dup,
    )]
    pub order: Box<Account<'info, Order>>,
    /// Node whose processors are released.
    /// CHECK: the order names it.
    #[account(mut)]
    pub node: UncheckedAccount<'info>,
    /// Token account of the client that the bond comes from.
    /// CHECK: looked at before it pays.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Program that releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl Dispute<'_> {
    /// Writes the order and the ledger, takes the bond, releases the processors. `serial` is the
    /// number of the order that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { client, config, ledger, order, node, source, vault, .. } = ctx.accounts;
        order.check_ledger(ledger)?;
        order.check_serial(serial)?;
        let ran = order.escrow.hires();
        let mut bond = order.escrow.dispute(Clock::get()?.unix_timestamp).map_err(refused)?;
        if token_view::is_frozen(vault) {
            // It takes nothing, which must not close this way to the client.
            bond = 0;
            order.escrow.bond = 0;
        } else {
            ledger.balances.bond(bond).map_err(refused)?;
            deposit::pay_in(ledger, vault, client, source, bond)?;
        }
        if ran {
            let processors = order.escrow.processors;
            nodes::release(config.to_account_info(), node.to_account_info(), processors)?;
        }
        emit!(OrderDisputed { order: order.key(), now: order.escrow.seen_at(), bond });
        Ok(())
    }
}
