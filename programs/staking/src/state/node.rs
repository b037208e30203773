//! A node: whose it is, and its ledger.

use {
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::staking::{Holder, NodeLedger, PoolKind},
    io_onchain::raw_account,
};

/// A node that rents out processors.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Node {
    /// Layout of this account.
    pub version: u8,
    /// The pool of its class.
    pub pool: PoolKind,
    /// Fills the layout.
    pub padding: [u8; 6],
    /// The operator's number for it.
    pub id: u32,
    /// Rises with each change of hardware; a report names it.
    pub revision: u32,
    /// The operator.
    pub operator: Pubkey,
    /// The wallet that commission and pay go to.
    pub payout: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// Stake, rewards, availability, slashes.
    pub ledger: NodeLedger,
    /// For later versions.
    pub reserved: [u8; 16],
}

raw_account!(Node);

impl Node {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// Whether `owner` is the operator.
    pub fn holder(&self, owner: &Pubkey) -> Holder {
        if self.operator == *owner {
            Holder::Operator
        } else {
            Holder::Delegator
        }
    }
}
