//! Why a buyback is refused.

use crate::price::PriceError;

/// The cause of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuybackError {
    /// The daily cap is not from `MIN_DAILY_CAP` to `MAX_DAILY_CAP`.
    InvalidCap,
    /// The least budget is not from `MIN_LEAST_BUDGET` to `MAX_LEAST_BUDGET`.
    InvalidLeastBudget,
    /// The period is not from `MIN_PERIOD_SECONDS` to `MAX_PERIOD_SECONDS`.
    InvalidPeriod,
    /// The age that a price may have is not from `MIN_AGE_SECONDS` to `MAX_AGE_SECONDS`.
    InvalidAge,
    /// The confidence that a price may have is not from `MIN_CONF_BPS` to `MAX_CONF_BPS`.
    InvalidConfidence,
    /// The offer would begin or end further than `MAX_OFFSET_BPS` from the price of the oracle, or
    /// end less than `MIN_OVER_BPS` over it.
    InvalidOffset,
    /// An auction runs: the next one opens when its period is over.
    AuctionRunning,
    /// No auction runs.
    NoAuction,
    /// The vault holds less than the least budget.
    BelowLeastBudget,
    /// The price is older than the rule takes.
    PriceTooOld,
    /// The price is further ahead of the clock than `MAX_AHEAD_SECONDS`.
    PriceAhead,
    /// The price is not above 0.
    PriceNotPositive,
    /// The exponent of the price is not from `MIN_EXPONENT` to 0.
    PriceExponent,
    /// The confidence is too wide for the price.
    PriceTooWide,
    /// The price of IO in USDC is beyond what can be computed.
    PriceOutOfRange,
    /// The offer is further than `MAX_OVER_AVERAGE_BPS` over the moving average.
    OverAverage,
    /// The amount is 0.
    ZeroAmount,
    /// The amount is worth less than a base unit.
    WorthNothing,
    /// The amount is beyond what any vault holds.
    TooLarge,
    /// The auction has less left of its budget than a swap takes, or nothing for a fill.
    OverBudget,
    /// The fill would pay less in all than the caller's own limit.
    BelowLimit,
}

impl From<PriceError> for BuybackError {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::TooOld => Self::PriceTooOld,
            PriceError::Ahead => Self::PriceAhead,
            PriceError::NotPositive => Self::PriceNotPositive,
            PriceError::Exponent => Self::PriceExponent,
            PriceError::TooWide => Self::PriceTooWide,
            PriceError::OutOfRange => Self::PriceOutOfRange,
        }
    }
}
