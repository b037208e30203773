//! What an indexer needs to rebuild the state. Amounts are in base units of IO, times in Unix
//! seconds.

use {crate::Managers, anchor_lang::prelude::*, io_economics::vesting::CategoryKind};

/// The categories exist; their locks have not started.
#[event]
pub struct Initialized {
    /// The managers of the three categories.
    pub managers: Managers,
}

/// The locks of all three categories have started.
#[event]
pub struct LocksStarted {
    /// Time of the start; the first tranche unlocks 13 months later.
    pub genesis: i64,
}

/// A grant was made.
#[event]
pub struct Granted {
    /// The category.
    pub kind: CategoryKind,
    /// The grant's number in its category.
    pub index: u32,
    /// The grant.
    pub grant: Pubkey,
    /// Who gets the IO.
    pub beneficiary: Pubkey,
    /// Base units in all.
    pub amount: u64,
    /// Tranches that were unlocked before and do not count for it.
    pub first_tranche: u8,
}

/// IO that has vested was paid.
#[event]
pub struct Released {
    /// The category.
    pub kind: CategoryKind,
    /// The grant.
    pub grant: Pubkey,
    /// Who got the IO.
    pub beneficiary: Pubkey,
    /// Base units paid by this release.
    pub amount: u64,
    /// Base units of the grant paid so far, this release included.
    pub released: u64,
    /// Tranches of the category that are unlocked.
    pub tranches: u8,
}

/// IO that has vested was not paid: the beneficiary's account does not take it, or another account
/// was passed, as when the grant was handed over meanwhile.
#[event]
pub struct ReleaseSkipped {
    /// The grant.
    pub grant: Pubkey,
    /// The beneficiary, to whose associated token account the IO goes.
    pub beneficiary: Pubkey,
    /// Base units that wait.
    pub amount: u64,
}

/// A grant was revoked: what had not vested went back to the category.
#[event]
pub struct Revoked {
    /// The grant.
    pub grant: Pubkey,
    /// Base units that had vested and stay the beneficiary's.
    pub amount: u64,
    /// Base units taken back.
    pub unvested: u64,
}

/// Another beneficiary of a grant was proposed.
#[event]
pub struct BeneficiaryProposed {
    /// The grant.
    pub grant: Pubkey,
    /// The proposed beneficiary; the default key if the proposal was withdrawn.
    pub next_beneficiary: Pubkey,
}

/// A grant was handed over to another beneficiary.
#[event]
pub struct BeneficiaryAccepted {
    /// The grant.
    pub grant: Pubkey,
    /// The new beneficiary.
    pub beneficiary: Pubkey,
}

/// Another manager of a category was proposed.
#[event]
pub struct ManagerProposed {
    /// The category.
    pub kind: CategoryKind,
    /// The proposed manager; the default key if the proposal was withdrawn.
    pub next_manager: Pubkey,
}

/// A category was handed over to another manager.
#[event]
pub struct ManagerAccepted {
    /// The category.
    pub kind: CategoryKind,
    /// The new manager.
    pub manager: Pubkey,
}
