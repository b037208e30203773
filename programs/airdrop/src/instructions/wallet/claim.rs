//! Pays a leaf's IO to its wallet.
//!
//! Who: the wallet, while the season is open. Moves: the leaf's share of the pool, from the
//! season's vault to a token account of the wallet. Refuses: a proof of another leaf, season or
//! cluster, an index beyond the leaves, a second time, another's token account, one that cannot
//! take it.

use {
    crate::{
        claims::{pay, Entry},
        AirdropError,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_onchain::token_view,
};

/// Accounts of `claim`.
#[derive(Accounts)]
pub struct Claim<'info> {
    /// The wallet that the leaf names.
    pub wallet: Signer<'info>,
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
    /// A token account of the wallet.
    /// CHECK: its owner and state are looked at before it is paid.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl Claim<'_> {
    /// Checks where it goes, then pays.
    pub fn handle(ctx: Context<Self>, index: u32, points: u64, proof: &[u8]) -> Result<()> {
        let Self { wallet, season, page, vault, destination, .. } = ctx.accounts;
        let wallet = wallet.key();
        require!(token_view::owner(destination) == Some(wallet), AirdropError::NotWalletsAccount);
        require!(token_view::takes(destination, &MINT.address, &wallet), AirdropError::CannotTake);
        pay(season, page, vault, destination, &Entry { index, wallet, points, proof })
    }
}
