//! Awards an automatic request to its best bid, whose processors are hired already: the service
//! starts.
//!
//! Who: anyone, within an hour after the request's time; not while paused. Moves: what the client
//! has paid in for a higher rate back to it, with the request's rent. The bid's bond stays for the
//! first hour. Refuses: another time, another bid than the best one.

use {
    crate::{
        awards::{Award, Refund},
        Bid, Config, Ledger, OrdersError, Request, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_economics::orders::Choice,
    io_staking::Node,
};

/// Accounts of `award_auto`.
#[derive(Accounts)]
pub struct AwardAuto<'info> {
    /// The client of the request, who gets its rent.
    /// CHECK: the request names it.
    #[account(mut)]
    pub client: UncheckedAccount<'info>,
    /// Signs for the vault; holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
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
    /// The best bid.
    #[account(
        mut,
        has_one = request @ OrdersError::WrongRequest,
        has_one = node @ OrdersError::WrongNode,
        dup,
    )]
    pub bid: Box<Account<'info, Bid>>,
    /// Node of the bid.
    pub node: Box<Account<'info, Node>>,
    /// The account reserved for the order.
    /// CHECK: the request names it.
    #[account(mut)]
    pub order: UncheckedAccount<'info>,
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
}

impl AwardAuto<'_> {
    /// Writes the order, the bid and the ledger, then returns the difference; the request closes on
    /// the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, ledger, request, bid, node, order, vault, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        request.check_ledger(ledger)?;
        require!(request.tender.choice == Choice::Lowest, OrdersError::ClientChooses);
        bid.check_on(request)?;
        require_keys_eq!(bid.node, request.best, OrdersError::NotBestBid);
        let (_, outcome) = Award { request, bid, node, order, bonded: true }.make(&ledger.mint, now)?;
        bid.won = true;
        let config = config.to_account_info();
        let Self { client_account, unclaimed, .. } = ctx.accounts;
        Refund { ledger, vault, config: &config, unclaimed, client_account }.pay(request, &outcome)
    }
}
