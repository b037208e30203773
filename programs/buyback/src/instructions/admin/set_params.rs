//! Sets the parameters of the rule. The auction that runs keeps its budget, period and offsets, and
//! the age and width that it takes of a price.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, a parameter outside its bounds.

use {
    crate::{error::refused, events::ParamsSet, BuybackError, Config},
    anchor_lang::prelude::*,
    io_addresses::buyback::CONFIG,
    io_economics::buyback::Params,
};

/// Accounts of `set_params`.
#[derive(Accounts)]
pub struct SetParams<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin, and is changed.
    #[account(
        mut,
        address = CONFIG.address @ BuybackError::WrongConfig,
        has_one = admin @ BuybackError::NotAdmin,
    )]
    pub config: Box<Account<'info, Config>>,
}

impl SetParams<'_> {
    /// Checks, then writes.
    pub fn handle(ctx: Context<Self>, params: Params) -> Result<()> {
        let config = &mut ctx.accounts.config;
        params.check().map_err(refused)?;
        config.params = params;
        emit!(ParamsSet { params });
        Ok(())
    }
}
