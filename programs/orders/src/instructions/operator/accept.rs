//! Accepts an order: hires the processors, and the service starts.
//!
//! Who: the node's operator, within the window for accepting; not while paused. Moves: nothing.
//! Refuses: a node whose hardware changed since it was booked; and, as io_staking checks, one that
//! is offline, retired, below its minimum stake, under a pending slash, or has too few processors
//! free.

use {
    crate::{error::refused, events::OrderAccepted, nodes, Config, Order, OrdersError, Record},
    anchor_lang::prelude::*,
    io_addresses::{emission::MINT, external::USDC_MINT, orders::CONFIG, staking},
    io_economics::orders::{Currency, MAX_SECONDS},
    io_onchain::associated,
    io_staking::Node,
};

/// Accounts of `accept`.
#[derive(Accounts)]
pub struct Accept<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// Signs the hire; holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The order.
    #[account(mut, has_one = node @ OrdersError::WrongNode, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Node whose processors are hired.
    // `dup` here and above: the accounts are of different types.
    #[account(mut, has_one = operator @ OrdersError::NotOperator, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Config of io_staking.
    /// CHECK: its address is a constant.
    #[account(address = staking::CONFIG.address @ OrdersError::WrongStakingConfig)]
    pub staking_config: UncheckedAccount<'info>,
    /// Program that hires the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl Accept<'_> {
    /// Starts the service, then hires. `serial` is the number of the order that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64, extendable: bool) -> Result<()> {
        let Self { config, order, node, staking_config, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        order.check_serial(serial)?;
        require!(node.revision == order.revision, OrdersError::NodeChanged);
        let longest = if extendable { MAX_SECONDS } else { 0 };
        order.escrow.accept(now, longest).map_err(refused)?;
        let mint = match order.currency {
            Currency::Io => &MINT.address,
            Currency::Usdc => &USDC_MINT,
        };
        order.provider_bump = associated::derive_bump(&node.payout, mint);
        order.provider = node.payout;
        order.record_bump = Record::derive_bump(&order.node);
        nodes::hire(
            config.to_account_info(),
            staking_config.to_account_info(),
            node.to_account_info(),
            order.escrow.processors,
            order.escrow.hired_until(),
        )?;
        emit!(OrderAccepted {
            order: order.key(),
            provider: order.provider,
            start: order.escrow.at,
            longest: order.escrow.longest,
        });
        Ok(())
    }
}
