//! Opens a place for money that a payee's account cannot take; does nothing if there is one, so that with the step that
//! needs it in one transaction it never fails.
//!
//! Who: anyone; whoever does it pays the rent, and gets it back when the payee takes the money. Moves: nothing. Refuses:
//! an account that is no currency's books.

use {
    crate::{events::DueOpened, Due, Payment},
    anchor_lang::prelude::*,
    io_addresses::orders::DUE_SEED,
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
    #[account(
        init_if_needed,
        payer = opener,
        space = 8 + Due::INIT_SPACE,
        seeds = [DUE_SEED, payee.as_ref(), payment.mint.as_ref()],
        bump,
    )]
    pub due: Box<Account<'info, Due>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl OpenDue<'_> {
    /// Writes an empty place, but never over one that is in use.
    pub fn handle(ctx: Context<Self>, payee: Pubkey) -> Result<()> {
        if ctx.accounts.due.version != 0 {
            return Ok(());
        }
        let mint = ctx.accounts.payment.mint;
        let opener = ctx.accounts.opener.key();
        ctx.accounts.due.set_inner(Due {
            version: Due::VERSION,
            padding: [0; 7],
            amount: 0,
            payee,
            mint,
            opener,
        });
        emit!(DueOpened { payee, mint });
        Ok(())
    }
}
