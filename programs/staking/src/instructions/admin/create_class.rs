//! Creates a hardware class.
//!
//! Who: the admin. Moves: nothing; the admin pays the rent. Refuses: another signer, a multiplier
//! of 0 or above 100, a number that is taken.

use {
    crate::{events::ClassCreated, Config, HardwareClass, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::{CLASS_SEED, CONFIG},
    io_economics::staking::PoolKind,
};

/// Accounts of `create_class`.
#[derive(Accounts)]
#[instruction(id: u16)]
pub struct CreateClass<'info> {
    /// The admin; pays the rent.
    #[account(mut)]
    pub admin: Signer<'info>,
    /// Names the admin.
    #[account(has_one = admin @ StakingError::NotAdmin, address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Created here.
    #[account(
        init,
        payer = admin,
        space = 8 + HardwareClass::INIT_SPACE,
        seeds = [CLASS_SEED, &id.to_le_bytes()],
        bump,
    )]
    pub class: Account<'info, HardwareClass>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl CreateClass<'_> {
    /// Writes the class.
    pub fn handle(ctx: Context<Self>, id: u16, pool: PoolKind, multiplier: u16) -> Result<()> {
        ctx.accounts.class.set_inner(HardwareClass::new(id, pool, multiplier)?);
        emit!(ClassCreated { class: ctx.accounts.class.key(), id, pool, multiplier });
        Ok(())
    }
}
