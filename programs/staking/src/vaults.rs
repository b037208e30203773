//! The four ways in which IO moves. Each is one CPI.

use {
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Burn, Transfer},
    io_addresses::staking::{CONFIG, CONFIG_SEED},
};

const SEEDS: &[&[u8]] = &[CONFIG_SEED, &[CONFIG.bump]];

/// From a holder, who signs.
pub fn deposit<'info>(
    from: AccountInfo<'info>,
    to: AccountInfo<'info>,
    authority: AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    token::transfer(CpiContext::new(token::ID, Transfer { from, to, authority }), amount)
}

/// From a vault, signed by the config.
pub fn pay<'info>(
    from: AccountInfo<'info>,
    to: AccountInfo<'info>,
    config: AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    let accounts = Transfer { from, to, authority: config };
    token::transfer(CpiContext::new_with_signer(token::ID, accounts, &[SEEDS]), amount)
}

/// From a vault to nothing, signed by the config.
pub fn burn<'info>(
    from: AccountInfo<'info>,
    mint: AccountInfo<'info>,
    config: AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    let accounts = Burn { mint, from, authority: config };
    token::burn(CpiContext::new_with_signer(token::ID, accounts, &[SEEDS]), amount)
}
