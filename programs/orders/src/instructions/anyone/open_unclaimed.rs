//! Opens an account for money that a payee's token account cannot take. Does nothing if it exists,
//! so that it can be put before the step that needs it, in one transaction.
//!
//! Who: anyone; whoever does it pays the rent, and gets it back when the money leaves. Moves:
//! nothing. Refuses: a ledger that is not this program's.

use {
    crate::{events::UnclaimedOpened, Ledger, UnclaimedBalance},
    anchor_lang::prelude::*,
    io_addresses::orders::UNCLAIMED_SEED,
    io_onchain::create,
};

/// Accounts of `open_unclaimed`.
#[derive(Accounts)]
#[instruction(payee: Pubkey)]
pub struct OpenUnclaimed<'info> {
    /// The signer, who pays the rent.
    #[account(mut)]
    pub opener: Signer<'info>,
    /// Ledger of the currency.
    pub ledger: Box<Account<'info, Ledger>>,
    /// The payee's unclaimed balance; created here if it does not exist.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [UNCLAIMED_SEED, payee.as_ref(), ledger.mint.as_ref()], bump)]
    pub unclaimed: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl OpenUnclaimed<'_> {
    /// Writes an empty balance, but never over one that exists.
    pub fn handle(ctx: Context<Self>, payee: Pubkey) -> Result<()> {
        let Self { opener, ledger, unclaimed, .. } = ctx.accounts;
        if *unclaimed.owner == crate::ID {
            return Ok(());
        }
        let mint = ledger.mint;
        let contents = UnclaimedBalance {
            version: UnclaimedBalance::VERSION,
            padding: [0; 7],
            amount: 0,
            payee,
            mint,
            opener: opener.key(),
        };
        create(
            opener,
            unclaimed,
            &[UNCLAIMED_SEED, payee.as_ref(), mint.as_ref(), &[ctx.bumps.unclaimed]],
            &contents,
        )?;
        emit!(UnclaimedOpened { payee, mint, opener: opener.key() });
        Ok(())
    }
}
