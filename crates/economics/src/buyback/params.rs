//! What an admin can tune, and how far.

use super::BuybackError;
use crate::{
    price::{MAX_AGE_SECONDS, MAX_CONF_BPS},
    time::{DAY, HOUR},
    units::BASE_UNITS_PER_USDC,
};

/// Least daily cap, in base units of USDC: 1,000 USDC (choice: an admin cannot starve the burn).
pub const MIN_DAILY_CAP: u64 = 1_000 * BASE_UNITS_PER_USDC;

/// Greatest daily cap, in base units of USDC: 10,000,000 USDC (choice: what a day of wrong prices
/// can cost). An auction's budget is the cap's share of its period, so that two budgets can meet at
/// the edge of a day: with periods of a day up to 2 x the cap is spent within 24 hours.
pub const MAX_DAILY_CAP: u64 = 10_000_000 * BASE_UNITS_PER_USDC;

/// Least of the least budgets, in base units of USDC: 1 USDC (choice: an auction of less pays for
/// nobody's transaction).
pub const MIN_LEAST_BUDGET: u32 = BASE_UNITS_PER_USDC as u32;

/// Greatest of the least budgets, in base units of USDC: 1,000 USDC (choice: an admin cannot starve
/// the burn).
pub const MAX_LEAST_BUDGET: u32 = 1_000 * BASE_UNITS_PER_USDC as u32;

/// Shortest period of an auction, in seconds: an hour, so that the offer climbs by 3 bps or less in
/// 10 seconds at genesis' offsets.
pub const MIN_PERIOD_SECONDS: u32 = HOUR as u32;

/// Longest period of an auction, in seconds: a day.
pub const MAX_PERIOD_SECONDS: u32 = DAY as u32;

/// Least age that a price may be allowed, in seconds (choice: who posts prices every 20 seconds is
/// never shut out).
pub const MIN_AGE_SECONDS: u16 = 20;

/// Least confidence that a price may be allowed, in bps of the price: 0.5% (choice: an admin cannot
/// starve the burn).
pub const MIN_CONF_BPS: u16 = 50;

/// Furthest that an auction's offer may begin under or end over the price of the oracle, in bps:
/// 10%.
pub const MAX_OFFSET_BPS: u16 = 1_000;

/// Least that an auction's offer may end over the price of the oracle, in bps: 3% (choice: an admin
/// cannot starve the burn. Of two prices that are 1% wide the rule takes the worse ends, 2% under
/// what IO is worth).
pub const MIN_OVER_BPS: u16 = 300;

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
    /// Most that the auctions of a day spend, in base units of USDC: each has its period's share.
    pub daily_cap: u64,
    /// Least that the vault must hold for an auction to open, in base units of USDC.
    pub least_budget: u32,
    /// How long an auction runs, in seconds.
    pub period: u32,
    /// How old a price may be, in seconds.
    pub max_age: u16,
    /// How wide the confidence of a price may be, in bps of the price.
    pub max_conf_bps: u16,
    /// How far under the price of the oracle an auction's offer begins, in bps.
    pub under_bps: u16,
    /// How far over the price of the oracle an auction's offer ends, in bps.
    pub over_bps: u16,
}

impl Params {
    /// What a deployment starts with (choice: docs/auditor.md says why): 24,000 USDC a day at most,
    /// in auctions of an hour from 100 USDC on, at prices at most 60 s old and 1% wide, from 5%
    /// under to 5% over that of the oracle.
    pub const GENESIS: Self = Self {
        daily_cap: 24_000 * BASE_UNITS_PER_USDC,
        least_budget: 100 * BASE_UNITS_PER_USDC as u32,
        period: HOUR as u32,
        max_age: MAX_AGE_SECONDS,
        max_conf_bps: MAX_CONF_BPS,
        under_bps: 500,
        over_bps: 500,
    };

    /// Whether every parameter is within its bounds.
    ///
    /// # Errors
    /// `InvalidCap`; `InvalidLeastBudget`; `InvalidPeriod`; `InvalidAge`; `InvalidConfidence`;
    /// `InvalidOffset`.
    pub fn check(&self) -> Result<(), BuybackError> {
        let checks = [
            ((MIN_DAILY_CAP..=MAX_DAILY_CAP).contains(&self.daily_cap), BuybackError::InvalidCap),
            (
                (MIN_LEAST_BUDGET..=MAX_LEAST_BUDGET).contains(&self.least_budget),
                BuybackError::InvalidLeastBudget,
            ),
            ((MIN_PERIOD_SECONDS..=MAX_PERIOD_SECONDS).contains(&self.period), BuybackError::InvalidPeriod),
            ((MIN_AGE_SECONDS..=MAX_AGE_SECONDS).contains(&self.max_age), BuybackError::InvalidAge),
            ((MIN_CONF_BPS..=MAX_CONF_BPS).contains(&self.max_conf_bps), BuybackError::InvalidConfidence),
            (self.under_bps <= MAX_OFFSET_BPS, BuybackError::InvalidOffset),
            ((MIN_OVER_BPS..=MAX_OFFSET_BPS).contains(&self.over_bps), BuybackError::InvalidOffset),
        ];
        match checks.iter().find(|(within, _)| !within) {
            Some((_, error)) => Err(*error),
            None => Ok(()),
        }
    }

    /// The daily cap's share of a period, rounded down, in base units of USDC.
    #[must_use]
    pub fn share_of_the_cap(&self) -> u64 {
        const SECONDS_OF_A_DAY: u128 = DAY as u128;
        let share = u128::from(self.daily_cap).wrapping_mul(u128::from(self.period)) / SECONDS_OF_A_DAY;
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}
