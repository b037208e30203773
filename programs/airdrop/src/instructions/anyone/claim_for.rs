//! Pays a leaf's IO to its wallet, which need not sign.
//!
//! Who: anyone, while the season is open. Moves: the leaf's share of the pool, from the season's
//! vault to the wallet's associated token account, and nowhere else. Refuses: what `claim` refuses,
//! and an account that cannot take it.

use {
    crate::{
        claims::{pay, Entry},
        AirdropError,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_onchain::{associated, token_view},
};

/// Accounts of `claim_for`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct ClaimFor<'info> {
    /// The wallet that the leaf names.
    /// CHECK: the leaf names it.
    pub wallet: UncheckedAccount<'info>,
    /// The season; signs for its vault.
    /// CHECK: owner and type are checked where it is read and written, in place.
    #[account(mut)]
    pub season: UncheckedAccount<'info>,
    /// The page with the leaf's bit.
    /// CHECK: owner, type, season and number are checked where the bit is set.
    #[account(mut)]
    pub page: UncheckedAccount<'info>,
    /// Holds the pool.
    /// CHECK: compared with the one that the season names; the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The wallet's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl ClaimFor<'_> {
    /// Checks where it goes, then pays. `bump` is that of the wallet's associated token account;
    /// since the account is a token account, no other bump gives its address.
    pub fn handle(ctx: Context<Self>, index: u32, points: u64, bump: u8, proof: &[u8]) -> Result<()> {
        let Self { wallet, season, page, vault, destination, .. } = ctx.accounts;
        let (wallet, mint) = (wallet.key(), MINT.address);
        let address = associated::address(&wallet, &mint, bump);
        require_keys_eq!(destination.key(), address, AirdropError::NotAssociatedAccount);
        require!(token_view::takes(destination, &mint, &wallet), AirdropError::CannotTake);
        pay(season, page, vault, destination, &Entry { index, wallet, points, proof })
    }
}
