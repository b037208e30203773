//! Announces a class's multiplier, 7 days ahead; nodes take it over with their next report from
//! then on. 0 retires the class for good: its nodes earn nothing, and no node joins it.
//!
//! Who: the admin. Moves: nothing. An announcement that does not hold yet is replaced. Refuses:
//! another signer, a multiplier above 100, beyond twice or half of the one in force, 0 while that
//! is above 1, a retired class.

use {
    crate::{events::ClassAnnounced, Config, HardwareClass, InPlace, StakingError},
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
    /// The class whose multiplier is announced.
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
