//! Takes over a category.
//!
//! Who: the proposed manager. Moves: nothing. Refuses: another signer.

use {
    crate::{events::ManagerAccepted, Category, VestingError},
    anchor_lang::prelude::*,
};

/// Accounts of `accept_manager`.
#[derive(Accounts)]
pub struct AcceptManager<'info> {
    /// The proposed manager.
    pub next_manager: Signer<'info>,
    /// The category.
    #[account(mut, has_one = next_manager @ VestingError::NotNextManager)]
    pub category: Box<Account<'info, Category>>,
}

impl AcceptManager<'_> {
    /// Makes the signer the manager.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let category = &mut ctx.accounts.category;
        Category::check_address(category)?;
        category.manager = core::mem::take(&mut category.next_manager);
        emit!(ManagerAccepted { kind: category.ledger.kind, manager: category.manager });
        Ok(())
    }
}
