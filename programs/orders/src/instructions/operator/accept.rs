//! Accepts an order: hires the processors, and the service starts.
//!
//! Who: the node's operator, within the window for accepting; not while paused. Moves: nothing. Refuses: a node whose hardware is not
//! the one that was booked, or that is offline, retired, below its minimum, under a pending slash, or has too few processors free; all of which
//! io_staking checks.

use {
    crate::{error::refused, events::OrderAccepted, nodes, Config, Order, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::{emission::MINT, external::USDC_MINT, orders::CONFIG, staking},
    io_economics::orders::Currency,
    io_onchain::associated,
    io_staking::Node,
};

/// Accounts of `accept`.
#[derive(Accounts)]
pub struct Accept<'info> {
    /// Runs the node.
    pub operator: Signer<'info>,
    /// Signs the hire, and says whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The order.
    #[account(mut, has_one = node @ OrdersError::WrongNode, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Whose processors are hired. `dup` here and above: the types differ.
    #[account(mut, has_one = operator @ OrdersError::NotOperator, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Says whether hiring is paused.
    /// CHECK: its address is a constant.
    #[account(address = staking::CONFIG.address @ OrdersError::WrongStakingConfig)]
    pub staking_config: UncheckedAccount<'info>,
    /// Hires.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl Accept<'_> {
    /// Hires, then books. `serial` names the order that is meant.
    pub fn handle(ctx: Context<Self>, serial: u64, extendable: bool) -> Result<()> {
        let Self { config, order, node, staking_config, .. } = ctx.accounts;
        config.require_not_paused()?;
        order.check_serial(serial)?;
        require!(node.version == Node::VERSION, OrdersError::UnknownNodeVersion);
        require!(node.revision == order.revision, OrdersError::NodeChanged);
        order.escrow.accept(Clock::get()?.unix_timestamp, extendable).map_err(refused)?;
        let mint = match order.currency {
            Currency::Io => &MINT.address,
            Currency::Usdc => &USDC_MINT,
        };
        order.provider_bump = associated::derive_bump(&node.payout, mint);
        order.provider = node.payout;
        nodes::hire(
            config.to_account_info(),
            staking_config.to_account_info(),
            node.to_account_info(),
            order.escrow.processors,
        )?;
        emit!(OrderAccepted {
            order: order.key(),
            provider: order.provider,
            start: order.escrow.at,
            extendable,
        });
        Ok(())
    }
}
