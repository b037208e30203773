//! Announces who holds a role in 7 days; until then anyone can leave. It takes effect by itself.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::RoleAnnounced, Config, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
    io_economics::staking::NOTICE_SECONDS,
};

/// Accounts of `announce_role`.
#[derive(Accounts)]
pub struct AnnounceRole<'info> {
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

/// A role that the admin can give to another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Role {
    /// Reports outages.
    Oracle,
    /// Decides disputes.
    Arbiter,
}

impl AnnounceRole<'_> {
    /// Writes the announcement, in place of an earlier one that does not hold yet.
    pub fn handle(ctx: Context<Self>, role: Role, key: Pubkey) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        config.seen = now;
        let announced = match role {
            Role::Oracle => &mut config.oracle,
            Role::Arbiter => &mut config.arbiter,
        };
        announced.announce(key, now, NOTICE_SECONDS);
        let effective_at = announced.next_at;
        emit!(RoleAnnounced { role, key, effective_at });
        Ok(())
    }
}
