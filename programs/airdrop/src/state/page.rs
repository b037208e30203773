//! Who has claimed.

use {
    crate::{error::refused, AirdropError, Season},
    anchor_lang::{prelude::*, Discriminator},
    bytemuck::{Pod, Zeroable},
    io_economics::airdrop::{page_of, Bitmap, PAGE_BYTES},
    io_onchain::raw_account,
};

/// A bit for each of 8,192 leaves of a season.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable)]
#[repr(C)]
pub struct Page {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 3],
    /// Its number: it holds the leaves from 8,192 times this number on.
    pub number: u32,
    /// Seal of the season.
    pub seal: [u8; 16],
    /// The season.
    pub season: Pubkey,
    /// Who paid the rent, and gets it back.
    pub opener: Pubkey,
    /// A bit for each leaf: 1 once it was claimed.
    pub bits: [u8; 1024],
}

raw_account!(Page);

const _: () = assert!(PAGE_BYTES == 1024);

impl Page {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// Marks a leaf as claimed, in place: a copy of the whole page would cost more than the rest of
    /// the claim. `address` is the season's.
    ///
    /// # Errors
    /// `WrongPage`, `AlreadyClaimed`.
    pub fn claim(account: &AccountInfo, address: &Pubkey, season: &Season, index: u32) -> Result<()> {
        require_keys_eq!(*account.owner, crate::ID, AirdropError::WrongPage);
        // The season in the place of its page is in use already.
        let mut data = account.try_borrow_mut_data().map_err(|_| AirdropError::WrongPage)?;
        let (discriminator, contents) = data.split_at_mut_checked(8).ok_or(AirdropError::WrongPage)?;
        require!(discriminator == Self::DISCRIMINATOR, AirdropError::WrongPage);
        let page: &mut Self = bytemuck::try_from_bytes_mut(contents).map_err(|_| AirdropError::WrongPage)?;
        require!(page.version == Self::VERSION, AirdropError::UnknownVersion);
        let right = page.season == *address && page.seal == season.seal && page.number == page_of(index);
        require!(right, AirdropError::WrongPage);
        Bitmap(&mut page.bits).claim(index).map_err(refused)
    }
}
