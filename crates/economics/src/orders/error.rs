//! Why an operation on an order is refused.

/// Why an operation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// A balance would leave the range of 64 bits.
    Overflow,
    /// A fee rate exceeds its maximum.
    FeeTooHigh,
    /// A window is shorter or longer than the bounds in code allow.
    InvalidWindow,
    /// A least cost is 0 or exceeds its maximum.
    InvalidLeastCost,
    /// The order names no processors.
    InvalidProcessors,
    /// The rate is 0.
    InvalidRate,
    /// The time is shorter than an hour, or longer in all than 30 days or what the operator agreed
    /// to.
    InvalidDuration,
    /// The order costs less than the least cost of its currency.
    BelowLeastCost,
    /// Cost and fees exceed 64 bits.
    CostTooHigh,
    /// The operator has accepted the order.
    AlreadyAccepted,
    /// The operator has not accepted the order.
    NotAccepted,
    /// The window for accepting is over.
    AcceptWindowOver,
    /// The window for accepting is not over, and the signer is not the client.
    AcceptWindowOpen,
    /// The operator accepted the order without extensions, or it is as long as was agreed.
    ExtensionRefused,
    /// The booked time is over.
    ServiceOver,
    /// The service has stopped.
    AlreadyEnded,
    /// The booked time is not over, and the signer is neither client nor operator.
    StillBooked,
    /// The first hour of service has not passed.
    FirstHour,
    /// The booked time is over, but nobody has ended the service.
    EndFirst,
    /// No pay has become due since the last settlement.
    NothingDue,
    /// The client has disputed the order, and all that is due is in dispute.
    Disputed,
    /// The order is not in dispute.
    NotDisputed,
    /// The holdback of the last second of service is over.
    DisputeWindowOver,
    /// Nothing of the pay is held back: no time was served within the holdback.
    NothingDisputed,
    /// The arbiter's 7 days are over.
    ArbiterTooLate,
    /// The provider's share exceeds 100%.
    InvalidShare,
    /// The outage ends no later than it begins.
    EmptyOutage,
    /// No second of the outage lies in the service, within the holdback, and after the last
    /// reported outage.
    OutageDoesNotCount,
    /// Nothing is left in the order.
    AlreadySettled,
    /// The order still holds money.
    NotSettled,
    /// The operator ended the service within its first hour, less than an hour ago.
    StillHired,
    /// No fees have been earned since the last sweep.
    NothingToSweep,
    /// An ask names no rate: neither in USDC nor in IO, or IO at the oracle's price without a rate
    /// in USDC.
    NoRate,
    /// A rate of an ask exceeds 2^40 base units.
    RateTooHigh,
    /// An ask takes IO both at a rate of its own and at the oracle's price.
    TwoIoRates,
    /// The premium on the oracle's price exceeds 1,000 bps.
    PremiumTooHigh,
    /// An ask's shortest order is shorter than an hour or longer than its longest one, that one is
    /// longer than 30 days, or the longest one at the oracle's price does not lie between them.
    InvalidAskTime,
    /// An ask names more than 72 hours of notice.
    NoticeTooLong,
    /// An ask is over already, or ends more than 30 days from now.
    InvalidValidity,
    /// An ask offers no processors.
    InvalidMostHired,
    /// The ask is over, or was removed.
    AskOver,
    /// The ask does not take this currency.
    CurrencyNotTaken,
    /// The time is shorter or longer than the ask allows.
    TimeNotOffered,
    /// With this order more of the node's processors would be hired than the ask allows.
    AboveMostHired,
    /// A request would be open for less than 10 minutes, more than 7 days, or more than an hour if
    /// nobody chooses.
    InvalidOpenTime,
    /// The time of the request is over.
    RequestOver,
    /// The time of the request is not over.
    RequestOpen,
    /// An automatic request has a bid, and the time for awarding it is not over.
    HasBids,
    /// The hour for awarding an automatic request is over.
    AwardTooLate,
    /// A bid is above the most rate of the request.
    AboveMostRate,
    /// A bid agrees to less notice than the request asks for.
    NoticeTooShort,
    /// A bid is not at least 1% below the best one.
    BidNotLowEnough,
    /// The client chooses among the bids on this request.
    ClientChooses,
    /// The first hour of the order runs, which the bond stands for.
    BondNotDue,
    /// There must be two feeds, IO/USD and USDC/USD, or none.
    InvalidFeeds,
    /// The age that a price may have is not from 1 to `MAX_AGE_SECONDS`.
    InvalidAge,
    /// The confidence that a price may have is not from 1 to `MAX_CONF_BPS`.
    InvalidConfidence,
    /// The price is older than the rules take.
    PriceTooOld,
    /// The price is further ahead of the clock than `MAX_AHEAD_SECONDS`.
    PriceAhead,
    /// The price, or its moving average, is not above 0.
    PriceNotPositive,
    /// The exponent of the price is not from `MIN_EXPONENT` to 0.
    PriceExponent,
    /// The confidence is too wide for the price.
    PriceTooWide,
    /// The rate in IO is beyond what can be computed.
    PriceOutOfRange,
    /// The time is longer than the ask takes IO at the oracle's price for.
    OraclePriceTooLong,
    /// The ask or bid of the order agreed to no notice.
    NoNoticeAgreed,
    /// The operator has given notice before.
    NoticeGiven,
    /// Maintenance ends no later than it begins.
    InvalidMaintenance,
    /// Maintenance begins less than 24 hours after its announcement.
    MaintenanceTooSoon,
    /// More than 24 hours of maintenance would be announced in one window of 90 days.
    TooMuchMaintenance,
    /// A region has other characters than A to Z, 0 to 9 and `-` or a gap, or a flag is neither 0
    /// nor 1.
    InvalidAttributes,
    /// An attestation is over already, or holds for more than 366 days.
    InvalidExpiry,
}
