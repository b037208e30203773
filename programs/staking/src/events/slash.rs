//! Slashes: proposed, raised, cancelled, voided, executed.
//!
//! A slash that lapses or is voided emits nothing for its node. It is over, and what was held back
//! for it is its owners' again,
//! - once more than 37 days have passed since its last `proposed_at` or `raised_at`;
//! - at [`EpochVoided`] of the `epoch` in its last event, [`SlashProposed`] or [`SlashRaised`].

use anchor_lang::prelude::*;

/// A slash was proposed.
#[event]
pub struct SlashProposed {
    /// The node.
    pub node: Pubkey,
    /// The share of the stake to slash, in bps.
    pub share_bps: u16,
    /// Time of the proposal; the slash can be executed 30 to 37 days later.
    pub proposed_at: i64,
    /// The slasher's epoch.
    pub epoch: u32,
}

/// A proposed slash was raised.
#[event]
pub struct SlashRaised {
    /// The node.
    pub node: Pubkey,
    /// The higher share of the stake to slash, in bps.
    pub share_bps: u16,
    /// Time of the raise; the slash can be executed 30 to 37 days later.
    pub raised_at: i64,
    /// Raises of this slash so far.
    pub raises: u8,
    /// The slasher's epoch.
    pub epoch: u32,
}

/// An epoch of the slasher was voided: every pending slash that it has proposed, or was the last to
/// raise, is over, without an event of its own.
#[event]
pub struct EpochVoided {
    /// The epoch.
    pub epoch: u32,
}

/// A proposed slash was cancelled.
#[event]
pub struct SlashCancelled {
    /// The node.
    pub node: Pubkey,
    /// The slasher or the admin.
    pub by: Pubkey,
}

/// A slash was executed, and what it took was burned.
#[event]
pub struct SlashExecuted {
    /// The node.
    pub node: Pubkey,
    /// IO taken of the bonded stake.
    pub bonded: u64,
    /// IO taken of the cooling stake.
    pub cooling: u64,
    /// IO taken of what was held back from withdrawals.
    pub held: u64,
}
