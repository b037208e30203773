//! One currency: its vault and its books.

use {
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::orders::{Books, Currency},
    io_onchain::raw_account,
};

/// What the vault of a mint holds, and for whom.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Payment {
    /// Layout of this account.
    pub version: u8,
    /// Which currency.
    pub currency: Currency,
    /// Fills the layout.
    pub padding: [u8; 6],
    /// Orders created so far; the next one's serial number.
    pub serial: u64,
    /// The mint.
    pub mint: Pubkey,
    /// Token account of everything paid in.
    pub vault: Pubkey,
    /// Buyback's token account, where fees are swept to.
    pub sweep_to: Pubkey,
    /// What is spoken for.
    pub books: Books,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(Payment, [227, 231, 51, 26, 244, 88, 4, 148]);

impl Payment {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
}
