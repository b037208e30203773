//! A category's amounts and its clock.

use super::{CategoryKind, GrantLedger, VestingError};

/// What a category has granted and released, and since when it unlocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::CheckedBitPattern,
        bytemuck::NoUninit,
    )
)]
#[repr(C)]
pub struct CategoryLedger {
    /// When the lock started, in Unix seconds; 0 before.
    pub genesis: i64,
    /// Base units promised in grants.
    pub granted: u64,
    /// Base units released to beneficiaries.
    pub released: u64,
    /// Which category.
    pub kind: CategoryKind,
    /// The greatest number of tranches seen unlocked.
    pub tranches: u8,
    /// Fills the layout.
    pub padding: [u8; 6],
}

impl CategoryLedger {
    /// A category whose lock has not started.
    #[must_use]
    pub const fn new(kind: CategoryKind) -> Self {
        Self { genesis: 0, granted: 0, released: 0, kind, tranches: 0, padding: [0; 6] }
    }

    /// Starts the lock at `now`.
    ///
    /// # Errors
    /// `AlreadyStarted`.
    pub fn start(&mut self, now: i64) -> Result<(), VestingError> {
        if self.genesis != 0 {
            return Err(VestingError::AlreadyStarted);
        }
        // A clock of 0 would read as "not started"; it is before any cluster's genesis.
        self.genesis = now.max(1);
        Ok(())
    }

    /// Tranches that are unlocked at `now`, or were at a time seen before.
    #[must_use]
    pub fn tranches_at(&self, now: i64) -> u8 {
        if self.genesis == 0 {
            return 0;
        }
        self.tranches.max(self.kind.unlocked_tranches(self.genesis, now))
    }

    /// Base units that are promised to nobody.
    #[must_use]
    pub const fn ungranted(&self) -> u64 {
        self.kind.total().saturating_sub(self.granted)
    }

    /// Base units that the vault holds for beneficiaries and for grants to come.
    #[must_use]
    pub const fn held(&self) -> u64 {
        self.kind.total().saturating_sub(self.released)
    }

    /// Promises `amount` base units.
    ///
    /// # Errors
    /// `NotStarted`, `ZeroGrant`, `AboveCategory`.
    pub fn grant(&mut self, amount: u64, now: i64) -> Result<GrantLedger, VestingError> {
        let tranches = self.advance(now)?;
        if amount == 0 {
            return Err(VestingError::ZeroGrant);
        }
        if amount > self.ungranted() {
            return Err(VestingError::AboveCategory);
        }
        // amount <= total - granted.
        self.granted = self.granted.saturating_add(amount);
        let first_tranche = if self.kind.is_revocable() { tranches } else { 0 };
        Ok(GrantLedger {
            amount,
            released: 0,
            kind: self.kind,
            first_tranche,
            revoked: false,
            padding: [0; 5],
        })
    }

    /// Releases what has vested; returns the base units to pay.
    ///
    /// # Errors
    /// `NotStarted`, `NothingToRelease`.
    pub fn release(&mut self, grant: &mut GrantLedger, now: i64) -> Result<u64, VestingError> {
        let tranches = self.advance(now)?;
        let bound = self.kind.unlocked(tranches).saturating_sub(self.released);
        let amount = grant.releasable(tranches).min(bound);
        if amount == 0 {
            return Err(VestingError::NothingToRelease);
        }
        // Neither passes the category's total.
        grant.released = grant.released.saturating_add(amount);
        self.released = self.released.saturating_add(amount);
        Ok(amount)
    }

    /// Takes back what has not vested, for other grants; returns these base units.
    ///
    /// # Errors
    /// `NotRevocable`, `NotStarted`, `AlreadyRevoked`, `FullyVested`.
    pub fn revoke(&mut self, grant: &mut GrantLedger, now: i64) -> Result<u64, VestingError> {
        if !self.kind.is_revocable() {
            return Err(VestingError::NotRevocable);
        }
        let tranches = self.advance(now)?;
        if grant.revoked {
            return Err(VestingError::AlreadyRevoked);
        }
        let vested = grant.vested(tranches).max(grant.released);
        let unvested = grant.amount.saturating_sub(vested);
        if unvested == 0 {
            return Err(VestingError::FullyVested);
        }
        (grant.amount, grant.revoked) = (vested, true);
        self.granted = self.granted.saturating_sub(unvested);
        Ok(unvested)
    }

    /// # Errors
    /// `NotStarted`.
    fn advance(&mut self, now: i64) -> Result<u8, VestingError> {
        if self.genesis == 0 {
            return Err(VestingError::NotStarted);
        }
        self.tranches = self.tranches_at(now);
        Ok(self.tranches)
    }
}
