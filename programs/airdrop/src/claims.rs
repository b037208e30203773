//! A claim, whoever sends it.

use {
    crate::{error::refused, events::Claimed, Page, Season},
    anchor_lang::prelude::*,
    io_economics::airdrop::merkle::{self, Leaf},
    io_onchain::vaults,
    solana_sha256_hasher::hashv,
};

/// What a claim names.
pub struct Entry<'a> {
    /// The leaf's place.
    pub index: u32,
    /// The wallet that the leaf names.
    pub wallet: Pubkey,
    /// Its points.
    pub points: u64,
    /// The siblings from the leaf up, 32 bytes each.
    pub proof: &'a [u8],
}

/// Proves the leaf, marks it, books it, and pays it from `vault` to `destination`, which the caller
/// has checked.
pub fn pay<'info>(
    season: &mut Account<'info, Season>,
    page: &AccountInfo<'info>,
    vault: &AccountInfo<'info>,
    destination: &AccountInfo<'info>,
    entry: &Entry,
) -> Result<()> {
    let Entry { index, wallet, points, proof } = *entry;
    let address = season.key();
    let leaf =
        Leaf { domain: &season.domain, season: address.as_array(), index, wallet: wallet.as_array(), points };
    let hash = |parts: &[&[u8]]| hashv(parts).to_bytes();
    let now = Clock::get()?.unix_timestamp;
    let leaves = season.ledger.leaves;
    merkle::verify(hash, &season.root, leaves, &leaf, proof).map_err(refused)?;
    let amount = season.ledger.claim(points, now).map_err(refused)?;
    Page::claim(page, season, index)?;
    season.signed(|seeds| vaults::pay(vault, destination, &*season, seeds, amount))?;
    emit!(Claimed { season: address, index, wallet, points, amount });
    Ok(())
}
