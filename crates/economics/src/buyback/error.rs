//! Why a buyback is refused.

/// Why an operation is refused, and what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuybackError {
    /// Choose a daily cap from `MIN_DAILY_CAP` to `MAX_DAILY_CAP`.
    InvalidCap,
    /// Choose an age of 1 to `MAX_AGE_SECONDS` seconds.
    InvalidAge,
    /// Choose a confidence of 1 to `MAX_CONF_BPS` bps.
    InvalidConfidence,
    /// Choose offsets of at most `MAX_OFFSET_BPS`.
    InvalidOffset,
    /// The price is older than the rule takes: post a new one first.
    PriceTooOld,
    /// The price is from the future: send it when its time has come.
    PriceAhead,
    /// A newer price was used before: pass one that is at least as new.
    PriceOlderThanUsed,
    /// The price is not above 0: wait for one that is.
    PriceNotPositive,
    /// The exponent of the price is not from `MIN_EXPONENT` to 0: wait for a price that is.
    PriceExponent,
    /// The confidence is too wide for the price: wait for a narrower one.
    PriceTooWide,
    /// The price of IO in USDC is beyond what can be computed: wait for another one.
    PriceOutOfRange,
    /// Name an amount above 0.
    ZeroAmount,
    /// The amount is worth less than a base unit: name a larger one.
    WorthNothing,
    /// The amount is beyond what any vault holds: name a smaller one.
    TooLarge,
    /// The day's budget is smaller: take less, or wait for the next day.
    OverBudget,
}
