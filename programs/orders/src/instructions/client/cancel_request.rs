//! Cancels a request: everything returns.
//!
//! Who: the client at any time, but not once an automatic request has a bid; anyone once its time
//! is over, and of an automatic one with a bid the hour for awarding it. Moves: everything back to
//! the client, with the rent of the request and of the account reserved for its order. The
//! processors that the best bid has hired are free again. Refuses: an earlier time.

use {
    crate::{
        awards::{give_up, Refund},
        error::refused,
        events::RequestCancelled,
        nodes, Ledger, OrdersError, Request, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{orders::CONFIG, staking},
};

/// Accounts of `cancel_request`.
#[derive(Accounts)]
pub struct CancelRequest<'info> {
    /// The client, or anyone.
    pub canceller: Signer<'info>,
    /// The client of the request, who gets the rent.
    /// CHECK: the request names it.
    #[account(mut)]
    pub client: UncheckedAccount<'info>,
    /// Signs for the vault and the release.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the request's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The request; closed here.
    #[account(
        mut,
        close = client,
        has_one = client @ OrdersError::WrongClient,
        has_one = order @ OrdersError::WrongOrder,
        dup,
    )]
    pub request: Box<Account<'info, Request>>,
    /// The account reserved for the order; closed here.
    /// CHECK: the request names it.
    #[account(mut)]
    pub order: UncheckedAccount<'info>,
    /// Node of the best bid of an automatic request, if there is one.
    /// CHECK: the handler compares it with the request.
    #[account(mut)]
    pub best_node: Option<UncheckedAccount<'info>>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The client's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub client_account: UncheckedAccount<'info>,
    /// Unclaimed balance of the client; needed only if that account cannot take the refund.
    #[account(mut, dup)]
    pub unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Program that releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl CancelRequest<'_> {
    /// Writes the ledger, returns the money, frees the node; the accounts close on the way out.
    /// `serial` is the number of the request that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { canceller, client, config, ledger, request, order, best_node, vault, .. } = ctx.accounts;
        request.check_serial(serial)?;
        request.check_ledger(ledger)?;
        let by_client = canceller.key() == request.client;
        let outcome = request.tender.cancel(Clock::get()?.unix_timestamp, by_client).map_err(refused)?;
        let Self { client_account, unclaimed, .. } = ctx.accounts;
        Refund { ledger, vault, config, unclaimed, client_account }.pay(request, &outcome)?;
        if let Some(node) = request.best_among(best_node.as_deref())? {
            nodes::release(config.to_account_info(), node.clone(), request.tender.escrow.processors)?;
        }
        give_up(order, client)?;
        emit!(RequestCancelled {
            request: request.key(),
            by: canceller.key(),
            refund: outcome.client,
            now: request.tender.escrow.seen_at(),
        });
        Ok(())
    }
}
