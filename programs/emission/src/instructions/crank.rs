//! Mints what the schedule has reached, at the last full hour, to the staking program's reward
//! vault.
//!
//! Who: anyone, any time; after a gap of an hour or of 20 years, in one call. Moves: IO from
//! nothing to the reward vault. Refuses: another mint or recipient, a second call within the hour.

use {
    super::mint_io::mint_io,
    crate::{events::Emitted, Emission, EmissionError},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Token},
    io_addresses::{
        emission::{EMISSION, MINT},
        staking::REWARD_VAULT,
    },
};

/// Accounts of `crank`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct Crank<'info> {
    /// Signs as mint authority, and says how far the schedule has been followed.
    // dup: the constant addresses make a duplicate impossible.
    #[account(mut, address = EMISSION.address @ EmissionError::WrongEmission, dup)]
    pub emission: Account<'info, Emission>,
    /// The IO mint.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = MINT.address @ EmissionError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// The one recipient of the emission.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = REWARD_VAULT @ EmissionError::WrongRewardVault)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Mints.
    pub token_program: Program<'info, Token>,
}

impl Crank<'_> {
    /// Writes the state first, then mints.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let accounts = ctx.accounts;
        require!(accounts.reward_vault.owner == &token::ID, EmissionError::RewardVaultMissing);
        let amount = accounts.emission.advance(Clock::get()?.unix_timestamp)?;
        mint_io(
            accounts.mint.to_account_info(),
            accounts.reward_vault.to_account_info(),
            accounts.emission.to_account_info(),
            amount,
        )?;
        emit!(Emitted { amount, minted: accounts.emission.minted, now: accounts.emission.latest_ts });
        Ok(())
    }
}
