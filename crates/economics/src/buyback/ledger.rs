//! The day's budget, and the times that never go back.

use super::{auction::day_and_second, BuybackError, Offer, Params, Price, Quote};

/// What the rule remembers.
///
/// The budget of a day is fixed at its first fill or swap: all that the vault holds, up to the cap.
/// What arrives later waits for the next day, and what a day leaves is no more than part of what
/// the vault holds: nothing piles up. The day from which a ledger starts, 1970-01-01, has no
/// budget.
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
pub struct Ledger {
    /// The greatest time seen, in Unix seconds.
    pub latest: i64,
    /// The day of the budget, in days since 1970-01-01.
    pub day: u64,
    /// What the day may spend in all, in base units of USDC.
    pub budget: u64,
    /// What the day has spent, in base units of USDC.
    pub spent: u64,
    /// Time of the last IO/USD quote used, in Unix seconds.
    pub io_price_time: i64,
    /// Time of the last USDC/USD quote used, in Unix seconds.
    pub usdc_price_time: i64,
}

impl Ledger {
    /// The time that a clock counts as.
    #[must_use]
    pub fn now(&self, clock: i64) -> i64 {
        clock.max(self.latest)
    }

    /// What the day may still spend, in base units of USDC.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.budget.saturating_sub(self.spent)
    }

    /// The offer at `clock` by quotes that are fit for it. Fixes the budget if the day is new, by
    /// what the `vault` holds, in base units of USDC.
    ///
    /// # Errors
    /// `PriceTooOld`, `PriceAhead`, `PriceOlderThanUsed`, `PriceNotPositive`, `PriceExponent`,
    /// `PriceTooWide` for either quote; `PriceOutOfRange`.
    pub fn open(
        &mut self,
        params: &Params,
        clock: i64,
        vault: u64,
        io: &Quote,
        usdc: &Quote,
    ) -> Result<Offer, BuybackError> {
        let now = self.now(clock);
        io.check_time(now, self.io_price_time, params.max_age)?;
        usdc.check_time(now, self.usdc_price_time, params.max_age)?;
        let offer = Offer::new(&Price::new(io, usdc, params)?, params, now)?;

        self.latest = now;
        self.io_price_time = io.publish_time;
        self.usdc_price_time = usdc.publish_time;
        let (day, _) = day_and_second(now);
        if day > self.day {
            self.day = day;
            self.budget = vault.min(params.daily_cap);
            self.spent = 0;
        }
        Ok(offer)
    }

    /// Takes `usdc` base units from the day's budget.
    ///
    /// # Errors
    /// `OverBudget` if less is left.
    pub fn spend(&mut self, usdc: u64) -> Result<(), BuybackError> {
        if usdc > self.left() {
            return Err(BuybackError::OverBudget);
        }
        // usdc <= budget - spent.
        self.spent = self.spent.wrapping_add(usdc);
        Ok(())
    }
}
