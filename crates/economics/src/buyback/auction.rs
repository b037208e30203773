//! The auction: a budget that is fixed when it opens, and the times that never go back.

use super::{BuybackError, Offer, Params};
use crate::price::{Price, Quote};

/// The auction that runs, or the last one.
///
/// Anyone opens one when none runs and the vault holds the least budget. Budget, period, offsets,
/// start, and the age and width that a price may have, are fixed then. Money that arrives later
/// waits for the next auction, and what an auction leaves is no more than part of what the vault
/// holds: nothing piles up. The next one opens when the period is over, also where the budget was
/// spent before: so the daily cap holds.
// Age and width too, since an admin that takes no price while the offer climbs, and one for its own
// fill alone, would sell each budget to itself as the auction ends.
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
pub struct Auction {
    /// The greatest time seen, in Unix seconds.
    pub latest: i64,
    /// When the auction opened, in Unix seconds.
    pub start: i64,
    /// What the auction may spend in all, in base units of USDC.
    pub budget: u64,
    /// What the auction has spent, in base units of USDC.
    pub spent: u64,
    /// How long the auction runs, in seconds; 0 before the first one.
    pub period: u32,
    /// How far under the price of the oracle the offer began, in bps.
    pub under_bps: u16,
    /// How far over the price of the oracle the offer ends, in bps.
    pub over_bps: u16,
    /// How old a price may be, in seconds.
    pub max_age: u16,
    /// How wide the confidence of a price may be, in bps of the price.
    pub max_conf_bps: u16,
    /// Fills the layout.
    pub padding: [u8; 4],
}

/// What a fill sells, and what it is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// IO sold, in base units.
    pub io: u64,
    /// USDC paid for it, in base units.
    pub usdc: u64,
}

impl Auction {
    /// The time that a clock counts as.
    #[must_use]
    pub fn now(&self, clock: i64) -> i64 {
        clock.max(self.latest)
    }

    /// The first second at which the auction no longer runs.
    #[must_use]
    pub const fn end(&self) -> i64 {
        self.start.saturating_add(self.period as i64)
    }

    /// Whether the auction runs at `now`, which is not before the greatest time seen.
    #[must_use]
    pub const fn runs(&self, now: i64) -> bool {
        now < self.end()
    }

    /// What the auction may still spend, in base units of USDC.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.budget.saturating_sub(self.spent)
    }

    /// Opens an auction of what the `vault` holds, in base units of USDC, up to the daily cap's
    /// share of the period.
    ///
    /// # Errors
    /// `AuctionRunning`; `BelowLeastBudget`.
    pub fn open(&mut self, params: &Params, clock: i64, vault: u64) -> Result<(), BuybackError> {
        let now = self.now(clock);
        if self.runs(now) {
            return Err(BuybackError::AuctionRunning);
        }
        if vault < u64::from(params.least_budget) {
            return Err(BuybackError::BelowLeastBudget);
        }
        *self = Self {
            latest: now,
            start: now,
            budget: vault.min(params.share_of_the_cap()),
            spent: 0,
            period: params.period,
            under_bps: params.under_bps,
            over_bps: params.over_bps,
            max_age: params.max_age,
            max_conf_bps: params.max_conf_bps,
            ..Self::default()
        };
        Ok(())
    }

    /// The offer at `clock` by quotes that are fit for it.
    ///
    /// # Errors
    /// `NoAuction`; `PriceTooOld`, `PriceAhead`, `PriceNotPositive`, `PriceExponent`,
    /// `PriceTooWide` for either quote; `OverAverage`; `PriceOutOfRange`.
    pub fn offer(&mut self, clock: i64, io: &Quote, usdc: &Quote) -> Result<Offer, BuybackError> {
        let now = self.now(clock);
        if !self.runs(now) {
            return Err(BuybackError::NoAuction);
        }
        io.check_time(now, self.max_age)?;
        usdc.check_time(now, self.max_age)?;
        let offer = Offer::new(&Price::new(io, usdc, self.max_conf_bps)?, self, now)?;
        self.latest = now;
        Ok(offer)
    }

    /// Sells up to `io` base units to the auction at its `offer`: all of it, or as much as what is
    /// left pays for. So nobody stops another's fill by one of dust before it.
    ///
    /// # Errors
    /// `ZeroAmount`; `WorthNothing`; `OverBudget` if nothing is left; `BelowLimit` if that pays
    /// less than `min_usdc` in all.
    pub fn sell(&mut self, offer: &Offer, io: u64, min_usdc: u64) -> Result<Sale, BuybackError> {
        let left = self.left();
        let sale = match offer.usdc_for_io(io) {
            Ok(usdc) if usdc <= left => Sale { io, usdc },
            // left < floor(io * rate) <= io * rate, so ceil(left / rate) <= io.
            Ok(_) | Err(BuybackError::TooLarge) if left > 0 => {
                Sale { io: offer.io_for_usdc(left)?, usdc: left }
            }
            Ok(_) | Err(BuybackError::TooLarge) => return Err(BuybackError::OverBudget),
            Err(refusal) => return Err(refusal),
        };
        if sale.usdc < min_usdc {
            return Err(BuybackError::BelowLimit);
        }
        // usdc <= budget - spent.
        self.spent = self.spent.wrapping_add(sale.usdc);
        Ok(sale)
    }

    /// Takes `usdc` base units from the budget.
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

    /// Takes back what is left of the budget: it waits for the next auction. A pause does so, since
    /// the offer would climb on behind it for whoever fills first when it is lifted.
    pub fn stop(&mut self) {
        self.budget = self.spent;
    }
}
