//! A grant.

use {
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::vesting::GrantLedger,
    io_onchain::raw_account,
};

/// What one beneficiary is promised. Never closed, so that nothing is released twice.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Grant {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 3],
    /// Its number in its category.
    pub index: u32,
    /// Seal of the category.
    pub seal: [u8; 16],
    /// Who gets the IO.
    pub beneficiary: Pubkey,
    /// The beneficiary's associated token account, where releases go.
    pub account: Pubkey,
    /// May take over as beneficiary; the default key if nobody may.
    pub next_beneficiary: Pubkey,
    /// What is promised, and what was released.
    pub ledger: GrantLedger,
    /// For later versions.
    pub reserved: [u8; 16],
}

raw_account!(Grant);

impl Grant {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
}
