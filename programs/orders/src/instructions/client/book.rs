//! Books a node at its ask: the order is created, paid in and running at once. Several in one
//! transaction are a cluster: all of them or none.
//!
//! Who: the client, with somebody who pays, itself or another; not while paused. The operator has
//! agreed by its ask. Moves: cost and fees as in `create`, from the payer to the vault; the payer
//! pays the order's rent, which the client gets when the order is closed. Refuses: an ask that was
//! changed since the client saw it, is over, or is of another node; hardware that changed since; a
//! currency, a time or processors that are not offered; at the oracle's price, a price that is not
//! fit, or too long a time; more than the client allows; all that `create` refuses of number and
//! money; and, as io_staking checks, a node that is offline, retired, below its minimum stake,
//! under a pending slash, or has too few processors free.

use {
    crate::{
        deposit, error::refused, events::OrderBooked, nodes, prices, Ask, Config, Ledger, Order, OrdersError,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        orders::{CONFIG, ORDER_SEED},
        staking,
    },
    io_economics::orders::{Booking, Escrow},
    io_onchain::{associated, create},
    io_staking::Node,
};

/// Accounts of `book`.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct Book<'info> {
    /// The client, whose order it is, and all that returns.
    pub client: Signer<'info>,
    /// Pays cost, fees and rent: the client itself, or somebody who gives it.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Signs the hire; holds the rules that the order takes over, and whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The node's ask.
    #[account(has_one = node @ OrdersError::WrongAsk)]
    pub ask: Box<Account<'info, Ask>>,
    /// The node to book.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// The order; created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [ORDER_SEED, client.key().as_ref(), &id.to_le_bytes()], bump)]
    pub order: UncheckedAccount<'info>,
    /// Token account of the payer's that the money comes from.
    /// CHECK: looked at before it pays.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Config of io_staking.
    /// CHECK: its address is a constant.
    #[account(address = staking::CONFIG.address @ OrdersError::WrongStakingConfig)]
    pub staking_config: UncheckedAccount<'info>,
    /// Program that hires the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Creates the order.
    pub system_program: Program<'info, System>,
    /// IO/USD, a price update of Pyth's: only for an order in IO at the oracle's price.
    /// CHECK: read as such.
    pub io_price: Option<UncheckedAccount<'info>>,
    /// USDC/USD, likewise.
    /// CHECK: read as such.
    pub usdc_price: Option<UncheckedAccount<'info>>,
}

/// What the client books.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct BookParams {
    /// Number of the ask that the client has seen: `Ask::seq`. Its terms and its hardware revision
    /// are those that are booked.
    pub seq: u64,
    /// Processors to book.
    pub processors: u32,
    /// Time to book, in seconds.
    pub duration: u32,
    /// The most that is paid in, fees included, in base units.
    pub most: u64,
    /// The client's note.
    pub reference: [u8; 32],
}

impl Book<'_> {
    /// Writes the ledger and the order, hires, then moves the money.
    pub fn handle(ctx: Context<Self>, id: u64, params: BookParams) -> Result<()> {
        let Self { client, payer, config, ledger, ask, node, order, source, vault, .. } = ctx.accounts;
        let (io_price, usdc_price) = (&ctx.accounts.io_price, &ctx.accounts.usdc_price);
        let now = config.now()?;
        config.require_not_paused(now)?;
        let BookParams { seq, processors, duration, most, reference } = params;
        require!(ask.seq == seq, OrdersError::AskChanged);
        require!(ask.revision == node.revision, OrdersError::NodeChanged);
        require!(*order.owner != crate::ID, OrdersError::NumberInUse);
        let currency = ledger.currency;
        let booking = Booking { processors, duration, currency, hired: node.ledger.hired };
        let rate = if ask.terms.at_oracle(currency) {
            prices::rate_in_io(config, now, &ask.terms, io_price.as_deref(), usdc_price.as_deref())?
        } else {
            ask.terms.rate(currency).map_err(refused)?
        };
        let terms = ask.terms.take(&booking, rate, now).map_err(refused)?;
        let (escrow, charge) = Escrow::book(&ask.terms, &terms, &config.rules, now).map_err(refused)?;
        ledger.balances.pay_in(charge).map_err(refused)?;
        let total = charge.total().map_err(refused)?;
        require!(total <= most, OrdersError::AboveLimit);
        let serial = ledger.serial;
        ledger.serial = Ledger::serial_after(serial)?;
        let contents = Order {
            version: Order::VERSION,
            currency,
            client_bump: associated::bump_seen(client.key, &ledger.mint, source.key)
                .unwrap_or_else(|| associated::derive_bump(client.key, &ledger.mint)),
            provider_bump: ask.provider_bump(node, currency),
            revision: node.revision,
            serial,
            client: client.key(),
            node: node.key(),
            provider: node.payout,
            reference,
            escrow,
            record_bump: ask.record_bump,
            bonded: false,
            reserved: [0; 6],
        };
        let seeds: &[&[u8]] = &[ORDER_SEED, client.key.as_ref(), &id.to_le_bytes(), &[ctx.bumps.order]];
        create(payer, order, seeds, &contents)?;
        nodes::hire(
            config.to_account_info(),
            ctx.accounts.staking_config.to_account_info(),
            node.to_account_info(),
            processors,
            escrow.hired_until(),
        )?;
        deposit::pay_in(ledger, vault, payer, source, total)?;
        emit!(OrderBooked {
            order: order.key(),
            serial,
            client: client.key(),
            payer: payer.key(),
            node: node.key(),
            provider: node.payout,
            revision: node.revision,
            currency,
            processors,
            rate: escrow.rate,
            duration,
            longest: escrow.longest,
            holdback_seconds: escrow.holdback_seconds,
            notice_hours: escrow.notice_hours,
            cost: charge.cost,
            fees: charge.fees().total(),
            now,
            reference,
        });
        Ok(())
    }
}
