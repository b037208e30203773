//! Returns the bond of a bid on an automatic request.
//!
//! Who: anyone. Moves: the bond to the operator once the bid was outbid, its request is over
//! without it, or the order that it has won ran for an hour; if that order was stopped within its
//! first hour, once it is settled, to the operator if anything was paid for it, else to the client.
//! Refuses: the best bid of a request that is not awarded or cancelled yet; an order in its first
//! hour, or that its client has stopped in it and that is not settled.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::BondReturned,
        Bid, Ledger, Order, OrdersError, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_economics::orders::BondOwner,
    io_onchain::associated,
};

/// Accounts of `return_bond`.
#[derive(Accounts)]
pub struct ReturnBond<'info> {
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the bond's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The bid.
    #[account(mut, has_one = request @ OrdersError::WrongRequest, dup)]
    pub bid: Box<Account<'info, Bid>>,
    /// The request, as long as it is there.
    /// CHECK: the bid names it.
    pub request: UncheckedAccount<'info>,
    /// The order that the bid has won, if it has.
    #[account(mut, dup)]
    pub order: Option<Box<Account<'info, Order>>>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Associated token account of the operator, or of the client if the bond is the client's.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub payee_account: UncheckedAccount<'info>,
    /// Unclaimed balance of the payee; needed only if that account cannot take the bond.
    #[account(mut, dup)]
    pub unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl ReturnBond<'_> {
    /// Writes the bid, the order and the ledger, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, ledger, bid, request, order, vault, payee_account, unclaimed, .. } = ctx.accounts;
        require!(bid.bond > 0, OrdersError::NoBond);
        require!(bid.currency == ledger.currency, OrdersError::WrongLedger);
        let to_operator = |mint| (bid.operator, associated::derive_bump(&bid.operator, mint));
        let mint = ledger.mint;
        let mut now = Clock::get()?.unix_timestamp;
        let ((wallet, bump), won) = match order {
            Some(order) => {
                require!(bid.won && order.serial == bid.serial, OrdersError::WrongOrder);
                let owner = order.escrow.return_bond(now).map_err(refused)?;
                order.bonded = false;
                now = now.max(order.escrow.seen_at());
                let payee = match owner {
                    BondOwner::Operator => to_operator(&mint),
                    BondOwner::Client => (order.client, order.client_bump),
                };
                (payee, order.key())
            }
            None => {
                require!(!bid.won, OrdersError::WrongOrder);
                require!(!bid.is_best(request)?, OrdersError::BidStands);
                (to_operator(&mint), Pubkey::default())
            }
        };
        let amount = core::mem::take(&mut bid.bond);
        ledger.balances.release_bond(amount).map_err(refused)?;
        let mut source = Source { ledger, vault, config, unclaimed_balances: [unclaimed, &mut None] };
        source.deliver(amount, &Payee { wallet, bump, account: payee_account })?;
        emit!(BondReturned { bid: bid.key(), order: won, payee: wallet, amount, now });
        Ok(())
    }
}
