//! Airdrop seasons: points that were published off chain become IO, claimed with a proof.
//!
//! A funder publishes a season ([`create_season`]): a Merkle root over leaves (index, wallet,
//! points), the sum of all points, and a pool of IO for them. Anyone [`fund`]s it. Once it is open,
//! each wallet [`claim`]s, or anyone does it for the wallet ([`claim_for`]); after its closing
//! anyone [`sweep`]s: the rest burns or returns to the funder, as was published. There is no admin.
//! The rules are `io_economics::airdrop`; this program holds the accounts, checks who may call, and
//! moves the IO.
//!
//! [`create_season`]: io_airdrop::create_season [`fund`]: io_airdrop::fund [`claim`]:
//! io_airdrop::claim [`claim_for`]: io_airdrop::claim_for [`sweep`]: io_airdrop::sweep

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {
    anchor_lang::prelude::*,
    io_economics::airdrop::{Rest, Terms},
};

mod claims;
pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

pub use {error::AirdropError, instructions::*, state::*};

declare_id!("CJffiz1uSieCkxxCTPEEgzf6S8ojgGMsf6nV6j6zJG2w");

#[cfg(not(feature = "no-entrypoint"))]
io_onchain::security_txt!("io_airdrop");

/// Seasons of points, which wallets claim as IO with a proof.
// Instructions are listed by frequency: Anchor compares discriminators in this order, 6 CU each.
#[program]
pub mod io_airdrop {
    use super::*;

    /// Pays a leaf's IO to an account of its wallet. The wallet.
    pub fn claim(ctx: Context<Claim>, index: u32, points: u64, proof: Vec<u8>) -> Result<()> {
        Claim::handle(ctx, index, points, &proof)
    }

    /// Pays a leaf's IO to its wallet's associated token account. Anyone.
    pub fn claim_for(
        ctx: Context<ClaimFor>,
        index: u32,
        points: u64,
        account_bump: u8,
        proof: Vec<u8>,
    ) -> Result<()> {
        ClaimFor::handle(ctx, index, points, account_bump, &proof)
    }

    /// Pays IO into a season's pool. Anyone.
    pub fn fund(ctx: Context<Fund>, amount: u64) -> Result<()> {
        Fund::handle(ctx, amount)
    }

    /// Opens a page for 8,192 claims. The funder, and anyone once the season is open; whoever does
    /// it pays the rent, until the season is closed.
    pub fn open_page(ctx: Context<OpenPage>, number: u32) -> Result<()> {
        OpenPage::handle(ctx, number)
    }

    /// Publishes a season. Its funder.
    pub fn create_season(ctx: Context<CreateSeason>, id: u64, rest: Rest, terms: Terms) -> Result<()> {
        CreateSeason::handle(ctx, id, rest, terms)
    }

    /// Publishes other terms. The funder, until the season is open.
    pub fn update_season(ctx: Context<UpdateSeason>, terms: Terms) -> Result<()> {
        UpdateSeason::handle(ctx, terms)
    }

    /// Calls a season off that is not open. The funder; anyone once it would have closed.
    pub fn cancel_season(ctx: Context<CancelSeason>) -> Result<()> {
        CancelSeason::handle(ctx)
    }

    /// Burns or returns what nobody claimed. Anyone, once the season is closed.
    pub fn sweep(ctx: Context<Sweep>) -> Result<()> {
        Sweep::handle(ctx)
    }

    /// Closes a page of a season whose claims have ended. Anyone.
    pub fn close_page(ctx: Context<ClosePage>) -> Result<()> {
        ClosePage::handle(ctx)
    }

    /// Closes a season that is over and has no page left. Anyone.
    pub fn close_season(ctx: Context<CloseSeason>) -> Result<()> {
        CloseSeason::handle(ctx)
    }
}
