//! A holder's stake in a node.

use {anchor_lang::prelude::*, io_economics::staking::Position};

/// One owner's position in one node.
#[account]
#[derive(Debug, InitSpace)]
pub struct Stake {
    /// Layout of this account.
    pub version: u8,
    /// The node.
    pub node: Pubkey,
    /// Whose stake it is: every base unit of it goes back there, with the rewards.
    pub owner: Pubkey,
    /// Shares, rewards and tickets.
    pub position: Position,
    /// For later versions.
    pub reserved: [u8; 16],
}

impl Stake {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
}
