//! A claim, whoever sends it.

use {
    crate::{error::refused, events::Claimed, state::signed_as, AirdropError, Page, Season},
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

/// Proves the leaf, marks it, records it, and pays it from `vault` to `destination`, which the
/// caller has checked.
pub fn pay<'info>(
    season: &AccountInfo<'info>,
    page: &AccountInfo<'info>,
    vault: &AccountInfo<'info>,
    destination: &AccountInfo<'info>,
    entry: &Entry,
) -> Result<()> {
    let Entry { index, wallet, points, .. } = *entry;
    let Booked { amount, funder, id, bump } = book(season, page, vault, entry)?;
    signed_as(&funder, id, bump, |seeds| vaults::pay(vault, destination, season, seeds, amount))?;
    emit!(Claimed { season: *season.key, index, wallet, points, amount });
    Ok(())
}

/// What is to be paid, and the seeds by which the program signs for the season.
struct Booked {
    amount: u64,
    funder: Pubkey,
    id: u64,
    bump: u8,
}

/// Proves, marks and records, in place.
fn book(account: &AccountInfo, page: &AccountInfo, vault: &AccountInfo, entry: &Entry) -> Result<Booked> {
    let Entry { index, wallet, points, proof } = *entry;
    let mut season = Season::load_mut(account)?;
    require_keys_eq!(*vault.key, season.vault, AirdropError::WrongVault);
    let (domain, address, wallet) = (&season.domain, account.key.as_array(), wallet.as_array());
    let leaf = Leaf { domain, season: address, index, wallet, points };
    let hash = |parts: &[&[u8]]| hashv(parts).to_bytes();
    merkle::verify(hash, &season.root, season.ledger.leaves, &leaf, proof).map_err(refused)?;
    let amount = season.ledger.claim(points, Clock::get()?.unix_timestamp).map_err(refused)?;
    Page::claim(page, account.key, &season, index)?;
    Ok(Booked { amount, funder: season.funder, id: season.id, bump: season.bump })
}
