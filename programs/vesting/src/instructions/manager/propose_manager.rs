//! Proposes who takes over a category; nothing changes until that key accepts.
//!
//! Who: the category's manager, once its lock has started: before that a category is as
//! `initialize` wrote it. Moves: nothing. Refuses: another signer.

use {
    crate::{events::ManagerProposed, Category, VestingError},
    anchor_lang::prelude::*,
};

/// Accounts of `propose_manager`.
#[derive(Accounts)]
pub struct ProposeManager<'info> {
    /// The category's manager.
    pub manager: Signer<'info>,
    /// The category.
    #[account(mut, has_one = manager @ VestingError::NotManager)]
    pub category: Box<Account<'info, Category>>,
}

impl ProposeManager<'_> {
    /// Writes the proposal, in place of an earlier one; the default key withdraws it.
    pub fn handle(ctx: Context<Self>, next_manager: Pubkey) -> Result<()> {
        let category = &mut ctx.accounts.category;
        Category::check_address(category)?;
        require!(category.ledger.genesis != 0, VestingError::NotStarted);
        category.next_manager = next_manager;
        emit!(ManagerProposed { kind: category.ledger.kind, next_manager });
        Ok(())
    }
}
