//! Shares of a common stake, so that a slash hits all its holders alike in one step.

use super::StakingError;
use crate::fraction::floor_bps;
use crate::wide::{mul_div_ceil, mul_div_floor};

/// More shares than this to an asset are worth nothing: a slash that leaves more takes the rest
/// too.
pub const MAX_SHARES_PER_ASSET: u64 = 1 << 20;

/// Assets and the shares that own them.
///
/// Starts at one share an asset. Rounding favours the pool, so a share's price falls only by a
/// slash and `assets <= shares <= assets * MAX_SHARES_PER_ASSET` always. It holds assets exactly
/// while it has shares. What a holder is worth is rounded down: all holders together miss less than
/// one base unit each.
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
pub struct SharePool {
    /// Shares of all holders.
    pub shares: u128,
    /// Base units of IO that they own.
    pub assets: u64,
    /// How often a slash has taken everything. Shares of an older generation are worth 0.
    pub generation: u32,
    /// Fills the layout.
    pub padding: [u8; 4],
}

impl SharePool {
    /// What `shares` of this generation are worth, in base units, rounded down.
    #[must_use]
    pub fn worth(&self, shares: u128) -> u64 {
        if shares >= self.shares {
            return self.assets;
        }
        if self.is_one_to_one() {
            // shares < self.shares == assets.
            return shares as u64;
        }
        // Below assets, since shares < self.shares.
        mul_div_floor(shares, u128::from(self.assets), self.shares).map_or(0, |worth| worth as u64)
    }

    /// Adds `amount` base units and returns the shares they buy, rounded down: at least `amount`.
    ///
    /// # Errors
    /// `ZeroAmount`; `Overflow` if the assets exceed a `u64`.
    pub fn deposit(&mut self, amount: u64) -> Result<u128, StakingError> {
        if amount == 0 {
            return Err(StakingError::ZeroAmount);
        }
        let bought = if self.is_one_to_one() {
            u128::from(amount)
        } else {
            mul_div_floor(u128::from(amount), self.shares, u128::from(self.assets))
                .ok_or(StakingError::Overflow)?
        };
        let assets = self.assets.checked_add(amount).ok_or(StakingError::Overflow)?;
        self.shares = self.shares.checked_add(bought).ok_or(StakingError::Overflow)?;
        self.assets = assets;
        Ok(bought)
    }

    /// Burns `shares` and returns their worth in base units, rounded down. The last shares take all
    /// assets.
    ///
    /// # Errors
    /// `Overflow` for more shares than there are.
    pub fn redeem(&mut self, shares: u128) -> Result<u64, StakingError> {
        let left = self.shares.checked_sub(shares).ok_or(StakingError::Overflow)?;
        let worth = self.worth(shares);
        self.assets = self.assets.checked_sub(worth).ok_or(StakingError::Overflow)?;
        self.shares = left;
        Ok(worth)
    }

    /// Takes `amount` base units out and returns the shares that burns, rounded up: fewer than a
    /// holder has whose shares are worth more than `amount`.
    ///
    /// # Errors
    /// `Overflow` for more assets than there are.
    pub fn take(&mut self, amount: u64) -> Result<u128, StakingError> {
        let assets = self.assets.checked_sub(amount).ok_or(StakingError::Overflow)?;
        let burned = if self.is_one_to_one() {
            u128::from(amount)
        } else {
            mul_div_ceil(u128::from(amount), self.shares, u128::from(self.assets))
                .ok_or(StakingError::Overflow)?
        };
        self.shares = self.shares.checked_sub(burned).ok_or(StakingError::Overflow)?;
        self.assets = assets;
        Ok(burned)
    }

    /// Takes `share_bps` of the assets, rounded down, and returns the base units taken. If what is
    /// left is too little for its shares, takes all and starts the next generation.
    pub fn slash(&mut self, share_bps: u16) -> u64 {
        let taken = floor_bps(self.assets, share_bps);
        let left = self.assets.saturating_sub(taken);
        // 2^64 * 2^20 fits.
        if u128::from(left).wrapping_mul(u128::from(MAX_SHARES_PER_ASSET)) < self.shares {
            let all = self.assets;
            *self = Self { generation: self.generation.saturating_add(1), ..Self::default() };
            return all;
        }
        self.assets = left;
        taken
    }

    fn is_one_to_one(&self) -> bool {
        self.shares == u128::from(self.assets)
    }
}
