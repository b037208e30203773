//! Creates an order and pays it in.
//!
//! Who: the client; not while paused. Moves: the cost, 0.25% booking fee, and in USDC 2% payment fee, from the
//! client to the vault; the client pays the order's rent and gets it back when the order is closed. Refuses: no processors,
//! no rate, less than an hour or more than 30 days, less than the least cost, more than the client allows, a node whose
//! hardware is not the one that is meant, a number that is in use.

use {
    crate::{error::refused, events::OrderCreated, Config, Ledger, Order, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::{CONFIG, ORDER_SEED},
    io_economics::orders::{Escrow, Fees, Hire, Terms},
    io_onchain::{associated, create, vaults},
    io_staking::Node,
};

/// Accounts of `create`.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct Create<'info> {
    /// Pays.
    #[account(mut)]
    pub client: Signer<'info>,
    /// Says what the order takes over, and whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Books of the currency. `dup`: no other account here is of its type.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The node.
    pub node: Box<Account<'info, Node>>,
    /// Created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [ORDER_SEED, client.key().as_ref(), &id.to_le_bytes()], bump)]
    pub order: UncheckedAccount<'info>,
    /// Where the client's money comes from.
    /// CHECK: the token program checks that it is of the vault's mint and that the client may spend it.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Holds everything paid in.
    /// CHECK: the books name it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the money.
    pub token_program: Program<'info, Token>,
    /// Creates the order.
    pub system_program: Program<'info, System>,
}

/// What the client asks for.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct CreateParams {
    /// Processors.
    pub processors: u32,
    /// Base units per processor-hour.
    pub rate: u64,
    /// Seconds.
    pub duration: u32,
    /// The hardware that is meant: `Node::revision`.
    pub revision: u32,
    /// The most to pay in, fees included, in base units: the fees may have changed meanwhile.
    pub most: u64,
    /// Whatever the client notes.
    pub reference: [u8; 32],
}

impl Create<'_> {
    /// Books first, then moves.
    pub fn handle(ctx: Context<Self>, id: u64, params: CreateParams) -> Result<()> {
        let Self { client, config, ledger, node, order, source, vault, .. } = ctx.accounts;
        config.require_not_paused()?;
        require!(node.version == Node::VERSION, OrdersError::UnknownNodeVersion);
        let CreateParams { processors, rate, duration, revision, most, reference } = params;
        require!(node.revision == revision, OrdersError::NodeChanged);
        require!(*order.owner != crate::ID, OrdersError::NumberInUse);
        let terms = Terms { hire: Hire { processors, rate }, duration, currency: ledger.currency };
        let now = config.now()?;
        let (escrow, charge) = Escrow::open(&terms, &config.rules, now).map_err(refused)?;
        ledger.balances.pay_in(charge, Fees::default()).map_err(refused)?;
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
        };
        let seeds: &[&[u8]] = &[ORDER_SEED, client.key.as_ref(), &id.to_le_bytes(), &[ctx.bumps.order]];
        create(client, order, seeds, &contents)?;
        vaults::deposit(source, vault, client, total)?;
        emit!(OrderCreated {
            order: order.key(),
            serial,
            client: client.key(),
            node: node.key(),
            revision,
            currency: ledger.currency,
            processors,
            rate,
            duration,
            cost: charge.cost,
            fees: charge.fees().total(),
            now,
            reference,
        });
        Ok(())
    }
}
