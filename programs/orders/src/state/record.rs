//! What a node has done.

use {
    crate::{Order, OrdersError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::orders::RECORD_SEED,
    io_economics::orders::{History, Outcome},
    io_onchain::{derived, raw_account},
};

/// The record of a node, at ["record", node]. Every last step of an order adds to it; it is never
/// closed.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Record {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// The node.
    pub node: Pubkey,
    /// This window of 90 days and the one before, and maintenance that was announced.
    pub history: History,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(Record);

impl Record {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// The bump of a node's record, whether that exists or not.
    pub fn derive_bump(node: &Pubkey) -> u8 {
        derived::find([RECORD_SEED, node.as_ref(), b""], &crate::ID).1
    }

    /// Adds what `order` has come to, which `outcome` has settled, to the record of its node.
    /// Returns whether there is one: nobody has to open it.
    ///
    /// # Errors
    /// `WrongRecord`.
    pub fn write(
        account: &AccountInfo,
        order: &Order,
        outcome: &Outcome,
        dispute_lost: bool,
    ) -> Result<bool> {
        let seeds = [RECORD_SEED, order.node.as_ref()];
        let address = derived::address(seeds, order.record_bump, &crate::ID);
        require_keys_eq!(*account.key, address, OrdersError::WrongRecord);
        if *account.owner != crate::ID {
            return Ok(false);
        }
        let facts = order.escrow.facts(outcome, dispute_lost);
        let mut record = Self::load_mut(account)?;
        record.history.add(order.escrow.seen_at(), order.currency, &facts);
        Ok(true)
    }
}
