//! Proposes the next admin, who has to accept.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::AdminProposed, Config, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
};

/// Accounts of `propose_admin`.
#[derive(Accounts)]
pub struct ProposeAdmin<'info> {
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

impl ProposeAdmin<'_> {
    /// Writes the proposal; the default key takes it back.
    pub fn handle(ctx: Context<Self>, next_admin: Pubkey) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.next_admin = next_admin;
        emit!(AdminProposed { next_admin });
        Ok(())
    }
}
