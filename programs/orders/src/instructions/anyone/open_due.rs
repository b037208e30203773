//! Opens a place for money that a payee's account cannot take; does nothing if there is one, so that with the step that
//! needs it in one transaction it never fails.
//!
//! Who: anyone; whoever does it pays the rent, and gets it back when the payee takes the money. Moves: nothing. Refuses:
//! an account that is no currency's books.

use {
    crate::{events::DueOpened, Due, Payment},
    anchor_lang::prelude::*,
    io_addresses::orders::DUE_SEED,
    io_onchain::create,
};

/// Accounts of `open_due`.
#[derive(Accounts)]
#[instruction(payee: Pubkey)]
pub struct OpenDue<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub opener: Signer<'info>,
    /// Books of the currency.
    pub payment: Box<Account<'info, Payment>>,
    /// Created here, if need be.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [DUE_SEED, payee.as_ref(), payment.mint.as_ref()], bump)]
    pub due: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl OpenDue<'_> {
    /// Writes an empty place, but never over one that is in use.
    pub fn handle(ctx: Context<Self>, payee: Pubkey) -> Result<()> {
        let Self { opener, payment, due, .. } = ctx.accounts;
        if *due.owner == crate::ID {
            return Ok(());
        }
        let mint = payment.mint;
        let contents =
            Due { version: Due::VERSION, padding: [0; 7], amount: 0, payee, mint, opener: opener.key() };
        create(opener, due, &[DUE_SEED, payee.as_ref(), mint.as_ref(), &[ctx.bumps.due]], &contents)?;
        emit!(DueOpened { payee, mint, opener: opener.key() });
        Ok(())
    }
}
