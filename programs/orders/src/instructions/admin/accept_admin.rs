//! Takes over as admin.
//!
//! Who: the proposed admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::AdminAccepted, Config, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
};

/// Accounts of `accept_admin`.
#[derive(Accounts)]
pub struct AcceptAdmin<'info> {
    /// The proposed admin.
    pub next_admin: Signer<'info>,
    /// Names the proposed admin; changed here.
    #[account(
        mut,
        address = CONFIG.address @ OrdersError::WrongConfig,
        has_one = next_admin @ OrdersError::NotNextAdmin,
    )]
    pub config: Box<Account<'info, Config>>,
}

impl AcceptAdmin<'_> {
    /// Makes the signer the admin.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.admin = config.next_admin;
        config.next_admin = Pubkey::default();
        emit!(AdminAccepted { admin: config.admin });
        Ok(())
    }
}
