//! A season.

use {
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::airdrop::SEASON_SEED,
    io_economics::airdrop::{SeasonLedger, Terms},
    io_onchain::raw_account,
};

/// What a funder has published. Its address is the authority of its vault.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Season {
    /// Layout of this account.
    pub version: u8,
    /// Bump of its address.
    pub bump: u8,
    /// Bump of the funder's associated token account, where the rest may return.
    pub funder_bump: u8,
    /// Fills the layout.
    pub padding: u8,
    /// Pages that are open.
    pub pages: u32,
    /// The funder's number for it.
    pub id: u64,
    /// Shows that a page was opened by the code that created the season.
    pub seal: [u8; 16],
    /// Who published it.
    pub funder: Pubkey,
    /// Its token account, which holds the pool.
    pub vault: Pubkey,
    /// Root of the tree over all leaves.
    pub root: [u8; 32],
    /// The cluster that the leaves are for: its genesis hash.
    pub domain: [u8; 32],
    /// Its terms, money and times.
    pub ledger: SeasonLedger,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(Season);

impl Season {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// Takes over what was published.
    pub fn publish(&mut self, terms: &Terms) {
        (self.root, self.domain) = (terms.root, terms.domain);
    }

    /// Calls `sign` with the seeds by which the program signs for the season.
    pub fn signed<T>(&self, sign: impl FnOnce(&[&[u8]]) -> T) -> T {
        signed_as(&self.funder, self.id, self.bump, sign)
    }
}

/// Calls `sign` with the seeds by which the program signs for a funder's season.
pub fn signed_as<T>(funder: &Pubkey, id: u64, bump: u8, sign: impl FnOnce(&[&[u8]]) -> T) -> T {
    sign(&[SEASON_SEED, funder.as_ref(), &id.to_le_bytes(), &[bump]])
}
