//! Sets what new orders take over: fees, windows, least costs. Running orders keep what they have.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, figures outside their bounds.

use {
    crate::{error::refused, events::RulesSet, Config, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
    io_economics::orders::Rules,
};

/// Accounts of `set_rules`.
#[derive(Accounts)]
pub struct SetRules<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin; changed here.
    #[account(
        mut,
        address = CONFIG.address @ OrdersError::WrongConfig,
        has_one = admin @ OrdersError::NotAdmin,
    )]
    pub config: Box<Account<'info, Config>>,
}

impl SetRules<'_> {
    /// Writes the figures.
    pub fn handle(ctx: Context<Self>, rules: Rules) -> Result<()> {
        let config = &mut ctx.accounts.config;
        rules.check().map_err(refused)?;
        config.rules = rules;
        emit!(RulesSet { rules });
        Ok(())
    }
}
