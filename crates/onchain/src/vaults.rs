//! The four ways in which tokens move. Each is one CPI.

use {
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Burn, Transfer},
};

/// From an account whose authority signs the transaction.
pub fn deposit<'info>(
    from: AccountInfo<'info>,
    to: AccountInfo<'info>,
    authority: AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    token::transfer(CpiContext::new(token::ID, Transfer { from, to, authority }), amount)
}

/// From a vault, signed by the PDA of `seeds`.
pub fn pay<'info>(
    from: AccountInfo<'info>,
    to: AccountInfo<'info>,
    authority: AccountInfo<'info>,
    seeds: &[&[u8]],
    amount: u64,
) -> Result<()> {
    let accounts = Transfer { from, to, authority };
    token::transfer(CpiContext::new_with_signer(token::ID, accounts, &[seeds]), amount)
}

/// From a vault to nothing, signed by the PDA of `seeds`.
pub fn burn<'info>(
    from: AccountInfo<'info>,
    mint: AccountInfo<'info>,
    authority: AccountInfo<'info>,
    seeds: &[&[u8]],
    amount: u64,
) -> Result<()> {
    let accounts = Burn { mint, from, authority };
    token::burn(CpiContext::new_with_signer(token::ID, accounts, &[seeds]), amount)
}

/// To nothing, from an account whose authority signs the transaction.
pub fn burn_own<'info>(
    from: AccountInfo<'info>,
    mint: AccountInfo<'info>,
    authority: AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    token::burn(CpiContext::new(token::ID, Burn { mint, from, authority }), amount)
}
