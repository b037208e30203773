//! Announces who holds a role: an oracle in 7 days, a slasher in 21, so that stake which leaves
//! within 7 has cooled down before. It takes effect by itself. With a slasher's hand-over its epoch
//! rises.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::RoleAnnounced, Config, InPlace, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
    io_economics::staking::{NOTICE_SECONDS, SLASHER_NOTICE_SECONDS},
};

/// Accounts of `announce_role`.
#[derive(Accounts)]
pub struct AnnounceRole<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin; changed.
    #[account(
        mut,
        has_one = admin @ StakingError::NotAdmin,
        address = CONFIG.address @ StakingError::WrongConfig,
    )]
    pub config: Box<Account<'info, Config>>,
}

/// A role that the admin can give to another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Role {
    /// Reports availability.
    Oracle,
    /// Proposes and cancels slashes.
    Slasher,
}

impl AnnounceRole<'_> {
    /// Writes the announcement, in place of an earlier one that does not hold yet.
    pub fn handle(ctx: Context<Self>, role: Role, key: Pubkey) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        let (announced, notice) = match role {
            Role::Oracle => (&mut config.oracle, NOTICE_SECONDS),
            Role::Slasher => {
                let Config { slasher, epochs, .. } = &mut ***config;
                epochs.announce(slasher.next_at, now);
                (slasher, SLASHER_NOTICE_SECONDS)
            }
        };
        announced.announce(key, now, notice);
        let effective_at = announced.next_at;
        emit!(RoleAnnounced { role, key, effective_at });
        Ok(())
    }
}
