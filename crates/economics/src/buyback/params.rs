//! What an admin can tune, and how far.

use super::BuybackError;
use crate::units::BASE_UNITS_PER_USDC;

/// Least daily cap, in base units of USDC: 1,000 USDC (choice: an admin cannot starve the burn).
pub const MIN_DAILY_CAP: u64 = 1_000 * BASE_UNITS_PER_USDC;

/// Greatest daily cap, in base units of USDC: 10,000,000 USDC (choice: what a day of wrong prices
/// can cost).
pub const MAX_DAILY_CAP: u64 = 10_000_000 * BASE_UNITS_PER_USDC;

/// Greatest age that a price may be allowed, in seconds.
pub const MAX_AGE_SECONDS: u16 = 60;

/// Greatest confidence that a price may be allowed, in bps of the price: 1%.
pub const MAX_CONF_BPS: u16 = 100;

/// Furthest that a day's offer may begin under or end over the oracle's price, in bps: 10%.
pub const MAX_OFFSET_BPS: u16 = 1_000;

/// The parameters of the rule.
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
pub struct Params {
    /// Most that a day spends, in base units of USDC.
    pub daily_cap: u64,
    /// How old a price may be, in seconds.
    pub max_age: u16,
    /// How wide the confidence of a price may be, in bps of the price.
    pub max_conf_bps: u16,
    /// How far under the oracle's price a day's offer begins, in bps.
    pub under_bps: u16,
    /// How far over the oracle's price a day's offer ends, in bps.
    pub over_bps: u16,
}

impl Params {
    /// What a deployment starts with: prices at most 60 s old and 1% wide, from 5% under to 5% over
    /// the oracle's, and no cap below the greatest.
    pub const GENESIS: Self = Self {
        daily_cap: MAX_DAILY_CAP,
        max_age: MAX_AGE_SECONDS,
        max_conf_bps: MAX_CONF_BPS,
        under_bps: 500,
        over_bps: 500,
    };

    /// Whether every parameter is within its bounds.
    ///
    /// # Errors
    /// `InvalidCap`; `InvalidAge`; `InvalidConfidence`; `InvalidOffset`.
    pub fn check(&self) -> Result<(), BuybackError> {
        if !(MIN_DAILY_CAP..=MAX_DAILY_CAP).contains(&self.daily_cap) {
            return Err(BuybackError::InvalidCap);
        }
        if !(1..=MAX_AGE_SECONDS).contains(&self.max_age) {
            return Err(BuybackError::InvalidAge);
        }
        if !(1..=MAX_CONF_BPS).contains(&self.max_conf_bps) {
            return Err(BuybackError::InvalidConfidence);
        }
        if self.under_bps > MAX_OFFSET_BPS || self.over_bps > MAX_OFFSET_BPS {
            return Err(BuybackError::InvalidOffset);
        }
        Ok(())
    }
}
