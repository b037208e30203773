//! Stakes: opened, staked, unstaked, withdrawn, claimed, closed.

use anchor_lang::prelude::*;

/// An empty stake was opened.
#[event]
pub struct StakeOpened {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
}

/// IO was staked.
#[event]
pub struct Staked {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
    /// IO staked.
    pub amount: u64,
    /// Shares bought.
    pub shares: u128,
}

/// Stake was moved to a ticket, to cool down.
#[event]
pub struct Unstaked {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
    /// IO that cools down.
    pub amount: u64,
    /// Shares burned.
    pub shares: u128,
    /// The time from which the IO can be withdrawn.
    pub unlocks_at: i64,
}

/// Unlocked tickets were paid out.
#[event]
pub struct Withdrawn {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
    /// IO paid out.
    pub paid: u64,
    /// IO held back for a pending slash.
    pub held: u64,
    /// IO that was held back earlier and that a slash has taken since.
    pub forfeited: u64,
}

/// Rewards were paid out.
#[event]
pub struct Claimed {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
    /// IO paid out.
    pub amount: u64,
}

/// Rewards were staked.
#[event]
pub struct Restaked {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
    /// IO staked.
    pub amount: u64,
    /// Shares bought.
    pub shares: u128,
}

/// An empty stake was closed.
#[event]
pub struct StakeClosed {
    /// The node.
    pub node: Pubkey,
    /// The owner of the stake.
    pub owner: Pubkey,
}
