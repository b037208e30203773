//! What the admin may tune, and within which bounds.

use super::{Currency, FeeRates, OrderError, ARBITER_SECONDS, DAY, HOUR};
use crate::staking::COOLDOWN_SECONDS;
use crate::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC};

/// An order is booked for at most this long, extensions included, in seconds: 30 days.
pub const MAX_SECONDS: u32 = 30 * DAY;
/// An operator has at least this long to accept, in seconds: 10 minutes.
pub const MIN_ACCEPT_SECONDS: u32 = 600;
/// An operator has at most this long to accept, in seconds: 7 days.
pub const MAX_ACCEPT_SECONDS: u32 = 7 * DAY;
/// Pay is held back at least this long, in seconds: 1 hour, so that an outage can be reported.
pub const MIN_HOLDBACK_SECONDS: u32 = HOUR;
/// Pay is held back at most this long, in seconds: 7 days.
pub const MAX_HOLDBACK_SECONDS: u32 = 7 * DAY;
// A stake that leaves when the service ends can still be slashed while its pay is in dispute.
const _: () = assert!((MAX_HOLDBACK_SECONDS + ARBITER_SECONDS) as i64 <= COOLDOWN_SECONDS);
/// The least cost of an order is at most this many whole IO or USDC.
pub const MAX_LEAST_COST_TOKENS: u64 = 100;

/// Figures that an order takes over at its creation and keeps.
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
pub struct Rules {
    /// No order in IO costs less, in base units.
    pub least_io: u64,
    /// No order in USDC costs less, in base units.
    pub least_usdc: u64,
    /// How long an operator has to accept, in seconds.
    pub accept_seconds: u32,
    /// How long pay is held back, in seconds.
    pub holdback_seconds: u32,
    /// Fee rates.
    pub fees: FeeRates,
    /// Fills the layout.
    pub padding: [u8; 2],
}

impl Rules {
    /// What a deployment starts with: the fees of [`FeeRates::GENESIS`], a day to accept, a day
    /// held back, and no order below 0.1 IO or 0.1 USDC.
    pub const GENESIS: Self = Self {
        least_io: BASE_UNITS_PER_IO / 10,
        least_usdc: BASE_UNITS_PER_USDC / 10,
        accept_seconds: DAY,
        holdback_seconds: DAY,
        fees: FeeRates::GENESIS,
        padding: [0; 2],
    };

    /// # Errors
    /// `FeeTooHigh`, `InvalidWindow`, `InvalidLeastCost`.
    pub fn check(&self) -> Result<(), OrderError> {
        const MAX_IO: u64 = MAX_LEAST_COST_TOKENS * BASE_UNITS_PER_IO;
        const MAX_USDC: u64 = MAX_LEAST_COST_TOKENS * BASE_UNITS_PER_USDC;
        self.fees.check()?;
        if !(MIN_ACCEPT_SECONDS..=MAX_ACCEPT_SECONDS).contains(&self.accept_seconds)
            || !(MIN_HOLDBACK_SECONDS..=MAX_HOLDBACK_SECONDS).contains(&self.holdback_seconds)
        {
            return Err(OrderError::InvalidWindow);
        }
        if !(1..=MAX_IO).contains(&self.least_io) || !(1..=MAX_USDC).contains(&self.least_usdc) {
            return Err(OrderError::InvalidLeastCost);
        }
        Ok(())
    }

    /// The least cost of an order in `currency`, in base units.
    #[must_use]
    pub const fn least_cost(&self, currency: Currency) -> u64 {
        match currency {
            Currency::Io => self.least_io,
            Currency::Usdc => self.least_usdc,
        }
    }
}
