//! Decides a dispute.
//!
//! Who: the arbiter, within 7 days of the dispute. Moves: the pay that was not disputed, and the
//! provider's share of what was, to the provider, less its fees; the rest to the client, with its
//! bond unless the provider gets all. That bond becomes fees. The node's record is written.
//! Refuses: an order that is not disputed, a share above 100%, another account than the node's
//! record.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::OrderResolved,
        Config, Ledger, Order, OrdersError, Record, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_economics::fraction::BPS,
};

/// Accounts of `resolve`.
#[derive(Accounts)]
pub struct Resolve<'info> {
    /// The arbiter.
    pub arbiter: Signer<'info>,
    /// Names the arbiter, and signs for the vault.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(mut, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The provider's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub provider_account: UncheckedAccount<'info>,
    /// The client's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub client_account: UncheckedAccount<'info>,
    /// Record of the order's node, at ["record", node], whether it is open or not.
    /// CHECK: the handler derives its address.
    #[account(mut)]
    pub record: UncheckedAccount<'info>,
    /// Unclaimed balance of a payee whose account cannot take its money; not needed otherwise.
    // `dup`: the handler compares this one with the next.
    #[account(mut, dup)]
    pub unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Unclaimed balance of the other payee, likewise.
    #[account(mut, dup)]
    pub other_unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl Resolve<'_> {
    /// Writes the order and the ledger, then pays. `serial` is the number of the order that was
    /// signed for.
    pub fn handle(ctx: Context<Self>, serial: u64, share_bps: u16) -> Result<()> {
        let Self { arbiter, config, ledger, order, vault, .. } = ctx.accounts;
        let now = config.now()?;
        require_keys_eq!(config.arbiter.at(now), arbiter.key(), OrdersError::NotArbiter);
        order.check_serial(serial)?;
        order.check_ledger(ledger)?;
        let outcome = order.escrow.resolve(now, share_bps).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        let (vault, config) = (vault.to_account_info(), config.to_account_info());
        let unclaimed_balances =
            UnclaimedBalance::pair(&mut ctx.accounts.unclaimed, &mut ctx.accounts.other_unclaimed)?;
        let mut source = Source { ledger, vault: &vault, config: &config, unclaimed_balances };
        source.deliver(outcome.provider, &Payee::provider(order, &ctx.accounts.provider_account))?;
        source.deliver(outcome.to_client(), &Payee::client(order, &ctx.accounts.client_account))?;
        let recorded = Record::write(&ctx.accounts.record, order, &outcome, share_bps < BPS)?;
        emit!(OrderResolved {
            order: order.key(),
            share_bps,
            provider: outcome.provider,
            client: outcome.client,
            bond_returned: outcome.bond_returned,
            bond_forfeited: outcome.bond_forfeited,
            fees: outcome.fees,
            now: order.escrow.seen_at(),
            recorded,
        });
        Ok(())
    }
}
