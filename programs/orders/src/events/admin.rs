//! Config, roles and pause.

use {
    crate::instructions::Role,
    anchor_lang::prelude::*,
    io_economics::orders::{PriceRules, Rules},
};

/// The deployer has created the config.
#[event]
pub struct Initialized {
    /// The first admin.
    pub admin: Pubkey,
    /// The first oracle.
    pub oracle: Pubkey,
    /// The first arbiter.
    pub arbiter: Pubkey,
    /// Fees, windows and least costs of new orders.
    pub rules: Rules,
    /// Feeds of the oracle, age and width of its prices.
    pub prices: PriceRules,
}

/// The admin has proposed the next admin, or taken a proposal back.
#[event]
pub struct AdminProposed {
    /// The proposed admin; the default key if a proposal was taken back.
    pub next_admin: Pubkey,
}

/// The proposed admin has taken over.
#[event]
pub struct AdminAccepted {
    /// The new admin.
    pub admin: Pubkey,
}

/// The admin has paused new orders, acceptances and extensions, or lifted the pause.
#[event]
pub struct PauseSet {
    /// Whether they are paused now.
    pub paused: bool,
    /// Time at which the pause ends by itself; 0 if it was lifted.
    pub until: i64,
}

/// The admin has set the rules of new orders.
#[event]
pub struct RulesSet {
    /// Fees, windows and least costs from now on.
    pub rules: Rules,
}

/// The admin has announced the next holder of a role.
#[event]
pub struct RoleAnnounced {
    /// The role.
    pub role: Role,
    /// The key that will hold it.
    pub key: Pubkey,
    /// Unix seconds from which on the key holds the role.
    pub effective_at: i64,
}

/// The admin has announced the feeds of the oracle, and the age and width of its prices.
#[event]
pub struct PriceRulesAnnounced {
    /// What will hold.
    pub rules: PriceRules,
    /// Unix seconds from which on it holds.
    pub effective_at: i64,
}
