//! One currency: its vault, and the balances in it.

use {
    crate::OrdersError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::orders::{Balances, Currency},
    io_onchain::raw_account,
};

/// What the vault of a currency holds, and for whom.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Ledger {
    /// Layout of this account.
    pub version: u8,
    /// The currency.
    pub currency: Currency,
    /// Fills the layout.
    pub padding: [u8; 6],
    /// Serial number of the next order: even in IO, odd in USDC, so that no two orders share one.
    pub serial: u64,
    /// Mint of the currency.
    pub mint: Pubkey,
    /// Token account that holds everything paid in.
    pub vault: Pubkey,
    /// Buyback's vault of this currency, which the fees are swept to.
    pub sweep_to: Pubkey,
    /// How the money in the vault is shared among owners.
    pub balances: Balances,
    /// For later versions.
    pub reserved: [u8; 24],
}

raw_account!(Ledger);

impl Ledger {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// The serial number of a currency's first order.
    pub const fn first_serial(currency: Currency) -> u64 {
        currency as u64
    }

    /// # Errors
    /// `Overflow` after 2^63 orders.
    pub fn serial_after(serial: u64) -> Result<u64> {
        Ok(serial.checked_add(2).ok_or(OrdersError::Overflow)?)
    }
}
