//! Creates an order and pays it in.
//!
//! Who: the client, with somebody who pays, itself or another; not while paused. Moves: the cost,
//! the booking fee, and in USDC the payment fee, from the payer to the vault; the payer pays the
//! order's rent, which the client gets when the order is closed. What another pays is a gift: all
//! that returns is the client's. Refuses: no processors, no rate, less than an hour or more than 30
//! days, less than the least cost, more than the client allows, a node whose hardware is not what
//! the client booked, a number that is in use, a token account that is not the payer's own or holds
//! too little.

use {
    crate::{deposit, error::refused, events::OrderCreated, Config, Ledger, Order, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::{CONFIG, ORDER_SEED},
    io_economics::orders::{Escrow, Hire, Terms},
    io_onchain::{associated, create},
    io_staking::Node,
};

/// Accounts of `create`.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct Create<'info> {
    /// The client, whose order it is, and all that returns.
    pub client: Signer<'info>,
    /// Pays cost, fees and rent: the client itself, or somebody who gives it.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Holds the rules that the order takes over, and whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the currency.
    // `dup`: no other account here is of its type.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The node to book.
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
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Creates the order.
    pub system_program: Program<'info, System>,
}

/// What the client asks for.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct CreateParams {
    /// Processors to book.
    pub processors: u32,
    /// Rate, in base units per processor-hour.
    pub rate: u64,
    /// Time to book, in seconds.
    pub duration: u32,
    /// Hardware revision of the node that the client books: `Node::revision`.
    pub revision: u32,
    /// The most that is paid in, fees included, in base units.
    pub most: u64,
    /// The client's note.
    pub reference: [u8; 32],
}

impl Create<'_> {
    /// Writes the ledger and the order, then moves the money.
    pub fn handle(ctx: Context<Self>, id: u64, params: CreateParams) -> Result<()> {
        let Self { client, payer, config, ledger, node, order, source, vault, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        let CreateParams { processors, rate, duration, revision, most, reference } = params;
        require!(node.revision == revision, OrdersError::NodeChanged);
        require!(*order.owner != crate::ID, OrdersError::NumberInUse);
        let terms = Terms { hire: Hire { processors, rate }, duration, currency: ledger.currency };
        let (escrow, charge) = Escrow::open(&terms, &config.rules, now).map_err(refused)?;
        ledger.balances.pay_in(charge).map_err(refused)?;
        let total = charge.total().map_err(refused)?;
        require!(total <= most, OrdersError::AboveLimit);
        let serial = ledger.serial;
        ledger.serial = Ledger::serial_after(serial)?;
        let contents = Order {
            version: Order::VERSION,
            currency: ledger.currency,
            client_bump: associated::bump_seen(client.key, &ledger.mint, source.key)
                .unwrap_or_else(|| associated::derive_bump(client.key, &ledger.mint)),
            provider_bump: 0,
            revision,
            serial,
            client: client.key(),
            node: node.key(),
            provider: Pubkey::default(),
            reference,
            escrow,
            record_bump: 0,
            bonded: false,
            reserved: [0; 6],
        };
        let seeds: &[&[u8]] = &[ORDER_SEED, client.key.as_ref(), &id.to_le_bytes(), &[ctx.bumps.order]];
        create(payer, order, seeds, &contents)?;
        deposit::pay_in(ledger, vault, payer, source, total)?;
        emit!(OrderCreated {
            order: order.key(),
            serial,
            client: client.key(),
            payer: payer.key(),
            node: node.key(),
            revision,
            currency: ledger.currency,
            processors,
            rate,
            duration,
            accept_seconds: escrow.accept_seconds,
            holdback_seconds: escrow.holdback_seconds,
            cost: charge.cost,
            fees: charge.fees().total(),
            now,
            reference,
        });
        Ok(())
    }
}
