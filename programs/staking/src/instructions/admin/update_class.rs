//! Announces a class's multiplier, 7 days ahead; nodes take it over at their next sync from then on.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, a multiplier of 0 or above 100.

use {
    crate::{events::ClassAnnounced, Config, HardwareClass, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `update_class`.
#[derive(Accounts)]
pub struct UpdateClass<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin.
    #[account(has_one = admin @ StakingError::NotAdmin, address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Changed.
    #[account(mut)]
    pub class: Account<'info, HardwareClass>,
}

impl UpdateClass<'_> {
    /// Writes the announcement.
    pub fn handle(ctx: Context<Self>, multiplier: u16) -> Result<()> {
        let config = &ctx.accounts.config;
        let class = &mut ctx.accounts.class;
        class.announce(multiplier, config.now()?)?;
        emit!(ClassAnnounced { class: class.key(), multiplier, effective_at: class.next_at });
        Ok(())
    }
}
