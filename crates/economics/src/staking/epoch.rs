//! Epochs of the slasher, so that the admin can void all that one of them has proposed at once.

use super::StakingError;

/// Epochs whose bits are kept, beside the announced one. A slash is pending for at most 65 days,
/// and so many hand-overs take 3.6 years at least.
const KEPT: u32 = u64::BITS - 1;

/// The slasher's epochs: the number rises at every hand-over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Epochs {
    /// Which of the last 63 epochs are void: epoch `n` is bit `n % 64`.
    pub voided: u64,
    /// The epoch before the hand-over that was announced last.
    pub number: u32,
    /// Fills the layout.
    pub padding: [u8; 4],
}

impl Epochs {
    /// The epoch at `now`, if the announced hand-over takes effect at `next_at` (0 if there was
    /// never one).
    #[must_use]
    pub const fn at(&self, next_at: i64, now: i64) -> u32 {
        if next_at != 0 && now >= next_at {
            self.number.saturating_add(1)
        } else {
            self.number
        }
    }

    /// Before a hand-over is announced in place of the one that takes effect at `next_at`.
    pub fn announce(&mut self, next_at: i64, now: i64) {
        self.number = self.at(next_at, now);
        // The bit was that of an epoch 64 hand-overs ago.
        self.voided &= !bit(self.number.saturating_add(1));
    }

    /// Voids `epoch`, of which `in_force` is the present one: nothing that its slasher has proposed
    /// or proposes counts.
    ///
    /// # Errors
    /// `UnknownEpoch` if it has not begun, or 63 hand-overs ago.
    pub fn void(&mut self, epoch: u32, in_force: u32) -> Result<(), StakingError> {
        match in_force.checked_sub(epoch) {
            Some(0..KEPT) => {
                self.voided |= bit(epoch);
                Ok(())
            }
            _ => Err(StakingError::UnknownEpoch),
        }
    }

    /// # Errors
    /// `EpochVoided` if the slasher of `epoch`, one of the last 63, may do nothing any more.
    pub fn check(&self, epoch: u32) -> Result<(), StakingError> {
        if self.is_void(epoch) {
            return Err(StakingError::EpochVoided);
        }
        Ok(())
    }

    /// Whether `epoch`, one of the last 63, is void.
    #[must_use]
    pub const fn is_void(&self, epoch: u32) -> bool {
        self.voided & bit(epoch) != 0
    }
}

const fn bit(epoch: u32) -> u64 {
    // Modulo 64.
    1u64.wrapping_shl(epoch)
}
