//! Roles, pools, hardware classes.

use {crate::instructions::Role, anchor_lang::prelude::*, io_economics::staking::PoolKind};

/// The config and the stake vault were created.
#[event]
pub struct Initialized {
    /// The admin.
    pub admin: Pubkey,
    /// The oracle.
    pub oracle: Pubkey,
    /// The slasher.
    pub slasher: Pubkey,
    /// Full weight of the GPU pool.
    pub gpu_full_weight: u64,
    /// Full weight of the CPU pool.
    pub cpu_full_weight: u64,
    /// Start of the emission.
    pub genesis_ts: i64,
}

/// A next admin was proposed, or a proposal was taken back.
#[event]
pub struct AdminProposed {
    /// The proposed admin; the default key if the proposal was taken back.
    pub next_admin: Pubkey,
}

/// The proposed admin took over.
#[event]
pub struct AdminAccepted {
    /// The new admin.
    pub admin: Pubkey,
}

/// Entries were paused or resumed.
#[event]
pub struct PauseSet {
    /// When the pause began.
    pub began: i64,
    /// The time before which entries are paused; 0 if they were resumed.
    pub until: i64,
}

/// A pool's full weight was announced.
#[event]
pub struct FullWeightAnnounced {
    /// The pool.
    pub pool: PoolKind,
    /// The weight below which the pool will not pay in full.
    pub full_weight: u64,
    /// The time from which it counts.
    pub effective_at: i64,
}

/// A role was announced to pass to a key.
#[event]
pub struct RoleAnnounced {
    /// The role.
    pub role: Role,
    /// The key that will hold the role.
    pub key: Pubkey,
    /// The time from which the key holds the role.
    pub effective_at: i64,
}

/// A hardware class was created.
#[event]
pub struct ClassCreated {
    /// The class.
    pub class: Pubkey,
    /// Its number.
    pub id: u16,
    /// Its pool.
    pub pool: PoolKind,
    /// Its multiplier, in hundredths.
    pub multiplier: u16,
}

/// A new multiplier of a hardware class was announced.
#[event]
pub struct ClassAnnounced {
    /// The class.
    pub class: Pubkey,
    /// The announced multiplier, in hundredths.
    pub multiplier: u16,
    /// The time from which the announced multiplier holds.
    pub effective_at: i64,
}
