//! Takes back what has not vested of a grant, for other grants of the category. What has vested
//! stays the beneficiary's.
//!
//! Who: the manager of the core contributors. Moves: nothing. Refuses: grants of investors, a
//! second time, a grant that has vested whole.

use {
    crate::{error::refused, events::Revoked, Category, Grant, VestingError},
    anchor_lang::prelude::*,
};

/// Accounts of `revoke`.
#[derive(Accounts)]
pub struct Revoke<'info> {
    /// The category's manager.
    pub manager: Signer<'info>,
    // `dup` here and below: the types differ.
    /// The category.
    #[account(mut, has_one = manager @ VestingError::NotManager, dup)]
    pub category: Box<Account<'info, Category>>,
    /// The grant.
    #[account(mut, dup)]
    pub grant: Box<Account<'info, Grant>>,
}

impl Revoke<'_> {
    /// Returns the part that has not vested to the category.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { category, grant, .. } = ctx.accounts;
        Category::check_address(category)?;
        category.check_grant(grant)?;
        let now = Clock::get()?.unix_timestamp;
        let unvested = category.ledger.revoke(&mut grant.ledger, now).map_err(refused)?;
        emit!(Revoked { grant: grant.key(), amount: grant.ledger.amount, unvested });
        Ok(())
    }
}
