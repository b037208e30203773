//! The one place that mints.

use {
    anchor_lang::prelude::*,
    anchor_spl::token::{self, MintTo},
    io_addresses::emission::{EMISSION, EMISSION_SEED},
};

/// Mints `amount` base units of IO to `to`, signed by the emission state.
pub fn mint_io<'info>(
    mint: AccountInfo<'info>,
    to: AccountInfo<'info>,
    emission: AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    token::mint_to(
        CpiContext::new_with_signer(
            token::ID,
            MintTo { mint, to, authority: emission },
            &[&[EMISSION_SEED, &[EMISSION.bump]]],
        ),
        amount,
    )
}
