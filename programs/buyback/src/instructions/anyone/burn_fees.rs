//! Burns the fees paid in IO: all that the IO vault holds.
//!
//! Who: anyone, any time; no pause and no price stops it. Moves: IO from the IO vault to nothing.
//! Refuses: an empty vault.

use {
    crate::{events::Burned, BuybackError, Config},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        buyback::{CONFIG, IO_VAULT},
        emission::MINT,
    },
    io_onchain::{token_view, vaults},
};

/// Accounts of `burn`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct BurnFees<'info> {
    /// Signs for the vault, and counts what was burned.
    // dup: the constant addresses make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ BuybackError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// Where fees paid in IO wait.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = IO_VAULT @ BuybackError::WrongIoVault)]
    pub io_vault: UncheckedAccount<'info>,
    /// The IO mint.
    /// CHECK: its address is a constant.
    #[account(mut, address = MINT.address @ BuybackError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Burns.
    pub token_program: Program<'info, Token>,
}

impl BurnFees<'_> {
    /// Writes the state first, then burns.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, io_vault, mint, .. } = ctx.accounts;
        let io = token_view::amount(io_vault);
        require!(io > 0, BuybackError::NothingToBurn);
        config.totals.burn(io);
        vaults::burn(io_vault, mint, config.as_ref(), Config::SIGNER, io)?;
        emit!(Burned { io });
        Ok(())
    }
}
