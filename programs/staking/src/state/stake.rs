//! A holder's stake in a node.

use {
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::staking::Position,
    io_onchain::raw_account,
};

/// One owner's position in one node.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Stake {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 15],
    /// The node.
    pub node: Pubkey,
    /// The owner: every base unit of the stake goes back there, with the rewards.
    pub owner: Pubkey,
    /// Shares, rewards and tickets.
    pub position: Position,
    /// For later versions.
    pub reserved: [u8; 16],
}

raw_account!(Stake);

impl Stake {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
}
