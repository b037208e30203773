//! The ways in which money moves. Each is one CPI.

use {
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Burn, Transfer},
    io_addresses::buyback::{CONFIG, CONFIG_SEED, SWAPPER, SWAPPER_SEED},
};

/// Who signs for a token account.
#[derive(Clone, Copy)]
pub enum By {
    /// The owner, who signs the transaction.
    Caller,
    /// The config, for the vaults.
    Config,
    /// The swapper, for its two accounts.
    Swapper,
}

/// Transfers `amount` base units.
pub fn pay<'info>(
    from: &AccountInfo<'info>,
    to: &AccountInfo<'info>,
    authority: &AccountInfo<'info>,
    by: By,
    amount: u64,
) -> Result<()> {
    let accounts = Transfer { from: from.clone(), to: to.clone(), authority: authority.clone() };
    by.with(|seeds| token::transfer(CpiContext::new_with_signer(token::ID, accounts, seeds), amount))
}

/// Burns `amount` base units.
pub fn burn<'info>(
    from: &AccountInfo<'info>,
    mint: &AccountInfo<'info>,
    authority: &AccountInfo<'info>,
    by: By,
    amount: u64,
) -> Result<()> {
    let accounts = Burn { mint: mint.clone(), from: from.clone(), authority: authority.clone() };
    by.with(|seeds| token::burn(CpiContext::new_with_signer(token::ID, accounts, seeds), amount))
}

impl By {
    /// Calls with the seeds of the signer.
    pub fn with<T>(self, call: impl FnOnce(&[&[&[u8]]]) -> T) -> T {
        match self {
            Self::Caller => call(&[]),
            Self::Config => call(&[&[CONFIG_SEED, &[CONFIG.bump]]]),
            Self::Swapper => call(&[&[SWAPPER_SEED, &[SWAPPER.bump]]]),
        }
    }
}
