//! What one beneficiary is promised.

use super::CategoryKind;
use crate::fraction;

/// The amounts of a grant.
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
pub struct GrantLedger {
    /// Base units in all; once revoked, what had vested.
    pub amount: u64,
    /// Base units released so far.
    pub released: u64,
    /// Its category.
    pub kind: CategoryKind,
    /// Tranches that do not count, since they were unlocked before the grant was made; 0 for
    /// investors.
    pub first_tranche: u8,
    /// Whether it was revoked: all of `amount` has vested.
    pub revoked: bool,
    /// Fills the layout.
    pub padding: [u8; 5],
}

impl GrantLedger {
    /// Base units that have vested once so many tranches of the category are unlocked.
    #[must_use]
    pub const fn vested(&self, tranches: u8) -> u64 {
        let all = self.kind.tranches();
        if self.revoked || tranches >= all {
            return self.amount;
        }
        let counted = tranches.saturating_sub(self.first_tranche) as u32;
        // first_tranche <= tranches < all wherever something is counted.
        let of = all.saturating_sub(self.first_tranche) as u32;
        if counted == 0 {
            return 0;
        }
        fraction::floor(self.amount, counted, of)
    }

    /// Base units that a release would pay now, as far as the grant says.
    #[must_use]
    pub const fn releasable(&self, tranches: u8) -> u64 {
        self.vested(tranches).saturating_sub(self.released)
    }
}
