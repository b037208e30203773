//! An order.

use {
    crate::{Ledger, OrdersError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::orders::{Currency, Escrow},
    io_onchain::raw_account,
};

/// A client's order for time on a node. 256 bytes with the discriminator.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Order {
    /// Layout of this account.
    pub version: u8,
    /// Currency of the order.
    pub currency: Currency,
    /// Bump of the client's associated token account, where refunds go.
    pub client_bump: u8,
    /// Bump of the provider's associated token account, where pay goes.
    pub provider_bump: u8,
    /// Hardware revision of the node that was booked: `Node::revision`.
    pub revision: u32,
    /// Serial number, unique among the orders of both currencies and never used again, unlike the
    /// client's own number: what was signed for one order does nothing to a later one at the same
    /// address.
    pub serial: u64,
    /// The client, who gets back what is not used, whoever paid it.
    pub client: Pubkey,
    /// The node that was booked.
    pub node: Pubkey,
    /// The node's payout wallet at acceptance; the default key before.
    pub provider: Pubkey,
    /// The client's note.
    pub reference: [u8; 32],
    /// Terms and progress.
    pub escrow: Escrow,
    /// Bump of the node's record, which every last step writes to; 0 before acceptance.
    pub record_bump: u8,
    /// Whether a bid's bond stands for the first hour. The order closes after `return_bond`.
    pub bonded: bool,
    /// For later versions.
    pub reserved: [u8; 6],
}

raw_account!(Order);

impl Order {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// # Errors
    /// `WrongLedger`.
    pub fn check_ledger(&self, ledger: &Ledger) -> Result<()> {
        require!(self.currency == ledger.currency, OrdersError::WrongLedger);
        Ok(())
    }

    /// # Errors
    /// `WrongSerial`.
    pub fn check_serial(&self, serial: u64) -> Result<()> {
        require!(self.serial == serial, OrdersError::WrongSerial);
        Ok(())
    }
}
